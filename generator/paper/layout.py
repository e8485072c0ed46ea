"""Computes the layout of a worksheet, page breaks and line distance, from the heights of its parts.

Typst measures each part with the tightest and the loosest lines (templates/paper/measure.typ). In between,
heights grow linearly, so the best layout can be computed without typesetting the worksheet again.
"""

from __future__ import annotations

from collections.abc import Hashable, MutableMapping
from dataclasses import dataclass
from itertools import combinations, pairwise

TIGHTEST_LINE = 7.1
"""Millimeters between writing lines, as on college-ruled paper; handwriting needs as much."""
LOOSEST_LINE = 10.0
"""Millimeters; more wouldn't help, and the worksheet would look stretched."""
TYPE_SIZES = (12.0, 11.5, 11.0)
"""The type sizes of the text in points, largest first."""
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


@dataclass(frozen=True, slots=True)
class LayoutPreference:
    """The tightest lines and the smallest type to accept before trying the next preference."""

    line: float
    """Millimeters between writing lines."""
    smallest: float
    """Points."""

    @property
    def sizes(self) -> tuple[float, ...]:
        """The type sizes to accept, largest first."""
        return tuple(size for size in TYPE_SIZES if size >= self.smallest)


PREFERENCES = (
    LayoutPreference(9.0, 12.0),
    LayoutPreference(8.2, 12.0),
    LayoutPreference(8.2, 11.0),
    LayoutPreference(7.7, 11.0),
    LayoutPreference(TIGHTEST_LINE, 11.0),
)
"""Tried in this order. With 8.2 mm between lines, table rows are 9 mm high."""
LARGE_SIZE = 18.0
"""Points of large print, as associations of blind people recommend."""
LARGE_LINE = 12.0
"""Millimeters between writing lines in large print."""


@dataclass(frozen=True, slots=True)
class Height:
    """The height of something, which grows linearly with the distance between lines."""

    tight: float
    """Millimeters at `TIGHTEST_LINE`."""
    loose: float
    """Millimeters at `LOOSEST_LINE`."""

    def __add__(self, other: Height) -> Height:
        return Height(self.tight + other.tight, self.loose + other.loose)

    def line_that_fills(self, room: float) -> float:
        """Return the distance between lines at which this is `room` millimeters high.

        It's below `TIGHTEST_LINE` if even the tightest lines need more room.
        """
        share = (room - self.tight) / (self.loose - self.tight)
        return min(TIGHTEST_LINE + share * (LOOSEST_LINE - TIGHTEST_LINE), LOOSEST_LINE)


@dataclass(frozen=True, slots=True)
class SheetMeasurements:
    """The heights of everything on a worksheet at one type size."""

    size: float
    page: float
    """Millimeters between the margins."""
    opening: Height
    sections: tuple[Height, ...]
    closing: Height
    gap: Height
    """Between two sections."""

    def best(self, pages: int) -> SheetLayout | None:
        """Return the layout on that many pages with the loosest tightest lines, or None.

        No section is split, so there is none with fewer sections than pages.
        """
        count = len(self.sections)
        layouts = (self._layout((0, *breaks, count)) for breaks in combinations(range(1, count), pages - 1))
        return max(layouts, key=lambda layout: sorted(layout.lines), default=None)

    def _layout(self, bounds: tuple[int, ...]) -> SheetLayout:
        lines: list[float] = []
        for first, after in pairwise(bounds):
            line = self._content(first, after).line_that_fills(self.page - SLACK)
            lines += [round(line, 2)] * (after - first)
        return SheetLayout(self.size, tuple(lines), bounds[1:-1])

    def _content(self, first: int, after: int) -> Height:
        """Return the height of a page with the sections from `first` up to, but not including, `after`."""
        gaps = after - first - 1
        content = Height(self.gap.tight * gaps, self.gap.loose * gaps)
        for section in self.sections[first:after]:
            content += section
        if first == 0:
            content += self.opening + self.gap
        if after == len(self.sections):
            content += self.closing + self.gap
        return content
