"""What a guide is made of: frozen records, and the one object that holds them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from generator.changes import Changes
from generator.contacts import Contacts
from generator.contents import Contents, SiteConfig
from generator.fields import Prose, Slug, Summary, Text, Title, Url
from generator.glossary import Glossary
from generator.lock import Lock
from generator.message import Message
from generator.part import Day, Named, Part, Sources, YesNo
from generator.quantities import Sides
from generator.questions import Questions
from generator.record import Record
from generator.sections import AnySection
from generator.start import Start
from generator.workshop import Workshop

# Principles


class Practice(Named):
    """One thing to do, and when and how."""

    do: Title
    """The act, as a short instruction."""
    how: Prose
    """How to do it, in a few short paragraphs or steps."""
    when: Text
    """The moment at which to do it."""
    because: Text
    """Why we say this, in a sentence or two."""
    from_: Sources


class Swap(Part):
    """A habit to avoid and what to do instead."""

    avoid: Text
    """What people often do."""
    do: Text
    """What to do in its place."""


class Example(Part):
    """The same situation twice: as it often goes, and as it can go."""

    title: Title
    situation: Text
    """Who wants what from whom."""
    before_label: Title
    """What the first way is called."""
    before: Prose
    """The message or the talk as it often goes."""
    after_label: Title
    """What the second way is called."""
    after: Prose
    """The same as it can go."""
    changed: Text
    """What makes the difference, in a sentence or two."""


class Why(Part):
    """The argument for a principle."""

    title: Title
    text: Prose
    """The argument, in a few short paragraphs."""
    because: Text
    """On what it rests and how strong that is, in a sentence or two."""
    from_: Sources


class Principle(Record):
    """One habit of people who network well."""

    folder = "principles"
    word = "principle"
    headings = frozenset(["in-short", "why", "practices", "instead", "example", "signs", "today", "messages"])

    name: Title
    """The one word by which readers know it, for navigation: "Asking"."""
    also: tuple[Title, ...]
    """Other words under which people look for it."""
    summary: Summary
    in_short: Annotated[tuple[Text, ...], Field(min_length=2, max_length=4)]
    """The whole principle in two to four points."""
    why: Why
    """The argument for it."""
    practices: Annotated[tuple[Practice, ...], Field(min_length=3, max_length=7)]
    """Three to seven things to do."""
    instead: Annotated[tuple[Swap, ...], Field(min_length=2)]
    """Habits to avoid, each with a better one."""
    example: Example
    """The same situation twice."""
    works_when: Annotated[tuple[Text, ...], Field(min_length=2)]
    """Signs by which a reader sees that it works."""
    today: Text
    """One small step for today."""
    sheets: tuple[Slug, ...] = ()
    """Ids of the worksheets that belong to it."""
    checklists: tuple[Slug, ...] = ()
    """Ids of the checklists that belong to it."""

    @property
    def anchors(self) -> tuple[Slug, ...]:
        return tuple(practice.id for practice in self.practices)


# Checklists


class Item(Named):
    """One box to tick."""

    text: Text
    """What is done when the box is ticked, as a short instruction."""
    why: Text | None = None
    """Why it matters, small, below the item."""
    from_: Sources


class Group(Named):
    """Items that belong to one moment."""

    title: Title
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    """The boxes of this moment, in order."""


class Closing(Part):
    """A kind word at the end of a checklist."""

    title: Title
    text: Text
    """A kind word for whoever has come to the end."""


class Checklist(Record):
    """What to go through at one moment."""

    folder = "checklists"
    word = "checklist"
    headings = frozenset(["closing", "principles"])

    also: tuple[Title, ...] = ()
    moment: Title
    """When to use it: "You have a date for a talk"."""
    summary: Summary
    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
    """What to go through, moment by moment."""
    closing: Closing
    """A kind word at the end."""
    principles: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """Ids of the principles behind it."""

    @property
    def items(self) -> Iterator[Item]:
        """Every box of the list, in order."""
        for group in self.groups:
            yield from group.items

    @property
    def anchors(self) -> tuple[Slug, ...]:
        return (*(group.id for group in self.groups), *(item.id for item in self.items))


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


# Pages, sources and the guide


class Passage(Named):
    """A part of a page."""

    title: Title
    text: Prose
    """Paragraphs, lists and links."""
    from_: tuple[Slug, ...] = ()


class Page(Record):
    """A page of running text."""

    folder = "pages"
    word = "page"

    name: Title
    """A word or two for the navigation."""
    also: tuple[Title, ...] = ()
    summary: Summary
    passages: Annotated[tuple[Passage, ...], Field(min_length=1)]
    """The parts of the page, each under a heading."""

    @classmethod
    def stands_at(cls, id: str) -> str:
        return f"{id}/"

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
    reviewed: Day | None = None
    """The day on which somebody last asked whether this entry still holds."""


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything that an author wrote, checked field by field."""

    site: SiteConfig
    contents: Contents
    principles: Mapping[str, Principle]
    checklists: Mapping[str, Checklist]
    worksheets: Mapping[str, Worksheet]
    messages: Mapping[str, Message]
    workshops: Mapping[str, Workshop]
    pages: Mapping[str, Page]
    sources: Mapping[str, Source]
    start: Start | None = None
    """The page that tells readers where to begin; a guide can do without."""
    contacts: Contacts | None = None
    """The page on which readers keep track of people; a guide can do without."""
    questions: Questions | None = None
    """The page of questions and answers; a guide can do without."""
    glossary: Glossary | None = None
    """The page of words and their meanings; a guide can do without."""
    changes: Changes | None = None
    """The page that tells what changed, and its feed; a guide can do without."""
    beneath: Guide | None = None
    """The same guide without the changes that its settings name; None when they name none."""
    lock: Lock | None = None
    """Which ids were published; None as long as nobody locked them, or when the file cannot be read."""

    def records(self) -> Iterator[Record]:
        """Every record that has a file of its own, by kind and id; the pages that are one of a kind last."""
        shelves: tuple[Mapping[str, Record], ...] = (
            *(self.principles, self.checklists, self.worksheets),
            *(self.messages, self.workshops, self.pages),
        )
        for records in shelves:
            yield from records.values()
        yield from self.singles()

    def singles(self) -> Iterator[Record]:
        """The pages that are one of a kind."""
        pages = (self.start, self.contacts, self.questions, self.glossary, self.changes)
        yield from (page for page in pages if page)
