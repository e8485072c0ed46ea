"""The fingerprint of everything that PDFs are made with: templates, strings, code, fonts, and libraries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

from generator.engine.disk_cache import fingerprint
from generator.paper.strings import paper_strings
from generator.project import PROGRAM

PACKAGES = (
    *("typst", "pikepdf", "segno", "pillow", "fonttools"),
    *("fontpkg-atkinson-hyperlegible", "fontpkg-source-serif-4"),
)
"""Third-party packages that affect a PDF, fonts included."""
CODE = ("model", "load", "paper", "downloads")
"""Packages of this program that affect a PDF."""


def tools_fingerprint(templates: Path, language: str) -> str:
    """Return the fingerprint of everything PDFs are made with; raises `ContentError` for bad strings."""
    return fingerprint(_inputs(templates, language))


def _inputs(templates: Path, language: str) -> Iterator[str | bytes]:
    yield json.dumps([paper_strings(templates, language).plain(), language])
    for path in sorted((templates / "paper").rglob("*")):
        if path.is_file():
            yield from (path.relative_to(templates).as_posix(), path.read_bytes())
    for path in sorted(path for package in CODE for path in (PROGRAM / package).rglob("*.py")):
        yield from (path.relative_to(PROGRAM).as_posix(), path.read_bytes())
    for package in PACKAGES:
        yield from (package, _version(package))


@cache
def _version(package: str) -> str:
    return version(package)  # parses a long file, and a build asks more than once
