"""What the search knows beside the words on the pages: what kind of page each is, and what else it is called.

The index is made by the generator of the site from the built pages; here it gets what only our own data
can tell. `templates/assets/search/worker.js` reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from generator.interface import Section, several
from generator.site_page import SitePage

FILE = "search/search_index.json"
"""Where it lies on the site, for every page to fetch."""

WHOLE = "search/pages.json"
"""Where all of it lies once `FILE` holds but the beginning; the worker fetches it when somebody searches."""

BOOSTS = {"title": 10, "alias": 20, "tags": 2, "text": 1}
"""How much a word counts in each field. As Material weighs them, one word in a title beats all."""

SEPARATOR = r"[\s\u00a0,.:;!?()\[\]\"'“”‘’…/–—-]+"
"""What stands between words; without it “shy.” would not be “shy”."""


def refine(file: Path, pages: Sequence[SitePage], synonyms: Sequence[Sequence[str]], words: Section) -> None:
    """Tell the index in `file` what `pages` are and are called, and which words mean the same."""
    index = json.loads(file.read_text(encoding="utf-8"))
    found = {entry["location"]: entry for entry in index["docs"]}
    for page in pages:
        for address, entry in _parts(page):
            found[address] = {**found.get(page.address, {}), **entry, "location": address}
    for entry in found.values():
        entry.pop("tags", None)
    for page in pages:
        if page.address in found and page.kind in words.kinds:
            found[page.address]["tags"] = [words.kinds[page.kind]]
        for address, names in _names(page, words):
            if address in found:
                found[address]["alias"] = " · ".join(names)
    index["docs"] = list(found.values())
    # The theme hands its worker nothing else than texts and settings.
    index["config"]["synonyms"] = [list(group) for group in synonyms]
    _write(file, index)


def defer(site: Path) -> None:
    """Leave in the index that every page of `site` fetches only where the whole lies.

    The theme fetches it with each page; few readers of a page search.
    """
    index = json.loads((site / FILE).read_text(encoding="utf-8"))
    _write(site / WHOLE, index)
    settings = {key: value for key, value in index["config"].items() if key != "synonyms"}
    _write(site / FILE, {"config": {**settings, "later": WHOLE}, "docs": []})


def _write(file: Path, index: dict[str, Any]) -> None:
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _parts(page: SitePage) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield entries for a page that says itself of what parts it is; the page keeps its first words."""
    for part in page.parts:
        yield f"{page.address}#{part.anchor}", _texts(part.title, part.text)
    if page.parts:
        yield page.address, _texts(page.title, page.description)


def _texts(title: str, text: str) -> dict[str, str]:
    # As the theme's own entries: with signs escaped, since results are shown as HTML.
    return {"title": escape(title, quote=False), "text": escape(text, quote=False)}


def _names(page: SitePage, words: Section) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the addresses of `page` and of places on it, each with its other names."""
    of_its_kind = several(words.searched[page.kind]) if page.kind in words.searched else ()
    if names := (*page.search_words, *of_its_kind):
        yield page.address, names
    yield from ((f"{page.address}#{anchor}", names) for anchor, names in page.place_words)
    yield from ((f"{page.address}#{part.anchor}", part.words) for part in page.parts if part.words)
