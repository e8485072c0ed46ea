"""Reports the small changes of the program that no test notices: `make mutants`.

It tries the modules in mutants.yml, or those named on the command line, and ends with 1 if too few of the
changes of one are noticed. Results are kept in build/mutants, so a stopped run can be continued.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import shlex
import shutil
import signal
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import cache, partial
from importlib import import_module
from importlib.util import cache_from_source
from pathlib import Path

import pytest
import yaml

from tests.support.mutants import Mutant, mutants
from tests.support.paths import NODE, ROOT, TESTS

TABLE = yaml.safe_load((TESTS / "support/mutants.yml").read_text("utf-8"))
BAR = 90
"""Percent of the mutants of each module that its tests have to notice."""
WORK = ROOT / "build/mutants"
PRELOADED = "click filelock hypothesis jinja2 lxml.html markdown_it playwright.sync_api pydantic rich".split()
"""Packages to import once instead of in each run of the tests."""


@cache
def _copy() -> Path:
    """Return the copy of the repository in which this process tries its mutants."""
    copy = WORK / str(os.getpid())
    left_out = shutil.ignore_patterns("build", "node_modules", ".git", ".venv", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, copy, symlinks=True, ignore=left_out)
    (copy / "tests/node/node_modules").symlink_to((NODE / "node_modules").resolve())
    return copy


def _run(test: str, copy: Path) -> None:
    os.setsid()
    os.chdir(copy)
    for stream in (1, 2):
        os.dup2(os.open("log.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    os.environ["PYTHONPATH"] = sys.path[0] = str(copy)
    for name in [name for name in sys.modules if name.partition(".")[0] in ("generator", "tests")]:
        del sys.modules[name]
    folders = (f"--rootdir={copy}", f"--basetemp={copy}/temporary", f"--shared={WORK / 'shared'}")
    os._exit(pytest.main(["-x", "-q", "-n", "0", "-p", "no:cacheprovider", *folders, *shlex.split(test)]))


def _passes(test: str, seconds: float | None = None) -> bool:
    """Return whether all tests in `test`, a file and options, pass in our copy, in at most `seconds`."""
    run = multiprocessing.get_context("fork").Process(target=_run, args=[test, _copy()])
    run.start()
    run.join(seconds)
    passed = run.exitcode == 0
    with suppress(ProcessLookupError):
        os.killpg(run.pid or 0, signal.SIGKILL)
    return passed


def _limit(test: str) -> float:
    """Return how many seconds `test` may take; raises `SystemExit` if it fails without a change."""
    started = time.monotonic()
    if not _passes(test):
        raise SystemExit(f"{test} fails:\n{(_copy() / 'log.txt').read_text('utf-8')}")
    return 20 + 4 * (time.monotonic() - started)


def _is_noticed(mutant: Mutant, module: str, limits: dict[str, float]) -> bool:
    """Return whether `mutant` makes one of the tests in `limits` fail, or take longer than its limit."""
    path = _copy() / module
    for test, seconds in limits.items():
        tried = f"{mutant.source}{test}".encode() + (_copy() / test.split()[0]).read_bytes()
        result = WORK / "known" / hashlib.sha256(tried).hexdigest()
        if not result.exists():
            original = path.read_bytes()
            path.write_text(mutant.source, "utf-8")
            # Python takes two mutants of the same size and second for the same file.
            Path(cache_from_source(str(path))).unlink(missing_ok=True)
            passed = _passes(test, seconds)
            path.write_bytes(original)
            result.write_text("" if passed else "noticed", "utf-8")
        if result.read_text("utf-8"):
            return True
    return False


def main(modules: list[str]) -> int:
    """Try the mutants of `modules`, by default all in the table; return 1 if too few are noticed, else 0."""
    for package in PRELOADED:
        import_module(package)
    (WORK / "known").mkdir(parents=True, exist_ok=True)
    for folder in WORK.glob("[!k]*"):
        shutil.rmtree(folder)
    lowest = 100.0
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("fork")) as pool:
        for module in modules or TABLE:
            started = time.monotonic()
            limits = {test: pool.submit(_limit, test).result() for test in TABLE[module]["tests"]}
            every = mutants((ROOT / module).read_text("utf-8"))
            tried = [mutant for mutant in every if mutant.change not in TABLE[module].get("harmless", ())]
            noticed = list(pool.map(partial(_is_noticed, module=module, limits=limits), tried))
            percent = 100 * sum(noticed) / len(noticed)
            lowest = min(lowest, percent)
            minutes = (time.monotonic() - started) / 60
            print(
                f"{module}: {sum(noticed)} of {len(noticed)} noticed ({percent:.0f} %), {minutes:.1f} minutes"
            )
            for mutant, is_noticed in zip(tried, noticed, strict=True):
                if not is_noticed:
                    print(f"  {module}:{mutant.line}: {mutant.change}", flush=True)
    return int(lowest < BAR)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
