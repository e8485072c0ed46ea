"""Writes files into somebody's folder, each whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.problems import SystemFailure


def save(files: Mapping[str, bytes], folder: Path) -> dict[Path, int]:
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
