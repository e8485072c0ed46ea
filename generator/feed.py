"""The Atom feed (RFC 4287) of what changed in the advice."""

from __future__ import annotations

from datetime import date

from lxml import etree

from generator.changes import Change, Changes
from generator.contents import SiteConfig
from generator.render import address_of

FILE = "feed.xml"
"""Where it lies on the site."""

NEWEST = 30
"""Changes that it holds at most."""

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(site: SiteConfig, changes: Changes) -> bytes:
    """Return the feed; its ids are addresses of anchors, which are permanent."""
    page = site.url + changes.address
    whole = etree.Element(f"{ATOM}feed", nsmap={None: ATOM.strip("{}")})  # type: ignore[dict-item]
    whole.set("{http://www.w3.org/XML/1998/namespace}lang", site.language)
    _add(whole, "id", page)
    _add(whole, "title", f"{site.name}: {changes.title}")
    _add(whole, "subtitle", changes.summary)
    _add(whole, "updated", _moment(changes.changes[0].day))
    _add(whole, "link", rel="self", href=site.url + FILE, type="application/atom+xml")
    _add(whole, "link", rel="alternate", href=page, type="text/html")
    _add(_add(whole, "author"), "name", site.name)
    _add(whole, "rights", f"{site.license.name}, {site.license.url}")
    for change in changes.changes[:NEWEST]:
        _entry(_add(whole, "entry"), change, site.url, page)
    return etree.tostring(whole, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _entry(entry: etree._Element, change: Change, site: str, page: str) -> None:
    _add(entry, "id", f"{page}#{change.id}")
    _add(entry, "title", change.title)
    _add(entry, "updated", _moment(change.day))
    _add(entry, "link", rel="alternate", href=site + address_of(change.to), type="text/html")
    _add(entry, "summary", change.text)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, ATOM + name, attributes)
    child.text = text or None
    return child


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
