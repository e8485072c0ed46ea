"""`advice sheets`: makes worksheet PDFs without the site."""

from __future__ import annotations

from pathlib import Path

import click

from generator.build import load_checked
from generator.check.settings import placeholder_address
from generator.cli import terminal
from generator.cli.report import Format
from generator.downloads import sheets
from generator.engine.files import write_atomically
from generator.load.translation import languages, translated
from generator.model.fields import Language
from generator.model.guide import Guide
from generator.model.paper_sizes import EDITIONS, PAPERS
from generator.model.worksheet import Worksheet
from generator.problems import ContentError, Refusal
from generator.project import Project, relative_to_cwd


def _names(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the worksheets whose names begin with what was `typed`, for a shell to complete it."""
    folder = context.params.get("folder") or Path()
    names = (path.stem for path in (folder / "content" / Worksheet.folder).glob("*.yml"))
    return sorted(name for name in names if name.startswith(typed))


def _translated(guide: Guide, project: Project, language: str) -> Guide:
    """Return `guide` in `language`; raises `Refusal` if there's no such translation, or `ContentError`."""
    known = languages(project)
    if language not in known:
        listed = f"Its languages are: {', '.join((guide.site.language, *known))}."
        raise Refusal(f"The guide isn’t translated into “{language}”. {listed}")
    found = translated(guide, project, Language(language))
    if found.problems or not found.guide:
        raise ContentError(found.problems)
    return found.guide


@click.command("sheets")
@click.argument("ids", nargs=-1, metavar="[SHEET]...", shell_complete=_names)
@terminal.project_option
@terminal.url_option
@click.option(
    "-p",
    "--paper",
    "papers",
    multiple=True,
    shell_complete=terminal.completing(PAPERS),
    help=f"{' or '.join(PAPERS)}. Defaults to the guide’s paper sizes.",
)
@click.option(
    "-e",
    "--edition",
    "editions",
    multiple=True,
    shell_complete=terminal.completing(EDITIONS),
    help=f"One of {', '.join(EDITIONS)}. Defaults to the guide’s editions.",
)
@click.option(
    "-l",
    "--language",
    default="",
    help="A language the guide is translated into, such as es. Defaults to the guide’s own.",
)
@click.option(
    "-d",
    "--out",
    type=terminal.FOLDER,
    help="Where to put the PDFs. Defaults to build/sheets in the guide’s folder.",
)
@terminal.format_option
def command(
    ids: tuple[str, ...],
    folder: Path,
    url: str,
    papers: tuple[str, ...],
    editions: tuple[str, ...],
    language: str,
    out: Path | None,
    format: Format,
) -> None:
    """Make worksheet PDFs without building the site.

    Name worksheets by their file names, such as `advice sheets one-talk --paper a4`. Without a name, all
    worksheets are made. In another language, that’s all those whose texts are translated.
    """
    with terminal.reporting_errors(format), terminal.showing_progress() as progress:
        project = Project.at(folder, url)
        progress("Reading content")
        guide = load_checked(project)
        if language and language != guide.site.language:
            guide = _translated(guide, project, language)
        jobs = sheets.select(guide, ids, papers, editions)
        progress("Typesetting worksheets")
        target = out or project.build / "sheets" / language
        made = write_atomically(sheets.make_sheets(jobs, guide, project, progress), target)
    for path, size in made.items():
        terminal.say(f"{relative_to_cwd(path)}  {size / 1024:.0f} KB", err=format != "human")
    terminal.report_warnings(tuple(placeholder_address(guide)), format)
