"""One edit costs one edit, and the site is as if it was built from nothing.

To try more edits, different ones each time: `FUZZ=40 pytest tests/test_rebuild.py` tries a thousand series.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import rebuild
from generator.cli import check as check_command
from generator.cli.check import check_all
from generator.engine import disk_cache, up_to_date
from generator.engine.disk_cache import DiskCache
from generator.engine.files import write_atomically
from generator.engine.up_to_date import Inputs
from generator.model.reads import Reads
from generator.problems import SystemFailure
from generator.project import Project
from generator.rebuild import remembered
from tests.support.edits import (
    ASK,
    DRAW,
    FAILURE,
    IMPRINT,
    LAYERS,
    MESSAGE,
    OWN_EDITS,
    QUESTIONS,
    REWORDINGS,
    SCRIPT,
    WAIT,
    Comparison,
    Edit,
    replacing,
)
from tests.support.fuzzing import examples
from tests.support.language_edits import (
    DOUBT_ONE,
    HALF,
    LANGUAGE_EDITS,
    REMARK,
    REWORD_ONE,
    TRANSLATED,
    WHOLE,
    make_translated_guide,
)
from tests.support.nightly import longer_version_of, representatives
from tests.support.snapshot import snapshot
from tests.support.terminal import Done, advice

EDITS = st.one_of(st.sampled_from(OWN_EDITS), st.sampled_from(REWORDINGS))
SERIES = st.lists(st.lists(EDITS, min_size=1, max_size=2), min_size=1, max_size=3)
"""Edits before each of several builds."""
TRANSLATED_EDITS = st.one_of(st.sampled_from(LANGUAGE_EDITS), st.sampled_from(REWORDINGS))
TRANSLATED_SERIES = st.lists(st.lists(TRANSLATED_EDITS, min_size=1, max_size=2), min_size=1, max_size=3)
HARD = "content/pages/why-it-is-hard.yml"
MISSPELL = replacing(ASK, "figures in", "figgures in")
NEW_ITEM = replacing(
    "content/checklists/before-the-talk.yml",
    "      - id: asked\n",
    "      - {id: calm, text: I am calm, from: [team-practice]}\n      - id: asked\n",
)
NAMING = replacing(MESSAGE, "Wait until they answer.", "Wait until they answer. See “Why it is hard.”")
REWORD = replacing(ASK, "It costs one sentence", "It takes one sentence")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What counts as the program's own files, because reading all of them takes long."""
    return tmp_path_factory.mktemp("program")


@contextmanager
def keeping_papers(program: Path) -> Iterator[None]:
    """Never throw papers away, because typesetting takes long; take the files in `program` for ours."""
    prune = DiskCache.prune
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(up_to_date, "PROGRAM", program)
        patch.setattr(DiskCache, "prune", lambda cache: cache.folder.name == "notes" and prune(cache))
        yield


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory, program: Path) -> Iterator[Comparison]:
    """A guide and its copy."""
    with keeping_papers(program):
        yield Comparison(tmp_path_factory.mktemp("rebuild"))


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory, program: Path) -> Iterator[Comparison]:
    """The same for a guide in three languages."""
    with keeping_papers(program):
        yield Comparison(tmp_path_factory.mktemp("translated"), make_translated_guide, "rebuild-translated")


@pytest.mark.parametrize(
    "series",
    [
        pytest.param([[SCRIPT], [DRAW]], id="a script and a drawing"),
        pytest.param([[replacing(HARD, "title: Why it is hard", "title: Why it’s hard")]], id="a title"),
        pytest.param([[FAILURE], [DRAW, MISSPELL]], id="a mistake between"),
        pytest.param([[replacing(WAIT, "title: Wait for an answer", "title: Wait for a 漢")]], id="a script"),
        # A page has this word in quotes.
        pytest.param([[replacing(IMPRINT, "title: Imprint", "title: urgent")]], id="a title in quotes"),
        pytest.param(
            [[NAMING], [replacing(HARD, "title: Why it is hard", "title: Why it’s hard")]], id="a named title"
        ),
    ],
)
def test_after_chosen_edits_the_site_is_as_if_built_from_nothing(
    series: list[list[Edit]], comparison: Comparison
) -> None:
    assert [*comparison.differences(series)] == []


