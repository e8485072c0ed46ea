"""The room on paper: whoever writes by hand needs as much as the example would take.

The widths are those of templates/paper/ on the narrower paper of each orientation. A test compares them with
the fields of finished PDFs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil
from typing import NamedTuple

from generator.model.source_text import SourceText
from generator.model.worksheet import (
    AnySection,
    Cards,
    Ladder,
    Overlap,
    People,
    Prompts,
    Seesaw,
    Table,
    Timeline,
    TwoColumns,
    Week,
    Worksheet,
)
from generator.problems import Problem, Problems

LETTER = 2.75
"""Millimeters that a letter takes in handwriting (our own measurements: 2.5 to 3)."""
PORTRAIT, LANDSCAPE = 173.0, 249.4
"""Millimeters between the margins: of A4, and of US Letter in landscape."""
IN_A_CELL = 2
"""Lines that fit into a cell."""


class Room(NamedTuple):
    """The room for one answer."""

    example: SourceText
    width: float
    """Millimeters of a line."""
    lines: int
    """Lines of that width."""

    @property
    def there(self) -> str:
        """How much room there is, in words."""
        return f"{self.lines} lines of {self.width:.0f} mm" if self.lines > 1 else f"{self.width:.0f} mm"

    @property
    def needed(self) -> float:
        """The width that the example needs in handwriting."""
        longest = max(len(word) for word in self.example.split())
        return LETTER * max(longest, ceil(len(self.example) / self.lines))


def cramped(sheets: Iterable[Worksheet]) -> Problems:
    """Yield a warning for each answer of an example that its own room is too small for."""
    for sheet in sheets:
        width = LANDSCAPE if sheet.landscape else PORTRAIT
        for section in sheet.sections:
            for room in rooms(section, width):
                if room.needed > room.width:
                    taken = f"{room.needed * room.lines:.0f} mm"
                    yield Problem(
                        room.example.where,
                        "cramped",
                        f"by hand, this takes {taken}, but on paper it has {room.there}",
                        "shorten it, or give it more room",
                    )


def rooms(section: AnySection, width: float) -> Iterator[Room]:
    """Yield the room for each answer in the example of `section`; `width` is between the margins, in mm."""
    match section:
        case Timeline():
            yield from _timeline(section, width)
        case Table():
            # Numbers or dots come first, and a cell has a margin on both sides.
            columns = section.columns[1:] if isinstance(section, People) else section.columns
            shares = sum(column.width for column in columns)
            for column in columns:
                if column.type in ("text", "date"):
                    cell = (width - 9.3) * column.width / shares - 3
                    yield Room(section.example[column.id], cell, IN_A_CELL)
        case Prompts(example=dict(example)):
            next_to = len(section.prompts) > 1
            for prompt in section.prompts:
                yield Room(example[prompt.id], 0.62 * width - 6 if next_to else width, prompt.lines)
        case TwoColumns(example=dict(example)):
            for side in (section.left, section.right):
                yield Room(example[side.id], (width - 8) / 2, section.lines)
        case Overlap(example=dict(example)):
            firsts = ((section.left, 100), (section.both, 70), (section.right, 60))
            for part, share in firsts:
                yield Room(example[part.id], width * share / 173, 1)
        case Seesaw(example=dict(example)):
            widths = {section.limit.id: 24.0}
            for id, text in example.items():
                yield Room(text, widths.get(id, 0.475 * width - 12), 1)
        case Ladder(example=dict(example)):
            yield from (Room(text, 0.45 * width, 1) for text in example.values())
        case Week(example=dict(example)):
            days = len(section.days)
            yield from (Room(text, (width + 1.2) / days - 4.4, 2) for text in example.values())
        case Cards(example=dict(example)):
            for card in section.cards:
                for blank in card.blanks:
                    # The word in front of the line is bold.
                    line = max(0, width / 2 - 12.5 - 2.2 * len(blank.label))
                    yield Room(example[blank.id], line, 1)


def _timeline(section: Timeline, width: float) -> Iterator[Room]:
    first, *others = (column for column in section.columns if column.type == "text")
    left = 0.37 * width
    choice = any(column.type == "choice" for column in section.columns)
    yield Room(section.example[first.id], left - 30 if choice else left, 1)
    yield from (Room(section.example[column.id], left, 1) for column in others)
    yield from (
        Room(section.example[column.id], 24, 1) for column in section.columns if column.type == "date"
    )
