"""What the tests need besides Python, and how to get what's missing.

Importing this file ends the run with one sentence if a package is missing. So conftest.py imports it before
any package, and it imports nothing but the standard library.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from tests.support.paths import NODE, ROOT

CHROMIUMS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
"""The shell draws pages with the same engine as the others, and opens one in half their time."""


def missing_packages() -> list[str]:
    """Return the packages named in pyproject.toml that aren't installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    requirements = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = [re.split(r"[^\w.-]", requirement)[0] for requirement in requirements]
    return [name for name in names if not _is_installed(name)]


def _is_installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def chromium_path() -> str | None:
    """Return the path of this machine's Chromium, or None if only Playwright's own could be there."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)


@cache
def without_chromium() -> str | None:
    """Return a sentence if no Chromium starts, else None."""
    if chromium_path():
        return None
    from playwright.sync_api import Error, sync_playwright

    try:
        with sync_playwright() as playwright:
            playwright.chromium.launch(args=["--no-sandbox"]).close()
    except Error:
        return (
            "Chromium is missing: run `make test` once, or `playwright install --only-shell chromium`, "
            "or set CHROMIUM to the path of yours."
        )
    return None


@cache
def without_node() -> str | None:
    """Return a sentence if Node or the packages in tests/node are missing, else None."""
    if not shutil.which("node"):
        return "Node is missing: run `make test` once, or install Node 20.19 or newer."
    if not (NODE / "node_modules").is_dir():
        return "tests/node/node_modules is missing: run `make test` once, or `npm ci` in tests/node."
    return None


FIXTURES = {"browser": without_chromium, "node": without_node}
"""The fixtures that need more than packages, with what returns a sentence if it's missing."""


def missing_for(fixtures: Iterable[str]) -> list[str]:
    """Return a sentence for each of the `fixtures` that can't work on this machine."""
    return [problem for name in fixtures if name in FIXTURES and (problem := FIXTURES[name]())]


# Node comes with a package, so it's where this Python is, whether or not the environment is activated.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])

if missing := missing_packages():
    raise SystemExit(f"Missing packages: {', '.join(missing)}. Run `make test` once to install them.")
