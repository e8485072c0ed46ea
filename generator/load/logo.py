"""Reads the file of a logo, and rejects anything harmful, too large or loaded from elsewhere.

The logo is on every page, and its file can be opened as a document of the site.
"""

from __future__ import annotations

import io
import warnings

from generator.load.drawing import Fault, read_drawing, too_heavy
from generator.model.brand import Logo
from generator.problems import ContentError, Problem

LARGEST = {"svg": 60_000, "png": 200_000}
"""Bytes; every reader downloads it with the first page."""
PIXELS = range(32, 2001)
"""Width and height of a PNG: enough not to be blurred in the header, and no photograph."""
ELONGATED = 8
"""The largest ratio of width to height; anything wider is too small to see in the header on a phone."""


def read(logo: Logo, data: bytes) -> Logo:
    """Return `logo` with `data`, the content of its file; raises `ContentError` with all its problems."""
    faults = [*too_heavy(data, LARGEST[logo.kind])]
    size = None
    if not faults:
        size = _size(data, faults) if logo.kind == "svg" else _pixels(data, faults)
    if size and not faults:
        width, height = size
        if 1 / 2 <= width / height <= ELONGATED:
            return logo.read(data, width / height)
        shape = f"it’s {width:.0f} wide and {height:.0f} high, which doesn’t fit the header of a page"
        fix = f"use one that’s at most {ELONGATED} times as wide as high, and at most twice as high as wide"
        faults.append((shape, fix))
    raise ContentError(
        Problem(logo.where, "bad-logo", f"{logo} can’t be the logo: {what}", fix) for what, fix in faults
    )


def _size(data: bytes, faults: list[Fault]) -> tuple[float, float] | None:
    """Return width and height of an SVG; adds what is wrong, and how to fix it, to `faults`."""
    drawing = read_drawing(data, faults)
    return (drawing.width, drawing.height) if drawing else None


def _pixels(data: bytes, faults: list[Fault]) -> tuple[float, float] | None:
    """Return width and height of a PNG; adds what is wrong, and how to fix it, to `faults`."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of a picture so large that it could be an attack
            with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
                width, height = picture.size
                if width in PIXELS and height in PIXELS:
                    picture.load()
                moves = getattr(picture, "is_animated", False)
    except Exception:  # decoders raise many kinds of errors for damaged files
        faults.append(("it isn’t a valid PNG file", "export it again as PNG"))
        return None
    if moves:
        faults.append(("it moves, which distracts readers", "export a single picture of it"))
    if width not in PIXELS or height not in PIXELS:
        pixels = f"{width} × {height} pixels, not {PIXELS.start} to {PIXELS.stop - 1} each way"
        faults.append((f"it has {pixels}", "export it at another size"))
    return width, height
