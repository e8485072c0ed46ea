"""The guide for other programs: `guide.json`, `llms.txt` for language models, a feed and a site map."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from html import escape

from lxml import etree
from pydantic_core import to_json

from generator.engine.lazy import Lazy, merged
from generator.load.strings import Strings
from generator.model.changes import Changes
from generator.model.foreign import OPEN, is_foreign, plain
from generator.model.guide import Guide
from generator.model.page_kinds import PAGE_KINDS, page_kind
from generator.model.record import KindName, Record, SinglePage
from generator.model.settings import SiteConfig
from generator.pages.page import NOT_FOUND, SitePage

JSON_FORMAT = "advice-guide/1"
"""The number grows when a field is removed or changes its meaning, not when one is added."""
FEED = "feed.xml"
"""Its path on the site."""
SITE_MAP = "sitemap.xml"
"""Its path, too."""
MAX_ENTRIES = 30
"""Changes in the feed."""
MIDNIGHT = "T00:00:00Z"
ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def export_files(
    guide: Guide, pages: Sequence[SitePage], strings: Strings, records: Collection[str]
) -> Mapping[str, bytes]:
    """Return the files by their path on the site.

    Only a guide with an address has a site map, and only if it also has changes, a feed. `records` are the
    records as JSON, from `record_json`. Without an address that readers can open, the other files name pages
    by their paths, from “./” on.
    """
    url, files = guide.site.public_url, dict[str, bytes]()
    if not guide.depth:  # search engines look only at the top of a host
        ways = ("", *(way for way, _ in guide.ways))
        maps = "".join(f"Sitemap: {url}{way}{SITE_MAP}\n" for way in ways) if url else ""
        files["robots.txt"] = ("User-agent: *\nAllow: /\n" + (maps and f"\n{maps}")).encode()
    if url:
        files[SITE_MAP] = "".join(_site_map(guide, pages)).encode()
    if guide.changes and url:
        files[FEED] = _feed(guide, guide.changes)
    plain_files = {name: _plain(data) for name, data in files.items()}
    return merged(plain_files, listings(guide, pages, strings, records))


def listings(
    guide: Guide, pages: Sequence[SitePage], strings: Strings, records: Collection[str]
) -> Mapping[str, bytes]:
    """Return the files that list every page, by path, on demand; the arguments are as in `export_files`."""
    return Lazy(
        {
            "guide.json": lambda: _plain(_json(guide, records)),
            "llms.txt": lambda: _plain(("\n".join(_llms_lines(guide, pages, strings)) + "\n").encode()),
        }
    )


def _plain(data: bytes) -> bytes:
    """Return a file without the marks of texts that aren't translated."""
    return plain(data.decode()).encode()


def _address(site: SiteConfig, path: str) -> str:
    return site.page_url(path) or f"./{path}"


def records_json(guide: Guide) -> dict[str, str]:
    """Return each record as JSON, by its address."""
    return {str(record.address): record_json(record, guide.site) for record in guide.records()}


def record_json(record: Record, site: SiteConfig) -> str:
    """Return the fields of a record, as authors name them, with the kind and the address of its page.

    Texts with links and emphasis are Markdown; their links are `folder/id#anchor` of the same file. Of a
    translation, `untranslated` lists the fields with texts in the original language.
    """
    address, fields = record.address, record.model_dump(mode="json", by_alias=True, exclude_none=True)
    names = (name for name, kind in PAGE_KINDS.items() if kind.address == address.partition("/")[0])
    kind = next(names, record.word) if isinstance(record, SinglePage) else record.word
    listed = {"kind": kind, "url": _address(site, address), **fields}
    if OPEN in (whole := _indented(listed)):
        listed["untranslated"] = [name for name, value in fields.items() if OPEN in _indented(value)]
        whole = _indented(listed)
    return whole.replace("\n", "\n  ")


def _indented(value: object) -> str:
    return to_json(value, indent=1).decode()


def _json(guide: Guide, records: Iterable[str]) -> bytes:
    """Return what the guide is, its sources and its `records`."""
    site = guide.site
    about = {
        "format": JSON_FORMAT,
        "name": site.name,
        "url": site.public_url or None,
        "description": site.description,
        "language": site.language,
        "license": site.license.model_dump(mode="json"),
        "updated": guide.outline.updated.isoformat(),
        "kinds": {kind.word: _names(kind.named) for kind in guide.kinds if kind.named},
        "sources": [source.model_dump(mode="json", by_alias=True) for source in guide.sources.values()],
    }
    head, listed = _indented(about).removesuffix("\n}"), b",\n  ".join(map(str.encode, records))
    return b'%b,\n "records": [\n  %b\n ]\n}\n' % (head.encode(), listed)


