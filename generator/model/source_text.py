"""Text that remembers where in a file each of its characters was typed."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Self

from generator.problems import Location

NOWHERE = Location("", 0, 0)
CHARACTER = re.compile(r"\S")
QUOTED_CHARACTER = re.compile(r"''|\S")
"""Inside single quotes, two of them mean one."""


class SourceFile:
    """The text of a file, and places in it."""

    is_yaml = True
    """Whether its texts were written by the rules of YAML."""

    longer: float = 1
    """How many times as long as usual its texts can be."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

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


Origin = SourceFile | Location
"""A file, or the place itself of what isn't a part of a file that can be shown."""


class Placed:
    """What was typed in a file. Its place is worked out when a message needs it, so most never are."""

    # Slots and not a dictionary, because a large guide has 100,000 texts. The length is kept rather than the
    # end, because Python has each small number only once.
    __slots__ = ()
    source: Origin
    start: int
    """Index of its first character in the file, a quote or the bar of a block included."""
    length: int
    """Characters in the file."""

    def placed_as(self, other: Placed) -> Self:
        """Move it to the place of `other`, and return it."""
        self.source, self.start, self.length = other.source, other.start, other.length  # type: ignore[misc]  # slots are in each class
        return self

    @property
    def longer(self) -> float:
        """How many times as long as usual it can be; more than once if it's translated."""
        return 1 if isinstance(self.source, Location) else self.source.longer

    @property
    def file(self) -> str:
        """The path of its file; unlike its place, that's never work."""
        source = self.source
        return source.file if isinstance(source, Location) else source.name

    @property
    def where(self) -> Location:
        """Its place, as far as it's on one line."""
        source = self.source
        return source if isinstance(source, Location) else source.at(self.start, self.length)


class SourceText(Placed, str):
    """A text as the author typed it, with its place."""

    __slots__ = ("length", "source", "start", "style")
    style: str
    """As in PyYAML: a quote, `|` or `>`; empty for a plain scalar."""

    def __new__(
        cls, text: str, source: Origin = NOWHERE, start: int = 0, length: int = 0, style: str = ""
    ) -> Self:
        self = super().__new__(cls, text)
        self.source, self.start, self.length, self.style = source, start, length, style
        return self

    @property
    def raw(self) -> str:
        """The part of the file in which it was typed; empty for a text from elsewhere."""
        source = self.source
        return "" if isinstance(source, Location) else source.text[self.start : self.start + self.length]

    def place(self, start: int, end: int) -> Location:
        """Return the place of the characters from `start` to `end`, as far as it's on one line.

        It's that of the whole text if the file has other characters than the text, apart from space, as with
        an escape in double quotes.
        """
        raw, is_quoted = self.raw, self.style in ("'", '"')
        begin = raw.find("\n") + 1 or len(raw) if self.style in ("|", ">") else int(is_quoted)
        pattern = QUOTED_CHARACTER if self.style == "'" else CHARACTER
        typed = list(pattern.finditer(raw, begin, len(raw) - is_quoted))
        before, shown = (len(CHARACTER.findall(part)) for part in (self[:start], self[start:end]))
        is_same = "".join(match[0][0] for match in typed) == "".join(CHARACTER.findall(self))
        if isinstance(self.source, Location) or not shown or not is_same:
            return self.where
        first, last = typed[before].start(), typed[before + shown - 1].start()
        return self.source.at(self.start + first, last + 1 - first)
