"""Makes up complete translations: one in Latin letters, a third longer, and some in other letters.

What isn't a word stays: links, blanks, markup and line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from babel import Locale

from generator.load.catalog_update import updated
from generator.load.interface_catalog import interface_catalog, language_file
from generator.load.loader import load
from generator.load.po_file import PoEntry, PoFile, po_bytes, read_po_file
from generator.model.language import FOLDER
from generator.model.source_text import SourceText
from generator.model.units import units
from generator.project import Project

LONGER = 1.33
"""How many times as long as the original the Latin texts are."""
KEPT = re.compile(r"(\]\([^()\s]*\)|\{[^{}]*\})")
ACCENTS = str.maketrans("aeiouAEIOUncsz", "áéíóúÁÉÍÓÚñçšž")
ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابثدهفجحيخكلمنوصقرستعشطظزذ")
CYRILLIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопярстужвщыз")
GREEK = str.maketrans("abcdefghijklmnopqrstuvwxyz", "αβψδεφγηιξκλμνοπθρστυωςχύζ")
VIETNAMESE = str.maketrans("adeiouy", "ảđếịộữỳ")
Voice = Callable[[str], str]
"""Returns what a text is in a made-up language."""


def accented(text: str) -> str:
    """Return `text` with accents, and with vowels doubled until it's a third longer."""
    left = int(len(text) * LONGER) - len(text)
    said = ""
    for part in KEPT.split(text):
        for letter in part:
            is_doubled = left > 0 and letter in "aeiou" and not KEPT.fullmatch(part)
            left -= is_doubled
            said += (letter * (1 + is_doubled)).translate(ACCENTS) if not KEPT.fullmatch(part) else letter
    return said


def arabic(text: str) -> str:
    """Return `text` in Arabic letters."""
    return respelled(text, ARABIC)


def respelled(text: str, letters: Mapping[int, int]) -> str:
    """Return `text` with other `letters`."""
    return "".join(
        part if KEPT.fullmatch(part) else part.lower().translate(letters) for part in KEPT.split(text)
    )


def translate(root: Path, language: str, voice: Voice = accented) -> None:
    """Translate the guide in the folder `root` and what the program says, completely."""
    translate_guide(root, language, voice)
    translate_interface(root, language, voice)


def translate_guide(root: Path, language: str, voice: Voice = accented) -> Path:
    """Translate the guide in the folder `root` completely, and return the path of the catalog."""
    project = Project.at(root)
    guide = load(project).guide
    assert guide
    folder = project.content / FOLDER
    folder.mkdir(exist_ok=True)
    name = Locale.parse(language).get_display_name(language)
    (folder / f"{language}.yml").write_text(f"name: {name}\n", "utf-8")
    catalog = folder / f"{language}.po"
    catalog.write_bytes(spoken(updated(list(units(guide)), None, language, 1.35).data, language, voice))
    return catalog


def translate_interface(root: Path, language: str, voice: Voice = accented) -> None:
    """Translate what the program says on the site of the guide in the folder `root`."""
    if data := interface_catalog(Project.at(root).templates, language):
        path = root / "templates" / language_file(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(spoken(data, language, voice))


def spoken(data: bytes, language: str, voice: Voice) -> bytes:
    """Return the PO file in `data` with every translation that it lacks, or that's doubtful."""
    file = read_po_file(data, f"{language}.po", language)
    return po_bytes(replace(file, entries=tuple(_said(entry, file, voice) for entry in file.entries)))


def _said(entry: PoEntry, file: PoFile, voice: Voice) -> PoEntry:
    if entry.is_usable:
        return entry
    texts = entry.english if len(entry.english) == 1 else entry.english[-1:] * file.forms
    # The program's words for its kinds of pages have an article only in English.
    plain = (re.sub(r"\{a_(\w+)\}", r"{\1}", text) for text in texts)
    return replace(entry, said=tuple(SourceText(voice(text)) for text in plain), is_fuzzy=False, previous=())
