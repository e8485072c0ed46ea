"""Spreads work over all cores of the machine, in processes: setting type in threads is no faster.

They are copies of this process where that is safe: a fresh one first loads for a second what we have loaded.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Generic, TypeVar

from generator.problems import SystemFailure

Item = TypeVar("Item")
Result = TypeVar("Result")
SHARE = 20
"""Items that each process gets at least; to make a fork costs as much as laying out ten pages."""
STOPS = (signal.SIGINT, signal.SIGTERM)


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


Shared = TypeVar("Shared")
_shared: Any = None
"""In a worker, what all of its items have in common: it is sent once, not with every item."""


def spread(
    work: Callable[[Shared, Item], Result],
    shared: Shared,
    items: Sequence[Item],
    done: Callable[[Item], None] = lambda item: None,
) -> list[Result]:
    """Return `work(shared, item)` for each item, in their order; `done` hears of each as it is finished.

    `work` is a function of a module, and everything it takes and returns can be pickled. What it
    raises ends the whole; `SystemFailure` when a worker is killed, by lack of memory for instance.
    """
    if len(items) < 2:
        results = []
        for item in items:
            results.append(work(shared, item))
            done(item)
        return results
    workers = min(os.cpu_count() or 1, len(items))
    pool = _copies(shared, workers) if alone() else _fresh(shared, workers)
    try:
        with _held():
            futures = {pool.submit(_call, work, item): item for item in items}
        for future in as_completed(futures):
            future.result()
            done(futures[future])
        return [future.result() for future in futures]
    except BrokenProcessPool as error:
        raise SystemFailure(
            "A process that sets worksheets was ended from outside, perhaps because memory ran out. "
            "Close other programs and try again."
        ) from error
    except KeyboardInterrupt:
        for worker in multiprocessing.active_children():
            worker.kill()  # nobody wants what it is making
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _copies(shared: object, workers: int) -> ProcessPoolExecutor:
    """Return copies of this process, which have loaded what it has: they begin at once."""
    context = multiprocessing.get_context("fork")
    return ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(lambda: shared,))


def _fresh(shared: object, workers: int) -> ProcessPoolExecutor:
    """Return interpreters that begin anew, and take a second to."""
    context = multiprocessing.get_context("spawn")
    _watch_quietly()
    # Not among what a process begins with: if we were killed while it reads that, it would show a traceback.
    sent = context.Queue()
    sent.cancel_join_thread()
    for _ in range(workers):
        sent.put(shared)
    return ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(sent.get,))


def _watch_quietly() -> None:
    """Start Python's own watchman of processes, who would complain of what he cleans up after a stop."""
    if os.name != "posix":
        return
    before = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = "ignore:resource_tracker"
    try:
        resource_tracker.ensure_running()
    finally:
        del os.environ["PYTHONWARNINGS"]
        if before is not None:
            os.environ["PYTHONWARNINGS"] = before


@contextmanager
def _held() -> Iterator[None]:
    """Hear of Ctrl+C and the like only when the block is left.

    Processes that begin in it hear nothing of them until they can: they would show tracebacks.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    stops = {signal.SIGINT, signal.SIGTERM}
    heard: list[int] = []
    # Another thread may take a signal that this one does not, and its handler is run in the main one.
    main = threading.current_thread() is threading.main_thread()
    handlers = {stop: signal.signal(stop, lambda number, _: heard.append(number)) for stop in stops if main}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for stop, handler in handlers.items():
            signal.signal(stop, handler)
    for number in heard:
        signal.raise_signal(number)


def _begin(sent: Callable[[], object]) -> None:
    """Prepare a worker: it ends with its parent, which alone hears when people press Ctrl+C."""
    global _shared
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A copy would do what its parent does on a stop.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
    threading.Thread(target=end_with_parent, daemon=True).start()
    _shared = sent()


def _call(work: Callable[[Any, Item], Result], item: Item) -> Result:
    return work(_shared, item)
