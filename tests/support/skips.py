"""In CI, a skipped test fails, so that nothing stays untested unnoticed."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest

EXPECTED = frozenset(
    [
        "only Linux can swap two folders in one step",
        "only Linux can forbid a process the network",
        "only Linux lists every thread",
        "no clock there interrupts a program",
        "nothing is forked on this system",
    ]
)
"""Why tests may be skipped in CI, too: each is about something that other systems than Linux don't have."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip for any other reason into a failure if the environment variable CI is set."""
    report = yield
    reason = report.longrepr[2].removeprefix("Skipped: ") if isinstance(report.longrepr, tuple) else ""
    if report.skipped and os.environ.get("CI") and reason not in EXPECTED:
        report.outcome, report.longrepr = "failed", f"In CI, this test has to run, but {reason}."
    return report
