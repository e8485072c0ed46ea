"""What a guide is made of: frozen records, and the one object that holds them all.

Field names are the words an author writes, with hyphens for underscores. Ids of records,
practices, items and sheet fields are authored and permanent: they are anchors in addresses
and names of form fields, so they outlive any change of wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from generator.fields import (
    Link,
    Number,
    Prose,
    Slug,
    Summary,
    Text,
    Title,
    Url,
    mistake,
    parse_day,
    parse_yes_or_no,
)

Day = Annotated[date, BeforeValidator(parse_day)]
YesNo = Annotated[bool, BeforeValidator(parse_yes_or_no)]
Sources = Annotated[tuple[Slug, ...], Field(min_length=1)]
"""Ids of the sources on which a piece of advice rests; at least one."""


PAGE_ANCHORS = frozenset(
    """
    checklists closing content copy doors example in-short instead next practices principles sheet sheets
    signs today ways why
    """.split()
)
"""Anchors of the headings that templates set; nothing inside a record may take one as its id."""


class Part(BaseModel):
    """A block of fields inside a record."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.rstrip("_").replace("_", "-"),
    )


class Record(Part):
    """One file of the author's; the file name is the id."""

    folder: ClassVar[str]
    """Folder in content/ and in the addresses of the site."""
    word: ClassVar[str]
    """What an author calls such a record."""

    id: Slug
    """The file name without its ending, put in by the loader; its place is the top of the file."""
    title: Title

    @property
    def address(self) -> str:
        """The page's path on the site, with a slash at the end."""
        return f"{self.folder}/{self.id}/"

    @property
    def anchors(self) -> tuple[Slug, ...]:
        """The ids on the record's page that its author gave, in order."""
        return ()


# Principles


class Practice(Part):
    """One thing to do, and when and how."""

    id: Slug
    do: Title
    """The act, as a short instruction."""
    how: Prose
    when: Text
    because: Text
    """Why we say this, in a sentence or two."""
    from_: Sources


class Swap(Part):
    """A habit to avoid and what to do instead."""

    avoid: Text
    do: Text


class Example(Part):
    """The same situation twice: as it often goes, and as it can go."""

    title: Title
    situation: Text
    before_label: Title
    before: Prose
    after_label: Title
    after: Prose
    changed: Text


class Why(Part):
    """The argument for a principle."""

    title: Title
    text: Prose
    because: Text
    from_: Sources


class Principle(Record):
    """One habit of people who network well."""

    folder = "principles"
    word = "principle"

    name: Title
    """The one word by which readers know it, for navigation: "Asking"."""
    also: tuple[Title, ...]
    """Other words under which people look for it."""
    summary: Summary
    in_short: Annotated[tuple[Text, ...], Field(min_length=2, max_length=4)]
    why: Why
    practices: Annotated[tuple[Practice, ...], Field(min_length=3, max_length=7)]
    instead: Annotated[tuple[Swap, ...], Field(min_length=2)]
    example: Example
    works_when: Annotated[tuple[Text, ...], Field(min_length=2)]
    """Signs by which a reader sees that it works."""
    today: Text
    """One small step for today."""
    sheets: tuple[Slug, ...] = ()
    checklists: tuple[Slug, ...] = ()

    @property
    def anchors(self) -> tuple[Slug, ...]:
        return tuple(practice.id for practice in self.practices)


# Checklists


class Item(Part):
    """One box to tick."""

    id: Slug
    text: Text
    why: Text | None = None
    from_: Sources


class Group(Part):
    """Items that belong to one moment."""

    id: Slug
    title: Title
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class Closing(Part):
    """A kind word at the end of a checklist."""

    title: Title
    text: Text


class Checklist(Record):
    """What to go through at one moment."""

    folder = "checklists"
    word = "checklist"

    also: tuple[Title, ...] = ()
    moment: Title
    """When to use it: "You have a date for a talk"."""
    summary: Summary
    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
    closing: Closing
    principles: Annotated[tuple[Slug, ...], Field(min_length=1)]

    @property
    def items(self) -> Iterator[Item]:
        """Every box of the list, in order."""
        for group in self.groups:
            yield from group.items

    @property
    def anchors(self) -> tuple[Slug, ...]:
        return (*(group.id for group in self.groups), *(item.id for item in self.items))


# Worksheets


class SheetField(Part):
    """One thing to fill in."""

    id: Slug
    label: Text


class SheetSection(Part):
    """A part of a worksheet with a heading of its own."""

    id: Slug
    title: Title
    help: Text


class WritingPrompt(SheetField):
    """A question with lines to write on."""

    lines: Number


class Prompts(SheetSection):
    """Questions, each with ruled lines below it."""

    kind: Literal["prompts"]
    prompts: Annotated[tuple[WritingPrompt, ...], Field(min_length=1)]


class TickBoxes(SheetSection):
    """Boxes to tick."""

    kind: Literal["checklist"]
    items: Annotated[tuple[SheetField, ...], Field(min_length=1)]


class Scale(Part):
    """The ends of a rating, in words."""

    steps: Number = Number(5)
    low: Title
    high: Title


class Rating(SheetSection):
    """Statements to rate from low to high, once or, to see the change, twice."""

    kind: Literal["rating"]
    scale: Scale
    twice: YesNo = False
    statements: Annotated[tuple[SheetField, ...], Field(min_length=1)]


class Column(SheetField):
    """A column of a table; `width` is its share of the table."""

    type: Literal["text", "date", "choice"] = "text"
    options: tuple[Title, ...] = ()
    """What can be chosen, printed small in the cell; only for `type: choice`."""
    width: Number = Number(1)


