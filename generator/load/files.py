"""Reads a file of the author's; what cannot be read becomes a problem."""

from __future__ import annotations

import stat
from pathlib import Path

from generator.problems import ContentError, Location, Problem
from generator.project import Project


def read_bytes(path: Path, project: Project) -> bytes:
    """Return what stands in a file of `project`; raises `ContentError`.

    Only regular files inside the project are read, never what a link points to elsewhere.
    """
    name = project.relative(path)
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(project.root):
            raise _unreadable(
                name, "outside", "this is a link to a file outside the project", "put the file itself here"
            )
        if not stat.S_ISREG(real.stat().st_mode):
            raise _unreadable(name, "not-a-file", "this is not a plain file", "put a text file here")
        return real.read_bytes()
    except FileNotFoundError:
        raise _unreadable(
            name, "missing-file", "this file is missing", "write it; “advice init” shows one in a new folder"
        ) from None
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "it is a link to itself"
        raise _unreadable(
            name, "not-a-file", f"this file cannot be read: {reason}", "put a file here that can be read"
        ) from None


def _unreadable(name: str, rule: str, message: str, fix: str) -> ContentError:
    return ContentError([Problem(Location(name), rule, message, fix)])
