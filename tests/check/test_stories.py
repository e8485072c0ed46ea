"""Every rule has a story in stories/: what an author wrote, and what the program reports.

A story changes the guide in tests/guide. `pytest tests/check/test_stories.py --update` writes
the program's current reports into the stories; read the diff before you commit it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TypedDict, cast

import pytest
import yaml

from generator.check.check import RULES
from generator.check.prose import rules
from generator.cli.check import WITHOUT_STORY
from generator.cli.report import report
from generator.load.slips import NOTE, SLIPS
from generator.load.yaml_errors import EXPLANATIONS
from generator.problems import ContentError
from generator.project import Project
from tests.support.loops import every
from tests.support.paths import ROOT, TESTS
from tests.support.proofread import proofread
from tests.support.rules import named_rules

GENERATOR = ROOT / "generator"
STORIES = sorted((GENERATOR / "check/stories").glob("*.yml"))


class Change(TypedDict, total=False):
    file: str
    find: str
    put: str
    text: str
    bytes: str
    delete: str
    link_to: str
    repeat: str


class Story(TypedDict, total=False):
    means: str
    right: str
    change: list[Change]
    reports: str


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """A copy of the small guide that hasn't been built."""
    return Path(shutil.copytree(TESTS / "guide", tmp_path / "small-guide"))


def apply(change: Change, folder: Path) -> None:
    path = folder / change["file"]
    path.parent.mkdir(parents=True, exist_ok=True)
    if "delete" in change:
        path.unlink()
    elif "link_to" in change:
        path.symlink_to(change["link_to"])
    elif "bytes" in change:
        path.write_bytes(change["bytes"].encode("latin-1"))
    elif "repeat" in change:
        path.write_text(change["repeat"] * 10_000, "utf-8")
    elif "text" in change:
        path.write_text(change["text"], "utf-8")
    else:
        before = path.read_text("utf-8")
        assert before.count(change["find"]) == 1, (
            f"{change['find']!r} must be in this file once: {change['file']}"
        )
        path.write_text(before.replace(change["find"], change["put"]), "utf-8")


def report_of(folder: Path) -> str:
    try:
        warnings = proofread(Project.at(folder))[1]
    except ContentError as error:
        return report(error.problems, ending="Nothing was published.") + "\n"
    return report(warnings) + "\n" if warnings else "Nothing is wrong.\n"


@pytest.mark.parametrize("file", STORIES, ids=lambda file: file.stem)
def test_every_story_is_reported_as_written(file: Path, guide: Path, request: pytest.FixtureRequest) -> None:
    text = file.read_text("utf-8")
    story = cast(Story, yaml.safe_load(text))
    for change in story["change"]:
        apply(change, guide)
    reported = report_of(guide)
    if request.config.getoption("--update"):
        head = text.partition("\nreports: |")[0].rstrip("\n")
        body = "".join(f"  {line}\n" if line else "\n" for line in reported.splitlines())
        file.write_text(f"{head}\nreports: |\n{body}", "utf-8")
    else:
        assert reported == story["reports"]


def test_the_small_guide_has_no_problems(guide: Path) -> None:
    assert report_of(guide) == "Nothing is wrong.\n"


def test_every_rule_that_the_program_names_has_a_story() -> None:
    named = named_rules() | {rule for _, rule, *_ in EXPLANATIONS} | {slip.rule for slip in (*SLIPS, NOTE)}
    reported_rules = "".join(file.read_text("utf-8") for file in STORIES)
    assert {rule for rule in named - set(WITHOUT_STORY) if f"[{rule}]" not in reported_rules} == set()
    assert len(named) > 40


def test_every_rule_between_records_has_a_story() -> None:
    reported_rules = "".join(file.read_text("utf-8") for file in STORIES)
    names = {rule.__name__.replace("_", "-") for rule in (*RULES, *rules.RULES, *rules.RECORD_RULES)}
    assert {name for name in names if f"[{name}]" not in reported_rules} == set()


def test_every_story_reports_the_rule_it_is_named_for() -> None:
    for file in every(STORIES):
        rule = re.sub(r"--.*", "", file.stem)
        assert f"[{rule}]" in yaml.safe_load(file.read_text("utf-8"))["reports"], file.name


def test_no_report_mentions_a_library_or_a_pattern() -> None:
    for file in every(STORIES):
        reported = yaml.safe_load(file.read_text("utf-8"))["reports"]
        assert not re.search(r"pydantic|PyYAML|Traceback|\^\[a-z|NoneType|<class", reported), file.name
