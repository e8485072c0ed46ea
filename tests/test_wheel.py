"""The wheel contains the whole program and nothing else, and works outside this repository."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.nightly import representatives
from tests.support.paths import ROOT

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
"""The environment variables, except those that point into this repository."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """The `advice` command of a fresh environment with the wheel installed."""
    environment = wheel.parent / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    [packages] = environment.glob("[Ll]ib/**/site-packages")
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", str(wheel)], check=True, env=ENVIRONMENT)
    # Dependencies come from this environment. Its own .pth files aren't run there.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return python.parent / "advice"


def files(folder: str) -> Iterator[str]:
    for path in (ROOT / folder).rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(ROOT).as_posix()


def test_the_wheel_contains_every_file_of_the_program_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    templates = {f"generator/{name}" for name in files("templates")}
    expected = {*files("generator"), *templates, "generator/documents/writing.md"}
    assert sorted(expected - packed) == []
    assert sorted(packed - expected) == []


@pytest.mark.parametrize("command", representatives(("check", "build"), "check".__eq__))
def test_the_installed_program_makes_a_new_guide_and_can(
    command: str, installed: Path, tmp_path: Path
) -> None:
    def run(*arguments: str | Path) -> str:
        done = subprocess.run(
            arguments,
            cwd=tmp_path, env=ENVIRONMENT, capture_output=True, encoding="utf-8", timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = run(installed.with_name("python"), "-c", "import generator; print(generator.__file__)")
    assert Path(where.strip()).is_relative_to(installed.parent.parent)
    run(installed, "init", "listening")
    run(installed, "new", "message", "say-thanks", "--project", "listening")
    assert "content/" in run(installed, "check", "--explain", "unfinished")
    own = tmp_path / "listening/templates"
    (own / "strings").mkdir(parents=True)
    (own / "strings/en.yml").write_text("frame:\n  menu: What’s here\n", "utf-8")
    run(installed, "templates", "--copy", "pages/principle.html.j2", "--project", "listening")
    assert "own pages/principle.html.j2\n" in run(installed, "templates", "--project", "listening")
    run(installed, command, "--project", "listening")
    if command == "check":
        return
    site = tmp_path / "listening/build/site"
    for page in ("principles/first-principle", "checklists/first-checklist", "messages/say-thanks"):
        assert "TODO" in (site / page / "index.html").read_text("utf-8")
    assert "What’s here" in (site / "index.html").read_text("utf-8")
    assert list(site.glob("worksheets/first-worksheet/*.pdf"))
