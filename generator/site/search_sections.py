"""Finds the sections of a page for the search index, as Material does."""

from __future__ import annotations

from typing import Any

from lxml import etree
from material.plugins.search.plugin import Parser, SearchIndex  # type: ignore[import-untyped]
from mkdocs.structure.pages import Page

EXCLUDED = "data-search-exclude"
"""The attribute of elements that the search doesn't find."""


def entries(page: Page) -> list[dict[str, Any]]:
    """Return an entry for each section of `page`; the first, without an anchor, is for the page itself."""
    target: Any = _Sections()
    html = f"<html><body>{page.markdown}</body></html>"
    sections: Any = etree.fromstring(html, etree.HTMLParser(target=target))
    index = SearchIndex()
    for section in sections:
        if not section.is_excluded():
            index.create_entry_for_section(section, (), page.url, page)
    return index.entries  # type: ignore[no-any-return]


class _Sections:
    """Passes what lxml reads to Material's parser, except what's inside excluded elements.

    On its own, that parser takes twice as long, and it ends an excluded element at the first element inside
    with the same name.
    """

    def __init__(self) -> None:
        self._parser = Parser()
        self._excluded = 0
        """How many elements are open that are excluded or inside one that is."""

    def start(self, tag: str, attributes: Any) -> None:
        if not self._excluded:
            self._parser.handle_starttag(tag, attributes.items())
        if self._excluded or EXCLUDED in attributes:
            self._excluded += 1

    def end(self, tag: str) -> None:
        self._excluded = max(0, self._excluded - 1)
        if not self._excluded:
            self._parser.handle_endtag(tag)

    def data(self, text: str) -> None:
        if not self._excluded:
            self._parser.handle_data(text)

    def close(self) -> Any:
        return self._parser.data
