"""`make mutants` changes the program in every place where a test should notice it."""

from __future__ import annotations

import pytest

from tests.support.mutants import mutants
from tests.support.paths import ROOT
from tests.support.try_mutants import TABLE

PROGRAM = '''
def divided(number: int, by: int = 1) -> int:
    """A text that isn't run."""
    if by == 0:
        raise ValueError("zero")
    print(number)
    return number - by
'''


def test_each_change_is_in_one_place_and_says_what_it_is() -> None:
    found = list(mutants(PROGRAM))
    assert [(mutant.line, mutant.change) for mutant in found] == [
        (2, "divided: 1 → 2"),
        (4, "divided: by == 0 → False"),
        (4, "divided: by == 0 → True"),
        (4, "divided: by == 0 → by != 0"),
        (4, "divided: 0 → 1"),
        (5, "divided: raise ValueError('zero') → pass"),
        (5, "divided: 'zero' → ''"),
        (6, "divided: print(number) → pass"),
        (7, "divided: return number - by → return"),
        (7, "divided: number - by → number + by"),
    ]
    assert len({mutant.source for mutant in found}) == len(found)
    assert "return number - by" in found[0].source
    assert "by: int=2" in found[0].source
    assert "by: int=1" in found[1].source


@pytest.mark.parametrize("module", TABLE)
def test_the_table_names_tests_that_exist_and_harmless_changes_that_are_tried(module: str) -> None:
    assert [test for test in TABLE[module]["tests"] if not (ROOT / test.split()[0]).is_file()] == []
    changes = {mutant.change for mutant in mutants((ROOT / module).read_text("utf-8"))}
    assert TABLE[module].get("harmless", {}).keys() - changes == set()
