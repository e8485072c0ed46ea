"""The same content gives the same bytes on every machine, even in PDFs and ZIPs, whatever is cached."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.pseudo_language import arabic, translate
from tests.support.snapshot import snapshot

RUN = "\nimport runpy; runpy.run_module('generator', run_name='__main__')"
COUNTING = "import os; os.cpu_count = lambda: {0}; os.sched_getaffinity = lambda process: {{*range({0})}}"
"""Makes the program think that the machine has this many cores."""
KILLING = """
import os, signal
from generator import build

here, whole = os.getpid(), build.write_site


def write_site(staged, templates, strings, folder, *others):
    if os.getpid() != here:
        (folder / "half.html").write_text("half a page")
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(staged, templates, strings, folder, *others)


build.write_site = write_site
"""
"""Kills the process that writes another language, in the middle."""
AS_ANOTHER_USER = ("unshare", "--map-user=12345", "--map-group=12345", "--")


def built(
    folder: Path,
    *,
    cores: int,
    umask: int = 0o022,
    env: dict[str, str] | None = None,
    by: tuple[str, ...] = (),
    fault: str = "",
) -> Path:
    """Build the guide in `folder` and return its site."""
    program = COUNTING.format(cores) + fault + RUN
    done = subprocess.run(
        [*by, sys.executable, "-c", program, "build"], cwd=folder, env={**os.environ, **(env or {})},
        umask=umask, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "build/site"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Path:
    """The site in two languages, built with the cache."""
    folder = copy_small_guide(tmp_path_factory.mktemp("here") / "guide")
    translate(folder, "ar", arabic)
    with (folder / "site_config.yml").open("a", encoding="utf-8") as settings:
        settings.write("editions: [print, fillable]\n")  # the others differ only in sizes
    return built(folder, cores=1, env={"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"})


def copied(site: Path, folder: Path) -> Path:
    """Return a copy of the guide of `site`, with its cache, but without the site."""
    return Path(shutil.copytree(site.parents[1], folder, ignore=shutil.ignore_patterns("site")))


def test_the_site_does_not_depend_on_folder_time_zone_locale_seed_umask_or_cores(
    here: Path, tmp_path: Path
) -> None:
    """Nor does an empty cache, for which all sheets, fonts and pictures are made again."""
    there = copied(here, tmp_path / "far/away/à côté/there")
    shutil.rmtree(there / "build/cache")
    odd = {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "7"}
    assert snapshot(built(there, cores=3, umask=0o077, env=odd)) == snapshot(here)


def test_the_site_is_whole_if_the_process_for_a_language_is_killed(here: Path, tmp_path: Path) -> None:
    folder = copied(here, tmp_path / "guide")
    assert snapshot(built(folder, cores=2, fault=KILLING)) == snapshot(here)


def test_every_file_is_readable_by_everyone(here: Path) -> None:
    modes = {path.stat().st_mode & 0o7777 for path in here.rglob("*") if path.is_file()}
    folders = {path.stat().st_mode & 0o7777 for path in (here, *here.rglob("*")) if path.is_dir()}
    assert (modes, folders) == ({0o644}, {0o755})


def test_the_site_does_not_depend_on_the_user_who_builds_it(here: Path, tmp_path: Path) -> None:
    """Even one that isn't in the system's list of users, as in containers."""
    if not shutil.which("unshare") or subprocess.run([*AS_ANOTHER_USER, "true"], check=False).returncode:
        pytest.skip("this system doesn’t allow running as another user")
    folder = copied(here, tmp_path / "guide")
    for paper in sorted((folder / "build/cache/sheets").iterdir())[::3]:  # all of them would take long
        paper.unlink()
    site = built(folder, cores=1, umask=0o002, env={"HOME": "/nowhere"}, by=AS_ANOTHER_USER)
    assert snapshot(site) == snapshot(here)
