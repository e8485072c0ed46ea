"""`advice new` makes a record that passes the checks right away and shows what is left to write."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.check.check import check
from generator.cli.new import NEW, create
from generator.load.loader import load
from generator.problems import ContentError, Refusal
from generator.project import Project
from tests.support.proofread import proofread


@pytest.mark.parametrize("word", NEW)
def test_a_new_record_passes_the_checks_right_away(word: str, small_guide: Path) -> None:
    project = Project.at(small_guide)
    path = create(project, word, "quiet-hour")
    guide, warnings = proofread(project)
    kind = NEW[word]
    shelf = {"principle": guide.principles, "checklist": guide.checklists, "worksheet": guide.worksheets}
    shelf |= {"message": guide.messages, "workshop": guide.workshops, "moment": guide.moments}
    assert shelf[word]["quiet-hour"].title == "Quiet hour"
    assert getattr(guide.outline, kind.folder).show[-1] == "quiet-hour"
    reported = {(warning.location.file, warning.rule) for warning in warnings}
    assert reported == {(project.relative(path), "unfinished")}


def test_a_guide_with_its_own_templates_can_use_the_starters_of_the_program(small_guide: Path) -> None:
    shutil.rmtree(small_guide / "templates/starters")
    assert create(Project.at(small_guide), "checklist", "quiet-hour").is_file()


def test_a_guide_can_have_a_starter_of_its_own(small_guide: Path) -> None:
    starter = small_guide / "templates/starters/checklist.yml"
    starter.write_text(f"# As our team does it\n{starter.read_text('utf-8')}", "utf-8")
    made = create(Project.at(small_guide), "checklist", "quiet-hour")
    assert made.read_text("utf-8").startswith("# As our team does it\n")


def test_the_first_message_adds_the_section_for_messages(small_guide: Path) -> None:
    outline = small_guide / "content/guide.yml"
    text = outline.read_text("utf-8")
    for section, following in (("messages:", "workshops:"), ("moments:", "principles:")):
        start, end = text.index(f"\n{section}"), text.index(f"\n{following}")
        text = text[:start] + text[end:]
    doors = "  doors: {title: Begin here, show: [{say: A, to: principles}, {say: B, to: checklists}]}\n"
    outline.write_text(text.replace("  begin:\n", f"{doors}  begin:\n", 1), "utf-8")
    (small_guide / "content/messages/ask-for-five-minutes.yml").unlink()
    shutil.rmtree(small_guide / "content/moments")
    for file in small_guide.glob("content/**/*.yml"):
        other = file.read_text("utf-8").replace("messages/ask-for-five-minutes", "principles/ask-first")
        file.write_text(other, "utf-8")
    create(Project.at(small_guide), "message", "say-thanks")
    assert check(load(Project.at(small_guide))).outline.messages is not None


@pytest.mark.parametrize(
    ("id", "reported"),
    [
        (
            "Quiet Hour",
            "“Quiet Hour” can’t be an ID; use only a to z, 0 to 9 and single hyphens: try “quiet-hour”.",
        ),
        (
            "../secrets",
            "“../secrets” can’t be an ID; use only a to z, 0 to 9 and single hyphens: try “secrets”.",
        ),
        ("con", "“con” can’t be a file name on Windows: choose another ID."),
        (
            "ask-first",
            "content/principles/ask-first.yml already exists. Choose another ID, or edit that file.",
        ),
    ],
)
def test_an_id_that_cannot_be_used_is_refused(id: str, reported: str, small_guide: Path) -> None:
    before = outline(small_guide)
    with pytest.raises(Refusal) as refused:
        create(Project.at(small_guide), "principle", id)
    assert str(refused.value) == reported
    assert outline(small_guide) == before


def test_a_refused_record_changes_nothing(small_guide: Path) -> None:
    before = outline(small_guide)
    with pytest.raises(ContentError) as reported:
        create(Project.at(small_guide), "principle", "ask-before-you-tell")
    assert [problem.rule for problem in reported.value.problems] == ["same-title"]
    assert outline(small_guide) == before


def test_nothing_is_created_while_the_guide_has_errors(small_guide: Path) -> None:
    (small_guide / "content/sources.yml").write_text("oops", "utf-8")
    before = outline(small_guide)
    with pytest.raises(ContentError):
        create(Project.at(small_guide), "checklist", "quiet-hour")
    assert outline(small_guide) == before


def outline(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in (folder / "content").rglob("*")
        if path.is_file()
    }
