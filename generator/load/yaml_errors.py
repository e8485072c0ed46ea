"""Explains in plain words what PyYAML says about a file that isn't valid YAML."""

from __future__ import annotations

from collections.abc import Callable

import yaml

from generator.problems import Location, Problem

QUOTE = "put quotes around the whole value"
ESCAPE = (
    "backslash",
    "a backslash has a special meaning inside double quotes",
    "write it twice, or use single quotes",
)
# A part of PyYAML 6's message → rule, message and fix. The first that matches is used.
EXPLANATIONS = (
    (
        "mapping values are not allowed",
        "colon",
        "a colon followed by a space starts a field, and no field can start here",
        f"if the colon belongs to the text, {QUOTE}",
    ),
    (
        "while scanning a quoted scalar",
        "open-quote",
        "this quotation mark is never closed",
        'close it; inside double quotes, write \\" for a quotation mark',
    ),
    ("unknown escape character", *ESCAPE),
    ("expected escape sequence", *ESCAPE),
    (
        "could not find expected ':'",
        "not-a-field",
        "this line is neither a field nor part of the one above",
        "write “name: value”, or indent the line to continue the text above",
    ),
    (
        "while parsing a flow",
        "bracket",
        "the list in brackets that starts here isn’t closed properly",
        "close it, separate its entries with commas, and quote an entry that contains a comma or a bracket",
    ),
    (
        "",
        "indentation",
        "this line doesn’t fit the lines above",
        "compare its indentation, hyphen, colon and quotes with theirs",
    ),
)


def explain(error: yaml.YAMLError, place: Callable[[int, int], Location]) -> Problem:
    """Return what `error` means for an author; `place` turns PyYAML's line and column into a location."""
    text = str(error)
    _, rule, message, fix = next(row for row in EXPLANATIONS if row[0] in text)
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    # What is never closed is reported where it opens, anything else where reading stopped.
    if rule in ("open-quote", "bracket", "not-a-field"):
        marks.reverse()
    line, column = next(((mark.line, mark.column) for mark in marks if mark), (0, 0))
    return Problem(place(line, column), rule, message, fix)
