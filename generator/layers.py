"""Reads the files of a guide: those in content/, each with the changes that are laid over it."""

from __future__ import annotations

import stat
from pathlib import Path

from generator.fields import Folder, Written
from generator.overlay import hidden, merged, nothing_beneath
from generator.problems import ContentError, Place, Problem
from generator.project import Project
from generator.yaml_file import Block, parse


class Layers:
    """The content of a project and, once they are laid over it, the changes to it."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.changes: Path | None = None
        """The folder of changes."""
        self.idle: list[Problem] = []
        """Changes that change nothing, as far as they were read."""

    def folder(self, name: Folder) -> Path:
        """Return the folder of changes called `name`; raises `ContentError` when there are none in it."""
        folder = self.project.root / name
        if not folder.is_dir():
            told, fix = f"there is no folder {name}", "make it, or delete this line"
            raise ContentError([Problem(name.where, "missing-folder", told, fix)])
        if not folder.resolve().is_relative_to(self.project.root):
            told, fix = f"{name} is a link to a folder outside the project", "put the folder itself here"
            raise ContentError([Problem(name.where, "outside", told, fix)])
        if not any(folder.rglob("[!.]*.yml")):
            told, fix = f"there is no change in {name}", "write one, or delete this line"
            raise ContentError([Problem(name.where, "changes-nothing", told, fix)])
        return folder

    def files(self, name: str) -> tuple[Path, Path | None]:
        """Return where the file `name` stands, and where its changes would."""
        return self.project.content / name, self.changes / name if self.changes else None

    def is_there(self, name: str) -> bool:
        """Tell whether there is a file `name`, or one of changes."""
        return any(path and path.exists() for path in self.files(name))

    def block(self, name: str) -> Block:
        """Read the file `name` with the changes to it; raises `ContentError`."""
        path, changes = self.files(name)
        if not changes or not changes.exists():
            return read(path, self.project)
        above = read(changes, self.project)
        if not path.exists():
            return above
        beneath = read(path, self.project)
        both = merged(beneath, above)
        if both == beneath:
            place = Place(self.project.relative(changes))
            told = f"all that stands here stands in {self.project.relative(path)} too"
            self.idle.append(
                Problem(place, "changes-nothing", told, "write what is different, or delete the file")
            )
        return both

    def hides(self, name: str) -> bool:
        """Tell whether the changes take away the whole file `name`; raises `ContentError`."""
        path, changes = self.files(name)
        if not changes or not changes.exists() or not hidden(above := read(changes, self.project)):
            return False
        if not path.exists():
            beneath = (other.stem for other in path.parent.glob("*.yml"))
            raise ContentError([nothing_beneath(Written.at(path.stem, above.where), beneath)])
        return True


def read(path: Path, project: Project) -> Block:
    """Read one YAML file of `project`; raises `ContentError`."""
    return parse(read_bytes(path, project), project.relative(path))


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
    return ContentError([Problem(Place(name), rule, message, fix)])
