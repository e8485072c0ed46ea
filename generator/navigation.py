"""The menu of the site as MkDocs wants it, and which pages of a long section stand beside each."""

from __future__ import annotations

from html import escape

from generator.site_page import MISSING, SitePage

MOST_BESIDE = 40
"""Pages of a section that are listed beside each; a longer list helps nobody, and makes pages longer."""

IN_SHELVES = ("principle", "checklist", "worksheet", "message", "workshop")


def source(page: SitePage) -> str:
    """Return where the source of `page` is staged, among those of all pages."""
    return f"{page.address}index.md"


def navigation(pages: tuple[SitePage, ...]) -> list[dict[str, object]]:
    """Return the pages as MkDocs wants its nav: a shelf is a section with its own page first.

    What is not in the menu is led to from the foot of every page.
    """
    navigation: list[dict[str, object]] = []
    for page in pages:
        entry = {escape(page.label): source(page)}
        if page.kind == "shelf":
            section: list[dict[str, str]] = [entry]
            navigation.append({escape(page.label): section})
        elif page.kind in IN_SHELVES:
            section.append(entry)
        elif page.address != MISSING and page.in_menu:
            navigation.append({**entry})
    return navigation


def beside(pages: tuple[SitePage, ...]) -> dict[str, tuple[int, int]]:
    """Return which pages of its section are listed beside each page, where they are not all, by its address.

    They are counted from the page of the section itself; the first is in the list and the last is not.
    """
    sections: list[list[SitePage]] = []
    for page in pages:
        if page.kind == "shelf":
            sections.append([page])
        elif page.kind in IN_SHELVES:
            sections[-1].append(page)
    near = {}
    for section in sections:
        if len(section) > MOST_BESIDE + 1:
            last = len(section) - MOST_BESIDE
            for place, page in enumerate(section):
                first = min(max(1, place - MOST_BESIDE // 2), last)
                near[page.address] = (first, first + MOST_BESIDE)
    return near
