"""The fingerprint of everything that PDFs are made with: templates, strings, code, fonts and engines."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import version
from pathlib import Path

from generator.engine.disk_cache import _feed
from generator.paper.strings import paper_strings
from generator.project import PROGRAM

PACKAGES = (
    *("typst", "pikepdf", "segno", "pillow", "fonttools"),
    *("fontpkg-atkinson-hyperlegible", "fontpkg-source-serif-4"),
)
"""What sets a sheet beside our own code, the typefaces included."""
CODE = ("model", "load", "paper", "downloads")
"""Our own packages that have a say in how a sheet looks."""


def tools(templates: Path, language: str) -> str:
    """Return the fingerprint of what everything is printed with: templates, words, code, fonts and engines.

    Raises `ContentError` when the words cannot be read.
    """
    digest = hashlib.sha256()
    _feed(digest, json.dumps([paper_strings(templates, language).plain(), language]).encode())
    for path in sorted((templates / "paper").rglob("*")):
        if path.is_file():
            _feed(digest, path.relative_to(templates).as_posix().encode(), path.read_bytes())
    for path in sorted(path for package in CODE for path in (PROGRAM / package).rglob("*.py")):
        _feed(digest, path.relative_to(PROGRAM).as_posix().encode(), path.read_bytes())
    for package in PACKAGES:
        _feed(digest, package.encode(), _version(package).encode())
    return digest.hexdigest()


@cache
def _version(package: str) -> str:
    return version(package)  # reads a file of many lines, and a build asks three times
