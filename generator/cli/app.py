"""The commands that people type, and what happens when one of them fails.

Those of a guide that is there stand here: `build`, `check`, `lock`, `sheets` and `serve`. Those that begin
something are in `authoring`.

Exit status: 0 fine, 1 a mistake in the content, 2 a wrong or refused request, 3 the machine stood
in the way, 130 stopped, 141 nobody reads on. Nobody is ever shown a traceback, unless they ask for it
with --debug.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import click

from generator import __version__
from generator.cli.report import Format, amount
from generator.cli.terminal import (
    MACHINE,
    REQUEST,
    STOPPED,
    UNHEARD,
    format_option,
    out_option,
    progress,
    project_option,
    reporting_errors,
    speak_plainly,
    strict_option,
    tell_warnings,
)
from generator.engine.build_result import Built, summary
from generator.engine.files import write_atomically
from generator.engine.stops import stop_requested
from generator.model.formats import EDITIONS, PAPERS
from generator.problems import ContentError, failure
from generator.project import Project, relative_to_cwd

BEGINNING = ("init", "new", "schema")
"""The commands in `authoring`."""
STOPPED_WORDS = "Stopped. A published site is whole: the last one, or already the new one."


class _Commands(click.Group):
    """Loads `authoring`, and with it all that reads advice, when one of its commands is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*self.commands, *BEGINNING])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in BEGINNING:
            return super().get_command(ctx, cmd_name)
        from generator.cli import authoring

        command: click.Command = getattr(authoring, f"{cmd_name}_command")
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="advice %(version)s")
@click.option("--debug", is_flag=True, help="Show where in the program a failure arose.")
def commands(debug: bool) -> None:
    """Make a searchable guide site and printable worksheets from advice in YAML."""


@commands.command("build")
@project_option
@out_option
@format_option
@strict_option
@click.option(
    "--compress",
    "packed",
    is_flag=True,
    help="Put .br and .gz files beside the pages, for a server of your own.",
)
def build_command(folder: Path, out: Path | None, format: Format, strict: bool, packed: bool) -> None:
    """Publish the guide; the last good site stays until the new one is whole.

    Settings for nginx and Caddy that go with it lie in build/hosting.
    """
    from generator.engine import up_to_date

    with reporting_errors(format, "Nothing was published."):
        project = Project.at(folder)
        target = out or project.build / "site"
        last = up_to_date.last_build(up_to_date.ingredients(project, target, strict, packed))
        built = last or _built(project, target, strict, packed)
    tell_warnings(built.warnings, format)
    click.echo(summary(built, bool(last)), err=format != "human")


def _built(project: Project, out: Path, strict: bool, packed: bool) -> Built:
    from generator.build import build
    from generator.engine import up_to_date
    from generator.load.loader import named_by

    with progress() as show:
        before = up_to_date.ingredients(project, out, strict, packed, named_by(project))
        built = build(project, out, show, strict, packed, lambda: not up_to_date.changed_since(before))
        write_atomically(built.for_servers, project.build / "hosting")
        up_to_date.remember(before, built)
    return built


@commands.command("check")
@project_option
@format_option
@strict_option
@click.option(
    "--explain",
    "rule",
    metavar="RULE",
    is_flag=False,
    flag_value="",
    help="Tell what a rule is for, with an example, instead; without a name, list the rules.",
)
def check_command(folder: Path, format: Format, strict: bool, rule: str | None) -> None:
    """Tell every mistake in the advice and the page templates, without publishing.

    What could be worded better is told as a warning. Whether each sheet fits its pages is told by
    “advice build”. The name of a rule stands in brackets behind what it told.
    """
    from generator.build import check_all
    from generator.model.ids import unlocked

    if rule is not None:
        _explain(rule)
        return
    with reporting_errors(format):
        guide, warnings = check_all(Project.at(folder))
    if strict and warnings:
        with reporting_errors(format, "With --strict, a warning fails too."):
            raise ContentError(warnings)
    tell_warnings(warnings, format)
    held = f"{amount(sum(1 for _ in guide.records()), 'record')} and {amount(len(guide.sources), 'source')}"
    click.echo(f"{held} {'hold no mistake' if warnings else 'are fine'}.", err=format != "human")
    if new := len(unlocked(guide)):
        said = "1 id is new" if new == 1 else f"{new} ids are new" if guide.lock else "No id is locked yet"
        click.echo(f"{said}; run “advice lock” before you publish.", err=format != "human")


