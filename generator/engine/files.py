"""What lies in a folder and below, by name; several times as quick as asking each path about itself."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.problems import SystemFailure


def walk(folder: Path) -> list[str]:
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


def write_atomically(files: Mapping[str, bytes], folder: Path) -> dict[Path, int]:
    """Write `files`, by their paths in `folder`, and return where they are and their sizes in bytes.

    Other files there stay as they are. Raises `SystemFailure` when the disk is full or not writable.
    """
    sizes = {}
    path = folder
    try:
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(f".{path.name}.part")
            try:
                unfinished.write_bytes(data)
                sizes[unfinished.replace(path)] = len(data)
            finally:
                unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise SystemFailure(f"{path} cannot be written: {error.strerror}. It is as it was.") from error
    return sizes
