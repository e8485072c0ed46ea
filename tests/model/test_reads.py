"""What a page reads of the guide is noted while it's made, whatever reads it, and nothing else is."""

from __future__ import annotations

from threading import Thread

import pytest

from generator.build import load_checked
from generator.model.guide import Guide
from generator.model.principle import Principle
from generator.model.reads import EVERYTHING, Tracked, derived, differing, noting_reads
from generator.project import Project
from tests.support.paths import TESTS

HERE = "principles/ask-first/"


@pytest.fixture(scope="module")
def guide() -> Guide:
    return load_checked(Project.at(TESTS / "guide"))


@pytest.fixture
def ask(guide: Guide) -> Principle:
    return next(one for one in guide.principles.values() if one.id == "ask-first")


@derived(lambda count: count > 5)
def practices_plus(principle: Principle) -> int:
    """Return a number of which only matters whether it's more than five."""
    return len(principle.practices) + len(principle.title)


def test_fields_are_noted_by_the_address_of_their_record(ask: Principle, guide: Guide) -> None:
    start = guide.start
    assert start
    with noting_reads() as reads:
        value, found = reads.of(lambda: (ask.title, start.summary))
    assert value == (ask.title, start.summary)
    assert found == {(HERE, "title"), ("start/", "summary")}


def test_a_whole_record_is_one_read_of_everything(ask: Principle) -> None:
    with noting_reads() as reads:
        _, found = reads.of(lambda: ask.model_dump())
    assert found == {(HERE, EVERYTHING)}


def test_what_is_read_before_and_after_is_not_noted(ask: Principle) -> None:
    with noting_reads() as reads:
        assert ask.title
        assert reads.of(lambda: None) == (None, frozenset())
        _, found = reads.of(lambda: ask.summary)
    assert found == {(HERE, "summary")}
    assert "__getattribute__" not in vars(Tracked)


def test_notes_end_with_an_error(ask: Principle) -> None:
    with pytest.raises(ZeroDivisionError), noting_reads() as reads:
        reads.of(lambda: len(ask.title) / 0)
    assert "__getattribute__" not in vars(Tracked)


def test_what_is_derived_counts_as_one_read(ask: Principle) -> None:
    with noting_reads() as reads:
        _, found = reads.of(lambda: (practices_plus(ask), ask.summary))
    assert found == {(HERE, f"{__name__}.practices_plus"), (HERE, "summary")}


def test_inner_notes_are_not_noted_around_them(ask: Principle) -> None:
    with noting_reads() as outer:

        def work() -> frozenset[tuple[str, str]]:
            assert ask.title
            with noting_reads() as inner:
                found = inner.of(lambda: ask.summary)[1]
            assert ask.today
            return found

        inner_found, found = outer.of(work)
    assert inner_found == {(HERE, "summary")}
    assert found == {(HERE, "title"), (HERE, "today")}


def test_another_thread_reads_without_being_noted(ask: Principle) -> None:
    def work() -> str:
        other = Thread(target=lambda: (ask.summary, practices_plus(ask)))
        other.start()
        other.join()
        return ask.title

    with noting_reads() as reads:
        assert reads.of(work)[1] == {(HERE, "title")}


def test_an_edit_is_found_by_those_who_read_what_it_changes(ask: Principle) -> None:
    name = f"{__name__}.practices_plus"
    assert differing(ask, ask.model_copy()) == frozenset()
    longer = ask.model_copy(update={"title": f"{ask.title} now"})
    assert {(HERE, "title"), (HERE, EVERYTHING)} <= differing(ask, longer)
    assert (HERE, "summary") not in differing(ask, longer)
    assert (HERE, name) not in differing(ask, longer)
    bare = ask.model_copy(update={"title": "Ask", "practices": ()})
    assert (HERE, name) in differing(ask, bare)
