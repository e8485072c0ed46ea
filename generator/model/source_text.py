"""The lines of a file, and where each sign of a text stands in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from generator.problems import Location

NOWHERE = Location("", 0, 0)


class SourceText(str):
    """A text as the author typed it, which remembers where."""

    where: Location = NOWHERE
    origin: ScalarSpan | None = None
    """The stretch of the file that holds it; None for a text that stands in no file."""

    @classmethod
    def at(cls, text: str, where: Location, origin: ScalarSpan | None = None) -> Self:
        """Return `text` marked as written at `where`."""
        written = cls(text)
        written.where = where
        written.origin = origin
        return written

    def place(self, start: int, end: int) -> Location:
        """Return the place of the characters from `start` to `end`; that of the whole if it is not known."""
        return (self.origin and self.origin.place(self, start, end)) or self.where


SIGN = re.compile(r"\S")
QUOTED_SIGN = re.compile(r"''|\S")
"""In single quotes, two of them stand for one."""


class SourceFile:
    """The text of a file and the places in it."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.all = text.split("\n")

    def place(self, line: int, column: int, length: int = 1) -> Location:
        """Return the place at `line` and `column`, both counted from 0, kept inside the file."""
        line = min(line, len(self.all) - 1)
        excerpt = self.all[line]
        column = min(column, max(len(excerpt) - 1, 0))
        length = max(1, min(length, len(excerpt) - column))
        return Location(self.name, line + 1, column + 1, length, excerpt)

    def at(self, index: int, length: int = 1) -> Location:
        """Return the place of the character at `index` in the text."""
        line = self.text.count("\n", 0, index)
        return self.place(line, index - (self.text.rfind("\n", 0, index) + 1), length)


@dataclass(frozen=True)
class ScalarSpan:
    """The stretch of a file in which a YAML scalar was typed."""

    lines: SourceFile
    start: int
    """Index of its first character, a quote or the bar of a block included."""
    end: int
    style: str | None
    """As PyYAML names it: a quote, `|` or `>`, or None for a plain scalar."""

    def place(self, text: str, start: int, end: int) -> Location | None:
        """Return the place of `text[start:end]`, as far as it stands on one line.

        `text` is the value of the scalar; space in it may have been changed, nothing else. None when
        the signs in the file are not those of the text, as with an escape in double quotes.
        """
        signs, typed = self._typed
        if signs != "".join(SIGN.findall(text)) or not text[start:end].strip():
            return None
        before = len(SIGN.findall(text[:start]))
        first, last = typed[before], typed[before + len(SIGN.findall(text[start:end])) - 1]
        return self.lines.at(first, last + 1 - first)

    @cached_property
    def _typed(self) -> tuple[str, list[int]]:
        """The signs of the scalar without space, and the index of each in the file."""
        raw = self.lines.text[self.start : self.end]
        begin, end = 0, len(raw)
        if self.style in ("'", '"'):
            begin, end = 1, end - 1
        elif self.style in ("|", ">"):
            begin = raw.find("\n") + 1 or end
        sign = QUOTED_SIGN if self.style == "'" else SIGN
        found = list(sign.finditer(raw, begin, end))
        return "".join(match[0][0] for match in found), [self.start + match.start() for match in found]
