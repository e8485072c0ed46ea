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

COUNTING = "import os, runpy; os.cpu_count = lambda: {}; runpy.run_module('generator', run_name='__main__')"
"""Runs the program as if the machine had this many cores."""
AS_ANOTHER_USER = ("unshare", "--map-user=12345", "--map-group=12345", "--")


def built(folder: Path, *, cores: int, umask: int, env: dict[str, str], by: tuple[str, ...] = ()) -> Path:
    """Build the guide in `folder` and return its site."""
    done = subprocess.run(
        [*by, sys.executable, "-c", COUNTING.format(cores), "build"],
        cwd=folder, env={**os.environ, **env}, umask=umask, capture_output=True, text=True, check=False,
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
    return built(folder, cores=1, umask=0o022, env={"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"})


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
