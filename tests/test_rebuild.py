"""One edit costs one edit, and the site is as if it was built from nothing.

To try more edits, different ones each time: `FUZZ=25 pytest tests/test_rebuild.py` tries a thousand series.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.engine import up_to_date
from generator.engine.disk_cache import DiskCache
from generator.model.reads import Reads
from tests.support.edits import ASK, OWN_EDITS, REWORDINGS, WAIT, Comparison, Edit, replacing
from tests.support.fuzzing import examples
from tests.support.snapshot import snapshot
from tests.support.terminal import Done, advice

EDITS = st.one_of(st.sampled_from(OWN_EDITS), st.sampled_from(REWORDINGS))
SERIES = st.lists(st.lists(EDITS, min_size=1, max_size=2), min_size=1, max_size=3)
"""Edits before each of several builds."""
REWORD = replacing(ASK, "It costs one sentence", "It takes one sentence")


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Comparison]:
    """A guide and its copy. Papers are never thrown away, because typesetting takes long."""
    prune = DiskCache.prune
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(up_to_date, "PROGRAM", tmp_path_factory.mktemp("program"))  # reading it takes long, too
        patch.setattr(DiskCache, "prune", lambda cache: cache.folder.name == "notes" and prune(cache))
        yield Comparison(tmp_path_factory.mktemp("rebuild"))


@examples(40)
@given(series=SERIES)
def test_after_any_edits_the_site_is_as_if_built_from_nothing(
    series: list[list[Edit]], comparison: Comparison
) -> None:
    assert [*comparison.differences(series)] == []


@pytest.mark.parametrize(
    ("forgotten", "edit"),
    [
        ("title", replacing(WAIT, "title: Wait for an answer", "title: Wait for the answer")),
        ("generator.pages.citations.citations", replacing(ASK, "do: Ask one short", "do: Ask a short")),
    ],
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
    """The guide, built from nothing."""
    comparison.start_anew()
    yield comparison.guide
    comparison.forget()


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
    title = replacing(WAIT, "title: Wait for an answer", "title: Wait for the answer")
    assert written(guide, title) == {
        *("principles/wait", "principles/say-what-you-saw", "glossary", "sources", "offline"),
    }
    comment = replacing(WAIT, "title:", "# a comment\ntitle:")
    assert written(guide, comment) == {"offline"}


def test_a_guide_whose_files_were_only_saved_is_not_built(guide: Path) -> None:
    (guide / ASK).touch()
    assert "nothing changed" in advice("build", folder=guide).stdout.lower()


# Notes that can't be used


def note(guide: Path) -> Path:
    """Return the note of the last build of `guide`."""
    (path,) = (guide / "build/cache/notes").iterdir()
    return path


def fill_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk be full once it's time to write the note."""
    write = DiskCache.put

    def put(cache: DiskCache, key: str, blobs: list[bytes]) -> None:
        if cache.folder.name != "notes":
            write(cache, key, blobs)

    monkeypatch.setattr(DiskCache, "put", put)


def test_a_build_that_could_not_keep_its_note_is_followed_by_a_whole_one(
    comparison: Comparison, guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The note that's there tells of the site before, which isn't the published one."""
    original = snapshot(guide / "build/site")
    with monkeypatch.context() as patch:
        fill_disk(patch)
        REWORD.apply(guide)
        assert is_partial(comparison.build())
    REWORD.apply(guide)
    assert not is_partial(comparison.build())
    assert snapshot(guide / "build/site") == original
