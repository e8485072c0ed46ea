"""`advice translate`: begins a language, takes today's texts into its catalog, and reports what's missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import click

from generator.cli import translation_report
from generator.cli.program_files import starters
from generator.cli.terminal import completing, project_option, reporting_errors, say
from generator.engine.files import write_atomically
from generator.load.catalog import read_catalog
from generator.load.catalog_update import Change, updated
from generator.load.files import read_bytes
from generator.load.interface_catalog import interface_catalog, language_file
from generator.load.loader import load
from generator.load.po_file import LARGEST_PO_FILE
from generator.load.translation import catalog_paths, languages, read_settings, supported, translated
from generator.model.fields import Language
from generator.model.guide import Guide
from generator.model.language import FOLDER, LanguageSettings
from generator.model.language_names import english_name, own_name
from generator.model.units import GuideUnit, units
from generator.model.words import capital
from generator.problems import ContentError, Refusal, closest, did_you_mean
from generator.project import Project

CHANGES: tuple[tuple[Change, str], ...] = (
    ("changed", "changed since"),
    ("doubtful", "still marked fuzzy"),
    ("same words", "changed without another meaning"),
    ("moved", "moved"),
    ("back", "came back"),
)
"""What happened to texts that were translated before."""


@click.command("translate")
@project_option
@click.argument(
    "code",
    required=False,
    metavar="[LANGUAGE]",
    shell_complete=lambda *typed: completing(sorted(supported()))(*typed),
)
@click.option("--update", is_flag=True, help="Take today’s texts into the catalog; no translation gets lost.")
@click.option(
    "--same-meaning",
    "same",
    multiple=True,
    metavar="NAME",
    help="Only a slip was fixed in this part of the guide, so its translations are still right. "
    "Also does what --update does.",
)
@click.option("--interface", is_flag=True, help="Write what the program itself doesn’t say in the language.")
@click.option("--report", "reports", is_flag=True, help="Show what’s translated, out of date, and missing.")
@click.option(
    "-f",
    "--format",
    "format",
    type=click.Choice(["human", "json"]),
    default="human",
    help="Output format of the report: for people, or as JSON.",
)
def command(
    folder: Path,
    code: str | None,
    update: bool,
    same: tuple[str, ...],
    interface: bool,
    reports: bool,
    format: Literal["human", "json"],
) -> None:
    """Translate the guide into another language, such as es.

    Begins content/languages/es.po, in which each text waits for its translation, and es.yml with the settings
    of the language. With an option and without a language, it’s about all languages of the guide.
    """
    with reporting_errors(ending="" if reports else "Nothing was written."):
        project = Project.at(folder)
        draft = load(project)
        if draft.problems or not draft.guide:
            raise ContentError(draft.problems)
        begins = not (update or same or interface or reports)
        is_any = interface and not (update or same or reports)
        chosen = _chosen(code, project, draft.guide, begins, is_any)
        if reports:
            found = [translated(draft.guide, project, language) for language in chosen]
            click.echo(translation_report.report(found, format))
            return
        if interface:
            _write_interface(project, chosen)
        if begins or update or same:
            _write_catalogs(project, draft.guide, chosen, same)


def _chosen(
    code: str | None, project: Project, guide: Guide, begins: bool, is_any: bool
) -> tuple[Language, ...]:
    """Return the languages that the command is about; raises `Refusal` if it can't be about them.

    `is_any` says whether it can be about one that the guide isn't translated into, such as its own.
    """
    existing = languages(project)
    if code is None and (begins or not existing):
        raise Refusal("Which language? Write, for example, “advice translate es”.")
    if code is None:
        return existing
    if code not in supported():
        names = {name: one for one in sorted(supported()) for name in (own_name(one), english_name(one))}
        meant = Language.meant(code) or names.get(closest(capital(code), names) or "")
        hint = f"Did you mean {meant}?" if meant else "Write its two letters, such as es."
        raise Refusal(f"The site doesn’t support a language “{code}”. {hint}")
    if is_any:
        return (Language(code),)
    if code == guide.site.language:
        raise Refusal(f"“{code}” is the language of the guide itself.")
    if begins and code in existing:
        hint = "Use --update to take in today’s texts, or --report to see what’s missing."
        raise Refusal(f"The guide already has {english_name(code)}. {hint}")
    if not begins and code not in existing:
        hint = f"“advice translate {code}” begins it."
        raise Refusal(f"The guide doesn’t have {english_name(code)} yet. {hint}")
    return (Language(code),)


def _write_catalogs(
    project: Project, guide: Guide, chosen: Iterable[Language], same: tuple[str, ...]
) -> None:
    """Write the catalogs of languages, and the settings of those that have none; say what changed."""
    meaning = _SameMeaning(same)
    files, results = dict[str, bytes](), list[str]()
    for language in chosen:
        settings = f"content/{FOLDER}/{language}.yml"
        longer = LanguageSettings.model_fields["longer"].default
        if (project.root / settings).exists():
            longer = read_settings(guide, project, language).longer
        else:
            files[settings] = _starter(project, language)
            results.append(f"Wrote {settings}. It has the settings of the language.")
        for path, every in _texts(project, guide, language):
            name = project.relative(path)
            before = read_bytes(path, project, LARGEST_PO_FILE) if path.exists() else None
            old = read_catalog(before, name, language) if before is not None else None
            update = updated(every, old, language, longer, meaning)
            if update.data != before:
                files[name] = update.data
            results.append(_result(name, len(every), update.changes, is_new=before is None))
    meaning.require_all()
    write_atomically(files, project.root)
    for result in results:
        say(result)


@dataclass
class _SameMeaning:
    """Says which of the texts that changed are in one of the parts that someone named."""

    names: tuple[str, ...]
    found: set[str] = field(default_factory=set)
    others: list[str] = field(default_factory=list)
    """The contexts of the texts that aren't."""

    def __call__(self, unit: GuideUnit) -> bool:
        names = [name for name in self.names if _is_in(unit.context, name)]
        self.found.update(names)
        self.others += [] if names else [unit.context]
        return bool(names)

    def require_all(self) -> None:
        """Raise `Refusal` if nothing changed in a part that was named."""
        for name in self.names:
            if name not in self.found:
                hint = did_you_mean(name, self.others).capitalize() or "--report lists what’s out of date."
                raise Refusal(f"Nothing called “{name}” is out of date in a translation. {hint}")


