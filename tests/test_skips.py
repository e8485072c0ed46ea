"""Tests that can't run are skipped on the machines of contributors, but never in CI."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT, TESTS
from tests.support.skips import EXPECTED

SKIPPING = """
import pytest

@pytest.mark.skipif(True, reason={reason!r})
def test_nothing(): pass

def test_something(): pytest.skip({reason!r})
"""


@pytest.mark.parametrize(
    ("ci", "reason", "expected"),
    [
        ("", "there’s no disk", "2 skipped"),
        ("true", "there’s no disk", "1 failed, 1 error"),
        ("true", min(EXPECTED), "2 skipped"),
    ],
)
def test_in_ci_a_skip_fails_unless_it_is_expected(
    ci: str, reason: str, expected: str, tmp_path: Path
) -> None:
    (tmp_path / "test_it.py").write_text(SKIPPING.format(reason=reason), "utf-8")
    (tmp_path / "pytest.ini").touch()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.support.skips", "-p", "no:cacheprovider", tmp_path],
        cwd=tmp_path, env={**os.environ, "CI": ci, "PYTHONPATH": str(ROOT)},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert expected in done.stdout
    assert ("In CI, this test has to run, but there’s no disk." in done.stdout) == ("failed" in expected)


def test_every_expected_reason_is_one_that_a_test_gives() -> None:
    texts = [path.read_text("utf-8") for path in TESTS.rglob("test_*.py")]
    assert [reason for reason in EXPECTED if not any(f'"{reason}"' in text for text in texts)] == []
