"""What is wrong, where, and how to mend it: the words in which the program talks to authors."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a question that offers the nearest of `known`, or nothing when none is near."""
    relative_to_cwd = get_close_matches(word, list(known), n=1)
    return f"did you mean “{relative_to_cwd[0]}”?" if relative_to_cwd else ""


Severity = Literal["error", "warning"]
"""An error stops a check and a build; a warning is told and stops nothing, unless somebody is strict."""


@dataclass(frozen=True, order=True, slots=True)
class Location:
    """A stretch of characters on one line of one file."""

    file: str
    """Path from the project folder, with forward slashes."""
    line: int = 1
    """Counted from 1."""
    column: int = 1
    """Counted from 1, in characters."""
    length: int = field(default=1, compare=False)
    """Characters to underline; at least 1."""
    excerpt: str = field(default="", compare=False)
    """The author's own line, empty when no line stands for the problem (a missing file)."""


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One mistake, told in the author's words."""

    place: Location
    rule: str
    """The rule that was broken, as a slug that can be searched and cited."""
    message: str
    """One sentence that names the cause."""
    fix: str = ""
    """One sentence that says what to do."""
    severity: Severity = "error"


Problems = Iterator[Problem]


class ContentError(Exception):
    """What an author wrote cannot be published; holds every problem found, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(
            "; ".join(f"{one.place.file}:{one.place.line}: {one.message}" for one in self.problems)
        )


class Refusal(Exception):
    """The program was asked for something that it will not do; the message says why and what to do."""


class SystemFailure(Exception):
    """The machine stood in the way (disk, permission); the message says what and what is left."""


def failure(error: OSError, kept: str = "") -> SystemFailure:
    """Return what people are told of `error`, with a sentence on what was `kept`."""
    # Of a copy, what is written is named second.
    file = error.filename2 or error.filename
    cause = error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        told, fix = "The disk is full", "Free some space, then try again"
    elif isinstance(error, PermissionError) or error.errno == errno.EROFS:
        told, fix = f"{file or 'A file'} cannot be read or written: {cause}", "Allow it, then try again"
    elif error.errno == errno.ENOENT and not file:
        told, fix = "The folder that you are in is not there any more", "Go to another one, then try again"
    else:
        told, fix = f"{file}: {cause}" if file else cause, ""
    return SystemFailure(" ".join(f"{part}." for part in (told, kept, fix) if part))
