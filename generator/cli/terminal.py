"""What commands share in a terminal: options, error handling, progress."""

from __future__ import annotations

import codecs
import io
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import click

from generator.cli.output import Output, is_terminal, output
from generator.cli.report import Format, report
from generator.engine.build_result import Progress
from generator.engine.interrupts import check_for_stop
from generator.problems import ContentError, Problem, Refusal, SystemFailure, failure

CONTENT_ERROR, REQUEST_ERROR, SYSTEM_ERROR, STOPPED, BROKEN_PIPE = 1, 2, 3, 130, 141
"""The exit codes of commands that don't succeed; the last two are those of other programs."""
INTACT = "Stopped. Your published site is intact."
REPLACEMENTS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "-"})
"""What to print for characters that a terminal can't show."""

Completer = Callable[[click.Context, click.Parameter, str], list[str]]
FOLDER = click.Path(path_type=Path)
"""The type of an option or argument that names a folder."""
project_option = click.option(
    "-C",
    "--project",
    "folder",
    type=FOLDER,
    default=Path(),
    help="The guide’s folder. Defaults to the current folder.",
)
url_option = click.option(
    "-u",
    "--url",
    envvar="ADVICE_URL",
    default="",
    help="The address where it’s published, instead of the one in site_config.yml. Defaults to $ADVICE_URL.",
)
format_option = click.option(
    "-f",
    "--format",
    "format",
    type=click.Choice(get_args(Format)),
    default="human",
    help="Output format: for people, as GitHub annotations, or as JSON.",
)
strict_option = click.option("-s", "--strict", is_flag=True, help="Treat warnings as errors.")


def completing(words: Iterable[str]) -> Completer:
    """Return what a shell calls to complete one of `words`."""
    return lambda context, parameter, typed: [word for word in words if word.startswith(typed)]


@contextmanager
def reporting_errors(format: Format = "human", ending: str = "") -> Iterator[None]:
    """Report what stops a command, and exit with the right code; `ending` says what didn't happen."""
    try:
        yield
    except ContentError as error:
        _print_problems(error.problems, format, ending)
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
        _print_problems(warnings, format)


def say(text: object, err: bool = False) -> None:
    """Print a result, unless only problems should be printed."""
    output().say(text, err)


def _print_problems(problems: Sequence[Problem], format: Format, ending: str = "") -> None:
    to_people = format == "human"
    color = to_people and output().in_color(sys.stderr)
    click.echo(report(problems, format, ending, color), err=to_people, color=color)


@contextmanager
def showing_progress() -> Iterator[Progress]:
    """Give a function that shows each step: in place on a terminal, else the names of steps on lines.

    There's no spinner: it would take a second thread, and with one no fork is safe.
    """
    shown = output()
    if shown.quiet:
        yield _checking_for_stops(lambda step: None)
        return
    if shown.verbose or not is_terminal(sys.stderr):
        steps = _Steps(shown)
        yield _checking_for_stops(steps.show)
        steps.end()
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    with Live(console=Console(stderr=True), auto_refresh=False, transient=True) as live:
        yield _checking_for_stops(lambda step: live.update(Text(f"{step}…"), refresh=True))


class _Steps:
    """Prints a line for each step; to those who want to know everything, also details and times."""

    def __init__(self, shown: Output) -> None:
        self._shown = shown
        self._names = set[str]()
        self._since = 0.0

    def show(self, message: str) -> None:
        """Show `message`: a step, or after a colon, a detail of one."""
        step, _, detail = message.partition(": ")
        if step not in self._names:
            self.end()
            self._names.add(step)
            self._since = time.monotonic()
            self._shown.print(f"{step}…", err=True)
        if detail:
            self._shown.detail(f"  {detail}")

    def end(self) -> None:
        """Show how long the last step took."""
        if self._names:
            self._shown.detail(f"  {time.monotonic() - self._since:.1f} s")


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
