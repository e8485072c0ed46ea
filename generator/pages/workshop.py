"""What the page of a workshop shows besides its author's words: what depends on length and group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import NamedTuple

from generator.load.strings import Strings
from generator.model.groups import SHORTEST_TURN, Form, divided, rounded, turn
from generator.model.guide import Guide
from generator.model.worksheet import Facilitation, Worksheet
from generator.model.workshop import Activity, Slot, Workshop

DIVIDING: tuple[Form, ...] = ("pairs", "fours")
"""The forms of work for which people have to divide, in the order in which they're shown."""
USUAL = 12
"""How many people a page counts with at first."""


class TimedStep(NamedTuple):
    """A step of a workshop, with its time in each length."""

    activity: Activity
    slots: tuple[Slot | None, ...]
    """In the order of the lengths; None if the length leaves it out."""
    without: tuple[int, ...]
    """Places of the lengths that leave it out, from 1."""


class Supply(NamedTuple):
    """Something to bring to a workshop."""

    what: str
    needed: Callable[[int], int]
    """Returns how many a group of so many people needs."""
    without: tuple[int, ...]
    """Places of the lengths that don't need it, from 1."""
    sheet: Worksheet | None = None
    number: int = 1
    """How many for each `unit`."""
    unit: str = "person"


class BySize(NamedTuple):
    """What depends on the number of people, in words, for every number there can be."""

    people: range
    usual: int
    """The number that's chosen at first, as a place in `people`."""
    texts: Mapping[str, tuple[str, ...]]
    """By what they are about: a form of work, a step's turns in a length, or a place in the list to bring."""


def materials(workshop: Workshop, guide: Guide) -> Iterator[Supply]:
    """Yield what to bring: a copy of each worksheet for everyone, then the author's list."""
    used = {length: workshop.sheets_for(length) for length in workshop.lengths}
    needed = {length: [*workshop.bring_for(length)] for length in workshop.lengths}
    for id in workshop.sheets:
        sheet = guide.worksheets[id]
        yield Supply(sheet.title, int, _places(id not in sheets for sheets in used.values()), sheet)
    for one in workshop.bring:
        without = _places(one not in things for things in needed.values())
        yield Supply(one.what, one.needed, without, number=one.number, unit=one.for_)


def _places(left_out: Iterable[bool]) -> tuple[int, ...]:
    return tuple(place for place, out in enumerate(left_out, start=1) if out)


def by_size(workshop: Workshop, guide: Guide, strings: Strings) -> BySize:
    """Return what depends on the number of people in `workshop`."""
    people = range(workshop.group.least, workshop.group.most + 1)
    texts = strings.workshop
    said: dict[str, Callable[[int], str]] = {
        "people": lambda count: texts.for_people(people=strings.parts.people(count=count, number=count)),
    }
    forms = [form for form in DIVIDING if any(step.form == form for step in workshop.activities)]
    said |= {form: partial(in_groups, form=form, strings=strings) for form in forms}
    said["divided"] = lambda count: " · ".join(dict.fromkeys(said[form](count) for form in forms))
    for number, supply in enumerate(materials(workshop, guide)):
        said[f"bring-{number}"] = lambda count, supply=supply: str(supply.needed(count))  # type: ignore[misc]
    for step in workshop.activities:
        for length, minutes in step.turns.items():
            said[f"{step.id}-{length}"] = partial(each_turn, minutes, form=step.form, strings=strings)
    usual = people.index(min(max(USUAL, people.start), people[-1]))
    return BySize(people, usual, {name: tuple(map(say, people)) for name, say in said.items()})


def in_groups(people: int, form: Form, strings: Strings) -> str:
    """Return in words how `people` divide, such as “2 groups of 4 and 1 group of 3”."""
    texts = strings.workshop
    words = [
        texts.pairs(count=count) if size == 2 else texts.groups_of(count=count, size=size)
        for size, count in ((size, len([*same])) for size, same in groupby(divided(people, form)))
    ]
    if form == "pairs":
        words.reverse()  # the group of three comes last
    return words[0] if len(words) == 1 else str(texts.both(groups=words[0], others=words[1]))


def each_turn(minutes: int, people: int, form: Form, strings: Strings) -> str:
    """Return in words how long a turn is if everyone takes one within `minutes`, rounded down."""
    texts, seconds = strings.workshop, turn(minutes, people, form)
    if seconds < SHORTEST_TURN:
        return str(texts.in_fours(time=_time(turn(minutes, people, "fours"), strings)))
    return str(texts.each(time=_time(seconds, strings)))


def _time(seconds: int, strings: Strings) -> str:
    unit, count = rounded(seconds)
    return str(strings.parts[unit](count=count))


def steps(workshop: Workshop) -> Iterator[TimedStep]:
    """Yield every step once, including those that some lengths leave out."""
    runs = [{slot.activity.id: slot for slot in workshop.run(length)} for length in workshop.lengths]
    for activity in workshop.activities:
        slots = tuple(run.get(activity.id) for run in runs)
        yield TimedStep(activity, slots, _places(not slot for slot in slots))


def notes_of(sheets: Iterable[str], guide: Guide) -> Iterator[tuple[Worksheet, Facilitation]]:
    """Yield the notes for the leader of a group that are part of the worksheets `sheets`."""
    for id in sheets:
        for section in guide.worksheets[id].sections:
            if isinstance(section, Facilitation):
                yield guide.worksheets[id], section


def unused_notes(guide: Guide) -> Iterator[tuple[Worksheet, Facilitation]]:
    """Yield the notes that are part of worksheets that no workshop uses."""
    used = {sheet for workshop in guide.workshops.values() for sheet in workshop.sheets}
    return notes_of((id for id in guide.outline.worksheets.show if id not in used), guide)
