"""`advice upgrade`: renews what the program wrote into a guide, and says what's new."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import click
from packaging.version import Version
from pydantic_core import PydanticCustomError

from generator import __version__
from generator.cli.program_files import (
    NOTE,
    WrittenFiles,
    digest,
    files_for,
    fitting_versions,
    require_inside,
)
from generator.cli.schema import FOLDER as SCHEMAS
from generator.cli.terminal import project_option, reporting_errors, say
from generator.cli.yaml_edit import field_text, set_field
from generator.engine.files import write_atomically
from generator.load.files import read_bytes
from generator.model.settings import FittingVersions
from generator.problems import Refusal, closest, failure
from generator.project import Project, document

OUR_RANGE = re.compile(r">=[\w.]+,<\d+")
"""How the program itself writes which versions fit; other ranges are an author's choice."""


@dataclass(frozen=True)
class Upgrade:
    """What an upgrade changes in a guide."""

    files: Mapping[str, bytes]
    """The files to write, by their paths in the guide."""
    removed: tuple[str, ...]
    """Files that an earlier version wrote and this one doesn't."""
    kept: Mapping[str, bytes]
    """Files that someone changed although the program's are new, with what the program would write."""
    edited: Mapping[str, bytes]
    """Every file that isn't as the program would write it, with what that would be."""
    note: WrittenFiles
    since: str | None
    """The version of the last upgrade; None if no version left a note."""
    requires: str | None
    """The versions that an author chose to require, if the running program isn't one of them."""


@click.command("upgrade")
@project_option
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@click.option("--diff", is_flag=True, help="Show how the files that you changed differ from the program’s.")
@click.option(
    "--replace",
    "replaced",
    multiple=True,
    metavar="FILE",
    help="Replace a file that you changed with the program’s. Repeat for each file.",
)
def command(folder: Path, dry_run: bool, diff: bool, replaced: tuple[str, ...]) -> None:
    """Update the files that the program wrote into a guide, and say what’s new.

    Run this after you install a new version. It updates schemas, documents, settings for editors and hosts,
    and “requires” in site_config.yml. Your content and the files that you changed stay as they are.
    """
    with reporting_errors(ending="Nothing was changed."):
        project = Project.at(folder)
        change = upgrade(project, replaced)
        if not dry_run:
            _carry_out(change, project.root)
    for line in _report(change, dry_run):
        (click.echo if dry_run else say)(line)
    for line in _kept(change):
        click.echo(line)
    if change.kept:
        say("“advice upgrade --diff” shows how these differ, and --replace FILE takes the program’s.")
    if diff:
        for name, data in change.edited.items():
            click.echo("".join(_diff(name, (project.root / name).read_bytes(), data)))
    if project.templates.own and project.templates.own.is_dir():
        say("“advice templates --diff” shows what the program has changed in files that you have too.")
    for line in news(change.since):
        say(line)


def upgrade(project: Project, replaced: tuple[str, ...] = ()) -> Upgrade:
    """Return what changes in `project`; files named `replaced` are written although someone changed them.

    Raises `ContentError` if its settings can't be read, and `Refusal` if a newer program wrote its files or
    if none of them is called like one of `replaced`.
    """
    old = WrittenFiles.read(project.root)
    if old and Version(old.version) > Version(__version__):
        raise Refusal(
            f"Version {old.version} of the program wrote the files of this guide, but this is {__version__}. "
            f"Install {old.version} or a newer one."
        )
    hosts = old.hosts if old else ()
    ours = files_for(project, hosts)
    for name in replaced:
        if name not in ours:
            meant = closest(name, ours)
            hint = f" Did you mean “{meant}”?" if meant else ""
            raise Refusal(f"The program writes no file called “{name}”.{hint}")
    before = old.files if old else {}
    require_inside(project.root, {*ours, *before})
    files, kept, edited = {}, {}, {}
    for name, data in ours.items():
        path = project.root / name
        there = digest(path.read_bytes()) if path.is_file() else None
        if there == digest(data):
            continue
        if there is None and name in before and name not in replaced:
            continue  # someone deleted it
        if there in (None, before.get(name)) or name in replaced or name.startswith(f"{SCHEMAS}/"):
            files[name] = data
            continue
        edited[name] = data
        if before.get(name) != digest(data):
            kept[name] = data
    gone = tuple(
        name
        for name in before.keys() - ours
        if (project.root / name).is_file() and digest((project.root / name).read_bytes()) == before[name]
    )
    settings = read_bytes(project.config, project).decode("utf-8-sig")
    required, fitting = field_text(settings, "requires"), fitting_versions()
    if required is None or (OUR_RANGE.fullmatch(required) and required != fitting):
        files[project.relative(project.config)] = set_field(settings, "requires", f'"{fitting}"').encode()
        required = fitting
    note = WrittenFiles.of(hosts, ours)
    since = old.version if old else None
    return Upgrade(files, tuple(sorted(gone)), kept, edited, note, since, _unfitting(required))


def _unfitting(required: str) -> str | None:
    """Return `required` if it names versions, and not the running one; checks report what names none."""
    with suppress(PydanticCustomError):
        if not FittingVersions.parse(required).fits(__version__):
            return required
    return None


def _carry_out(change: Upgrade, root: Path) -> None:
    write_atomically({**change.files, NOTE: change.note.data()}, root)
    try:
        for name in change.removed:
            (root / name).unlink()
    except OSError as error:
        raise failure(error, "The guide works, but old files are left") from error


def _report(change: Upgrade, dry_run: bool) -> Iterator[str]:
    """Yield a line for each file that was written or not."""
    for name in change.files:
        yield f"{'Would write' if dry_run else 'Wrote'}: {name}"
    for name in change.removed:
        yield f"{'Would remove' if dry_run else 'Removed'}, because it’s no longer needed: {name}"
    if not (change.files or change.removed or change.kept or change.requires):
        yield f"Everything is as version {__version__} writes it."


def _kept(change: Upgrade) -> Iterator[str]:
    """Yield a line for each thing that stays as someone wrote it, which matters to them in any case."""
    for name in change.kept:
        yield f"Kept, because it differs from the program’s: {name}"
    if change.requires:
        yield (
            f'Kept, because someone chose it: requires: "{change.requires}" in site_config.yml. '
            f"It leaves out version {__version__}. To build the guide with that, write: "
            f'requires: "{fitting_versions()}"'
        )


def _diff(name: str, here: bytes, ours: bytes) -> Iterator[str]:
    """Yield the lines of a unified diff from a file in the guide to the program's."""
    before, after = (data.decode("utf-8", "replace").splitlines(keepends=True) for data in (here, ours))
    for line in difflib.unified_diff(before, after, f"yours/{name}", f"the program’s/{name}"):
        yield line if line.endswith("\n") else f"{line}\n"


def news(since: str | None) -> list[str]:
    """Return what the changelog says about the program in the versions after `since`; of all if it's None."""
    text = document("CHANGELOG.md").read_text("utf-8")
    lines = []
    for version, when, section in re.findall(
        r"^## (\d[\w.]*)(?: \(([^)\n]+)\))?\n(.*?)(?=^## |\Z)", text, re.M | re.S
    ):
        if Version(since or "0") < Version(version) <= Version(__version__):
            found = re.search(r"^### The program\n(.*?)(?=^### |\Z)", section, re.M | re.S)
            lines += [
                "",
                f"New in {version}{f' ({when})' if when else ''}:",
                (found or ("", section))[1].rstrip(),
            ]
    return lines
