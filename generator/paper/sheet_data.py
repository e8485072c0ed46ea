"""What the Typst files are told of a worksheet, as JSON: an author's texts are never code there."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

import segno

from generator.load.strings import Strings
from generator.model.fields import Slug
from generator.model.formats import Edition
from generator.model.guide import Guide
from generator.model.record import Record
from generator.model.settings import SiteConfig
from generator.model.worksheet import AnySection, Commitment, Facilitation, Sentence, Worksheet
from generator.paper.form_fields import commitment


def printed_sections(sheet: Worksheet) -> tuple[AnySection, ...]:
    """Return the sections of `sheet` that learners see: notes for whoever runs a group stay out."""
    return tuple(section for section in sheet.sections if not isinstance(section, Facilitation))


def stamp(sheet: Worksheet, guide: Guide, words: Strings) -> str:
    """Return eight hex digits that change whenever anything printed on `sheet` does.

    The same for every paper and edition, so that one pile of sheets can be told from another.
    """
    return content_stamp(_texts(sheet, guide, words))


def sheet_data(sheet: Worksheet, guide: Guide, words: Strings, edition: Edition) -> dict[str, Any]:
    """Return all that the Typst files are told but the paper and the setting."""
    return stamped(_texts(sheet, guide, words), guide, edition)


def _texts(sheet: Worksheet, guide: Guide, words: Strings) -> dict[str, Any]:
    return {
        **common_data(guide, sheet, sheet.from_),
        "principle": guide.principles[sheet.principle].name if sheet.principle else None,
        "sheet": {
            **sheet.model_dump(),
            "sections": [_section_data(one, words) for one in printed_sections(sheet)],
        },
    }


def _section_data(section: AnySection, words: Strings) -> dict[str, Any]:
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


def common(guide: Guide) -> dict[str, Any]:
    """Return what the Typst files are told of the guide as a whole."""
    return {
        "site": {"name": guide.site.name, "language": guide.site.language},
        "license": guide.site.license.model_dump(),
        **_own(guide.site),
    }


def _own(site: SiteConfig) -> dict[str, Any]:
    """Return what a place made its own; what it did not is not mentioned, so that no stamp depends on it."""
    own = dict[str, Any]()
    if site.colors:
        own["colors"] = {"accent": site.colors.day.accent, "tint": site.colors.day.tint}
    if site.logo:
        name = site.contact.name if site.contact else site.name
        own["logo"] = {"drawing": site.logo.drawing, "ratio": site.logo.ratio, "name": name}
    if site.contact:
        own["contact"] = {"name": site.contact.name, "ways": [words for _, words in site.contact.ways]}
    return own


def common_data(guide: Guide, record: Record, sources: Iterable[Slug]) -> dict[str, Any]:
    """Return what stands around the texts of `record`, which rests on `sources`."""
    return {
        **common(guide),
        "sources": [guide.sources[id].model_dump(exclude={"reviewed"}) for id in sources],
        "address": f"{guide.site.url.rstrip('/')}/{record.address}",
    }


def content_stamp(texts: Mapping[str, Any]) -> str:
    """Return eight hex digits that change whenever anything in `texts` does."""
    return hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()[:8]


def stamped(texts: Mapping[str, Any], guide: Guide, edition: Edition) -> dict[str, Any]:
    """Return `texts`, framed already, with a code to scan, a stamp, the day and the edition."""
    return {
        **texts,
        **with_date(guide, edition),
        "code": _code(texts["address"]),
        "stamp": content_stamp(texts),
    }


def with_date(guide: Guide, edition: Edition) -> dict[str, Any]:
    """Return the day of the last change and the edition, as the Typst files know them."""
    updated = guide.outline.updated
    return {
        "updated": {"year": updated.year, "month": updated.month, "day": updated.day},
        "edition": {name.replace("_", "-"): value for name, value in asdict(edition).items()},
    }


@cache
def _code(address: str) -> str:
    """Return a QR code as SVG; level M survives a coffee stain on 15 % of it."""
    svg = io.BytesIO()
    segno.make(address, error="m", micro=False).save(svg, kind="svg", xmldecl=False, border=0)
    return svg.getvalue().decode()