def _names(named: KindName) -> dict[str, str]:
    return {"one": named.one, "many": named.many}


def _llms_lines(guide: Guide, pages: Sequence[SitePage], strings: Strings) -> Iterator[str]:
    """Yield what the guide is, then a line for each page (see llmstxt.org)."""
    site, text, day = guide.site, strings.listing, guide.outline.updated.isoformat()
    yield from (f"# {_escaped(site.name)}", "", f"> {_escaped(site.description)}", "")
    yield text.about(day=day, license=_escaped(site.license.name), address=site.license.url)
    yield text.whole(address=_address(site, "guide.json"))
    for heading, title in _headings(guide, strings).items():
        listed = [page for page in pages if (page_kind(page.kind).listing or page.kind) == heading]
        if listed:
            yield from ("", f"## {title}", "")
        for page in listed:
            yield f"- [{_escaped(page.title)}]({_address(site, page.address)}): {_escaped(page.description)}"


def _headings(guide: Guide, strings: Strings) -> dict[str, str]:
    """Return the headings of llms.txt: those of records by their kinds, the others by `PageKind.listing`."""
    first, *others = dict.fromkeys(kind.listing for kind in PAGE_KINDS.values() if kind.listing)
    records = {kind.word: strings.menu[kind.folder] for kind in guide.kinds if kind.folder in strings.menu}
    text = strings.listing
    return {first: text[first], **records, **{heading: text[heading] for heading in others}}


def _escaped(text: str) -> str:
    """Return `text` as Markdown that shows it as it is."""
    return re.sub(r"[\\`*_\[\]<>]|&(?=#?\w+;)|^[#+-]", r"\\\g<0>", text)


def _site_map(guide: Guide, pages: Iterable[SitePage]) -> Iterator[str]:
    """Yield the lines of a list of all `pages` for search engines, in the order and the form of MkDocs.

    Each leads to the same page in the other languages of the site.
    """
    day, url = guide.outline.updated.isoformat(), guide.site.public_url
    home = url.removesuffix(guide.folder_on_site)
    links = ' xmlns:xhtml="http://www.w3.org/1999/xhtml"' if guide.languages else ""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{links}>\n'
    for page in sorted(pages, key=lambda page: page.address.split("/")):
        if page.address != NOT_FOUND:
            yield f"    <url>\n         <loc>{escape(url + page.address)}</loc>\n"
            for one in guide.languages:
                address = escape(home + one.folder + page.address)
                yield f'         <xhtml:link rel="alternate" hreflang="{one.code}" href="{address}"/>\n'
            yield f"         <lastmod>{day}</lastmod>\n    </url>\n"
    yield "</urlset>"


def _feed(guide: Guide, changes: Changes) -> bytes:
    """Return an Atom feed; its IDs are addresses with anchors, which are permanent."""
    site = guide.site
    page = site.url + changes.address
    feed = etree.Element(f"{ATOM}feed", nsmap={None: ATOM.strip("{}")})  # type: ignore[dict-item]
    feed.set(LANGUAGE, site.language)
    _add(feed, "id", page)
    _add(feed, "title", f"{site.name}: {changes.title}")
    _add(feed, "subtitle", changes.summary)
    _add(feed, "updated", f"{changes.changes[0].day}{MIDNIGHT}")
    _add(feed, "link", rel="self", href=site.url + FEED, type="application/atom+xml")
    _add(feed, "link", rel="alternate", href=page, type="text/html")
    _add(_add(feed, "author"), "name", site.name)
    _add(feed, "rights", f"{site.license.name}, {site.license.url}")
    for change in changes.changes[:MAX_ENTRIES]:
        entry = _add(feed, "entry")
        _add(entry, "id", f"{page}#{change.id}")
        _add(entry, "title", change.title)
        _add(entry, "updated", f"{change.day}{MIDNIGHT}")
        _add(entry, "link", rel="alternate", href=site.url + guide.address_at(change.to), type="text/html")
        _add(entry, "summary", change.text)
    if guide.translation:
        for text in feed.iter():
            if is_foreign(text.text or ""):
                text.set(LANGUAGE, guide.translation.source)
    return etree.tostring(feed, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, ATOM + name, attributes)
    child.text = text or None
    return child
