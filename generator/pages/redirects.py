"""Small pages at the previous addresses of records, which redirect to their new address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jinja2 import Environment

from generator.model.guide import Guide
from generator.pages.templates import path_to_root, render


class Redirect(NamedTuple):
    """A previous address of a page."""

    address: str
    """Path on the site, with a slash at the end."""
    target: str
    """Where the page is now."""
    title: str


def redirects(guide: Guide) -> Iterator[Redirect]:
    """Yield every previous address of the pages of `guide`."""
    for record in guide.records():
        for id in record.was:
            yield Redirect(record.stands_at(id), record.address, record.title)


def redirect_pages(guide: Guide, jinja: Environment) -> dict[str, bytes]:
    """Return complete HTML files by their path on the site.

    They aren't pages of the guide, so no list, search or sitemap includes them.
    Raises `ContentError` for an error in the template.
    """
    return {
        f"{old.address}index.html": render(
            jinja, "redirect.html.j2", path_to_root(old.address), guide=guide, redirect=old
        ).encode()
        for old in redirects(guide)
    }
