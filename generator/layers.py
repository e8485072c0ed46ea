"""Templates, styles and texts in two layers: a guide's own files, and those of the program below them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.problems import ContentError, Location, Problem

ORIGINALS = "originals"
"""In a guide's own layer: the program's version of each file as it was when the guide's began."""
PROGRAM_PREFIX = "program"
"""The folder in which a template finds the program's version of a file that the guide has, too."""

NEW_GUIDES = ("starters/first/", "starters/guide/", "starters/hosts/")
"""Files that the program writes into guides, so they are never read from one."""
FIX = "fix the template; if your guide doesn’t have it, fix the one it has that this one uses"
"""What to do about an error in a template."""


ROOTS = ("pages/", "paper/", "publish/hosting/", "site/card/", "site/theme/", "starters/")
"""Where templates are that can use others; they name them by their paths in one of these folders."""


def program_link(name: str) -> str:
    """Return how a template names the program's version of the file called `name`."""
    root = next((root for root in ROOTS if name.startswith(root)), "")
    return f"{PROGRAM_PREFIX}/{name.removeprefix(root)}"


def template_path(path: Path) -> str:
    """Return `path`, of a file in a folder of templates, as problems name it: from “templates” on."""
    return f"templates/{path.as_posix().rpartition('/templates/')[2]}"


@dataclass(frozen=True, slots=True)
class Layers:
    """The files that a guide is made with. Names are paths in a layer, with forward slashes.

    A file of the guide replaces the program's file of the same name; the others are the program's.
    """

    program: Path
    """The folder of the program."""
    own: Path | None = None
    """That of the guide, which may be missing; None if it's that of the program."""
    merged: Path | None = None
    """Where files can be put together for a program that reads only one folder; needed if there's `own`."""

    def file(self, name: str) -> Path:
        """Return the file called `name`, which may be missing.

        Raises `ContentError` if the guide's own is a link that leads out, which could publish anything.
        """
        own = self._own(name)
        return own if own and own.is_file() else self.program / name

    def versions(self, name: str) -> tuple[Path, ...]:
        """Return the files called `name` that there are, the program's first; raises as `file` does."""
        both = (self.program / name, self._own(name))
        return tuple(path for path in both if path and path.is_file())

    def files(self, folder: str) -> dict[str, Path]:
        """Return all files in `folder`, by their paths in it, sorted; raises as `file` does."""
        found = {name: self.program / folder / name for name in _names(self.program / folder)}
        return dict(sorted({**found, **self.own_files(folder)}.items()))

    def own_files(self, folder: str = "") -> dict[str, Path]:
        """Return the guide's own files in `folder`, by their paths in it; raises as `file` does."""
        if not self.own:
            return {}
        found = [path for path in _paths(self.own / folder) if not path.is_relative_to(self.own / ORIGINALS)]
        # Below a folder that stays inside, only a link can lead out.
        all_do = _leads_out(self.own / folder, self.own)
        outside = [path for path in found if all_do or (path.is_symlink() and _leads_out(path, self.own))]
        if outside:
            raise ContentError(_outside(path.relative_to(self.own).as_posix()) for path in outside)
        return {path.relative_to(self.own / folder).as_posix(): path for path in found if path.is_file()}

    def changeable(self) -> dict[str, Path]:
        """Return the program's files that a guide can have one of its own for, by name, sorted."""
        names = (name for name in _names(self.program) if not name.startswith(NEW_GUIDES))
        return {name: self.program / name for name in names}

    def original(self, name: str) -> Path | None:
        """Return the program's version of `name` when the guide's began; None if that isn't known."""
        path = self.file(f"{ORIGINALS}/{name}")
        return path if path.is_file() else None

    def folders(self, name: str = "") -> tuple[Path, ...]:
        """Return the folders called `name` that there are, the guide's first."""
        both = (self.own / name if self.own else None, self.program / name)
        return tuple(folder for folder in both if folder and folder.is_dir())

    def _own(self, name: str) -> Path | None:
        if not self.own:
            return None
        if _leads_out(path := self.own / name, self.own):
            raise ContentError([_outside(name)])
        return path


def _outside(name: str) -> Problem:
    message, fix = "this link leads out of the folder “templates”", "put the file itself here"
    return Problem(Location(f"templates/{name}"), "outside", message, fix)


def _leads_out(path: Path, folder: Path) -> bool:
    return not path.resolve().is_relative_to(folder.resolve())


def _names(folder: Path) -> Iterator[str]:
    """Yield the paths of the files in `folder`, sorted."""
    yield from (path.relative_to(folder).as_posix() for path in _paths(folder) if path.is_file())


def _paths(folder: Path) -> Iterator[Path]:
    """Yield everything in `folder` except hidden files and editors' backups, sorted."""
    found = list[str]()
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        names = (name for name in (*folders, *files) if not name.startswith(".") and not name.endswith("~"))
        found += [os.path.join(place, name) for name in names]  # noqa: PTH118 - several times as fast
    yield from map(Path, sorted(found, key=lambda path: path.split(os.sep)))  # noqa: PTH206 - as above
