"""Finds the slip behind an error in a YAML file: a change of a line that makes the file readable.

An error is often reported far below its cause. So each change below is tried on the lines around the error, and the
file is read again. A change that leaves no problem shows the cause, and is a fix that works.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from os.path import commonprefix
from typing import NamedTuple

import yaml

from generator.model.source_text import SourceFile
from generator.problems import Problem

REACH = 30
"""Lines above an error that can have its cause."""
MOST_READ = 8_000_000
"""Characters to read again in search of a cause, so that a hostile file doesn't take long."""
SHOWN = 50
"""Characters of a corrected line in a fix."""
STRUCTURE = frozenset(
    "bad-id field-twice missing-field not-text run-on too-few unknown-choice unknown-field wrong-shape".split()
)
"""Rules about valid YAML whose cause can be the form of a line."""
QUOTES = "\"'“”„‘’"
Read = Callable[[str], Sequence[Problem]]
"""Returns the problems in a changed text; raises `yaml.YAMLError` if it isn't even YAML."""


def _quoted(match: re.Match[str]) -> str:
    text = match[2]
    if text[0] in QUOTES and (text[-1] in QUOTES or text.count(text[0]) == 1):
        text = text[1:].rstrip(QUOTES)
    if '"' in text and "'" not in text:
        return f"{match[1]}'{text}'"
    return match[1] + '"' + re.sub(r'["\\]', r"\\\g<0>", text) + '"'


class Slip(NamedTuple):
    """A change of one line, and what it means if it helps; `{old}` and `{new}` are the texts before and after."""

    pattern: str
    put: str | Callable[[re.Match[str]], str]
    rule: str
    message: str
    fix: str = "write “{new}”"
    everywhere: bool = False
    """Whether the whole file can have it, as when a list was pasted."""


VALUE = r"^(\s*(?:- )?(?:[\w-]+: +)?)"
NO_HYPHEN = ("hyphen", "this looks like an entry of a list, but it has no hyphen")
NO_BAR = (
    "bar",
    "a text of several lines needs a bar after the colon",
    "write “{new}”, and the text below it",
)
BESIDE_BAR = (
    "bar",
    "a text can’t start beside its bar",
    "move “{old}” to the next line, indented like the rest",
)
BESIDE_NAME = ("hyphen", "a list can’t start beside the name of its field", "move “{old}” to the next line")
IN_BRACKETS = ("bracket", "in brackets, a text with a comma, a colon or a quotation mark has to be in quotes")
NOT_CLOSED = ("bracket", "a bracket on this line isn’t closed", "write {new} at the end of the line")
SLIPS = (
    Slip(
        r"[^\S ]+", " ", "odd-space", "this isn’t a space, but looks like one", "type a space instead", True
    ),
    Slip(
        r"^(\s*(?:- )?)([\w-]+)(?: ?[:：=;] ?| )(?=\S)",
        r"\1\2: ",
        "not-a-field",
        "a field needs a colon and a space after its name",
    ),
    Slip(
        r"^(\s*)([*•‣◦●○▪■·–—−+]|\d+[.)])\s*(?=\S)",
        r"\1- ",
        "bullet",
        "“{old}” can’t start an entry of a list",
        "write a hyphen and a space: “{new}”",
        True,
    ),
    Slip(r"^(\s*)-(?=[^\s-])", r"\1- ", "hyphen", "the hyphen of an entry needs a space after it"),
    Slip(r"^(\s*)([\w-]+:) (- .*)", r"\1\2\n\1\3", *BESIDE_NAME),
    Slip(r"^(\s*)([\w-]+:) (- .*)", r"\1\2\n\1  \3", *BESIDE_NAME),
    Slip(r"^(\s*)(?=\S)", r"\1- ", *NO_HYPHEN),
    Slip(r"^(\s*)  (?=\S)", r"\1- ", *NO_HYPHEN),
    Slip(r"^(\s*(?:- )?[\w-]+:)\s*$", r"\1 |", *NO_BAR[:2]),
    Slip(r"^(\s*)((?:- )?[\w-]+: [|>]) *(\S.*)", r"\1\2\n\1  \3", *BESIDE_BAR),
    Slip(r"^(\s*)((?:- )?[\w-]+: [|>]) *(\S.*)", r"\1\2\n\1    \3", *BESIDE_BAR),
    Slip(
        rf"{VALUE}([{QUOTES}].*\S)\s*$",
        _quoted,
        "open-quote",
        "the quotation marks around this text aren’t a pair, or there are others inside",
    ),
    Slip(rf"{VALUE}([\[{{].*\S)\s*$", _quoted, "bracket", "a text that starts with a bracket needs quotes"),
    Slip(rf"{VALUE}(\S.*?:(?: .*\S|))\s*$", _quoted, "colon", "a text with a colon and a space needs quotes"),
    Slip(
        rf"{VALUE}([@`%&*!|>?-].*\S)\s*$", _quoted, "odd-start", "a text that starts like this needs quotes"
    ),
    Slip(r"([\w-]+: )([^\s\[{].*?)(?=, [\w-]+: |\}|$)", _quoted, *IN_BRACKETS),
    Slip(r"([\[,] *)([^\[\],]*: [^\[\],]*)(?=[,\]])", _quoted, *IN_BRACKETS),
    Slip(r"^(\s*)((?:- )?[\w-]+:) ([^|>\s].*)", r"\1\2 |\n\1  \3", *NO_BAR),
    Slip(r"^(\s*)((?:- )?[\w-]+:) ([^|>\s].*)", r"\1\2 |\n\1    \3", *NO_BAR),
    Slip(r"(?<=[^\s,])\s*$", "]", *NOT_CLOSED),
    Slip(r"(?<=[^\s,])\s*$", "}", *NOT_CLOSED),
    Slip(r"[\]},;\"']\s*$", "", "bracket", "“{old}” is too much at the end of this line", "delete it"),
    Slip(
        r"(?<=[\w\"'])(?:\s*;\s*|\s*,[\s,]+| )(?=[\w\"'])",
        ", ",
        "comma",
        "in brackets, there has to be exactly one comma between two entries",
        "write a comma and a space here",
    ),
)
NOTE = Slip(
    r"^(\s*)(?=[^\s#])",
    r"\1# ",
    "not-a-field",
    "this line is neither a field nor part of the one above",
    "write “name: value”, indent it to continue the text above, or start it with # if it’s a note",
)


