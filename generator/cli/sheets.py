"""`advice sheets`: makes worksheet PDFs without the site."""

from __future__ import annotations

from pathlib import Path

import click

from generator.build import load_checked
from generator.cli.report import Format
from generator.cli.terminal import FOLDER, format_option, project_option, reporting_errors, showing_progress
from generator.downloads import sheets
from generator.engine.files import write_atomically
from generator.model.paper_sizes import EDITIONS, PAPERS
from generator.project import Project, relative_to_cwd


@click.command("sheets")
@click.argument("ids", nargs=-1, metavar="[SHEET]...")
@project_option
@click.option(
    "--paper", "papers", multiple=True, help=f"{' or '.join(PAPERS)}. Defaults to the guide’s paper sizes."
)
@click.option(
    "--edition",
    "editions",
    multiple=True,
    help=f"One of {', '.join(EDITIONS)}. Defaults to the guide’s editions.",
)
@click.option(
    "--out", type=FOLDER, help="The folder for the PDFs. Defaults to build/sheets in the guide’s folder."
)
@format_option
def command(
    ids: tuple[str, ...],
    folder: Path,
    papers: tuple[str, ...],
    editions: tuple[str, ...],
    out: Path | None,
    format: Format,
) -> None:
    """Make worksheet PDFs without building the site.

    Name worksheets by their file names, such as `advice sheets one-talk --paper a4`. Without a name, all
    worksheets are made.
    """
    with reporting_errors(format), showing_progress() as progress:
        project = Project.at(folder)
        progress("Reading content")
        guide = load_checked(project)
        jobs = sheets.select(guide, ids, papers, editions)
        progress("Typesetting worksheets")
        target = out or project.build / "sheets"
        made = write_atomically(sheets.make_sheets(jobs, guide, project, progress), target)
    if format == "json":
        click.echo("[]")
    for path, size in made.items():
        click.echo(f"{relative_to_cwd(path)}  {size / 1024:.0f} KB", err=format != "human")
