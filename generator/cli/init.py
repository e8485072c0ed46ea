"""`advice init`: writes a small guide to start with, which builds right away, and what its host needs."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click
from pydantic_core import PydanticCustomError

from generator.cli.program_files import (
    HOSTS,
    NOTE,
    Host,
    WrittenFiles,
    digest,
    files_for,
    fitting_versions,
    program_files,
    rendered,
    require_inside,
    running_program,
    starters,
)
from generator.cli.schema import FOLDER as SCHEMAS
from generator.cli.terminal import FOLDER, reporting_errors, say
from generator.engine.files import write_atomically
from generator.model.fields import FieldText, SiteUrl, Title
from generator.problems import Refusal
from generator.project import Project, relative_to_cwd

FIRST_RECORDS = ("principle", "checklist", "worksheet")
"""The kinds of records in a new guide; each is made from the starter of its kind."""
PLACEHOLDER = "https://guide.example/"
"""The address of a guide that doesn't have one yet."""
FROM_A_NEW_REPOSITORY = re.compile(r"\..*|(README|LICENSE|LICENCE)(\.\w+)?", re.I)
"""What can be in a folder before the guide: what hosts of repositories put into a new one."""


@click.command("init")
@click.argument("folder", type=FOLDER)
@click.option(
    "--host",
    type=click.Choice([*HOSTS, "none"]),
    help="Where the guide will be published. The files for that host are written, too.",
)
@click.option("--name", help="The name of the guide. Defaults to the folder’s name.")
@click.option("--url", help="The address where readers will find it, if you know it already.")
def command(folder: Path, host: str | None, name: str | None, url: str | None) -> None:
    """Start a new guide in FOLDER. It builds right away.

    It has one principle, one checklist and one worksheet, with placeholders that say what to write. In a
    terminal, you’re asked for any options you left out. If the folder has a guide already, only the files for
    the host are added. Existing files are never overwritten.
    """
    with reporting_errors():
        is_new = not (folder / "site_config.yml").exists()
        if sys.stdin.isatty() and sys.stdout.isatty():
            name, url, host = _ask(folder, name, url, host) if is_new else (None, None, _ask_host(host))
        hosts = [host] if host and host != "none" else []
        if is_new:
            title = _given("--name", Title, name or _title(folder))
            address = _given("--url", SiteUrl, url or PLACEHOLDER)
            written, kept = start(folder, date.today(), title, address, hosts)
        else:
            written, kept = add_hosts(folder, hosts)
    for path in dict.fromkeys(path.parent if path.parent.name == SCHEMAS else path for path in written):
        say(relative_to_cwd(path))
    if kept:
        say(f"\nKept as it was: {', '.join(kept)}")
    say("")
    if is_new:
        go = "" if folder.resolve() == Path.cwd() else f"cd {shlex.quote(str(relative_to_cwd(folder)))} and "
        say(f"Next: {go}run “advice serve” to preview the guide while you write.")
    for one in hosts:
        say(_how_to_publish(HOSTS[one]))


def start(
    folder: Path, today: date, name: str, url: str, hosts: Sequence[str]
) -> tuple[list[Path], list[str]]:
    """Write a new guide into `folder`. Return the paths of its files, and the files that were there before.

    Raises `Refusal` if something is in `folder` that wouldn't be in a new repository.
    """
    if folder.exists():
        others = folder.iterdir() if folder.is_dir() else [folder]
        if strange := [one.name for one in others if not FROM_A_NEW_REPOSITORY.fullmatch(one.name)]:
            message = (
                f"{folder} isn’t an empty folder: {min(strange)} is in it. Choose an empty or new folder."
            )
            raise Refusal(message)
    files = program_files(name, hosts)
    return _write(folder, first_files(today, name, url) | files, WrittenFiles.of(hosts, files))


