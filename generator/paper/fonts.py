"""The fonts for print, and which characters they have.

They come with the program, so a worksheet looks the same on every machine.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

from generator.model.foreign import plain
from generator.model.source_text import SourceText
from generator.paper.context import leaves
from generator.paper.typefaces import OTHERS, SANS
from generator.problems import Problem, Problems
from generator.project import FONTS


@cache
def fonts() -> typst.Fonts:
    """Return the fonts for Typst: ours, and none of the system's."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def missing_characters(value: object) -> Problems:
    """Yield a problem for each character in the texts of `value` that the fonts lack."""
    for text in (leaf for leaf in leaves(value) if isinstance(leaf, SourceText)):
        # A test ensures that the heading font has every character of the text font. Typst combines a letter
        # and the accent after it into one character.
        for character in sorted(set(unicodedata.normalize("NFC", plain(text))) - printable()):
            name = unicodedata.name(character, "unnamed character").lower()
            yield Problem(
                text.where,
                "no-glyph",
                f"this is printed, too, and the font for paper has no “{character}” "
                f"(U+{ord(character):04X}, {name})",
                "write it with letters or signs that the font has, such as Latin letters",
            )


@cache
def printable() -> frozenset[str]:
    """Return every character that can be printed, in text and in headings."""
    others = (typeface.regular for typeface in OTHERS.values())
    return frozenset().union(*map(characters, (SANS, *others)))


@cache
def characters(font: Path) -> frozenset[str]:
    """Return every character that `font` has."""
    with TTFont(font, lazy=True) as file:
        return frozenset(map(chr, file.getBestCmap()))
