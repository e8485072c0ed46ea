"""The wheel contains the whole program and nothing else, and works outside this repository."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from generator.cli.program_files import DOCUMENTS, HOSTS, host_files
from generator.engine.files import walk
from tests.support.documents import missing_targets
from tests.support.nightly import representatives
from tests.support.paths import ROOT, TESTS

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
    documents = {"CHANGELOG.md", "requirements.txt", *DOCUMENTS}
    documents |= {name for host in HOSTS.values() for name in host.documents}
    expected = {*files("generator"), *templates, *(f"generator/documents/{name}" for name in documents)}
    assert sorted(expected - packed) == []
    assert sorted(packed - expected) == []


def test_every_link_in_a_document_of_the_wheel_leads_to_a_file_in_it(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    documents = [*(tmp_path / "generator/documents").rglob("*.md")]
    assert len(documents) == len(DOCUMENTS) + 1
    assert {path.name: missing for path in documents if (missing := missing_targets(path))} == {}


def test_every_file_of_a_host_that_a_document_of_the_wheel_names_is_written_for_a_host() -> None:
    written = {name for host in HOSTS for name in host_files(host, "", "", "", "")} | {"requirements.txt"}
    names = r"`((?:deploy|\.github)/[\w./-]+|\w+\.toml|\.dockerignore|requirements\.txt)`"
    named = {name for path in DOCUMENTS for name in re.findall(names, (ROOT / path).read_text("utf-8"))}
    assert {"deploy/Containerfile", "netlify.toml", ".github/workflows/pages.yml"} <= named
    assert [one for one in named if not any(name.startswith(one) for name in written)] == []


def run(*arguments: str | Path, folder: Path, **environment: str) -> str:
    """Return what a command prints, which has to succeed."""
    done = subprocess.run(
        arguments, cwd=folder, env={**ENVIRONMENT, **environment},
        capture_output=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_guide_for_tenants_goes_live_with_nothing_but_the_wheel(installed: Path, tmp_path: Path) -> None:
    run(installed, "init", "guide", "--host", "pages", "--name", "Your Home, Your Rights", folder=tmp_path)
    folder = tmp_path / "guide"
    written = {*walk(folder)}

    # What its people do: their content with names and a kind of its own, their colors, their mark.
    shutil.rmtree(folder / "content")
    shutil.copytree(TESTS / "tenants/content", folder / "content")
    [mark] = re.findall(r"```svg\n(.*?)```", (folder / "docs/writing.md").read_text("utf-8"), re.S)
    (folder / "content/marks").mkdir()
    (folder / "content/marks/repairs.svg").write_text(mark, "utf-8")
    settings = (folder / "site_config.yml").read_text("utf-8").replace("TODO: what this guide", "What it")
    settings += 'colors: {accent: "#8a1c4a"}\neditions: [print]\noffline: no\n'
    (folder / "site_config.yml").write_text(settings, "utf-8")
    run(installed, "new", "story", "a-new-lock", folder=folder)
    assert "Wrote: schemas/story.json\n" in run(installed, "upgrade", folder=folder)

    # What GitHub does, with another installation.
    job = yaml.safe_load((folder / ".github/workflows/pages.yml").read_text("utf-8"))["jobs"]["build"]
    install, build = (shlex.split(step["run"]) for step in job["steps"] if "run" in step)
    assert (install[:2], build) == (["pip", "install"], ["advice", "build"])
    pip = (sys.executable, "-m", "pip", "--python", installed.with_name("python"))
    done = run(*pip, *install[1:], "--no-index", folder=folder)
    assert f"Processing ./{next(folder.glob('*.whl')).name}" in done
    address = "https://north.internal/rights/"
    run(installed, *build[1:], folder=folder, ADVICE_URL=address)

    site = folder / "build/site"
    home, right = ((site / page / "index.html").read_text("utf-8") for page in ("", "rights/repairs"))
    assert "Your Home, Your Rights" in home
    assert re.search(r">\s*Stories\s*<", home)
    assert "principles/" not in home
    assert f'<link rel="canonical" href="{address}rights/repairs/">' in right
    assert 'd="M4 43h40"' in right
    assert "TODO" in (site / "stories/a-new-lock/index.html").read_text("utf-8")
    assert any("#8a1c4a" in path.read_text("utf-8") for path in site.rglob("*.css"))
    assert [*site.glob("forms/repair-log/*.pdf")]

    # Nothing of the program was copied, apart from documents, schemas and settings.
    ours = {name for name in walk(folder) if not name.startswith(("build/", "content/"))}
    assert ours == {name for name in written if not name.startswith("content/")} | {"schemas/story.json"}
    assert not {"generator", "templates"} & {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("command", representatives(("check", "build"), "check".__eq__))
def test_the_installed_program_makes_a_new_guide_and_can(
    command: str, installed: Path, tmp_path: Path
) -> None:
    print_place = "import generator; print(generator.__file__)"
    where = run(installed.with_name("python"), "-c", print_place, folder=tmp_path)
    assert Path(where.strip()).is_relative_to(installed.parent.parent)
    run(installed, "init", "listening", folder=tmp_path)
    run(installed, "new", "message", "say-thanks", "--project", "listening", folder=tmp_path)
    assert "content/" in run(installed, "check", "--explain", "unfinished", folder=tmp_path)
    own = tmp_path / "listening/templates"
    (own / "strings").mkdir(parents=True)
    (own / "strings/en.yml").write_text("frame:\n  menu: What’s here\n", "utf-8")
    run(
        installed, "templates", "--copy", "pages/principle.html.j2", "--project", "listening", folder=tmp_path
    )
    assert "own pages/principle.html.j2\n" in run(
        installed, "templates", "--project", "listening", folder=tmp_path
    )
    run(installed, command, "--project", "listening", folder=tmp_path)
    if command == "check":
        return
    site = tmp_path / "listening/build/site"
    for page in ("principles/first-principle", "checklists/first-checklist", "messages/say-thanks"):
        assert "TODO" in (site / page / "index.html").read_text("utf-8")
    assert "What’s here" in (site / "index.html").read_text("utf-8")
    assert list(site.glob("worksheets/first-worksheet/*.pdf"))
