"""Values that are read when someone asks for them."""

from __future__ import annotations

from functools import partial

from generator.engine.lazy import Lazy, merged


def test_a_value_is_read_only_when_someone_asks_for_it() -> None:
    read = list[str]()

    def value(name: str) -> str:
        read.append(name)
        return name.upper()

    both = merged(Lazy({name: partial(value, name) for name in "ab"}), {"b": "mine", "c": "C"})
    assert ([*both], len(both), "a" in both, "x" in both) == (["a", "b", "c"], 3, True, False)
    assert read == []
    assert [both["a"], both["b"], both["c"]] == ["A", "mine", "C"]
    assert read == ["a"]
