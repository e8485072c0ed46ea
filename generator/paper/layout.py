"""Computes the layout of a worksheet, page breaks and line distance, from the heights of its parts.

Typst measures each part with the tightest and the loosest lines (templates/paper/measure.typ). In between,
heights grow linearly, so the best layout can be computed without typesetting the worksheet again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import NamedTuple

TIGHTEST_LINE = 7.1
"""Millimeters between writing lines, as on college-ruled paper; handwriting needs as much."""
LOOSEST_LINE = 10.0
"""Millimeters; more wouldn't help, and the worksheet would look stretched."""
TYPE_SIZES = (12.0, 11.5, 11.0, 10.5)
"""The type sizes of the text in points, largest first."""
SHRINKS = (TYPE_SIZES[0] / TYPE_SIZES[-1]) ** 2
"""How many times as high a page can be in the largest type as in the smallest, if it's all text."""
SLACK = 0.2
"""Millimeters left free on each page for rounding errors."""


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """The choices that make a worksheet fit its pages."""

    size: float
    """The type size of the text in points."""
    lines: tuple[float, ...]
    """For each section, millimeters between writing lines."""
    breaks: tuple[int, ...] = ()
    """The sections that start a page, counted from 0."""


SheetLayouts = MutableMapping[Hashable, SheetLayout]
"""Layouts by what they depend on."""


class LayoutPreference(NamedTuple):
    """What to accept before trying the next preference."""

    line: float
    """The tightest lines: millimeters between writing lines."""
    sizes: tuple[float, ...]
    """The type sizes in points, largest first."""


PREFERENCES = (
    LayoutPreference(9.0, TYPE_SIZES[:1]),
    LayoutPreference(8.2, TYPE_SIZES[:1]),
    LayoutPreference(8.2, TYPE_SIZES),
    LayoutPreference(7.7, TYPE_SIZES),
    LayoutPreference(TIGHTEST_LINE, TYPE_SIZES),
)
"""Tried in this order. With 8.2 mm between lines, table rows are 9 mm high."""
LARGE_SIZE = 18.0
"""Points of large print, as associations of blind people recommend."""
LARGE_LINE = 12.0
"""Millimeters between writing lines in large print."""


@dataclass(frozen=True, slots=True)
class Heights:
    """The heights of everything on a worksheet at one distance between lines, in millimeters."""

    opening: float
    sections: Sequence[float]
    closing: float
    gap: float
    """Between two of these."""

    def on_page(self, first: int, after: int) -> float:
        """Return the height of a page with the sections from `first` up to, but not including, `after`."""
        parts = [*self.sections[first:after]]
        if first == 0:
            parts.append(self.opening)
        if after == len(self.sections):
            parts.append(self.closing)
        return sum(parts) + self.gap * (len(parts) - 1)


@dataclass(frozen=True, slots=True)
class SheetMeasurements:
    """The heights of everything on a worksheet at one type size."""

    size: float
    page: float
    """Millimeters between the margins."""
    tight: Heights
    """At `TIGHTEST_LINE`."""
    loose: Heights
    """At `LOOSEST_LINE`."""

    def best(self, pages: int) -> SheetLayout | None:
        """Return the layout on that many pages with the loosest tightest lines, or None.

        No section is split, so there is none with fewer sections than pages.
        """
        layouts = map(self._layout, self._bounds(pages))
        return max(layouts, key=lambda layout: sorted(layout.lines), default=None)

    def could_fit(self, pages: int) -> bool:
        """Return whether smaller type might make everything fit on that many pages."""
        return any(
            all(self.tight.on_page(*page) <= SHRINKS * self.page for page in pairwise(bounds))
            for bounds in self._bounds(pages)
        )

    def _bounds(self, pages: int) -> Iterator[tuple[int, ...]]:
        """Yield every way to divide the sections among the pages: where each page starts, and the end."""
        count = len(self.tight.sections)
        return ((0, *breaks, count) for breaks in combinations(range(1, count), pages - 1))

    def _layout(self, bounds: tuple[int, ...]) -> SheetLayout:
        lines: list[float] = []
        for first, after in pairwise(bounds):
            lines += [round(self._line(first, after), 2)] * (after - first)
        return SheetLayout(self.size, tuple(lines), bounds[1:-1])

    def _line(self, first: int, after: int) -> float:
        """Return the distance between lines at which a page of `Heights.on_page` is full.

        It's below `TIGHTEST_LINE` if even the tightest lines need more room.
        """
        tight, loose = self.tight.on_page(first, after), self.loose.on_page(first, after)
        share = (self.page - SLACK - tight) / (loose - tight)
        return min(TIGHTEST_LINE + share * (LOOSEST_LINE - TIGHTEST_LINE), LOOSEST_LINE)
