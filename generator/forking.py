"""Spreads work over the cores by forks: copies of this process, which begin at once and know all it knows.

A fork is safe on Linux as long as there is no second thread, which it might find in the midst of
something. Elsewhere, and when a fork fails, the work is done here: slower, and with the same result.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Generic, TypeVar

from generator.stops import STOPS

Item = TypeVar("Item")
Result = TypeVar("Result")

SHARE = 20
"""Items that each process gets at least; to make a fork costs as much as laying out ten pages."""


class Meanwhile(Generic[Result]):
    """Work that goes on in a fork, where there can be one, until its result is asked for."""

    def __init__(self, work: Callable[[], Result]) -> None:
        """Begin `work`; what it returns can be pickled, and what it changes in memory is lost."""
        self._work = work
        self._fork = _begun(work) if possible() else None
        self._result: tuple[Result] | None = None

    def result(self) -> Result:
        """Return what the work returns; raises what it raises."""
        if self._result is None:
            received = self._fork.received() if self._fork else b""
            # What failed in a fork is done again, so that it is told as if there had been none.
            self._result = (pickle.loads(received) if received else self._work(),)
        return self._result[0]


def each(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Return `work(item)` for each item, in their order; raises what it raises.

    The results can be pickled. What `work` changes in memory is lost, or not.
    """
    parts = max(1, min(len(items) // SHARE, _cores())) if alone() else 1

    def part(first: int) -> list[Result]:
        return [work(item) for item in items[first::parts]]

    others = [Meanwhile(partial(part, first)) for first in range(1, parts)]
    found = [part(0), *(other.result() for other in others)]
    return [found[place % parts][place // parts] for place in range(len(items))]


def possible() -> bool:
    """Tell whether forks are safe now, and there is a core for one."""
    return alone() and _cores() > 1


def alone() -> bool:
    """Tell whether this process has but one thread, those of libraries too; False where nobody knows.

    A fork of it then holds no lock that nobody frees.
    """
    return sys.platform == "linux" and len([*Path("/proc/self/task").iterdir()]) == 1


def _begun(work: Callable[[], object]) -> _Fork | None:
    try:
        return _Fork(work)
    except OSError:  # the system allows no more processes or files
        return None


def _cores() -> int:
    return len(os.sched_getaffinity(0))


class _Fork:
    """A copy of this process that does one piece of work."""

    def __init__(self, work: Callable[[], object]) -> None:
        context = multiprocessing.get_context("fork")
        self._receiver, sender = context.Pipe(duplex=False)
        self._process = context.Process(target=_send, args=(work, sender), daemon=True)
        # If it heard of a stop before it is ready for that, it would show a traceback.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            sender.close()

    def received(self) -> bytes:
        """Wait for what it sends, and return it; nothing when it ended without a word."""
        with self._receiver:
            try:
                return self._receiver.recv_bytes()
            except (EOFError, OSError):
                return b""
            finally:
                self._process.join()


def _send(work: Callable[[], object], sender: Connection) -> None:
    """Do `work` in a fork, which ends with the process that it is a copy of; send nothing if it fails."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    threading.Thread(target=end_with_parent, daemon=True).start()
    gc.freeze()  # to look for garbage would copy all memory that is shared with the other process
    try:
        sender.send_bytes(pickle.dumps(work(), pickle.HIGHEST_PROTOCOL))
    except BaseException:
        os._exit(1)


def end_with_parent() -> None:
    """Wait, in a thread of a process that we began, until we end, and end it then."""
    parent = multiprocessing.parent_process()
    assert parent
    parent.join()
    os._exit(1)
