"""Formats problems for people in a terminal, for GitHub and for other programs."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any, Literal, get_args

import click

from generator.problems import Problem, Severity

Format = Literal["human", "github", "json"]
MOST_IN_A_FILE = 20
"""Problems shown for one file; the rest are counted. A wrong encoding or a bad indent can cause hundreds."""
WIDTH = 200
"""Characters shown of a line; the part around the mistake."""
SIGNALS: dict[Severity, str] = {"error": "red", "warning": "yellow"}
"""The colors of what matters in a problem."""
LONG_QUOTE = re.compile(r"(“[^”]{60})[^”]{60,}([^”]{20}”)")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def report(
    problems: Iterable[Problem], format: Format = "human", ending: str = "", color: bool = False
) -> str:
    """Return all `problems` as text in `format`; `ending` says what didn't happen.

    With `color`, text for people has the codes of a terminal.
    """
    problems = [
        replace(problem, message=_short(problem.message), fix=_short(problem.fix)) for problem in problems
    ]
    if format == "json":
        # Where a terminal replaces characters it can't show, the result wouldn't be JSON.
        ascii_only = "utf" not in (getattr(sys.stdout, "encoding", None) or "utf-8").lower()
        return json.dumps([as_data(problem) for problem in problems], ensure_ascii=ascii_only, indent=2)
    if format == "github":
        return "\n".join(_for_github(problem) for problem in problems)
    show = _show_in_color if color else _show
    last = show(f"{count(problems)}. {ending}".strip(), bold=True)
    return "\n\n".join([*_for_people(problems, show), last])


def count(problems: Iterable[Problem]) -> str:
    """Return how many errors and warnings there are, in words: "1 error, 2 warnings"."""
    found = Counter(problem.severity for problem in problems)
    return ", ".join(amount(found[kind], kind) for kind in get_args(Severity) if found[kind])


def amount(number: int, thing: str) -> str:
    """Return a number with a noun whose plural ends in s: "1 record", "2 records"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _show(text: str, **style: Any) -> str:
    """Return `text` with a mark for each character that could color or reverse text in a terminal."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _show_in_color(text: str, **style: Any) -> str:
    return click.style(_show(text), **style) if style else _show(text)


def _for_people(problems: Iterable[Problem], show: Callable[..., str]) -> Iterator[str]:
    for name, in_file in groupby(problems, key=lambda problem: problem.location.file):
        same = defaultdict[tuple[str, ...], list[Problem]](list)
        for problem in in_file:
            same[problem.severity, problem.rule, problem.message, problem.fix].append(problem)
        groups = list(same.values())
        # Errors first, so that they can't be hidden by any number of warnings.
        shown = sorted(groups, key=lambda group: group[0].severity)[:MOST_IN_A_FILE]
        yield from (_for_person(show, *group) for group in groups if group in shown)
        if more := sum(len(group) for group in groups if group not in shown):
            yield show(f"{name}: … and {more} more")


def _for_person(show: Callable[..., str], problem: Problem, *others: Problem) -> str:
    """Return the text about `problem`, and on which other lines of its file it also occurs."""
    place = problem.location
    signal = {"fg": SIGNALS[problem.severity], "bold": True}
    where, what = (
        show(f"{place.file}:{place.line}:{place.column}:", bold=True),
        show(problem.severity, **signal),
    )
    lines = [f"{where} {what}: {show(problem.message)} {show(f'[{problem.rule}]', fg='cyan')}"]
    if place.excerpt:
        # The author's line gets a prefix, so that it can't pass for a command of a CI system.
        margin = f"{place.line:>5} | "
        excerpt, start = _window(place.excerpt, place.column - 1)
        length = min(place.length, len(excerpt) - start) or 1
        lines.append(show(margin, dim=True) + show(excerpt))
        below = show(f"{'':>5} | ", dim=True)
        lines.append(below + " " * start + show("^" * length, **signal))
    if problem.fix:
        lines.append(f"  {show('fix:', fg='green', bold=True)} {show(problem.fix)}")
    if more := sorted({other.location.line for other in others} - {place.line}):
        lines.append(f"  also on {_on_lines(more)}")
    return "\n".join(lines)


def _short(text: str) -> str:
    """Return `text` with an ellipsis in the middle of anything long that it quotes."""
    return LONG_QUOTE.sub(r"\1…\2", text)


def _window(excerpt: str, start: int) -> tuple[str, int]:
    """Return the part of a long line around `start`, and where that is in it."""
    begin = max(0, min(start - WIDTH // 3, len(excerpt) - WIDTH))
    part = excerpt[begin : begin + WIDTH]
    before, after = "…" if begin else "", "…" if begin + WIDTH < len(excerpt) else ""
    return before + part + after, start - begin + len(before)


def _on_lines(numbers: list[int]) -> str:
    shown = [str(number) for number in numbers[:MOST_IN_A_FILE]]
    if more := numbers[MOST_IN_A_FILE:]:
        shown.append(f"{len(more)} more")
    *first, last = shown
    return f"lines {', '.join(first)} and {last}" if first else f"line {last}"


def _for_github(problem: Problem) -> str:
    place = problem.location
    where = (
        f"file={_escaped(place.file, ',:')},line={place.line},col={place.column},"
        f"endColumn={place.column + place.length},title={problem.rule}"
    )
    text = f"{problem.message}\nfix: {problem.fix}" if problem.fix else problem.message
    return f"::{problem.severity} {where}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    """Return `text` with what GitHub's workflow commands need escaped (percent, line ends, `more`)."""
    for character in f"%\r\n{more}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def as_data(problem: Problem) -> dict[str, str | int]:
    """Return `problem` as programs get it."""
    place = problem.location
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "length": place.length,
        "severity": problem.severity,
        "rule": problem.rule,
        "message": problem.message,
        "fix": problem.fix,
    }
