"""Every test file is in one part of the tests, and all parts take about equally long."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.paths import TESTS
from tests.support.spread import SECONDS, Part, seconds

FILES = {*TESTS.rglob("test_*.py")} - {*(TESTS / "node").rglob("*")}


def test_every_file_with_a_duration_exists() -> None:
    assert [name for name in SECONDS if TESTS / name not in FILES] == []


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_the_parts_have_every_file_once_and_take_equally_long(number: int) -> None:
    parts = [Part(one, number).of(FILES) for one in range(1, number + 1)]
    assert sorted(file for part in parts for file in part) == sorted(FILES)
    taken = [sum(map(seconds, part)) for part in parts]
    assert max(taken) - min(taken) <= 3


def test_the_parts_do_not_depend_on_the_order_of_the_files() -> None:
    files = sorted(FILES)
    assert Part(1, 3).of(files) == Part(1, 3).of(files[::-1])


@pytest.mark.parametrize("text", ["", "1", "0/3", "4/3", "1/0", "-1/3", "a/b"])
def test_a_part_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(pytest.UsageError, match=f"no part “{text}”"):
        Part.parse(text)


def test_one_of_one_is_everything() -> None:
    assert Part.parse("1/1").of([Path(TESTS / "test_build.py")]) == {TESTS / "test_build.py"}
