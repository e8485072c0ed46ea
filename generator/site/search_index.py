"""Cuts the HTML of a page into what the search finds: the page, and each place on it that has a heading.

The theme's own reader finds the same places and texts, and takes three times as long; a test compares them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from math import inf
from pathlib import Path
from typing import Any

from lxml import etree

from generator.load.strings import Strings, split_aliases
from generator.pages.page import SitePage

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
KEPT = frozenset(["p", "code", "pre", "li", "ol", "ul", "sub", "sup"])
"""Elements whose tags stand in the text too: results are shown with paragraphs and lists."""
PASSED_OVER = frozenset(["object", "script", "style"])
EXCLUDED = "data-search-exclude"


@dataclass(slots=True)
class _PageSection:
    """A place that can be found, while it is read."""

    heading: str = ""
    """The name of the element of its heading; the beginning of a page has none."""
    anchor: str = ""
    depth: float = 0
    """How deep the heading lies: what follows the block that holds it belongs to the place before."""
    excluded: bool = False
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


def places(html: str) -> Iterator[tuple[str, str, str]]:
    """Yield the anchor, the title and the text of each place in `html`, title and text as HTML.

    The first, without an anchor, is the page itself; it has no title.
    """
    reader = _Reader()
    # The plain elements of lxml; those of lxml.html are slower to make.
    reader.inside(etree.fromstring(f"<html><body>{html}</body></html>", etree.HTMLParser()).find("body"))
    for place in reader.places:
        if not place.excluded:
            yield place.anchor, "".join(place.title).strip(), "".join(place.text).strip()


class _Reader:
    """Walks through the elements of a page, and notes to which place each text belongs."""

    def __init__(self) -> None:
        self.places = [_PageSection()]
        self._here = self.places[0]
        self._open: list[str] = []

    def inside(self, element: Any) -> None:
        """Read all that stands between the tags of an element."""
        self._data(element.text)
        for child in element:
            if isinstance(child.tag, str):  # a comment has none
                self._element(child)
            self._data(child.tail)

    def _data(self, text: str | None) -> None:
        """Read the text between two tags."""
        if not text:
            return
        if text.isspace():
            if self._in_title:
                self._here.title.append(" ")
            elif not self._here.text or not self._here.text[-1].isspace():
                self._here.text.append(" ")
        else:
            self._words.append(escape(text.replace("\n", " "), quote=False))

    @property
    def _in_title(self) -> bool:
        return self._here.heading in self._open

    @property
    def _words(self) -> list[str]:
        return self._here.title if self._in_title else self._here.text

    def _element(self, element: Any) -> None:
        tag, excluded = element.tag, element.get(EXCLUDED) is not None
        self._open.append(tag)
        if tag in HEADINGS and (anchor := element.get("id")):
            self._here = _PageSection(tag, anchor, len(self._open), excluded)
            self.places.append(self._here)
        if not excluded and tag not in PASSED_OVER:
            if tag in KEPT:
                self._words.append(f"<{tag}>")
            self.inside(element)
            self._leave_place()
        self._open.pop()
        if tag in KEPT and not excluded:
            self._close(tag)

    def _leave_place(self) -> None:
        """Go back to the place before, where the block ends in which the heading of this one stands."""
        if self._here.depth > len(self._open):
            self._here.depth = inf
            self._here = next(place for place in reversed(self.places) if place.depth <= len(self._open))

    def _close(self, tag: str) -> None:
        words = self._words
        begin = words.index(f"<{tag}>")
        if all(word.isspace() for word in words[begin + 1 :]):
            del words[begin:]
        else:
            words.append(f"</{tag}>")


FILE = "search/search_index.json"
"""Where it lies on the site, for every page to fetch."""
WHOLE = "search/pages.json"
"""Where all of it lies once `FILE` holds but the beginning; the worker fetches it when somebody searches."""
BOOSTS = {"title": 10, "alias": 20, "tags": 2, "text": 1}
"""How much a word counts in each field. As Material weighs them, one word in a title beats all."""
SEPARATOR = r"[\s\u00a0,.:;!?()\[\]\"'“”‘’…/–—-]+"
"""What stands between words; without it “shy.” would not be “shy”."""


def refine(file: Path, pages: Sequence[SitePage], synonyms: Sequence[Sequence[str]], words: Strings) -> None:
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
    for entry in page.search_entries:
        yield f"{page.address}#{entry.anchor}", _texts(entry.title, entry.text)
    if page.search_entries:
        yield page.address, _texts(page.title, page.description)


def _texts(title: str, text: str) -> dict[str, str]:
    # As the theme's own entries: with signs escaped, since results are shown as HTML.
    return {"title": escape(title, quote=False), "text": escape(text, quote=False)}


def _names(page: SitePage, words: Strings) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the addresses of `page` and of places on it, each with its other names."""
    of_its_kind = split_aliases(words.searched[page.kind]) if page.kind in words.searched else ()
    if names := (*page.aliases, *of_its_kind):
        yield page.address, names
    yield from ((f"{page.address}#{anchor}", names) for anchor, names in page.anchor_aliases)
    for entry in page.search_entries:
        if entry.aliases:
            yield f"{page.address}#{entry.anchor}", entry.aliases
