"""How well a color can be read on another, as WCAG 2 measures it, and the nearest color that can."""

from __future__ import annotations

import colorsys
from collections.abc import Callable, Iterable

ENOUGH = 4.5
"""The least contrast of text in its usual size (WCAG 2.2, success criterion 1.4.3, level AA)."""

STEPS = 500
"""Shades between black and white among which the nearest is looked for."""

Channels = tuple[float, float, float]


def channels(color: str) -> Channels:
    """Return red, green and blue of `color`, written as #rrggbb, each from 0 to 1."""
    red, green, blue = (int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def ratio(color: str, ground: str) -> float:
    """Return the contrast of two colors: 1 for the same, 21 for black and white."""
    lighter, darker = sorted((_luminance(color), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(color: str, ground: str, share: float) -> str:
    """Return `ground` with a `share` of `color` in it."""
    pairs = zip(channels(color), channels(ground), strict=True)
    return _hexadecimal(low + (high - low) * share for high, low in pairs)


def nearest(color: str, fits: Callable[[str], bool]) -> str:
    """Return the shade of `color`, darker or lighter, that fits and differs least; `color` when none does."""
    hue, now, saturation = colorsys.rgb_to_hls(*channels(color))
    lightnesses = sorted((step / STEPS for step in range(STEPS + 1)), key=lambda step: abs(step - now))
    shades = (_hexadecimal(colorsys.hls_to_rgb(hue, lightness, saturation)) for lightness in lightnesses)
    return next(filter(fits, shades), color)


def toned(color: str, most: float) -> str:
    """Return `color` with a saturation of at most `most`, from 0 to 1: a bright one glares in the dark."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*channels(color))
    return _hexadecimal(colorsys.hls_to_rgb(hue, lightness, min(saturation, most)))


def _luminance(color: str) -> float:
    red, green, blue = map(_linear, channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _hexadecimal(parts: Iterable[float]) -> str:
    return "#" + bytes(round(part * 255) for part in parts).hex()
