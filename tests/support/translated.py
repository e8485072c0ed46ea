"""Guides in several languages: translations that tests make up, of the same texts in other letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from zlib import crc32

from babel.messages.plurals import get_plural

from generator.build import load_checked
from generator.load.po_file import Entry, PoFile, new_header, po_bytes
from generator.model.source_text import SourceText
from generator.model.units import GuideUnit, units
from generator.model.worksheet import Sentence
from generator.project import Project
from tests.support.interface import say

KEPT = re.compile(r"(\{[^{}]*\}|\]\([^()]*\)|https?://\S+)")
"""What translators keep: blanks, targets of links, addresses."""
ACCENTED = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")
ARABIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ,;?",
    "ابكدوفغهيجقلمنعبصرستثوظزيذ" * 2 + "،؛؟",
)
"""Letters that are written from right to left, for a language that's no language."""


def in_letters(text: str, letters: Mapping[int, int | str]) -> str:
    """Return `text` in other letters, with what translators keep."""
    return "".join(part if KEPT.fullmatch(part) else part.translate(letters) for part in KEPT.split(text))


def accented(text: str) -> str:
    """Return `text` with accents, as in the guide that's “Spanish.”"""
    return in_letters(text, ACCENTED)


def arabic(text: str) -> str:
    """Return `text` in Arabic letters, as in the guide that's “Arabic.”"""
    return in_letters(text, ARABIC)


def is_left_out(unit: GuideUnit) -> bool:
    """Return whether a `unit` isn't translated in a guide that's only translated in part."""
    if isinstance(unit.place.owner, Sentence) and unit.place.field == "text":
        return False  # translated examples would be in a sentence that isn't
    whole = ("principles/say-what-you-saw", "messages/ask-for-five-minutes")
    return unit.record in whole or crc32(unit.text.encode()) % 6 == 0


def add_language(
    folder: Path,
    language: str,
    name: str,
    translated: Callable[[str], str],
    skip: Callable[[GuideUnit], bool],
) -> None:
    """Add a `language` to the guide in `folder`, with all texts as `translated` says, but those to `skip`."""
    folder.joinpath("content/languages").mkdir(exist_ok=True)
    folder.joinpath(f"content/languages/{language}.yml").write_text(f"name: {name}\nlonger: 3\n", "utf-8")
    entries = tuple(
        Entry(unit.context, (unit.text,), (SourceText(translated(unit.text)),))
        for unit in units(load_checked(Project(folder)))
        if not skip(unit)
    )
    file = PoFile(new_header(language), entries)
    folder.joinpath(f"content/languages/{language}.po").write_bytes(po_bytes(file))


def add_interface(folder: Path, language: str, translated: Callable[[str], str]) -> None:
    """Have the program say everything in a `language` that it doesn't speak."""
    forms = get_plural(language).num_plurals

    def said(entry: Entry) -> tuple[str, ...]:
        *_, text = (translated(re.sub("{a_", "{", one)) for one in entry.english)
        return (text,) * (forms if len(entry.english) > 1 else 1)

    say(folder / "templates", language, said)
