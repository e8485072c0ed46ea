"""`advice init`: a new guide on any subject, that builds at once, wherever the program is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from datetime import date
from pathlib import Path

import pytest

from generator.cli.check import check_all
from generator.project import TEMPLATES, Project
from tests.support.paths import ROOT
from tests.support.terminal import advice


def test_a_new_guide_holds_no_mistake_and_says_what_is_still_to_write(tmp_path: Path) -> None:
    folder = tmp_path / "giving-feedback"
    done = advice("init", "giving-feedback", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    guide, warnings = check_all(Project.at(folder))
    assert guide.site.name == "Giving feedback"
    assert guide.outline.updated == date.today()
    assert [len(shelf) for shelf in (guide.principles, guide.checklists, guide.worksheets)] == [1, 1, 1]
    assert {warning.rule for warning in warnings} == {"unfinished"}
    assert "advice serve" in done.stdout
    assert "giving-feedback/content/principles/first-principle.yml" in done.stdout.splitlines()


def test_it_brings_what_editors_and_version_control_want(tmp_path: Path) -> None:
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


def test_nothing_that_lies_there_is_written_over(tmp_path: Path) -> None:
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
def test_whatever_the_folder_is_called_the_new_guide_can_be_checked(
    folder: str, name: str, tmp_path: Path
) -> None:
    assert advice("init", folder, folder=tmp_path).returncode == 0
    guide, _ = check_all(Project.at(tmp_path / folder))
    assert guide.site.name == name


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = advice("init", tmp_path / "file/guide")
    assert done.returncode in (2, 3)
    assert "Traceback" not in done.stderr
    assert "Something went wrong" not in done.stderr


def test_a_guide_without_templates_uses_those_of_the_program(tmp_path: Path) -> None:
    advice("init", "guide", folder=tmp_path)
    assert Project.at(tmp_path / "guide").templates == TEMPLATES == ROOT / "templates"


ELSEWHERE = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
"""The environment without what would lead back into this repository."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a wheel in a fresh environment, which knows nothing of this repository."""
    folder = tmp_path_factory.mktemp("installed")
    source = folder / "source"
    for name in ("docs", "generator", "templates"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", folder, source], check=True)
    shutil.rmtree(source)
    [wheel] = folder.glob("*.whl")
    environment = folder / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    [packages] = environment.glob("[Ll]ib/**/site-packages")
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([*pip, "--python", python, "install", "--no-deps", wheel], check=True, env=ELSEWHERE)
    # What the program builds on is not fetched again. The folder's own .pth files are not run there.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return python.parent / "advice"


def test_the_installed_program_begins_and_builds_a_guide_outside_this_repository(
    installed: Path, tmp_path: Path
) -> None:
    def run(*arguments: str) -> str:
        done = subprocess.run(
            [installed, *arguments],
            cwd=tmp_path, env=ELSEWHERE, capture_output=True, encoding="utf-8", timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("init", "listening")
    run("new", "message", "say-thanks", "--project", "listening")
    assert "checked. No errors." in run("check", "--project", "listening")
    assert "Write this instead:" in run("check", "--explain", "unfinished")
    run("build", "--project", "listening")
    site = tmp_path / "listening/build/site"
    for page in ("principles/first-principle", "checklists/first-checklist", "messages/say-thanks"):
        assert "TODO" in (site / page / "index.html").read_text("utf-8")
    assert list(site.glob("worksheets/first-worksheet/*.pdf"))
    modules = tmp_path / "where.py"
    modules.write_text("import generator; print(generator.__file__)", "utf-8")
    where = subprocess.run(
        [installed.parent / "python", modules], env=ELSEWHERE, capture_output=True, text=True, check=True
    )
    assert Path(where.stdout.strip()).is_relative_to(installed.parent.parent)
