"""Permanent IDs in several files, and in files that can't be read; the rest is in the stories."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import load_checked
from generator.model.lock import LOCK_FILE
from generator.problems import ContentError, Problem
from generator.project import Project

ASKING = "content/principles/ask-first.yml"


def problems(folder: Path, *locked: str) -> list[Problem]:
    """Return the problems with IDs in the guide, whose lock lists the names `locked`."""
    (folder / LOCK_FILE).write_text("".join(f"{name}\n" for name in locked), "utf-8")
    with pytest.raises(ContentError) as error:
        load_checked(Project.at(folder))
    return [problem for problem in error.value.problems if problem.rule.endswith(("-id", "-again"))]


def test_a_page_in_a_file_that_cannot_be_read_is_not_gone(small_guide: Path) -> None:
    (small_guide / ASKING).write_text("title: [\n", "utf-8")
    assert problems(small_guide, "principles/ask-first", "principles/ask-first#take-no") == []


def test_a_page_could_be_in_a_renamed_file_that_cannot_be_read(small_guide: Path) -> None:
    (small_guide / ASKING).rename(small_guide / "content/principles/asking.yml")
    (small_guide / "content/principles/asking.yml").write_text("title: [\n", "utf-8")
    assert problems(small_guide, "principles/ask-first") == []
    [other] = problems(small_guide, "checklists/gone")
    assert other.message.startswith("checklists/gone is gone")


def test_a_page_that_can_be_read_has_lost_its_id_whatever_other_files_are_like(small_guide: Path) -> None:
    (small_guide / ASKING).write_text("title: [\n", "utf-8")
    [lost] = problems(small_guide, "principles/say-what-you-saw#gone")
    assert lost.location.file == "content/principles/say-what-you-saw.yml"
    assert lost.message.startswith("the ID “gone” is gone from this page")


def test_a_page_of_which_only_parts_are_locked_is_gone_as_a_whole(small_guide: Path) -> None:
    [lost] = problems(small_guide, "principles/old#a", "principles/old#b")
    assert lost.message.startswith("principles/old is gone")
    assert (lost.location.file, lost.location.line) == (LOCK_FILE, 1)


def test_an_id_whose_section_was_never_locked_is_named_as_the_lock_has_it(small_guide: Path) -> None:
    [lost] = problems(small_guide, "worksheets/one-talk#photo-seen")
    assert lost.message.startswith("the ID “photo-seen” is gone from this page")


def test_a_page_that_takes_the_previous_id_of_another_names_the_file_that_lists_it(small_guide: Path) -> None:
    path = small_guide / ASKING
    path.write_text(f"was: [say-what-you-saw]\n{path.read_text('utf-8')}", "utf-8")
    [taken] = problems(small_guide, "principles/ask-first", "principles/say-what-you-saw")
    assert taken.message == (
        "“say-what-you-saw” was the previous ID of “ask-first”, and readers might still use it"
    )
    assert taken.fix == (
        "choose an ID that was never used, or remove it from “was:” on "
        "line 1 of content/principles/ask-first.yml"
    )
