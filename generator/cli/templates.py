"""`advice templates`: the files of the program that a guide can have one of its own for."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Iterator
from contextlib import suppress
from difflib import unified_diff
from itertools import groupby
from pathlib import Path

import click

from generator.cli.report import amount
from generator.cli.terminal import project_option, reporting_errors, say
from generator.engine.files import write_atomically
from generator.layers import ORIGINALS, Layers, program_link
from generator.load.own_templates import LANGUAGES, changed, rewordings
from generator.problems import Refusal, did_you_mean
from generator.project import Project

WIDTH = 90
"""Characters in a line of the list."""
MARGIN = "    "
OURS = "templates/ is the program’s own folder, with these files:"


def _files(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the program's files whose names begin with what was `typed`, for a shell to complete it."""
    with suppress(Refusal):
        names = Project.at(context.params.get("folder") or Path()).templates.changeable()
        return [name for name in names if name.startswith(typed)]
    return []


@click.command("templates")
@click.argument("names", metavar="[FILE]...", nargs=-1, shell_complete=_files)
@click.option("--copy", "action", flag_value="copy", help="Copy each FILE from the program, to change it.")
@click.option(
    "--diff",
    "action",
    flag_value="diff",
    help="Show what you changed, and what the program has changed since: in each FILE, or in all of yours.",
)
@click.option("--seen", "action", flag_value="seen", help="Mark what the program changed in FILE as seen.")
@click.option("--show", "action", flag_value="show", help="Print the program’s version of each FILE.")
@project_option
def command(names: tuple[str, ...], action: str | None, folder: Path) -> None:
    """List the templates, styles and texts that a guide can change.

    A file in the guide’s folder templates/ replaces the program’s file of the same name, and a file in
    templates/strings/ only the texts it contains. Everything else comes from the program.
    """
    actions = {"copy": copy, "diff": diff, "seen": seen, "show": show, None: listing}
    with reporting_errors(ending="Nothing was written."):
        templates = Project.at(folder).templates
        if action in ("copy", "seen", "show") and not names:
            raise Refusal(f"Name a file, as in “advice templates --{action} pages/home.html.j2”.")
        echo = say if action in ("copy", "seen") else click.echo
        for line in actions[action](templates, tuple(map(_name, names))):
            echo(line)


def listing(templates: Layers, names: tuple[str, ...]) -> Iterator[str]:
    """Yield all files, the guide's own first; one on each line if no person reads it."""
    if names:
        raise Refusal(f"Say what to do with {names[0]}: add --copy, --diff, --seen or --show.")
    own, programs = templates.own_files(), templates.changeable()
    if not sys.stdout.isatty():
        yield from (f"own {name}" for name in own)
        yield from (f"program {name}" for name in programs if name not in own)
        return
    if own:
        yield f"Your guide has {amount(len(own), 'file')} of its own, in templates/:"
        yield from _by_folder(own)
        yield ""
    yield "The program has these files; yours replace them one by one:" if templates.own else OURS
    yield from _by_folder(programs)


def _by_folder(names: Iterable[str]) -> Iterator[str]:
    for folder, files in groupby(names, lambda name: name.rpartition("/")[0]):
        yield f"  {folder}/"
        there = ", ".join(name.rpartition("/")[2] for name in files)
        yield textwrap.indent(textwrap.fill(there, WIDTH, break_on_hyphens=False), MARGIN)


def copy(templates: Layers, names: tuple[str, ...]) -> Iterator[str]:
    """Copy the files `names` to the guide, and keep their originals; raises `Refusal` before writing any."""
    own = _own(templates)
    new = dict[str, bytes]()
    for name in names:
        original = _programs(name, templates)
        if templates.file(name) != original:
            raise Refusal(f"templates/{name} exists already. To start again from the program’s, delete it.")
        if name.startswith(LANGUAGES):
            raise Refusal(
                f"templates/{name} only has the texts that you change, so don’t copy it: "
                f"“advice templates --show {name}” shows all of them."
            )
        templates.original(name)  # or it could be a link to a file outside
        new |= {name: original.read_bytes(), f"{ORIGINALS}/{name}": original.read_bytes()}
    write_atomically(new, own)
    yield from (f"Copied templates/{name}. Delete it to have the program’s again." for name in names)


