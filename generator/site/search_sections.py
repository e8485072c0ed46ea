"""Finds the sections of a page for the search index, as Material does.

Material's own parser finds the same on our pages, but takes four times as long, which was a fifth of a build.
It also ends an excluded element at the first element inside with the same name, and joins the texts of
neighbors such as cells, of which we keep the words apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

EXCLUDED = "data-search-exclude"
"""The attribute of elements that the search doesn't find."""
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
KEPT = {tag: f"<{tag}>" for tag in "code li ol p pre sub sup ul".split()}
"""Elements whose tags the index keeps, because results are shown as HTML."""
INLINE = frozenset(
    "a abbr b bdi bdo button cite code del dfn em i ins kbd label mark q small span strong sub sup u".split()
)
"""Elements that are part of a line. The texts of others are apart, as are neighbors without a space."""
ENDING = tuple(".?!:;…,·(–")
CLOSING = frozenset(".?!:;…,·)%")
"""Signs that end a text, and those that continue one, so that nothing is needed between them and another."""
APART = " · "
"""What is between two texts that are apart."""
SKIPPED = frozenset(["object", "script", "style"])
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


class SearchSection(NamedTuple):
    """Part of a page that the search finds on its own."""

    anchor: str
    """Empty for the page itself."""
    title: str
    """Empty for the title of the page."""
    text: str


@dataclass(slots=True)
class _Section:
    tag: str
    """That of its heading; nothing for what comes before the first one."""
    depth: float
    """How many elements are open in its heading, with that; infinite once the element around it has ended."""
    anchor: str = ""
    excluded: bool = False
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class SectionReader:
    """A target for lxml's parser that collects the sections of a page."""

    def __init__(self) -> None:
        self._sections: list[_Section] = []
        self._open: list[str] = []
        self._excluded = self._skipped = 0
        """How many elements are open that are excluded, or skipped, or inside one that is."""
        self._apart = self._ended = False
        """Whether the next text is apart from the last one, and whether an element has just ended."""
        self._label = False
        """Whether the last text is in bold and begins a paragraph."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Read the beginning of an element."""
        self._apart |= self._ended or tag not in INLINE
        excluded = self._excluded > 0 or EXCLUDED in attributes
        if not self._excluded and tag not in VOID:
            self._open.append(tag)
            if tag in HEADINGS and "id" in attributes:
                self._begin(_Section(tag, len(self._open), attributes["id"], excluded))
            elif not self._sections:
                self._section = _Section("", 0)
                self._sections.append(self._section)
            if tag in SKIPPED:
                self._skipped += 1
            elif tag in KEPT and not excluded and not self._skipped:
                self._texts().append(KEPT[tag])
        self._excluded += excluded

    def _begin(self, section: _Section) -> None:
        if not self._sections:
            section.anchor = "" if section.tag == "h1" else section.anchor
            if section.tag != "h1":
                self._sections.append(_Section("", section.depth))
        self._section = section
        self._sections.append(section)

    def _texts(self) -> list[str]:
        """Return where the texts go that come now."""
        return self._section.title if self._section.tag in self._open else self._section.text

    def end(self, tag: str) -> None:
        """Read the end of an element."""
        self._ended = True
        self._apart |= tag not in INLINE
        excluded = self._excluded > 0
        self._excluded -= excluded
        if self._excluded or not self._open or self._open[-1] != tag:
            return
        depth = len(self._open)
        if self._section.depth > depth:  # what it was in has ended, so what follows belongs to an earlier one
            outer = next((one for one in reversed(self._sections) if one.depth <= depth), None)
            if outer:
                self._section.depth = math.inf
                self._section = outer
        self._open.pop()
        if tag in SKIPPED:
            self._skipped -= 1
        elif tag in KEPT and not excluded and not self._skipped:
            texts = self._texts()
            begun = texts.index(KEPT[tag])
            if any(not text.isspace() for text in texts[begun + 1 :]):
                texts.append(f"</{tag}>")
            else:
                del texts[begun:]

    def data(self, text: str) -> None:
        """Read text."""
        if self._excluded or self._skipped:
            return
        if not self._sections:
            self._section = _Section("", 0)
            self._sections.append(self._section)
        blank, in_pre = text.isspace(), "pre" in self._open
        if not in_pre:
            text = " " if blank else text.replace("\n", " ")
        texts = self._section.text
        if self._section.tag in self._open:
            self._section.title.append(escape(text, quote=False))
        elif not blank or not texts or not texts[-1].isspace() or in_pre:
            if not blank and not in_pre:
                self._separate(texts, text)
            texts.append(escape(text, quote=False))
        self._ended = False

    def _separate(self, texts: list[str], text: str) -> None:
        """Add what belongs between `texts` and the words `text`."""
        last = next((one.rstrip() for one in reversed(texts) if not one.isspace()), "<")
        begins, ended = last.startswith("<"), last.endswith(ENDING) or text.lstrip()[0] in CLOSING
        spaced = text[0].isspace() or not texts or texts[-1][-1].isspace()
        bold = self._open[-1:] == ["strong"]
        between = ""
        if self._apart and not begins:
            between = " " if ended else APART
        elif self._label and not bold and not ended and text.lstrip()[0].isupper():
            between = ": "
        if between.strip() or (between and not spaced and text[0] not in CLOSING):
            while texts[-1].isspace():
                texts.pop()
            texts.append(between.rstrip() if text[0].isspace() else between)
        self._label = bold and begins
        self._apart = False

    def sections(self) -> Iterator[SearchSection]:
        """Yield the sections of what was read; the first is the page itself."""
        for section in self._sections:
            if not section.excluded:
                title, text = ("".join(parts).strip() for parts in (section.title, section.text))
                yield SearchSection(section.anchor, title, text)
