"""What `make`, the workflows and the documents install is pinned with hashes, and workflows can do little."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.paths import GUIDE, ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
GUIDE_WORKFLOWS = sorted((ROOT / "templates/starters/hosts/pages/github/workflows").glob("*.yml"))
"""Those that guides get."""
INSTALLING = [
    ROOT / "Makefile",
    ROOT / ".ci/run",
    *sorted(path for path in (ROOT / "deploy").iterdir()),
    *sorted(ROOT.glob("*.toml")),
    *WORKFLOWS,
    *sorted((ROOT / "bench").rglob("*.py")),
    *sorted(path for path in ROOT.glob("*.md") if path.name != "CHANGELOG.md"),
    *sorted(ROOT.glob("[a-z]*/*.md")),
    *sorted((ROOT / "templates").rglob("*.md")),
]
"""Every file with commands that someone runs."""
PUBLISHING = (
    ({"pages": "write", "id-token": "write"}, ["actions/deploy-pages"]),
    ({"id-token": "write"}, ["actions/download-artifact", "pypa/gh-action-pypi-publish"]),
)
"""What publishing on GitHub Pages and PyPI needs, and what does it; nothing else may write."""


def commands(pattern: str) -> Iterator[tuple[str, str]]:
    """Yield each line of a command that matches, with continued lines joined, and its file."""
    for path in INSTALLING:
        for line in re.sub(r"\\\n\s*", "", path.read_text("utf-8")).splitlines():
            if re.search(pattern, line):
                yield path.relative_to(ROOT).as_posix(), line.strip()


def test_pip_installs_only_what_has_a_hash() -> None:
    found = [*commands(r"\bpip (-\S+ )*install|\$\(PIP\) |\*pip,|\buv (pip install|sync|run|tool)|\buvx\b")]
    unpinned = [one for one in found if "--require-hashes" not in one[1]]
    assert len(found) > 10
    assert [one for one in unpinned if not re.match(r"PIP := |pip = \[", one[1])] == []


def test_node_installs_only_what_a_lock_file_has() -> None:
    assert len([*commands(r"npm ci")]) > 3
    assert [*commands(r"\bnpx\b|\bnpm (install|i|exec|update)\b")] == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.txt")), ids=lambda path: path.name)
def test_every_requirement_is_one_version_with_hashes(path: Path) -> None:
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")]
    pins = re.split(r"\n(?=\S)", "\n".join(lines).strip())
    assert len(pins) > 10
    assert [pin for pin in pins if not re.match(r"[\w.-]+==[^ ]+ [^\\]*\\\n +--hash=sha256:", pin)] == []


@pytest.mark.parametrize("folder", ["tests/node", "bench/node", "bench/peers/eleventy"])
def test_every_node_package_has_a_hash(folder: str) -> None:
    packages = json.loads((ROOT / folder / "package-lock.json").read_text("utf-8"))["packages"]
    assert len(packages) > 1
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


def workflow(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


@pytest.mark.parametrize(
    "path", [*WORKFLOWS, *GUIDE_WORKFLOWS], ids=lambda path: path.parent.parent.name + path.name
)
def test_a_workflow_uses_actions_of_one_commit_and_says_which_version_that_is(path: Path) -> None:
    uses = re.findall(r"uses: *(.*)", path.read_text("utf-8"))
    assert uses
    assert [use for use in uses if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)] == []


@pytest.mark.parametrize(
    "path", [*WORKFLOWS, *GUIDE_WORKFLOWS], ids=lambda path: path.parent.parent.name + path.name
)
def test_a_workflow_may_only_read_except_to_publish(path: Path) -> None:
    content = workflow(path)
    assert content["permissions"] == {}
    for job in content["jobs"].values():
        rights = job["permissions"]
        if "write" not in rights.values():
            assert set(rights) <= {"contents", "pages"}
            assert set(rights.values()) == {"read"}
            continue
        # What can write runs nothing from the repository, and has an environment, where people can allow it.
        assert (rights, [step.get("uses", "").partition("@")[0] for step in job["steps"]]) in PUBLISHING
        assert job["environment"]


@pytest.mark.parametrize(
    "path", [*WORKFLOWS, *GUIDE_WORKFLOWS], ids=lambda path: path.parent.parent.name + path.name
)
def test_a_workflow_keeps_no_password_ends_in_time_and_runs_no_text_of_a_pull_request(path: Path) -> None:
    content = workflow(path)
    assert "pull_request_target" not in path.read_text("utf-8")
    for job in content["jobs"].values():
        assert job["timeout-minutes"] <= 120
        for step in job["steps"]:
            assert "github.event" not in step.get("run", "")
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_the_tests_run_with_every_python_that_the_package_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = [one.rpartition(" ")[2] for one in project["classifiers"] if "Python :: 3." in one]
    assert project["requires-python"] == f">={named[0]}"
    jobs = workflow(ROOT / ".github/workflows/check.yml")["jobs"]
    assert jobs["rest"]["strategy"]["matrix"]["python"] == named


def test_every_test_runs_in_a_job_and_some_more_every_night() -> None:
    def commands(name: str) -> str:
        jobs = workflow(ROOT / f".github/workflows/{name}.yml")["jobs"].values()
        return "\n".join(step["run"] for job in jobs for step in job["steps"] if "run" in step)

    on_every_push = commands("check")
    for command in (
        "pytest --only-browser --part",
        "pytest --without-browser --part",
        "make lint",
        "make site",
    ):
        assert command in on_every_push
    for job in workflow(ROOT / ".github/workflows/check.yml")["jobs"].values():
        if parts := job.get("strategy", {}).get("matrix", {}).get("part"):
            assert parts == [f"{number}/{len(parts)}" for number in range(1, len(parts) + 1)]
            assert job["steps"][-1]["env"] == {"PART": "${{ matrix.part }}"}
            assert job["steps"][-1]["run"].endswith(' --part "$PART"\n')
    assert "make test-all" in commands("nightly")
    [parts] = re.findall(r"^PARTS \?= (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.M)
    at_night = workflow(ROOT / ".github/workflows/nightly.yml")["jobs"]["all"]["strategy"]["matrix"]["parts"]
    assert sorted(" ".join(at_night).split()) == sorted(parts.split())


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository, at a place with a space, after `make` has set it up without a network.

    The list of packages is empty; those of this environment are used instead.
    """
    folder = tmp_path_factory.mktemp("setting up") / "my guide"
    folder.mkdir()
    for name in ("Makefile", "generator", "templates"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "requirements.txt").touch()
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "MAKE"))
    }
    done = subprocess.run(
        ["make", f"PYTHON={sys.executable}", ".venv/site-ready"],
        cwd=folder, env={**kept, "PIP_NO_INDEX": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("Setting up .venv, which takes a minute or two the first time…\n")
    [packages] = (folder / ".venv").glob("lib/*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return folder


def test_make_sets_up_the_program_without_a_network(clone: Path, tmp_path: Path) -> None:
    guide = shutil.copytree(GUIDE, tmp_path / "guide")  # a check writes into the folder of a guide
    done = subprocess.run([clone / ".venv/bin/advice", "check", "--project", guide], cwd=clone, check=False)
    assert done.returncode == 0


def test_the_command_of_make_never_runs_a_file_of_the_guide_it_works_on(clone: Path, tmp_path: Path) -> None:
    for name in ("generator", "yaml", "click"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('a file of the guide ran')", "utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [clone / ".venv/bin/advice", "check"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "isn’t a guide" in done.stderr
