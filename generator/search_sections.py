"""Cuts the HTML of a page into what the search finds: the page, and each place on it that has a heading.

The theme's own reader finds the same places and texts, and takes three times as long; a test compares them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from math import inf
from typing import Any

from lxml import etree

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
KEPT = frozenset(["p", "code", "pre", "li", "ol", "ul", "sub", "sup"])
"""Elements whose tags stand in the text too: results are shown with paragraphs and lists."""
PASSED_OVER = frozenset(["object", "script", "style"])
EXCLUDED = "data-search-exclude"


@dataclass(slots=True)
class _Place:
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
        self.places = [_Place()]
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
            self._here = _Place(tag, anchor, len(self._open), excluded)
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
