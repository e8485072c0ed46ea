"""Spreads work over all cores of the machine, in processes: setting type in threads is no faster.

They are copies of this process where that is safe: a fresh one first loads for a second what we have loaded.
Each has a pipe of its own. One that all shared would stay open, or locked, when a worker is killed in the
midst of what it sends, and we would wait for the rest without an end.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from typing import Any, TypeVar, cast

from generator.forking import alone, end_with_parent
from generator.problems import SystemFailure
from generator.stops import STOPS

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")


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
    found = dict[int, Result]()
    workers = list[_Worker]()
    try:
        # A copy knows what we know; others begin anew, and take a second to.
        way, known = ("fork", (work, shared)) if alone() else ("spawn", None)
        with _held():
            for _ in range(min(os.cpu_count() or 1, len(items))):
                workers.append(_Worker(way, known))
        # Not among what a process begins with: if we were killed while it reads, it would show a traceback.
        for worker in workers:
            if not known:
                worker.send((work, shared))
        todo = iter(range(len(items)))
        busy = dict[Connection, tuple[_Worker, int]]()
        free = workers.copy()
        while True:
            for worker, number in zip(free, todo, strict=False):
                worker.send(items[number])
                busy[worker.connection] = worker, number
            if not busy:
                return [found[number] for number in range(len(items))]
            free = []
            for connection in wait([*busy]):
                worker, number = busy.pop(cast(Connection, connection))
                found[number] = worker.received()
                done(items[number])
                free.append(worker)
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """A process that works, and what is said to it and by it."""

    def __init__(self, way: str, known: object) -> None:
        context: Any = multiprocessing.get_context(way)
        self.connection: Connection
        self.connection, theirs = context.Pipe()
        with theirs:  # which nobody but the worker may hold, or its end would not be the end of the pipe
            self._process = context.Process(target=_work, args=(theirs, known), daemon=True)
            self._process.start()

    def send(self, what: object) -> None:
        try:
            self.connection.send(what)
        except OSError as error:
            raise _ended() from error

    def received(self) -> Any:
        """Return what the work on the last item returned; raises what it raised."""
        try:
            good, what = self.connection.recv()
        except (EOFError, OSError) as error:
            raise _ended() from error
        if good:
            return what
        raise what

    def end(self) -> None:
        """End it at once: it has nothing to do, or nobody wants any more what it is making."""
        self._process.kill()
        self._process.join()
        self.connection.close()


def _ended() -> SystemFailure:
    return SystemFailure(
        "A process that sets worksheets was ended from outside, perhaps because memory ran out. "
        "Close other programs and try again."
    )


@contextmanager
def _held() -> Iterator[None]:
    """Hear of Ctrl+C and the like only when the block is left.

    Processes that begin in it hear nothing of them until they can: they would show tracebacks.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    heard: list[int] = []
    # Another thread may take a signal that this one does not, and its handler is run in the main one.
    main = threading.current_thread() is threading.main_thread()
    handlers = {stop: signal.signal(stop, lambda number, _: heard.append(number)) for stop in STOPS if main}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for stop, handler in handlers.items():
            signal.signal(stop, handler)
    for number in heard:
        signal.raise_signal(number)


def _work(connection: Connection, known: tuple[Callable[[Any, Any], object], object] | None) -> None:
    """Work on what comes through `connection`; ends with the parent, which alone hears of Ctrl+C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A copy would do what its parent does on a stop.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    threading.Thread(target=end_with_parent, daemon=True).start()
    try:
        work, shared = known or connection.recv()
        while True:
            connection.send_bytes(_answer(work, shared, connection.recv()))
    except (EOFError, OSError):  # nobody is at the other end any more
        os._exit(1)


def _answer(work: Callable[[Any, Any], object], shared: object, item: object) -> memoryview:
    """Return what is said to the parent: that it went well, and the result; or not, and what was raised."""
    try:
        return ForkingPickler.dumps((True, work(shared, item)))
    except BaseException as error:
        where = traceback.format_exc()
        error.add_note(where)
        try:
            return ForkingPickler.dumps((False, error))
        except Exception:
            return ForkingPickler.dumps((False, RuntimeError(f"{error}\n{where}")))
