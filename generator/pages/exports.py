"""The whole guide for other programs: as JSON to build on, and as a list for language models."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from lxml import etree

from generator.load.strings import Strings
from generator.model.changes import Change, Changes
from generator.model.guide import Guide
from generator.model.settings import SiteConfig
from generator.pages.page import SitePage
from generator.pages.templates import address_of

FORMAT = "advice-guide/1"
"""Of the JSON file. The number grows when a field goes or changes its meaning, not when one comes."""
SECTIONS = {
    "start": "begin",
    "principle": "principles",
    "checklist": "checklists",
    "worksheet": "worksheets",
    "message": "messages",
    "workshop": "workshops",
    "contacts": "tools",
    "questions": "more",
    "glossary": "more",
    "page": "more",
    "sources": "more",
    "changes": "more",
    "offline": "more",
}
"""Under which heading of llms.txt each kind of page stands."""


def as_json(guide: Guide, pages: Iterable[SitePage]) -> bytes:
    """Return guide.json: every record with its fields as its author named them, and where its page stands.

    Texts that may hold links and emphasis are Markdown; links in them are `folder/id#part` of this file.
    """
    site = guide.site
    kinds = {page.address: page.kind for page in pages}
    whole = {
        "format": FORMAT,
        "name": site.name,
        "url": site.url,
        "description": site.description,
        "language": site.language,
        "license": site.license.model_dump(mode="json"),
        "updated": guide.outline.updated.isoformat(),
        "sources": [source.model_dump(mode="json", by_alias=True) for source in guide.sources.values()],
        "records": [
            {
                "kind": kinds[record.address],
                "url": site.url + record.address,
                **record.model_dump(mode="json", by_alias=True, exclude_none=True),
            }
            for record in guide.records()
            if record.address in kinds
        ],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def for_language_models(guide: Guide, pages: Iterable[SitePage], strings: Strings) -> bytes:
    """Return llms.txt: what the guide is, and its pages with a line on each (see llmstxt.org)."""
    return ("\n".join(_lines(guide, tuple(pages), strings)) + "\n").encode()


def _lines(guide: Guide, pages: tuple[SitePage, ...], strings: Strings) -> Iterator[str]:
    site, said, day = guide.site, strings.listing, guide.outline.updated.isoformat()
    yield f"# {site.name}"
    yield ""
    yield f"> {site.description}"
    yield ""
    yield said.about(day=day, license=site.license.name, address=site.license.url)
    yield said.whole(address=f"{site.url}guide.json")
    for heading in dict.fromkeys(SECTIONS.values()):
        listed = [page for page in pages if SECTIONS.get(page.kind) == heading]
        if listed:
            yield ""
            yield f"## {said[heading]}"
            yield ""
            yield from (
                f"- [{_plain(page.title)}]({site.url}{page.address}): {page.description}" for page in listed
            )


def _plain(title: str) -> str:
    return title.replace("[", "\\[").replace("]", "\\]")


def export_files(guide: Guide, pages: Sequence[SitePage], strings: Strings) -> dict[str, bytes]:
    """Return the files by their address on the site; there is a feed when the guide tells of changes."""
    files = {
        "robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {guide.site.url}sitemap.xml\n".encode(),
        "guide.json": as_json(guide, pages),
        "llms.txt": for_language_models(guide, pages, strings),
    }
    if guide.changes:
        files[FILE] = feed(guide.site, guide.changes)
    return files


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
