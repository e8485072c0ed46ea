"""A workshop: a group session as one list of activities, for several lengths (content/workshops/)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from generator.model.action import Action
from generator.model.fields import Slug, Summary, Text, Title, invalid
from generator.model.groups import Form, divided
from generator.model.numbers import ActivityMinutes, Length, Number, People
from generator.model.record import Block, Identified, PrincipleRef, Record, Sources, WorksheetRef

MOST_LENGTHS = 5
"""The style sheet can show each of this many lengths by itself."""


class Activity(Identified):
    """One step of a workshop."""

    title: Title
    aim: Text
    """What it is for."""
    form: Form
    """How people work together."""
    minutes: Annotated[Mapping[Length, ActivityMinutes], Field(min_length=1)]
    """How long it takes in a workshop of each length; a length without it leaves it out."""
    turns: Annotated[Mapping[Length, ActivityMinutes], Field(default_factory=dict)]
    """If everyone in a group takes a turn, how much of that time the turns have together."""
    sheet: WorksheetRef | None = None
    """ID of the worksheet that is used."""
    sections: tuple[Slug, ...] = ()
    """IDs of the sections of the worksheet that are used; all of them if none is named."""
    say: tuple[Text, ...] = ()
    """What the facilitator can say, word for word."""
    do: Annotated[tuple[Text, ...], Field(min_length=1)]
    """What the group does, step by step."""
    watch_for: Text | None = None
    """What often goes wrong, and what to do about it."""
    debrief: tuple[Text, ...] = ()
    """Questions for the group afterward."""


SHARING: Mapping[str, Form] = MappingProxyType(
    {"person": "alone", "pair": "pairs", "four": "fours", "group": "everyone"}
)
"""The form in which each group has one of a thing, by who gets it."""


class Material(Block):
    """Something to bring, in addition to the worksheets."""

    what: Title
    """The thing."""
    for_: Literal["person", "pair", "four", "group"]
    """Who gets it: each person, each pair, each group of four, or the whole group."""
    number: Number = 1
    """How many each of them gets."""
    lengths: tuple[Length, ...] = ()
    """The lengths of the workshop that need it; all of them if none is named."""

    def needed(self, people: int) -> int:
        """Return how many `people` need."""
        return self.number * len(divided(people, SHARING[self.for_]))


class Task(Block):
    """Something to do before the workshop or after it."""

    when: Title
    """When to do it."""
    do: Text
    """What to do."""


class GroupSize(Block):
    """How many people it is meant for."""

    least: People
    """The smallest group it works with."""
    most: People
    """The largest group it works with."""

    @model_validator(mode="after")
    def _most_is_more(self) -> Self:
        if self.most < self.least:
            message = f"the largest group, {self.most}, is smaller than the smallest, {self.least}"
            raise invalid("group-size", message, "swap them")
        return self


class SizeNote(GroupSize):
    """What's different for a group of some sizes."""

    do: Text
    """What to do then."""


@dataclass(frozen=True, slots=True)
class Slot:
    """An activity and when it starts."""

    start: int
    """Minutes after the start of the workshop."""
    minutes: int
    turns: int | None
    """Minutes in which everyone in a group takes a turn; None if no one does."""
    activity: Activity


class Workshop(Record):
    """A group session, described for its facilitator."""

    folder = "workshops"
    word = "workshop"
    headings = frozenset("activities after before bring copy run session sheets short".split())
    anchored = ("activities",)

    also: tuple[Title, ...] = ()
    summary: Summary
    heard: tuple[Title, ...] = ()
    """What people say in a group that it suits, without quotation marks."""
    aim: Text
    """What people take away from it."""
    leave_with: Title | None = None
    """What each one leaves with, in a few words, to choose a workshop by."""
    welcome: Text
    """The first words of the participants' booklet."""
    take_home: Text
    """The last words of the booklet: what to do next."""
    principles: Annotated[tuple[PrincipleRef, ...], Field(min_length=1)]
    """IDs of the principles it is about."""
    lengths: Annotated[tuple[Length, ...], Field(min_length=1, max_length=MOST_LENGTHS)]
    """Lengths in minutes, from the shortest; each gets a run sheet."""
    group: GroupSize
    """How many people it is meant for."""
    sizes: tuple[SizeNote, ...] = ()
    """What's different for a small or a large group."""
    room: Text
    """What the room needs."""
    before: Annotated[tuple[Task, ...], Field(min_length=1)]
    """What to do before the day."""
    bring: tuple[Material, ...] = ()
    """What to bring, in addition to the worksheets."""
    activities: Annotated[tuple[Activity, ...], Field(min_length=2)]
    """What the group does, in order."""
    short: Text
    """What to leave out if time runs short, and what to keep."""
    online: Text
    """What changes when people meet online."""
    after: Annotated[tuple[Task, ...], Field(min_length=1)]
    """What to do after the day."""
    next: Action
    """The one next thing for whoever leads it, said as an action in a few words."""
    from_: Sources

    @property
    def sheets(self) -> tuple[WorksheetRef, ...]:
        """IDs of the worksheets that are used, each once, in order."""
        return tuple(dict.fromkeys(activity.sheet for activity in self.activities if activity.sheet))

    def bring_for(self, length: int) -> Iterator[Material]:
        """Yield what to bring to a workshop of `length` minutes, in addition to the worksheets."""
        yield from (one for one in self.bring if length in (one.lengths or self.lengths))

    def sheets_for(self, length: int) -> tuple[WorksheetRef, ...]:
        """Return the IDs of the worksheets used in a workshop of `length` minutes, each once, in order."""
        slots = self.run(length)
        return tuple(dict.fromkeys(slot.activity.sheet for slot in slots if slot.activity.sheet))

    def run(self, length: int) -> Iterator[Slot]:
        """Yield the activities of a workshop of `length` minutes, each with its start."""
        start = 0
        for activity in self.activities:
            if minutes := activity.minutes.get(length):
                yield Slot(start, minutes, activity.turns.get(length), activity)
                start += minutes

    @model_validator(mode="after")
    def _sizes_are_in_the_group(self) -> Self:
        least, most = self.group.least, self.group.most
        for note in self.sizes:
            if not least <= note.least <= note.most <= most:
                message = (
                    f"this is for {note.least} to {note.most} people, but the group has {least} to {most}"
                )
                fix = "change these numbers, or those of “group”"
                raise invalid("size-note", message, fix, note.do.where)
        return self

    @model_validator(mode="after")
    def _lengths_rise(self) -> Self:
        if list(self.lengths) != sorted(set(self.lengths)):
            raise invalid(
                "lengths", "the lengths aren’t in ascending order", "sort them from the shortest, each once"
            )
        return self


def clock(minutes: int) -> str:
    """Return `minutes` after the start as hours and minutes, such as 1:05."""
    return f"{minutes // 60}:{minutes % 60:02}"
