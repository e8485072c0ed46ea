"""Finds YAML comments that were meant as a part of a text, which YAML drops without a word."""

from __future__ import annotations

import re

from generator.model.source_text import SourceText
from generator.problems import Location

AFTER = re.compile(r"(,?\s+)(#.*)")
BEFORE = re.compile(r"(?:^|[:-])(\s+)(#.*)")
"""In the line above a text: a comment alone, or one after the field or the hyphen that the text is for."""
NUMBER = re.compile(r"#+\s*\d")
WORD = re.compile(r"#+[^\s#]")


def lost_comment(typed: SourceText, has_words: bool) -> Location | None:
    """Return the place of a comment next to `typed` that looks like a part of it, or None.

    A comment on the same line is a real one with two spaces before the # and one after it, unless it begins
    with a number. One space is enough after quotes, after commas, and unless the value `has_words`. A line of
    its own is a real comment unless its indentation says that it continues the text above.
    """
    file = typed.source
    if isinstance(file, Location) or "#" not in file.text:
        return None
    text, begin = file.text, file.text.rfind("\n", 0, typed.start) + 1
    before = text[begin : typed.start]
    above = text.rfind("\n", 0, max(0, begin - 1)) + 1
    if not before.strip() and begin and (found := BEFORE.search(text[above : begin - 1])):
        real = _is_real(found[1], found[2], not has_words)
        return None if real else file.at(above + found.start(2), len(found[2]))
    if not (found := AFTER.match(text, typed.start + typed.length)):
        return None
    if "\n" not in found[1] and typed.style not in ("|", ">"):
        real = _is_real(found[1], found[2], not has_words or bool(typed.style) or "," in found[1])
    else:
        real = typed.style in ("'", '"') or "," in found[1] or _indent(found[1]) <= _outer_indent(before)
    return None if real else file.at(found.start(2), len(found[2]))


def _is_real(gap: str, comment: str, is_clear: bool) -> bool:
    """Return whether a `comment` after a `gap` is a real one; `is_clear`: it can’t be a part of the value."""
    is_text = NUMBER.match(comment) or (not is_clear and (WORD.match(comment) or gap == " "))
    return not is_text


def _indent(gap: str) -> int:
    return len(gap.rpartition("\n")[2])


def _outer_indent(before: str) -> int:
    """Return the column of the field or the hyphen that holds a text, from what's `before` it on its line."""
    if "-" in before and not before.strip(" -"):
        return before.rindex("-")
    field = len(before) - len(before.lstrip(" -"))
    return field if before.strip() else field - 1
