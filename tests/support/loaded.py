"""The guides that tests only read, loaded once in each process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from generator.build import load_checked
from generator.model.guide import Guide
from generator.project import Project
from tests.support.paths import GUIDE, REAL_URL, ROOT


@cache
def guide_in(folder: Path, url: str = "") -> Guide:
    """Return the guide in `folder` for the address `url`, or for that in its settings."""
    return load_checked(Project(folder, url))


def real_guide() -> Guide:
    """Return the guide of this repository, with an address."""
    return guide_in(ROOT, REAL_URL)


def guide_of_tests() -> Guide:
    """Return the guide in tests/guide."""
    return guide_in(GUIDE)
