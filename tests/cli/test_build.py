"""`advice build --staging` hands the pages to other programs, and touches nothing that isn't its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.support.plain_mkdocs import build_plainly, different_pages
from tests.support.snapshot import snapshot
from tests.support.terminal import advice

DAY = date(2026, 11, 22)
PROJECT = {".made-by-advice", "docs", "mkdocs.yml", "overrides"}


def test_plain_mkdocs_builds_the_same_pages_from_the_project(small_guide: Path, tmp_path: Path) -> None:
    done = advice("build", "--staging", tmp_path / "project", folder=small_guide)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "project").iterdir()} == PROJECT
    build_plainly(tmp_path / "project", DAY)
    assert list(different_pages(small_guide / "build/site", tmp_path / "project")) == []


def test_the_site_is_the_same_with_and_without_a_project(small_guide: Path, tmp_path: Path) -> None:
    advice("build", "--out", tmp_path / "without", folder=small_guide)
    advice("build", "--out", tmp_path / "with", "--staging", tmp_path / "project", folder=small_guide)
    assert snapshot(tmp_path / "without") == snapshot(tmp_path / "with")


def test_a_project_is_written_even_if_the_site_is_up_to_date(small_guide: Path, tmp_path: Path) -> None:
    assert advice("build", folder=small_guide).returncode == 0
    assert "Nothing changed" in advice("build", folder=small_guide).stdout
    assert advice("build", "--staging", tmp_path / "project", folder=small_guide).returncode == 0
    assert (tmp_path / "project/docs/index.md").is_file()


def test_a_project_is_brought_up_to_date_with_what_mkdocs_made_in_it(
    small_guide: Path, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    assert advice("build", "--staging", project, folder=small_guide).returncode == 0
    before = snapshot(project)
    build_plainly(project, DAY)
    (project / "docs/index.md").write_text("lost", "utf-8")
    (project / "docs/gone.md").write_text("from a page that is gone", "utf-8")
    assert advice("build", "--staging", project, folder=small_guide).returncode == 0
    assert snapshot(project) == before


def test_a_link_in_a_project_is_replaced_not_followed(small_guide: Path, tmp_path: Path) -> None:
    project, mine = tmp_path / "project", tmp_path / "important.txt"
    assert advice("build", "--staging", project, folder=small_guide).returncode == 0
    mine.write_text("mine", "utf-8")
    (project / "docs/index.md").unlink()
    (project / "docs/index.md").symlink_to(mine)
    assert advice("build", "--staging", project, folder=small_guide).returncode == 0
    assert mine.read_text("utf-8") == "mine"
    assert not (project / "docs/index.md").is_symlink()


def holding(folder: Path, name: str) -> Path:
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text("mine", "utf-8")
    return folder


REFUSED: dict[str, tuple[Callable[[Path, Path], Path | str], str]] = {
    "a folder of others": (lambda tmp, guide: holding(tmp / "b", "notes.txt"), "didn’t make (notes.txt)"),
    "a project of others": (lambda tmp, guide: holding(tmp / "b", "docs/index.md"), "didn’t make (docs)"),
    "a file": (lambda tmp, guide: holding(tmp / "b", "mkdocs.yml") / "mkdocs.yml", "it’s a file"),
    "the content": (lambda tmp, guide: "content/principles", "part of the guide’s sources"),
    "the guide": (lambda tmp, guide: ".", "it contains other files"),
    "the site": (lambda tmp, guide: "build/site", "the site goes there"),
    "in the site": (lambda tmp, guide: "build/site/project", "the site goes there"),
    "the cache": (lambda tmp, guide: "build/cache/sheets/project", "its working files"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_project_is_never_written_over_anything_else(what: str, small_guide: Path, tmp_path: Path) -> None:
    place, words = REFUSED[what]
    staging = place(tmp_path, small_guide)
    before = snapshot(tmp_path)
    done = advice("build", "--staging", staging, folder=small_guide)
    assert done.returncode == 2
    assert "Can’t write to" in done.stderr
    assert words in done.stderr
    assert "with --staging" in done.stderr
    assert snapshot(tmp_path) == before


def test_the_overlay_of_a_guide_is_not_overwritten(small_guide: Path, tmp_path: Path) -> None:
    """Only the settings say where it is, so this is noticed once they have been read."""
    with (small_guide / "site_config.yml").open("a", encoding="utf-8") as settings:
        settings.write("overlay: ours\n")
    before = snapshot(holding(small_guide / "ours", "principles/ask-first.yml"))
    changes = small_guide / "ours/principles/ask-first.yml"
    changes.write_text("title: Ask before you say it\n", "utf-8")
    done = advice("build", "--staging", "ours/project", folder=small_guide)
    assert done.returncode == 2, done.stderr
    assert "part of the guide’s sources" in done.stderr
    assert snapshot(small_guide / "ours").keys() == before.keys()


def test_a_folder_around_the_site_is_refused(small_guide: Path, tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    done = advice("build", "--out", tmp_path / "all/site", "--staging", tmp_path / "all", folder=small_guide)
    assert done.returncode == 2
    assert "the site goes there" in done.stderr
