"""Reads a guide in another language, and says how much of it is translated.

The texts are in content/languages/, in a catalog named after the language; next to it are its settings. What
an overlay adds is in a catalog of its own, in the same place of the overlay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from generator.load.answers import Answers
from generator.load.catalog import Catalog, read_catalog
from generator.load.catalog_update import before_of, outdated
from generator.load.files import read_bytes
from generator.load.loader import load_translated
from generator.load.overlay import read_as
from generator.load.po_file import LARGEST_PO_FILE, Entry
from generator.load.validate import every_field, validate
from generator.model.fields import Language
from generator.model.guide import Guide
from generator.model.language import FOLDER, LanguageSettings, Translation
from generator.model.units import GuideUnit, Key, units
from generator.problems import ContentError, Problem
from generator.project import Project


@dataclass(frozen=True, slots=True)
class Stale:
    """A text that changed after it was translated."""

    unit: GuideUnit
    """As it is now."""
    before: str
    """The text of the original that was translated."""
    answer: str
    """Its translation."""


@dataclass
class Coverage:
    """How much of something is translated."""

    texts: int = 0
    words: int = 0
    """Of the original."""
    done_texts: int = 0
    done_words: int = 0

    def count(self, unit: GuideUnit, is_done: bool) -> None:
        """Count `unit` in."""
        self.texts += 1
        self.words += unit.words
        if is_done:
            self.done_texts += 1
            self.done_words += unit.words

    @property
    def is_whole(self) -> bool:
        return self.texts == self.done_texts


@dataclass
class Progress:
    """How far a language is."""

    language: Language
    file: str
    """The path of its catalog, from the project folder."""
    total: Coverage = field(default_factory=Coverage)
    records: dict[str, Coverage] = field(default_factory=lambda: defaultdict(Coverage))
    """By the permanent name of the record; also `site`, `guide` and `sources`."""
    missing: list[GuideUnit] = field(default_factory=list)
    """What was never translated."""
    stale: list[Stale] = field(default_factory=list)

    @property
    def whole(self) -> frozenset[str]:
        """The names of the records all of whose texts are translated."""
        return frozenset(name for name, coverage in self.records.items() if coverage.is_whole)

    @property
    def kinds(self) -> dict[str, Coverage]:
        """The same by folder of content/; what isn't in a folder counts by itself."""
        found = dict[str, Coverage]()
        for name, one in self.records.items():
            sum_ = found.setdefault(name.partition("/")[0], Coverage())
            sum_.texts += one.texts
            sum_.words += one.words
            sum_.done_texts += one.done_texts
            sum_.done_words += one.done_words
        return found


@dataclass(frozen=True, slots=True)
class Translated:
    """A guide in another language."""

    guide: Guide | None
    """None if it couldn't be read; then there are problems."""
    progress: Progress | None
    """None if its settings or its catalog couldn't be read."""
    problems: tuple[Problem, ...]


def languages(project: Project) -> tuple[Language, ...]:
    """Return the languages that the guide of `project` is translated into, by code."""
    names = {path.stem for path in (project.content / FOLDER).glob("[!.]*.yml")}
    return tuple(Language(name) for name in sorted(names & Language.supported))


def translated(guide: Guide, project: Project, language: Language) -> Translated:
    """Return `guide`, which is that of `project` and has no problems, in a `language`.

    What isn't translated is in its own language, between the marks of `model/foreign.py`.
    """
    try:
        answers = read_answers(guide, project, language)
    except ContentError as error:
        return Translated(None, None, error.problems)
    draft = load_translated(project, answers)
    progress = measured(guide, answers, project)
    problems = tuple(sorted({*draft.problems, *answers.problems}))
    if not draft.guide:
        return Translated(None, progress, problems)
    translation = Translation(guide.site.language, answers.settings, progress.whole)
    return Translated(replace(draft.guide, translation=translation), progress, problems)


def read_answers(guide: Guide, project: Project, language: Language) -> Answers:
    """Return the answers of a `language` to the texts of `guide`; raises `ContentError`."""
    path = project.content / FOLDER / f"{language}.yml"
    names = every_field(LanguageSettings)
    settings = read_as(path, project, partial(validate, model=LanguageSettings), names)
    return Answers(language, settings, [*_catalogs(guide, project, language)])


def _catalogs(guide: Guide, project: Project, language: Language) -> Iterator[Catalog]:
    for path in catalog_paths(guide, project, language):
        if path.exists():
            data = read_bytes(path, project, LARGEST_PO_FILE)
            yield read_catalog(data, project.relative(path), language)


def catalog_paths(guide: Guide, project: Project, language: Language) -> tuple[Path, ...]:
    """Return where the catalogs of a `language` can be: in content/, and in the overlay if there's one."""
    overlay = guide.site.overlay
    folders = (project.content, *([project.root / overlay] if overlay else []))
    return tuple(folder / FOLDER / f"{language}.po" for folder in folders)


def measured(guide: Guide, answers: Answers, project: Project) -> Progress:
    """Return how much of `guide` the `answers` cover."""
    paths = catalog_paths(guide, project, answers.language)
    progress = Progress(answers.language, project.relative(paths[0]))
    open_ = list[GuideUnit]()
    for unit in units(guide):
        is_done = answers.find(unit.place, unit.text) is not None
        progress.total.count(unit, is_done)
        progress.records[unit.record].count(unit, is_done)
        if not is_done:
            open_.append(unit)
    old = dict[Key, Entry]()
    for catalog, original in zip(answers.catalogs, (guide.base or guide, guide), strict=False):
        old.update(outdated(units(original), catalog) if open_ else {})
    for unit in open_:
        if entry := old.get(unit.key):
            progress.stale.append(Stale(unit, before_of(entry), str(entry.said[0])))
        else:
            progress.missing.append(unit)
    return progress
