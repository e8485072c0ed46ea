"""How well a color can be read on another, as WCAG 2 measures it, and the nearest color that can."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self

from pydantic import Field

from generator.model.fields import FieldText, mistake
from generator.model.record import Block

ACCENT = "#0b5a58"
"""The color of a guide that names none, as in templates/site/assets/style/1-tokens.css."""
PAPER, CARD, NIGHT = "#fbf9f4", "#ffffff", "#151b1a"
"""The ground of pages and boxes by day, and of pages in the dark, from the same place."""
WELL = 6.75
"""The contrast of an accent that is made for the dark."""
SOFT = 0.5
"""Its greatest saturation."""


class Color(FieldText):
    """A color as #rrggbb."""

    longest = 40
    pattern = r"^#[0-9a-fA-F]{6}$"

    @classmethod
    def parse(cls, value: object) -> Self:
        if value == "":
            raise mistake(
                "bad-color",
                "no color stands here, for without quotes a # begins a comment",
                'put quotes round it, like "#0b5a58"',
            )
        return super().parse(value)

    @classmethod
    def clean(cls, value: str) -> str:
        return super().clean(value).lower()

    @classmethod
    def validate(cls, value: str) -> None:
        if not re.fullmatch(cls.pattern, value):
            raise mistake(
                "bad-color",
                f"“{value}” is not a color",
                'write # and six digits of 0 to 9 and a to f, in quotes, like "#0b5a58"',
            )


@dataclass(frozen=True, slots=True)
class Shades:
    """The colors of one scheme that depend on the accent; the others are those of every guide."""

    accent: str
    """Headings, links and what is chosen."""
    tint: str
    """The ground of boxes that stand out."""
    on_accent: str
    """Letters on the accent."""
    grounds: tuple[str, ...]
    """All on which the accent stands."""

    @classmethod
    def by_day(cls, accent: str) -> Shades:
        return cls(accent, tint := mixed(accent, CARD, 0.08), CARD, (PAPER, CARD, tint))

    @classmethod
    def by_night(cls, accent: str) -> Shades:
        return cls(accent, tint := mixed(accent, NIGHT, 0.15), "#0d201e", (NIGHT, "#1d2524", tint))

    @property
    def ratio(self) -> float:
        """The least contrast that the accent has anywhere."""
        return min(ratio(self.accent, ground) for ground in (*self.grounds, self.on_accent))


class Colors(Block):
    """The block `colors`."""

    accent: Color
    """The color of headings and links, as "#rrggbb", in quotes."""
    dark: Color | None = Field(default=None, exclude=True)
    """The same on a dark ground; by default a light shade of the accent."""

    @property
    def day(self) -> Shades:
        """The colors by day and on paper."""
        return Shades.by_day(self.accent)

    @property
    def night(self) -> Shades:
        """The colors in the dark."""
        soft = toned(self.accent, SOFT)
        shade = self.dark or nearest(soft, lambda color: Shades.by_night(color).ratio >= WELL)
        return Shades.by_night(shade)


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
