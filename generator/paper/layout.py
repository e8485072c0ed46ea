"""Computes the layout of a worksheet, page breaks and line distance, from the heights of its parts.

Typst measures each part with the tightest and the loosest lines (templates/paper/measure.typ). In between,
heights grow linearly, so the best layout can be computed without typesetting the worksheet again. A type size
is measured only if the worksheet is expected to fit in it, going by the sizes measured before.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import NamedTuple

TIGHTEST_LINE = 7.1
"""Millimeters between writing lines, as on college-ruled paper; handwriting needs as much."""
LOOSEST_LINE = 10.0
"""Millimeters; more wouldn't help, and the worksheet would look stretched."""
TYPE_SIZES = (12.0, 11.5, 11.0, 10.5)
"""The type sizes of the text in points, largest first."""
FIRST_SIZE = 11.0
"""What's measured first: from the middle, expectations of all others are closest."""
GROWTH = 0.6
"""Heights are expected to grow with this power of the type size: letters grow, lines to write on don't.

It was between 0.3 and 1.1 for the worksheets of our guide. Where it's wrong, smaller type may be chosen than
necessary, or a size be measured in vain.
"""
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

    def between(self, other: Heights, share: float) -> Heights:
        """Return the heights that are at `share` of the way from these to `other`; 0 is here, 1 there."""

        def mixed(here: float, there: float) -> float:
            return here + share * (there - here)

        return Heights(
            mixed(self.opening, other.opening),
            [*map(mixed, self.sections, other.sections)],
            mixed(self.closing, other.closing),
            mixed(self.gap, other.gap),
        )

    def scaled(self, factor: float) -> Heights:
        """Return the heights with everything but the gaps `factor` times as high."""
        sections = [factor * height for height in self.sections]
        return replace(self, opening=factor * self.opening, sections=sections, closing=factor * self.closing)

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

    def fills_more(self, pages: int, line: float) -> bool:
        """Return whether everything is higher than that many pages, even with breaks anywhere."""
        share = (line - TIGHTEST_LINE) / (LOOSEST_LINE - TIGHTEST_LINE)
        heights = self.tight.between(self.loose, share)
        # There's no gap at the start of a page.
        height = heights.on_page(0, len(heights.sections)) - (pages - 1) * heights.gap
        return height > pages * self.page

    def resized(self, size: float) -> SheetMeasurements:
        """Return what's expected at another type size."""
        factor = (size / self.size) ** GROWTH
        return replace(self, size=size, tight=self.tight.scaled(factor), loose=self.loose.scaled(factor))

    def between(self, smaller: SheetMeasurements, size: float) -> SheetMeasurements:
        """Return what's expected at a type size between this one and a smaller one."""
        share = (self.size - size) / (self.size - smaller.size)
        return SheetMeasurements(
            size,
            self.page,
            self.tight.between(smaller.tight, share),
            self.loose.between(smaller.loose, share),
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


class SheetSizes:
    """The heights of everything on a worksheet at each type size, measured or expected."""

    def __init__(self, measure: Callable[[float], SheetMeasurements]) -> None:
        self._measure = measure
        self._measured = {FIRST_SIZE: measure(FIRST_SIZE)}

    def at(self, size: float) -> SheetMeasurements:
        """Return what was measured at `size`, or else what's expected."""
        if size in self._measured:
            return self._measured[size]
        larger = [self._measured[other] for other in sorted(self._measured) if other > size]
        smaller = [self._measured[other] for other in sorted(self._measured) if other < size]
        if larger and smaller:
            return larger[0].between(smaller[-1], size)
        return (larger[0] if larger else smaller[-1]).resized(size)

    def best(self, pages: int) -> SheetLayout | None:
        """Return the layout on at most that many pages that is preferred; None if none is good enough.

        Measures a size when it's expected to be chosen, or the smallest if none is, and then chooses again.
        """
        while True:
            layout = self._expected(pages)
            size = layout.size if layout else min(TYPE_SIZES)
            if size in self._measured:
                return layout
            self._measured[size] = self._measure(size)

    def _expected(self, pages: int) -> SheetLayout | None:
        best = {
            (number, size): self.at(size).best(number)
            for number in range(1, pages + 1)
            for size in TYPE_SIZES
        }
        for preference in PREFERENCES:
            for number in range(1, pages + 1):
                for size in preference.sizes:
                    layout = best[number, size]
                    if layout and min(layout.lines) >= preference.line:
                        return layout
        return None