def likely_slip(
    lines: SourceFile, found: Sequence[Problem], read: Read, names: Sequence[str]
) -> Problem | None:
    """Return what caused the problems `found` in a file; None if no change of a line would help.

    `names` are those of the fields that the file can have.
    """
    best, marks = _outcome(lines.text, read)
    near = [problem.location.line - 1 for problem in found[:3]]
    if marks:
        near = [*range(marks[0], max(-1, marks[0] - REACH), -1), marks[0] + 1, *marks[1:]]
    elif STRUCTURE.isdisjoint(problem.rule for problem in found):
        return None
    else:
        words = [word for problem in found[:3] for word in re.findall(r"“([\w-]+)”", problem.message)]
        near += [at for at, row in enumerate(lines.lines) if row.strip(" -").startswith(tuple(words))]
        near += [at + step for at in near for step in (-1, 1)]
    near = [at for at in dict.fromkeys(near) if 0 <= at < len(lines.lines) and lines.lines[at].strip()]
    left, slip = MOST_READ, None
    for rows, problem in _changes(lines, near, names if marks else (), read, bool(marks)):
        text = "\n".join(rows)
        left -= len(text)
        outcome, _ = _outcome(text, read)
        if outcome == (0, 0):
            return problem
        if left < 0:
            break
        if marks and outcome < best:
            best, slip = outcome, problem
    return slip


def _outcome(text: str, read: Read) -> tuple[tuple[int, int], list[int]]:
    """Return how well `text` can be read, (0, 0) being best, and the lines where the parser stopped."""
    try:
        return (0, len(read(text))), []
    except (yaml.YAMLError, ValueError) as error:
        marks = (getattr(error, name, None) for name in ("problem_mark", "context_mark"))
        stops = [mark.line for mark in marks if mark] or [0]
        return (1, text.count("\n") - stops[0]), stops


