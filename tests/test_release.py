"""A version can be released: its number, changelog, metadata and forms fit together."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager
from packaging.version import Version

from generator import __version__
from generator.cli.program_files import PACKAGE
from tests.support.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SECTIONS = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
FORMS = [path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml"]


def test_the_changelog_has_a_section_for_each_version_newest_first() -> None:
    versions = [re.fullmatch(r"(\d+\.\d+\.\d+) \((unreleased|20\d\d-\d\d-\d\d)\)", one) for one in SECTIONS]
    assert None not in versions, SECTIONS
    numbers = [Version(one[1]) for one in versions if one]
    assert numbers == sorted(numbers, reverse=True)
    assert Version(__version__) in numbers[:2]
    assert [one[2] for one in versions[1:] if one and one[2] == "unreleased"] == []


def test_a_tag_names_this_version_and_the_changelog_its_date() -> None:
    tagged = os.environ.get("GITHUB_REF_TYPE") == "tag"
    when = r"20\d\d-\d\d-\d\d" if tagged else r"unreleased|20\d\d-\d\d-\d\d"
    name = os.environ["GITHUB_REF_NAME"] if tagged else f"v{__version__}"
    assert any(re.fullmatch(rf"{re.escape(name.removeprefix('v'))} \(({when})\)", one) for one in SECTIONS)
    assert name == f"v{__version__}"


@pytest.mark.parametrize("repository", [None, "north/guide"])
def test_links_lead_to_the_repository_that_makes_the_release(
    repository: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("GITHUB_SERVER_URL", "https://git.internal"), ("GITHUB_REPOSITORY", repository)):
        if repository and value:
            monkeypatch.setenv(name, value)
        else:
            monkeypatch.delenv(name, raising=False)
    core = ProjectMetadata(str(ROOT), PluginManager()).core
    home = "https://git.internal/north/guide"
    expected = {
        "Source": home,
        "Documentation": f"{home}/blob/v{__version__}/README.md",
        "Changelog": f"{home}/blob/v{__version__}/CHANGELOG.md",
        "Issues": f"{home}/issues",
    }
    assert core.urls == (expected if repository else {})


def test_the_text_for_the_index_needs_no_other_file() -> None:
    text = (ROOT / PROJECT["readme"]).read_text("utf-8")
    assert text.startswith(f"# {PACKAGE}\n")
    assert re.findall(r"\]\((?!https://)[^)]*\)|\]\[", text) == []
    assert PROJECT["name"] == PACKAGE


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_a_form_asks_for_little_and_each_field_has_a_label(path: Path) -> None:
    form: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    assert {"name", "description", "title", "body"} == set(form)
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert 2 < len(fields) < 5
    assert len({field["id"] for field in fields}) == len(fields)
    assert all(field["attributes"]["label"] for field in fields)
    assert not fields[-1].get("validations")


def test_there_are_two_forms() -> None:
    names = [yaml.safe_load(path.read_text("utf-8"))["name"] for path in FORMS]
    assert sorted(names) == ["I have a better way to say it", "This isn’t right"]
