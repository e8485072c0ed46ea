"""The results of speed.py, kept in results.json so that tables and chart can be made without measuring."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from datetime import date
from importlib.metadata import version
from pathlib import Path

import peer_projects
from measuring import Series
from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "bench/results.json"
PACKAGES = ("mkdocs", "mkdocs-material", "zensical", "typst")


@dataclass(frozen=True)
class Conditions:
    """When, where and with what something was measured."""

    day: str
    command: str
    rounds: int
    revision: str
    """The commit of this repository."""
    processor: str
    cores: int
    gigabytes: float
    """Memory of the machine."""
    versions: dict[str, str]


@dataclass(frozen=True)
class Runs:
    """Things that were measured side by side, by name."""

    measured: Conditions
    series: dict[str, Series]


@dataclass
class Results:
    """Everything that was measured; a new run replaces the parts it measures."""

    builds: dict[int, Runs] = Field(default_factory=dict)
    """By the number of principles."""
    served: dict[int, Runs] = Field(default_factory=dict)
    """By the number of principles."""
    sheets: Runs | None = None
    """Of the guide of this repository."""
    shipped: Runs | None = None
    """Commands on the guide of this repository, also as they were before."""


_SHAPE = TypeAdapter(Results)


def load(file: Path = FILE) -> Results:
    """Return the results in `file`, empty ones if there is no such file."""
    return _SHAPE.validate_json(file.read_bytes()) if file.is_file() else Results()


def save(results: Results, file: Path = FILE) -> None:
    """Write `results` so that a change of one part changes only its lines."""
    results.builds = dict(sorted(results.builds.items()))
    results.served = dict(sorted(results.served.items()))
    file.write_bytes(_SHAPE.dump_json(results, indent=1) + b"\n")


def conditions(command: str, rounds: int) -> Conditions:
    """Return the conditions of a measurement now, on this machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    versions = {"Python": platform.python_version(), **{name: version(name) for name in PACKAGES}}
    versions |= _peers()
    return Conditions(
        date.today().isoformat(),
        command,
        rounds,
        _revision(),
        _processor(),
        os.cpu_count() or 1,
        round(memory / 1e9, 1),
        {name: number for name, number in versions.items() if number},
    )


def _peers() -> dict[str, str]:
    """Return the versions of the peers pinned here, and of Node and Chromium."""
    pinned = dict(
        line.removesuffix(" \\").split(" ;")[0].split("==")
        for line in (peer_projects.PEERS / "requirements.txt").read_text("utf-8").splitlines()
        if line.startswith(("hugo==", "weasyprint=="))
    )
    package = json.loads((peer_projects.PEERS / "eleventy/package.json").read_text("utf-8"))
    chromium = _output("chromium-headless-shell", "--version") or _output("chromium", "--version")
    return {
        **pinned,
        "eleventy": package["dependencies"]["@11ty/eleventy"],
        "node": _output("node", "--version").removeprefix("v"),
        "chromium": next((word for word in chromium.split() if word[0].isdigit()), ""),
    }


def _revision() -> str:
    """Return the commit, and whether anything that affects a measurement was changed since."""
    git = ("git", "-C", str(ROOT))
    changed = _output(*git, "status", "--porcelain", "--", "generator", "templates", "content")
    return _output(*git, "rev-parse", "--short", "HEAD") + (" with changes" if changed else "")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def _output(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
