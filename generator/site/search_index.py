"""The search index: what it holds of each page, its settings, and its files on the site."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from math import inf
from pathlib import Path
from typing import Any

from lxml import etree

from generator.load.strings import Strings, split_aliases
from generator.pages.page import SitePage

FILE = "search/search_index.json"
"""Address of the index, which every page fetches."""
WHOLE = "search/pages.json"
"""Address of the whole index once `FILE` only refers to it; the search worker fetches it when needed."""
BOOSTS = {"title": 10, "alias": 20, "tags": 2, "text": 1}
"""How much a word counts in each field. With Material's boosts, one word in a title beats everything."""
SEPARATOR = r"[\s\u00a0,.:;!?()\[\]\"'“”‘’…/–—-]+"
"""What separates words; without it, “shy.” wouldn't match “shy”."""
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
KEPT = frozenset(["p", "code", "pre", "li", "ol", "ul", "sub", "sup"])
"""Elements whose tags stay in the text, because results show paragraphs and lists."""
SKIPPED = frozenset(["object", "script", "style"])
EXCLUDED = "data-search-exclude"

Entry = dict[str, Any]
"""An entry of the index: a page, or a section of it."""


def settings(language: str) -> dict[str, object]:
    """Return the settings of Material's search plugin."""
    return {
        "lang": language,
        "separator": SEPARATOR,
        "pipeline": ["stemmer"],
        "fields": {field: {"boost": boost} for field, boost in BOOSTS.items()},
    }


def entries(url: str, meta: Mapping[str, Any], html: str) -> Iterator[Entry]:
    """Yield the entries of the page at `url` with the front matter `meta`, as Material would write them."""
    boost = {"boost": meta["search"]["boost"]} if "search" in meta else {}
    for anchor, title, text in sections(html):
        location = f"{url}#{anchor}" if anchor else url
        entry = {"location": location, "title": title or str(meta["title"]), "text": text}
        yield {**entry, "tags": [*meta["tags"]], **boost}


def refine(
    file: Path, pages: Sequence[SitePage], synonyms: Sequence[Sequence[str]], strings: Strings
) -> None:
    """Add to the index in `file` the kinds of `pages`, their aliases and parts, and synonyms."""
    index = json.loads(file.read_text(encoding="utf-8"))
    found = {entry["location"]: entry for entry in index["docs"]}
    for page in pages:
        for address, entry in _parts(page):
            found[address] = {**found.get(page.address, {}), **entry, "location": address}
    for entry in found.values():
        entry.pop("tags", None)
    for page in pages:
        if page.address in found and page.kind in strings.kinds:
            found[page.address]["tags"] = [strings.kinds[page.kind]]
        for address, aliases in _aliases(page, strings):
            if address in found:
                found[address]["alias"] = " · ".join(aliases)
    index["docs"] = list(found.values())
    # The theme passes only texts and settings to its search worker.
    index["config"]["synonyms"] = [list(group) for group in synonyms]
    _write(file, index)


def defer(site: Path) -> None:
    """Move the index of `site` to `WHOLE`, so that pages load it only when someone searches."""
    index = json.loads((site / FILE).read_text(encoding="utf-8"))
    _write(site / WHOLE, index)
    config = {key: value for key, value in index["config"].items() if key != "synonyms"}
    _write(site / FILE, {"config": {**config, "later": WHOLE}, "docs": []})


def _write(file: Path, index: dict[str, Any]) -> None:
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


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
    """Yield the addresses of `page` and its sections, each with its aliases."""
    of_its_kind = split_aliases(strings.searched[page.kind]) if page.kind in strings.searched else ()
    if aliases := (*page.aliases, *of_its_kind):
        yield page.address, aliases
    yield from ((f"{page.address}#{anchor}", aliases) for anchor, aliases in page.anchor_aliases)
    for entry in page.search_entries:
        if entry.aliases:
            yield f"{page.address}#{entry.anchor}", entry.aliases


def sections(html: str) -> Iterator[tuple[str, str, str]]:
    """Yield the anchor, title and text of each section of a page, title and text as HTML.

    The first, without anchor or title, is the page itself. Material's own reader finds the same and takes
    three times as long; a test compares them.
    """
    reader = _SectionReader()
    # The plain elements of lxml are faster to make than those of lxml.html.
    reader.read_inside(etree.fromstring(f"<html><body>{html}</body></html>", etree.HTMLParser()).find("body"))
    for section in reader.sections:
        if not section.excluded:
            yield section.anchor, "".join(section.title).strip(), "".join(section.text).strip()


@dataclass(slots=True)
class _PageSection:
    """A section while it's being read."""

    heading: str = ""
    """The tag of its heading; empty for the beginning of a page."""
    anchor: str = ""
    depth: float = 0
    """How deep its heading is nested: what follows the block around it belongs to the section before."""
    excluded: bool = False
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class _SectionReader:
    """Walks through the elements of a page and assigns each text to a section."""

    def __init__(self) -> None:
        self.sections = [_PageSection()]
        self._current = self.sections[0]
        self._open: list[str] = []

    def read_inside(self, element: Any) -> None:
        """Read everything between the tags of an element."""
        self._read_text(element.text)
        for child in element:
            if isinstance(child.tag, str):  # comments have none
                self._read_element(child)
            self._read_text(child.tail)

    def _read_text(self, text: str | None) -> None:
        if not text:
            return
        if text.isspace():
            if self._in_title:
                self._current.title.append(" ")
            elif not self._current.text or not self._current.text[-1].isspace():
                self._current.text.append(" ")
        else:
            self._words.append(escape(text.replace("\n", " "), quote=False))

    @property
    def _in_title(self) -> bool:
        return self._current.heading in self._open

    @property
    def _words(self) -> list[str]:
        return self._current.title if self._in_title else self._current.text

    def _read_element(self, element: Any) -> None:
        tag, excluded = element.tag, element.get(EXCLUDED) is not None
        self._open.append(tag)
        if tag in HEADINGS and (anchor := element.get("id")):
            self._current = _PageSection(tag, anchor, len(self._open), excluded)
            self.sections.append(self._current)
        if not excluded and tag not in SKIPPED:
            if tag in KEPT:
                self._words.append(f"<{tag}>")
            self.read_inside(element)
            self._leave_section()
        self._open.pop()
        if tag in KEPT and not excluded:
            self._close(tag)

    def _leave_section(self) -> None:
        """Return to the section before, at the end of the block that contains this one's heading."""
        if self._current.depth > len(self._open):
            self._current.depth = inf
            self._current = next(one for one in reversed(self.sections) if one.depth <= len(self._open))

    def _close(self, tag: str) -> None:
        words = self._words
        begin = words.index(f"<{tag}>")
        if all(word.isspace() for word in words[begin + 1 :]):
            del words[begin:]
        else:
            words.append(f"</{tag}>")
