"""The search index: its settings, what we add to it, and its files on the site."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from generator.load.strings import Strings, split_aliases
from generator.model.fields import Language
from generator.model.guide import Guide
from generator.model.page_kinds import PAGE_KINDS
from generator.pages.page import SitePage
from generator.site.search_sections import SearchSection

FILE = "search/search_index.json"
"""Address of the index, which every page fetches."""
WHOLE = "search/pages.json"
"""Address of the whole index once `FILE` only refers to it; the search worker fetches it when needed."""
FILES = (FILE, WHOLE)
BOOSTS = {"title": 10, "alias": 20, "tags": 2, "text": 1}
"""How much a word counts in each field. With Material's boosts, one word in a title beats everything."""
SETTINGS = {"lang": "en", "fields": {field: {"boost": boost} for field, boost in BOOSTS.items()}}
"""Settings of Material's search plugin; `refine` adds those that depend on the language."""
STEMMED = "ar da de el es fi fr he hu it nl no pt ro ru sv tr".split()
"""Languages besides English of which Lunr knows the endings and the small words, by its own codes.

For others, it has nothing, or only splits words, with large files that our security policy forbids.
"""
NOTICE = b"/* lunr-languages, MPL 1.1, github.com/MihaiValentin/lunr-languages */"


def lunr_code(language: Language) -> str:
    """Return what Lunr calls `language`; empty if it knows nothing about it."""
    code = "no" if language in ("nb", "nn") else language
    return code if code in ("en", *STEMMED) else ""


def language_file(language: Language) -> dict[str, bytes]:
    """Return what Lunr needs for `language`, by address on the site; nothing for English."""
    lunr, code = files("material") / "templates/assets/javascripts/lunr/min", lunr_code(language)
    parts = ((lunr / f"lunr.{part}.min.js").read_bytes() for part in ("stemmer.support", code))
    return {"assets/search/language.js": b";\n".join((NOTICE, *parts))} if code in STEMMED else {}


def whole_index(
    config: Mapping[str, object],
    sections: Mapping[str, Sequence[SearchSection]],
    pages: Sequence[SitePage],
    guide: Guide,
    strings: Strings,
) -> dict[str, Any]:
    """Return the whole index: what the search finds on `pages`, their kinds, aliases, and what `guide` sets.

    `config` are the settings as Material's worker reads them, `sections` those of each page, by its address.
    """
    found: dict[str, dict[str, Any]] = {}
    by_address = {page.address: page for page in pages}
    for address, own in sorted(sections.items(), key=lambda of_page: of_page[0].split("/")):
        page = by_address[address]
        boost = PAGE_KINDS[page.kind].boost
        shared = {"boost": boost} if boost != 1 else {}
        for anchor, title, text in own:
            location = f"{address}#{anchor}" if anchor else address
            entry = {"location": location, "title": title or escape(page.title), "text": text}
            found.setdefault(location, {**entry, **shared})
    for page in pages:
        for location, texts in _parts(page):
            found[location] = {**found.get(page.address, {}), **texts, "location": location}
        if page.address in found and page.kind in strings.kinds:
            found[page.address]["tags"] = [strings.kinds[page.kind]]
        for address, aliases in _aliases(page, strings):
            if aliases and address in found:
                found[address]["alias"] = " · ".join(aliases)
    # The theme passes only texts and settings to its search worker.
    search, said, code = guide.outline.search, strings.frame.search, lunr_code(guide.site.language)
    words = (*split_aliases(said.care.words), *search.care)
    settings = {
        **config,
        "lang": [code or "en"],
        "pipeline": ["stemmer"] if code else [],
        "synonyms": search.synonyms,
        "instead": said.instead,
        "care": {"words": words, "nothing": said.care.nothing, "help": said.care.help},
    }
    return {"config": settings, "docs": [*found.values()]}


def index_files(index: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the files of the index by their addresses; the whole of it loads only when someone searches."""
    return {WHOLE: compact_json(index), FILE: compact_json({"config": {"later": WHOLE}, "docs": []})}


def compact_json(index: Mapping[str, Any]) -> bytes:
    """Return `index` as JSON, without spaces."""
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()


def _parts(page: SitePage) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the entries of a page that lists its own parts; that of the page itself is its summary."""
    for entry in page.search_entries:
        yield f"{page.address}#{entry.anchor}", _texts(entry.title, entry.text)
    if page.search_entries:
        yield page.address, _texts(page.title, page.description)


def _texts(title: str, text: str) -> dict[str, str]:
    # Escaped, as in the theme's own entries, because results are shown as HTML.
    return {"title": escape(title, quote=False), "text": escape(text, quote=False)}


def _aliases(page: SitePage, strings: Strings) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the addresses of `page` and its parts, each with its aliases."""
    of_its_kind = split_aliases(strings.searched[page.kind]) if page.kind in strings.searched else ()
    yield page.address, (*page.aliases, *of_its_kind)
    yield from ((f"{page.address}#{anchor}", aliases) for anchor, aliases in page.anchor_aliases)
