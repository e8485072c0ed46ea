"""The rules of workshops: minutes that add up, and sheets that have what is used of them."""

from __future__ import annotations

from collections.abc import Callable

from generator.check.references import Known
from generator.problems import Problem, Problems, did_you_mean


def minutes_do_not_add_up(known: Known) -> Problems:
    """The steps of a workshop take more time than it has, or less."""
    for workshop in known.guide.workshops.values():
        for length in workshop.lengths:
            total = sum(slot.minutes for slot in workshop.run(length))
            if total != length:
                message = f"the steps of the workshop of {length} minutes take {total} minutes together"
                told = (
                    f"take {total - length} minutes away"
                    if total > length
                    else f"add {length - total} minutes"
                )
                yield Problem(workshop.id.where, "minutes-do-not-add-up", message, told)


def unknown_length(known: Known) -> Problems:
    """A step has minutes for a length that the workshop does not have."""
    for workshop in known.guide.workshops.values():
        for activity in workshop.activities:
            for length in activity.minutes:
                if length not in workshop.lengths:
                    lengths = ", ".join(map(str, workshop.lengths))
                    message = f"“{activity.title}” has minutes for a length of {length}"
                    yield Problem(activity.id.where, "unknown-length", message, f"the lengths are {lengths}")


def unknown_section(known: Known) -> Problems:
    """A step of a workshop uses a section that its sheet does not have, or a section of no sheet."""
    for workshop in known.guide.workshops.values():
        for activity in workshop.activities:
            sheet = known.guide.worksheets.get(activity.sheet or "")
            there = list(sheet.anchors) if sheet else []
            for id in activity.sections:
                if activity.sheet and not sheet:
                    continue  # told as an unknown reference, or as a file that cannot be read
                if id not in there:
                    named = (
                        f"the sheet “{sheet.title}” has" if sheet else "this step names no sheet, so it has"
                    )
                    fix = did_you_mean(id, there) or (
                        f"its sections are {', '.join(there)}" if sheet else "add “sheet:”"
                    )
                    yield Problem(id.where, "unknown-section", f"{named} no section “{id}”", fix)


RULES: tuple[Callable[[Known], Problems], ...] = (minutes_do_not_add_up, unknown_length, unknown_section)
