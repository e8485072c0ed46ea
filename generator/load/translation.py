"""Reads a guide in another language, and says how much of it is translated.

The texts are in content/languages/, in a catalog named after the language; next to it are its settings. What
an overlay adds is in a catalog of its own, in the same place of the overlay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from babel import localedata

from generator.load.answers import Answers
from generator.load.catalog import Catalog, read_catalog
from generator.load.catalog_update import before_of, outdated
from generator.load.files import read_bytes
from generator.load.interface_catalog import untranslated
from generator.load.loader import Draft, load_translated
from generator.load.overlay import read_as
from generator.load.po_file import LARGEST_PO_FILE, RULE, PoEntry
from generator.load.progress import Progress, Stale, Translated
from generator.load.validate import every_field, validate
from generator.model.fields import Language
from generator.model.guide import Guide
from generator.model.language import FOLDER, LanguageSettings, Translation
from generator.model.units import GuideUnit, Key, units
from generator.problems import ContentError, Location, Problem
from generator.project import Project


def languages(project: Project) -> tuple[Language, ...]:
    """Return the languages that the guide of `project` is translated into, by code."""
    names = {path.stem for path in _files(project)}
    return tuple(map(Language, sorted(names & supported())))


@cache
def supported() -> frozenset[str]:
    """Return the codes of all languages that a guide can be translated into."""
    return frozenset(code for code in Language.supported if localedata.exists(code))


def _files(project: Project) -> Iterator[Path]:
    folder = project.content / FOLDER
    return (path for ending in ("po", "yml") for path in sorted(folder.glob(f"[!.]*.{ending}")))


def with_translations(draft: Draft, project: Project) -> Draft:
    """Return `draft`, which was read from `project`, with its translations, if it has no problems itself."""
    guide = draft.guide
    if not guide or draft.problems:
        return draft
    own = guide.site.language
    problems = tuple(_misnamed(path, project, own) for path in _files(project) if not _language(path, own))
    others = (language for language in languages(project) if language != own)
    return replace(
        draft, problems=problems, translations=tuple(translated(guide, project, one) for one in others)
    )


def _language(path: Path, own: Language) -> bool:
    """Return whether a file is named after a language that isn't the guide's `own`."""
    return path.stem in supported() and path.stem != own


def _misnamed(path: Path, project: Project, own: Language) -> Problem:
    message = f"the site doesn’t support a language “{path.stem}”"
    fix = f"name the file after the two letters of its language, such as es{path.suffix}"
    if path.stem == own:
        message, fix = f"“{own}” is the language of the guide itself", "delete this file"
    return Problem(Location(project.relative(path)), RULE, message, fix)


def translated(guide: Guide, project: Project, language: Language) -> Translated:
    """Return `guide`, which is that of `project` and has no problems, in a `language`.

    What isn't translated is in its own language, between the marks of `model/foreign.py`.
    """
    try:
        unsaid = untranslated(project.templates, language)
        answers = read_answers(guide, project, language)
    except ContentError as error:
        return Translated(language, None, None, error.problems)
    draft = load_translated(project, answers)
    progress = measured(guide, answers, project)
    problems = tuple(sorted({*draft.problems, *answers.problems}))
    if not draft.guide:
        return Translated(language, None, progress, problems, unsaid)
    translation = Translation(guide.site.language, answers.settings, progress.whole)
    found = replace(draft.guide, translation=translation)
    return Translated(language, found, progress, problems, unsaid)


def read_answers(guide: Guide, project: Project, language: Language) -> Answers:
    """Return the answers of a `language` to the texts of `guide`; raises `ContentError`."""
    return Answers(language, read_settings(project, language), [*_catalogs(guide, project, language)])


def read_settings(project: Project, language: Language) -> LanguageSettings:
    """Return the settings of a `language`; raises `ContentError`."""
    path = project.content / FOLDER / f"{language}.yml"
    if not path.exists():
        fix = f"“advice translate {language} --update” writes one"
        raise ContentError(
            [Problem(Location(project.relative(path)), "missing-file", "this file is missing", fix)]
        )
    names = every_field(LanguageSettings)
    return read_as(path, project, partial(validate, model=LanguageSettings), names)


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
        answer = answers.find(unit.place, unit.text)
        progress.total.count(unit, answer is not None)
        progress.records[unit.record].count(unit, answer is not None)
        if answer:
            progress.done.append((unit, answer))
        else:
            open_.append(unit)
    old = dict[Key, PoEntry]()
    for catalog, original in zip(answers.catalogs, (guide.base or guide, guide), strict=False):
        old.update(outdated(units(original), catalog) if open_ else {})
    for unit in open_:
        if entry := old.get(unit.key):
            progress.stale.append(Stale(unit, before_of(entry), str(entry.said[0])))
        else:
            progress.missing.append(unit)
    return progress
