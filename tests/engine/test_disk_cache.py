"""What was made of a sheet is kept until something changes, and never trusted when it is spoiled."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.engine.disk_cache import DiskCache, fingerprint

PARTS = (b"%PDF a sheet\n", b"", b"2")


@pytest.fixture
def cache(tmp_path: Path) -> DiskCache:
    return DiskCache(tmp_path / "cache" / "sheets")


def test_what_was_kept_is_read_again(cache: DiskCache) -> None:
    cache.put("key", PARTS)
    assert cache.read("key") == PARTS
    assert [path.name for path in cache.folder.iterdir()] == ["key"]


def test_what_was_never_kept_is_not_there(cache: DiskCache) -> None:
    assert cache.read("key") is None


@pytest.mark.parametrize(
    "spoiled",
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
def test_a_spoiled_entry_counts_as_none(spoiled: bytes, cache: DiskCache) -> None:
    cache.put("key", PARTS)
    (cache.folder / "key").write_bytes(spoiled)
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


def test_an_entry_that_was_cut_short_counts_as_none(cache: DiskCache) -> None:
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


def test_a_folder_in_the_way_keeps_nothing_else_from_being_removed(cache: DiskCache) -> None:
    cache.put("old", PARTS)
    for name in ("aaa", "zzz"):
        (cache.folder / name).mkdir()
    DiskCache(cache.folder).prune()
    assert sorted(path.name for path in cache.folder.iterdir()) == ["aaa", "zzz"]


def test_a_disk_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = DiskCache(tmp_path / "file" / "sheets")
    cache.put("key", PARTS)
    assert cache.read("key") is None
    cache.prune()


def test_a_fingerprint_tells_where_one_ingredient_ends() -> None:
    assert len({fingerprint(parts) for parts in (("ab", "c"), ("a", "bc"), ("abc",), ("c", "ab"))}) == 4
    assert fingerprint(("a", "b")) == fingerprint(["a", "b"])
