"""The search index: its settings, what we add to it, and its files on the site."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from generator.load.strings import Strings, split_aliases
from generator.model import foreign
from generator.model.fields import Language
from generator.model.guide import Guide
from generator.model.page import Page
from generator.model.page_kinds import page_kind
from generator.pages.page import SitePage
from generator.site.material_files import material_file
from generator.site.search_sections import SearchSection

FILE = "search/search_index.json"
"""Address of the index, which every page fetches."""
WHOLE = "search/pages.json"
"""Address of the whole index once `FILE` only refers to it; the search worker fetches it when needed."""
FILES = (FILE, WHOLE)
BOOSTS = {"title": 10, "alias": 20, "tags": 2, "text": 1}
"""How much a word counts in each field. With Material's boosts, one word in a title beats everything."""
SETTINGS = {"lang": "en", "fields": {field: {"boost": boost} for field, boost in BOOSTS.items()}}
"""Settings of the search, for MkDocs, too; `settings` adds those that depend on the guide."""
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
    code = lunr_code(language)
    if code not in STEMMED:
        return {}
    parts = (material_file(f"javascripts/lunr/min/lunr.{part}.min.js") for part in ("stemmer.support", code))
    return {"assets/search/language.js": b";\n".join((NOTICE, *parts))}


def place(address: str) -> list[str]:
    """Return what the entries of pages are sorted by: MkDocs would find the files of pages in this order."""
    return address.split("/")


def entries(page: SitePage, sections: Iterable[SearchSection], strings: Strings) -> list[dict[str, Any]]:
    """Return what the search finds on `page`: its `sections`, with its kind and its aliases."""
    found: dict[str, dict[str, Any]] = {}
    address, boost = page.address, page_kind(page.kind).boost
    shared = {"boost": boost} if boost != 1 else {}
    for anchor, title, text in sections:
        location = f"{address}#{anchor}" if anchor else address
        entry = {"location": location, "title": title or escape(page.title), "text": text}
        found.setdefault(location, {**entry, **shared})
    for location, texts in _parts(page):
        found[location] = {**found.get(address, {}), **texts, "location": location}
    if address in found and page.kind in strings.kinds:
        # A guide can have called it so, and results are shown as HTML.
        found[address]["tags"] = [escape(strings.kinds[page.kind], quote=False)]
    for location, aliases in _aliases(page, strings):
        if aliases and location in found:
            found[location]["alias"] = " · ".join(aliases)
    return [*found.values()]


def settings(guide: Guide, strings: Strings) -> dict[str, Any]:
    """Return the settings of the index.

    The theme passes only texts and settings to its worker, so everything else that it needs is here.
    """
    search, said, code = guide.outline.search, strings.frame.search, lunr_code(guide.site.language)
    page, translation = guide.help, guide.translation
    small = translation.settings.small_words if translation else ()
    words = (*split_aliases(said.care.words), *search.care)
    singles = [single.address for single in (guide.questions, guide.glossary) if single]
    shown = guide.outline.shown
    lists = [f"{kind.home()}/" for kind in guide.kinds if kind is not Page and shown[kind.folder]]
    return {
        **SETTINGS,
        "lang": [code or "en"],
        "pipeline": ["stemmer"] if code else [],
        "synonyms": search.synonyms,
        **({"small": small} if small else {}),
        "said": {name: said[name] for name in ("instead", "nearest", "none", "page", "pages", "shown")},
        "care": {
            **{name: split_aliases(said.care[name]) for name in ("alone", "harmless")},
            **{name: said.care[name] for name in ("nothing", "help")},
            "words": words,
            "page": page.address if page else "",
        },
        "kinds": list(_kinds(guide, strings)),
        "topics": [*singles, *lists],
    }


def _kinds(guide: Guide, strings: Strings) -> Iterator[dict[str, object]]:
    """Yield the words for each kind of page, with the names of principles and the pages about each."""
    for kind in guide.kinds:
        if kind.word in strings.searched:
            records = (guide.folder(kind.folder)[id] for id in guide.outline.shown[kind.folder])
            about = {
                one.address: getattr(one, "principles", None) or [getattr(one, "principle", None)]
                for one in records
            }
            pages = [
                ((one.name, one.id), [address for address, ids in about.items() if one.id in ids])
                for one in guide.principles.values()
            ]
            words = split_aliases(strings.searched[kind.word])
            yield {"words": words, "list": f"{kind.home()}/", "pages": pages}


def index(settings: Mapping[str, Any], entries: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the parts of an index; each of the `entries` is JSON of one entry or several."""
    yield b'{"config":%b,"docs":[' % compact_json(settings).encode()
    for number, entry in enumerate(filter(None, entries)):
        yield from (b",", entry) if number else (entry,)
    yield b"]}"


def index_files(settings: Mapping[str, Any], entries: Iterable[bytes]) -> dict[str, bytes]:
    """Return the files of the index by their addresses; the whole of it loads only when someone searches."""
    return {WHOLE: b"".join(index(settings, entries)), FILE: b"".join(index({"later": WHOLE}, ()))}


def compact_json(value: object) -> str:
    """Return `value` as JSON, without spaces and without marks around other languages."""
    return foreign.plain(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


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
