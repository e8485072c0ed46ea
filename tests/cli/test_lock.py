"""The lock lists every published id. How it is read, written and updated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.build import load_checked
from generator.load.encoding import LARGEST_FILE
from generator.load.loader import load
from generator.load.lock import HEAD, parse, text, write
from generator.model.ids import names, unlocked
from generator.model.lock import LOCK_FILE, Lock
from generator.problems import ContentError, Location, Problem, SystemFailure
from generator.project import Project
from tests.support.paths import ROOT
from tests.support.terminal import Done
from tests.support.terminal import advice as typed

SHEET = "content/worksheets/one-talk.yml"


def advice(folder: Path, *arguments: str) -> Done:
    return typed(*arguments, "--project", folder)


def change(folder: Path, file: str, find: str, put: str) -> None:
    path = folder / file
    before = path.read_text("utf-8")
    assert before.count(find) == 1
    path.write_text(before.replace(find, put), "utf-8")


def lines(folder: Path) -> list[str]:
    return (folder / LOCK_FILE).read_text("utf-8").removeprefix(HEAD).splitlines()


@pytest.fixture
def locked_guide(small_guide: Path) -> Path:
    """The small guide with all its ids locked."""
    done = advice(small_guide, "lock")
    assert (done.returncode, done.stderr) == (0, "")
    return small_guide


def test_the_lock_of_this_guide_is_current() -> None:
    """If this fails, run `advice lock` and commit the result."""
    guide = load_checked(Project.at(ROOT))
    assert guide.lock
    assert unlocked(guide) == []
    assert (ROOT / LOCK_FILE).read_text("utf-8") == text(guide.lock)


# The file


def test_a_lock_is_read_as_it_was_written() -> None:
    written = Lock(
        {"start": Location(LOCK_FILE), "worksheets/x#a-b": Location(LOCK_FILE)},
        {"pages/about#why": Location(LOCK_FILE), "a": Location(LOCK_FILE)},
    )
    read = parse(text(written).encode())
    assert (set(read.names), set(read.retired)) == (set(written.names), set(written.retired))
    assert text(read) == text(written)


def test_names_are_sorted_whether_they_are_retired_or_not() -> None:
    read = parse(b"retired pages/b\npages/c\npages/a\n")
    assert text(read) == f"{HEAD}pages/a\nretired pages/b\npages/c\n"
    assert read.names["pages/c"].line == 2


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# nothing yet", HEAD.encode()])
def test_a_file_without_names_is_an_empty_lock(data: bytes) -> None:
    assert parse(data) == Lock()


def test_changes_that_editors_and_merges_make_to_lines_do_no_harm() -> None:
    read = parse("\ufeffpages/a \r\n  pages/a\r\nretired pages/b\r\npages/b\r\n".encode())
    assert (list(read.names), list(read.retired)) == (["pages/a"], ["pages/b"])


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"pages/a\n<<<<<<< HEAD\n", "merge-conflict"),
        (b"||||||| base\n", "merge-conflict"),
        (b"pages/a pages/b", "not-a-name"),
        (b"pages/a/b", "not-a-name"),
        (b"pages/a#", "not-a-name"),
        (b"retired", None),
        (b"retired ", None),
        (b"retire pages/a", "not-a-name"),
        (b"pages/\x00a", "not-a-name"),
        ("pages/\u200ba".encode(), "not-a-name"),
        (b"pages/\xff", "not-utf-8"),
        (b"a\n" * LARGEST_FILE, "file-too-large"),
    ],
)
def test_a_corrupt_lock_is_reported(data: bytes, rule: str | None) -> None:
    if rule is None:  # a page could have that name
        assert list(parse(data).names) == ["retired"]
        return
    with pytest.raises(ContentError) as error:
        parse(data)
    assert {problem.rule for problem in error.value.problems} == {rule}
    assert {problem.location.file for problem in error.value.problems} == {LOCK_FILE}


def test_a_corrupt_line_is_reported_with_its_place_and_a_fix() -> None:
    with pytest.raises(ContentError) as error:
        parse(b"a\n  pages/b c\n<<<<<<< HEAD\n")
    assert error.value.problems == (
        Problem(
            Location(LOCK_FILE, 2, 3, 9, "  pages/b c"), "not-a-name", "this line isn’t the name of an ID",
            "delete it; “advice lock” adds names that are missing",
        ),
        Problem(
            Location(LOCK_FILE, 3, 1, 12, "<<<<<<< HEAD"), "merge-conflict",
            "this file has unresolved merge conflicts",
            "keep the names of both sides, and delete the lines with <, |, = and >",
        ),
    )  # fmt: skip


def test_a_name_knows_its_line() -> None:
    places = parse(b"a\n\n b-c\n").names
    assert places == {"a": Location(LOCK_FILE, 1, 1), "b-c": Location(LOCK_FILE, 3, 2)}
    assert [(place.length, place.excerpt) for place in places.values()] == [(1, "a"), (3, " b-c")]


@given(st.binary(max_size=200) | st.text(alphabet="ab/#-<=> \n\rretired", max_size=80).map(str.encode))
def test_any_bytes_cause_at_most_a_content_error(data: bytes) -> None:
    try:
        read = parse(data)
    except ContentError:
        return
    assert text(parse(text(read).encode())) == text(read)


def test_a_link_that_leaves_the_project_is_not_read(small_guide: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("pages/a\n", "utf-8")
    (small_guide / LOCK_FILE).symlink_to(tmp_path / "secret")
    draft = load(Project.at(small_guide))
    assert [problem.rule for problem in draft.problems] == ["outside"]
    assert draft.guide
    assert draft.guide.lock is None


def test_writing_leaves_nothing_but_the_file(tmp_path: Path) -> None:
    path = tmp_path / "ids.lock"
    path.write_text("old", "utf-8")
    write(Lock({"pages/a": Location(LOCK_FILE)}), path)
    assert path.read_text("utf-8") == f"{HEAD}pages/a\n"
    assert [file.name for file in tmp_path.iterdir()] == ["ids.lock"]
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_file_that_cannot_be_written_stays_and_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "ids.lock"
    path.mkdir()
    (path / "kept").touch()
    with pytest.raises(SystemFailure, match="It wasn’t changed"):
        write(Lock(), path)
    assert [file.name for file in tmp_path.iterdir()] == ["ids.lock"]


# The command


def new_ids(folder: Path) -> list[tuple[str, int]]:
    """Return the file and line of each ID that a check finds to be new, and of nothing else."""
    done = advice(folder, "check", "--format", "json")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert {(one["rule"], one["severity"]) for one in found} <= {("unlocked-id", "warning")}
    assert all("advice lock" in one["fix"] for one in found)
    return [(one["file"], one["line"]) for one in found]


def test_a_guide_without_a_lock_gets_one_warning(small_guide: Path) -> None:
    assert new_ids(small_guide) == [(LOCK_FILE, 1)]


def test_a_strict_check_fails_until_every_id_is_locked(small_guide: Path) -> None:
    assert advice(small_guide, "check", "--strict").returncode == 1
    advice(small_guide, "lock")
    assert advice(small_guide, "check", "--strict").returncode == 0
    change(
        small_guide,
        SHEET,
        "{id: seen, label: I saw, lines: 2}",
        "{id: heard, was: [seen], label: I heard, lines: 2}",
    )
    done = advice(small_guide, "check", "--strict")
    assert done.returncode == 1
    assert "[unlocked-id]" in done.stderr
    advice(small_guide, "lock")
    assert advice(small_guide, "check", "--strict").returncode == 0


def test_a_new_page_is_one_new_id(locked_guide: Path) -> None:
    advice(locked_guide, "new", "checklist", "after-the-talk")
    found = json.loads(advice(locked_guide, "check", "--format", "json").stdout)
    assert [one["file"] for one in found if one["rule"] == "unlocked-id"] == [
        "content/checklists/after-the-talk.yml"
    ]


def test_locking_writes_every_id_once_and_then_finds_nothing_new(locked_guide: Path) -> None:
    guide = load_checked(Project.at(locked_guide))
    assert lines(locked_guide) == sorted(names(guide))
    before = (locked_guide / LOCK_FILE).stat().st_mtime_ns
    done = advice(locked_guide, "lock")
    assert done.stdout == f"No new IDs. content/ids.lock now has {len(lines(locked_guide))} IDs.\n"
    assert (locked_guide / LOCK_FILE).stat().st_mtime_ns == before


def test_a_check_shows_new_ids_and_locking_adds_them(locked_guide: Path) -> None:
    change(
        locked_guide,
        SHEET,
        "{id: seen, label: I saw, lines: 2}",
        "{id: heard, was: [seen], label: I heard, lines: 2}",
    )
    typed = (locked_guide / SHEET).read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(typed, start=1) if "id: heard" in text)
    assert new_ids(locked_guide) == [(SHEET, line)]
    assert advice(locked_guide, "lock").stdout.startswith("Added 1 and retired 0. content/ids.lock now has ")
    assert {"worksheets/one-talk#camera-seen", "worksheets/one-talk#camera-heard"} <= set(lines(locked_guide))
    change(locked_guide, SHEET, "id: act", "id: deed\n    was: [act]")
    change(locked_guide, SHEET, "{id: mine,", "{id: ours, was: [mine],")
    assert len(new_ids(locked_guide)) == 2


def test_nothing_is_locked_while_an_id_is_missing(locked_guide: Path) -> None:
    change(locked_guide, SHEET, "{id: seen,", "{id: heard,")
    before = lines(locked_guide)
    done = advice(locked_guide, "lock")
    assert done.returncode == 1
    assert "the ID “seen” is gone from this page" in done.stderr
    assert done.stderr.endswith("1 error. No IDs were locked.\n")
    assert done.stderr.partition("No IDs")[0] == advice(locked_guide, "check").stderr.rstrip("\n") + " "
    assert lines(locked_guide) == before


def test_an_id_that_is_gone_for_good_is_retired_and_stays_so(locked_guide: Path) -> None:
    change(locked_guide, SHEET, "{id: seen,", "{id: heard,")
    done = advice(locked_guide, "lock", "--retire", "worksheets/one-talk#camera-seen")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Retired: worksheets/one-talk#camera-seen\nAdded 1 and retired 1. ")
    assert "retired worksheets/one-talk#camera-seen" in lines(locked_guide)
    assert advice(locked_guide, "lock", "--retire", "worksheets/one-talk#camera-seen").returncode == 0
    change(locked_guide, SHEET, "{id: heard,", "{id: seen,")
    assert "[id-used-again]" in advice(locked_guide, "check").stderr


def test_everything_in_a_retired_section_is_retired_with_it(locked_guide: Path) -> None:
    change(locked_guide, SHEET, "id: people", "id: colleagues")
    done = advice(locked_guide, "lock", "--retire", "worksheets/one-talk#people")
    assert done.returncode == 0
    assert [line for line in lines(locked_guide) if line.startswith("retired ")] == [
        "retired worksheets/one-talk#people",
        "retired worksheets/one-talk#people-date",
        "retired worksheets/one-talk#people-person",
    ]


def test_everything_on_a_retired_page_is_retired_with_it(locked_guide: Path) -> None:
    with (locked_guide / LOCK_FILE).open("a", encoding="utf-8") as file:
        file.write("worksheets/old-talk\nworksheets/old-talk#camera\nworksheets/older-talk\n")
    done = advice(locked_guide, "lock", "--retire", "worksheets/old-talk")
    assert done.returncode == 1
    assert "worksheets/older-talk is gone" in done.stderr
    both = ("--retire", "worksheets/old-talk", "--retire", "worksheets/older-talk")
    assert advice(locked_guide, "lock", *both).returncode == 0
    assert len([line for line in lines(locked_guide) if line.startswith("retired ")]) == 3


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("worksheets/one-talk#camera", "worksheets/one-talk#camera is still in the guide"),
        (
            "principles/asking",
            "principles/asking isn’t gone: according to “was:”, it’s now principles/ask-first.",
        ),
        (
            "worksheets/one-talk#camera-sen",
            "No missing ID is called “worksheets/one-talk#camera-sen”. "
            "Did you mean “worksheets/one-talk#camera-seen”?",
        ),
        ("nonsense", "No missing ID is called “nonsense”. “advice check” lists the missing IDs."),
        ("", "No missing ID is called “”. “advice check” lists the missing IDs."),
    ],
)
def test_what_cannot_be_retired_is_refused_with_status_2(name: str, message: str, locked_guide: Path) -> None:
    change(locked_guide, SHEET, "{id: seen,", "{id: heard,")
    change(locked_guide, "content/principles/ask-first.yml", "name: Asking", "name: Asking\nwas: [asking]")
    before = lines(locked_guide)
    done = advice(locked_guide, "lock", "--retire", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert lines(locked_guide) == before


def test_an_error_in_the_content_is_reported_and_nothing_is_locked(small_guide: Path) -> None:
    change(small_guide, SHEET, "title: One talk\nprinciple", "titel: One talk\nprinciple")
    done = advice(small_guide, "lock", "--retire", "worksheets/one-talk#camera")
    assert done.returncode == 1
    assert "[unknown-field]" in done.stderr
    assert not (small_guide / LOCK_FILE).exists()


def test_a_corrupt_lock_is_never_overwritten(locked_guide: Path) -> None:
    (locked_guide / LOCK_FILE).write_text("<<<<<<< HEAD\n", "utf-8")
    done = advice(locked_guide, "lock")
    assert done.returncode == 1
    assert "[merge-conflict]" in done.stderr
    assert (locked_guide / LOCK_FILE).read_text("utf-8") == "<<<<<<< HEAD\n"
