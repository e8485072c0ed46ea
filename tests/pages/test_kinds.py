"""Everything that depends on the kind of a page follows from one table."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from generator.layers import Layers
from generator.load.loader import load
from generator.model.page_kinds import PAGE_KINDS, RESERVED_ADDRESSES
from generator.pages.pages import guide_pages
from generator.project import Project
from tests.support.loops import every
from tests.support.page_weight import KINDS
from tests.support.paths import ROOT, TESTS
from tests.support.reader import SAMPLE_PAGES
from tests.support.rendering import environment
from tests.support.without_pdfs import ENGLISH

NOT_WEIGHED = {"offline"}
"""Its script replaces a sentence with buttons, which moves what's below by twice as much as we allow."""
STEPS = {
    "generator/model/page_kinds.py": (
        '        "sources": PageKind(',
        '        "press": PageKind(address="press", listing="more", boost=3, script="press"),\n',
        '"glossary", "changes", "offline"),',
        '"press", ',
    ),
    "generator/pages/pages.py": (
        '        yield "sources/", self.sources\n',
        '        yield "press/", self.press\n',
        "    def sources(self)",
        """    def press(self) -> SitePage:
        text = self.strings.press
        body = self._body("press", "press/", dict)
        return SitePage("press/", "press", text.title, text.summary, text.title, body)

""",
    ),
    "templates/strings/en.yml": (
        "kinds:\n  questions:",
        "press:\n  title: Press\n  summary: For journalists.\n",
        "  glossary: Glossary\n",
        "  press: For the press\n",
    ),
}
"""The steps in CONTRIBUTING.md: for each file, what to insert before which text."""
TEMPLATE = """{% extends "layout.html.j2" %}
{% block content %}
<h1>{{ strings.press.title }}</h1>
{% endblock %}
"""
SCRIPT = """
import json
from dataclasses import asdict
from pathlib import Path
from generator.check.check import check
from generator.load.loader import load
from generator.load.strings import load_strings
from generator.pages.exports import export_files, records_json
from generator.pages.pages import guide_pages
from generator.model.page_kinds import RESERVED_ADDRESSES
from generator.project import Project
from generator.site.stage import stage
from tests.support.rendering import environment

project = Project.at(Path("tests/guide"))
templates = project.templates
guide, strings = check(load(project)), load_strings(templates, "en")
pages = guide_pages(guide, {}, environment(templates, strings))
files = stage(guide, pages, {}, templates, strings).project_files()
print(json.dumps({
    "addresses": [page.address for page in pages],
    "menu": json.loads(files["mkdocs.yml"])["nav"],
    "staged": files["docs/press/index.md"].decode(),
    "llms.txt": export_files(guide, pages, strings, records_json(guide).values())["llms.txt"].decode(),
    "reserved": "press" in RESERVED_ADDRESSES,
}))
"""


@pytest.fixture(scope="module")
def kinds() -> dict[str, str]:
    """The kind of each page of the real guide, by address."""
    guide = load(Project.at(ROOT)).guide
    assert guide
    pages = guide_pages(guide, {}, environment(Layers(ROOT / "templates"), ENGLISH))
    return {page.address: page.kind for page in pages}


@pytest.mark.parametrize(
    ("place", "addresses", "excluded"),
    [
        ("SAMPLE_PAGES in tests/support/reader.py", SAMPLE_PAGES, set()),
        ("KINDS in tests/support/page_weight.py", KINDS.values(), NOT_WEIGHED),
    ],
)
def test_the_pages_that_browsers_test_include_every_kind(
    place: str, addresses: Iterable[str], excluded: set[str], kinds: dict[str, str]
) -> None:
    missing = set(PAGE_KINDS) - excluded - {kinds[address] for address in addresses}
    assert not missing, f"add a page of the kind {' and '.join(sorted(missing))} to {place}"


def test_pages_are_at_the_addresses_that_their_kinds_reserve(kinds: dict[str, str]) -> None:
    for address, kind in every(kinds.items()):
        assert address.startswith(PAGE_KINDS[kind].address), address
        first = address.removesuffix(".html").partition("/")[0]
        assert kind in ("home", "page") or first in RESERVED_ADDRESSES, address


def test_every_name_in_the_table_exists() -> None:
    scripts = ROOT / "templates/site/assets/scripts"
    for name, kind in every(PAGE_KINDS.items()):
        assert not kind.script or (scripts / f"{kind.script}.js").is_file(), name
        assert not kind.listing or kind.listing in ENGLISH.listing, name
        assert not kind.in_section or (kind.address in ENGLISH.menu and name in ENGLISH.names), name
    assert {*ENGLISH.kinds.plain(), *ENGLISH.searched.plain()} <= {*PAGE_KINDS}


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with one more kind of page, as in “Add a kind of page” in CONTRIBUTING.md."""
    copy = tmp_path_factory.mktemp("extended")
    for folder in ("generator", "templates"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, copy / folder, ignore=ignored)
    shutil.copytree(TESTS / "guide", copy / "tests/guide")
    for name, edits in STEPS.items():
        text = (copy / name).read_text("utf-8")
        for before, new in zip(edits[::2], edits[1::2], strict=True):
            assert text.count(before) == 1, (name, before)
            text = text.replace(before, new + before)
        (copy / name).write_text(text, "utf-8")
    (copy / "templates/pages/press.html.j2").write_text(TEMPLATE, "utf-8")
    return copy


@pytest.fixture(scope="module")
def built(extended: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=extended,
        env={**os.environ, "PYTHONPATH": str(extended), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    built: dict[str, Any] = json.loads(done.stdout)
    return built


def test_a_new_kind_of_page_changes_two_python_files(extended: Path) -> None:
    changed = [
        path.relative_to(extended).as_posix()
        for path in (extended / "generator").rglob("*.py")
        if path.read_bytes() != (ROOT / path.relative_to(extended)).read_bytes()
    ]
    assert sorted(changed) == ["generator/model/page_kinds.py", "generator/pages/pages.py"]


def test_a_new_kind_of_page_appears_everywhere_that_the_table_lists(built: dict[str, Any]) -> None:
    addresses = built["addresses"]
    assert addresses.index("press/") + 1 == addresses.index("sources/")
    assert {"Press": "press/index.md"} in built["menu"]
    assert "- [Press](https://feedback.internal/guide/press/): For journalists." in built["llms.txt"]
    assert built["reserved"]
    front = dict(line.split(": ", 1) for line in built["staged"].split("---\n")[1].splitlines())
    assert json.loads(front["search"]) == {"boost": 3}
    assert json.loads(front["script"]) == "press"
    assert json.loads(front["tools"]) is False
    assert '"Article"' not in json.loads(front["structured"])


def test_contributing_names_the_files_of_these_steps() -> None:
    _, _, text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("### Add a kind of page\n")
    text = text.partition("\n### ")[0]
    for name in (*STEPS, "templates/pages/", "tests/support/page_weight.py", "tests/support/reader.py"):
        assert f"`{name}`" in text, name
