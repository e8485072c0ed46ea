"""`advice init`: writes a small guide to start with, which builds right away."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path

import click
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.cli.schema import schemas
from generator.cli.terminal import FOLDER, reporting_errors
from generator.engine.files import write_atomically
from generator.layers import Layers
from generator.problems import Refusal
from generator.project import TEMPLATES, WRITING, relative_to_cwd

FIRST_RECORDS = ("principle", "checklist", "worksheet")
"""The kinds of records in a new guide; each is made from the starter of its kind."""
HIDDEN = frozenset(["gitignore", "pre-commit-config.yaml", "vscode"])
"""Files and folders whose names start with a dot in a guide; with the dot, they'd apply to our repository."""


@click.command("init")
@click.argument("folder", type=FOLDER)
def command(folder: Path) -> None:
    """Start a new guide in FOLDER. It builds right away.

    It has one principle, one checklist and one worksheet, and says everywhere what to write.
    """
    with reporting_errors():
        files = write_atomically({**starter_files(folder, date.today()), **schemas()}, folder)
    for path in files:
        click.echo(relative_to_cwd(path))
    go = "" if folder.resolve() == Path.cwd() else f"cd {shlex.quote(str(relative_to_cwd(folder)))} and "
    click.echo(f"\nNext: {go}run “advice serve” to preview the guide while you write.")


def starter_files(folder: Path, today: date) -> dict[str, bytes]:
    """Return the files of a new guide by their paths in `folder`; raises `Refusal` if that isn't empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refusal(f"{folder} isn’t an empty folder. Choose an empty or new folder.")
    jinja = starters(Layers(TEMPLATES))
    variables = {
        "name": _title(folder.resolve().name),
        "today": today.isoformat(),
        "source": "experience",
        "principle": "first-principle",
        "link": "checklists/first-checklist",
    }
    texts = {}
    for template in jinja.list_templates(filter_func=lambda name: name.startswith("guide/")):
        name = template.removeprefix("guide/")
        dot = "." if name.partition("/")[0] in HIDDEN else ""
        texts[f"{dot}{name}"] = jinja.get_template(template).render(variables)
    for kind in FIRST_RECORDS:
        names = {"id": f"first-{kind}", "title": f"First {kind}"}
        texts[f"content/{kind}s/first-{kind}.yml"] = jinja.get_template(f"{kind}.yml").render(
            variables | names
        )
    return {name: text.encode() for name, text in texts.items()} | {"WRITING.md": WRITING.read_bytes()}


def starters(templates: Layers) -> Environment:
    """Return the Jinja environment that renders the starters of `templates`."""
    loader = FileSystemLoader(templates.folders("starters"))
    return Environment(loader=loader, undefined=StrictUndefined, keep_trailing_newline=True)


def _title(folder: str) -> str:
    """Return a title for a guide in a folder of this name; a plain one if the name can't be a title."""
    title = re.sub(r"[-_]+", " ", folder).strip().capitalize()
    return title if re.fullmatch(r"[\w '’.,&()!?-]*\w[\w '’.,&()!?-]*", title) else "My guide"
