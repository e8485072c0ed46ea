"""Packs files into a ZIP with a word on what they are, for a stick: the same bytes on every run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from textwrap import wrap
from typing import IO

from generator.load.strings import Strings
from generator.model.guide import Guide

WIDTH = 90
"""Letters in a line of running text."""


def papers(strings: Strings) -> Iterator[str]:
    """Yield how the sheets lie in a ZIP that holds them in both sizes."""
    yield from wrap(strings.read_me.papers, WIDTH)
    yield ""


def zipped(
    folder: str, what: str, about: Iterable[str], files: Mapping[str, bytes], guide: Guide, strings: Strings
) -> bytes:
    """Return `files` as a ZIP of one `folder`, with a read-me.txt that tells of them line by line.

    `what` is what the files are, as the title of that text.
    """
    archive = io.BytesIO()
    write(archive, folder, read_me(what, about, guide, strings), files.items(), guide.outline.updated)
    return archive.getvalue()


def write(
    archive: IO[bytes], folder: str, about: bytes, files: Iterable[tuple[str, bytes]], day: date
) -> None:
    """Write a ZIP of `folder` into `archive`, one file after another; `about` becomes its read-me.txt.

    Every file bears the date `day`.
    """
    with zipfile.ZipFile(archive, "w") as file:
        for name, data in chain([("read-me.txt", about)], files):
            entry = zipfile.ZipInfo(f"{folder}/{name}", (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            # PDFs are packed already, and what is only stored does not depend on who packed it.
            file.writestr(entry, data, zipfile.ZIP_STORED)


def read_me(what: str, about: Iterable[str], guide: Guide, strings: Strings) -> bytes:
    """Return what stands beside files of `guide`: their title `what`, and the lines `about`.

    It is a plain text with the line ends that every editor on Windows knows.
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
