"""A ZIP that's patched has the same bytes as one that's written from nothing."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from generator.downloads.archive import Archive, Patch

FILES = {"a.html": b"<p>a", "b/c.pdf": bytes(range(256)) * 50, "b/é.txt": b"", "last.js": b"go()"}


def written(file: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w") as target:
        archive = Archive(target, "guide", b"read me", date(2026, 11, 29))
        for name, data in files.items():
            archive.add(name, data)
    return file


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"a.html": b"<p>longer than before"},
        {"b/c.pdf": b"shorter"},
        {"b/é.txt": b"no longer empty", "last.js": b""},
        dict.fromkeys(FILES, b"new"),
    ],
    ids=["nothing", "the first", "the longest", "the last two", "everything"],
)
def test_a_patched_zip_has_the_bytes_of_a_new_one(changes: dict[str, bytes], tmp_path: Path) -> None:
    patch = Patch(written(tmp_path / "old.zip", FILES), "guide")
    for name, data in reversed(changes.items()):
        patch.add(name, data)
    patch.write(tmp_path / "patched.zip")
    expected = written(tmp_path / "new.zip", {**FILES, **changes})
    assert (tmp_path / "patched.zip").read_bytes() == expected.read_bytes()
    with zipfile.ZipFile(tmp_path / "patched.zip") as patched:
        assert patched.testzip() is None


def test_the_old_zip_stays_as_it_was(tmp_path: Path) -> None:
    """Its file can be part of the published site."""
    old = written(tmp_path / "old.zip", FILES)
    before = old.read_bytes()
    patch = Patch(old, "guide")
    patch.add("a.html", b"new")
    patch.write(tmp_path / "patched.zip")
    assert old.read_bytes() == before
