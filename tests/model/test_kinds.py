"""The table of record kinds, and adding a kind as CONTRIBUTING.md describes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from filecmp import cmp
from pathlib import Path

import pytest
import yaml

from generator.model.guide import FOLDERS, KINDS, SINGLE_PAGES, Guide
from generator.model.record import Ref
from tests.support.loops import every
from tests.support.paths import ROOT, TESTS

LESSON = '''\
"""A lesson: a text with steps (content/lessons/)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.fields import Prose, Summary, Text
from generator.model.record import Identified, PrincipleRef, Record, Ref, Sources


class LessonRef(Ref):
    """The ID of a lesson."""

    folder = "lessons"


class LessonStep(Identified):
    """One step."""

    do: Text
    """What to do."""
    from_: Sources


class Lesson(Record):
    """Something to learn."""

    folder = LessonRef.folder
    word = "lesson"
    anchored = ("steps",)

    summary: Summary
    text: Prose
    """What to know."""
    principle: PrincipleRef
    """ID of the principle behind it."""
    after: LessonRef | None = None
    """ID of the lesson to read first."""
    steps: Annotated[tuple[LessonStep, ...], Field(min_length=1)]
    """The steps, in order."""
'''
TABLE = (
    ("from generator.model.lock import Lock\n", "from generator.model.lesson import Lesson\n"),
    (
        '    """The section of workshops, if the guide has any."""\n',
        "    lessons: SiteSection | None = None\n",
    ),
    ("    workshops: Mapping[str, Workshop]\n", "    lessons: Mapping[str, Lesson]\n"),
)
"""Lines of generator/model/guide.py, and what to add after each."""
STARTER = """\
title: {{ title }}
summary: "TODO: what it is about."
text: "TODO: what to know."
principle: {{ principle }}
steps:
  - {id: first, do: "TODO: what to do.", from: [{{ source }}]}
"""
FIRST = {
    "title": "Hear it first",
    "summary": "How to hear a remark.",
    "text": "See [how to ask](principles/ask-first#take-no) and [the step](lessons/hear#listen).",
    "principle": "ask-first",
    "steps": [{"id": "listen", "do": "Listen to all of it.", "from": ["practice"]}],
}


@dataclass(frozen=True)
class Repository:
    """A copy of the program with one more kind of record, and of the small guide with such a record."""

    root: Path

    @property
    def guide(self) -> Path:
        return self.root / "guide"

    def write(self, file: str, content: object) -> None:
        path = self.guide / "content" / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")

    def advice(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the copy on its guide."""
        return subprocess.run(
            [sys.executable, "-m", "generator", *arguments, "--project", str(self.guide)],
            cwd=self.root,
            env={"PYTHONPATH": str(self.root), "PATH": "", "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    shutil.copytree(ROOT / "generator", tmp_path / "generator")  # with what's compiled, which takes long
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    shutil.copytree(TESTS / "guide", tmp_path / "guide")
    (tmp_path / "generator/model/lesson.py").write_text(LESSON, "utf-8")
    table = tmp_path / "generator/model/guide.py"
    text = table.read_text("utf-8")
    for line, addition in TABLE:
        assert text.count(line) == 1
        text = text.replace(line, line + addition)
    table.write_text(text, "utf-8")
    (tmp_path / "templates/starters/lesson.yml").write_text(STARTER, "utf-8")
    made = Repository(tmp_path)
    outline = yaml.safe_load((made.guide / "content/guide.yml").read_text("utf-8"))
    section = {"title": "Lessons", "lead": "What there is to learn.", "show": ["hear"]}
    made.write("guide.yml", outline | {"updated": str(outline["updated"]), "lessons": section})
    source = yaml.safe_load((made.guide / "content/sources.yml").read_text("utf-8"))
    FIRST["steps"] = [{"id": "listen", "do": "Listen to all of it.", "from": [next(iter(source))]}]
    made.write("lessons/hear.yml", FIRST)
    return made


def test_a_kind_has_the_name_of_its_folder() -> None:
    for kind in every(KINDS):
        assert Guide.__annotations__[kind.folder] == f"Mapping[str, {kind.__name__}]"
    for name, page in every(SINGLE_PAGES.items()):
        assert page.address_of(name).rstrip("/").endswith(name)


def test_every_reference_names_a_folder() -> None:
    ours = [kind for kind in Ref.__subclasses__() if kind.__module__.startswith("generator.model.record")]
    assert {kind.folder for kind in every(ours)} <= {*FOLDERS}


def test_adding_a_kind_changes_two_files_besides_its_page(repository: Repository) -> None:
    changed = [
        path.relative_to(repository.root).as_posix()
        for path in sorted((repository.root / "generator").rglob("*.py"))
        if not (original := ROOT / path.relative_to(repository.root)).exists()
        or not cmp(path, original, shallow=False)
    ]
    assert changed == ["generator/model/guide.py", "generator/model/lesson.py"]


def test_a_guide_with_a_new_kind_has_no_problems(repository: Repository) -> None:
    checked = repository.advice("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert repository.advice("lock").returncode == 0
    names = (repository.guide / "content/ids.lock").read_text("utf-8").splitlines()
    assert {"lessons/hear", "lessons/hear#listen"} <= {*names}
    assert repository.advice("schema").returncode == 0
    assert "ID of the lesson to read first" in (repository.guide / "schemas/lesson.json").read_text("utf-8")
    begun = repository.advice("new", "lesson", "speak")
    assert begun.returncode == 0, begun.stderr
    assert "TODO" in (repository.guide / "content/lessons/speak.yml").read_text("utf-8")


def test_the_rules_cover_a_new_kind(repository: Repository) -> None:
    wrong = {
        "title": "Ask before you tell",
        "summary": "What goes wrong.",
        "text": "See [nothing](lessons/hear#nothing), [no one](lessons/no-one) and [](lessons/hear).",
        "principle": "no-such-principle",
        "after": "no-such-lesson",
        "steps": [{"id": "listen", "do": do, "from": ["no-such-source"]} for do in ("Listen.", "Answer.")],
    }
    repository.write("lessons/unlisted.yml", FIRST | wrong)
    repository.write("lessons/broken.yml", {"title": "Broken"})
    checked = repository.advice("check")
    assert checked.returncode == 1
    report = checked.stdout + checked.stderr
    for rule, times in {
        "missing-field": 1,
        "repeated-id": 1,
        "same-title": 1,
        "stray-record": 1,
        "unknown-link": 2,
        "unknown-reference": 2,
        "unknown-source": 1,  # with “also on line …”
        "wordless-link": 1,
    }.items():
        assert report.count(f"[{rule}]") == times, f"{rule}: {report}"
    assert "no lesson is named “no-such-lesson”" in report
