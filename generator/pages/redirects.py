"""Small pages at the addresses that records had before, which lead on to where they are now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment

from generator.model.guide import Guide
from generator.pages.templates import render, way_up


@dataclass(frozen=True, slots=True)
class Moved:
    """An address that was given up."""

    address: str
    """Path on the site, with a slash at the end."""
    target: str
    """Where the page is now."""
    title: str


def moved(guide: Guide) -> Iterator[Moved]:
    """Yield every address that a page of `guide` had before."""
    for record in guide.records():
        for id in record.was:
            yield Moved(record.address_of(id), record.address, record.title)


def redirect_pages(guide: Guide, jinja: Environment) -> dict[str, bytes]:
    """Return the pages at the old addresses, as files of the site.

    They are whole files and no pages of the guide, so that no list, no search and no sitemap holds them.
    Raises `ContentError` for a mistake in the template.
    """
    return {
        f"{old.address}index.html": render(
            jinja, "moved.html.j2", way_up(old.address), guide=guide, moved=old
        ).encode()
        for old in moved(guide)
    }
