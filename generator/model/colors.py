"""The colors of a site: contrast as WCAG 2 measures it, and the nearest readable color."""

from __future__ import annotations

import colorsys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self

from pydantic import Field

from generator.model.fields import FieldText, invalid
from generator.model.record import Block

ACCENT = "#0b5a58"
"""The default color, as in templates/site/assets/style/1-tokens.css."""
PAPER, CARD, NIGHT = "#fbf9f4", "#ffffff", "#151b1a"
"""The backgrounds of pages and boxes in light mode, and of pages in dark mode, from the same file."""
WELL = 6.75
"""The contrast of an accent that is computed for dark mode."""
SOFT = 0.5
"""Its greatest saturation."""


class Color(FieldText):
    """A color as #rrggbb."""

    longest = 40
    pattern = r"^#[0-9a-fA-F]{6}$"
    rule = "bad-color"
    problem = "“{value}” isn’t a color"
    fix = 'write # and six digits from 0 to 9 and a to f, in quotes, such as "#0b5a58"'

    @classmethod
    def parse(cls, value: object) -> Self:
        if value == "":
            message = "there’s no color here: without quotes, # starts a comment"
            raise invalid(cls.rule, message, 'put it in quotes, such as "#0b5a58"')
        return super().parse(value)

    @classmethod
    def clean(cls, value: str) -> str:
        return super().clean(value).lower()


@dataclass(frozen=True, slots=True)
class Shades:
    """The colors of light or dark mode that depend on the accent; the others are the same for every guide."""

    accent: str
    """The color of headings, links and selected items."""
    tint: str
    """The background of highlighted boxes."""
    on_accent: str
    """The color of text on the accent."""
    grounds: tuple[str, ...]
    """All backgrounds that the accent is used on."""

    @classmethod
    def by_day(cls, accent: str) -> Shades:
        return cls(accent, tint := mixed(accent, CARD, 0.08), CARD, (PAPER, CARD, tint))

    @classmethod
    def by_night(cls, accent: str) -> Shades:
        return cls(accent, tint := mixed(accent, NIGHT, 0.15), "#0d201e", (NIGHT, "#1d2524", tint))

    @property
    def ratio(self) -> float:
        """The lowest contrast that the accent has anywhere."""
        return min(ratio(self.accent, ground) for ground in (*self.grounds, self.on_accent))


class Colors(Block):
    """The block `colors`."""

    accent: Color
    """The color of headings and links, as "#rrggbb", in quotes."""
    dark: Color | None = Field(default=None, exclude=True)
    """The same for dark mode; by default a light shade of the accent."""

    @property
    def day(self) -> Shades:
        """The colors in light mode and on paper."""
        return Shades.by_day(self.accent)

    @property
    def night(self) -> Shades:
        """The colors in dark mode."""
        soft = toned(self.accent, SOFT)
        shade = self.dark or nearest(soft, lambda color: Shades.by_night(color).ratio >= WELL)
        return Shades.by_night(shade)


ENOUGH = 4.5
"""The minimum contrast of text in its usual size (WCAG 2.2, success criterion 1.4.3, level AA)."""
STEPS = 500
"""Number of shades between black and white to search for the nearest."""


def channels(color: str) -> tuple[float, ...]:
    """Return red, green and blue of `color`, written as #rrggbb, each from 0 to 1."""
    return tuple(part / 255 for part in bytes.fromhex(color[1:]))


def ratio(color: str, ground: str) -> float:
    """Return the contrast of two colors: 1 for the same color, 21 for black and white."""
    lighter, darker = sorted((_luminance(color), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(color: str, ground: str, share: float) -> str:
    """Return `ground` with a `share` of `color` in it."""
    pairs = zip(channels(color), channels(ground), strict=True)
    return _hexadecimal(low + (high - low) * share for high, low in pairs)


def nearest(color: str, fits: Callable[[str], bool]) -> str:
    """Return the closest darker or lighter shade of `color` that fits; `color` itself if none does."""
    hue, now, saturation = colorsys.rgb_to_hls(*channels(color))
    lightnesses = sorted((step / STEPS for step in range(STEPS + 1)), key=lambda step: abs(step - now))
    shades = (_hexadecimal(colorsys.hls_to_rgb(hue, lightness, saturation)) for lightness in lightnesses)
    return next(filter(fits, shades), color)


def toned(color: str, most: float) -> str:
    """Return `color` with a saturation of at most `most`, from 0 to 1: bright colors glare in dark mode."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*channels(color))
    return _hexadecimal(colorsys.hls_to_rgb(hue, lightness, min(saturation, most)))


def _luminance(color: str) -> float:
    red, green, blue = map(_linear, channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _hexadecimal(parts: Iterable[float]) -> str:
    return "#" + bytes(round(part * 255) for part in parts).hex()
