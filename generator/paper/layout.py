"""How much room a sheet has: page breaks, and the distance between lines, from the heights of its parts.

Typst measures each part with the tightest and the loosest lines (templates/paper/measure.typ);
in between, heights grow evenly, so the best setting can be computed without setting the sheet again.
"""

from __future__ import annotations

from collections.abc import Hashable, MutableMapping
from dataclasses import dataclass
from itertools import combinations, pairwise

TIGHTEST_LINE = 7.1
"""Millimetres between writing lines in college-ruled paper; handwriting needs no less."""
LOOSEST_LINE = 10.0
"""Millimetres; more would not help a hand, and the sheet would look stretched."""
TYPE_SIZES = (12.0, 11.5, 11.0)
"""Points that the text may have, largest first."""
SLACK = 0.2
"""Millimetres left free on each page for rounding."""


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """How a sheet is set."""

    size: float
    """Type size of the text in points."""
    lines: tuple[float, ...]
    """For each section, millimetres between writing lines."""
    breaks: tuple[int, ...] = ()
    """Sections, counted from 0, that begin a page."""


SheetLayouts = MutableMapping[Hashable, SheetLayout]
"""Those that were found, each by whatever it depends on."""


@dataclass(frozen=True, slots=True)
class LayoutPreference:
    """How close lines and how small type may get before something else is tried."""

    line: float
    """Millimetres between writing lines."""
    smallest: float
    """Points."""

    @property
    def sizes(self) -> tuple[float, ...]:
        """The type sizes that are large enough, largest first."""
        return tuple(size for size in TYPE_SIZES if size >= self.smallest)


WELCOME = (
    LayoutPreference(9.0, 12.0),
    LayoutPreference(8.2, 12.0),
    LayoutPreference(8.2, 11.0),
    LayoutPreference(7.7, 11.0),
    LayoutPreference(TIGHTEST_LINE, 11.0),
)
"""What is tried in turn. At 8.2 mm between lines, the rows of tables are 9 mm high."""
LARGE_SIZE = 18.0
"""Points of large print: what associations of the blind ask for."""
LARGE_LINE = 12.0
"""Millimetres between writing lines in large print, which takes the pages it needs."""


@dataclass(frozen=True, slots=True)
class Height:
    """How high something is: in between, its height grows evenly with the lines."""

    tight: float
    """Millimetres at `TIGHTEST_LINE`."""
    loose: float
    """Millimetres at `LOOSEST_LINE`."""

    def __add__(self, other: Height) -> Height:
        return Height(self.tight + other.tight, self.loose + other.loose)

    def line_that_fills(self, room: float) -> float:
        """Return the distance between lines at which this is `room` millimetres high.

        Below `TIGHTEST_LINE` when even the tightest lines need more room.
        """
        share = (room - self.tight) / (self.loose - self.tight)
        return min(TIGHTEST_LINE + share * (LOOSEST_LINE - TIGHTEST_LINE), LOOSEST_LINE)


@dataclass(frozen=True, slots=True)
class SheetMeasurements:
    """The heights of everything on a sheet at one type size."""

    size: float
    page: float
    """Millimetres between the margins."""
    opening: Height
    sections: tuple[Height, ...]
    closing: Height
    gap: Height
    """Between two sections."""

    def best(self, pages: int) -> SheetLayout | None:
        """Return the setting on that many pages whose closest lines are widest.

        No section is split; None when there are fewer sections than pages.
        """
        count = len(self.sections)
        settings = (self._setting((0, *breaks, count)) for breaks in combinations(range(1, count), pages - 1))
        return max(settings, key=lambda setting: sorted(setting.lines), default=None)

    def _setting(self, bounds: tuple[int, ...]) -> SheetLayout:
        lines: list[float] = []
        for first, after in pairwise(bounds):
            line = self._content(first, after).line_that_fills(self.page - SLACK)
            lines += [round(line, 2)] * (after - first)
        return SheetLayout(self.size, tuple(lines), bounds[1:-1])

    def _content(self, first: int, after: int) -> Height:
        """Return the height of a page with the sections from `first` up to but not `after`."""
        gaps = after - first - 1
        content = Height(self.gap.tight * gaps, self.gap.loose * gaps)
        for section in self.sections[first:after]:
            content += section
        if first == 0:
            content += self.opening + self.gap
        if after == len(self.sections):
            content += self.closing + self.gap
        return content
