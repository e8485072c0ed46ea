"""A worksheet: a sheet of paper to think with, in sections of several kinds (content/worksheets/).

To add a kind of section, write its class here and name it in `AnySection`, then give it a macro in
templates/pages/sections.html.j2 and a function in templates/paper/sections.typ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import ceil, sqrt
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AliasChoices, BeforeValidator, Field, model_serializer, model_validator

from generator.model.action import Action
from generator.model.fields import Slug, Summary, Text, Title, invalid
from generator.model.local_help import HelpKinds
from generator.model.numbers import Days, Number, Share, Sides, Steps, WholeNumber, Words
from generator.model.record import Block, Identified, PrincipleRef, Record, Sources, YesNo
from generator.model.source_text import SourceText
from generator.model.text_blanks import Pieces, SheetField, check_blanks, pieces


class Worksheet(Record):
    """A sheet of paper to think with; it is also a page."""

    folder = "worksheets"
    word = "worksheet"
    headings = frozenset(["why", "copy", "sheet"])
    anchored = ("sections",)

    also: tuple[Title, ...] = ()
    principle: PrincipleRef | None = None
    """The principle it belongs to; leave it out if it serves all of them."""
    landscape: Annotated[
        YesNo,
        # Existing guides, and programs that read guide.json, call it by its first name.
        Field(validation_alias=AliasChoices("landscape", "turned"), serialization_alias="turned"),
    ] = False
    """Whether the paper is in landscape orientation."""
    outcome: Summary
    """What the reader will have when it's done."""
    why: Text
    """Why it is worth the time; for its page, because paper is for writing."""
    from_: Sources
    pages: Sides = 2
    """Sides of paper that it can fill."""
    pause: YesNo = False
    """Whether the second side can wait for another day; the sheet says so if one begins there."""
    sections: Annotated[tuple[AnySection, ...], Field(min_length=1)]
    """The sections, in order."""
    local_help: HelpKinds = ()
    """Kinds of local help to print at the end of it; `local-help` in site_config.yml has them."""
    next: Action
    """The one next thing once it's filled in, said as an action in a few words; for its page."""

    @property
    def has_cards(self) -> bool:
        """Whether it has cards to cut out, which also come on pages of their own."""
        return any(isinstance(section, Cards) for section in self.sections)

    @property
    def minutes(self) -> int:
        """About how many minutes it takes on one's own; 0 if none are given."""
        own = (section for section in self.sections if not isinstance(section, Facilitation))
        return sum(section.minutes or 0 for section in own)


class SheetSection(Identified):
    """A part of a worksheet with its own heading."""

    title: Title
    help: Text
    """What to do here, in a sentence or two below the heading."""
    minutes: Number | None = None
    """About how many minutes it takes; the sheet shows them, and their sum at its top."""


class WritingSection(SheetSection):
    """A section to write in, with an answer that shows how it's done."""

    some_suffice: ClassVar[bool] = False
    """Whether `example` may leave fields empty."""

    example: Mapping[Slug, Text] | None = None
    """An answer to each field, by its ID."""

    @property
    def exampled(self) -> tuple[str, ...]:
        """The IDs that `example` has to have."""
        raise NotImplementedError

    @model_validator(mode="after")
    def _example_fits_fields(self) -> Self:
        ids = self.exampled
        if self.example is None:
            return self
        if stray := [key for key in self.example if key not in ids]:
            message = f"the example fills in “{stray[0]}”, but there’s no such field here"
            raise invalid("example-row", message, f"the fields are {', '.join(ids)}")
        empty = [id for id in ids if id not in self.example]
        if empty and not (self.some_suffice and self.example):
            raise invalid("example-row", f"the example leaves “{empty[0]}” empty", "fill it in")
        return self


class WritingPrompt(SheetField):
    """A question with lines to write on."""

    lines: Number
    """Lines for the answer on paper."""


class Prompts(WritingSection):
    """Questions, each with ruled lines below it."""

    kind: Literal["prompts"]
    prompts: Annotated[tuple[WritingPrompt, ...], Field(min_length=1)]
    """The questions, in order."""

    @property
    def exampled(self) -> tuple[str, ...]:
        return tuple(prompt.id for prompt in self.prompts)


class TickBoxes(SheetSection):
    """Boxes to check."""

    kind: Literal["checklist"]
    items: Annotated[tuple[SheetField, ...], Field(min_length=1)]
    """The boxes, in order."""


class Scale(Block):
    """The ends of a rating, in words."""

    steps: Steps = 5
    """Number of steps from low to high."""
    low: Title
    """What the lowest step means, in a word or two."""
    high: Title
    """What the highest step means, in a word or two."""


