"""A principle: one habit, why it matters, and how to practice it (content/principles/)."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import Field

from generator.model.fields import Prose, Summary, Text, Title
from generator.model.local_help import HelpKinds
from generator.model.reads import derived
from generator.model.record import Block, ChecklistRef, Identified, Record, Sources, WorksheetRef

ON_POSTER = 3
"""Practices on a poster: few enough to read while walking past."""


class PosterTexts(NamedTuple):
    """What a poster says about a principle."""

    title: Title
    say: Text
    """The sentence below the title."""
    do: tuple[Title, ...]
    """What to do, in a few steps."""


class Practice(Identified):
    """One thing to do, and when and how."""

    do: Title
    """What to do, as a short instruction."""
    how: Prose
    """How to do it, in a few short paragraphs or steps."""
    when: Text
    """When to do it."""
    because: Text
    """Why the guide says this, in a sentence or two."""
    from_: Sources


class Swap(Block):
    """A habit to avoid and what to do instead."""

    avoid: Text
    """What people often do."""
    do: Text
    """What to do instead."""


class Example(Block):
    """The same situation twice: how it often goes, and how it can go."""

    title: Title
    situation: Text
    """Who wants what, and who could help."""
    before_label: Title
    """What the first way is called."""
    before: Prose
    """The message or conversation as it often goes."""
    after_label: Title
    """What the second way is called."""
    after: Prose
    """The same message or conversation as it can go."""
    changed: Text
    """What makes the difference, in a sentence or two."""


class Why(Block):
    """The argument for a principle."""

    title: Title
    text: Prose
    """The argument, in a few short paragraphs."""
    because: Text
    """What it is based on and how strong that evidence is, in a sentence or two."""
    from_: Sources


class Principle(Record):
    """One habit that the guide recommends."""

    folder = "principles"
    word = "principle"
    headings = frozenset(
        [
            "in-short",
            "why",
            "practices",
            "instead",
            "example",
            "signs",
            "today",
            "messages",
            "moments",
            "poster",
        ]
    )
    anchored = ("practices",)

    name: Title
    """A word or two for the navigation, such as "Asking"."""
    also: tuple[Title, ...]
    """Other words under which people look for it."""
    summary: Summary
    in_short: Annotated[tuple[Text, ...], Field(min_length=2, max_length=4)]
    """The principle in two to four points."""
    why: Why
    """The argument for it."""
    practices: Annotated[tuple[Practice, ...], Field(min_length=3, max_length=7)]
    """Three to seven things to do."""
    instead: Annotated[tuple[Swap, ...], Field(min_length=2)]
    """Habits to avoid, each with a better one."""
    example: Example
    """The same situation twice."""
    works_when: Annotated[tuple[Text, ...], Field(min_length=2)]
    """What a reader notices when it works."""
    today: Text
    """One small step for today."""
    local_help: HelpKinds = ()
    """Kinds of local help to show at the end of it; `local-help` in site_config.yml has them."""
    sheets: tuple[WorksheetRef, ...] = ()
    """IDs of the worksheets that belong to it."""
    checklists: tuple[ChecklistRef, ...] = ()
    """IDs of the checklists that belong to it."""

    @property
    def poster(self) -> PosterTexts:
        """The words of its poster: the first point in short, and the first practices."""
        texts = _poster(self)
        assert texts
        return texts


@derived(lambda texts: texts)
def _poster(record: Record) -> PosterTexts | None:
    """Return the words of the poster of `record`; None if it's no principle."""
    if not isinstance(record, Principle):
        return None
    steps = tuple(practice.do for practice in record.practices[:ON_POSTER])
    return PosterTexts(record.title, record.in_short[0], steps)
