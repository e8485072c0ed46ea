"""Workshops: what a group does together, as one list of activities for several lengths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from generator.model.fields import Slug, Summary, Text, Title, mistake
from generator.model.numbers import ActivityMinutes, Length, Number, People
from generator.model.record import Block, Identified, Record, Sources

Form = Literal["alone", "pairs", "fours", "everyone"]
"""Who works with whom."""
MOST_LENGTHS = 5
"""For so many the style sheet shows one at a time."""


class Activity(Identified):
    """One step of a workshop."""

    title: Title
    aim: Text
    """What it is good for."""
    form: Form
    """Who works with whom."""
    minutes: Annotated[Mapping[Length, ActivityMinutes], Field(min_length=1)]
    """How long it takes in a workshop of each length; where a length is not named, it is left out."""
    sheet: Slug | None = None
    """The worksheet that is used."""
    sections: tuple[Slug, ...] = ()
    """The sections of the worksheet that are used; none named means all."""
    say: tuple[Text, ...] = ()
    """Words that whoever leads may say as they stand."""
    do: Annotated[tuple[Text, ...], Field(min_length=1)]
    """What the group does, step by step."""
    watch_for: Text | None = None
    """What often goes wrong, and what to do then."""
    debrief: tuple[Text, ...] = ()
    """Questions to the group afterward."""


class Material(Block):
    """Something to bring, beside the worksheets."""

    what: Title
    """The thing."""
    for_: Literal["person", "pair", "group"]
    """Who gets it."""
    number: Number = Number(1)
    """How many for each."""

    def needed(self, people: int) -> int:
        """Return how many are needed for a group of `people`; an odd one makes a pair of three."""
        return self.number * {"person": people, "pair": max(1, people // 2), "group": 1}[self.for_]


class Task(Block):
    """Something to do before the workshop or after it."""

    when: Title
    """When to do it."""
    do: Text
    """What to do."""


class GroupSize(Block):
    """For how many people it is meant."""

    least: People
    """The smallest group with which it works."""
    most: People
    """The largest group with which it works."""

    @model_validator(mode="after")
    def _most_is_more(self) -> Self:
        if self.most < self.least:
            message = f"the largest group, {self.most}, is smaller than the smallest, {self.least}"
            raise mistake("group-size", message, "exchange them")
        return self


@dataclass(frozen=True, slots=True)
class Slot:
    """An activity at its time."""

    start: int
    """Minutes after the beginning of the workshop."""
    minutes: int
    activity: Activity


class Workshop(Record):
    """A meeting of a group, for whoever leads it."""

    folder = "workshops"
    word = "workshop"
    headings = frozenset(["activities", "after", "before", "bring", "copy", "run", "sheets", "short"])

    also: tuple[Title, ...] = ()
    summary: Summary
    aim: Text
    """What people leave with."""
    welcome: Text
    """The first words of the booklet for those who take part."""
    take_home: Text
    """The last words of the booklet: what to do next."""
    principles: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """Ids of the principles that it is about."""
    lengths: Annotated[tuple[Length, ...], Field(min_length=1, max_length=MOST_LENGTHS)]
    """Minutes, one for each run sheet, from the shortest."""
    group: GroupSize
    """For how many people it is meant."""
    room: Text
    """What the room needs."""
    before: Annotated[tuple[Task, ...], Field(min_length=1)]
    """What to do before the day."""
    bring: tuple[Material, ...] = ()
    """What to bring, beside the worksheets."""
    activities: Annotated[tuple[Activity, ...], Field(min_length=2)]
    """What the group does, in order."""
    short: Text
    """What to leave out when time runs short, and what to keep."""
    online: Text
    """What changes when people meet on screens."""
    after: Annotated[tuple[Task, ...], Field(min_length=1)]
    """What to do after the day."""
    from_: Sources

    @property
    def anchors(self) -> tuple[Slug, ...]:
        return tuple(activity.id for activity in self.activities)

    @property
    def sheets(self) -> tuple[Slug, ...]:
        """The worksheets that are used, each once, in order."""
        return tuple(dict.fromkeys(activity.sheet for activity in self.activities if activity.sheet))

    def run(self, length: int) -> Iterator[Slot]:
        """Yield the activities of a workshop of `length` minutes, each at its time."""
        start = 0
        for activity in self.activities:
            if minutes := activity.minutes.get(Length(length)):
                yield Slot(start, int(minutes), activity)
                start += minutes

    @model_validator(mode="after")
    def _lengths_rise(self) -> Self:
        if list(self.lengths) != sorted(set(self.lengths)):
            raise mistake("lengths", "the lengths do not rise", "order them from the shortest, each once")
        return self


def clock(minutes: int) -> str:
    """Return the time that many minutes after the beginning, as hours and minutes."""
    return f"{minutes // 60}:{minutes % 60:02}"


def group_sizes(workshop: Workshop) -> list[int]:
    """Return the smallest group, one in the middle and the largest, each number once."""
    least, most = workshop.group.least, workshop.group.most
    return sorted({int(least), (least + most) // 2, int(most)})
