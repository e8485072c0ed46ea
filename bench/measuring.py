"""Measures whole processes side by side: wall-clock seconds, CPU seconds and peak memory.

Rounds are interleaved (A, x, y, A, x, y …), because a machine is faster in one minute than in the next. So
each x can be compared with the A of its own round.
"""

from __future__ import annotations

import ctypes
import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": ""}
"""Silences what Material announces at each start; lets Python write bytecode, as containers often don't."""
INTERVAL = 0.05
"""Seconds between two looks at the memory; only in runs that aren't timed."""
ADOPT = 36
"""The number of Linux for PR_SET_CHILD_SUBREAPER."""


class Failed(Exception):
    """Names the command that failed, with the end of its output."""


@dataclass(frozen=True, slots=True)
class Run:
    """One process, from its start to its end."""

    seconds: float
    cpu: float
    """Seconds of CPU, user and system, of it and all descendants, also those that were killed or outlived it.

    A process whose parent ignores the signal SIGCHLD isn't counted: the kernel drops its record.
    """
    megabytes: float
    """The peak of its largest process or, if it was watched, of all its processes together."""


@dataclass(slots=True)
class Series:
    """The results of several runs of the same thing, in the order of the rounds."""

    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """Empty if it wasn't measured."""
    megabytes: float | None = None
    output: dict[str, float] = field(default_factory=dict)
    """The number of pages, the size of everything in MB, and of one page in kB."""

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def median_cpu(self) -> float:
        return statistics.median(self.cpu)


def nothing() -> None:
    """Do nothing before or after a run."""


@dataclass(frozen=True, slots=True)
class Contender:
    """One of the things measured side by side."""

    name: str
    command: Sequence[str]
    folder: Path
    """Where the command runs."""
    before: Callable[[], object] = nothing
    """Prepares the folder; not timed."""
    after: Callable[[], None] = nothing
    """Raises `Failed` if the command didn't do what it should; not timed."""
    optional: bool = False
    """Whether it's left out if its first run fails."""


def run(contender: Contender, watched: bool = False) -> Run:
    """Run the command once; if `watched`, look at the memory of all its processes, which costs a little time.

    Raises `Failed` for any status but 0.
    """
    environment = {**os.environ, **ENVIRONMENT}
    others = {*_children(os.getpid())}
    with tempfile.TemporaryFile() as output, _adopting_orphans():
        started = time.perf_counter()
        process = subprocess.Popen(
            contender.command, cwd=contender.folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        with watching(process.pid, watched) as seen:
            # Popen.wait would discard the kernel's record of the memory.
            _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        used = [usage]
        while orphans := {*_children(os.getpid())} - others:
            used += [os.wait4(pid, 0)[2] for pid in orphans]
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            end = output.read().decode("utf-8", "replace")[-2000:]
            raise Failed(f"{contender.name}: {' '.join(contender.command)}\n{end}")
    cpu = sum(one.ru_utime + one.ru_stime for one in used)
    return Run(seconds, cpu, max(usage.ru_maxrss * 1024 / 1e6, seen.most))


def rounds(contenders: Sequence[Contender], count: int, report: Callable[[str], None]) -> dict[str, Series]:
    """Run all `contenders` in turn, once to warm up and `count` times for the clock.

    Memory is measured in the first turn, so that it doesn't slow down the timed ones.
    Raises `Failed` if a command fails or doesn't do what it should. An optional one that fails at once
    is reported and left out.
    """
    found = {contender.name: Series() for contender in contenders}
    for turn in range(count + 1):
        for contender in (one for one in contenders if one.name in found):
            report(f"{'warming up' if not turn else f'round {turn} of {count}'}: {contender.name}")
            try:
                contender.before()
                done = run(contender, watched=not turn)
                contender.after()
            except (Failed, OSError) as reason:
                if turn or not contender.optional:
                    raise
                report(f"{contender.name} is left out: {reason}")
                del found[contender.name]
                continue
            if turn:
                found[contender.name].seconds.append(done.seconds)
                found[contender.name].cpu.append(done.cpu)
            else:
                found[contender.name].megabytes = done.megabytes
    return found


def ratio(seconds: Sequence[float], to: Sequence[float]) -> float:
    """Return the median ratio of each run to the run of the same round in `to`."""
    return statistics.median(one / other for one, other in zip(seconds, to, strict=True))


@contextmanager
def _adopting_orphans() -> Iterator[None]:
    """Make this process the parent of descendants that lose theirs, so that their CPU time is known."""
    libc = ctypes.CDLL(None)
    libc.prctl(ADOPT, 1)
    try:
        yield
    finally:
        libc.prctl(ADOPT, 0)


class watching:  # noqa: N801 - used like a function
    """While open, records the peak memory of a process and all its children together.

    Shared memory counts once.
    """

    def __init__(self, pid: int, enabled: bool = True) -> None:
        self.most = 0.0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True) if enabled else None

    def __enter__(self) -> watching:
        if self._thread:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread:
            self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(INTERVAL):
            self.most = max(self.most, sum(map(_memory, _family(self._pid))) / 1e6)


def _family(pid: int) -> Iterator[int]:
    """Yield a process and all its living descendants."""
    yield pid
    for child in _children(pid):
        yield from _family(child)


def _children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            yield from map(int, task.read_text("ascii").split())
        except OSError:  # ended meanwhile
            continue


def _memory(pid: int) -> int:
    """Return the bytes a process uses: its own, and its share of shared memory."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))
