"""Cuts the typefaces to what pages need, as the files in generator/fonts/web.

The typefaces are those of printed worksheets, at the weight and optical size that the style sheet uses.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from generator.paper.typefaces import BOLD, OTHERS, SANS, SERIF

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x131, 0x152, 0x153, 0x2212, 0x20AC]
PUNCTUATION = [0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026]
WIDE = [*LATIN, *PUNCTUATION, *range(0x100, 0x180)]
"""With the letters of names from Central Europe and Turkey. For text; headings get fewer."""
FEATURES = ("kern", "liga")
"""OpenType features of headings: default digits, no combining marks."""
WIDE_FEATURES = (*FEATURES, "ccmp", "locl", "mark")
"""With the letterforms of some languages, and combining marks."""


def makers() -> dict[str, Callable[[], bytes]]:
    """Return what makes each file, by its name."""
    made: dict[str, Callable[[], bytes]] = {
        "text-400.woff2": partial(text, SANS, WIDE, WIDE_FEATURES),
        "text-700.woff2": partial(text, BOLD, WIDE, WIDE_FEATURES),
        "serif-600.woff2": partial(heading, LATIN + PUNCTUATION, FEATURES),
    }
    for code, face in OTHERS.items():
        letters: list[int] = parse_unicodes(face.characters)
        for weight, file in ((400, face.regular), (700, face.bold)):
            made[f"{code}-{weight}.woff2"] = partial(text, file, letters, ("*",))
        if face.in_serif:
            made[f"{code}-600.woff2"] = partial(heading, letters, WIDE_FEATURES)
    return made


def text(file: Path, letters: list[int], features: tuple[str, ...]) -> bytes:
    """Return the typeface in `file` with only these `letters` and OpenType `features`, as WOFF2."""
    return _woff2(_subset(file, letters, features))


def heading(letters: list[int], features: tuple[str, ...]) -> bytes:
    """Return the typeface of headings with only these `letters` and OpenType `features`, as WOFF2."""
    # Subset first: fixing the axes of all 1,500 glyphs takes ten times as long.
    return _woff2(instantiateVariableFont(_subset(SERIF, letters, features), {"opsz": 24, "wght": 600}))


def _subset(file: Path, letters: list[int], features: tuple[str, ...]) -> Any:
    # A timestamp of now would change the bytes every time.
    font = TTFont(file, recalcTimestamp=False)
    options = Options(hinting=False, desubroutinize=True, notdef_outline=True, name_IDs=[1, 2])
    options.layout_features = list(features)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    return font


def _woff2(font: Any) -> bytes:
    font.flavor = "woff2"
    file = BytesIO()
    font.save(file, reorderTables=False)
    return file.getvalue()
