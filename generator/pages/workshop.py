"""What the page of a workshop shows besides its author's words: how much to bring, and when each step is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.model.guide import Guide
from generator.model.worksheet import Facilitation, Worksheet
from generator.model.workshop import Activity, Slot, Workshop, group_sizes


class TimedStep(NamedTuple):
    """A step of a workshop, with its time in each length."""

    activity: Activity
    slots: tuple[Slot | None, ...]
    """In the order of the lengths; None if the length leaves it out."""


class Supply(NamedTuple):
    """Something to bring to a workshop."""

    what: str
    numbers: tuple[int, ...]
    """How many, for each size of the group."""
    sheet: Worksheet | None = None
    number: int = 1
    """How many for each `unit`."""
    unit: str = "person"


def materials(workshop: Workshop, guide: Guide) -> Iterator[Supply]:
    """Yield what to bring: a copy of each worksheet for everyone, then the author's list."""
    sizes = group_sizes(workshop)
    for id in workshop.sheets:
        yield Supply(guide.worksheets[id].title, tuple(sizes), guide.worksheets[id])
    for material in workshop.bring:
        numbers = tuple(material.needed(people) for people in sizes)
        yield Supply(material.what, numbers, number=material.number, unit=material.for_)


def steps(workshop: Workshop) -> Iterator[TimedStep]:
    """Yield every step once, including those that some lengths leave out."""
    runs = [{slot.activity.id: slot for slot in workshop.run(length)} for length in workshop.lengths]
    for activity in workshop.activities:
        yield TimedStep(activity, tuple(run.get(activity.id) for run in runs))


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
