"""Text that remembers where in a file each of its characters was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from generator.problems import Location

NOWHERE = Location("", 0, 0)


class SourceText(str):
    """A text as the author typed it, with its place."""

    where: Location = NOWHERE
    origin: ScalarSpan | None = None
    """The part of the file that contains it; None for a text from elsewhere."""

    @classmethod
    def at(cls, text: str, where: Location, origin: ScalarSpan | None = None) -> Self:
        """Return `text` with its place."""
        written = cls(text)
        written.where = where
        written.origin = origin
        return written

    def place(self, start: int, end: int) -> Location:
        """Return the place of the characters from `start` to `end`, or that of the whole text if unclear."""
        return (self.origin and self.origin.place(self, start, end)) or self.where


CHARACTER = re.compile(r"\S")
QUOTED_CHARACTER = re.compile(r"''|\S")
"""Inside single quotes, two of them mean one."""


class SourceFile:
    """The text of a file, and places in it."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.lines = text.split("\n")

    def place(self, line: int, column: int, length: int = 1) -> Location:
        """Return the place at `line` and `column`, both counted from 0, kept inside the file."""
        line = min(line, len(self.lines) - 1)
        excerpt = self.lines[line]
        column = min(column, max(len(excerpt) - 1, 0))
        length = max(1, min(length, len(excerpt) - column))
        return Location(self.name, line + 1, column + 1, length, excerpt)

    def at(self, index: int, length: int = 1) -> Location:
        """Return the place of the character at `index` in the text."""
        line = self.text.count("\n", 0, index)
        return self.place(line, index - (self.text.rfind("\n", 0, index) + 1), length)


@dataclass(frozen=True)
class ScalarSpan:
    """The part of a file in which a YAML scalar was typed."""

    file: SourceFile
    start: int
    """Index of its first character, a quote or the bar of a block included."""
    end: int
    style: str | None
    """As in PyYAML: a quote, `|` or `>`, or None for a plain scalar."""

    def place(self, text: str, start: int, end: int) -> Location | None:
        """Return the place of `text[start:end]`, as far as it is on one line.

        `text` is the value of the scalar, in which only space can have changed. Returns None if the file has
        other characters than the text, as with an escape in double quotes.
        """
        characters, typed = self._typed
        if characters != "".join(CHARACTER.findall(text)) or not text[start:end].strip():
            return None
        before = len(CHARACTER.findall(text[:start]))
        first, last = typed[before], typed[before + len(CHARACTER.findall(text[start:end])) - 1]
        return self.file.at(first, last + 1 - first)

    @cached_property
    def _typed(self) -> tuple[str, list[int]]:
        """The characters of the scalar except space, and the index of each in the file."""
        raw = self.file.text[self.start : self.end]
        begin, end = 0, len(raw)
        if self.style in ("'", '"'):
            begin, end = 1, end - 1
        elif self.style in ("|", ">"):
            begin = raw.find("\n") + 1 or end
        pattern = QUOTED_CHARACTER if self.style == "'" else CHARACTER
        found = list(pattern.finditer(raw, begin, end))
        return "".join(match[0][0] for match in found), [self.start + match.start() for match in found]
