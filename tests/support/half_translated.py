"""A guide of which only a part is translated, so that its pages have passages in two languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from zlib import crc32

from generator.load.loader import load
from generator.load.po_file import po_bytes, read_po_file
from generator.model.units import GuideUnit, units
from generator.model.worksheet import Sentence
from generator.project import Project
from tests.support.pseudo_language import Voice, translate_guide, translate_interface

WHOLE = ("principles/say-what-you-saw", "messages/ask-for-five-minutes")
"""Records of which nothing is translated."""


def is_left_out(unit: GuideUnit) -> bool:
    """Return whether a `unit` isn't translated: those of some records, and one in six of all others."""
    if isinstance(unit.place.owner, Sentence) and unit.place.field == "text":
        return False  # else, translated examples would be in a sentence that isn't
    return unit.record in WHOLE or crc32(unit.text.encode()) % 6 == 0


def translate_in_part(root: Path, language: str, voice: Voice) -> None:
    """Translate what the program says, and most of the guide in the folder `root`."""
    translate_interface(root, language, voice)
    catalog = translate_guide(root, language, voice)
    guide = load(Project.at(root)).guide
    assert guide
    left_out = {unit.key for unit in units(guide) if is_left_out(unit)}
    file = read_po_file(catalog.read_bytes(), catalog.name, language)
    entries = (entry for entry in file.entries if (entry.context, entry.english[0]) not in left_out)
    catalog.write_bytes(po_bytes(replace(file, entries=tuple(entries))))
