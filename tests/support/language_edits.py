"""Edits of a guide in three languages: of its texts, of their translations, of the settings of a language."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from zlib import crc32

from generator.load.po_file import PoEntry, po_bytes, read_po_file
from generator.model.source_text import SourceText
from tests.support.edits import (
    ASK,
    CONFIG,
    LIST,
    MESSAGE,
    OUTLINE,
    SAW,
    SHEET,
    WAIT,
    WHY,
    WORKSHOP,
    Edit,
    adding,
    converting,
    make_guide,
    renaming,
    replacing,
    together,
    touching,
)
from tests.support.half_translated import translate_in_part
from tests.support.pseudo_language import KEPT, accented, translate, translate_guide

WHOLE, HALF, HIDDEN = "es", "pl", "cs"
"""Languages: one that's completely translated, one in part, and one that isn't published yet. The program has
no dictionary of the last two."""
WORDS = (
    "y o a un de la el con los por casa vida libro grupo tiempo amigos manera persona trabajo ejemplo "
    "pregunta momentos palabras respuesta problemas compañero conversar importante situaciones diferentes"
).split()
WORD = re.compile(r"[^\W\d_]+")
FOLDER = "content/languages"


def make_translated_guide(folder: Path) -> None:
    """Make a guide in three languages, two of them published, and begin a fourth one."""
    make_guide(folder)
    translate(folder, WHOLE, spanish)
    translate_in_part(folder, HALF, accented)
    catalog = translate_guide(folder, HIDDEN)
    file = read_po_file(catalog.read_bytes(), catalog.name, HIDDEN)
    catalog.write_bytes(po_bytes(replace(file, entries=file.entries[: len(file.entries) // 3])))


def spanish(text: str) -> str:
    """Return `text` with words of Spanish that are about as long; most sentences make no sense."""

    def word(found: re.Match[str]) -> str:
        fitting = [one for one in WORDS if len(found[0]) - 1 <= len(one) <= len(found[0]) + 1] or WORDS[-1:]
        return fitting[crc32(f"{found.start()}{found[0]}".encode()) % len(fitting)]

    return "".join(part if KEPT.fullmatch(part) else WORD.sub(word, part) for part in KEPT.split(text))


def retranslating(language: str, context: str, change: Callable[[PoEntry], PoEntry]) -> Edit:
    """Return an edit that changes the translations of the texts whose context begins with `context`."""
    return Edit(f"{language}.po: {context}", partial(_retranslate, language, context, change))


def _retranslate(language: str, context: str, change: Callable[[PoEntry], PoEntry], guide: Path) -> None:
    path = guide / FOLDER / f"{language}.po"
    file = read_po_file(path.read_bytes(), path.name, language)
    entries = (change(one) if one.context.startswith(context) and one.said else one for one in file.entries)
    path.write_bytes(po_bytes(replace(file, entries=tuple(entries))))


def reword(entry: PoEntry) -> PoEntry:
    """Return `entry` with another word at the end of each line, or without it."""
    end = " más"
    said = "\n".join(
        line.removesuffix(end) if line.endswith(end) else line + end for line in entry.said[0].split("\n")
    )
    return replace(entry, said=(SourceText(said),))


def misspell(entry: PoEntry) -> PoEntry:
    """Return `entry` with a word at its end that's in no dictionary, or without it."""
    end, said = " palabrra", entry.said[0]
    return replace(entry, said=(SourceText(said.removesuffix(end) if said.endswith(end) else said + end),))


def doubt(entry: PoEntry) -> PoEntry:
    """Return `entry` with a translation that someone has to look at, or that someone has looked at."""
    return replace(entry, is_fuzzy=not entry.is_fuzzy)


def copy_original(entry: PoEntry) -> PoEntry:
    """Return `entry` with the original as its translation; done again, in capital letters."""
    english = entry.english[0]
    return replace(entry, said=(SourceText(english.upper() if entry.said[0] == english else english),))


def remark(entry: PoEntry) -> PoEntry:
    """Return `entry` with a remark of a translator, or without it, so that others have other lines."""
    return replace(entry, remarks=() if entry.remarks else ("Is that what they say?",))


