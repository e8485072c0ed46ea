"""Compresses pictures of worksheet pages, by reducing them to a few colors."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import cast

from PIL import Image

PICTURE_COLORS = 16
"""Paper, ink, accent, and tint, with the shades between them; more would be invisible, and cost bytes."""
PIXELS_IN_SAMPLE = 32
"""Pixels of a color that become one in the sample. Colors with fewer are only at the edges of letters."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of one page."""

    webp: bytes
    half: bytes
    """The same at half the width, for lists."""
    width: int
    """Pixels."""
    height: int
    """Pixels."""


def picture(png: bytes) -> Picture:
    """Return the page in `png` as a `Picture`."""
    with Image.open(io.BytesIO(png)) as page:
        large = page.convert("RGB")
    colors = _few_colors(large)
    half = large.resize((large.width // 2, large.height // 2))
    return Picture(_webp(large, colors), _webp(half, colors), large.width, large.height)


def _webp(page: Image.Image, colors: Image.Image) -> bytes:
    """Return `page` in the palette of `colors`, lossless otherwise.

    For thin black letters on white, that is half the size of lossy compression, and sharper. More effort
    would take half as long again and save a twentieth.
    """
    webp = io.BytesIO()
    few = page.quantize(palette=colors, dither=Image.Dither.NONE)
    few.convert("RGB").save(webp, "WEBP", lossless=True, method=2, quality=0)
    return webp.getvalue()


def _few_colors(page: Image.Image) -> Image.Image:
    """Return an image with the best palette of `PICTURE_COLORS` for `page`.

    It is made from a sample with each color's share of the pixels, which takes a small part of the time and
    gives a palette that looks the same.
    """
    counts = cast("list[tuple[int, tuple[int, ...]]]", page.getcolors(page.width * page.height))
    sample = b"".join(bytes(color) * (count // PIXELS_IN_SAMPLE) for count, color in sorted(counts))
    # Without k-means, the tint of boxes would become a rarer color.
    return Image.frombytes("RGB", (len(sample) // 3, 1), sample).quantize(
        PICTURE_COLORS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE
    )