@commands.command("lock")
@project_option
@click.option(
    "--retire",
    "to_retire",
    multiple=True,
    metavar="ID",
    help="An id that is gone for good, as “advice check” names it; can be given several times.",
)
def lock_command(folder: Path, to_retire: tuple[str, ...]) -> None:
    """Write down every id of the guide in content/ids.lock, so that none gets lost that readers hold.

    Run it before you publish something new. Nothing is written while an id is missing that was locked before:
    an id with a new name says “was:” and its old one, and one that is gone for good is let go with --retire.
    """
    from generator.cli.lock import update_lock
    from generator.model.lock import LOCK_FILE

    with reporting_errors("human", "No id was locked."):
        done = update_lock(Project.at(folder), to_retire)
    for id in done.retired:
        click.echo(f"Retired: {id}")
    did = f"Added {len(done.added)} and retired {len(done.retired)}"
    click.echo(
        f"{did if done.added or done.retired else 'Nothing is new'}; {LOCK_FILE} holds {done.held} ids."
    )


@commands.command("sheets")
@click.argument("ids", nargs=-1, metavar="[SHEET]...")
@project_option
@click.option(
    "--paper", "papers", multiple=True, help=f"{' or '.join(PAPERS)}. Defaults to those of the site."
)
@click.option("--edition", "editions", multiple=True, help=f"One of {', '.join(EDITIONS)}.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="The folder for the PDFs; by default build/sheets in the folder of the guide.",
)
@format_option
def sheets_command(
    ids: tuple[str, ...],
    folder: Path,
    papers: tuple[str, ...],
    editions: tuple[str, ...],
    out: Path | None,
    format: Format,
) -> None:
    """Make the PDFs of some worksheets, or of all, without the site.

    Name worksheets by the names of their files, such as `advice sheets one-talk --paper a4`.
    """
    from generator.build import load_checked
    from generator.downloads import sheets

    with reporting_errors(format), progress() as show:
        project = Project.at(folder)
        show("Reading the content")
        guide = load_checked(project)
        jobs = sheets.select(guide, ids, papers, editions)
        show("Typesetting worksheets")
        target = out or project.build / "sheets"
        made = write_atomically(sheets.make_sheets(jobs, guide, project, show), target)
    if format == "json":
        click.echo("[]")
    for path, size in made.items():
        click.echo(f"{relative_to_cwd(path)}  {size / 1024:.0f} KB", err=format != "human")


@commands.command("serve")
@project_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port on this machine."
)
def serve_command(folder: Path, port: int) -> None:
    """Show the guide in the browser while you write; every saved edit appears by itself."""
    from generator.cli.serve import serve

    with reporting_errors("human"):
        try:
            serve(Project.at(folder), port, click.echo)
        except KeyboardInterrupt:
            click.echo(STOPPED_WORDS, err=True)
            sys.stdout.flush()
            # A build may be going on in a thread, and an orderly end would wait for all of its sheets.
            os._exit(STOPPED)


def run() -> NoReturn:
    """Run the command that was typed and end the process."""
    speak_plainly()
    try:
        status = commands(standalone_mode=False)  # click returns the status of an Exit here
    except SystemExit:  # and ends in this way when nobody reads any more what is told
        sys.exit(UNHEARD)
    except click.ClickException as error:
        error.show()
        sys.exit(REQUEST)
    except (click.Abort, KeyboardInterrupt):
        _stopped()
    except OSError as error:  # what there was to tell could not be written
        with suppress(OSError):
            click.echo(failure(error), err=True)
        sys.exit(MACHINE)
    except Exception as error:
        if stop_requested():
            _stopped()
        if "--debug" in sys.argv:
            import traceback

            traceback.print_exc()
        click.echo(
            f"The program itself failed ({type(error).__name__}: {error}); you did nothing wrong. "
            "A site that was published before is as it was. Please report what you did; "
            "“advice --debug …” shows where it happened.",
            err=True,
        )
        sys.exit(MACHINE)
    sys.exit(status)


def _stopped() -> NoReturn:
    click.echo(STOPPED_WORDS, err=True)
    sys.exit(STOPPED)


def _explain(rule: str) -> None:
    from generator.cli.check import explain, rules

    with reporting_errors("human"):
        click.echo(explain(rule) if rule else "\n".join(rules()))
