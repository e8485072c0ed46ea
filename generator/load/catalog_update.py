"""Takes today's texts of a guide into a catalog, without losing an answer.

An answer to a text that changed stays as a doubtful one (gettext calls it fuzzy), with the text that it was
for. An answer to a text that's gone stays at the end of the file, in case the text comes back.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from generator.load.catalog import Answer, CatalogEntry, CatalogFile
from generator.model.units import Key, Unit

WIDTH = 110
"""Characters of a line."""
SIGNS = re.compile(r"[\s‘’“”'\"–—-]+")
"""What can change in a text without changing its meaning: spaces, quotation marks and dashes."""
Change = Literal["kept", "new", "moved", "back", "same words", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Update:
    """A catalog with today's texts."""

    data: bytes
    """The content of its file."""
    changes: Counter[Change]
    """How many entries of each kind it has."""


def updated(
    every: Sequence[Unit],
    old: CatalogFile | None,
    language: str,
    longer: float,
    means_the_same: Callable[[Unit], bool] = lambda unit: False,
) -> Update:
    """Return the catalog in `language` for the units `every`, with the answers of the `old` one.

    `longer` is as in the settings of the language. `means_the_same` says in which texts only a slip was
    fixed, so that the answer to what they said before is still right.
    """
    old = old or CatalogFile("", "", (), (), b"")
    before = outdated(every, old)
    gone = {entry.key: entry for entry in (*old.obsolete, *old.entries) if entry.answer}
    changes, lines = Counter[Change](), [*_header(old.comment, language)]
    for unit in every:
        entry, change = _entry(unit, old, before.get(unit.key), gone)
        if entry.is_fuzzy and (means_the_same(unit) or _words(entry.previous) == _words(unit.text)):
            entry, change = replace(entry, is_fuzzy=False, previous=""), "same words"
        changes[change] += 1
        lines += _lines(entry, unit, longer)
    for entry in gone.values():
        changes["gone"] += 1
        lines += _obsolete(entry)
    return Update("\n".join(lines).encode(), changes)


def _entry(
    unit: Unit, old: CatalogFile, before: CatalogEntry | None, gone: dict[Key, CatalogEntry]
) -> tuple[CatalogEntry, Change]:
    """Return the entry for `unit`, and what happened to it; the one it's made of is no longer `gone`.

    `before` is the entry for what the unit said earlier.
    """
    change: Change = "kept"
    found = gone.pop(unit.key, None)
    if not found:
        former = ((context, unit.text) for context in unit.place.former_contexts)
        found, change = next((gone.pop(key) for key in former if key in gone), None), "moved"
    elif not old.entry(unit.key):
        change = "back"
    if not found and before:
        gone.pop(before.key, None)
        previous = before.previous if before.is_fuzzy and before.previous else before.text
        found, change = replace(before, is_fuzzy=True, previous=previous), "changed"
    if not found:
        same = old.entry(unit.key)
        found, change = CatalogEntry("", "", (Answer(""),), comments=same.comments if same else ()), "new"
    return replace(found, context=unit.context, text=unit.text), change


def outdated(every: Iterable[Unit], catalog: CatalogFile) -> dict[Key, CatalogEntry]:
    """Return the entry of `catalog` for what units said before they changed, by the key of the unit.

    `every` has all units of the guide. An entry can be for one unit only.
    """
    found, used, open_ = dict[Key, CatalogEntry](), set[Key](), list[Unit]()
    for unit in every:
        entry = _current(unit, catalog)
        if entry:
            used.add(entry.key)
        if entry and entry.answer and entry.is_fuzzy:
            found[unit.key] = entry
        elif not entry:
            open_.append(unit)
    left = defaultdict[str, list[CatalogEntry]](list)
    for entry in catalog.entries:
        if entry.answer and entry.key not in used:
            left[entry.context].append(entry)
    pairs = ((unit, entry) for unit in open_ if left for entry in _candidates(unit, left))
    for unit, entry in sorted(pairs, key=lambda pair: -_likeness(*pair)):
        if unit.key not in found and entry.key not in used:
            found[unit.key] = entry
            used.add(entry.key)
    return found


def _current(unit: Unit, catalog: CatalogFile) -> CatalogEntry | None:
    """Return the entry of `catalog` for `unit` as it is now, if need be under a former context."""
    if entry := catalog.entry(unit.key):
        return entry
    former = ((context, unit.text) for context in unit.place.former_contexts)
    return next(filter(None, map(catalog.entry, former)), None)


def _candidates(unit: Unit, left: dict[str, list[CatalogEntry]]) -> Iterator[CatalogEntry]:
    for context in (unit.context, *unit.place.former_contexts):
        yield from left.get(context, ())


def _likeness(unit: Unit, entry: CatalogEntry) -> float:
    return SequenceMatcher(None, entry.text, unit.text, autojunk=False).ratio()


def _words(text: str) -> str:
    return SIGNS.sub(" ", text).strip()


def _header(comment: str, language: str) -> Iterator[str]:
    from babel.messages.catalog import Catalog

    if comment:
        yield comment
    yield from ('msgid ""', 'msgstr ""', f'"Language: {language}\\n"', '"MIME-Version: 1.0\\n"')
    yield from ('"Content-Type: text/plain; charset=UTF-8\\n"', '"Content-Transfer-Encoding: 8bit\\n"')
    yield from (f'"Plural-Forms: {Catalog(locale=language).plural_forms}\\n"', "")


def _lines(entry: CatalogEntry, unit: Unit, longer: float) -> Iterator[str]:
    yield from _comments(entry)
    yield from (f"#. {note}" for note in unit.notes(longer))
    yield f"#: {unit.file}"
    if entry.is_fuzzy:
        yield "#, fuzzy"
        yield from _text("msgid", entry.previous, "#| ")
    yield from _texts(entry, "")
    yield ""


def _obsolete(entry: CatalogEntry) -> Iterator[str]:
    yield from _comments(entry)
    if entry.is_fuzzy and entry.previous:
        entry = replace(entry, text=entry.previous, is_fuzzy=False)
    if entry.is_fuzzy:
        yield "#, fuzzy"
    yield from (*_texts(entry, "#~ "), "")


def _comments(entry: CatalogEntry) -> Iterator[str]:
    return (f"# {comment}".rstrip() for comment in entry.comments)


def _texts(entry: CatalogEntry, prefix: str) -> Iterator[str]:
    yield from _text("msgctxt", entry.context, prefix)
    yield from _text("msgid", entry.text, prefix)
    yield from _text("msgstr", entry.answer, prefix)


def _text(keyword: str, text: str, prefix: str) -> Iterator[str]:
    from babel.messages.pofile import normalize

    for line in f"{keyword} {normalize(text, width=WIDTH)}".split("\n"):
        yield prefix + line
