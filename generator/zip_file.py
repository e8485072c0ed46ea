"""Packs files into a ZIP with a word on what they are, for a stick: the same bytes on every run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from generator.model import Guide

PAPERS = (
    "A folder for each size of paper. A4 is for nearly the whole world, letter for the United",
    "States and Canada.",
    "",
)
"""How the sheets lie in a ZIP that holds them in both sizes."""


def zipped(folder: str, title: str, about: Iterable[str], files: Mapping[str, bytes], guide: Guide) -> bytes:
    """Return `files` as a ZIP of one `folder`, with a read-me.txt that tells of them line by line."""
    archive = io.BytesIO()
    day = guide.contents.updated
    with zipfile.ZipFile(archive, "w") as file:
        for name, data in {"read-me.txt": _read_me(title, about, guide), **files}.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            # PDFs are packed already, and what is only stored does not depend on who packed it.
            file.writestr(entry, data, zipfile.ZIP_STORED)
    return archive.getvalue()


def _read_me(title: str, about: Iterable[str], guide: Guide) -> bytes:
    """Return a plain text with the line ends that every editor on Windows knows."""
    site = guide.site
    lines = (
        f"{title} of {site.name}",
        f"As of {guide.contents.updated.isoformat()}. The newest: {site.url}",
        f"{site.license.name}: {site.license.url}",
        "",
        *about,
    )
    return "\r\n".join(lines).encode() + b"\r\n"