class Rating(SheetSection):
    """Statements to rate from low to high, once or, to see a change, twice."""

    kind: Literal["rating"]
    scale: Scale
    """The steps, and what the ends mean."""
    twice: YesNo = False
    """Whether it is rated a second time later."""
    statements: Annotated[tuple[SheetField, ...], Field(min_length=1)]
    """What is rated, in order."""


class Choice(Identified):
    """An answer to choose. What readers keep is its ID, so that its words can change."""

    label: Title
    """What readers see."""

    @classmethod
    def from_text(cls, value: object) -> object:
        """Return the fields of a choice for which only its label is written; the ID is made from that."""
        if isinstance(value, Mapping):
            return value
        label = Title.parse(value)
        if not (id := Slug.like(label)):
            fix = f"write {{id: …, label: {label}}}, with a word in the letters a to z as its ID"
            raise invalid("bad-id", f"no ID can be made from “{label}”", fix)
        return {"id": SourceText(id, label.where), "label": label}

    @model_serializer
    def _printed(self) -> str:
        # Nothing printed depends on the ID, and guide.json lists the labels.
        return self.label


class Column(SheetField):
    """A column of a table; `width` is its share of the table."""

    type: Literal["text", "date", "check", "choice"] = "text"
    """What goes into the cells."""
    options: tuple[
        Annotated[Choice, BeforeValidator(Choice.from_text, json_schema_input_type=Title | Choice)], ...
    ] = ()
    """The choices, in small type in the cell; only for the type choice. To reword one, write it as
    {id: …, label: …}: its ID remains what its first words made."""
    width: Share = 1
    """Its share of the width, relative to the other columns."""
    after: Days | None = None
    """For a date: how many days after the first date of its row; the page proposes it."""
    # Nothing printed depends on it, so it isn't dumped.
    due: Annotated[YesNo, Field(exclude=True)] = False
    """For a date: whether something is due then, so that it's in the reader's week; the later dates of a
    timeline always are."""


class Table(WritingSection):
    """Empty rows under named columns, after one row that is filled in as an example."""

    kind: Literal["table"]
    rows: Number
    """Empty rows on paper."""
    columns: Annotated[tuple[Column, ...], Field(min_length=2)]
    """The columns, from the left."""
    example: Mapping[Slug, Text]
    """One worked row: a text for each column."""

    @property
    def exampled(self) -> tuple[str, ...]:
        return tuple(column.id for column in self.columns)

    @model_validator(mode="after")
    def _days_are_counted_on_a_timeline(self) -> Self:
        first = next((column for column in self.columns if column.type == "date"), None)
        for column in self.columns:
            counts = isinstance(self, Timeline) and column.type == "date" and column is not first
            if column.after and not counts:
                message = "days after the first date are only for the later dates of a timeline"
                raise invalid("timeline", message, "leave out `after`")
        return self


class Log(Table):
    """A table that can grow: any number of rows on the screen, `rows` of them on paper."""

    kind: Literal["log"]  # type: ignore[assignment]


CLOSEST = 0.31
"""Share of a timeline between two dates, so that each has 24 mm on A4."""


class Timeline(Table):
    """A line for each thing to wait for, with a dot for each date; what it's about goes on the left."""

    kind: Literal["timeline"]  # type: ignore[assignment]

    @model_validator(mode="after")
    def _has_a_line(self) -> Self:
        types = [column.type for column in self.columns]
        if types.count("date") < 2 or types.count("choice") > 1 or "text" not in types or "check" in types:
            message = "a timeline needs a text column, at least two dates, and no more than one choice"
            raise invalid("timeline", message, "change the `type` of its columns, or use the kind `table`")
        places = self.stations
        if any(after - before < CLOSEST for before, after in pairwise(places)):
            message = "the dates of this timeline are too close to write in"
            raise invalid(
                "timeline", message, "use fewer, let `after` rise more from one to the next, or leave it out"
            )
        return self

    @property
    def stations(self) -> tuple[float, ...]:
        """Where each date is, from 0 at the start of the line to 1 at its end.

        The longer the wait, the further apart they are, by its root: a true scale leaves no room to write.
        """
        days = [column.after for column in self.columns if column.type == "date"]
        last, count = days[-1], len(days)
        return tuple(
            sqrt(after / last) if after and last else index / (count - 1) for index, after in enumerate(days)
        )


class People(Log):
    """A line of people, one in each row, each with a dot to fill in; it can grow like a log."""

    kind: Literal["people"]  # type: ignore[assignment]

    @model_validator(mode="after")
    def _begins_with_dots(self) -> Self:
        if self.columns[0].type != "check":
            message = "a line of people begins with the dots, so its first column has to be of the type check"
            raise invalid("people-dots", message, "put such a column first, or use the kind `log`")
        return self


