"""Packs files into a ZIP, with a read-me.txt that describes them; the same bytes on every run."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from textwrap import wrap
from typing import IO

from generator.load.strings import Strings
from generator.model.guide import Guide

WIDTH = 90
"""Characters in a line of running text."""


def about_papers(strings: Strings) -> Iterator[str]:
    """Yield the lines that explain the folders of a ZIP with a folder for each paper size."""
    yield from wrap(strings.read_me.papers, WIDTH)
    yield ""


def write(
    archive: IO[bytes], folder: str, about: bytes, files: Iterable[tuple[str, bytes]], day: date
) -> None:
    """Write `files` into `archive` as a ZIP of one `folder`; `about` becomes its read-me.txt.

    Every entry has the date `day`.
    """
    with zipfile.ZipFile(archive, "w") as file:
        for name, data in chain([("read-me.txt", about)], files):
            entry = zipfile.ZipInfo(f"{folder}/{name}", (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            # PDFs are compressed already, and stored bytes don't depend on the version of zlib.
            file.writestr(entry, data, zipfile.ZIP_STORED)


def read_me(what: str, about: Iterable[str], guide: Guide, strings: Strings) -> bytes:
    """Return a read-me.txt for files of `guide`: the title `what`, and the lines `about`.

    Its line ends are those that every editor on Windows understands.
    """
    site = guide.site
    lines = (
        strings.read_me.title(what=what, site=site.name),
        strings.read_me.newest(day=guide.outline.updated.isoformat(), address=site.url),
        f"{site.license.name}: {site.license.url}",
        "",
        *about,
    )
    return "\r\n".join(lines).encode() + b"\r\n"
