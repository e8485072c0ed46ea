"""The table of what waits for a push names tests that exist, and CI runs them."""

from __future__ import annotations

import re

import pytest

from tests.support.on_push import OTHERS, TABLE, waiting
from tests.support.paths import ROOT, TESTS


class Case(pytest.Item):
    """Something with a name, as pytest collects it."""

    def runtest(self) -> None:
        """Do nothing."""


@pytest.fixture
def cases(request: pytest.FixtureRequest) -> list[pytest.Item]:
    return [Case.from_parent(request.node.parent, name=f"test_it[{name}]") for name in "abcdefg"]


@pytest.mark.parametrize("file", TABLE)
def test_the_table_names_tests_that_exist(file: str) -> None:
    tests = {*re.findall(r"^def (test_\w+)\(", (TESTS / file).read_text("utf-8"), re.M)}
    assert TABLE[file].keys() - tests <= {OTHERS}


def test_the_table_leaves_out_what_runs_anyway() -> None:
    assert [file for file, tests in TABLE.items() if tests.get(OTHERS, 0) != 0] == []


@pytest.mark.parametrize(
    ("stay", "staying"), [(0, ""), (1, "a"), (2, "ad"), (3, "ace"), (7, "abcdefg"), (["b", "g"], "bg")]
)
def test_cases_that_stay_are_spread_evenly_or_named(
    stay: int | list[str], staying: str, cases: list[pytest.Item]
) -> None:
    waits = [case.name.removeprefix("test_it[")[0] for case in waiting(cases, stay)]
    assert sorted([*waits, *staying]) == sorted("abcdefg")


def test_ci_runs_on_a_push_what_waits_for_it() -> None:
    """The jobs of CI pick tests by file, not by this mark, and so does pytest by itself."""
    assert "-m 'not nightly'" in (ROOT / "pyproject.toml").read_text("utf-8")
    assert "not push" not in (ROOT / ".github/workflows/check.yml").read_text("utf-8")
