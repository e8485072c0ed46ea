"""Reads what an edit changes in another language: of a record, or of its translation.

A text that changed is in the original language again until someone translates it, so an edit of the original
is one of each translation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from generator.load.answers import Answers
from generator.load.catalog import Catalog, read_catalog
from generator.load.loader import load_edited, parse_record
from generator.load.progress import Coverage, Progress, Translated
from generator.load.translation import measured, read_answers
from generator.model.fields import Language
from generator.model.guide import SINGLE_PAGES, Guide
from generator.model.language import FOLDER, Translation
from generator.model.record import Record
from generator.model.units import Key, record_units
from generator.problems import ContentError
from generator.project import Project

Texts = Mapping[str, str]
"""What files of content/ said before an edit, by their paths in it."""
Pairs = Mapping[str, tuple[Record, Record]]
"""Records before and after an edit, by the paths of their files in content/."""


@dataclass(frozen=True, slots=True)
class TranslationEdit:
    """A guide in another language, and those of its records that an edit changed."""

    translated: Translated
    """As it is now; of single texts, its progress has only those of `pairs`."""
    pairs: Pairs
    before: Progress
    """Of the records of `pairs`, as they were."""
    whole: frozenset[str]
    """The names of the records that were translated completely and aren't now, and of those that now are."""
    moved: bool
    """Whether texts can have another place in the catalog."""

    @property
    def guide(self) -> Guide:
        """The guide in this language."""
        assert self.translated.guide
        return self.translated.guide

    @property
    def now(self) -> Progress:
        """How far the language is."""
        assert self.translated.progress
        return self.translated.progress


def read_translation_edit(
    guide: Guide,
    project: Project,
    language: Language,
    pairs: Pairs,
    texts: Texts,
    coverage: Mapping[str, Coverage],
) -> TranslationEdit:
    """Return what an edit of the files with `texts` changed in a `language`.

    `guide` is the original as it is now, and `pairs` are its edited records; `coverage` is that of all
    records before. Raises `ContentError` for errors in what was edited, and `LookupError` if more than
    records is translated differently.
    """
    new, file = read_answers(guide, project, language), f"{FOLDER}/{language}.po"
    old, moved = new, False
    if new.catalogs and new.catalogs[0].digest != (before := _catalog(texts[file], file, language)).digest:
        old, moved = Answers(language, new.settings, [before]), True
        paths = {path_of(context, guide) for context in _retold(before, new.catalogs[0])}
        pairs = {**{path: (guide.record_in(path),) * 2 for path in paths}, **pairs}
    draft = load_edited(project, pairs, new)
    if not draft.guide or draft.problems or new.problems:
        raise ContentError((*draft.problems, *new.problems))
    was, now = (
        measured(guide, answers, project, lambda _, at=at: record_units(pair[at] for pair in pairs.values()))  # type: ignore[misc]
        for at, answers in enumerate((old, new))
    )
    if new.problems:
        raise ContentError(new.problems)
    others = {name: one for name, one in coverage.items() if name not in was.records}
    progress = replace(now, records={**others, **now.records})
    translated = replace(
        draft.guide, translation=Translation(guide.site.language, new.settings, progress.whole)
    )
    found = {
        path: (parse_record(texts[path].encode(), f"content/{path}", translated.kind_in(path), old), after)
        for path in pairs
        for after in [translated.record_in(path)]
    }
    whole = progress.whole ^ {name for name, one in coverage.items() if one.is_whole}
    return TranslationEdit(Translated(language, translated, progress, ()), found, was, whole, moved)


def _catalog(text: str, file: str, language: str) -> Catalog:
    return read_catalog(text.encode(), f"content/{file}", language)


def _retold(old: Catalog, new: Catalog) -> Iterable[str]:
    """Return the contexts of the texts whose translations differ."""
    before, after = _entries(old), _entries(new)
    return {key[0] for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def _entries(catalog: Catalog) -> Mapping[Key, object]:
    return {one.key: (one.said, one.is_fuzzy, one.previous) for one in catalog.file.entries}  # type: ignore[misc]


def path_of(context: str, guide: Guide) -> str:
    """Return the path in content/ of the record that a text with this `context` is in.

    Raises `LookupError` if it's in none of `guide`.
    """
    folder, _, rest = context.partition("#")[0].partition("/")
    id = rest.partition("/")[0]
    if id in guide.folder(folder):
        return f"{folder}/{id}.yml"
    if folder in SINGLE_PAGES and getattr(guide, folder):
        return f"{folder}.yml"
    raise LookupError(context)
