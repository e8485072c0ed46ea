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
from itertools import accumulate
from pathlib import Path

from generator.engine.files import write_atomically
from generator.engine.memo import digest
from generator.problems import SystemFailure

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

    def read(self, key: str) -> Blobs | None:
        """Return the content stored under `key`; None if there is none, or if it's damaged."""
        self.used.add(key)
        with suppress(OSError, ValueError, KeyError, TypeError):
            head, _, body = (self.folder / key).read_bytes().partition(b"\n")
            facts = json.loads(head)
            if facts["sha256"] == hashlib.sha256(body).hexdigest():
                sizes = facts["sizes"]
                return tuple(
                    body[end - size : end] for size, end in zip(sizes, accumulate(sizes), strict=True)
                )
        return None

    def put(self, key: str, blobs: Sequence[bytes]) -> None:
        """Store `blobs` under `key`, unless the disk is full or read-only, which is no error."""
        body = b"".join(blobs)
        head = {"sha256": hashlib.sha256(body).hexdigest(), "sizes": [len(blob) for blob in blobs]}
        with suppress(SystemFailure):
            write_atomically({key: json.dumps(head).encode() + b"\n" + body}, self.folder)

    def prune(self) -> None:
        """Remove every entry that wasn't requested since this object was created."""
        for path in self.folder.glob("*"):  # nothing if there's no such folder
            if path.name not in self.used:
                with suppress(OSError):  # for example a folder that isn't ours
                    path.unlink()
