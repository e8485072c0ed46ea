"""The options of every command: how much it prints, and whether in color.

What a command was run for, such as a list, a file or a difference, is printed in any case, with `click.echo`.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from typing import IO, Literal, get_args

import click

Color = Literal["auto", "always", "never"]
Amount = Literal["problems", "results", "everything"]
KEY = "generator.output"
"""Where a run of the program keeps its `Output`, for the program's own options and those of the command."""


@dataclass(frozen=True, slots=True)
class Output:
    """How much a command prints, and whether in color. Values are made once, since threads share them."""

    amount: Amount = "results"
    color: Color = "auto"

    @property
    def quiet(self) -> bool:
        return self.amount == "problems"

    @property
    def verbose(self) -> bool:
        return self.amount == "everything"

    def in_color(self, stream: IO[str]) -> bool:
        """Return whether to color what's printed to `stream`, as the environment or the stream says."""
        if self.color != "auto":
            return self.color == "always"
        if os.environ.get("NO_COLOR"):
            return False
        return bool(os.environ.get("FORCE_COLOR")) or is_terminal(stream)

    def print(self, text: object, err: bool = False) -> None:
        """Print `text`, whose colors are left out where there shouldn't be any."""
        click.echo(text, err=err, color=self.in_color(sys.stderr if err else sys.stdout))

    def say(self, text: object, err: bool = False) -> None:
        """Print a result, unless only problems should be printed."""
        if not self.quiet:
            self.print(text, err)

    def detail(self, text: str) -> None:
        """Print what only people who want to know everything see."""
        if self.verbose:
            self.print(text, err=True)


def is_terminal(stream: IO[str]) -> bool:
    """Return whether `stream` is a terminal that can color and change what was printed."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def output() -> Output:
    """Return how this run prints; threads have to be given the value."""
    context = click.get_current_context(silent=True)
    found: Output = context.meta.get(KEY, Output()) if context else Output()
    return found


def options() -> list[click.Option]:
    """Return the options, which can come before or after the name of a command."""
    return [
        click.Option(
            ["-q", "--quiet"],
            is_flag=True,
            expose_value=False,
            callback=_set_amount,
            help="Print only problems, and what you ask a command to show.",
        ),
        click.Option(
            ["-v", "--verbose"],
            is_flag=True,
            expose_value=False,
            callback=_set_amount,
            help="Print each step, how long it took, and what was reused.",
        ),
        click.Option(
            ["--color"],
            type=click.Choice(get_args(Color)),
            expose_value=False,
            callback=_set_color,
            help="When to print in color. The default is on a terminal, unless $NO_COLOR is set.",
        ),
    ]


def _set_amount(context: click.Context, option: click.Parameter, chosen: bool) -> None:
    if not chosen:
        return
    before: Output = context.meta.get(KEY, Output())
    amount: Amount = "problems" if option.name == "quiet" else "everything"
    if before.amount not in ("results", amount):
        raise click.UsageError("--quiet and --verbose contradict each other. Leave one out.", context)
    context.meta[KEY] = replace(before, amount=amount)


def _set_color(context: click.Context, option: click.Parameter, chosen: Color | None) -> None:
    if chosen:
        context.meta[KEY] = replace(context.meta.get(KEY, Output()), color=chosen)
