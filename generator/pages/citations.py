"""Where the guide cites each source."""

from __future__ import annotations

from typing import NamedTuple

from pydantic import BaseModel

from generator.model.contacts import Contacts
from generator.model.guide import Guide
from generator.model.message import Message
from generator.model.principle import Why
from generator.model.reads import derived
from generator.model.record import Identified, Record, blocks
from generator.model.worksheet import Worksheet
from generator.model.workshop import Workshop

ANCHORS = {Why: "why", Worksheet: "why", Message: "letter", Workshop: "run", Contacts: "rhythm"}
"""The headings under which pages show the sources of blocks that have no ID of their own."""


class Citation(NamedTuple):
    """A place in the guide that cites a source."""

    text: str
    """What it says there."""
    address: str
    """With the anchor of the place."""


def citations_by_source(guide: Guide) -> dict[str, dict[str, list[Citation]]]:
    """Return the citations of each source by its ID, grouped by the title of their page."""
    cited: dict[str, dict[str, list[Citation]]] = {}
    # Advice first, then tools, then running text.
    order = sorted(guide.records(), key=lambda record: (record.folder == "pages", record.folder == "tools"))
    for record in order:
        for source, citation in citations(record):
            cited.setdefault(source, {}).setdefault(record.title, []).append(citation)
    return cited


@derived(list)
def citations(record: Record) -> list[tuple[str, Citation]]:
    """Return what `record` cites, each with the ID of the source."""
    return [
        (source, Citation(_text(block), f"{record.address}#{_anchor(block)}"))
        for block in blocks(record)
        for source in getattr(block, "from_", ())
    ]


def _text(block: BaseModel) -> str:
    """Return what readers call `block`: its name, or else the first of its texts."""
    texts = (value for field, value in block if field not in Identified.model_fields)
    return getattr(block, "name", "") or str(next(texts))


def _anchor(block: BaseModel) -> str:
    if isinstance(block, Identified) and not isinstance(block, Record):
        return block.id
    return ANCHORS.get(type(block), "content")  # the top of every page
