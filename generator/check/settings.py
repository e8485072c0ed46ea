"""The rules of site_config.yml: settings have to fit the guide."""

from __future__ import annotations

from collections.abc import Callable

from generator.check.references import References, Rule
from generator.model.colors import ENOUGH, Color, Shades, nearest
from generator.model.guide import Guide
from generator.problems import Problem, Problems, did_you_mean


def low_contrast(references: References) -> Problems:
    """A color is hard to read on its background."""
    if colors := references.guide.site.colors:
        yield from _faint(colors.accent, Shades.by_day, "light")
        if colors.dark:
            yield from _faint(colors.dark, Shades.by_night, "dark")


def _faint(color: Color, shades: Callable[[str], Shades], scheme: str) -> Problems:
    contrast = shades(color).ratio
    if contrast < ENOUGH:
        better = nearest(color, lambda shade: shades(shade).ratio >= ENOUGH)
        rounded = int(contrast * 100) / 100  # down, so that 4.496 doesn't look like 4.5
        message = f"on {scheme} pages, {color} has a contrast of {rounded:.2f} to 1; text needs {ENOUGH} to 1"
        yield Problem(color.where, "low-contrast", message, f'the nearest color that has it is "{better}"')


def unknown_rhythm(references: References) -> Problems:
    """The settings have days for a ring or a moment that isn't in content/contacts.yml."""
    contacts = references.guide.contacts
    if "contacts.yml" in references.unreadable:
        return
    ids = [rhythm.id for rhythm in (*contacts.rings, *contacts.moments)] if contacts else []
    for id in references.guide.site.cadence:
        if id not in ids:
            message = "the guide has no content/contacts.yml, so there are no days to replace"
            fix = "delete this"
            if contacts:
                message = f"content/contacts.yml has no ring or moment called “{id}”"
                fix = did_you_mean(id, ids) or f"it has {', '.join(ids)}"
            yield Problem(id.where, "unknown-rhythm", message, fix)


def foreign_help(references: References) -> Problems:
    """The local help isn't for the country or the language of the guide."""
    site = references.guide.site
    if (local := site.local_help) is None:
        return
    fix = "look for help there, and change this too"
    if local.country != site.country:
        reader = f"most readers are in {site.country}" if site.country else "the settings name no country"
        message = f"this help is for {local.country}, but {reader}"
        fix_country = fix if site.country else f"write country: {local.country} if that’s where readers are"
        yield Problem(local.country.where, "foreign-help", message, fix_country)
    if local.language != site.language:
        message = f"this help is written in “{local.language}”, but the guide in “{site.language}”"
        yield Problem(local.language.where, "foreign-help", message, fix)


def unheard_feedback(references: References) -> Problems:
    """The settings say how readers write what isn't clear, but not where to."""
    site = references.guide.site
    if site.feedback == "mail" and not (site.contact and site.contact.mail):
        message = "readers are asked to send an email, but the settings have no email address"
        fix = "add mail to contact, or write feedback: none"
        yield Problem(site.feedback.where, "unheard-feedback", message, fix)
    elif site.feedback == "issues" and not site.repository:
        message = "readers are asked to open an issue, but the settings have no repository"
        fix = "add repository, or write feedback: mail"
        yield Problem(site.feedback.where, "unheard-feedback", message, fix)
    elif site.feedback == "issues" and site.repository and not site.repository.is_on_github:
        name = site.repository.name
        message = f"only GitHub can fill in an issue from a link, but the repository is {name}"
        yield Problem(site.feedback.where, "unheard-feedback", message, "write feedback: mail, or none")


def placeholder_address(guide: Guide) -> Problems:
    """The address is one that no reader can open."""
    site = guide.site
    if not site.public_url:
        message = f"“{site.url}” is a placeholder, so it’s left out: no QR codes, no feed, no canonical links"
        fix = "write where readers will find the guide, or give the address with --url or ADVICE_URL"
        yield Problem(site.url.where, "placeholder-address", message, fix, "warning")


RULES: tuple[Rule, ...] = (low_contrast, unknown_rhythm, foreign_help, unheard_feedback)
