"""The room on paper: whoever writes by hand needs as much as the example would take.

The widths are those of templates/paper/ on the narrower paper of each orientation. A test compares them with
the fields of finished PDFs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil
from typing import NamedTuple

from generator.model.source_text import SourceText
from generator.model.text_blanks import SheetField
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
IN_A_NAME, IN_HELP = 2.4, 1.7
"""Millimeters that a letter of a bold label and of its help take in print."""
SMALLEST = 0.7
"""How small the names in a drawing can get if they're long, as a share of their usual size."""
A_PERSON = 33.0
"""Millimeters that a first name with an initial takes in handwriting: twelve letters."""


class Room(NamedTuple):
    """The room for one answer."""

    example: SourceText
    width: float
    """Millimeters of a line."""
    lines: int
    """Lines of that width."""
    field: SheetField | None = None
    """The field, if it asks for someone's name, which can be longer than the example."""

    @property
    def there(self) -> str:
        """How much room there is, in words."""
        return f"{self.lines} lines of {self.width:.0f} mm" if self.lines > 1 else f"{self.width:.0f} mm"

    @property
    def needed(self) -> float:
        """The width that the example needs in handwriting."""
        longest = max(len(word) for word in self.example.split())
        return LETTER * max(longest, ceil(len(self.example) / self.lines))


class Named(NamedTuple):
    """A part of a drawing, and the room for its label and help."""

    part: SheetField
    width: float
    """Millimeters, on all lines together."""

    @property
    def needed(self) -> float:
        """The width that label and help take in the smallest type."""
        return SMALLEST * (IN_A_NAME * len(self.part.label) + IN_HELP * len(self.part.help or ""))


def cramped(sheets: Iterable[Worksheet]) -> Problems:
    """Yield a warning for each answer of an example, and each name in a drawing, that has too little room."""
    for sheet in sheets:
        width = LANDSCAPE if sheet.landscape else PORTRAIT
        for section in sheet.sections:
            for named in names(section, width):
                helped = bool(named.part.help)
                if named.needed > named.width:
                    yield Problem(
                        named.part.label.where,
                        "cramped",
                        f"as small as it gets on paper, this{' with its help' * helped} takes "
                        f"{named.needed:.0f} mm, but the drawing has {named.width:.0f} mm for it",
                        f"shorten it{' or its help' * helped}",
                    )
            for room in rooms(section, width):
                if room.field and room.width < A_PERSON:
                    yield Problem(
                        room.field.label.where,
                        "cramped",
                        f"a first name with an initial takes {A_PERSON:.0f} mm by hand, "
                        f"but on paper this has {room.width:.0f} mm",
                        "give it more room",
                    )
                elif room.needed > room.width:
                    taken = f"{room.needed * room.lines:.0f} mm"
                    yield Problem(
                        room.example.where,
                        "cramped",
                        f"by hand, this takes {taken}, but on paper it has {room.there}",
                        "shorten it, or give it more room",
                    )


def names(section: AnySection, width: float) -> Iterator[Named]:
    """Yield the room for each name in the drawing of `section`; `width` is between the margins, in mm."""
    match section:
        case Overlap():
            for part, share in ((section.left, 64), (section.both, 66), (section.right, 60)):
                yield Named(part, width * share / 173)
        case Seesaw():
            for side in (section.left, section.right):
                # Its help is below the beam.
                yield Named(side.model_copy(update={"help": None}), 2 * (0.475 * width - 17))
        case Ladder():
            for index, step in enumerate(section.steps):
                yield Named(step, 2 * ((0.55 - 0.085 * index) * width - 3))


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
                    yield Room(section.example[column.id], cell, IN_A_CELL, column if column.asks else None)
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
    name = left - 30 if choice else left
    yield Room(section.example[first.id], name, 1, first if first.asks else None)
    yield from (Room(section.example[column.id], left, 1) for column in others)
    yield from (
        Room(section.example[column.id], 24, 1) for column in section.columns if column.type == "date"
    )
