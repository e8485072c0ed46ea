"""What several test files need: a small whole guide on disk, and a way to rewrite expected texts."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hosting import hosted, launch
from playwright.sync_api import Browser, sync_playwright

from generator.build import build
from generator.project import Project
from generator.web_fonts import web_fonts

TESTS = Path(__file__).parent
ROOT = TESTS.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="write what the program says now into stories and golden pages"
    )
    parser.addoption(
        "--site",
        type=Path,
        help="read the guide that was built into this folder, and test access on every page",
    )


@pytest.fixture(scope="session")
def copy_small_guide(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Copies the guide in tests/guide, on another subject than the real one, with our templates.

    The web fonts come ready-made, since cutting them anew takes longer than all the rest.
    """
    fonts = tmp_path_factory.mktemp("fonts")
    web_fonts(fonts)

    def copy(folder: Path) -> Path:
        shutil.copytree(TESTS / "guide", folder)
        shutil.copytree(ROOT / "templates", folder / "templates")
        shutil.copytree(fonts, folder / "build/cache")
        return folder

    return copy


@pytest.fixture
def small_guide(tmp_path: Path, copy_small_guide: Callable[[Path], Path]) -> Path:
    """A small whole guide that a test may change."""
    return copy_small_guide(tmp_path / "small-guide")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; a machine without one fails the test, it does not skip it."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def real_site(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide of this repository, published once for all tests that read it."""
    if built := pytestconfig.getoption("--site"):
        return Path(built)
    # All workers of a run share it: setting every sheet takes a while.
    shared = tmp_path_factory.getbasetemp() / "real-guide"
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent.parent / "real-guide"
    with FileLock(f"{shared}.lock"):
        if not shared.exists():
            folder = tmp_path_factory.mktemp("project")
            for name in ("content", "templates"):
                shutil.copytree(ROOT / name, folder / name)
            shutil.copy(ROOT / "site_config.yml", folder)
            build(Project.at(folder), shared, lambda step: None)
    return shared


@pytest.fixture(scope="session")
def real_address(real_site: Path) -> Iterator[str]:
    """Where the published guide is served."""
    with hosted(real_site) as address:
        yield address
