"""What the Typst templates get about a workshop, as JSON: for run sheets, and for the front of booklets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.model.groups import SHORTEST_TURN, divided, rounded, turn, usual_sizes
from generator.model.guide import Guide
from generator.model.workshop import SHARING, Slot, Workshop, clock
from generator.paper.sheet_data import common_data


def run_texts(workshop: Workshop, length: int, guide: Guide) -> dict[str, Any]:
    """Return everything printed on the run sheet for a workshop of `length` minutes."""
    slots = tuple(workshop.run(length))
    sizes = usual_sizes(workshop.group.least, workshop.group.most)
    return {
        **_about(workshop, guide, workshop.aim),
        "run": {
            "length": length,
            "end": clock(length),
            "group": workshop.group.model_dump(),
            "room": workshop.room,
            "before": [task.model_dump() for task in workshop.before],
            "bring": list(_to_bring(workshop, length, guide)),
            "numbers": {"sizes": sizes, "rows": list(_numbers(workshop, length, sizes))},
            "notes": [note.model_dump() for note in workshop.sizes],
            "slots": [_slot(slot, guide) for slot in slots],
            "short": workshop.short,
            "online": workshop.online,
            "after": [task.model_dump() for task in workshop.after],
        },
    }


def booklet_texts(workshop: Workshop, length: int, guide: Guide) -> dict[str, Any]:
    """Return everything printed on the first sheet of the booklet for a workshop of `length` minutes.

    Times are left out, and the QR code opens a page for readers instead of the one for whoever leads.
    """
    principle = guide.principles[workshop.principles[0]]
    steps = [slot.activity for slot in workshop.run(length)]
    return {
        **_about(workshop, guide, workshop.welcome),
        "address": guide.site.page_url(principle.address),
        "booklet": {
            "steps": [step.title for step in steps],
            "questions": [{"step": one.title, "asked": list(one.debrief)} for one in steps if one.debrief],
            "take-home": workshop.take_home,
        },
    }


def _about(workshop: Workshop, guide: Guide, lead: str) -> dict[str, Any]:
    """Return what is at the top and at the end; to the template, a workshop looks like a worksheet."""
    return {
        **common_data(guide, workshop, workshop.from_),
        "principle": None,
        "sheet": {"title": workshop.title, "outcome": lead, "also": list(workshop.also)},
    }


def _to_bring(workshop: Workshop, length: int, guide: Guide) -> Iterator[dict[str, Any]]:
    """Yield each thing to bring, and how many of them each person, pair, or group gets."""
    for id in workshop.sheets_for(length):
        yield {"sheet": True, "what": guide.worksheets[id].title, "unit": "person", "number": 1}
    for material in workshop.bring_for(length):
        what = material.model_dump(include={"what", "number"})
        yield {"sheet": False, **what, "unit": material.for_}


def _numbers(workshop: Workshop, length: int, sizes: list[int]) -> Iterator[dict[str, Any]]:
    """Yield each row of numbers that depend on the size of the group, except the size itself."""
    slots = tuple(workshop.run(length))
    # Things in the same number share a row.
    things = {(one.for_, one.number): one for one in workshop.bring_for(length)}
    for unit in ("pair", "four"):
        form = SHARING[unit]
        if (unit, 1) in things or any(slot.activity.form == form for slot in slots):
            yield {"of": form, "numbers": [len(divided(size, form)) for size in sizes]}
    for (unit, number), thing in things.items():
        if unit != "group" and number > 1:
            yield {"of": unit, "number": number, "numbers": [thing.needed(size) for size in sizes]}
    for slot in slots:
        if slot.turns:
            seconds = [turn(slot.turns, size, slot.activity.form) for size in sizes]
            yield {"of": "turn", "clock": clock(slot.start), "numbers": [_turn(each) for each in seconds]}


def _turn(seconds: int) -> dict[str, int] | None:
    """Return how long a turn is, rounded down; None if it's too short for anyone."""
    if seconds < SHORTEST_TURN:
        return None
    unit, count = rounded(seconds)
    return {unit: count}


def _slot(slot: Slot, guide: Guide) -> dict[str, Any]:
    """Return the step; if only sections of a worksheet are used in it, with their titles."""
    activity, used = slot.activity, None
    if activity.sheet:
        sheet = guide.worksheets[activity.sheet]
        sections = [section.title for section in sheet.sections if section.id in activity.sections]
        used = {"title": sheet.title, "sections": sections}
    return {
        **activity.model_dump(exclude={"minutes", "sections"}),
        "clock": clock(slot.start),
        "minutes": slot.minutes,
        "sheet": used,
    }
