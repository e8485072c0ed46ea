"""Writing files into a user's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.engine.files import write_atomically
from generator.problems import SystemFailure


def test_files_are_saved_next_to_existing_ones(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept", "utf-8")
    sizes = write_atomically({"a.pdf": b"12345"}, tmp_path)
    assert sizes == {tmp_path / "a.pdf": 5}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "mine.txt"]


def test_missing_folders_are_created(tmp_path: Path) -> None:
    write_atomically({"deep/down/a.txt": b"1", "b.txt": b"2"}, tmp_path / "new")
    assert (tmp_path / "new/deep/down/a.txt").read_bytes() == b"1"
    assert (tmp_path / "new/b.txt").read_bytes() == b"2"


def test_a_folder_that_cannot_be_created_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SystemFailure, match="Can’t write"):
        write_atomically({"a.pdf": b""}, tmp_path / "file" / "folder")


def test_a_file_that_cannot_be_replaced_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"before")

    def fail(*arguments: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(SystemFailure, match=r"a\.pdf: No space left on device"):
        write_atomically({"a.pdf": b"after"}, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.pdf": b"before"}
