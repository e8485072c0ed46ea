"""Options, fixtures that many tests use, and how the tests are spread over processes."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from tests.support.prerequisites import FIXTURES, missing_for

# isort: split
# From here on, packages are imported; if one is missing, the line above has ended the run.
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from generator.build import build
from generator.project import Project
from tests.support import fuzzing  # noqa: F401 - sets how many examples each property tries
from tests.support.every_kind import add_every_kind
from tests.support.half_translated import translate_in_part
from tests.support.hosting import hosted, launch
from tests.support.kept_papers import KEPT, papers_of_last_run
from tests.support.on_push import mark_what_waits
from tests.support.paths import REAL_URL, ROOT, TESTS
from tests.support.pseudo_language import accented, arabic
from tests.support.skips import pytest_runtest_makereport  # noqa: F401 - in CI, a skip fails
from tests.support.spread import Part, seconds
from tests.support.without_pdfs import build_without_pdfs

# If it's there, pymupdf imports it, which takes most of a second, and no test needs it.
sys.modules["pymupdf.layout"] = None  # type: ignore[assignment]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="rewrite the expected files from what the program does"
    )
    parser.addoption("--site", type=Path, help="test the guide built into this folder, on all its pages")
    parser.addoption("--kills", type=int, default=3, help="how many builds to kill at random moments")
    parser.addoption("--shared", type=Path, help="keep what all tests share in this folder, for the next run")
    parser.addoption("--seed", type=int, help="repeat the moments of an earlier run")
    parser.addoption(
        "--without-browser", action="store_true", help="leave out the tests that need Chromium or Node"
    )
    parser.addoption(
        "--only-browser", action="store_true", help="leave out the tests that don't need Chromium or Node"
    )
    parser.addoption("--part", metavar="2/3", help="run only this part of the test files, for jobs of CI")
    parser.addoption(
        "--attacks",
        choices=["all"],
        help="put every attack of tests/support/attacks.yml into every field, which takes about an hour",
    )


def pytest_configure() -> None:
    """Don't look for garbage while tests are collected, because nothing of it is garbage."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Look for garbage again, but not among what was collected: it stays, and there are a million objects."""
    gc.freeze()
    gc.enable()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return how many processes to use: one more than there are cores, because some tests wait.

    A single file runs in this process. So does everything if something is missing, so that
    `pick` can report it.
    """
    one_file = len(config.args) == 1 and ".py" in config.args[0] and config.getoption("dist") == "loadfile"
    if one_file or config.getoption("capture") == "no":
        return 0
    if not config.getoption("without_browser") and missing_for(FIXTURES):
        return 0
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None, object, object]:
    """Mark tests that wait for a push before pytest picks tests by their marks; then pick by our options."""
    mark_what_waits(items)
    result = yield
    pick(config, items)
    return result


def pick(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Pick tests; end the run if they need something that's missing; start with the slowest files."""
    for option, left_out in (("without_browser", True), ("only_browser", False)):
        if config.getoption(option):
            picked = [item for item in items if needs_browser(item) != left_out]
            config.hook.pytest_deselected(items=[item for item in items if needs_browser(item) == left_out])
            items[:] = picked
    if part := config.getoption("--part"):
        files = Part.parse(part).of({item.path for item in items})
        config.hook.pytest_deselected(items=[item for item in items if item.path not in files])
        items[:] = [item for item in items if item.path in files]
    needed = {name for item in items for name in getattr(item, "fixturenames", ())}
    if problems := missing_for(needed):
        raise pytest.UsageError(" ".join(problems))
    items.sort(key=lambda item: -seconds(item.path))


