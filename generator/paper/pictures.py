"""Pictures of the pages of a sheet, small enough for a phone."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import cast

from PIL import Image

PICTURE_COLORS = 16
"""Paper, ink, accent and tint, with the shades between them; more cannot be seen, and cost bytes."""
DOTS_IN_ONE = 8
"""Dots of a color that count as one while the few are sought; with more, rare shades would count too much."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as people see it."""

    webp: bytes
    half: bytes
    """The same half as wide, for lists."""
    width: int
    """Pixels."""
    height: int
    """Pixels."""


def _picture(png: bytes) -> Picture:
    with Image.open(io.BytesIO(png)) as page:
        large = page.convert("RGB")
    half = large.resize((large.width // 2, large.height // 2))
    return Picture(_webp(large), _webp(half), large.width, large.height)


def _webp(page: Image.Image) -> bytes:
    """Return a picture of a printed page in the few colors that it needs, without loss but for those.

    Thin black letters on white: so it is half the size of a lossy picture, and sharper.
    """
    webp = io.BytesIO()
    few = page.quantize(palette=_few_colors(page), dither=Image.Dither.NONE)
    few.convert("RGB").save(webp, "WEBP", lossless=True, method=4, quality=75)
    return webp.getvalue()


def _few_colors(page: Image.Image) -> Image.Image:
    """Return an image that has the few colors with which `page` is shown best.

    They are sought in a smaller picture, in which each color has its share of dots but no place: so it takes
    a quarter of the time, and no eye sees a difference.
    """
    counts = cast("list[tuple[int, tuple[int, ...]]]", page.getcolors(page.width * page.height))
    dots = b"".join(bytes(color) * -(-count // DOTS_IN_ONE) for count, color in sorted(counts))
    # Averaged until they stay, or the tint of boxes would be taken for one that is seen less.
    return Image.frombytes("RGB", (len(dots) // 3, 1), dots).quantize(
        PICTURE_COLORS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE
    )
