"""`advice new` makes a record that passes the checks right away and shows what is left to write."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from generator.check.check import check
from generator.cli.new import ENTRIES, NEW, create, create_entry
from generator.load.loader import load
from generator.problems import ContentError, Refusal
from generator.project import Project
from tests.support.own_template import own_template
from tests.support.proofread import proofread
from tests.support.snapshot import snapshot
from tests.support.terminal import advice


@pytest.mark.parametrize("word", [word for word in NEW if word != "page"])
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


def test_a_new_page_is_linked_at_the_foot_of_every_page(small_guide: Path) -> None:
    project = Project.at(small_guide)
    for id in ("quiet-hour", "loud-hour"):
        create(project, "page", id)
    guide, warnings = proofread(project)
    assert guide.pages["quiet-hour"].title == "Quiet hour"
    assert guide.outline.pages[-2:] == ("quiet-hour", "loud-hour")
    assert {warning.rule for warning in warnings} == {"unfinished"}


@pytest.mark.parametrize("word", ENTRIES)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_new_entry_becomes_the_last_one_of_its_file(word: str, is_first: bool, small_guide: Path) -> None:
    project, entry = Project.at(small_guide), ENTRIES[word]
    path = project.content / entry.file
    if is_first and word != "source":  # a guide always has sources
        path.unlink()
        for other in small_guide.glob("content/**/*.yml"):
            text = re.sub(r"\[(.*?)\]\((glossary|questions)[^)]*\)", r"\1", other.read_text("utf-8"))
            other.write_text(re.sub(r"to: (questions|glossary)\S*\b", "to: principles", text), "utf-8")
        settings = small_guide / "site_config.yml"  # no word in it is needed anymore
        settings.write_text(re.sub(r"^  words: .*\n", "", settings.read_text("utf-8"), flags=re.M), "utf-8")
    before = path.read_text("utf-8") if path.exists() else ""
    for id in ("quiet-hour", "loud-hour"):
        assert create_entry(project, word, id) == path
    guide, warnings = proofread(project)
    questions = guide.questions.questions if guide.questions else ()
    terms = guide.glossary.terms if guide.glossary else ()
    last = {"question": [*questions], "term": [*terms], "source": [*guide.sources.values()]}[word][-2:]
    assert [one.id for one in last] == ["quiet-hour", "loud-hour"]
    assert path.read_text("utf-8").startswith(before)
    reported = {(one.location.file, one.rule) for one in warnings if one.rule != "misspelling"}
    assert reported == {(project.relative(path), "unfinished")}


def test_a_source_has_a_date_if_others_have_one(small_guide: Path) -> None:
    project = Project.at(small_guide)
    sources = project.content / "sources.yml"
    dated = sources.read_text("utf-8").replace("    says:", "    reviewed: 2026-11-01\n    says:")
    sources.write_text(re.sub(r"^(  says: .*)", r"\1\n  reviewed: 2026-11-01", dated, flags=re.M), "utf-8")
    create_entry(project, "source", "quiet-hour")
    assert proofread(project)[0].sources["quiet-hour"].reviewed == date.today()


def test_an_entry_that_is_refused_changes_nothing(small_guide: Path) -> None:
    before = outline(small_guide)
    glossary = load(Project.at(small_guide)).guide
    assert glossary
    assert glossary.glossary
    with pytest.raises(ContentError):
        create_entry(Project.at(small_guide), "term", glossary.glossary.terms[0].id)
    assert outline(small_guide) == before


def test_the_first_moment_takes_the_place_of_the_doors(tmp_path: Path) -> None:
    advice("init", tmp_path / "guide")
    done = advice("new", "moment", "it-rained", "--project", tmp_path / "guide")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "guide/content/guide.yml").read_text("utf-8")
    assert "  # doors:\n  #   title: Start where you are\n" in text
    assert "\n  sheets:\n" in text


def test_a_guide_with_its_own_templates_can_use_the_starters_of_the_program(small_guide: Path) -> None:
    own_template(small_guide, "pages/home.html.j2")
    assert create(Project.at(small_guide), "checklist", "quiet-hour").is_file()


def test_a_guide_can_have_a_starter_of_its_own(small_guide: Path) -> None:
    starter = own_template(small_guide, "starters/checklist.yml")
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


@pytest.mark.parametrize(
    ("text", "message"), [("{{ titel }}", "'titel' is undefined"), ("{% if %}", "the template can’t be read")]
)
@pytest.mark.parametrize(("word", "file"), [("message", "message.yml"), ("term", "entries/term.yml")])
def test_a_mistake_in_a_starter_of_the_guide_is_reported_with_its_place(
    word: str, file: str, text: str, message: str, small_guide: Path
) -> None:
    starter = small_guide / "templates/starters" / file
    starter.parent.mkdir(parents=True, exist_ok=True)
    starter.write_text(f"# ours\ntitle: {text}\n", "utf-8")
    before = snapshot(small_guide / "content")
    done = advice("new", word, "quiet-hour", folder=small_guide)
    assert f"templates/starters/{file}:2:1: error: " in done.stderr
    assert message in done.stderr
    assert snapshot(small_guide / "content") == before


def test_a_new_kind_can_have_records_right_away(small_guide: Path) -> None:
    for kind, id in (("kind", "story"), ("story", "first-day"), ("kind", "work-day"), ("work-day", "monday")):
        done = advice("new", kind, id, folder=small_guide)
        assert done.returncode == 0, done.stderr
    guide, warnings = proofread(Project.at(small_guide))
    assert [*guide.own] == ["stories", "work-days"]
    assert guide.own["stories"]["first-day"].title == "First day"
    assert {warning.rule for warning in warnings} == {"unfinished"}


def test_a_kind_that_is_there_already_or_unknown_is_refused_with_what_to_do(small_guide: Path) -> None:
    before = snapshot(small_guide / "content")
    assert (
        "the program already has something called “moment”"
        in advice("new", "kind", "moment", folder=small_guide).stderr
    )
    assert "To add a kind: “advice new kind video”." in advice("new", "video", "x", folder=small_guide).stderr
    assert snapshot(small_guide / "content") == before
    advice("new", "kind", "video", folder=small_guide)
    assert "already exists" in advice("new", "kind", "video", folder=small_guide).stderr
