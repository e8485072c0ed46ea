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
from functools import cache
from importlib.metadata import version
from pathlib import Path

from generator.paper_words import paper_words

PACKAGES = (
    *("typst", "pikepdf", "segno", "pillow", "fonttools"),
    *("fontpkg-atkinson-hyperlegible", "fontpkg-source-serif-4"),
)
"""What sets a sheet beside our own code, the typefaces included."""

MODULES = tuple(
    """
    blanks brand bundle changes contacts contents contrast decode editions field_font fields fitting
    form_fields form_widgets frame_data glossary house_style interface lines lock merge message
    mkdocs_settings model packs paper_words part pdf_file problems quantities questions record
    run_sheets saving sections sheet_data sheet_fields sheet_fonts sheet_work start typesetting
    worksheets workshop workshop_data workshop_work yaml_file yaml_mistakes yaml_text
    """.split()
)
"""Our own modules that have a say in how a sheet looks; a test holds this list to what they import."""

Parts = tuple[bytes, ...]
"""What one entry holds: some files' bytes, in an order that its owner knows."""


def tools(templates: Path, language: str) -> str:
    """Return the fingerprint of what everything is printed with: templates, words, code, fonts and engines.

    Raises `ContentError` when the words cannot be read.
    """
    digest = hashlib.sha256()
    _feed(digest, json.dumps([paper_words(templates, language).plain(), language]).encode())
    for path in sorted((templates / "worksheet").rglob("*")):
        if path.is_file():
            _feed(digest, path.relative_to(templates).as_posix().encode(), path.read_bytes())
    for module in sorted(MODULES):
        _feed(digest, module.encode(), Path(__file__).with_name(f"{module}.py").read_bytes())
    for package in PACKAGES:
        _feed(digest, package.encode(), _version(package).encode())
    return digest.hexdigest()


@cache
def _version(package: str) -> str:
    return version(package)  # reads a file of many lines, and a build asks three times


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
class SheetCache:
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
