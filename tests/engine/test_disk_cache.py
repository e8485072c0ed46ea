"""Cached files are reused until something changes, and ignored if they are corrupt."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.engine.disk_cache import DiskCache, fingerprint
from generator.problems import SystemFailure

PARTS = (b"%PDF a sheet\n", b"", b"2")


@pytest.fixture
def cache(tmp_path: Path) -> DiskCache:
    return DiskCache(tmp_path / "cache" / "sheets")


def test_a_stored_entry_is_read_again(cache: DiskCache) -> None:
    cache.put("key", PARTS)
    assert cache.read("key") == PARTS
    assert [path.name for path in cache.folder.iterdir()] == ["key"]


def test_a_missing_entry_is_not_found(cache: DiskCache) -> None:
    assert cache.read("key") is None


@pytest.mark.parametrize(
    "corrupt",
    [
        b"",
        b"\n",
        b"nonsense",
        b"{}\n",
        b"[]\n",
        b'{"sha256": "0", "sizes": [1]}\nx',
        b'{"sha256": 5, "sizes": null}\n',
        "not UTF-8 \xff\n".encode("latin-1"),
    ],
)
def test_a_corrupt_entry_is_ignored(corrupt: bytes, cache: DiskCache) -> None:
    cache.put("key", PARTS)
    (cache.folder / "key").write_bytes(corrupt)
    assert cache.read("key") is None
    cache.put("key", PARTS)
    assert cache.read("key") == PARTS


@pytest.mark.parametrize("place", [0, 40, -1, -8])
def test_one_wrong_byte_is_enough(place: int, cache: DiskCache) -> None:
    cache.put("key", PARTS)
    whole = bytearray((cache.folder / "key").read_bytes())
    whole[place] ^= 1
    (cache.folder / "key").write_bytes(whole)
    assert cache.read("key") is None


def test_a_truncated_entry_is_ignored(cache: DiskCache) -> None:
    cache.put("key", PARTS)
    whole = (cache.folder / "key").read_bytes()
    for length in range(len(whole)):
        (cache.folder / "key").write_bytes(whole[:length])
        assert cache.read("key") is None


def test_entries_that_a_build_did_not_ask_for_are_removed(cache: DiskCache) -> None:
    for key in ("old", "new"):
        cache.put(key, PARTS)
    (cache.folder / ".left.123").write_bytes(b"of a build that was killed")
    next_build = DiskCache(cache.folder)
    next_build.read("new")
    next_build.prune()
    assert [path.name for path in cache.folder.iterdir()] == ["new"]


def test_a_folder_in_the_way_does_not_stop_the_removal(cache: DiskCache) -> None:
    cache.put("old", PARTS)
    for name in ("aaa", "zzz"):
        (cache.folder / name).mkdir()
    DiskCache(cache.folder).prune()
    assert sorted(path.name for path in cache.folder.iterdir()) == ["aaa", "zzz"]


def test_a_read_only_disk_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = DiskCache(tmp_path / "file" / "sheets")
    cache.put("key", PARTS)
    assert cache.read("key") == cache.stored("key") == PARTS
    cache.prune()


def test_what_another_program_removed_during_a_build_is_an_error(cache: DiskCache) -> None:
    cache.put("key", PARTS)
    assert cache.stored("key") == PARTS
    (cache.folder / "key").unlink()
    with pytest.raises(SystemFailure, match=r"Another program changed .*sheets meanwhile"):
        cache.stored("key")


def test_a_fingerprint_depends_on_where_each_input_ends() -> None:
    assert len({fingerprint(parts) for parts in (("ab", "c"), ("a", "bc"), ("abc",), ("c", "ab"))}) == 4
    assert fingerprint(("a", "b")) == fingerprint(["a", "b"])