class TwoColumns(WritingSection):
    """Two named columns side by side, to sort things into."""

    kind: Literal["columns"]
    left: SheetField
    """What goes on the left."""
    right: SheetField
    """What goes on the right."""
    lines: Number
    """Lines in each column on paper."""

    @property
    def exampled(self) -> tuple[str, ...]:
        return self.left.id, self.right.id


class Sentence(WritingSection):
    """A text to say or send, with blanks: `{offer}` in the text is the blank with the ID offer."""

    kind: Literal["sentence"]
    text: Text
    """The text, with each blank as its ID in braces, such as {offer}."""
    blanks: Annotated[tuple[SheetField, ...], Field(min_length=1)]
    """What the blanks ask for."""
    words: Words | None = None
    """The most words it can have once it is filled in, if readers should write it out once more."""

    @property
    def pieces(self) -> Pieces:
        """The text split at its blanks."""
        return pieces(self.text, self.blanks)

    @property
    def exampled(self) -> tuple[str, ...]:
        return tuple(blank.id for blank in self.blanks)

    @model_validator(mode="after")
    def _blanks_fit_text(self) -> Self:
        check_blanks([self.text], self.blanks)
        return self


class SampleText(Block):
    """A finished text, as someone might have written it."""

    label: Title | None = None
    """Whose it is, in a few words."""
    text: Text
    """The text."""


class OwnWords(SheetSection):
    """A text in one's own words, below finished ones that show how it's done."""

    kind: Literal["own-words"]
    samples: Annotated[tuple[SampleText, ...], Field(min_length=1)]
    """Finished texts."""
    words: Words
    """The most words it should have."""

    @property
    def lines(self) -> int:
        """Lines on paper: a hand writes about ten words on each."""
        return ceil(self.words / 10)

    @model_validator(mode="after")
    def _samples_keep_the_limit(self) -> Self:
        for sample in self.samples:
            limit = int(self.words * sample.text.longer)
            if (count := len(sample.text.split())) > limit:
                message = f"this sample has {count} words, but the limit for readers is {limit}"
                raise invalid("sample-words", message, "shorten it, or raise `words`", sample.text.where)
        return self


class Chart(SheetSection):
    """A table to look things up in."""

    kind: Literal["chart"]
    letters: YesNo = False
    """Whether each row gets a letter, so that other sections can refer to it."""
    columns: Annotated[tuple[Title, ...], Field(min_length=2)]
    """What the columns say."""
    rows: Annotated[tuple[tuple[Text, ...], ...], Field(min_length=1, max_length=26)]
    """The rows, each with a text for every column."""

    @model_validator(mode="after")
    def _rows_are_full(self) -> Self:
        for row in self.rows:
            if len(row) != len(self.columns):
                name = row[0] if row else ""
                message = (
                    f"the row “{name}” doesn’t have one text for each of the {len(self.columns)} columns"
                )
                raise invalid("chart-row", message, f"the columns are {', '.join(self.columns)}")
        return self


class Handout(SheetSection):
    """Something to read: a paragraph, or a list if there are several."""

    kind: Literal["text"]
    points: Annotated[tuple[Text, ...], Field(min_length=1)]
    """One paragraph, or several points."""


class Drawing(WritingSection):
    """Space to draw in, with rings around a center if they are named."""

    kind: Literal["drawing"]
    label: Text
    """What to draw; also for people who can't see the space."""
    height: Number
    """Its height on paper in lines; it shrinks first if space is short."""
    center: Title | None = None
    """The word in the center."""
    rings: tuple[Title, ...] = ()
    """Names of the rings around the center, from the innermost."""

    @property
    def exampled(self) -> tuple[str, ...]:
        return ("drawing",)


class Balance(WritingSection):
    """Two counts for several weeks: what was given, and what was asked for."""

    kind: Literal["balance"]
    given: SheetField
    """What is counted on one side."""
    asked: SheetField
    """What is counted on the other side."""
    weeks: Number
    """Weeks that fit on the sheet."""

    @property
    def exampled(self) -> tuple[str, ...]:
        return self.given.id, self.asked.id


class Bars(SheetSection):
    """One bar for each score, to shade up to the total of a rating."""

    kind: Literal["bars"]
    highest: Number
    """The highest score that a bar can show."""
    start: Title | None = None
    """The words next to a ring after each bar, to mark the one to start with."""
    bars: Annotated[tuple[SheetField, ...], Field(min_length=1)]
    """The bars, in order."""