class Table(SheetSection):
    """Empty rows under named columns, after one row filled in as an example."""

    kind: Literal["table"]
    rows: Number
    columns: Annotated[tuple[Column, ...], Field(min_length=2)]
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


class TwoColumns(SheetSection):
    """Two named columns side by side, to sort things into."""

    kind: Literal["columns"]
    left: SheetField
    right: SheetField
    lines: Number


class Sentence(SheetSection):
    """A text to say or send, with blanks: `{offer}` in the text is the blank with the id offer."""

    kind: Literal["sentence"]
    text: Text
    blanks: Annotated[tuple[SheetField, ...], Field(min_length=1)]
    words: Number
    """Words at most, once it is filled in."""

    @property
    def pieces(self) -> tuple[str | SheetField, ...]:
        """The text cut at its blanks: words and blanks in turn."""
        blanks = {f"{{{blank.id}}}": blank for blank in self.blanks}
        pieces = re.split(r"(\{[^{}]*\})", self.text)
        return tuple(blanks.get(piece, piece) for piece in pieces if piece)

    @model_validator(mode="after")
    def _blanks_fit_text(self) -> Self:
        used = re.findall(r"\{([^{}]*)\}", self.text)
        known = [blank.id for blank in self.blanks]
        if unknown := [id for id in used if id not in known]:
            raise mistake(
                "blank",
                f"the text has a blank {{{unknown[0]}}} that is not among the blanks",
                f"the blanks are {', '.join(known)}",
            )
        if unused := [id for id in known if used.count(id) != 1]:
            raise mistake(
                "blank",
                f"the blank “{unused[0]}” does not stand in the text exactly once",
                f"write {{{unused[0]}}} at its place",
            )
        return self


class Commitment(SheetSection):
    """The last part: one act, with whom, by when, and who will ask about it."""

    kind: Literal["commitment"]


AnySection = Annotated[
    Prompts | TickBoxes | Rating | Table | TwoColumns | Sentence | Commitment,
    Field(discriminator="kind"),
]


class Worksheet(Record):
    """A sheet of paper to think with; also a page."""

    folder = "worksheets"
    word = "worksheet"

    also: tuple[Title, ...] = ()
    principle: Slug
    outcome: Summary
    """What the reader has at the end."""
    why: Text
    """Why it is worth the time, in forty words at most."""
    from_: Sources
    pages: Number = Number(2)
    """Sides of paper that it may fill."""
    sections: Annotated[tuple[AnySection, ...], Field(min_length=1)]

    @property
    def anchors(self) -> tuple[Slug, ...]:
        return tuple(section.id for section in self.sections)


# Pages, sources and the guide


class Passage(Part):
    """A part of a page."""

    id: Slug
    title: Title
    text: Prose
    from_: tuple[Slug, ...] = ()


class Page(Record):
    """A page of running text."""

    folder = "pages"
    word = "page"

    also: tuple[Title, ...] = ()
    summary: Summary
    passages: Annotated[tuple[Passage, ...], Field(min_length=1)]

    @property
    def address(self) -> str:
        return f"{self.id}/"

    @property
    def anchors(self) -> tuple[Slug, ...]:
        return tuple(passage.id for passage in self.passages)


SourceKind = Literal["source article", "research", "book", "practice"]


class Source(Part):
    """A work on which advice rests."""

    id: Slug
    """Its key in content/sources.yml, put in by the loader."""
    kind: SourceKind
    label: Title
    """How the text refers to it: "Granovetter, 1973"."""
    cite: Text
    says: Text
    """What this guide takes from it."""
    url: Url | None = None


class Action(Part):
    """A link with the words that stand on it."""

    say: Title
    to: Link


class Begin(Action):
    """The one button of the home page."""

    hint: Text


class Way(Part):
    """One way to use the guide."""

    title: Title
    text: Text
    link: Action


class Home(Part):
    """The first page."""

    title: Title
    lead: Summary
    begin: Begin
    doors_title: Title
    doors: Annotated[tuple[Action, ...], Field(min_length=2, max_length=6)]
    ways_title: Title
    ways: Annotated[tuple[Way, ...], Field(min_length=3, max_length=3)]
    closing: Prose


class Heading(Part):
    """The top of a page that lists things."""

    title: Title
    lead: Summary


class Shelf(Heading):
    """A section of the site: its own page and the records on it, in order."""

    show: Annotated[tuple[Slug, ...], Field(min_length=1)]


class Contents(Part):
    """The order of the guide, from content/guide.yml."""

    updated: Day
    """The day of the last change to the advice."""
    home: Home
    principles: Shelf
    checklists: Shelf
    worksheets: Shelf
    sources: Heading
    pages: Annotated[tuple[Slug, ...], Field(min_length=1)]


class License(Part):
    """Under which terms readers may use the text."""

    name: Title
    url: Url


class SiteConfig(Part):
    """Where and under what name the guide is published; holds no advice."""

    name: Title
    url: Url
    description: Summary
    language: Annotated[Slug, Field()]
    license: License
    papers: Annotated[tuple[Literal["a4", "letter"], ...], Field(min_length=1)]
    privacy: Text
    """One sentence at the foot of every page about what happens to readers' data."""


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything that an author wrote, checked field by field."""

    site: SiteConfig
    contents: Contents
    principles: Mapping[str, Principle]
    checklists: Mapping[str, Checklist]
    worksheets: Mapping[str, Worksheet]
    pages: Mapping[str, Page]
    sources: Mapping[str, Source]

    def records(self) -> Iterator[Record]:
        """Every record that has a file of its own, by kind and id."""
        for records in (self.principles, self.checklists, self.worksheets, self.pages):
            yield from records.values()
