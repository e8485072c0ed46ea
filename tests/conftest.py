"""What several test files need: a small whole guide on disk, and a way to rewrite expected texts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROOT = TESTS.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="write what the program says now into stories and golden pages"
    )


@pytest.fixture
def small_guide(tmp_path: Path) -> Path:
    """A copy of the guide in tests/guide, on another subject than the real one, with our templates."""
    folder = tmp_path / "small-guide"
    shutil.copytree(TESTS / "guide", folder)
    shutil.copytree(ROOT / "templates", folder / "templates")
    return folder
