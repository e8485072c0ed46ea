"""A cache on disk for results that take long to make, such as PDFs and images.

An entry's key is a fingerprint of everything its content depends on, so an entry can't be out of date. Each
entry also has a checksum of its content, so one that a crash or a disk damaged counts as missing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from generator.engine.files import write_atomically
from generator.engine.memo import digest
from generator.problems import SystemFailure
from generator.project import Project

Blobs = tuple[bytes, ...]
"""The content of one entry: the bytes of one or more files, in an order that its owner defines."""


def fingerprint(inputs: Iterable[str | bytes]) -> str:
    """Return 40 hex digits that change when any of `inputs`, or their order, does."""
    return digest(*inputs).hex()


@dataclass(frozen=True, slots=True)
class DiskCache:
    """The entries in one folder, each in its own file."""

    folder: Path
    used: set[str] = field(default_factory=set)
    """The keys that were requested, which `prune` keeps."""
    unstored: dict[str, Blobs] = field(default_factory=dict)
    """What the disk had no room for."""

    def read(self, key: str) -> Blobs | None:
        """Return the content stored under `key`; None if there is none, or if it's damaged."""
        self.used.add(key)
        if key in self.unstored:
            return self.unstored[key]
        with suppress(OSError, ValueError, KeyError, TypeError, MemoryError, OverflowError):
            with (self.folder / key).open("rb") as file:
                facts, content = json.loads(file.readline()), hashlib.sha256()
                blobs = tuple(map(file.read, facts["sizes"]))
                for blob in (*blobs, file.read()):
                    content.update(blob)
            if facts["sha256"] == content.hexdigest():
                return blobs
        return None

    def stored(self, key: str) -> Blobs:
        """Return the content under `key`, which was there before; raises `SystemFailure` if it's gone."""
        if (blobs := self.read(key)) is None:
            raise SystemFailure(f"Another program changed {self.folder} meanwhile. Run the command again.")
        return blobs

    def put(self, key: str, blobs: Sequence[bytes]) -> None:
        """Store `blobs` under `key`, in memory if the disk is full or read-only."""
        content = hashlib.sha256()
        for blob in blobs:
            content.update(blob)
        facts = {"sha256": content.hexdigest(), "sizes": [len(blob) for blob in blobs]}
        try:
            # Not joined, since a note about a large guide has 50 MB.
            write_atomically({key: (json.dumps(facts).encode(), b"\n", *blobs)}, self.folder)
        except SystemFailure:
            self.unstored[key] = tuple(blobs)

    def prune(self) -> None:
        """Remove every entry that wasn't requested since this object was created."""
        for path in self.folder.glob("*"):  # nothing if there's no such folder
            if path.name not in self.used:
                with suppress(OSError):  # for example a folder that isn't ours
                    path.unlink()


class Caches:
    """The caches of a project. A run shares them, so that it can prune them once it has made everything."""

    def __init__(self, project: Project) -> None:
        self._folder = project.build / "cache"
        self._opened = dict[str, DiskCache]()

    def of(self, kind: str) -> DiskCache:
        """Return the cache for one `kind` of results, which is the name of its folder."""
        return self._opened.setdefault(kind, DiskCache(self._folder / kind))

    def prune(self) -> None:
        """Remove every entry that wasn't requested since this object was created, where anything was.

        Builds do that. It removes what only a preview showed, too, which previews leave there.
        """
        for cache in self._opened.values():
            cache.prune()
