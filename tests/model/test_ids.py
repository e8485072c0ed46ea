"""Permanent names: their form, their former ids, and that every form field has one."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from generator.load.loader import load
from generator.model.guide import Guide
from generator.model.ids import (
    containers,
    inside,
    names,
    outermost,
    permanents,
    renames,
    unlocked,
    updated,
    vanished,
)
from generator.model.lock import Lock
from generator.model.worksheet import AnySection, Balance, Bars, Commitment, Rating, Table, Week
from generator.paper.fillable_fields import FormField, fields
from generator.paper.sheet_data import stamp
from generator.project import Project
from tests.support.loops import every
from tests.support.paths import ROOT
from tests.support.without_pdfs import ENGLISH

SHEET = "content/worksheets/one-talk.yml"


def guide_in(folder: Path) -> Guide:
    guide = load(Project.at(folder)).guide
    assert guide is not None
    return guide


def change(folder: Path, file: str, *changes: tuple[str, str]) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    for find, put in changes:
        assert text.count(find) == 1
        text = text.replace(find, put)
    path.write_text(text, "utf-8")


@pytest.fixture
def renamed(small_guide: Path) -> Guide:
    """The small guide, in which a sheet, a section and prompts have former ids."""
    change(
        small_guide,
        SHEET,
        ("title: One talk\n", "title: One talk\nwas: [old-talk]\n"),
        ("id: camera\n", "id: camera\n    was: [photo, film]\n"),
        ("{id: seen,", "{id: seen, was: [noticed],"),
        ("{id: person,", "{id: person, was: [who],"),
    )
    change(
        small_guide,
        "content/principles/ask-first.yml",
        ("id: take-no\n", "id: take-no\n    was: [hear-no]\n"),
    )
    return guide_in(small_guide)


def test_every_id_an_author_writes_is_part_of_a_name(small_guide: Path) -> None:
    found = list(names(guide_in(small_guide)))
    assert len(found) == len(set(found))
    assert {name for name in found if name.startswith(("worksheets", "pages"))} == {
        "pages/why-it-is-hard",
        "pages/why-it-is-hard#fear",
        "worksheets/one-talk",
        *(
            f"worksheets/one-talk#{inner}"
            for inner in (
                "readiness readiness-clear camera camera-seen sides sides-mine sides-theirs people "
                "people-person people-date ready ready-asked opening opening-what opening-when act"
            ).split()
        ),
    }
    assert {"principles/ask-first#take-no", "checklists/before-the-talk#an-hour-before"} <= set(found)
    assert "checklists/before-the-talk#thanks" in found


def test_names_do_not_depend_on_the_number_of_rows(small_guide: Path) -> None:
    before = list(names(guide_in(small_guide)))
    change(small_guide, SHEET, ("rows: 2", "rows: 9"))
    assert list(names(guide_in(small_guide))) == before


def test_old_ids_give_old_names_on_every_level_at_once(renamed: Guide) -> None:
    old = renames(renamed)
    assert old["worksheets/old-talk"] == "worksheets/one-talk"
    assert old["worksheets/old-talk#camera-seen"] == "worksheets/one-talk#camera-seen"
    assert old["worksheets/old-talk#film-noticed"] == "worksheets/one-talk#camera-seen"
    assert old["worksheets/one-talk#photo"] == "worksheets/one-talk#camera"
    assert old["worksheets/one-talk#camera-noticed"] == "worksheets/one-talk#camera-seen"
    assert old["principles/ask-first#hear-no"] == "principles/ask-first#take-no"
    assert not set(old) & set(names(renamed))


def test_each_thing_knows_its_place_and_its_own_previous_ids(renamed: Guide) -> None:
    every = {permanent.name: permanent for permanent in permanents(renamed.records())}
    about = {
        name: (str(one.block.id), one.inner, one.container, [(str(id), old) for id, old in one.abandoned()])
        for name, one in every.items()
    }
    assert about["worksheets/one-talk"] == (
        "one-talk", "", "worksheets", [("old-talk", "worksheets/old-talk")],
    )  # fmt: skip
    assert about["worksheets/one-talk#camera"] == (
        "camera", "camera", "worksheets/one-talk",
        [("photo", "worksheets/one-talk#photo"), ("film", "worksheets/one-talk#film")],
    )  # fmt: skip
    assert about["worksheets/one-talk#camera-seen"] == (
        "seen", "camera-seen", "worksheets/one-talk#camera",
        [("noticed", "worksheets/one-talk#camera-noticed")],
    )  # fmt: skip


def test_what_is_inside_a_record_is_all_but_the_record(renamed: Guide) -> None:
    sheet = renamed.worksheets["one-talk"]
    found = [permanent.name for permanent in inside(sheet)]
    assert found == [name for name in names(renamed) if name.startswith("worksheets/one-talk#")]


def test_a_previous_id_that_something_else_has_now_is_no_old_name(small_guide: Path) -> None:
    change(small_guide, SHEET, ("id: camera\n", "id: camera\n    was: [people, photo]\n"))
    old = renames(guide_in(small_guide))
    assert "worksheets/one-talk#photo" in old
    assert "worksheets/one-talk#people" not in old


def test_what_an_overlay_hides_is_not_gone_and_what_it_adds_is_not_locked(small_guide: Path) -> None:
    original = guide_in(small_guide)
    change(small_guide, "content/principles/ask-first.yml", ("id: take-no\n", "id: take-yes\n"))
    changed, lock = guide_in(small_guide), Lock().with_names(names(original))
    assert vanished(replace(changed, lock=lock)) == ["principles/ask-first#take-no"]
    assert unlocked(replace(changed, lock=lock)) == ["principles/ask-first#take-yes"]
    overlaid = replace(changed, base=original, lock=lock)
    assert (vanished(overlaid), unlocked(overlaid)) == ([], [])


def test_a_guide_without_renamed_ids_has_no_old_names(small_guide: Path) -> None:
    assert renames(guide_in(small_guide)) == {}


def test_a_form_field_lists_its_former_ids(renamed: Guide) -> None:
    known = {
        field.id: field.was
        for part in renamed.worksheets["one-talk"].sections
        for field in fields(part, ENGLISH)
    }
    assert known["camera-seen"] == (
        "camera-noticed", "photo-seen", "photo-noticed", "film-seen", "film-noticed",
    )  # fmt: skip
    assert known["people-2-person"] == ("people-2-who",)
    assert known["people-2-date"] == ()


def test_ids_of_fields_that_the_program_adds_follow_their_section() -> None:
    head = {"id": "act", "was": ["deed"], "title": "An act", "help": "Do it."}
    section = Commitment.model_validate({**head, "kind": "commitment"})
    assert [field.was for field in fields(section, ENGLISH)] == [
        ("deed-act",),
        ("deed-with",),
        ("deed-by",),
        ("deed-asker",),
    ]


def test_rows_weeks_and_second_answers_keep_their_numbers() -> None:
    head = {"id": "new", "was": ["old"], "title": "A title", "help": "Help."}
    left, right = ({"id": id, "was": [f"{id}-once"], "label": id} for id in ("left", "right"))
    week = Balance.model_validate({**head, "kind": "balance", "given": left, "asked": right, "weeks": "1"})
    assert [field.was for field in fields(week, ENGLISH)] == [
        ("new-week-1-left-once", "old-week-1-left", "old-week-1-left-once"),
        ("new-week-1-right-once", "old-week-1-right", "old-week-1-right-once"),
    ]
    scale = {"low": "low", "high": "high"}
    twice = {**head, "kind": "rating", "scale": scale, "twice": "yes", "statements": (left,)}
    assert [(field.id, field.was[1]) for field in fields(Rating.model_validate(twice), ENGLISH)] == [
        ("new-left-today", "old-left-today"),
        ("new-left-again", "old-left-again"),
    ]


def stem(field: FormField, section: AnySection) -> str:
    """The name of a field, without the row, the week, or which of two answers it is."""
    tail = field.id.removeprefix(f"{section.id}-")
    match section:
        case Table():
            tail = re.sub(r"^\d+-", "", tail)
        case Balance():
            tail = re.sub(r"^week-\d+-", "", tail)
        case Rating(twice=True):
            tail = re.sub(r"-(today|again)$", "", tail)
        case Week() | Bars():
            tail = re.sub(r"-(done|start)$", "", tail)
    return f"{section.id}-{tail}"


def test_every_form_field_of_the_shipped_sheets_has_a_permanent_name() -> None:
    guide = guide_in(ROOT)
    found = set(names(guide))
    for sheet in every(guide.worksheets.values()):
        for section in every(sheet.sections):
            added = [f"{section.id}-{word}" for word in "whole drawing act with by asker".split()]
            for field in fields(section, ENGLISH):
                if field.id not in added:
                    assert f"worksheets/{sheet.id}#{stem(field, section)}" in found


def test_old_ids_do_not_affect_printed_sheets(small_guide: Path) -> None:
    before = guide_in(small_guide)
    change(small_guide, SHEET, ("{id: seen,", "{id: seen, was: [noticed],"))
    after = guide_in(small_guide)
    assert stamp(before.worksheets["one-talk"], before, ENGLISH) == stamp(
        after.worksheets["one-talk"], after, ENGLISH
    )


@pytest.mark.parametrize(
    ("name", "outer"),
    [
        ("start", []),
        ("worksheets#a-b", ["worksheets"]),
        ("principles/ask-first", []),
        ("principles/ask-first#take-no", ["principles/ask-first"]),
        ("worksheets/x#camera", ["worksheets/x"]),
        ("worksheets/x#a-b-c", ["worksheets/x", "worksheets/x#a", "worksheets/x#a-b"]),
    ],
)
def test_the_containers_of_a_name(name: str, outer: list[str]) -> None:
    assert list(containers(name)) == outer


def test_only_the_outermost_of_nested_names_is_kept() -> None:
    every = ["worksheets/x#a-b", "worksheets/x#a", "worksheets/y#a-b", "principles/p#a-b", "principles/p#a"]
    assert outermost(every) == ["principles/p#a", "principles/p#a-b", "worksheets/x#a", "worksheets/y#a-b"]


def test_a_name_is_updated_by_its_containers() -> None:
    old = {
        "worksheets/x#a": "worksheets/x#b",
        "worksheets/w": "worksheets/x",
        "worksheets/w#a": "worksheets/x#b",
    }
    assert updated("worksheets/x#a-gone", old) == "worksheets/x#b-gone"
    assert updated("worksheets/w#a-gone", old) == "worksheets/x#b-gone"
    assert updated("worksheets/w#gone", old) == "worksheets/x#gone"
    assert updated("worksheets/y#gone", old) == "worksheets/y#gone"