def seen(templates: Layers, names: tuple[str, ...]) -> Iterator[str]:
    """Keep what the program has now as the originals of the guide's files `names`."""
    own = _own(templates)
    new = {f"{ORIGINALS}/{_mine(name, templates)}": _programs(name, templates).read_bytes() for name in names}
    write_atomically(new, own)
    yield from (f"“advice check” warns when the program changes {name} again." for name in names)


def show(templates: Layers, names: tuple[str, ...]) -> Iterator[str]:
    """Yield the program's version of the files `names`."""
    yield from (_programs(name, templates).read_text("utf-8").rstrip("\n") for name in names)


def diff(templates: Layers, names: tuple[str, ...]) -> Iterator[str]:
    """Yield what the guide changed in `names`, or in all its files, and what the program changed since."""
    _own(templates)
    own, programs = templates.own_files(), templates.changeable()
    chosen = [_mine(name, templates) for name in names] or [name for name in own if name in programs]
    tracked = [name for name in chosen if templates.original(name)]
    warned = {problem.location.file for problem in changed(templates)}
    outdated = [name for name in tracked if f"templates/{name}" in warned]
    for name in chosen:
        original = templates.original(name)
        yield f"templates/{name}"
        if name.startswith(LANGUAGES):
            yield from _rewordings(name, templates)
        else:
            yield from _edits(own[name], original, programs[name], program_link(name))
        if not original:
            yield f"  To see when the program changes it: “advice templates --seen {name}”."
        yield ""
    if outdated:
        yield f"Once yours are up to date: “advice templates --seen {' '.join(outdated)}”."
    elif tracked:
        yield "The program hasn’t changed any of these files since."
    elif not chosen:
        yield "All templates are the program’s, so nothing can be out of date."


def _edits(own: Path, original: Path | None, now: Path, link: str) -> Iterator[str]:
    """Yield the differences between three versions of a file; `link` is how it can name the program's."""
    began = original or now
    if link.encode() in own.read_bytes():
        yield "  It builds on the program’s version, so it follows what the program changes."
    elif edits := _differences(began, own):
        yield "  What you changed:"
        yield from edits
    else:
        yield "  You changed nothing. Delete this file to follow what the program changes."
    if original and (edits := _differences(original, now)):
        yield "  What the program has changed since:"
        yield from edits


def _differences(before: Path, after: Path) -> list[str]:
    old, new = (path.read_text("utf-8", "replace").splitlines() for path in (before, after))
    return [f"{MARGIN}{line}" for line in unified_diff(old, new, lineterm="")][2:]


def _rewordings(name: str, templates: Layers) -> Iterator[str]:
    for text in rewordings(name, templates):
        yield f"  {text.key}"
        yield f"    yours:             {text.own}"
        if text.then != text.now:
            yield f"    the program’s was: {text.then}"
        yield f"    the program’s:     {text.now}"


def _name(path: str) -> str:
    """Return the name of the file that someone called `path`, who may be in the guide's folder."""
    return path.replace("\\", "/").removeprefix("./").removeprefix("templates/")


def _own(templates: Layers) -> Path:
    """Return the guide's folder of templates; raises `Refusal` if it's the program's."""
    if not templates.own:
        raise Refusal("Here, templates/ is the program’s own folder, so change its files themselves.")
    return templates.own


def _programs(name: str, templates: Layers) -> Path:
    """Return the program's file called `name`; raises `Refusal` if there's none."""
    programs = templates.changeable()
    if name not in programs:
        hint = did_you_mean(name, programs).capitalize() or "“advice templates” lists its files."
        raise Refusal(f"The program has no file “{name}”. {hint}")
    return programs[name]


def _mine(name: str, templates: Layers) -> str:
    """Return `name` if that's a file of the program that the guide has, too; raises `Refusal` if not."""
    _programs(name, templates)
    if name not in templates.own_files():
        raise Refusal(f"Your guide has no templates/{name}, so the program’s is used.")
    return name
