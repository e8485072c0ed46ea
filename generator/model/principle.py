"""A principle: one habit, why it matters, and how to practice it (content/principles/)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.fields import Prose, Slug, Summary, Text, Title
from generator.model.record import Block, Identified, Record, Sources

# Principles


class Practice(Identified):
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


class Swap(Block):
    """A habit to avoid and what to do instead."""

    avoid: Text
    """What people often do."""
    do: Text
    """What to do in its place."""


class Example(Block):
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


class Why(Block):
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