def add_hosts(folder: Path, hosts: Sequence[str]) -> tuple[list[Path], list[str]]:
    """Write what `hosts` need into the guide in `folder`, and return the same as `start`.

    Raises `Refusal` if there are none, and `ContentError` if the settings of the guide can't be read.
    """
    if not hosts:
        raise Refusal(
            f"There’s already a guide in {folder.resolve()}. To add what a host needs, name it, such as "
            "“--host pages”. To update the files that the program wrote, run “advice upgrade”."
        )
    note = WrittenFiles.read(folder) or WrittenFiles.of([], {})
    project = Project.at(folder)
    common, new = files_for(project, []), files_for(project, hosts)
    new = {path: data for path, data in new.items() if path not in common}
    all_hosts = tuple(dict.fromkeys((*note.hosts, *hosts)))
    ours = WrittenFiles.of([], new).files
    # A file that's kept was written by an earlier version, or else by someone who knows now that it's kept.
    kept = {name: note.files[name] for name in _differing(folder, new) if name in note.files}
    return _write(folder, new, replace(note, hosts=all_hosts, files={**note.files, **ours, **kept}))


def _write(folder: Path, files: Mapping[str, bytes], note: WrittenFiles) -> tuple[list[Path], list[str]]:
    require_inside(folder, files)
    new = {name: data for name, data in files.items() if not (folder / name).exists()}
    kept = _differing(folder, files)
    return [*write_atomically({**new, NOTE: note.data()}, folder)], kept


def _differing(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Return which of `files` are in `folder` with another content, sorted by name."""
    there = [name for name in sorted(files) if (folder / name).exists()]
    return [name for name in there if digest((folder / name).read_bytes()) != digest(files[name])]


def first_files(today: date, name: str, url: str) -> dict[str, bytes]:
    """Return what authors of a new guide go on with, by path."""
    jinja = starters()
    variables = {
        "name": name,
        "url": url,
        "placeholder": url == PLACEHOLDER,
        "requires": fitting_versions(),
        "today": today.isoformat(),
        "source": "experience",
        "principle": "first-principle",
        "link": "checklists/first-checklist",
    }
    files = rendered(jinja, "first/", variables)
    for kind in FIRST_RECORDS:
        names = {"id": f"first-{kind}", "title": f"First {kind}"}
        text = jinja.get_template(f"{kind}.yml").render(variables | names)
        files[f"content/{kind}s/first-{kind}.yml"] = text.encode()
    return files


def _ask(
    folder: Path, name: str | None, url: str | None, host: str | None
) -> tuple[str | None, str | None, str]:
    """Return the options of a new guide, asking for those that weren't given."""
    name = name or click.prompt("What’s it called?", _title(folder), value_proc=_asked(Title))
    where = "Where will readers find it? Press Enter if you don’t know yet"
    url = url or click.prompt(where, PLACEHOLDER, value_proc=_asked(SiteUrl))
    return name, url, _ask_host(host)


def _ask_host(host: str | None) -> str:
    return host or click.prompt("Where will you publish it?", "none", type=click.Choice([*HOSTS, "none"]))


def _how_to_publish(host: Host) -> str:
    sentences = [host.next, "docs/hosting.md says more."]
    if host.installs and running_program().is_only_here:
        sentences.append(
            "The host will look for the program on PyPI, but yours came from a folder. If it isn’t there, "
            "docs/hosting.md says what to write into requirements.txt."
        )
    return f"To publish it: {' '.join(sentences)}"


def _given(option: str, kind: type[FieldText], value: str) -> str:
    try:
        return kind.parse(value)
    except PydanticCustomError as error:
        raise Refusal(f"{option} can’t be used: {_sentence(error)}") from None


def _asked(kind: type[FieldText]) -> Callable[[str], str]:
    """Return a function that takes an answer or says why not, after which the question comes again."""

    def take(value: str) -> str:
        try:
            return kind.parse(value)
        except PydanticCustomError as error:
            raise click.BadParameter(_sentence(error)) from None

    return take


def _sentence(error: PydanticCustomError) -> str:
    context = error.context or {}
    return f"{context['message']}; {context['fix']}."


def _title(folder: Path) -> str:
    """Return a title for a guide in `folder`; a plain one if its name can't be a title."""
    title = re.sub(r"[-_]+", " ", folder.resolve().name).strip().capitalize()
    return title if re.fullmatch(r"[\w '’.,&()!?-]*\w[\w '’.,&()!?-]*", title) else "My guide"
