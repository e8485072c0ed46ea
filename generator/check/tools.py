"""The rules of what readers fill in on the site: where to begin, messages, and who to keep up with."""

from __future__ import annotations

from collections.abc import Callable

from generator.check.references import Known
from generator.model.worksheet import Rating, Worksheet
from generator.problems import Problem, Problems, did_you_mean


def unknown_part(known: Known) -> Problems:
    """The page that tells where to begin speaks of a part that its sheet does not have, or leaves one out."""
    if not (start := known.guide.start) or not (sheet := _sheet(known, start.sheet)):
        return
    ratings = [section.id for section in _ratings(sheet)]
    for habit in start.habits:
        if habit.part not in ratings:
            message = f"the sheet “{sheet.title}” has no rating called “{habit.part}”"
            fix = did_you_mean(habit.part, ratings) or f"its ratings are {', '.join(ratings) or 'none'}"
            yield Problem(habit.part.where, "unknown-part", message, fix)
    told = {habit.part for habit in start.habits}
    for id in ratings:
        if id not in told:
            message = f"no habit belongs to the part “{id}” of the sheet “{sheet.title}”"
            yield Problem(start.sheet.where, "unknown-part", message, f"add a habit with “part: {id}”")


def twice_rated(known: Known) -> Problems:
    """The sheet of the page that tells where to begin asks for two numbers a row, which make no one sum."""
    if not (start := known.guide.start) or not (sheet := _sheet(known, start.sheet)):
        return
    for section in _ratings(sheet):
        if section.twice:
            message = f"the part “{section.title}” is rated twice, so it has no one sum for the page Start"
            yield Problem(section.id.where, "twice-rated", message, "write “twice: no”")


def band_too_short(known: Known) -> Problems:
    """No band holds the longest bar."""
    if not (start := known.guide.start) or not (sheet := _sheet(known, start.sheet)):
        return
    highest = max((section.scale.steps * len(section.statements) for section in _ratings(sheet)), default=0)
    if highest > start.bands[-1].up_to:
        message = f"a bar of the sheet “{sheet.title}” can reach {highest}, and the last band ends before"
        yield Problem(start.bands[-1].say.where, "band-too-short", message, f"write “up-to: {highest}” here")


RULES: tuple[Callable[[Known], Problems], ...] = (unknown_part, twice_rated, band_too_short)


def _sheet(known: Known, id: str) -> Worksheet | None:
    return known.guide.worksheets.get(id)


def _ratings(sheet: Worksheet) -> list[Rating]:
    return [section for section in sheet.sections if isinstance(section, Rating)]
