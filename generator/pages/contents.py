"""What's on a long page: its own headings, so that readers can go to a part of it and back."""

from __future__ import annotations

import re
from typing import NamedTuple

from markupsafe import Markup

FEWEST = 4
"""Headings for which a list is worth its room."""
LONG = 5_000
"""Characters of HTML from which on a page has a way back to its top: about three screens of a phone."""
_HEADING = re.compile(
    r'<h2 id="([^"]+)">([^<]+)</h2>\s*<a class="headerlink"'
    r'|<section class="part[^>]*>\s*<h3 id="([^"]+)">([^<]+)'
)
"""A heading that readers can link to, or that of a part of a worksheet."""


class Heading(NamedTuple):
    """A heading on a page."""

    anchor: str
    title: Markup


def headings(html: str) -> tuple[Heading, ...]:
    """Return the headings in the content of a page that its list of contents has; none if they're few."""
    found = tuple(
        Heading(own or part, Markup(title or part_title))
        for own, title, part, part_title in _HEADING.findall(html)
    )
    return found if len(found) >= FEWEST else ()


def is_long(html: str) -> bool:
    """Return whether a page with this content needs a way back to its top."""
    return len(html) >= LONG
