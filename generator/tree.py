"""What lies in a folder and below, by name; several times as quick as asking each path about itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def names(folder: Path) -> list[str]:
    """Return the paths of all files below `folder` and of all links, from there on and with /, sorted."""
    return sorted(_names(str(folder), ""))


def _names(folder: str, inside: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = inside + entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from _names(entry.path, f"{name}/")
            else:
                yield name


def remove_empty_folders(folder: Path) -> None:
    """Remove those below `folder` in which no file lies at any depth."""
    for path, _, _ in os.walk(folder, topdown=False):
        if path != str(folder) and not any(os.scandir(path)):
            Path(path).rmdir()
