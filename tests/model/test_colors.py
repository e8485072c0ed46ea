"""Contrast is as WCAG defines it, and matches published examples and tools."""

from __future__ import annotations

import pytest

from generator.model.colors import ENOUGH, Colors, Shades, mixed, nearest, ratio, toned


@pytest.mark.parametrize(
    ("color", "ground", "known"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#777777", "#ffffff", 4.48),  # the gray that just misses it
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_the_contrast_of_two_colors_matches_published_values(color: str, ground: str, known: float) -> None:
    assert ratio(color, ground) == ratio(ground, color) == pytest.approx(known, abs=0.005)


@pytest.mark.parametrize("color", ["#e0a000", "#ffcc00", "#ff0000", "#ffffff", "#80e0ff"])
def test_the_suggested_color_is_the_nearest_that_passes(color: str) -> None:
    def fits(shade: str) -> bool:
        return Shades.by_day(shade).ratio >= ENOUGH

    better = nearest(color, fits)
    assert fits(better)
    assert not fits(mixed(color, better, 0.06))


def test_a_color_that_passes_is_its_own_nearest() -> None:
    assert nearest("#0b5a58", lambda color: True) == "#0b5a58"


@pytest.mark.parametrize(
    "accent", ["#000000", "#004b87", "#8a1c4a", "#0b5a58", "#123456", "#5a0b0b", "#3d00ff"]
)
def test_the_dark_shade_is_readable_and_does_not_glare(accent: str) -> None:
    night = Colors.model_validate({"accent": accent}).night
    assert night.ratio >= 6.7
    assert toned(night.accent, 0.6) == night.accent
