"""After an edit of some records, only those are read; after any other edit, everything has to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.load.loader import Draft, load, reread
from generator.project import Project

ASK, SEE, WORDS = (
    Path("content", name)
    for name in ("principles/ask-first.yml", "principles/say-what-you-saw.yml", "glossary.yml")
)


@pytest.fixture
def project(small_guide: Path) -> Project:
    return Project.at(small_guide)


@pytest.fixture
def draft(project: Project) -> Draft:
    return load(project)


def edit(project: Project, file: Path, old: str, new: str) -> Path:
    path = project.root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def test_edited_records_are_read_and_all_others_kept(project: Project, draft: Draft) -> None:
    paths = [
        edit(project, ASK, "name: Asking", "name: To ask"),
        edit(project, WORDS, "name: Glossary", "name: Words"),
    ]
    after = reread(draft, project, paths)
    assert after
    assert after == load(project)
    assert draft.guide
    assert after.guide
    for old, new in zip(draft.guide.records(), after.guide.records(), strict=True):
        assert (old is new) != (new.address in ("principles/ask-first/", "glossary/"))


def test_mistakes_are_found_in_each_edited_file(project: Project, draft: Draft) -> None:
    paths = [
        edit(project, ASK, "name: Asking", "nam: Asking"),
        edit(project, SEE, "name: Seeing", "nam: Seeing"),
        edit(project, WORDS, "name: Glossary", "nam: Glossary"),
    ]
    after = reread(draft, project, paths)
    assert after
    assert after.problems == load(project).problems
    assert after.unreadable == {"principles/ask-first", "principles/say-what-you-saw", "glossary.yml"}
    assert reread(after, project, paths) is None


OTHERS = """
    site_config.yml templates/strings/en.yml content/guide.yml content/sources.yml content/contacts.yml
    content/notes.txt content/principles content/principles/new.yml content/principles/gone.yml
""".split()


@pytest.mark.parametrize("file", OTHERS)
def test_other_files_change_more_than_records(project: Project, draft: Draft, file: str) -> None:
    for name in ("content/notes.txt", "content/principles/new.yml"):
        (project.root / name).write_bytes((project.root / ASK).read_bytes())
    assert reread(draft, project, [project.root / ASK, project.root / file]) is None


def test_a_file_that_is_gone_changes_more_than_its_record(project: Project, draft: Draft) -> None:
    (project.root / ASK).unlink()
    assert reread(draft, project, [project.root / ASK]) is None


def test_a_guide_with_an_overlay_is_read_as_a_whole(project: Project) -> None:
    (project.root / "ours").mkdir()
    (project.root / "ours/glossary.yml").write_text("name: Words\n", "utf-8")
    edit(project, Path("site_config.yml"), "\nurl:", "\noverlay: ours\nurl:")
    draft = load(project)
    assert draft.guide
    assert not draft.problems
    assert reread(draft, project, [project.root / ASK]) is None
