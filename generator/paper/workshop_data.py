"""What the Typst templates get about a workshop, as JSON: for run sheets, and for the front of booklets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.model.guide import Guide
from generator.model.worksheet import Worksheet
from generator.model.workshop import Slot, Workshop, clock, group_sizes
from generator.paper.sheet_data import common_data


def run_texts(workshop: Workshop, length: int, guide: Guide) -> dict[str, Any]:
    """Return everything printed on the run sheet for a workshop of `length` minutes."""
    slots = tuple(workshop.run(length))
    used = dict.fromkeys(slot.activity.sheet for slot in slots if slot.activity.sheet)
    sheets = [guide.worksheets[id] for id in used]
    return {
        **_about(workshop, guide, workshop.aim),
        "run": {
            "length": length,
            "end": clock(length),
            "group": workshop.group.model_dump(),
            "room": workshop.room,
            "before": [task.model_dump() for task in workshop.before],
            "bring": {"sizes": group_sizes(workshop), "rows": list(_to_bring(workshop, sheets))},
            "slots": [_slot(slot, guide) for slot in slots],
            "short": workshop.short,
            "online": workshop.online,
            "after": [task.model_dump() for task in workshop.after],
        },
    }


def booklet_texts(workshop: Workshop, guide: Guide) -> dict[str, Any]:
    """Return everything printed on the first sheet of the booklet.

    Times are left out, and the QR code opens a page for readers instead of the one for whoever leads.
    """
    principle = guide.principles[workshop.principles[0]]
    return {
        **_about(workshop, guide, workshop.welcome),
        "address": guide.site.page_url(principle.address),
        "booklet": {
            "steps": [slot.activity.title for slot in workshop.run(max(workshop.lengths))],
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


def _to_bring(workshop: Workshop, sheets: list[Worksheet]) -> Iterator[dict[str, Any]]:
    """Yield each thing to bring, and how many for each size of the group."""
    sizes = group_sizes(workshop)
    for sheet in sheets:
        yield {"sheet": True, "what": sheet.title, "unit": "person", "number": 1, "needed": sizes}
    for material in workshop.bring:
        yield {
            "sheet": False,
            **material.model_dump(include={"what", "number"}),
            "unit": material.for_,
            "needed": [material.needed(people) for people in sizes],
        }


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
