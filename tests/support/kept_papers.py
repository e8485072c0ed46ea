"""What a run of the tests typeset, kept for the next run.

Typesetting a small guide takes longer than making its pages. The key of an entry in a cache depends on all
that it's made from, the program and the templates included, so what is kept is never out of date.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from tests.support.paths import ROOT

KEPT = ROOT / "build/papers-of-tests"
PARTS = ("sheets", "social")
"""The folders in a guide’s cache with what takes long to make; the others tell of one build."""


@contextmanager
def papers_of_last_run(name: str, guide: Path) -> Iterator[None]:
    """Give the guide in `guide` the papers that the one called `name` had, and keep those it then has."""
    kept, cache = KEPT / name, guide / "build/cache"
    kept.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{kept}.lock"):
        shutil.copytree(kept, cache, dirs_exist_ok=True)
    yield
    with FileLock(f"{kept}.lock"):
        shutil.rmtree(kept)
        for part in PARTS:
            shutil.copytree(cache / part, kept / part)
