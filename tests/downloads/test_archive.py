"""ZIP files that differ in some files are the same as if each was made from nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.downloads.archive import Archive, Patch
from tests.support.fuzzing import examples

NAMES = ("index.html", "über/mich.html", "a/b.pdf", "search/index.js")
FILES = st.fixed_dictionaries({name: st.binary(max_size=300) for name in NAMES})


def made(file: Path, files: dict[str, bytes]) -> bytes:
    """Return the ZIP of `files`, made from nothing in `file`."""
    with ZipFile(file, "w") as zip_file:
        archive = Archive(zip_file, "guide", b"Read me.", date(2026, 11, 29))
        for name, data in files.items():
            archive.add(name, data)
    return file.read_bytes()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("zip")


@examples(50)
@given(before=FILES, after=FILES, changed=st.sets(st.sampled_from(NAMES)))
def test_a_zip_with_some_new_files_is_as_if_made_from_nothing(
    before: dict[str, bytes], after: dict[str, bytes], changed: set[str], folder: Path
) -> None:
    made(folder / "old.zip", before)
    patch = Patch(folder / "old.zip", "guide")
    for name in changed:
        patch.add(name, after[name])
    patch.write(folder / "new.zip")
    expected = made(folder / "expected.zip", {**before, **{name: after[name] for name in changed}})
    assert (folder / "new.zip").read_bytes() == expected
    with ZipFile(folder / "new.zip") as new:
        assert new.testzip() is None
