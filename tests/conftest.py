"""What several test files need: a small whole guide on disk, and a way to rewrite expected texts."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from generator.build import build
from generator.project import Project
from tests.support import fuzzing  # noqa: F401 - sets how often properties are tried
from tests.support.hosting import hosted, launch
from tests.support.pageless import laid_out
from tests.support.paths import ROOT, TESTS


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="write what the program says now into stories and golden pages"
    )
    parser.addoption(
        "--site",
        type=Path,
        help="read the guide that was built into this folder, and test access on every page",
    )
    parser.addoption("--kills", type=int, default=3, help="how many builds are killed at some moment")
    parser.addoption("--seed", type=int, help="choose these moments as a run before did")
    parser.addoption(
        "--attacks",
        choices=["all"],
        help="put every attack of tests/support/attacks.yml into every text, which takes half an hour",
    )


LONGEST = """
    worksheets faults form_fields attacks access properties reading packs keeping contacts sheets run_sheets
    reproducible serve build command_line offline stick weight search letters beginning start bundle
    yaml_file editor glossary scripts stories
""".split()
"""The files that take longest, so that the processes of a run end at nearly the same time."""


def pytest_xdist_auto_num_workers() -> int:
    """Run one process more than there are cores: some tests wait, and a run takes a tenth less time."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; a file stays in one piece, for `--dist loadfile`."""
    places = {f"test_{name}.py": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


@pytest.fixture(scope="session")
def everybodys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what all processes of a run share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def small_original(everybodys: Path) -> Path:
    """The guide in tests/guide, on another subject than the real one, with our templates, once built."""
    folder = everybodys / "small-original"
    with FileLock(f"{folder}.lock"):
        if not (folder / "build/site").exists():
            shutil.rmtree(folder, ignore_errors=True)  # what a test before could not finish
            shutil.copytree(TESTS / "guide", folder)
            shutil.copytree(ROOT / "templates", folder / "templates")
            build(Project.at(folder), folder / "build/site", lambda step: None)
    return folder


@pytest.fixture(scope="session")
def copy_small_guide(small_original: Path) -> Callable[[Path], Path]:
    """Copies the small guide.

    Its fonts and sheets come ready-made, since making them anew takes longer than all the rest.
    """

    def made(folder: str, names: list[str]) -> set[str]:
        return {"site", "staging"} & {*names} if Path(folder).name == "build" else set()

    def copy(folder: Path) -> Path:
        return Path(shutil.copytree(small_original, folder, ignore=made))

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
def real_site(pytestconfig: pytest.Config, everybodys: Path) -> Path:
    """The guide of this repository, published once for all tests that read it."""
    if built := pytestconfig.getoption("--site"):
        return Path(built)
    folder = everybodys / "real-guide"
    with FileLock(f"{folder}.lock"):
        if not (folder / "build/site").exists():
            shutil.rmtree(folder, ignore_errors=True)
            for name in ("content", "templates"):
                shutil.copytree(ROOT / name, folder / name)
            shutil.copy(ROOT / "site_config.yml", folder)
            # A sheet in there is never out of date, and to set all of them takes a minute.
            kept = ROOT / "build/cache"
            kept.mkdir(parents=True, exist_ok=True)
            (folder / "build").mkdir()
            (folder / "build/cache").symlink_to(kept)
            build(Project.at(folder), folder / "build/site", lambda step: None)
    return folder / "build/site"


@pytest.fixture(scope="session")
def small_site(everybodys: Path, copy_small_guide: Callable[[Path], Path]) -> Path:
    """The small guide, published without its paper for all tests that only read it."""
    folder = everybodys / "small-site"
    with FileLock(f"{folder}.lock"):
        if not (folder / "site").exists():
            shutil.rmtree(folder, ignore_errors=True)
            laid_out(copy_small_guide(folder), folder / "site")
    return folder / "site"


@pytest.fixture(scope="session")
def real_address(real_site: Path) -> Iterator[str]:
    """Where the published guide is served."""
    with hosted(real_site) as address:
        yield address
