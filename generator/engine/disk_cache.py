"""A cache on disk for results that take long to make, such as PDFs and images.

An entry's key is a fingerprint of everything its content depends on, so an entry can't be out of date. Each
entry also has a checksum of its content, so one that a crash or a disk damaged counts as missing.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

Blobs = tuple[bytes, ...]
"""The content of one entry: the bytes of one or more files, in an order that its owner defines."""


def fingerprint(inputs: Iterable[str | bytes]) -> str:
    """Return 40 hex digits that change when any of `inputs`, or their order, does."""
    digest = hashlib.sha256()
    for one in inputs:
        data = one.encode() if isinstance(one, str) else one
        # With the length, so that “ab” and “c” differ from “a” and “bc”.
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()[:40]


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
                return _split(body, facts["sizes"])
        return None

    def put(self, key: str, blobs: Sequence[bytes]) -> None:
        """Store `blobs` under `key`, unless the disk is full or read-only, which is no error."""
        body = b"".join(blobs)
        head = {"sha256": hashlib.sha256(body).hexdigest(), "sizes": [len(blob) for blob in blobs]}
        unfinished = self.folder / f".{key}.{os.getpid()}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(json.dumps(head).encode() + b"\n" + body)
            unfinished.replace(self.folder / key)
        except OSError:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)

    def prune(self) -> None:
        """Remove every entry that wasn't requested since this object was created."""
        entries: list[Path] = []
        with suppress(OSError):
            entries += self.folder.iterdir()
        for path in entries:
            if path.name not in self.used:
                with suppress(OSError):  # for example a folder that isn't ours
                    path.unlink()


def _split(body: bytes, sizes: Sequence[int]) -> Blobs:
    ends = [sum(sizes[: number + 1]) for number in range(len(sizes))]
    return tuple(body[end - size : end] for end, size in zip(ends, sizes, strict=True))
