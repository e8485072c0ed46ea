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
        r"character '\t' that cannot start any token",
        "odd-space",
        "there’s a tab here; YAML allows only spaces",
        "replace it with a space",
    ),
    ("that cannot start any token", "odd-start", "a value can’t start with this character", QUOTE),
    ("while scanning an anchor", "anchor", "a value can’t start with &", QUOTE),
    ("while scanning an alias", "alias", "a value can’t start with *", QUOTE),
    ("while scanning a tag", "tag", "a value can’t start with !", QUOTE),
    ("undefined tag handle", "tag", "a value can’t start with !", QUOTE),
    ("while scanning a directive", "odd-start", "a line can’t start with %", QUOTE),
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
        "expected <block end>, but found '<scalar>'",
        "indentation",
        "this text doesn’t belong anywhere: it follows a closing quotation mark, or its indentation is wrong",
        "put the whole value in one pair of quotes, or indent it like its neighbors",
    ),
    (
        "while parsing a block",
        "indentation",
        "the indentation of this line doesn’t match the lines above",
        "start it exactly below the field or hyphen it belongs with",
    ),
    (
        "while scanning a block scalar",
        "indentation",
        "the text after | or > isn’t indented correctly",
        "indent every line of it two spaces more than its field",
    ),
    (
        "",
        "not-yaml",
        "this line can’t be read",
        "compare its indentation, colons and quotes with the lines above",
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
