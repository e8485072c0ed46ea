"""Problems in the content, with their locations and fixes, and the errors that end a command."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

Severity = Literal["error", "warning"]
"""An error stops a check or a build; a warning stops neither, except with --strict."""


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
    """The author's own line; empty when there's no line to show, as for a missing file."""


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """An error or a warning about one place in the content or the templates."""

    location: Location
    rule: str
    """The rule that was broken, as a slug."""
    message: str
    """One sentence that names the cause."""
    fix: str = ""
    """One sentence that says what to do."""
    severity: Severity = "error"


Problems = Iterator[Problem]


class ContentError(Exception):
    """The content can't be published; holds every problem found: errors first, and sorted by location."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=lambda problem: (problem.severity, problem)))
        super().__init__(
            "; ".join(f"{one.location.file}:{one.location.line}: {one.message}" for one in self.problems)
        )


class Refusal(Exception):
    """A request that the program won't carry out; the message says why and what to do."""


class SystemFailure(Exception):
    """A problem of the system, such as a full disk; the message says which, and what's unharmed."""


def failure(error: OSError, unharmed: str = "") -> SystemFailure:
    """Return what people see of `error`, with a sentence about what's `unharmed`."""
    file = error.filename2 or error.filename  # of a copy, the second one is written
    cause = error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        message, fix = "The disk is full", "Free some space, then try again"
    elif isinstance(error, PermissionError) or error.errno == errno.EROFS:
        message, fix = f"Can’t read or write {file or 'a file'}: {cause}", "Allow it, then try again"
    elif error.errno == errno.ENOENT and not file:
        message, fix = "The current folder no longer exists", "Go to another one, then try again"
    else:
        message, fix = f"{file}: {cause}" if file else cause, ""
    return SystemFailure(" ".join(f"{part}." for part in (message, unharmed, fix) if part))


def closest(word: str, choices: Iterable[str]) -> str | None:
    """Return the one of `choices` that `word` is probably a misspelling of; None if there's none."""
    choices = list(choices)
    spellings = (word, word.casefold().replace("_", "-"))
    return next((match for one in spellings for match in get_close_matches(one, choices, n=1)), None)


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return a question that offers the closest of `choices`; empty if none is close."""
    match = closest(word, choices)
    return f"did you mean “{match}”?" if match else ""
