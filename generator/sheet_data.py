"""What the Typst files are told of a worksheet, as JSON: an author's texts are never code there."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import segno

from generator.editions import Edition
from generator.model import Guide, Worksheet
from generator.sections import AnySection, Commitment, Facilitation, Sentence
from generator.sheet_fields import COMMITMENT


def printed_sections(sheet: Worksheet) -> tuple[AnySection, ...]:
    """Return the sections of `sheet` that learners see: notes for whoever runs a group stay out."""
    return tuple(section for section in sheet.sections if not isinstance(section, Facilitation))


def stamp(sheet: Worksheet, guide: Guide) -> str:
    """Return eight hex digits that change whenever anything printed on `sheet` does.

    The same for every paper and edition, so that one pile of sheets can be told from another.
    """
    texts = json.dumps(_texts(sheet, guide), sort_keys=True)
    return hashlib.sha256(texts.encode()).hexdigest()[:8]


def sheet_data(sheet: Worksheet, guide: Guide, edition: Edition) -> dict[str, Any]:
    """Return all that the Typst files are told but the paper and the setting."""
    texts = _texts(sheet, guide)
    updated = guide.contents.updated
    return {
        **texts,
        "code": _code(texts["address"]),
        "stamp": stamp(sheet, guide),
        "updated": {"year": updated.year, "month": updated.month, "day": updated.day},
        "edition": {name.replace("_", "-"): value for name, value in asdict(edition).items()},
    }


def _texts(sheet: Worksheet, guide: Guide) -> dict[str, Any]:
    return {
        "site": {"name": guide.site.name, "language": guide.site.language},
        "license": guide.site.license.model_dump(),
        "principle": guide.principles[sheet.principle].name if sheet.principle else None,
        "sheet": {**sheet.model_dump(), "sections": list(map(_section_data, printed_sections(sheet)))},
        "sources": [guide.sources[id].model_dump() for id in sheet.from_],
        "address": f"{guide.site.url.rstrip('/')}/{sheet.address}",
    }


def _section_data(section: AnySection) -> dict[str, Any]:
    data = section.model_dump()
    match section:
        case Sentence():
            data["pieces"] = list(_pieces(section))
        case Commitment():
            data["blanks"] = COMMITMENT
    return data


def _pieces(sentence: Sentence) -> Iterator[str | dict[str, Any]]:
    for piece in sentence.pieces:
        yield piece if isinstance(piece, str) else piece.model_dump()


def _code(address: str) -> str:
    """Return a QR code as SVG; level M survives a coffee stain on 15 % of it."""
    svg = io.BytesIO()
    segno.make(address, error="m", micro=False).save(svg, kind="svg", xmldecl=False, border=0)
    return svg.getvalue().decode()
