"""Keeps templates as Jinja compiled them; to compile those of a site takes half a second of each build."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache, FileSystemBytecodeCache
from jinja2.bccache import Bucket


class _Kept(FileSystemBytecodeCache):
    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one template; a disk that is full or not writable is no reason to fail."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled(build: Path) -> BytecodeCache | None:
    """Return what keeps compiled templates in the folder `build`; None where nothing can be kept.

    An entry is found by the name of its template, and used while the digest of the text is the same.
    """
    folder = build / "cache" / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return _Kept(str(folder))
