"""Cuts the guide's typefaces down to what its pages need, as small files for browsers.

The same faces stand on the printed sheets: Atkinson Hyperlegible for text, and Source Serif 4
for headings, fixed at the weight and optical size that the style sheet names.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

from generator.engine.disk_cache import DiskCache

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x131, 0x152, 0x153, 0x2212, 0x20AC]
PUNCTUATION = [0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026]
WIDE = [*LATIN, *PUNCTUATION, *range(0x100, 0x180)]
"""With the letters of names from Central Europe and Turkey, for text; headings do without."""
FEATURES = ("kern", "liga")
"""What headings do with their letters; digits as they come, and no marks to put on letters."""
WIDE_FEATURES = (*FEATURES, "ccmp", "locl", "mark")
"""With forms that some languages want, and marks that stand on letters by themselves."""
TEXT = "fontpkg_atkinson_hyperlegible"
HEADINGS = "fontpkg_source_serif_4"


def web_fonts(cache: Path) -> dict[str, bytes]:
    """Return the fonts by their address on the site, made anew only when a package or this code changes."""
    kept = DiskCache(cache / "fonts")
    made_from = _fingerprint()
    fonts = {}
    for name, make in {"text-400": _regular, "text-700": _bold, "serif-600": _serif}.items():
        key = f"{name}-{made_from}"
        if not (parts := kept.read(key)):
            parts = (make(),)
            kept.keep(key, parts)
        fonts[f"assets/fonts/{name}.woff2"] = parts[0]
    kept.prune()
    return fonts


def _regular() -> bytes:
    return _pack(_reduce(_open(TEXT, "AtkinsonHyperlegible-Regular.ttf"), WIDE, WIDE_FEATURES))


def _bold() -> bytes:
    return _pack(_reduce(_open(TEXT, "AtkinsonHyperlegible-Bold.ttf"), WIDE, WIDE_FEATURES))


def _serif() -> bytes:
    from fontTools.varLib.instancer import instantiateVariableFont

    # Few letters first: fixing the axes of all 1,500 glyphs takes ten times as long.
    variable = _reduce(_open(HEADINGS, "SourceSerif4[opsz,wght].ttf"), LATIN + PUNCTUATION, FEATURES)
    return _pack(instantiateVariableFont(variable, {"opsz": 24, "wght": 600}))


def _open(package: str, name: str) -> Any:
    from fontTools.ttLib import TTFont

    # Keeping the font's own date is what makes the bytes the same every time.
    return TTFont(BytesIO((files(package) / "files" / name).read_bytes()), recalcTimestamp=False)


def _reduce(font: Any, characters: list[int], features: tuple[str, ...]) -> Any:
    """Return `font` with `characters` and `features` of its layout alone."""
    from fontTools.subset import Options, Subsetter

    options = Options(hinting=False, desubroutinize=True, notdef_outline=True, name_IDs=[1, 2])
    options.layout_features = list(features)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    return font


def _pack(font: Any) -> bytes:
    """Return `font` as a WOFF2 file."""
    font.flavor = "woff2"
    written = BytesIO()
    font.save(written, reorderTables=False)
    return written.getvalue()


def _fingerprint() -> str:
    """Return a name for what the fonts are made from: the packages and this module."""
    packages = [version(name) for name in ("fonttools", "brotli", TEXT, HEADINGS)]
    made_by = Path(__file__).read_bytes()
    return hashlib.sha256(" ".join(packages).encode() + made_by).hexdigest()[:12]
