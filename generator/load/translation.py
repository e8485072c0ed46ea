"""Reads a guide in another language, and says how much of it is translated.

The texts are in content/languages/, in a catalog named after the language; next to it are its settings. What
an overlay adds or changes is in a catalog and in settings of its own, in the same place of the overlay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from babel import localedata

from generator.load.answers import Answers
from generator.load.catalog import Catalog, read_catalog
from generator.load.catalog_update import before_of, outdated
from generator.load.files import read_bytes
from generator.load.interface_catalog import is_complete, untranslated
from generator.load.loader import Draft, load_translated
from generator.load.overlay import Overlay
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
    names = {path.stem for path in _files(project.content)}
    return tuple(map(Language, sorted(names & supported())))


@cache
def supported() -> frozenset[str]:
    """Return the codes of all languages that a guide can be translated into."""
    return frozenset(code for code in Language.supported if localedata.exists(code))


def _files(content: Path) -> Iterator[Path]:
    folder = content / FOLDER
    return (path for ending in ("po", "yml") for path in sorted(folder.glob(f"[!.]*.{ending}")))


def with_translations(draft: Draft, project: Project) -> Draft:
    """Return `draft`, which was read from `project`, with its translations, if it has no problems itself."""
    guide = draft.guide
    if not guide or draft.problems:
        return draft
    others = tuple(language for language in languages(project) if language != guide.site.language)
    files = (path for folder in _folders(guide, project) for path in _files(folder))
    problems = tuple(_unread(path, project, guide) for path in files if path.stem not in others)
    return replace(
        draft,
        problems=problems,
        translations=tuple(translated(guide, project, one, if_begun=True) for one in others),
    )


def _unread(path: Path, project: Project, guide: Guide) -> Problem:
    """Return the problem of a file that isn't for a language that `guide` is translated into."""
    rule, message = RULE, f"the site doesn’t support a language “{path.stem}”"
    fix = f"name the file after the two letters of its language, such as es{path.suffix}"
    if path.stem == guide.site.language:
        message, fix = f"“{path.stem}” is the language of the guide itself", "delete this file"
    elif path.stem in supported():
        rule, message = "stray-file", f"content/{FOLDER} has no “{path.stem}”, so this isn’t read"
        fix = f"“advice translate {path.stem}” begins that language; or delete this file"
    return Problem(Location(project.relative(path)), rule, message, fix)


def translated(guide: Guide, project: Project, language: Language, if_begun: bool = False) -> Translated:
    """Return `guide`, which is that of `project` and has no problems, in a `language`.

    What isn't translated is in its own language, between the marks of `model/foreign.py`. With `if_begun`,
    there's no guide if that's everything.
    """
    try:
        answers = read_answers(guide, project, language)
        progress = measured(guide, answers, project)
        is_read = bool(progress.done) or not if_begun
        needed = is_read or not is_complete(project.templates, language)
        interface = untranslated(project.templates, language) if needed else ((), ())
    except ContentError as error:
        return Translated(language, None, None, error.problems)
    if not is_read:
        return Translated(language, None, progress, tuple(answers.problems), *interface)
    draft = load_translated(project, answers)
    problems = tuple(sorted({*draft.problems, *answers.problems}))
    if not draft.guide:
        return Translated(language, None, progress, problems, *interface)
    translation = Translation(guide.site.language, answers.settings, progress.whole)
    found = replace(draft.guide, translation=translation)
    return Translated(language, found, progress, problems, *interface)


def read_answers(guide: Guide, project: Project, language: Language) -> Answers:
    """Return the answers of a `language` to the texts of `guide`; raises `ContentError`."""
    return Answers(language, read_settings(guide, project, language), [*_catalogs(guide, project, language)])


def read_settings(guide: Guide, project: Project, language: Language) -> LanguageSettings:
    """Return the settings of a `language`, as the overlay of `guide` changes them; raises `ContentError`."""
    file, overlay = f"{FOLDER}/{language}.yml", Overlay(project)
    path = project.content / file
    if not path.exists():
        fix = f"“advice translate {language} --update” writes one"
        raise ContentError(
            [Problem(Location(project.relative(path)), "missing-file", "this file is missing", fix)]
        )
    if guide.site.overlay:
        overlay.open(guide.site.overlay)
    build = partial(validate, model=LanguageSettings)
    found: LanguageSettings = overlay.merged(file, build, every_field(LanguageSettings))
    if overlay.redundant:
        raise ContentError(overlay.redundant)
    return found


def _catalogs(guide: Guide, project: Project, language: Language) -> Iterator[Catalog]:
    for path in catalog_paths(guide, project, language):
        if path.exists():
            data = read_bytes(path, project, LARGEST_PO_FILE)
            yield read_catalog(data, project.relative(path), language)


def catalog_paths(guide: Guide, project: Project, language: Language) -> tuple[Path, ...]:
    """Return where the catalogs of a `language` can be: in content/, and in the overlay if there's one."""
    return tuple(folder / FOLDER / f"{language}.po" for folder in _folders(guide, project))


def _folders(guide: Guide, project: Project) -> tuple[Path, ...]:
    """Return content/, and the overlay if `guide` has one."""
    overlay = guide.site.overlay
    return project.content, *([project.root / overlay] if overlay else [])


def measured(
    guide: Guide,
    answers: Answers,
    project: Project,
    units_of: Callable[[Guide], Iterable[GuideUnit]] = units,
) -> Progress:
    """Return how much of `guide`, or of those of its texts that `units_of` yields, the `answers` cover."""
    paths = catalog_paths(guide, project, answers.language)
    progress = Progress(answers.language, project.relative(paths[0]))
    open_ = list[GuideUnit]()
    for unit in units_of(guide):
        answer = answers.find(unit.place, unit.text)
        progress.records[unit.record].count(unit, answer is not None)
        if answer:
            progress.done.append((unit, answer))
        else:
            open_.append(unit)
    old = dict[Key, PoEntry]()
    for catalog, original in zip(answers.catalogs, (guide.base or guide, guide), strict=False):
        old.update(outdated(units_of(original), catalog) if open_ else {})
    for unit in open_:
        if entry := old.get(unit.key):
            progress.records[unit.record].stale_texts += 1
            progress.stale.append(Stale(unit, before_of(entry), str(entry.said[0])))
        else:
            progress.missing.append(unit)
    return progress
