"""`advice init` makes a guide on any subject that builds right away, wherever the program is installed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from generator.cli.check import check_all
from generator.project import TEMPLATES, Project
from tests.support.paths import ROOT
from tests.support.terminal import advice


def test_a_new_guide_has_no_errors_and_shows_what_is_unfinished(tmp_path: Path) -> None:
    folder = tmp_path / "giving-feedback"
    done = advice("init", "giving-feedback", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    guide, warnings = check_all(Project.at(folder))
    assert guide.site.name == "Giving feedback"
    assert guide.outline.updated == date.today()
    assert [len(shelf) for shelf in (guide.principles, guide.checklists, guide.worksheets)] == [1, 1, 1]
    assert {warning.rule for warning in warnings} == {"unfinished", "unlocked-id", "placeholder-address"}
    assert "advice serve" in done.stdout
    assert "giving-feedback/content/principles/first-principle.yml" in done.stdout.splitlines()


def test_it_includes_settings_for_editors_and_version_control(tmp_path: Path) -> None:
    advice("init", "guide", folder=tmp_path)
    folder = tmp_path / "guide"
    assert json.loads((folder / ".vscode/extensions.json").read_text("utf-8"))
    for name in ("settings.json", "extensions.json"):
        assert (folder / f".vscode/{name}").read_bytes() == (ROOT / f".vscode/{name}").read_bytes()
    assert (folder / ".gitignore").read_text("utf-8") == "/build/\n"
    assert "advice check" in (folder / ".pre-commit-config.yaml").read_text("utf-8")
    assert (folder / "schemas/principle.json").is_file()
    assert (folder / "WRITING.md").read_bytes() == (ROOT / "docs/writing.md").read_bytes()
    hidden = {path.name for path in folder.iterdir() if path.name.startswith(".")}
    assert hidden == {".gitignore", ".pre-commit-config.yaml", ".vscode"}


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    done = advice("init", tmp_path)
    assert done.returncode == 2
    assert "isn’t an empty folder. Choose an empty or new folder." in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("giving_feedback", "Giving feedback"),
        ("Jobs & you", "Jobs & you"),
        ("a: b", "My guide"),
        ("#1", "My guide"),
        ("<b>", "My guide"),
        ("...", "My guide"),
        ("{{x}}", "My guide"),
        ("yes", "Yes"),
    ],
)
def test_a_new_guide_can_be_checked_whatever_its_folder_is_called(
    folder: str, name: str, tmp_path: Path
) -> None:
    assert advice("init", folder, folder=tmp_path).returncode == 0
    guide, _ = check_all(Project.at(tmp_path / folder))
    assert guide.site.name == name


def test_a_folder_that_cannot_be_created_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = advice("init", tmp_path / "file/guide")
    assert done.returncode in (2, 3)
    assert "Traceback" not in done.stderr
    assert "Something went wrong" not in done.stderr


def test_a_guide_without_templates_uses_those_of_the_program(tmp_path: Path) -> None:
    advice("init", "guide", folder=tmp_path)
    templates = Project.at(tmp_path / "guide").templates
    assert templates.folders() == (TEMPLATES,) == (ROOT / "templates",)
