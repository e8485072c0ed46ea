"""Writes ZIP files, the same bytes on every run."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from generator.load.strings import Strings
from generator.model.foreign import plain
from generator.model.guide import Guide


class Archive:
    """A ZIP of one folder, to which files are added; every entry has the same date."""

    def __init__(self, file: zipfile.ZipFile, folder: str, about: bytes, day: date) -> None:
        """Write into `file`; `about` becomes the read-me.txt of `folder`."""
        self._file, self._folder, self._day = file, folder, day
        self.add("read-me.txt", about)

    def add(self, name: str, data: bytes) -> None:
        """Add the file `name`."""
        time = self._day.year, self._day.month, self._day.day, 0, 0, 0
        _write(self._file, f"{self._folder}/{name}", time, data)


class Patch:
    """A ZIP that's the same as another but for some files."""

    def __init__(self, old: Path, folder: str) -> None:
        """Prepare to copy the ZIP `old`, which `Archive` made; its new files are as from `Archive`."""
        self._old, self._folder = old, folder
        self._new: dict[str, bytes] = {}

    def add(self, name: str, data: bytes) -> None:
        """Replace the file `name`."""
        self._new[f"{self._folder}/{name}"] = data

    def write(self, file: Path) -> None:
        """Write the new ZIP into `file`. What hasn't changed is copied without being read as files."""
        with zipfile.ZipFile(self._old) as old, self._old.open("rb") as source, file.open("wb") as target:
            entries = sorted(old.infolist(), key=lambda entry: entry.header_offset)
            ends = [*(entry.header_offset for entry in entries[1:]), old.start_dir]
            with zipfile.ZipFile(target, "w") as new:
                for entry, end in zip(entries, ends, strict=True):
                    if (data := self._new.get(entry.filename)) is not None:
                        _write(new, entry.filename, entry.date_time, data)
                        continue
                    source.seek(entry.header_offset)
                    part = source.read(end - entry.header_offset)
                    entry.header_offset = new.start_dir
                    new.start_dir += target.write(part)
                    new.filelist.append(entry)
                    new.NameToInfo[entry.filename] = entry


def _write(file: zipfile.ZipFile, name: str, time: tuple[int, ...], data: bytes) -> None:
    entry = zipfile.ZipInfo(name, time)  # type: ignore[arg-type]
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    # PDFs are compressed already, and stored bytes don't depend on the version of zlib.
    file.writestr(entry, data, zipfile.ZIP_STORED)


def read_me(what: str, about: Iterable[str], guide: Guide, strings: Strings) -> bytes:
    """Return a read-me.txt for files of `guide`: the title `what`, and the lines `about`.

    Its line ends are those that every editor on Windows understands.
    """
    site, day = guide.site, guide.outline.updated.isoformat()
    newest = strings.read_me.newest(address=site.public_url) if site.public_url else ""
    lines = (
        strings.read_me.title(what=what, site=site.name),
        f"{strings.read_me.day(day=day)} {newest}".strip(),
        f"{site.license.name}: {site.license.url}",
        "",
        *about,
    )
    return plain("\r\n".join(lines)).encode() + b"\r\n"