@examples(2, fuzzed=25)
@given(series=SERIES)
def test_after_any_edits_the_site_is_as_if_built_from_nothing(
    series: list[list[Edit]], comparison: Comparison
) -> None:
    assert [*comparison.differences(series)] == []


def test_after_edits_the_site_in_every_language_is_as_if_built_from_nothing(translated: Comparison) -> None:
    assert [*translated.differences([[DOUBT_ONE, TRANSLATED, REMARK]])] == []


@longer_version_of(test_after_edits_the_site_in_every_language_is_as_if_built_from_nothing)
@examples(1, fuzzed=10)
@given(series=TRANSLATED_SERIES)
def test_after_any_edits_the_site_in_every_language_is_as_if_built_from_nothing(
    series: list[list[Edit]], translated: Comparison
) -> None:
    assert [*translated.differences(series)] == []


def test_after_an_edit_that_changes_whose_a_template_is_everything_is_built(guide: Path) -> None:
    """One after the other; a build of everything is the same whatever was there."""
    for edit in LAYERS:
        edit.apply(guide)
        assert remembered(inputs_now(guide)) is None, edit.name
        edit.apply(guide)
        assert remembered(inputs_now(guide)), edit.name


@pytest.mark.parametrize(
    ("forgotten", "edit"),
    representatives(
        [
            ("summary", replacing(WAIT, "answer and listen", "answer, and listen")),
            (
                "generator.pages.citations.citations",
                replacing(QUESTIONS, "if they get angry", "if they are angry"),
            ),
        ],
        lambda case: case[0] == "summary",
        lambda case: case[0],
    ),
)
def test_the_comparison_finds_a_read_that_was_not_noted(
    forgotten: str, edit: Edit, comparison: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise it would prove nothing."""
    of = Reads.of

    def forgetful(reads: Reads, function: Callable[[], object]) -> tuple[object, frozenset[tuple[str, str]]]:
        value, found = of(reads, function)
        return value, frozenset(read for read in found if read[1] != forgotten)

    with monkeypatch.context() as patch:
        patch.setattr(Reads, "of", forgetful)
        comparison.start_anew()
        found = [*comparison.differences([[edit]])]
    comparison.forget()
    assert edit.name in found[0]
    assert [*comparison.differences([[edit]])] == []


# What an edit costs


@pytest.fixture
def guide(comparison: Comparison) -> Iterator[Path]:
    """The guide, built as it was at first."""
    comparison.start()
    yield comparison.guide
    comparison.go_back()


def inputs_now(guide: Path) -> Inputs:
    """Return what a build of `guide` would be made from."""
    return up_to_date.inputs(Project.at(guide), guide / "build/site", strict=False, compress=False)


def is_partial(done: Done) -> bool:
    """Return whether a build made only what changed."""
    assert done.returncode == 0, done.stderr
    return "Building what changed" in done.stderr and "Reading content" not in done.stderr


def written(guide: Path, edit: Edit) -> set[str]:
    """Apply `edit` and build; return the pages that were written, and not taken from the last site."""
    site = guide / "build/site"
    before = {path.relative_to(site): path.stat().st_ino for path in site.rglob("*.html")}
    edit.apply(guide)
    assert is_partial(advice("build", folder=guide))
    return {
        path.relative_to(site).parent.as_posix()
        for path in site.rglob("*.html")
        if path.stat().st_ino != before[path.relative_to(site)]
    }


def test_an_edit_writes_only_the_pages_that_show_what_changed(guide: Path) -> None:
    """The page that says how large the site is always changes with it."""
    assert written(guide, REWORD) == {"principles/ask-first", "offline"}
    summary = replacing(WAIT, "answer and listen", "answer, and listen")
    assert written(guide, summary) == {
        *(".", "principles", "principles/wait", "principles/say-what-you-saw", "offline"),
    }
    comment = replacing(WAIT, "title:", "# a comment\ntitle:")
    assert written(guide, comment) == {"offline"}


def test_in_several_languages_an_edit_writes_only_the_pages_that_show_it_and_checks_only_that(
    translated: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    translated.start()
    guide, offline = translated.guide, {"offline", f"{WHOLE}/offline", f"{HALF}/offline"}
    page = "principles/ask-first"
    assert written(guide, TRANSLATED) == {page, f"{WHOLE}/{page}", f"{HALF}/{page}", *offline}
    assert written(guide, REWORD_ONE) == {f"{WHOLE}/{page}", *offline}
    DOUBT_ONE.apply(guide)
    whole = check_all(Project.at(guide))[1]
    monkeypatch.setattr(check_command, "check_all", lambda project: pytest.fail("everything was checked"))
    done = advice("check", "--format", "json", folder=guide)
    assert [one["message"] for one in json.loads(done.stdout)] == [one.message for one in whole]
    assert "Spanish: 2 texts are out of date" in done.stdout
    translated.forget()


def test_a_guide_whose_files_were_only_saved_is_not_built(guide: Path) -> None:
    (guide / ASK).touch()
    assert "nothing changed" in advice("build", folder=guide).stdout.lower()


def test_files_that_did_not_change_are_copied_where_a_disk_cannot_link_them(
    comparison: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(old: str, new: str) -> None:
        raise OSError(errno.EPERM, "Operation not permitted", old, None, new)

    monkeypatch.setattr(os, "link", link)
    assert [*comparison.differences([[REWORD]])] == []


# Notes that can't be used


def note(guide: Path) -> Path:
    """Return the file with the note of the last build of `guide`."""
    (path,) = (guide / "build/cache/notes").iterdir()
    return path


def assert_built_whole(guide: Path, comparison: Comparison) -> None:
    """Check that after an edit, all of `guide` is built, and that the edit after that is partial again."""
    REWORD.apply(guide)
    assert not is_partial(comparison.build())
    whole = snapshot(guide / "build/site")
    REWORD.apply(guide)
    assert is_partial(comparison.build())
    REWORD.apply(guide)
    assert is_partial(comparison.build())
    assert snapshot(guide / "build/site") == whole


def foreign(path: Path, **changes: object) -> None:
    """Change the content of a note, whose checksum is right."""
    (data,) = DiskCache(path.parent).read(path.name) or ()
    DiskCache(path.parent).put(path.name, [json.dumps({**json.loads(data), **changes}).encode()])


SPOILED: dict[str, Callable[[Path], object]] = {
    "deleted": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "half written": lambda path: path.write_bytes(path.read_bytes()[:-1000]),
    "damaged": lambda path: path.write_bytes(path.read_bytes().replace(b"sentence", b"sentense", 1)),
    "of another program": lambda path: foreign(path, warnings=[1]),
    "of other files": lambda path: foreign(path, files={}),
    "a pickle": lambda path: DiskCache(path.parent).put(path.name, [pickle.dumps({"records": {}})]),
}


@pytest.mark.parametrize(
    "spoil", representatives(SPOILED, lambda name: name in ("deleted", "of another program"))
)
def test_without_a_note_everything_is_built(spoil: str, comparison: Comparison, guide: Path) -> None:
    SPOILED[spoil](note(guide))
    assert_built_whole(guide, comparison)


@pytest.mark.parametrize("spoil", SPOILED)
def test_a_note_that_is_spoiled_is_not_used(spoil: str, guide: Path) -> None:
    path, good = note(guide), note(guide).read_bytes()
    SPOILED[spoil](path)
    assert remembered(inputs_now(guide)) is None
    path.write_bytes(good)
    assert remembered(inputs_now(guide))


def test_after_an_update_of_the_program_everything_is_built(
    comparison: Comparison, guide: Path, program: Path
) -> None:
    (program / "new.py").touch()
    assert_built_whole(guide, comparison)


CHANGES: dict[str, Callable[[Path], object]] = {
    "a page was edited": lambda site: (site / "index.html").write_text("x", "utf-8"),
    "a page was deleted": lambda site: (site / "principles/wait/index.html").unlink(),
    "a file manager was there": lambda site: (site / ".DS_Store").touch(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_note_of_a_site_that_someone_changed_is_not_used(change: str, guide: Path) -> None:
    CHANGES[change](guide / "build/site")
    assert remembered(inputs_now(guide)) is None


@longer_version_of(test_the_note_of_a_site_that_someone_changed_is_not_used)
@pytest.mark.parametrize("change", CHANGES)
def test_a_site_that_someone_changed_is_built_whole(change: str, comparison: Comparison, guide: Path) -> None:
    CHANGES[change](guide / "build/site")
    assert_built_whole(guide, comparison)


def test_a_build_that_could_not_keep_its_note_is_followed_by_a_whole_one(
    comparison: Comparison, guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The note that's there tells of the site before, which isn't the published one."""
    write, original = write_atomically, snapshot(guide / "build/site")

    def full(files: dict[str, bytes], folder: Path) -> object:
        if folder.name == "notes":
            raise SystemFailure("The disk is full.")
        return write(files, folder)

    with monkeypatch.context() as patch:
        patch.setattr(disk_cache, "write_atomically", full)
        REWORD.apply(guide)
        assert is_partial(comparison.build())
    REWORD.apply(guide)
    assert not is_partial(comparison.build())
    assert snapshot(guide / "build/site") == original


def test_a_file_that_is_saved_while_the_note_is_written_is_not_mistaken_for_the_published_one(
    comparison: Comparison, guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember, original = rebuild.remember, snapshot(guide / "build/site")

    def late(note: rebuild.Note, of: Inputs) -> None:
        REWORD.apply(guide)
        remember(note, of)

    REWORD.apply(guide)
    with monkeypatch.context() as patch:
        patch.setattr(rebuild, "remember", late)
        assert is_partial(comparison.build())
    assert not is_partial(comparison.build())
    assert snapshot(guide / "build/site") == original


def test_guides_that_are_published_in_the_same_folder_do_not_mix(guide: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(guide, tmp_path / "other"))
    replacing(ASK, "It costs one", "In the other guide, it costs one").apply(other)
    site = tmp_path / "site"
    for folder in (guide, other):
        assert advice("build", "--out", site, folder=folder).returncode == 0
    REWORD.apply(guide)
    assert not is_partial(advice("build", "--out", site, folder=guide))
    assert snapshot(site).keys() == snapshot(guide / "build/site").keys()
    assert "In the other guide" not in (site / "principles/ask-first/index.html").read_text("utf-8")


def test_a_note_says_what_it_knows_in_words(guide: Path) -> None:
    """Whoever can write a pickle can run a program."""
    head, data = note(guide).read_bytes().split(b"\n", 1)
    assert json.loads(head)["sha256"] == hashlib.sha256(data).hexdigest()
    assert json.loads(data)["files"].keys() == {
        path.relative_to(guide / "content").as_posix()
        for path in (guide / "content").rglob("*.yml")
        if path.name not in ("guide.yml", "sources.yml")
    }


def test_a_check_after_an_edit_checks_only_what_changed(guide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert advice("lock", folder=guide).returncode == 0
    assert advice("build", folder=guide).returncode == 0
    for edit in (MISSPELL, NEW_ITEM):
        edit.apply(guide)
    whole = check_all(Project.at(guide))[1]
    monkeypatch.setattr(check_command, "check_all", lambda project: pytest.fail("everything was checked"))
    done = advice("check", "--format", "json", folder=guide)
    assert [one["rule"] for one in json.loads(done.stdout)] == [one.rule for one in whole]
    assert {"misspelling", "unlocked-id"} <= {one.rule for one in whole}


def test_a_check_after_an_edit_checks_what_other_sites_show(guide: Path) -> None:
    template = guide / "templates/pages/checklist.html.j2"
    template.parent.mkdir(parents=True, exist_ok=True)
    spoiled = "{{ nonsense if embedded and 'Spoiled' in checklist.summary }}"
    block = f"{{% block content %}}{{{{ super() }}}}{spoiled}{{% endblock %}}"
    template.write_text(f'{{% extends "program/checklist.html.j2" %}}\n{block}\n')
    assert advice("build", folder=guide).returncode == 0
    replacing("content/checklists/before-the-talk.yml", "summary: ", "summary: Spoiled, ").apply(guide)
    assert "“nonsense” is unknown here" in advice("check", folder=guide).stderr
