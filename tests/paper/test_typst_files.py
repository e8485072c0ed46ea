"""Typst reads one folder, which has the guide's own templates and the program's."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from generator.layers import Layers
from generator.paper.typesetting import Typesetter
from generator.paper.typst_files import UNUSED, typst_files, typst_folder


@pytest.fixture
def layers(tmp_path: Path) -> Layers:
    """A program with a page that uses a style, which uses a size."""
    program = tmp_path / "program"
    texts = {
        "page.typ": '#import "style.typ": shown\n#set document(title: "x")\n#shown',
        "style.typ": '#import "size.typ": size\n#let shown = repr(size)',
        "size.typ": "#let size = 9pt",
    }
    for name, text in texts.items():
        (program / "paper").mkdir(parents=True, exist_ok=True)
        (program / "paper" / name).write_text(text, "utf-8")
    return Layers(program, tmp_path / "own/templates", tmp_path / "merged")


def write(layers: Layers, name: str, text: str) -> None:
    assert layers.own
    (layers.own / "paper").mkdir(parents=True, exist_ok=True)
    (layers.own / "paper" / name).write_text(text, "utf-8")


def test_without_own_files_it_is_the_folder_of_the_program(layers: Layers) -> None:
    assert typst_folder(layers, "paper") == layers.program / "paper"
    assert [*typst_files(layers, "paper")] == ["page.typ", "size.typ", "style.typ"]


def test_a_template_that_builds_on_the_programs_gets_the_guides_own_of_what_that_uses(layers: Layers) -> None:
    write(layers, "style.typ", '#import "program/style.typ" as programs\n#let shown = programs.shown')
    write(layers, "size.typ", "#let size = 11pt")
    test = '#import "style.typ": shown\n#set document(title: "x")\n#assert.eq(shown, "11pt")'
    write(layers, "test.typ", test)
    folder = typst_folder(layers, "paper")
    assert Typesetter(folder, {}).pdf(folder / "test.typ").startswith(b"%PDF")


def test_the_folder_stays_as_it_is_while_templates_are_edited(layers: Layers) -> None:
    write(layers, "size.typ", "#let size = 11pt")
    before = typst_folder(layers, "paper")
    assert typst_folder(layers, "paper") == before
    write(layers, "size.typ", "#let size = 12pt")
    after = typst_folder(layers, "paper")
    assert (before / "size.typ").read_text("utf-8") == "#let size = 11pt"
    assert (after / "size.typ").read_text("utf-8") == "#let size = 12pt"


def test_folders_that_no_command_can_be_using_are_removed(layers: Layers) -> None:
    write(layers, "size.typ", "#let size = 11pt")
    old = typst_folder(layers, "paper").parents[1]
    long_ago = time.time() - UNUSED - 60
    os.utime(old, (long_ago, long_ago))
    write(layers, "size.typ", "#let size = 12pt")
    new = typst_folder(layers, "paper").parents[1]
    assert layers.merged
    assert [*layers.merged.iterdir()] == [new]


@pytest.mark.parametrize("lost", [None, "#let siz"])
def test_a_folder_that_was_damaged_is_repaired(layers: Layers, lost: str | None) -> None:
    write(layers, "size.typ", "#let size = 11pt")
    whole = typst_folder(layers, "paper")
    before = {path.name: path.read_bytes() for path in whole.glob("*.typ")}
    if lost is None:
        (whole / "size.typ").unlink()
    else:
        (whole / "size.typ").write_text(lost, "utf-8")
    assert typst_folder(layers, "paper") == whole
    assert {path.name: path.read_bytes() for path in whole.glob("*.typ")} == before
    assert layers.merged
    assert len([*layers.merged.iterdir()]) == 1


def test_a_folder_that_is_in_use_stays(layers: Layers) -> None:
    write(layers, "size.typ", "#let size = 11pt")
    used = typst_folder(layers, "paper").parents[1]
    long_ago = time.time() - UNUSED - 60
    os.utime(used, (long_ago, long_ago))
    typst_folder(layers, "paper")
    write(layers, "size.typ", "#let size = 12pt")
    typst_folder(layers, "paper")
    assert used.is_dir()
