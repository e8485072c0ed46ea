"""Reads a file that an author wrote; if it can't be read, that's a problem like any other."""

from __future__ import annotations

import stat
from pathlib import Path

from generator.load.encoding import LARGEST_FILE, require_size
from generator.problems import ContentError, Location, Problem
from generator.project import Project


def read_bytes(path: Path, project: Project, largest: int = LARGEST_FILE) -> bytes:
    """Return the content of a file of `project`; raises `ContentError`, also if it's larger than `largest`.

    Only regular files inside the project are read, never what a link points to elsewhere.
    """
    name = project.relative(path)
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(project.root):
            message = "this is a link to a file outside the project"
            raise _unreadable(name, "outside", message, "put the file itself here")
        state = real.stat()
        if not stat.S_ISREG(state.st_mode):
            raise _unreadable(name, "not-a-file", "this isn’t a regular file", "put a text file here")
        require_size(state.st_size, name, largest)
        return real.read_bytes()
    except FileNotFoundError:
        fix = "create it; “advice init” in a new folder shows an example"
        raise _unreadable(name, "missing-file", "this file is missing", fix) from None
    except (OSError, RuntimeError) as error:
        message = f"this file can’t be read: {getattr(error, 'strerror', None) or 'it’s a link to itself'}"
        raise _unreadable(name, "not-a-file", message, "replace it with a file that can be read") from None


def _unreadable(name: str, rule: str, message: str, fix: str) -> ContentError:
    return ContentError([Problem(Location(name), rule, message, fix)])
