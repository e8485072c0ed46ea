"""Tells in an author's words what PyYAML says about a file that is not YAML."""

from __future__ import annotations

from collections.abc import Callable

import yaml

from generator.problems import Location, Problem

# What PyYAML's message holds → what the author is told. The messages are PyYAML 6's own;
# the first that fits is taken.
EXPLANATIONS = (
    (
        "mapping values are not allowed",
        "colon",
        "a colon followed by a space begins a field, and none can begin here",
        "if the colon belongs to the text, put quotes round the whole value",
    ),
    (
        "while scanning a quoted scalar",
        "open-quote",
        "the quotation mark that opens here is never closed",
        'close it; inside double quotes write \\" for a quotation mark',
    ),
    (
        "unknown escape character",
        "backslash",
        "a backslash inside double quotes means something else",
        "write it twice, or use single quotes",
    ),
    (
        "expected escape sequence",
        "backslash",
        "a backslash inside double quotes means something else",
        "write it twice, or use single quotes",
    ),
    (
        r"character '\t' that cannot start any token",
        "odd-space",
        "a tab stands here, where YAML takes spaces alone",
        "put a space in its place",
    ),
    (
        "that cannot start any token",
        "odd-start",
        "a value cannot start with this sign",
        "put quotes round the whole value",
    ),
    (
        "while scanning an anchor",
        "anchor",
        "a value cannot start with &",
        "put quotes round the whole value",
    ),
    ("while scanning an alias", "alias", "a value cannot start with *", "put quotes round the whole value"),
    ("while scanning a tag", "tag", "a value cannot start with !", "put quotes round the whole value"),
    ("undefined tag handle", "tag", "a value cannot start with !", "put quotes round the whole value"),
    (
        "while scanning a directive",
        "odd-start",
        "a line cannot start with %",
        "put quotes round the whole value",
    ),
    (
        "could not find expected ':'",
        "not-a-field",
        "this line is neither a field nor part of the one above",
        "write “name: value”, or indent the line to continue the text above",
    ),
    (
        "while parsing a flow",
        "bracket",
        "the list in brackets that begins here does not end well",
        "close it, put commas between its parts, and quotes round a part that holds a comma or a bracket",
    ),
    (
        "expected <block end>, but found '<scalar>'",
        "indentation",
        "this text belongs to nothing: a quotation mark before it is closed, or it begins in another column",
        "put the whole value into one pair of quotes, or begin it exactly below its neighbors",
    ),
    (
        "while parsing a block",
        "indentation",
        "this line does not fit the indentation of the lines above",
        "start it exactly below the field or the hyphen that it belongs with",
    ),
    (
        "while scanning a block scalar",
        "indentation",
        "the text after | or > is not indented as it should be",
        "indent every line of it by two spaces more than its field",
    ),
)


def explain(error: yaml.YAMLError, place: Callable[[int, int], Location]) -> Problem:
    """Return what `error` means for the author; `place` turns PyYAML's line and column into a place."""
    told = str(error)
    for clue, rule, message, fix in EXPLANATIONS:
        if clue in told:
            return Problem(place(*_position(error, rule)), rule, message, fix)
    return Problem(
        place(*_position(error, "")),
        "not-yaml",
        "this line cannot be read",
        "compare its indentation, colons and quotation marks with the lines above",
    )


def no_such_character(mark: yaml.Mark, place: Callable[[int, int], Location]) -> Problem:
    """Return what it means that the escape at `mark` names no character, which PyYAML does not check."""
    return Problem(
        place(mark.line, mark.column),
        "backslash",
        "a backslash inside double quotes means something else",
        "write it twice, or use single quotes",
    )


def _position(error: yaml.YAMLError, rule: str) -> tuple[int, int]:
    if not isinstance(error, yaml.MarkedYAMLError):
        return 0, 0
    # An opening that is never closed is told where it opens, anything else where reading stopped.
    marks = (error.problem_mark, error.context_mark)
    first, second = reversed(marks) if rule in ("open-quote", "bracket", "not-a-field") else marks
    mark = first or second
    return (mark.line, mark.column) if mark else (0, 0)
