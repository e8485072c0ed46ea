"""How languages are written, and in which typefaces; nothing else says which file has which letters.

The Latin ones come first everywhere. Other scripts have one typeface each; their letters come from it
wherever they occur.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from babel.core import get_global, parse_locale

from generator.model.language_names import text_direction
from generator.project import FONTS

USUAL = "Atkinson Hyperlegible"
SANS = FONTS / "atkinson-hyperlegible/AtkinsonHyperlegible-Regular.ttf"
BOLD = FONTS / "atkinson-hyperlegible/AtkinsonHyperlegible-Bold.ttf"
SERIF = FONTS / "source-serif-4/SourceSerif4[opsz,wght].ttf"


@dataclass(frozen=True, slots=True)
class Typeface:
    """The typeface for letters that the one for Latin text lacks. It has Latin letters, too."""

    name: str
    """As it's called in its files."""
    regular: Path
    bold: Path
    characters: str
    """Those that pages show in it, as in CSS."""
    in_serif: bool = False
    """Whether headings have them from `SERIF`."""
    whole: bool = False
    """Whether all text is in it, because its letters are in the middle of words with Latin ones."""
    deeper: float = 0
    """How much further below the line its letters reach than Latin ones, relative to the type size."""


NOTO = Typeface(
    "Noto Sans",
    FONTS / "noto-sans/NotoSans-Regular.ttf",
    FONTS / "noto-sans/NotoSans-Bold.ttf",
    "U+300-304,U+306,U+308,U+30B,U+30F,U+400-52F,U+2116",
    in_serif=True,
)
OTHERS: Mapping[str, Typeface] = {
    "Arab": Typeface(
        "Noto Sans Arabic",
        FONTS / "noto-sans-arabic/NotoSansArabic-Regular.ttf",
        FONTS / "noto-sans-arabic/NotoSansArabic-Bold.ttf",
        "U+600-6FF,U+750-77F,U+200C-200F,U+FB50-FBFF,U+FE70-FEFC",
        deeper=0.22,
    ),
    "Cyrl": NOTO,
    "Grek": replace(NOTO, characters="U+370-3FF"),
    "vi": replace(NOTO, characters="U+20-24F,U+300-323,U+1EA0-1EF9,U+20AB", whole=True),
}
"""By the code of the script in ISO 15924, or of the language. The files and licenses are in `FONTS`."""


def letters_of(language: str) -> str | None:
    """Return the key in `OTHERS` for the letters of `language`, such as `ar`; None if Latin ones suffice."""
    named, _, script, *_ = parse_locale(language, sep="-")
    likely: Mapping[str, str] = get_global("likely_subtags")
    codes = named, script or parse_locale(likely.get(named, named))[2]
    return next((code for code in codes if code in OTHERS), None)


def typeface_of(language: str) -> Typeface | None:
    """Return the typeface for the letters of `language`; None if the Latin ones have them."""
    return OTHERS.get(letters_of(language) or "")


def writing_data(language: str, source: str | None = None) -> dict[str, Any]:
    """Return what Typst templates get about how `language` is written, and the names of the typefaces.

    A translated guide has texts in the language of its `source`, too.
    """
    typeface = typeface_of(language)
    others = list(dict.fromkeys(other.name for other in OTHERS.values()))
    return {
        "direction": text_direction(language),
        "deeper": typeface.deeper if typeface else 0,
        "sans": [typeface.name, USUAL, *others] if typeface and typeface.whole else [USUAL, *others],
        "others": others,
        "source": source and {"language": source, "direction": text_direction(source)},
    }
