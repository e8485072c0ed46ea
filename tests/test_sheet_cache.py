"""What was made of a sheet is kept until something changes, and never trusted when it is spoiled."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from test_architecture import MODULES as PROGRAM
from test_architecture import imported

from generator import sheet_cache
from generator.sheet_cache import MODULES, SheetCache, fingerprint, tools

PARTS = (b"%PDF a sheet\n", b"", b"2")


@pytest.fixture
def cache(tmp_path: Path) -> SheetCache:
    return SheetCache(tmp_path / "cache" / "sheets")


def test_what_was_kept_is_read_again(cache: SheetCache) -> None:
    cache.keep("key", PARTS)
    assert cache.read("key") == PARTS
    assert [path.name for path in cache.folder.iterdir()] == ["key"]


def test_what_was_never_kept_is_not_there(cache: SheetCache) -> None:
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
def test_a_spoiled_entry_counts_as_none(spoiled: bytes, cache: SheetCache) -> None:
    cache.keep("key", PARTS)
    (cache.folder / "key").write_bytes(spoiled)
    assert cache.read("key") is None
    cache.keep("key", PARTS)
    assert cache.read("key") == PARTS


@pytest.mark.parametrize("place", [0, 40, -1, -8])
def test_one_wrong_byte_is_enough(place: int, cache: SheetCache) -> None:
    cache.keep("key", PARTS)
    whole = bytearray((cache.folder / "key").read_bytes())
    whole[place] ^= 1
    (cache.folder / "key").write_bytes(whole)
    assert cache.read("key") is None


def test_an_entry_that_was_cut_short_counts_as_none(cache: SheetCache) -> None:
    cache.keep("key", PARTS)
    whole = (cache.folder / "key").read_bytes()
    for length in range(len(whole)):
        (cache.folder / "key").write_bytes(whole[:length])
        assert cache.read("key") is None


def test_entries_that_a_build_did_not_ask_for_are_removed(cache: SheetCache) -> None:
    for key in ("old", "new"):
        cache.keep(key, PARTS)
    (cache.folder / ".left.123").write_bytes(b"of a build that was killed")
    next_build = SheetCache(cache.folder)
    next_build.read("new")
    next_build.prune()
    assert [path.name for path in cache.folder.iterdir()] == ["new"]


def test_a_folder_in_the_way_keeps_nothing_else_from_being_removed(cache: SheetCache) -> None:
    cache.keep("old", PARTS)
    for name in ("aaa", "zzz"):
        (cache.folder / name).mkdir()
    SheetCache(cache.folder).prune()
    assert sorted(path.name for path in cache.folder.iterdir()) == ["aaa", "zzz"]


def test_a_disk_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = SheetCache(tmp_path / "file" / "sheets")
    cache.keep("key", PARTS)
    assert cache.read("key") is None
    cache.prune()


def test_a_fingerprint_tells_where_one_ingredient_ends() -> None:
    assert len({fingerprint(parts) for parts in (("ab", "c"), ("a", "bc"), ("abc",), ("c", "ab"))}) == 4
    assert fingerprint(("a", "b")) == fingerprint(["a", "b"])


def test_a_change_in_a_template_an_engine_or_the_code_is_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = tmp_path / "templates"
    for folder in ("worksheet", "interface"):
        shutil.copytree(ROOT / "templates" / folder, templates / folder)
    seen = {tools(templates, "en"), tools(templates, "en")}
    assert len(seen) == 1
    (templates / "worksheet" / "words.typ").write_text("#let words = (:)", "utf-8")
    seen.add(tools(templates, "en"))
    (templates / "worksheet" / "new.typ").write_bytes(b"")
    seen.add(tools(templates, "en"))
    with monkeypatch.context() as patched:
        patched.setattr(sheet_cache, "_version", lambda package: "99")
        seen.add(tools(templates, "en"))
    words = templates / "interface/en.yml"
    said = words.read_text("utf-8")
    words.write_text(said.replace("QR code that opens", "Code that opens"), "utf-8")
    seen.add(tools(templates, "en"))
    monkeypatch.setattr(sheet_cache, "MODULES", MODULES[1:])
    seen.add(tools(templates, "en"))
    assert len(seen) == 6


def test_what_only_pages_say_has_no_say_in_a_sheet(tmp_path: Path) -> None:
    for folder in ("worksheet", "interface"):
        shutil.copytree(ROOT / "templates" / folder, tmp_path / folder)
    before = tools(tmp_path, "en")
    words = tmp_path / "interface/en.yml"
    said = words.read_text("utf-8")
    assert "Nothing is written here yet." in said
    words.write_text(said.replace("Nothing is written here yet.", "Nothing yet."), "utf-8")
    assert tools(tmp_path, "en") == before


def test_every_module_that_has_a_say_in_a_sheet_is_watched() -> None:
    found = {"worksheets", "run_sheets", "form_fields", "merge", "pdf_file"}
    while more := set().union(*(imported(PROGRAM[module]) for module in found)) - found:
        found |= more
    # These hand the work out, and lay only a little hand on it themselves.
    assert {*MODULES} == found | {"bundle", "packs", "sheet_work", "workshop_work"}
