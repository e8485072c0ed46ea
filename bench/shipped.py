"""Measures commands on the guide of this repository, in a clean clone of it and in one of an earlier commit.

The clones have what is committed; what was changed since isn't measured.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import peer_projects
from engines import OURS, ROOT, forget
from measuring import Contender, Failed, run

BEFORE = "100fe9a6"
"""The last commit before pages were finished once."""
FOLDER = ROOT / "build/bench/clones"
CLONES = {"now": "HEAD", "before": BEFORE}


def contenders(report: Callable[[str], None]) -> list[Contender]:
    """Return everything to measure side by side, in the order of a round.

    Each clone builds the guide from nothing, as `make site` does once packages are installed, and again with
    finished PDFs, pictures and fonts; the difference is what these take. The earlier commit has the packages
    of its time, in an environment of its own. Raises `Failed` if git has no such commit, or if these can't be
    installed.
    """
    made = []
    shutil.rmtree(FOLDER, ignore_errors=True)
    for name, revision in CLONES.items():
        report(f"cloning {revision}")
        clone = FOLDER / name
        # A worktree would be noted in the repository.
        run(Contender("clone", ("git", "clone", "--quiet", "--shared", str(ROOT), str(clone)), ROOT))
        run(Contender("checkout", ("git", "checkout", "--quiet", revision), clone))
        # No bytecode is left from earlier runs, neither of the program nor of its packages.
        command = (_python(clone), "-X", "pycache_prefix=build/bytecode", *OURS[1:], "build")
        empty = partial(shutil.rmtree, clone / "build", ignore_errors=True)
        made.append(Contender(f"{name}-nothing", command, clone, empty))
        made.append(Contender(f"{name}-ready", command, clone, partial(forget, clone)))
    check = Contender("check", (*OURS, "check"), FOLDER / "now")
    return [*made, replace(check, before=partial(run, check))]


def _python(clone: Path) -> str:
    """Return the interpreter that has the packages of `clone`."""
    if clone.name == "now":
        return OURS[0]
    try:
        return str(peer_projects.environment(clone.name, clone / "requirements.txt") / "python")
    except peer_projects.Unavailable as reason:
        raise Failed(f"The packages of {BEFORE} can’t be installed: {reason}") from reason


def output(name: str) -> dict[str, float]:
    """Return how many lines the program has that a contender ran."""
    program = FOLDER / ("before" if name.startswith("before") else "now") / "generator"
    return {"lines": sum(len(file.read_bytes().splitlines()) for file in program.rglob("*.py"))}
