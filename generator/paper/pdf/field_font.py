"""Embeds the font for what readers type into a PDF form.

Any character can be typed, so the font is embedded with every glyph. A field without its font would show many
European names as boxes, and would violate PDF/A.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from generator.paper.typefaces import SANS, typeface_of

UNITS = 1000
"""Per type size; PDF measures glyphs in these."""
SYMBOLIC = 4
"""Flag of a font that is used by glyph number, not by a named character set."""
SHAPES = range(0xFB50, 0xFEFD)
"""Characters that are shapes of Arabic letters."""
LONGEST_LIST = 100
"""Entries that one list of a character map can have."""


def field_font(document: Pdf, language: str) -> Object:
    """Add the font for the letters of `language` to `document`, by glyph numbers, and return it."""
    typeface = typeface_of(language)
    path = typeface.regular if typeface else SANS
    name, metrics, widths, character_map = _font(path)
    file = Stream(document, path.read_bytes())
    file["/Length1"] = len(path.read_bytes())
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(name),
        Flags=SYMBOLIC,
        ItalicAngle=0,
        StemV=80,
        FontFile2=document.make_indirect(file),
        **metrics,
    )
    glyphs = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name(name),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=document.make_indirect(descriptor),
        W=Array([0, Array(widths)]),
        CIDToGIDMap=Name.Identity,
    )
    return document.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name(name),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([document.make_indirect(glyphs)]),
            ToUnicode=document.make_indirect(Stream(document, character_map)),
        )
    )


@cache
def _font(path: Path) -> tuple[str, dict[str, Any], tuple[int, ...], bytes]:
    """Return the font's name, metrics for its descriptor, glyph widths, and map from glyphs to characters."""
    with TTFont(path) as font:
        order = font.getGlyphOrder()
        # Of a glyph's characters, the first counts.
        by_character = sorted(font.getBestCmap().items(), reverse=True)
        characters = {font.getGlyphID(glyph): _meant(character) for character, glyph in by_character}
        head, horizontal = font["head"], font["hhea"]
        size: int = head.unitsPerEm

        def in_units(value: float) -> int:
            return round(value * UNITS / size)

        metrics = {
            "FontBBox": tuple(map(in_units, (head.xMin, head.yMin, head.xMax, head.yMax))),
            "Ascent": in_units(horizontal.ascent),
            "Descent": in_units(horizontal.descent),
            "CapHeight": in_units(font["OS/2"].sCapHeight),
        }
        widths = tuple(in_units(font["hmtx"][glyph][0]) for glyph in order)
        return f"/{font['name'].getDebugName(6)}", metrics, widths, _character_map(characters)


def _meant(character: int) -> str:
    """Return what a `character` is: of the shapes that an Arabic letter has next to others, the letter."""
    return unicodedata.normalize("NFKC", chr(character)) if character in SHAPES else chr(character)


def _character_map(characters: dict[int, str]) -> bytes:
    """Return the table of the character for each glyph, without which text can't be copied or read aloud."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    entries = sorted(characters.items())
    for start in range(0, len(entries), LONGEST_LIST):
        part = entries[start : start + LONGEST_LIST]
        lines.append(f"{len(part)} beginbfchar")
        lines += (f"<{glyph:04X}> <{one.encode('utf-16-be').hex().upper()}>" for glyph, one in part)
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")
