"""Spreads work over all cores of the machine, in processes: setting type in threads is no faster.

They are copies of this process where that is safe: a fresh one first loads for a second what we have loaded.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import Any, TypeVar

from generator.forking import alone, end_with_parent
from generator.problems import SystemFailure

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")

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