def break_link(entry: PoEntry) -> PoEntry:
    """Return `entry` with a link that the original doesn't have, or without it."""
    link, said = " [x](start)", entry.said[0]
    return replace(entry, said=(SourceText(said.removesuffix(link) if said.endswith(link) else said + link),))


DOUBT_ONE = retranslating(WHOLE, "principles/ask-first/today", doubt)
REWORD_ONE = retranslating(WHOLE, "principles/ask-first/why/text", reword)
REMARK = retranslating(WHOLE, "principles/ask-first/why/text", remark)
TRANSLATED = replacing(ASK, "Leads who ask", "Those who ask")
"""An edit of a text that's translated."""
LANGUAGE_EDITS = (
    TRANSLATED,
    DOUBT_ONE,
    REWORD_ONE,
    REMARK,
    retranslating(WHOLE, "principles/wait", doubt),
    retranslating(WHOLE, "principles/wait/title", reword),
    retranslating(HALF, "principles/ask-first", reword),
    retranslating(HALF, "principles/wait", doubt),
    retranslating(HALF, "messages", doubt),
    retranslating(WHOLE, "messages", doubt),
    retranslating(WHOLE, "messages/ask-for-five-minutes/body", reword),
    retranslating(WHOLE, "glossary", reword),
    retranslating(WHOLE, "checklists/before-the-talk", copy_original),
    retranslating(HALF, "pages/why-it-is-hard", copy_original),
    retranslating(WHOLE, "worksheets", doubt),
    retranslating(HALF, "workshops", reword),
    retranslating(WHOLE, "guide", reword),
    retranslating(WHOLE, "sources", doubt),
    retranslating(WHOLE, "site", reword),
    retranslating(WHOLE, "", remark),
    retranslating(WHOLE, "", doubt),  # the language isn't published any more
    retranslating(HALF, "principles/ask-first/why/text", break_link),
    retranslating(WHOLE, "principles/ask-first/today", misspell),
    retranslating(WHOLE, "principles/wait/today", misspell),
    retranslating(HIDDEN, "principles", doubt),
    retranslating(HIDDEN, "", reword),
    replacing(f"{FOLDER}/{WHOLE}.po", "msgstr", "msgstring"),
    replacing(f"{FOLDER}/{WHOLE}.yml", "name: ", "words: [Lena, zzz]\nname: "),
    replacing(f"{FOLDER}/{WHOLE}.yml", "name: ", "terms: {remark: palabra}\nname: "),
    replacing(f"{FOLDER}/{HALF}.yml", "name: ", "grade: 3\nname: "),
    replacing(f"{FOLDER}/{WHOLE}.yml", "name: español", "name: Castellano"),
    adding(f"{FOLDER}/it.po", ""),
    touching(f"{FOLDER}/{WHOLE}.po"),
    converting(f"{FOLDER}/{HALF}.po"),
    # Texts of the original, of which some are translated and some aren't
    replacing(ASK, "do: Ask one short question", "do: Ask a short question"),
    replacing(ASK, "title: Ask before you tell", "title: Ask first of all"),
    replacing(SAW, "A camera's view", "What a camera sees"),
    replacing(WAIT, "answer and listen", "answer, and listen"),
    replacing(WAIT, "name: Wait", "name: Waiting"),
    replacing(MESSAGE, "Wait until they answer.", "Wait for an answer."),
    replacing(MESSAGE, "title: Ask for five", "title: Ask for ten"),
    replacing(LIST, "Say so. It is allowed to be hard.", "Say so."),
    replacing(WHY, "title: Why it is hard", "title: Why it can be hard"),
    replacing(SHEET, "label: I saw", "label: I heard"),
    replacing(WORKSHOP, "room: Chairs in pairs", "room: Chairs in rows"),
    replacing(OUTLINE, "lead: Three short habits", "lead: A few short habits"),
    replacing(CONFIG, "name: Giving Feedback", "name: Talking"),
    replacing(ASK, "id: take-no", "was: [accept-no]\n    id: take-no"),
    replacing(ASK, "id: take-no", "id: accept-no"),
    replacing(ASK, "title: Ask before", "# a comment\ntitle: Ask before"),
    renaming("messages", "ask-for-five-minutes", "ask-for-time"),
    renaming("principles", "wait", "a-wait"),
    together(TRANSLATED, retranslating(WHOLE, "principles/ask-first", reword)),
)
