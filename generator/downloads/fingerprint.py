"""The fingerprint of everything that PDFs are made with: templates, strings, code, fonts, and libraries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version

from generator.engine.disk_cache import fingerprint
from generator.paper.context import PAPER, PrintContext
from generator.paper.typst_files import typst_files
from generator.project import FONTS, PROGRAM

PACKAGES = ("typst", "pikepdf", "segno", "pillow", "fonttools")
"""Third-party packages that affect a PDF."""
CODE = ("model", "load", "paper", "downloads")
"""Packages of this program that affect a PDF."""
_version = cache(version)  # parses a long file, and a build asks more than once


def tools_fingerprint(context: PrintContext) -> str:
    """Return the fingerprint of everything PDFs are made with, except the content."""
    return fingerprint(_inputs(context))


def _inputs(context: PrintContext) -> Iterator[str | bytes]:
    strings = context.strings
    guide = context.guide
    languages = [guide.site.language, guide.translation and guide.translation.source]
    yield json.dumps([strings.paper.plain(), strings.fields.plain(), languages])
    for name, data in typst_files(context.templates, PAPER).items():
        yield from (name, data)
    code = (path for package in CODE for path in (PROGRAM / package).rglob("*.py"))
    for path in sorted((*code, *FONTS.rglob("*.ttf"))):
        yield from (path.relative_to(PROGRAM).as_posix(), path.read_bytes())
    for package in PACKAGES:
        yield from (package, _version(package))