def needs_browser(item: pytest.Item) -> bool:
    """Return whether a test needs Chromium or Node."""
    return not FIXTURES.keys().isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def shared_folder(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all processes of a run share."""
    if kept := pytestconfig.getoption("--shared"):
        Path(kept).mkdir(parents=True, exist_ok=True)
        return Path(kept)
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def small_original(shared_folder: Path) -> Path:
    """The guide in tests/guide, built once."""
    folder = shared_folder / "small-original"
    with FileLock(f"{folder}.lock"):
        if not (folder / "build/site").exists():
            shutil.rmtree(folder, ignore_errors=True)  # left by a run that was stopped
            shutil.copytree(TESTS / "guide", folder)
            with papers_of_last_run("small-guide", folder):
                build(Project.at(folder), folder / "build/site", lambda step: None)
    return folder


@pytest.fixture(scope="session")
def copy_small_guide(small_original: Path) -> Callable[[Path], Path]:
    """Copies the small guide into a folder, with its cache, because typesetting takes long."""

    def output(folder: str, names: list[str]) -> set[str]:
        return {"site"} & {*names} if Path(folder).name == "build" else set()

    def copy(folder: Path) -> Path:
        return Path(shutil.copytree(small_original, folder, ignore=output))

    return copy


@pytest.fixture
def small_guide(tmp_path: Path, copy_small_guide: Callable[[Path], Path]) -> Path:
    """A copy of the small guide, for a test to change."""
    return copy_small_guide(tmp_path / "small-guide")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def node() -> None:
    """Node and its packages, for tests that run scripts; `pick` checks them."""


@pytest.fixture(scope="session")
def real_site(pytestconfig: pytest.Config, shared_folder: Path) -> Path:
    """The guide of this repository, built once for all tests that read it."""
    if built := pytestconfig.getoption("--site"):
        return Path(built)
    folder = shared_folder / "real-guide"
    with FileLock(f"{folder}.lock"):
        if not (folder / "build/site").exists():
            shutil.rmtree(folder, ignore_errors=True)
            for name in ("content", "templates"):
                shutil.copytree(ROOT / name, folder / name)
            shutil.copy(ROOT / "site_config.yml", folder)
            # Sheets in the cache are never out of date, and typesetting all of them takes a minute. Those of
            # `make site` have another address, and a build removes what it doesn't use.
            cache = KEPT / "real-guide"
            cache.mkdir(parents=True, exist_ok=True)
            (folder / "build").mkdir()
            (folder / "build/cache").symlink_to(cache)
            project, staging = Project.at(folder, REAL_URL), folder / "build/staging"
            build(project, folder / "build/site", lambda step: None, staging=staging)
    return folder / "build/site"


@pytest.fixture(scope="session")
def real_staging(real_site: Path) -> Path:
    """The pages of the built guide, as a project for MkDocs."""
    return real_site.with_name("staging")


@pytest.fixture(scope="session")
def small_site(shared_folder: Path, copy_small_guide: Callable[[Path], Path]) -> Path:
    """The small guide, built without PDFs, for all tests that only read it."""
    folder = shared_folder / "small-site"
    with FileLock(f"{folder}.lock"):
        if not (folder / "site").exists():
            shutil.rmtree(folder, ignore_errors=True)
            build_without_pdfs(copy_small_guide(folder), folder / "site")
    return folder / "site"


@pytest.fixture(scope="session")
def site_in_languages(shared_folder: Path, copy_small_guide: Callable[[Path], Path]) -> Path:
    """The small guide with every kind of section, in part in “Spanish” and “Arabic,” too, without PDFs."""
    folder = shared_folder / "in-languages"
    with FileLock(f"{folder}.lock"):
        if not (folder / "site").exists():
            shutil.rmtree(folder, ignore_errors=True)
            add_every_kind(copy_small_guide(folder))
            translate_in_part(folder, "es", accented)
            translate_in_part(folder, "ar", arabic)
            build_without_pdfs(folder, folder / "site", folder / "staging")
    return folder / "site"


@pytest.fixture(scope="session")
def real_address(real_site: Path) -> Iterator[str]:
    """The address at which the built guide is served."""
    with hosted(real_site) as address:
        yield address
