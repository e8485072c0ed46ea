"""What the Typst files are told of a worksheet, as JSON: an author's texts are never code there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.editions import Edition
from generator.frame_data import framed, stamp_of, stamped
from generator.interface import Section
from generator.model import Guide, Worksheet
from generator.sections import AnySection, Commitment, Facilitation, Sentence
from generator.sheet_fields import commitment


def printed_sections(sheet: Worksheet) -> tuple[AnySection, ...]:
    """Return the sections of `sheet` that learners see: notes for whoever runs a group stay out."""
    return tuple(section for section in sheet.sections if not isinstance(section, Facilitation))


def stamp(sheet: Worksheet, guide: Guide, words: Section) -> str:
    """Return eight hex digits that change whenever anything printed on `sheet` does.

    The same for every paper and edition, so that one pile of sheets can be told from another.
    """
    return stamp_of(_texts(sheet, guide, words))


def sheet_data(sheet: Worksheet, guide: Guide, words: Section, edition: Edition) -> dict[str, Any]:
    """Return all that the Typst files are told but the paper and the setting."""
    return stamped(_texts(sheet, guide, words), guide, edition)


def _texts(sheet: Worksheet, guide: Guide, words: Section) -> dict[str, Any]:
    return {
        **framed(guide, sheet, sheet.from_),
        "principle": guide.principles[sheet.principle].name if sheet.principle else None,
        "sheet": {
            **sheet.model_dump(),
            "sections": [_section_data(one, words) for one in printed_sections(sheet)],
        },
    }


def _section_data(section: AnySection, words: Section) -> dict[str, Any]:
    data = section.model_dump()
    match section:
        case Sentence():
            data["pieces"] = list(_pieces(section))
        case Commitment():
            data["blanks"] = commitment(words)
    return data


def _pieces(sentence: Sentence) -> Iterator[str | dict[str, Any]]:
    for piece in sentence.pieces:
        yield piece if isinstance(piece, str) else piece.model_dump()
