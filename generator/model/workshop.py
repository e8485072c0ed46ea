"""A workshop: a group session as one list of activities, for several lengths (content/workshops/)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from generator.model.fields import Slug, Summary, Text, Title, invalid
from generator.model.numbers import ActivityMinutes, Length, Number, People
from generator.model.record import Block, Identified, PrincipleRef, Record, Sources, WorksheetRef

MOST_LENGTHS = 5
"""The style sheet can show each of this many lengths by itself."""


class Activity(Identified):
    """One step of a workshop."""

    title: Title
    aim: Text
    """What it is for."""
    form: Literal["alone", "pairs", "fours", "everyone"]
    """Who works with whom."""
    minutes: Annotated[Mapping[Length, ActivityMinutes], Field(min_length=1)]
    """How long it takes in a workshop of each length; a length without it leaves it out."""
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


class Material(Block):
    """Something to bring, in addition to the worksheets."""

    what: Title
    """The thing."""
    for_: Literal["person", "pair", "group"]
    """Who gets it."""
    number: Number = 1
    """How many each of them gets."""

    def needed(self, people: int) -> int:
        """Return how many a group of `people` needs; with an odd number, one pair has three people."""
        return self.number * {"person": people, "pair": max(1, people // 2), "group": 1}[self.for_]


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


@dataclass(frozen=True, slots=True)
class Slot:
    """An activity and when it starts."""

    start: int
    """Minutes after the start of the workshop."""
    minutes: int
    activity: Activity


class Workshop(Record):
    """A group session, described for its facilitator."""

    folder = "workshops"
    word = "workshop"
    headings = frozenset(["activities", "after", "before", "bring", "copy", "run", "sheets", "short"])
    anchored = ("activities",)

    also: tuple[Title, ...] = ()
    summary: Summary
    aim: Text
    """What people take away from it."""
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
    from_: Sources

    @property
    def sheets(self) -> tuple[WorksheetRef, ...]:
        """IDs of the worksheets that are used, each once, in order."""
        return tuple(dict.fromkeys(activity.sheet for activity in self.activities if activity.sheet))

    def run(self, length: int) -> Iterator[Slot]:
        """Yield the activities of a workshop of `length` minutes, each with its start."""
        start = 0
        for activity in self.activities:
            if minutes := activity.minutes.get(length):
                yield Slot(start, minutes, activity)
                start += minutes

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


def group_sizes(workshop: Workshop) -> list[int]:
    """Return the smallest, a medium and the largest group size, each once."""
    least, most = workshop.group.least, workshop.group.most
    return sorted({least, (least + most) // 2, most})
