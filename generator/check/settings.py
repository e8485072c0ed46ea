"""The rules of site_config.yml: what a place makes its own of a guide has to fit it."""

from __future__ import annotations

from collections.abc import Callable

from generator.check.references import Known
from generator.model.colors import ENOUGH, Color, Shades, nearest
from generator.problems import Problem, Problems, did_you_mean


def low_contrast(known: Known) -> Problems:
    """A color cannot be read well on what it stands on."""
    if colors := known.guide.site.colors:
        yield from _faint(colors.accent, Shades.by_day, "light")
        if colors.dark:
            yield from _faint(colors.dark, Shades.by_night, "dark")


def _faint(color: Color, shades: Callable[[str], Shades], scheme: str) -> Problems:
    contrast = shades(color).ratio
    if contrast < ENOUGH:
        better = nearest(color, lambda shade: shades(shade).ratio >= ENOUGH)
        # Down, so that 4.496 is not told as 4.5.
        told = f"{int(contrast * 100) / 100:.2f} to 1"
        message = f"on {scheme} pages {color} has a contrast of {told}, and letters need {ENOUGH} to 1"
        yield Problem(color.where, "low-contrast", message, f'the nearest that has it is "{better}"')


def unknown_rhythm(known: Known) -> Problems:
    """The days are set for a ring or a moment that the page of contacts does not have."""
    contacts = known.guide.contacts
    if "contacts.yml" in known.unread:
        return
    ids = [rhythm.id for rhythm in (*contacts.rings, *contacts.moments)] if contacts else []
    for id in known.guide.site.cadence:
        if id not in ids:
            message = f"no ring and no moment of content/contacts.yml is called “{id}”"
            fix = did_you_mean(id, ids) or f"there are {', '.join(ids)}"
            if not contacts:
                message, fix = "the guide has no page of contacts, so it has no days either", "delete this"
            yield Problem(id.where, "unknown-rhythm", message, fix)


RULES: tuple[Callable[[Known], Problems], ...] = (low_contrast, unknown_rhythm)
