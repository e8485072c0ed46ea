"""What commands share in a terminal: options, error handling, progress."""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import click

from generator.cli.report import Format, report
from generator.engine.build_result import Progress
from generator.engine.interrupts import check_for_stop
from generator.problems import ContentError, Problem, Refusal, SystemFailure, failure

CONTENT_ERROR, REQUEST_ERROR, SYSTEM_ERROR, STOPPED, BROKEN_PIPE = 1, 2, 3, 130, 141
"""The exit codes of commands that don't succeed; the last two are those of other programs."""
INTACT = "Stopped. Your published site is intact."
REPLACEMENTS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "-"})
"""What to print for characters that a terminal can't show."""

FOLDER = click.Path(path_type=Path)
"""The type of an option or argument that names a folder."""
project_option = click.option(
    "--project",
    "folder",
    type=FOLDER,
    default=Path(),
    help="The guide’s folder. Defaults to the current folder.",
)
url_option = click.option(
    "--url",
    envvar="ADVICE_URL",
    default="",
    help="The address where it’s published, instead of the one in site_config.yml. Defaults to $ADVICE_URL.",
)
format_option = click.option(
    "--format",
    "format",
    type=click.Choice(get_args(Format)),
    default="human",
    help="Output format: for people, as GitHub annotations, or as JSON.",
)
strict_option = click.option("--strict", is_flag=True, help="Treat warnings as errors.")


@contextmanager
def reporting_errors(format: Format = "human", ending: str = "") -> Iterator[None]:
    """Report what stops a command, and exit with the right code; `ending` says what didn't happen."""
    try:
        yield
    except ContentError as error:
        click.echo(report(error.problems, format, ending), err=format == "human")
        raise click.exceptions.Exit(CONTENT_ERROR) from error
    except Refusal as refusal:
        click.echo(refusal, err=True)
        raise click.exceptions.Exit(REQUEST_ERROR) from refusal
    except BrokenPipeError:  # not a system error: no one reads the output anymore
        raise
    except (SystemFailure, OSError) as error:
        click.echo(failure(error) if isinstance(error, OSError) else error, err=True)
        raise click.exceptions.Exit(SYSTEM_ERROR) from error


def report_warnings(warnings: Sequence[Problem], format: Format) -> None:
    """Print `warnings` where errors are printed; as JSON, even an empty list."""
    if warnings or format == "json":
        click.echo(report(warnings, format), err=format == "human")


@contextmanager
def showing_progress() -> Iterator[Progress]:
    """Give a function that shows each step: in place on a terminal, else on a line of its own.

    There's no spinner: it would take a second thread, and with one no fork is safe.
    """
    if not sys.stderr.isatty():
        yield _checking_for_stops(lambda step: click.echo(f"{step}…", err=True))
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    with Live(console=Console(stderr=True), auto_refresh=False, transient=True) as live:
        yield _checking_for_stops(lambda step: live.update(Text(f"{step}…"), refresh=True))


def _checking_for_stops(show: Progress) -> Progress:
    def show_step(step: str) -> None:
        check_for_stop()
        show(step)

    return show_step


def replace_unencodable() -> None:
    """Print similar characters for those that the terminal can't show, instead of failing."""
    codecs.register_error("similar", _similar)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="similar")


def _similar(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    similar = error.object[error.start : error.end].translate(REPLACEMENTS)
    return similar.encode("ascii", "backslashreplace").decode(), error.end
