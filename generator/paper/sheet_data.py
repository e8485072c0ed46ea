"""What the Typst templates get about a worksheet, as JSON."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from generator.load.strings import Strings
from generator.model.fields import Slug
from generator.model.foreign import MARKED
from generator.model.guide import Guide
from generator.model.paper_sizes import Edition
from generator.model.record import Record
from generator.model.worksheet import (
    AnySection,
    Commitment,
    Facilitation,
    OwnWords,
    Sentence,
    Timeline,
    Worksheet,
)
from generator.paper.fillable_fields import commitment


def printed_sections(sheet: Worksheet) -> tuple[AnySection, ...]:
    """Return the sections of `sheet` that are printed: all but the notes for whoever leads a group."""
    return tuple(section for section in sheet.sections if not isinstance(section, Facilitation))


def stamp(sheet: Worksheet, guide: Guide, strings: Strings) -> str:
    """Return eight hex digits that change whenever anything printed on `sheet` does.

    They are the same for every paper size and edition, and show whether two printed copies are alike.
    """
    return content_stamp(_texts(sheet, guide, strings))


def sheet_data(sheet: Worksheet, guide: Guide, strings: Strings, edition: Edition) -> dict[str, Any]:
    """Return everything the templates get about `sheet`, except the paper, the layout, and strings."""
    return with_stamp(_texts(sheet, guide, strings), guide, edition)


def _texts(sheet: Worksheet, guide: Guide, strings: Strings) -> dict[str, Any]:
    sections = printed_sections(sheet)
    # The first rating and the first checklist show how to answer.
    first = {section.kind: section.id for section in reversed(sections)}
    shown = {first.get("rating"), first.get("checklist")}
    mark, translation = guide.mark(sheet), guide.translation
    data = sheet.model_dump(exclude={"why", "next"})
    by_id = {section["id"]: section for section in data["sections"]}
    return {
        **common_data(guide, sheet, sheet.from_),
        "principle": principle_name(sheet, guide),
        **({"help": help_lines(sheet, guide, strings)} if sheet.local_help else {}),
        **({"help-in-source": True} if translation and not translation.settings.local_help else {}),
        **({"mark": mark.drawing} if mark else {}),
        "sheet": {
            **data,
            "sections": [
                {
                    **by_id[section.id],
                    **_section_data(section, strings),
                    "number": number,
                    "shows": section.id in shown,
                }
                for number, section in enumerate(sections, start=1)
            ],
            "minutes": sheet.minutes,
        },
    }


def principle_name(sheet: Worksheet, guide: Guide) -> str | None:
    """Return what the principle of `sheet` is called; None without one, or if that isn't translated."""
    name = guide.principles[sheet.principle].name if sheet.principle else None
    return name if name and not MARKED.search(name) else None


def help_lines(sheet: Worksheet, guide: Guide, strings: Strings) -> list[str]:
    """Return a line for each entry of the local help that `sheet` shows, or else the words for any place."""
    text, entries = strings.local_help, guide.site.help_for(sheet.local_help)
    lines = []
    for entry in entries:
        said = (text[link[:3]](number=name) if link[:3] in text else name for link, name in entry.ways)
        lines.append(f"{entry.say}: {' · '.join((entry.name, *said))}")
    missing = set(sheet.local_help).difference(entry.kind for entry in entries)
    return [*lines, str(text.nothing)] if missing else lines


def _section_data(section: AnySection, strings: Strings) -> dict[str, Any]:
    """Return what `section` has besides its fields."""
    match section:
        case Sentence():
            return {"pieces": [one if isinstance(one, str) else one.model_dump() for one in section.pieces]}
        case Timeline():
            return {"stations": section.stations}
        case OwnWords():
            return {"lines": section.lines}
        case Commitment():
            return {"blanks": commitment(strings)}
    return {}


def guide_data(guide: Guide) -> dict[str, Any]:
    """Return what the templates get about the guide as a whole.

    What a host didn't set is left out, so that no stamp depends on it.
    """
    site = guide.site
    data: dict[str, Any] = {
        "site": {"name": site.name, "language": site.language},
        "license": site.license.model_dump(),
    }
    if site.colors:
        data["colors"] = {"accent": site.colors.day.accent, "tint": site.colors.day.tint}
    if site.logo:
        name = site.contact.name if site.contact else site.name
        data["logo"] = {"drawing": site.logo.drawing, "ratio": site.logo.ratio, "name": name}
    if site.contact:
        data["contact"] = {"name": site.contact.name, "ways": [text for _, text in site.contact.ways]}
    return data


def common_data(guide: Guide, record: Record, sources: Iterable[Slug]) -> dict[str, Any]:
    """Return what the templates get about the guide, and about the page and the `sources` of `record`."""
    return {
        **guide_data(guide),
        "sources": [guide.sources[id].model_dump(exclude={"reviewed"}) for id in sources],
        "address": guide.site.page_url(record.address),
    }


def common_texts(guide: Guide, sources: Iterable[Slug]) -> Iterator[object]:
    """Yield the texts of authors that are in `common_data`."""
    yield from (guide.site.name, guide.site.license.name, guide.site.contact)
    for id in sources:
        yield from (guide.sources[id].label, guide.sources[id].cite)


def content_stamp(texts: Mapping[str, Any]) -> str:
    """Return eight hex digits that change whenever anything in `texts` does."""
    return hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()[:8]


def with_stamp(texts: Mapping[str, Any], guide: Guide, edition: Edition) -> dict[str, Any]:
    """Return `texts`, which include `common_data`, with their stamp, a QR code, the date, and the edition."""
    return {
        **texts,
        **edition_data(guide, edition),
        "code": texts["address"] and qr_code(texts["address"]),
        "stamp": content_stamp(texts),
    }


def edition_data(guide: Guide, edition: Edition) -> dict[str, Any]:
    """Return what the templates get about the date of the last change and the edition."""
    updated = guide.outline.updated
    return {
        "updated": {"year": updated.year, "month": updated.month, "day": updated.day},
        "edition": {name.replace("_", "-"): value for name, value in asdict(edition).items()},
    }


@cache
def qr_code(address: str) -> str:
    """Return a QR code as SVG. Error correction level M survives a coffee stain on 15 % of it."""
    import segno  # few runs make one, and it loads much else

    svg = io.BytesIO()
    segno.make(address, error="m", micro=False).save(svg, kind="svg", xmldecl=False, border=0)
    return svg.getvalue().decode()
