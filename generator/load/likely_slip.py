"""Finds the slip behind an error in a YAML file: the change of a line that makes the file readable.

An error is often reported far below its cause. So each change of slips.py is tried on the lines around the
error, and the file is read again. The change that leaves no problem shows the cause, and is a fix that works.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import yaml

from generator.load.slips import NOTE, SLIPS, Slip, quoted
from generator.model.source_text import SourceFile
from generator.problems import Problem

REACH = 30
"""Lines above an error that can have its cause."""
MOST_READ = 4_000_000
"""Characters to read again in search of a cause, so that a hostile file doesn't take long."""
LEAST = 8_000
"""Characters that a shorter file counts as, because each reading takes a moment."""
LONGEST = 5_000
"""Characters of a line; the time that a pattern takes can grow with the square."""
SHOWN = 50
"""Characters of a corrected line in a fix."""
FORMAL = frozenset(
    "bad-id field-twice missing-field not-text run-on unknown-choice unknown-field wrong-shape".split()
)
"""Rules about valid YAML whose cause can be the form of a line."""
LIKE_FIELD = re.compile(r"\s*(- |[\w-]+:( |$))")
NOTHING = re.compile(r"\s*(#|$)")
"""An empty line, or one with only a comment."""
Read = Callable[[str], Sequence[Problem]]
"""Returns the problems in a changed text; raises `yaml.YAMLError` or `ValueError` if it isn't even YAML."""


def likely_slip(
    file: SourceFile, found: Sequence[Problem], stops: Sequence[int], read: Read, names: Sequence[str]
) -> Problem | None:
    """Return what caused the problems `found` in `file`; None if no change of a line would help.

    `stops` are the lines where the parser stopped and where it was inside of, if the file isn't even YAML;
    `names` are those of the fields that it can have.
    """
    is_broken = bool(stops) or found[0].rule == "run-on"
    if not is_broken and FORMAL.isdisjoint(problem.rule for problem in found):
        return None
    near = _near(file, found, stops, is_broken)
    if not near:
        return None
    left, fewest, slip = MOST_READ, sys.maxsize, None
    for rows, problem in chain(_closed(file, stops), _changes(file, near, names, read, is_broken)):
        text = "\n".join(rows)
        left -= max(len(text), LEAST)
        count = _count(text, read)
        if count == 0 or left < 0:
            return slip if count else problem
        if stops and count < fewest and problem.rule not in ("bar", "missing-field", "note"):
            fewest, slip = count, problem
    return slip


def _near(file: SourceFile, found: Sequence[Problem], stops: Sequence[int], is_broken: bool) -> list[int]:
    """Return the lines that can have the cause, the most likely ones first."""
    at, *others = stops or [found[0].location.line - 1]
    before = (
        one for one in range(min(at, len(file.lines)) - 1, -1, -1) if not NOTHING.match(file.lines[one])
    )
    near = [at, next(before, 0), at + 1]
    if is_broken:
        above = range(at - 2, max(-1, at - REACH), -1)
        near += [
            *others,
            *(one for one in above if one < len(file.lines) and LIKE_FIELD.match(file.lines[one])),
        ]
    for problem in () if is_broken else found[:3]:
        near.append(problem.location.line - 1)
        if problem.rule == "missing-field":  # it can be where it doesn't count
            start = problem.fix[problem.fix.find("“") + 1 :].rstrip("…” ")
            near += [one for one, row in enumerate(file.lines) if row.strip(" -").startswith(start)]
    inside = (one for one in dict.fromkeys(near) if 0 <= one < len(file.lines))
    return [one for one in inside if file.lines[one].strip() and len(file.lines[one]) < LONGEST]


def _count(text: str, read: Read) -> int:
    """Return how many problems there are in `text`; as many as possible if it isn't even YAML."""
    try:
        return len(read(text))
    except (yaml.YAMLError, ValueError):
        return sys.maxsize


Change = tuple[list[str], Problem]
"""All lines of the changed file, and the problem it solves."""


def _closed(file: SourceFile, stops: Sequence[int]) -> Iterator[Change]:
    """Close the brackets that the parser was inside of when it stopped, at the end of each line of theirs."""
    rows, (end, start) = file.lines, (*stops, *stops, 0, 0)[:2]
    for at in range(min(end, len(rows) - 1), max(start - 1, end - REACH), -1):
        inside = "\n".join(rows[start : at + 1])
        for open, close in ("[]", "{}"):
            if inside.count(open) > inside.count(close):
                fix = f"write {close} at the end of {'this line' if at == start else f'line {at + 1}'}"
                place = file.place(start, rows[start].find(open))
                problem = Problem(place, "bracket", "the bracket that opens here isn’t closed", fix)
                yield [*rows[:at], rows[at].rstrip(" ,") + close, *rows[at + 1 :]], problem