def _is_in(context: str, name: str) -> bool:
    """Return whether a text with this `context` is the part of a guide called `name`, or inside it."""
    return context == name or context.startswith((f"{name}/", f"{name}#"))


def _texts(project: Project, guide: Guide, language: Language) -> Iterator[tuple[Path, list[GuideUnit]]]:
    """Yield each catalog of a `language` with its texts: those of content/, and what an overlay adds."""
    first, *others = catalog_paths(guide, project, language)
    own = list(units(guide.base or guide))
    yield first, own
    keys = {unit.key for unit in own}
    added = [unit for unit in units(guide) if unit.key not in keys] if others else []
    yield from ((path, added) for path in others if added or path.exists())


def _result(name: str, count: int, changes: Counter[Change], is_new: bool) -> str:
    if is_new:
        texts = "1 text" if count == 1 else f"{count:,} texts"
        return f"Wrote {name} with {texts}. Translate each msgid into the msgstr below it."
    parts = [f"{changes['new']:,} of {count:,} texts aren’t translated"] if changes["new"] else []
    parts += [f"{changes[change]:,} {words}" for change, words in CHANGES if changes[change]]
    return f"{name}: {', '.join(parts) or f'all {count:,} texts are translated'}."


def _starter(project: Project, language: Language) -> bytes:
    template = starters(project.templates).get_template("language.yml")
    return (template.render(language=language, name=own_name(language)).rstrip() + "\n").encode()


def _write_interface(project: Project, chosen: Iterable[Language]) -> None:
    """Write the texts of the program that a language lacks, or that the guide words differently."""
    files = dict[str, bytes]()
    for language in chosen:
        if data := interface_catalog(project.templates, language):
            files[f"templates/{language_file(language)}"] = data
        else:
            say(f"The program says everything in {english_name(language)}.")
    write_atomically(files, project.root)
    for name in files:
        say(f"Wrote {name}. Translate each msgid into the msgstr below it.")
