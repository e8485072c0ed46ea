"""Tells problems to people in a terminal, to GitHub and to other programs."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal, get_args

from generator.problems import Problem, Severity

Format = Literal["human", "github", "json"]
MOST_IN_A_FILE = 20
"""Problems told for one file; the rest are counted. A wrong encoding or a bad indent can give hundreds."""
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def report(problems: Iterable[Problem], format: Format = "human", ending: str = "") -> str:
    """Return all `problems` as text in `format`; `ending` says to people what has not happened."""
    problems = tuple(problems)
    if format == "json":
        # A sign that a terminal lacks is written in others there, which would not be JSON.
        lacking = "utf" not in (getattr(sys.stdout, "encoding", None) or "utf-8").lower()
        return json.dumps([_as_data(problem) for problem in problems], ensure_ascii=lacking, indent=2)
    if format == "github":
        return "\n".join(_for_github(problem) for problem in problems)
    return "\n\n".join([*_for_people(problems), f"{count(problems)}. {ending}".strip()])


def count(problems: Iterable[Problem]) -> str:
    """Return how many errors and warnings there are, in words: "1 error, 2 warnings"."""
    found = Counter(problem.severity for problem in problems)
    return ", ".join(amount(found[kind], kind) for kind in get_args(Severity) if found[kind])


def amount(number: int, thing: str) -> str:
    """Return how many there are of a thing whose plural ends in s: "1 record", "2 records"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _for_people(problems: Iterable[Problem]) -> Iterator[str]:
    for name, in_file in groupby(problems, key=lambda problem: problem.place.file):
        alike: dict[tuple[str, ...], list[Problem]] = {}
        for problem in in_file:
            said = (problem.severity, problem.rule, problem.message, problem.fix)
            alike.setdefault(said, []).append(problem)
        found = list(alike.values())
        # Errors first, so that no number of warnings hides what stops the work.
        reporting_errors = sorted(found, key=lambda same: same[0].severity)[:MOST_IN_A_FILE]
        yield from (_for_person(*same) for same in found if same in reporting_errors)
        if more := sum(len(same) for same in found if same not in reporting_errors):
            yield f"{name}: … and {more} more"


def _for_person(problem: Problem, *others: Problem) -> str:
    """Return what is told of `problem`, and in which other lines of its file the same is wrong."""
    place = problem.place
    lines = [
        f"{place.file}:{place.line}:{place.column}: {problem.severity}: {problem.message} [{problem.rule}]"
    ]
    if place.excerpt:
        # Every line of the author's is prefixed, so that none can pass for a command of a CI system.
        margin = f"{place.line:>5} | "
        lines.append(margin + place.excerpt)
        lines.append(" " * (len(margin) - 2) + "| " + " " * (place.column - 1) + "^" * place.length)
    if problem.fix:
        lines.append(f"  fix: {problem.fix}")
    if more := sorted({other.place.line for other in others} - {place.line}):
        lines.append(f"  the same in {_in_lines(more)}")
    return "\n".join(_printable(line) for line in lines)


def _in_lines(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"line {numbers[0]}"
    *first, last = map(str, numbers[:MOST_IN_A_FILE])
    more = len(numbers) - MOST_IN_A_FILE
    return (
        f"lines {', '.join([*first, last])} and {more} more"
        if more > 0
        else f"lines {', '.join(first)} and {last}"
    )


def _printable(line: str) -> str:
    """Return `line` with a mark in place of each sign that could colour or turn a terminal's text."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", line)


def _for_github(problem: Problem) -> str:
    place = problem.place
    where = ",".join(
        f"{name}={_escaped(str(value), ',:')}"
        for name, value in (
            ("file", place.file),
            ("line", place.line),
            ("col", place.column),
            ("endColumn", place.column + place.length),
            ("title", problem.rule),
        )
    )
    reporting_errors = f"{problem.message}\nfix: {problem.fix}" if problem.fix else problem.message
    return f"::{problem.severity} {where}::{_escaped(reporting_errors)}"


def _escaped(text: str, more: str = "") -> str:
    """Return `text` with what GitHub's workflow commands need escaped (percent, line ends, `more`)."""
    for sign in f"%\r\n{more}":
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def _as_data(problem: Problem) -> dict[str, str | int]:
    place = problem.place
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
