"""What commands have in common in a terminal: their options, how mistakes are told, and how work is shown."""

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
from generator.engine.stops import check_for_stop
from generator.problems import ContentError, Problem, Refusal, SystemFailure, failure

CONTENT, REQUEST, MACHINE, STOPPED, UNHEARD = 1, 2, 3, 130, 141
"""How commands end that do not end well; the last, when nobody reads on, as other programs do."""
PLAIN = {"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "-"}
"""What stands for signs of ours where a terminal has only few."""
project_option = click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The folder of the guide; by default the one you are in.",
)
format_option = click.option(
    "--format",
    "format",
    type=click.Choice(get_args(Format)),
    default="human",
    help="How mistakes are told: to people, as annotations on GitHub, or as JSON.",
)
strict_option = click.option(
    "--strict", is_flag=True, help="Fail for a warning too, as for a mistake in the content."
)
out_option = click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="The folder to publish into; by default build/site in the folder of the guide.",
)


@contextmanager
def reporting_errors(format: Format, ending: str = "") -> Iterator[None]:
    """Tell what stops a command, and end with the status that fits."""
    try:
        yield
    except ContentError as error:
        click.echo(report(error.problems, format, ending), err=format == "human")
        raise click.exceptions.Exit(CONTENT) from error
    except Refusal as refusal:
        click.echo(refusal, err=True)
        raise click.exceptions.Exit(REQUEST) from refusal
    except BrokenPipeError:  # nobody reads on, which is no failure of the machine
        raise
    except (SystemFailure, OSError) as error:
        click.echo(failure(error) if isinstance(error, OSError) else error, err=True)
        raise click.exceptions.Exit(MACHINE) from error


def tell_warnings(warnings: Sequence[Problem], format: Format) -> None:
    """Tell what could be worded better where mistakes are told; programs get a list even of none."""
    if warnings or format == "json":
        click.echo(report(warnings, format), err=format == "human")


@contextmanager
def progress() -> Iterator[Progress]:
    """Give a function that shows what is being done: in place on a terminal, else a line each.

    Nothing turns meanwhile: that would take a thread, beside which no fork is safe.
    """
    if not sys.stderr.isatty():
        yield _with_stops(lambda step: click.echo(f"{step} …", err=True))
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    with Live(console=Console(stderr=True), auto_refresh=False, transient=True) as shown:
        yield _with_stops(lambda step: shown.update(Text(f"{step} …"), refresh=True))


def _with_stops(show: Progress) -> Progress:
    """Return `show`, before which a stop is heeded that somebody swallowed."""

    def with_stops(step: str) -> None:
        check_for_stop()
        show(step)

    return with_stops


def speak_plainly() -> None:
    """Let what the terminal has no sign for be written in others, instead of failing."""
    codecs.register_error("plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="plain")


def _plain(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    signs = error.object[error.start : error.end]
    plain = (PLAIN.get(sign) or sign.encode("ascii", "backslashreplace").decode() for sign in signs)
    return "".join(plain), error.end
