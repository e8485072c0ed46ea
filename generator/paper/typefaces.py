"""How languages are written, and in which typefaces; nothing else says which file has which letters.

The Latin ones come first everywhere. Other scripts have one typeface each, for text and headings; their
letters come from it wherever they occur.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.core import get_global, parse_locale

from generator.model.language_names import text_direction
from generator.project import FONTS

SANS = FONTS / "atkinson-hyperlegible/AtkinsonHyperlegible-Regular.ttf"
BOLD = FONTS / "atkinson-hyperlegible/AtkinsonHyperlegible-Bold.ttf"
SERIF = FONTS / "source-serif-4/SourceSerif4[opsz,wght].ttf"


@dataclass(frozen=True, slots=True)
class Typeface:
    """The typeface of a script that the Latin ones don't have. It has Latin letters, too."""

    name: str
    """As it's called in its files."""
    regular: Path
    bold: Path
    characters: str
    """Those that pages show in it, as in CSS."""
    deeper: float
    """How much further below the line its letters reach than Latin ones, relative to the type size."""


OTHER_SCRIPTS: Mapping[str, Typeface] = {
    "Arab": Typeface(
        "Noto Sans Arabic",
        FONTS / "noto-sans-arabic/NotoSansArabic-Regular.ttf",
        FONTS / "noto-sans-arabic/NotoSansArabic-Bold.ttf",
        "U+600-6FF,U+750-77F,U+200C-200F,U+FB50-FBFF,U+FE70-FEFC",
        0.22,
    ),
}
"""By the code of the script in ISO 15924. To add one, put its files and license in `FONTS`."""


def typeface_of(language: str) -> Typeface | None:
    """Return the typeface for the script of `language`, such as `ar`; None if the Latin ones have it."""
    named, _, script, *_ = parse_locale(language, sep="-")
    likely: Mapping[str, str] = get_global("likely_subtags")
    return OTHER_SCRIPTS.get(script or parse_locale(likely.get(named, named))[2] or "")


def writing_data(language: str, source: str | None = None) -> dict[str, Any]:
    """Return what Typst templates get about how `language` is written, and the names of the typefaces.

    A translated guide has texts in the language of its `source`, too.
    """
    typeface = typeface_of(language)
    return {
        "direction": text_direction(language),
        "deeper": typeface.deeper if typeface else 0,
        "fonts": [other.name for other in OTHER_SCRIPTS.values()],
        "source": source and {"language": source, "direction": text_direction(source)},
    }
