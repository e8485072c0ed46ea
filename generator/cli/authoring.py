"""The commands of those who write: `advice init`, `new` and `schema`."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path

import click

from generator.cli.terminal import project_option, reporting_errors
from generator.engine.files import write_atomically
from generator.model.guide import KINDS
from generator.model.page import Page
from generator.project import TEMPLATES, WRITING, Project, relative_to_cwd

WORDS = [kind.word for kind in KINDS if kind is not Page]


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
def init_command(folder: Path) -> None:
    """Begin a new guide on any subject in FOLDER; it can be built at once.

    It has one principle, one checklist and one worksheet, and says in each place what to write.
    """
    from generator.cli.init import starter_files
    from generator.cli.schema import schemas

    with reporting_errors("human"):
        files = write_atomically(
            {**starter_files(folder, TEMPLATES, WRITING, date.today()), **schemas()}, folder
        )
    for path in files:
        click.echo(relative_to_cwd(path))
    begin = "" if folder.resolve() == Path.cwd() else f"cd {shlex.quote(str(relative_to_cwd(folder)))}, then "
    click.echo(f"\nNext: {begin}“advice serve” shows the guide while you write.")


@click.command("new")
@click.argument("word", metavar="KIND", type=click.Choice(WORDS))
@click.argument("id")
@project_option
def new_command(word: str, id: str, folder: Path) -> None:
    """Begin a principle, checklist, worksheet, message or workshop.

    KIND is one of these words, and ID the name of its file and its address, such as
    `advice new checklist before-the-talk`. content/guide.yml names it then too.
    """
    from generator.cli.new import begin

    with reporting_errors("human", "Nothing was written."):
        starter_files = begin(Project.at(folder), word, id)
    click.echo(
        f"{relative_to_cwd(starter_files.path)} begins “{starter_files.title}”, and content/guide.yml names it."
    )
    click.echo("Write what stands behind each TODO; “advice check” tells what is left.")


@click.command("schema")
@project_option
def schema_command(folder: Path) -> None:
    """Write what editors need to complete, explain and check while you type, into schemas/."""
    from generator.cli.schema import FOLDER, schemas

    with reporting_errors("human"):
        project = Project.at(folder)
        made = write_atomically(schemas(), project.root)
    click.echo(f"{len(made)} schemas in {relative_to_cwd(project.root / FOLDER)}.")
