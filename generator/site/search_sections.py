"""Finds the sections of a page for the search index, as Material does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from material.plugins.search.plugin import Parser  # type: ignore[import-untyped]

EXCLUDED = "data-search-exclude"
"""The attribute of elements that the search doesn't find."""


class SearchSection(NamedTuple):
    """Part of a page that the search finds on its own."""

    anchor: str
    """Empty for the page itself."""
    title: str
    """Empty for the title of the page."""
    text: str


class SectionReader:
    """A target for lxml's parser that passes to Material's what isn't inside excluded elements.

    On its own, Material's takes twice as long, and it ends an excluded element at the first element inside
    with the same name.
    """

    def __init__(self) -> None:
        self._parser = Parser()
        self._excluded = 0
        """How many elements are open that are excluded or inside one that is."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Read the beginning of an element."""
        if not self._excluded:
            self._parser.handle_starttag(tag, attributes.items())
        if self._excluded or EXCLUDED in attributes:
            self._excluded += 1

    def end(self, tag: str) -> None:
        """Read the end of an element."""
        self._excluded = max(0, self._excluded - 1)
        if not self._excluded:
            self._parser.handle_endtag(tag)

    def data(self, text: str) -> None:
        """Read text."""
        if not self._excluded:
            self._parser.handle_data(text)

    def sections(self) -> Iterator[SearchSection]:
        """Yield the sections of what was read; the first is the page itself."""
        for section in self._parser.data:
            if not section.is_excluded():
                title, text = ("".join(parts).strip() for parts in (section.title, section.text))
                yield SearchSection(section.id or "", title, text)