def _changes(
    file: SourceFile, near: list[int], names: Sequence[str], read: Read, is_broken: bool
) -> Iterator[Change]:
    fields = [at for at in near[:3] if file.lines[at].lstrip()[0] != "-" and LIKE_FIELD.match(file.lines[at])]
    yield from _shifted(file, fields)  # first, because it's common
    for group in (near[:3], near[3:]):
        for slip in SLIPS:
            if is_broken or slip.rule != "bar":  # or else it would turn a list or fields into a text
                yield from _replaced(file, group, slip)
        yield from _shifted(file, group)
        if is_broken:
            yield from _named(file, group[:3], names, read)
    if is_broken:
        yield from _moved_back(file, near)
        yield from _replaced(file, near[:3], NOTE)


def _replaced(file: SourceFile, near: list[int], slip: Slip) -> Iterator[Change]:
    for at in near:
        row = file.lines[at]
        for match, put in ((match, put) for match in re.finditer(slip.pattern, row) for put in slip.puts):
            new = put(match) if callable(put) else match.expand(put)
            changed = row[: match.start()] + new + row[match.end() :]
            if changed == row:
                continue
            old = match[match.lastindex or 0].strip()
            after = changed[match.start() :].strip().split("\n")[0]
            texts = {"old": _cut(old), "new": _cut(after)}
            place = file.place(at, match.start(2) if put is quoted else max(match.start(), _indent(row)))
            problem = Problem(place, slip.rule, slip.message.format(**texts), slip.fix.format(**texts))
            yield [*file.lines[:at], changed, *file.lines[at + 1 :]], problem
            if slip.everywhere:
                yield [re.sub(slip.pattern, put, row) for row in file.lines], problem


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}…"


def _shifted(file: SourceFile, near: list[int]) -> Iterator[Change]:
    rows = file.lines
    for at in near:
        own = _indent(rows[at])
        around = [row for row in rows[max(0, at - REACH) : at + 3] if row.strip()]
        after = next((_indent(row) for row in rows[at + 1 :] if row.strip()), 0)
        columns = {
            own + 2,
            *map(_indent, around),
            *(_indent(row) + 2 for row in around if row.lstrip()[0] == "-"),
        }
        for column in sorted(columns - {own}, key=lambda column: (column != after, abs(column - own))):
            for end in _ends(rows, at):
                moved = [
                    " " * (_indent(row) + column - own) + row.lstrip(" ") if row.strip() else row
                    for row in rows[at:end]
                ]
                yield [*rows[:at], *moved, *rows[end:]], _misaligned(file, at, end, column - own)


def _moved_back(file: SourceFile, near: list[int]) -> Iterator[Change]:
    """Align what's right above the first of the lines `near`, and starts further to the right, with it."""
    rows, at = file.lines, near[0]
    start = at
    while start and (not rows[start - 1].strip() or _indent(rows[start - 1]) > _indent(rows[at])):
        start -= 1
    if (by := _indent(rows[start]) - _indent(rows[at])) > 0:
        yield (
            [*rows[:start], *(row[by:] for row in rows[start:at]), *rows[at:]],
            _misaligned(file, start, at, -by),
        )


def _misaligned(file: SourceFile, at: int, end: int, by: int) -> Problem:
    """Return the problem of the lines from `at` to `end`, which have to move `by` columns to the right."""
    side, do = ("right", "delete") if by < 0 else ("left", "add")
    spaces = "1 space" if abs(by) == 1 else f"{abs(by)} spaces"
    start = "this line starts" if end == at + 1 else f"this line and those down to line {end} start"
    message, fix = f"{start} {spaces} too far to the {side}", f"{do} {spaces} at the start"
    indent = _indent(file.lines[at])
    if by > 0 and not LIKE_FIELD.match(file.lines[at]):
        fix = f"{fix} if it continues the text above, or write # and a space before it if it’s a note"
    return Problem(file.place(at, indent + min(by, 0), max(1, -by)), "indentation", message, fix)


def _ends(rows: list[str], at: int) -> list[int]:
    """Return where lines can end that belong together: the line `at`, two or three, its block, its text."""
    own = _indent(rows[at])
    block, text = (
        next(
            (end for end in range(at + 1, len(rows)) if rows[end].strip() and is_outside(rows[end])),
            len(rows),
        )
        for is_outside in (
            lambda row: _indent(row) <= own,
            lambda row: _indent(row) < own or LIKE_FIELD.match(row),
        )
    )
    return [*dict.fromkeys(end for end in (at + 1, at + 2, at + 3, block, text) if end <= len(rows))]


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip(" "))


def _named(file: SourceFile, near: list[int], names: Sequence[str], read: Read) -> Iterator[Change]:
    for at in near:
        own = _indent(file.lines[at])
        for indent in dict.fromkeys((" " * own, " " * max(0, own - 2))):
            before, after = file.lines[:at], file.lines[at:]
            if _count("\n".join([*before, f"{indent}x:", *after]), read) == sys.maxsize:
                continue
            for name in names:
                message = "the name of the field that this belongs to is missing above"
                fix = f"write “{name}:” on a line of its own above this one"
                problem = Problem(file.place(at, own), "missing-field", message, fix)
                yield [*before, f"{indent}{name}:", *after], problem
