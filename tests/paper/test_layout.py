"""Which sizes of type are measured, and what's chosen from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.paper.layout import (
    GROWTH,
    LOOSEST_LINE,
    PREFERENCES,
    TIGHTEST_LINE,
    TYPE_SIZES,
    Heights,
    SheetLayout,
    SheetMeasurements,
    SheetSizes,
)

PAGE = 265.5


class Sheet:
    """A worksheet of which each section has an amount of text and a number of lines to write on."""

    def __init__(self, sections: list[tuple[float, int]], growth: float) -> None:
        self.sections, self.growth = sections, growth
        self.measured = list[float]()

    def measure(self, size: float) -> SheetMeasurements:
        self.measured.append(size)
        return self.heights(size)

    def heights(self, size: float) -> SheetMeasurements:
        factor = (size / TYPE_SIZES[0]) ** self.growth

        def at(line: float) -> Heights:
            sections = [factor * (text + lines * line) for text, lines in self.sections]
            return Heights(factor * 38, sections, factor * 14, 0.76 * line)

        return SheetMeasurements(size, PAGE, at(TIGHTEST_LINE), at(LOOSEST_LINE))

    def thoroughly(self, pages: int) -> SheetLayout | None:
        """Return the layout that trying everything finds."""
        for preference in PREFERENCES:
            for number in range(1, pages + 1):
                for size in preference.sizes:
                    layout = self.heights(size).best(number)
                    if layout and min(layout.lines) >= preference.line:
                        return layout
        return None


sections = st.lists(st.tuples(st.floats(5, 90), st.integers(0, 12)), min_size=1, max_size=7)


@given(sections, st.integers(1, 2))
def test_if_heights_grow_as_expected_the_best_layout_is_found_with_two_measurements(
    sections: list[tuple[float, int]], pages: int
) -> None:
    sheet = Sheet(sections, GROWTH)
    assert SheetSizes(sheet.measure).best(pages) == sheet.thoroughly(pages)
    # Between two sizes, a curve is nearly straight, so there can be a third.
    assert len(sheet.measured) <= 3


@given(sections, st.integers(1, 2), st.floats(0, 2))
def test_what_is_chosen_was_measured_however_heights_grow(
    sections: list[tuple[float, int]], pages: int, growth: float
) -> None:
    sheet = Sheet(sections, growth)
    layout = SheetSizes(sheet.measure).best(pages)
    assert len(sheet.measured) == len({*sheet.measured})
    if layout:
        assert layout.size in sheet.measured
        assert layout == sheet.heights(layout.size).best(len(layout.breaks) + 1)


@pytest.mark.parametrize(("line", "more"), [(7.9, False), (8.1, True)])
def test_pages_are_filled_up_to_their_edges(line: float, more: bool) -> None:
    # Full with 8 mm between lines: opening, section and closing have two gaps, one of which is at a break.
    section = 2 * PAGE - 38 - 14 - 0.76 * 8
    sheet = Sheet([(section - 20 * 8, 20)], growth=1)
    assert sheet.heights(12).fills_more(2, line) == more
