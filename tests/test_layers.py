"""A guide's own files replace those of the program one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.layers import Layers, program_link
from generator.problems import ContentError


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def layers(tmp_path: Path) -> Layers:
    for name in ("pages/a", "pages/b", "pages/deep/c", "pages/.hidden", "pages/a~"):
        write(tmp_path / "program" / name)
    return Layers(tmp_path / "program", tmp_path / "guide/templates")


def test_a_file_is_the_guides_if_it_has_one(layers: Layers) -> None:
    assert layers.own
    assert layers.folders("pages") == (layers.program / "pages",)
    mine, new = write(layers.own / "pages/b"), write(layers.own / "pages/new")
    assert layers.file("pages/a") == layers.program / "pages/a"
    assert layers.file("pages/b") == mine
    assert layers.versions("pages/b") == (layers.program / "pages/b", mine)
    assert layers.files("pages") == {
        "a": layers.program / "pages/a",
        "b": mine,
        "deep/c": layers.program / "pages/deep/c",
        "new": new,
    }
    assert layers.own_files("pages") == {"b": mine, "new": new}
    assert layers.folders("pages") == (layers.own / "pages", layers.program / "pages")


def test_originals_are_no_files_of_the_guide(layers: Layers) -> None:
    assert layers.own
    assert layers.original("pages/a") is None
    kept = write(layers.own / "originals/pages/a")
    assert layers.original("pages/a") == kept
    assert layers.own_files() == {}


@pytest.mark.parametrize("name", ["pages/a", "originals/pages/a"])
def test_a_link_out_of_the_folder_is_never_followed(layers: Layers, tmp_path: Path, name: str) -> None:
    assert layers.own
    secret = write(tmp_path / "secret")
    (layers.own / name).parent.mkdir(parents=True)
    (layers.own / name).symlink_to(secret)
    for lookup in (lambda: layers.file(name), lambda: layers.versions(name)):
        with pytest.raises(ContentError, match=f"templates/{name}.*leads out of the folder “templates”"):
            lookup()


def test_a_linked_folder_of_templates_is_followed_but_not_out_of_it(layers: Layers, tmp_path: Path) -> None:
    assert layers.own
    shared = write(tmp_path / "shared/pages/a")
    layers.own.parent.mkdir()
    layers.own.symlink_to(tmp_path / "shared")
    assert layers.file("pages/a").resolve() == shared
    (tmp_path / "shared/pages/b").symlink_to(tmp_path / "program/pages/b")
    with pytest.raises(ContentError):
        layers.files("pages")


def test_a_folder_that_leads_out_is_reported(layers: Layers, tmp_path: Path) -> None:
    assert layers.own
    write(tmp_path / "elsewhere/a")
    layers.own.mkdir(parents=True)
    (layers.own / "pages").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ContentError, match="templates/pages:"):
        layers.own_files()


def test_templates_name_the_programs_version_by_its_path_among_those_that_can_use_each_other() -> None:
    names = ("pages/home.html.j2", "site/theme/partials/footer.html", "paper/style.typ")
    assert [*map(program_link, names)] == [
        "program/home.html.j2",
        "program/partials/footer.html",
        "program/style.typ",
    ]