class DrawnSection(WritingSection):
    """A drawing to write in: each of its parts has lines."""

    @property
    def parts(self) -> Iterator[tuple[SheetField, int]]:
        """Yield each part that can be written in, with its number of lines."""
        raise NotImplementedError

    @property
    def exampled(self) -> tuple[str, ...]:
        return tuple(part.id for part, _ in self.parts)


class Overlap(DrawnSection):
    """Two circles that overlap, to sort things into three."""

    kind: Literal["overlap"]
    left: SheetField
    """What goes only into the first circle."""
    both: SheetField
    """What goes where they overlap."""
    right: SheetField
    """What goes only into the second circle."""

    @property
    def parts(self) -> Iterator[tuple[SheetField, int]]:
        # The shape leaves room for as many.
        yield from ((self.left, 3), (self.both, 2), (self.right, 3))


class Seesaw(DrawnSection):
    """Two sides on one beam, over what carries both."""

    some_suffice = True

    kind: Literal["seesaw"]
    left: SheetField
    """What goes on the left side; its help says what it means if this side is heavier."""
    right: SheetField
    """What goes on the right side."""
    limit: SheetField
    """A number or a word below the beam, such as the time that there is for both."""
    lines: Number
    """Lines on each side."""

    @property
    def parts(self) -> Iterator[tuple[SheetField, int]]:
        yield from ((self.left, self.lines), (self.right, self.lines), (self.limit, 1))


class Ladder(DrawnSection):
    """Steps from small to large, each with a line for a name or a word."""

    some_suffice = True

    kind: Literal["ladder"]
    steps: Annotated[tuple[SheetField, ...], Field(min_length=2, max_length=7)]
    """The steps, the lowest first."""

    @property
    def parts(self) -> Iterator[tuple[SheetField, int]]:
        # The highest first, as one reads from the top.
        yield from ((step, 1) for step in reversed(self.steps))


class Rings(DrawnSection):
    """Rings around a center, to write names into: the closer, the nearer to the center."""

    some_suffice = True

    kind: Literal["rings"]
    center: Title
    """The word in the center."""
    rings: Annotated[tuple[SheetField, ...], Field(min_length=1, max_length=4)]
    """The rings, from the innermost."""
    around: tuple[Title, ...] = ()
    """Words at the edge that bring names to mind."""
    height: Number
    """Its height on paper in lines; it shrinks first if space is short."""

    @property
    def parts(self) -> Iterator[tuple[SheetField, int]]:
        yield from ((ring, 2) for ring in self.rings)


class Week(DrawnSection):
    """A strip of days, each with lines and a dot to fill in when it's done."""

    some_suffice = True

    kind: Literal["week"]
    days: Annotated[tuple[SheetField, ...], Field(min_length=5, max_length=7)]
    """The days."""
    done: Title
    """What a filled dot means."""
    lines: Annotated[int, WholeNumber(3, 20)]
    """Lines for each day; an example takes two."""

    @property
    def parts(self) -> Iterator[tuple[SheetField, int]]:
        yield from ((day, self.lines) for day in self.days)


class Card(Block):
    """A card to cut out."""

    title: Title
    """The heading of the card."""
    blanks: Annotated[tuple[SheetField, ...], Field(min_length=1)]
    """Its lines, each with a word in front."""


class Cards(WritingSection):
    """Cards to cut out and pass on, two in a row."""

    kind: Literal["cards"]
    cards: Annotated[tuple[Card, ...], Field(min_length=1)]
    """The cards."""

    @property
    def exampled(self) -> tuple[str, ...]:
        return tuple(blank.id for card in self.cards for blank in card.blanks)


PROMISE = ("act", "with", "by", "asker")
"""The fields of a commitment."""
PEOPLE = ("with", "asker")
"""Those that ask for a person."""


class Facilitation(SheetSection):
    """A note for whoever runs the group; it isn't shown to learners."""

    kind: Literal["facilitation"]
    minutes: Number
    """How long this part takes in a group."""


class Commitment(WritingSection):
    """The last part: one act, who it is with, when it is due, and who will ask about it."""

    kind: Literal["commitment"]

    @property
    def exampled(self) -> tuple[str, ...]:
        return PROMISE


AnySection = Annotated[
    Prompts
    | TickBoxes
    | Rating
    | Table
    | Log
    | Timeline
    | People
    | TwoColumns
    | Sentence
    | OwnWords
    | Handout
    | Chart
    | Drawing
    | Overlap
    | Seesaw
    | Ladder
    | Rings
    | Week
    | Balance
    | Bars
    | Cards
    | Facilitation
    | Commitment,
    Field(discriminator="kind"),
]
