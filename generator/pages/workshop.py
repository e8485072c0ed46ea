"""What the page of a workshop shows beside its author's words: numbers to bring, and times of steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.fields import Slug
from generator.model.guide import Guide
from generator.model.worksheet import Facilitation, Worksheet
from generator.model.workshop import Activity, Slot, Workshop, group_sizes


@dataclass(frozen=True, slots=True)
class Timed:
    """A step of a workshop with its time in each length."""

    activity: Activity
    slots: tuple[Slot | None, ...]
    """In the order of the lengths; None where the step is left out."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something to bring."""

    what: str
    numbers: tuple[int, ...]
    """How many, for each size of the group."""
    sheet: Worksheet | None = None
    number: int = 1
    """How many for each `unit`."""
    unit: str = "person"


def needs(workshop: Workshop, guide: Guide) -> Iterator[Need]:
    """Yield what to bring: one of each worksheet for everybody, then the rest as its author ordered it."""
    sizes = group_sizes(workshop)
    for id in workshop.sheets:
        yield Need(guide.worksheets[id].title, tuple(sizes), guide.worksheets[id])
    for material in workshop.bring:
        numbers = tuple(material.needed(people) for people in sizes)
        yield Need(material.what, numbers, number=material.number, unit=material.for_)


def steps(workshop: Workshop) -> Iterator[Timed]:
    """Yield every step once, also those that some lengths leave out."""
    runs = [{slot.activity.id: slot for slot in workshop.run(length)} for length in workshop.lengths]
    for activity in workshop.activities:
        yield Timed(activity, tuple(run.get(activity.id) for run in runs))


def notes(workshop: Workshop, guide: Guide) -> Iterator[tuple[Worksheet, Facilitation]]:
    """Yield what the worksheets themselves tell whoever leads."""
    return _notes(workshop.sheets, guide)


def other_notes(guide: Guide) -> Iterator[tuple[Worksheet, Facilitation]]:
    """Yield what those worksheets tell whoever leads that no workshop uses."""
    used = {sheet for workshop in guide.workshops.values() for sheet in workshop.sheets}
    return _notes((id for id in guide.outline.worksheets.show if id not in used), guide)


def _notes(sheets: Iterable[Slug], guide: Guide) -> Iterator[tuple[Worksheet, Facilitation]]:
    for id in sheets:
        for section in guide.worksheets[id].sections:
            if isinstance(section, Facilitation):
                yield guide.worksheets[id], section
