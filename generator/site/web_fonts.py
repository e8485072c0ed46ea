"""Subsets the guide's typefaces to what its pages need, as small files for browsers.

They're the same as on printed worksheets: Atkinson Hyperlegible for text, and Source Serif 4 for headings, at
the weight and optical size that the style sheet uses.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

from generator.engine.disk_cache import Caches, fingerprint
from generator.paper.typefaces import BOLD, SANS, SERIF, typeface_of

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x131, 0x152, 0x153, 0x2212, 0x20AC]
PUNCTUATION = [0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026]
WIDE = [*LATIN, *PUNCTUATION, *range(0x100, 0x180)]
"""With the letters of names from Central Europe and Turkey. For text; headings get fewer."""
FEATURES = ("kern", "liga")
"""OpenType features of headings: default digits, no combining marks."""
WIDE_FEATURES = (*FEATURES, "ccmp", "locl", "mark")
"""With the letterforms of some languages, and combining marks."""
OTHER = "other-{}"
"""The name of a font with letters that the others lack, with its weight."""
PACKAGES = ("fonttools", "brotli")


def web_fonts(caches: Caches, language: str) -> dict[str, bytes]:
    """Return the fonts for a site in `language` by address; kept until a typeface or code changes."""
    cache = caches.of("fonts")
    made_with = (Path(__file__).read_text("utf-8"), *map(version, PACKAGES))
    wanted: list[tuple[str, Path, list[int], Callable[[list[int], bytes], bytes]]] = [
        ("text-400", SANS, WIDE, _text),
        ("text-700", BOLD, WIDE, _text),
        ("serif-600", SERIF, LATIN + PUNCTUATION, _serif),
    ]
    if typeface := typeface_of(language):
        letters = _numbers(typeface.characters)
        wanted.append((OTHER.format(400), typeface.regular, letters, _others))
        wanted.append((OTHER.format(700), typeface.bold, letters, _others))
        if typeface.in_serif:
            wanted.append((OTHER.format(600), SERIF, letters, _other_headings))
    fonts = {}
    for name, file, letters, make in wanted:
        data = file.read_bytes()
        key = fingerprint((name, data, repr(letters), *made_with))
        if not (parts := cache.read(key)):
            parts = (make(letters, data),)
            cache.put(key, parts)
        fonts[f"assets/fonts/{name}.woff2"] = parts[0]
    return fonts


def font_faces(language: str) -> str:
    """Return the CSS for the letters of `language` that the usual fonts lack; empty if they have them.

    They join the families of the style sheet, so nothing else has to name them.
    """
    if not (typeface := typeface_of(language)):
        return ""
    return "".join(
        f'@font-face{{font-family:"{family}";src:url(fonts/{OTHER.format(weight)}.woff2) format("woff2");'
        f"font-weight:{shown};font-display:swap;unicode-range:{typeface.characters}}}"
        for family, weight, shown in (
            ("Guide Text", 400, 400),
            ("Guide Text", 700, 700),
            ("Guide Headings", 600 if typeface.in_serif else 700, 600),
        )
    )


def _text(letters: list[int], data: bytes) -> bytes:
    return _woff2(_subset(_open(data), letters, WIDE_FEATURES))


def _others(letters: list[int], data: bytes) -> bytes:
    return _woff2(_subset(_open(data), letters, ("*",)))


def _serif(letters: list[int], data: bytes) -> bytes:
    return _heading_font(letters, FEATURES, data)


def _other_headings(letters: list[int], data: bytes) -> bytes:
    return _heading_font(letters, WIDE_FEATURES, data)


def _heading_font(letters: list[int], features: tuple[str, ...], data: bytes) -> bytes:
    from fontTools.varLib.instancer import instantiateVariableFont

    # Subset first: fixing the axes of all 1,500 glyphs takes ten times as long.
    variable = _subset(_open(data), letters, features)
    return _woff2(instantiateVariableFont(variable, {"opsz": 24, "wght": 600}))


def _numbers(characters: str) -> list[int]:
    """Return the code points of `characters`, which are as in CSS."""
    from fontTools.subset import parse_unicodes

    numbers: list[int] = parse_unicodes(characters)
    return numbers


def _open(data: bytes) -> Any:
    from fontTools.ttLib import TTFont

    # A timestamp of now would change the bytes every time.
    return TTFont(BytesIO(data), recalcTimestamp=False)


def _subset(font: Any, characters: list[int], features: tuple[str, ...]) -> Any:
    """Return `font` with only these `characters` and OpenType `features`."""
    from fontTools.subset import Options, Subsetter

    options = Options(hinting=False, desubroutinize=True, notdef_outline=True, name_IDs=[1, 2])
    options.layout_features = list(features)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    return font


def _woff2(font: Any) -> bytes:
    font.flavor = "woff2"
    file = BytesIO()
    font.save(file, reorderTables=False)
    return file.getvalue()
