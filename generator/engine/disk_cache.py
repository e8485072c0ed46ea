"""Keeps what was made for paper until anything changes from which it was made.

An entry is found by the fingerprint of all its ingredients, so it can never be out of date, and it
carries the fingerprint of its own bytes, so one that a crash or a disk has spoiled is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

Parts = tuple[bytes, ...]
"""What one entry holds: some files' bytes, in an order that its owner knows."""


def fingerprint(ingredients: Iterable[str]) -> str:
    """Return a name for `ingredients`, in their order."""
    digest = hashlib.sha256()
    _feed(digest, *(one.encode() for one in ingredients))
    return digest.hexdigest()[:40]


def _feed(digest: hashlib._Hash, *parts: bytes) -> None:
    # With their lengths, so that “ab” and “c” are not “a” and “bc”.
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)


@dataclass(frozen=True, slots=True)
class DiskCache:
    """The entries in one folder; each is a file."""

    folder: Path
    used: set[str] = field(default_factory=set)
    """The keys that were asked for."""

    def read(self, key: str) -> Parts | None:
        """Return what was kept under `key`; None when there is nothing, or nothing that can be trusted."""
        self.used.add(key)
        with suppress(OSError, ValueError, KeyError, TypeError):
            head, _, body = (self.folder / key).read_bytes().partition(b"\n")
            facts = json.loads(head)
            if facts["sha256"] == hashlib.sha256(body).hexdigest():
                return _cut(body, facts["sizes"])
        return None

    def keep(self, key: str, parts: Sequence[bytes]) -> None:
        """Keep `parts` under `key`.

        A disk that is full or not writable is no reason to fail: what was made is there all the same.
        """
        body = b"".join(parts)
        head = {"sha256": hashlib.sha256(body).hexdigest(), "sizes": [len(part) for part in parts]}
        unfinished = self.folder / f".{key}.{os.getpid()}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(json.dumps(head).encode() + b"\n" + body)
            unfinished.replace(self.folder / key)
        except OSError:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)

    def prune(self) -> None:
        """Remove every entry that was not asked for since this object was made."""
        entries: list[Path] = []
        with suppress(OSError):
            entries += self.folder.iterdir()
        for path in entries:
            if path.name not in self.used:
                with suppress(OSError):  # a folder of somebody, for instance
                    path.unlink()


def _cut(body: bytes, sizes: Sequence[int]) -> Parts:
    ends = [sum(sizes[: number + 1]) for number in range(len(sizes))]
    return tuple(body[end - size : end] for end, size in zip(ends, sizes, strict=True))
