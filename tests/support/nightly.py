"""Tests that only `make test-all` runs, because others of the same story stand for them in `make test`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from tests.support.paths import TESTS


def representatives(
    cases: Iterable[Any], stays: Callable[[Any], bool], id: Callable[[Any], str] = lambda case: ""
) -> list[Any]:
    """Return `cases` as parameters, marked for the night unless `stays` is true; some case has to stay.

    A case with several values is a tuple. `id` names a case whose values have no short names themselves.
    """
    stay = [(case, stays(case)) for case in cases]
    assert any(staying for _, staying in stay)
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            id=id(case) or None,
            marks=() if staying else pytest.mark.nightly,
        )
        for case, staying in stay
    ]


def longer_version_of(*tests: Callable[..., Any]) -> pytest.MarkDecorator:
    """Mark a whole test for the night; `tests` stand for it on each push, and none of them waits itself."""
    assert tests
    assert not any(mark.name == "nightly" for test in tests for mark in getattr(test, "pytestmark", ()))
    return pytest.mark.nightly


def stood_for_by(file: str, name: str) -> pytest.MarkDecorator:
    """Mark a whole test for the night; the test `name` of another `file` stands for it on each push."""
    head, found, _ = (TESTS / file).read_text("utf-8").partition(f"\ndef {name}(")
    assert found
    assert "@" not in head.rpartition("\n\n\n")[2], "it could wait itself"
    return pytest.mark.nightly
