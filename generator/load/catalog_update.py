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

from generator.load.catalog import Catalog, key_of
from generator.load.po_file import PoEntry, PoFile, new_header, po_bytes
from generator.model.units import GuideUnit, Key

SPACES_AND_PUNCTUATION = re.compile(r"[\s‘’“”'\"–—-]+")
"""What can change in a text without changing its meaning: spaces, quotation marks and dashes."""
MOST_CANDIDATES = 50
"""Earlier texts of one place that a text is compared with; no place of a guide has as many."""
Change = Literal["kept", "doubtful", "new", "moved", "back", "same words", "changed"]


@dataclass(frozen=True, slots=True)
class Update:
    """A catalog with today's texts."""

    data: bytes
    """The content of its file."""
    changes: Counter[Change]
    """How many of its texts are new, changed and so on."""


def updated(
    every: Sequence[GuideUnit],
    old: Catalog | None,
    language: str,
    longer: float,
    means_the_same: Callable[[GuideUnit], bool] = lambda unit: False,
) -> Update:
    """Return the catalog in `language` for the units `every`, with the answers of the `old` one.

    `longer` is as in the settings of the language. `means_the_same` says in which texts only a slip was
    fixed, so that the answer to what they said before is still right.
    """
    old = old or Catalog(PoFile(new_header(language), ()), b"")
    before = outdated(every, old)
    gone = {key_of(entry): entry for entry in (*old.file.gone, *old.file.entries) if entry.said}
    changes, entries = Counter[Change](), list[PoEntry]()
    for unit in every:
        entry, change = _entry(unit, old, before.get(unit.key), gone)
        if entry.is_fuzzy and (means_the_same(unit) or _words("".join(entry.previous)) == _words(unit.text)):
            entry, change = replace(entry, is_fuzzy=False, previous=()), "same words"
        if change == "kept" and entry.is_fuzzy:
            change = "doubtful"
        changes[change] += 1
        notes = tuple(unit.notes(longer))
        entries.append(
            replace(entry, context=unit.context, english=(unit.text,), notes=notes, file=unit.file)
        )
    file = replace(old.file, entries=tuple(entries), gone=tuple(map(_gone, gone.values())))
    return Update(po_bytes(file), changes)


def _entry(
    unit: GuideUnit, old: Catalog, before: PoEntry | None, gone: dict[Key, PoEntry]
) -> tuple[PoEntry, Change]:
    """Return the entry for `unit`, and what happened to it; the one it's made of is no longer `gone`.

    `before` is the entry for what the unit said earlier.
    """
    if found := gone.pop(unit.key, None):
        return found, "kept" if old.entry(unit.key) else "back"
    former = ((context, unit.text) for context in unit.place.former_contexts)
    if found := next((gone.pop(key) for key in former if key in gone), None):
        return found, "moved"
    if before:
        gone.pop(key_of(before), None)
        return replace(before, is_fuzzy=True, previous=(before_of(before),)), "changed"
    return old.entry(unit.key) or PoEntry(unit.context, (unit.text,)), "new"


def _gone(entry: PoEntry) -> PoEntry:
    """Return `entry` as it's kept once its text is gone; a doubtful answer, for the text that it was for."""
    return replace(entry, english=(before_of(entry),), is_fuzzy=entry.is_fuzzy and not entry.previous)


def before_of(entry: PoEntry) -> str:
    """Return the text of the original that the answer of `entry` is for."""
    return entry.previous[0] if entry.is_fuzzy and entry.previous else entry.english[0]


def outdated(every: Iterable[GuideUnit], catalog: Catalog) -> dict[Key, PoEntry]:
    """Return the entry of `catalog` for what units said before they changed, by the key of the unit.

    `every` has all units of the guide. An entry can be for one unit only.
    """
    if not any(entry.said for entry in catalog.file.entries):
        return {}
    found, used, open_ = dict[Key, PoEntry](), set[Key](), list[GuideUnit]()
    for unit in every:
        if not (entry := _current(unit, catalog)):
            open_.append(unit)
            continue
        used.add(key_of(entry))
        if entry.said and entry.is_fuzzy:
            found[unit.key] = entry
    left = defaultdict[str, list[PoEntry]](list)
    for entry in catalog.file.entries:
        if entry.said and key_of(entry) not in used:
            left[entry.context].append(entry)
    pairs = ((unit, entry) for unit in open_ if left for entry in _candidates(unit, left))
    for unit, entry in sorted(pairs, key=lambda pair: -_likeness(*pair)):
        if unit.key not in found and key_of(entry) not in used:
            found[unit.key] = entry
            used.add(key_of(entry))
    return found


def _current(unit: GuideUnit, catalog: Catalog) -> PoEntry | None:
    """Return the entry of `catalog` for `unit` as it is now, if need be under a former context."""
    if entry := catalog.entry(unit.key):
        return entry
    former = ((context, unit.text) for context in unit.place.former_contexts)
    return next(filter(None, map(catalog.entry, former)), None)


def _candidates(unit: GuideUnit, left: dict[str, list[PoEntry]]) -> Iterator[PoEntry]:
    for context in (unit.context, *unit.place.former_contexts):
        yield from left.get(context, [])[:MOST_CANDIDATES]


def _likeness(unit: GuideUnit, entry: PoEntry) -> float:
    return SequenceMatcher(None, entry.english[0], unit.text, autojunk=False).ratio()


def _words(text: str) -> str:
    return SPACES_AND_PUNCTUATION.sub(" ", text).strip()
