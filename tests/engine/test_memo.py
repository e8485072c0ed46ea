"""A value is computed once, kept while builds use it, and then forgotten."""

from __future__ import annotations

import pytest

from generator.engine.memo import Identity, Memo, digest, next_generation


def test_a_value_is_computed_once_and_forgotten_after_a_build_without_it() -> None:
    memory: Memo[int] = Memo()
    calls: list[str] = []

    def work() -> int:
        calls.append("called")
        return 7

    assert memory.get_or_compute("a", work) == memory.get_or_compute("a", work) == 7
    next_generation()
    assert memory.get_or_compute("a", work) == 7
    assert len(calls) == 1
    next_generation()
    next_generation()
    assert memory.get_or_compute("a", work) == 7
    assert len(calls) == 2


def test_a_failure_is_not_remembered() -> None:
    memory: Memo[int] = Memo()
    with pytest.raises(ZeroDivisionError):
        memory.get_or_compute("b", lambda: 1 // 0)
    assert memory.get_or_compute("b", lambda: 3) == 3


def test_objects_are_compared_by_identity() -> None:
    memory: Memo[str] = Memo()
    one, like_it = ["x"], ["x"]
    assert memory.get_or_compute(Identity(one), lambda: "one") == "one"
    assert memory.get_or_compute(Identity(like_it), lambda: "another") == "another"
    assert memory.get_or_compute(Identity(one), lambda: "changed") == "one"


def test_digests_depend_on_where_each_text_ends() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("ab") == digest(b"ab")
    assert digest("\ud800")
