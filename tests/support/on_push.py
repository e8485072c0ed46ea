"""Tests that `make test` leaves to CI, which runs them on every push, because others stand for them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import pytest
import yaml

from tests.support.paths import TESTS

OTHERS = "others"
TABLE: dict[str, dict[str, int | list[str]]] = yaml.safe_load(
    (TESTS / "support/on_push.yml").read_text("utf-8")
)
"""For files and tests, how many cases don't wait, or which; `others` is for what's not listed of a file."""


def mark_what_waits(items: Iterable[pytest.Item]) -> None:
    """Mark each case that waits for a push as `push`. What waits for the night doesn't count as a case."""
    days = (item for item in items if not item.get_closest_marker("nightly"))

    def test(item: pytest.Item) -> tuple[str, str]:
        return item.path.relative_to(TESTS).as_posix(), getattr(item, "originalname", item.name)

    for (file, name), group in groupby(sorted(days, key=test), test):
        cases = list(group)
        tests = TABLE.get(file, {})
        for case in waiting(cases, tests.get(name, tests.get(OTHERS, len(cases)))):
            case.add_marker(pytest.mark.push)


def waiting(cases: list[pytest.Item], stay: int | list[str]) -> list[pytest.Item]:
    """Return the cases that wait if `stay` of them, or those with these ids, don't.

    A number begins with the first case and takes them evenly.
    """
    if isinstance(stay, list):
        return [case for case in cases if case.name.partition("[")[2].removesuffix("]") not in stay]
    staying = {len(cases) * one // stay for one in range(stay)}
    return [case for place, case in enumerate(cases) if place not in staying]
