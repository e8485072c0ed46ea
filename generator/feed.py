"""The Atom feed (RFC 4287) of what changed in the advice."""

from __future__ import annotations

from datetime import date

from lxml import etree
from lxml.builder import ElementMaker

from generator.changes import Change, Changes
from generator.contents import SiteConfig
from generator.render import address_of

FILE = "feed.xml"
"""Where it lies on the site."""

NEWEST = 30
"""Changes that it holds at most."""

ATOM = ElementMaker(namespace="http://www.w3.org/2005/Atom", nsmap={None: "http://www.w3.org/2005/Atom"})


def feed(site: SiteConfig, changes: Changes) -> bytes:
    """Return the feed; its ids are addresses of anchors, which are permanent."""
    page = site.url + changes.address
    whole = ATOM.feed(
        ATOM.id(page),
        ATOM.title(f"{site.name}: {changes.title}"),
        ATOM.subtitle(changes.summary),
        ATOM.updated(_moment(changes.changes[0].day)),
        ATOM.link(rel="self", href=site.url + FILE, type="application/atom+xml"),
        ATOM.link(rel="alternate", href=page, type="text/html"),
        ATOM.author(ATOM.name(site.name)),
        ATOM.rights(f"{site.license.name}, {site.license.url}"),
        *(_entry(change, site.url, page) for change in changes.changes[:NEWEST]),
    )
    whole.set("{http://www.w3.org/XML/1998/namespace}lang", site.language)
    return etree.tostring(whole, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _entry(change: Change, site: str, page: str) -> etree._Element:
    return ATOM.entry(
        ATOM.id(f"{page}#{change.id}"),
        ATOM.title(change.title),
        ATOM.updated(_moment(change.day)),
        ATOM.link(rel="alternate", href=site + address_of(change.to), type="text/html"),
        ATOM.summary(change.text),
    )


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
