"""The kinds of sections that a worksheet can hold.

To add a kind, write its class here and name it in `AnySection`, then give it a macro in
templates/pages/sections.html.j2 and a function in templates/paper/sections.typ.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from generator.model.blanks import Pieces, SheetField, fit_blanks, pieces
from generator.model.fields import Slug, Summary, Text, Title, mistake
from generator.model.numbers import Number, Sides, Steps, Words
from generator.model.record import Block, Identified, Record, Sources, YesNo

# Worksheets


class Worksheet(Record):
    """A sheet of paper to think with; also a page."""

    folder = "worksheets"
    word = "worksheet"
    headings = frozenset(["why", "copy", "sheet"])

    also: tuple[Title, ...] = ()
    principle: Slug | None = None
    """The principle it belongs to; sheets that serve all of them name none."""
    turned: YesNo = False
    """Whether the paper lies on its long side."""
    outcome: Summary
    """What the reader has at the end."""
    why: Text
    """Why it is worth the time; each line of it takes one from the room to write."""
    from_: Sources
    pages: Sides = Sides(2)
    """Sides of paper that it may fill."""
    sections: Annotated[tuple[AnySection, ...], Field(min_length=1)]
    """The parts of the sheet, in order."""

    @property
    def anchors(self) -> tuple[Slug, ...]:
        return tuple(section.id for section in self.sections)


class SheetSection(Identified):
    """A part of a worksheet with a heading of its own."""

    title: Title
    help: Text
    """What to do here, in a sentence or two below the heading."""


class WritingPrompt(SheetField):
    """A question with lines to write on."""

    lines: Number
    """Writing lines that the answer gets on paper."""


class Prompts(SheetSection):
    """Questions, each with ruled lines below it."""

    kind: Literal["prompts"]
    prompts: Annotated[tuple[WritingPrompt, ...], Field(min_length=1)]
    """The questions, in order."""


class TickBoxes(SheetSection):
    """Boxes to tick."""

    kind: Literal["checklist"]
    items: Annotated[tuple[SheetField, ...], Field(min_length=1)]
    """The boxes, in order."""


class Scale(Block):
    """The ends of a rating, in words."""

    steps: Steps = Steps(5)
    """Steps from low to high."""
    low: Title
    """What the lowest step means, in a word or two."""
    high: Title
    """What the highest step means, in a word or two."""


class Rating(SheetSection):
    """Statements to rate from low to high, once or, to see the change, twice."""

    kind: Literal["rating"]
    scale: Scale
    """The steps, and what the ends mean."""
    twice: YesNo = False
    """Whether it is rated a second time later."""
    statements: Annotated[tuple[SheetField, ...], Field(min_length=1)]
    """What is rated, in order."""


class Column(SheetField):
    """A column of a table; `width` is its share of the table."""

    type: Literal["text", "date", "check", "choice"] = "text"
    """What is written in the cells."""
    options: tuple[Title, ...] = ()
    """What can be chosen, printed small in the cell; columns of other types have none."""
    width: Number = Number(1)
    """Its share of the table, beside the shares of the other columns."""


class Table(SheetSection):
    """Empty rows under named columns, after one row filled in as an example."""

    kind: Literal["table"]
    rows: Number
    """Empty rows on paper."""
    columns: Annotated[tuple[Column, ...], Field(min_length=2)]
    """The columns, from the left."""
    example: Mapping[Slug, Text]
    """One worked row: a text for each column."""

    @model_validator(mode="after")
    def _example_fits_columns(self) -> Self:
        columns = [column.id for column in self.columns]
        if stray := [key for key in self.example if key not in columns]:
            raise mistake(
                "example-row",
                f"the example fills “{stray[0]}”, which is no column of this table",
                f"the columns are {', '.join(columns)}",
            )
        if empty := [column for column in columns if column not in self.example]:
            raise mistake("example-row", f"the example leaves the column “{empty[0]}” empty", "fill it in")
        return self


class Log(Table):
    """A table to go on with: as many rows as are wanted on the screen, `rows` of them on paper."""

    kind: Literal["log"]  # type: ignore[assignment]


class TwoColumns(SheetSection):
    """Two named columns side by side, to sort things into."""

    kind: Literal["columns"]
    left: SheetField
    """What goes to the left."""
    right: SheetField
    """What goes to the right."""
    lines: Number
    """Writing lines in each column on paper."""


class Sentence(SheetSection):
    """A text to say or send, with blanks: `{offer}` in the text is the blank with the id offer."""

    kind: Literal["sentence"]
    text: Text
    """The text, with each blank as its id in braces: {offer}."""
    blanks: Annotated[tuple[SheetField, ...], Field(min_length=1)]
    """What the blanks ask for."""
    words: Words
    """Words at most, once it is filled in."""

    @property
    def pieces(self) -> Pieces:
        """The text cut at its blanks: words and blanks in turn."""
        return pieces(self.text, self.blanks)

    @model_validator(mode="after")
    def _blanks_fit_text(self) -> Self:
        fit_blanks([self.text], self.blanks)
        return self


class Handout(SheetSection):
    """Something to read: short paragraphs, or points when there are several."""

    kind: Literal["text"]
    points: Annotated[tuple[Text, ...], Field(min_length=1)]
    """One paragraph, or points when there are several."""


class Drawing(SheetSection):
    """Room to draw in, with rings round a middle when they are named."""

    kind: Literal["drawing"]
    label: Text
    """What is to be drawn, also for those who cannot see the room."""
    height: Number
    """Writing lines that it takes on paper; it gives way first when room is short."""
    center: Title | None = None
    """The word in the middle."""
    rings: tuple[Title, ...] = ()
    """Names of rings round the middle, from the innermost."""


class Balance(SheetSection):
    """Two counts side by side for several weeks: what was given, and what was asked for."""

    kind: Literal["balance"]
    given: SheetField
    """What is counted on the one side."""
    asked: SheetField
    """What is counted on the other side."""
    weeks: Number
    """Weeks that fit on the sheet."""


class Bars(SheetSection):
    """One bar for each score, to shade up to the sum of a rating."""

    kind: Literal["bars"]
    highest: Number
    """The highest score that a bar can show."""
    bars: Annotated[tuple[SheetField, ...], Field(min_length=1)]
    """The bars, in order."""


class Facilitation(SheetSection):
    """A note for whoever runs the group; it stands on no learner's sheet or page."""

    kind: Literal["facilitation"]
    minutes: Number
    """How long this part takes in a group."""


class Commitment(SheetSection):
    """The last part: one act, with whom, by when, and who will ask about it."""

    kind: Literal["commitment"]


AnySection = Annotated[
    Prompts
    | TickBoxes
    | Rating
    | Table
    | Log
    | TwoColumns
    | Sentence
    | Handout
    | Drawing
    | Balance
    | Bars
    | Facilitation
    | Commitment,
    Field(discriminator="kind"),
]
