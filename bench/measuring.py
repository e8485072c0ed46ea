"""Measures whole processes side by side: seconds on the clock, and the most memory that they held.

Rounds are interleaved (A, x, y, A, x, y …), since a machine is faster in one minute than in the next; so each
x can be compared with the A of its own round.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

AROUND = {"NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": ""}
"""Material tells of its future at every start; and a container often forbids what Python does elsewhere."""
GLANCE = 0.05
"""Seconds from one look at the memory to the next; only while nobody takes the time."""


class Failed(Exception):
    """Says which command failed, with the end of what it said."""


@dataclass(frozen=True, slots=True)
class Run:
    """One process, from its start to its end."""

    seconds: float
    megabytes: float
    """The most that the largest of its processes held or, where somebody looked, all of them together."""


@dataclass(slots=True)
class Series:
    """What several runs of the same thing took, in the order of the rounds."""

    seconds: list[float] = field(default_factory=list)
    megabytes: float | None = None
    output: dict[str, float] = field(default_factory=dict)
    """What came out: its pages, its size in MB, and that of one page in kB."""

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def nothing() -> None:
    """Do what has to be done before or after a run that needs nothing."""


@dataclass(frozen=True, slots=True)
class Contender:
    """One of the things that are measured side by side."""

    name: str
    command: Sequence[str]
    folder: Path
    """Where the command runs."""
    before: Callable[[], None] = nothing
    """Brings the folder into the state from which the command begins; nobody takes its time."""
    after: Callable[[], None] = nothing
    """Fails when the command did not do what it should."""
    optional: bool = False
    """Whether the others are measured without it where it fails to warm up."""


def run(contender: Contender, watched: bool = False) -> Run:
    """Run the command once; if `watched`, look at the memory of all its processes, which costs a little time.

    Raises `Failed` for any status but 0.
    """
    environment = {**os.environ, **AROUND}
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            contender.command, cwd=contender.folder, env=environment, stdout=said, stderr=subprocess.STDOUT
        )
        with watching(process.pid, watched) as seen:
            # Popen.wait would throw away what the kernel knows of the memory.
            _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            end = said.read().decode("utf-8", "replace")[-2000:]
            raise Failed(f"{contender.name}: {' '.join(contender.command)}\n{end}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(seconds, max(usage.ru_maxrss * unit / 1e6, seen.most))


def rounds(contenders: Sequence[Contender], count: int, tell: Callable[[str], None]) -> dict[str, Series]:
    """Run all `contenders` in turn, once to warm up and `count` times for the clock.

    Memory is taken in the first turn, so that looking at it takes no time from the others.
    Raises `Failed` when a command fails or does not do what it should. One that is optional and fails at once
    is told of and left out.
    """
    found = {contender.name: Series() for contender in contenders}
    for turn in range(count + 1):
        for contender in (one for one in contenders if one.name in found):
            tell(f"{'warming up' if not turn else f'round {turn} of {count}'}: {contender.name}")
            try:
                contender.before()
                done = run(contender, watched=not turn)
                contender.after()
            except (Failed, OSError) as reason:
                if turn or not contender.optional:
                    raise
                tell(f"{contender.name} is left out: {reason}")
                del found[contender.name]
                continue
            if turn:
                found[contender.name].seconds.append(done.seconds)
            else:
                found[contender.name].megabytes = done.megabytes
    return found


def ratio(series: Series, to: Series) -> float:
    """Return the median of how many times as long each run took as that of the same round in `to`."""
    return statistics.median(one / other for one, other in zip(series.seconds, to.seconds, strict=True))


class watching:  # noqa: N801 - it is used as a function would be
    """While it is open, notes the most memory that a process and all it started hold together.

    Each page of memory counts once, however many of them share it. Linux alone tells; elsewhere it is 0.
    """

    def __init__(self, pid: int, wanted: bool = True) -> None:
        self.most = 0.0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True) if wanted else None

    def __enter__(self) -> watching:
        if self._thread:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread:
            self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(GLANCE):
            self.most = max(self.most, sum(map(_held, _family(self._pid))) / 1e6)


def _family(pid: int) -> Iterator[int]:
    """Yield a process and all that it started, as far as they are still there."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text("ascii").split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


def _held(pid: int) -> int:
    """Return the bytes that a process holds: its own, and its part of what it shares."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))
