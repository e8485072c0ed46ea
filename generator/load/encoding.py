"""The text of a file that authors write, once nothing is in it that they cannot see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from generator.model.source_text import SourceFile
from generator.problems import ContentError, Location, Problem

LARGEST_FILE = 256 * 1024
"""Bytes; the longest file of the guide has a tenth of it."""
MOST_PROBLEMS = 20
"""Unwanted characters told for one file; a wrong encoding would give thousands."""
# Control characters but tab and line feed; invisible and direction-changing characters, which can
# make a text read otherwise than it is; lone surrogates, which no file can hold. Joiners (emoji,
# Persian) and the plain direction marks stay allowed.
UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u115f\u1160\u3164\uffa0\U000e0000-\U000e007f\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]"
)
INDENT_WITH_OTHER_SPACE = re.compile(r"^ *([\t\u00a0\u2000-\u200a\u202f\u3000]+)", re.MULTILINE)


def readable(data: bytes, name: str) -> SourceFile:
    """Return the lines in `data`, the bytes of the file called `name` in messages.

    Raises `ContentError` for a file that is too large or not UTF-8, and for every hidden character.
    """
    lines = SourceFile(decoded(data, name), name)
    if problems := tuple(islice(_unwanted(lines), MOST_PROBLEMS)):
        raise ContentError(problems)
    return lines


def decoded(data: bytes, name: str) -> str:
    """Return the text of the file called `name`; raises `ContentError` if it is too large or not UTF-8."""
    if len(data) > LARGEST_FILE:
        raise ContentError(
            [
                Problem(
                    Location(name),
                    "file-too-large",
                    f"this file has {len(data) // 1024} kB; at most {LARGEST_FILE // 1024} kB are read",
                    "split it into several records",
                )
            ]
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        readable = SourceFile(_with_line_feeds(data.decode("utf-8-sig", "replace")), name)
        raise ContentError(
            [
                Problem(
                    readable.at(len(_with_line_feeds(before))),
                    "not-utf-8",
                    "this file is not saved as UTF-8, so this letter cannot be read",
                    "save it again with the encoding UTF-8",
                )
            ]
        ) from None
    return _with_line_feeds(text)


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unwanted(lines: SourceFile) -> Iterator[Problem]:
    for match in UNWANTED.finditer(lines.text):
        yield unwanted_character(lines.at(match.start()), match[0])
    for match in INDENT_WITH_OTHER_SPACE.finditer(lines.text):
        if lines.text[match.end() : match.end() + 1].strip():
            yield Problem(
                lines.at(match.start(1)),
                "odd-space",
                "this line is indented with a tab or another sign that only looks like a space",
                "delete it and indent with the space bar",
            )


def unwanted_character(place: Location, character: str) -> Problem:
    """Return the problem of a `character` at `place` that nobody can see."""
    return Problem(
        place,
        "hidden-character",
        f"there is an invisible character here, U+{ord(character):04X}",
        "delete it; it often comes along when text is pasted",
    )