Change = tuple[list[str], Problem]
"""All lines of the changed file, and what it means if they can be read."""


def _changes(
    lines: SourceFile, near: list[int], names: Sequence[str], read: Read, is_broken: bool
) -> Iterator[Change]:
    for slip in SLIPS:
        yield from _replaced(lines, near, slip)
    yield from _shifted(lines, near)
    yield from _named(lines, near, names, read)
    if is_broken:
        yield from _replaced(lines, near, NOTE)


def _replaced(lines: SourceFile, near: list[int], slip: Slip) -> Iterator[Change]:
    for at in near:
        row = lines.lines[at]
        for match in re.finditer(slip.pattern, row):
            new = slip.put(match) if callable(slip.put) else match.expand(slip.put)
            changed = row[: match.start()] + new + row[match.end() :]
            if changed == row:
                continue
            start = len(commonprefix([row, changed]))
            shown = changed[match.start() :].strip().split("\n")[0]
            texts = {
                "old": match[match.lastindex or 0].strip()[:SHOWN],
                "new": shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…",
            }
            place = lines.place(at, start)
            problem = Problem(place, slip.rule, slip.message.format(**texts), slip.fix.format(**texts))
            yield [*lines.lines[:at], changed, *lines.lines[at + 1 :]], problem
            if slip.everywhere:
                yield [re.sub(slip.pattern, slip.put, row) for row in lines.lines], problem


def _shifted(lines: SourceFile, near: list[int]) -> Iterator[Change]:
    rows = lines.lines
    for at in near:
        own = _indent(rows[at])
        around = [row for row in rows[max(0, at - REACH) : at + 3] if row.strip()]
        after = next((_indent(row) for row in rows[at + 1 :] if row.strip()), 0)
        columns = {_indent(row) for row in around} | {
            _indent(row) + 2 for row in around if row.lstrip()[0] == "-"
        }
        for column in sorted(columns - {own}, key=lambda column: (column != after, abs(column - own))):
            for end in _ends(rows, at):
                by = column - own
                moved = [
                    " " * (_indent(row) + by) + row.lstrip(" ") if row.strip() else row
                    for row in rows[at:end]
                ]
                what = (
                    "this line starts" if end == at + 1 else f"this line and those down to line {end} start"
                )
                side, do = ("right", "delete") if by < 0 else ("left", "add")
                spaces = "1 space" if abs(by) == 1 else f"{abs(by)} spaces"
                message = f"{what} {spaces} too far to the {side}"
                fix = f"{do} {spaces} at the start of {'it' if end == at + 1 else 'each'}"
                place = lines.place(at, min(own, column) if by < 0 else own, max(1, -by))
                yield [*rows[:at], *moved, *rows[end:]], Problem(place, "indentation", message, fix)


def _ends(rows: list[str], at: int) -> list[int]:
    """Return where the lines can end that belong to the line `at`: itself, those inside it, a text."""
    own, ends = _indent(rows[at]), [at + 1, at + 2, at + 3]
    for is_inside in (
        lambda row: _indent(row) > own,
        lambda row: _indent(row) >= own and not re.match(r"\s*(- |[\w-]+:( |$))", row),
    ):
        end = at + 1
        while end < len(rows) and (not rows[end].strip() or is_inside(rows[end])):
            end += 1
        ends.append(end)
    return [end for end in dict.fromkeys(ends) if end <= len(rows)]


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip(" "))


def _named(lines: SourceFile, near: list[int], names: Sequence[str], read: Read) -> Iterator[Change]:
    rows = lines.lines
    for at in near:
        for column in {_indent(rows[at]), max(0, _indent(rows[at]) - 2)}:

            def named(name: str) -> list[str]:
                return [*rows[:at], f"{' ' * column}{name}:", *rows[at:]]

            if names and not _outcome("\n".join(named("x")), read)[1]:
                for name in names:
                    message = "the name of the field that this belongs to is missing above"
                    fix = f"write “{name}:” on a line of its own above this one"
                    yield (
                        named(name),
                        Problem(lines.place(at, _indent(rows[at])), "missing-field", message, fix),
                    )
