"""Runs work in other processes; nothing else in the program starts one.

On Linux they are forks, which start at once and know what this process knows. A fork is only safe as long as
there is no second thread, whose locks it would inherit. Elsewhere `Background` and `map_chunks` do the work
in place: slower, with the same result.

Each process has a pipe of its own. A pipe that all shared would stay open, or locked, when one of them is
killed while it sends, and the wait for the rest would never end.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from generator.engine.interrupts import STOPS
from generator.problems import SystemFailure

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")

SHARE = 20
"""Items that each fork gets at least; starting one costs as much as rendering ten pages."""


class Background(Generic[Result]):
    """Work that goes on in a fork, where there can be one, until its result is needed."""

    def __init__(self, work: Callable[[], Result]) -> None:
        """Start `work`. Its result has to be picklable; what it changes in memory is lost."""
        self._work = work
        self._worker = _start(lambda _: work(), once=True) if can_fork() and _cores() > 1 else None
        if self._worker:
            with suppress(SystemFailure):  # if the fork is gone already, there'll be no result from it
                self._worker.send(None)
        self._result: tuple[Result] | None = None

    def result(self) -> Result:
        """Return what the work returns; raises what it raises."""
        if self._result is None:
            self._result = (self._received() if self._worker else self._work(),)
        return self._result[0]

    def _received(self) -> Result:
        assert self._worker
        try:
            return cast(Result, self._worker.received())
        except Exception:
            # What failed in a fork is done again here, so that it's reported as if there had been none.
            return self._work()
        finally:
            self._worker.end()


def map_chunks(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Return `work(item)` for each item, in order, from as many forks as pay; raises what it raises.

    Results have to be picklable. What `work` changes in memory can be lost.
    """
    parts = max(1, min(len(items) // SHARE, _cores())) if can_fork() else 1

    def part(first: int) -> list[Result]:
        return [work(item) for item in items[first::parts]]

    others = [Background(partial(part, first)) for first in range(1, parts)]
    found = [part(0), *(other.result() for other in others)]
    return [found[place % parts][place // parts] for place in range(len(items))]


def in_turns(work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """Yield `work(item)` for each item, in order; where there can be one, a fork does every second one.

    Results have to be picklable. Raises what `work` raises. What it changes in memory can be lost.
    """
    worker = None
    if len(items) > 1 and can_fork() and _cores() > 1:
        worker = _start(lambda number: work(items[number]))
    try:
        if worker:
            worker.send(1)
        for number, item in enumerate(items):
            if not worker or number % 2 == 0:
                yield work(item)
                continue
            try:
                result = cast(Result, worker.received())
                if number + 2 < len(items):
                    worker.send(number + 2)
            except Exception:
                # What failed in a fork is done again here, so that it's reported as if there had been none.
                worker.end()
                worker, result = None, work(item)
            yield result
    finally:
        if worker:
            worker.end()


def map_items(
    work: Callable[[Shared, Item], Result],
    shared: Shared,
    items: Sequence[Item],
    done: Callable[[Item], None] = lambda item: None,
) -> list[Result]:
    """Return `work(shared, item)` for each item, in order; calls `done` with each as it's finished.

    Always in other processes, so that no thread of a library keeps this one from forking again. Where forks
    aren't safe, they're new interpreters, except for a single item. So `work` has to be a function of a
    module, and everything it takes and returns picklable. Raises what `work` raises, and `SystemFailure`
    when a process is killed, for example because memory ran out.
    """
    if len(items) < 2 and not can_fork():
        results = []
        for item in items:
            results.append(work(shared, item))
            done(item)
        return results
    found = dict[int, Result]()
    workers = list[_Worker]()
    try:
        with _stops_held():
            for _ in range(min(os.cpu_count() or 1, len(items))):
                workers.append(_Worker("fork", (work, shared)) if can_fork() else _Worker("spawn", None))
        # Not among what a new interpreter starts with: killed while it reads that, it prints a traceback.
        for worker in workers:
            worker.introduce((work, shared))
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


def run(command: Sequence[str], folder: Path) -> tuple[int, str]:
    """Run another program in `folder` until it ends; return its exit code and all it printed."""
    import subprocess

    done = subprocess.run(
        command,
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
        check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def can_fork() -> bool:
    """Return whether a fork is safe: on Linux, if this process has a single thread, libraries' included."""
    return sys.platform == "linux" and len([*Path("/proc/self/task").iterdir()]) == 1


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _start(work: Callable[[Any], object], once: bool = False) -> _Worker | None:
    try:
        with _stops_held():
            return _Worker("fork", (lambda shared, item: work(item), None), once)
    except OSError:  # the system allows no more processes or files
        return None


class _Worker:
    """A process that works, and the pipe to it."""

    def __init__(
        self, method: str, task: tuple[Callable[[Any, Any], object], object] | None, once: bool = False
    ) -> None:
        """Start it with a `task`, or without one; it ends by itself if it works only `once`."""
        context: Any = multiprocessing.get_context(method)
        self._knows = task is not None
        self.connection: Connection
        self.connection, theirs = context.Pipe()
        with theirs:  # only the worker holds it, so that the worker's end is the end of the pipe
            self._process = context.Process(target=_work, args=(theirs, task, once), daemon=True)
            self._process.start()

    def introduce(self, task: object) -> None:
        if not self._knows:
            self.send(task)

    def send(self, item: object) -> None:
        try:
            self.connection.send(item)
        except OSError as error:
            raise _killed() from error

    def received(self) -> Any:
        """Return what the work on the last item returned; raises what it raised."""
        try:
            succeeded, result = self.connection.recv()
        except (EOFError, OSError) as error:
            raise _killed() from error
        if succeeded:
            return result
        raise result

    def end(self) -> None:
        """Kill it: it has nothing left to do, or its work isn't needed anymore."""
        self._process.kill()
        self._process.join()
        self.connection.close()


def _killed() -> SystemFailure:
    return SystemFailure(
        "A process that typesets worksheets was killed, maybe because memory ran out. "
        "Close other programs and try again."
    )


@contextmanager
def _stops_held() -> Iterator[None]:
    """Hold back Ctrl+C and other stops until the block ends.

    A process that starts in it receives none before it can handle them; it would print a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    held: list[int] = []
    # Another thread can take a signal that this one blocks, and its handler runs in the main thread.
    main = threading.current_thread() is threading.main_thread()
    handlers = {stop: signal.signal(stop, lambda number, _: held.append(number)) for stop in STOPS if main}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for stop, handler in handlers.items():
            signal.signal(stop, handler)
    for number in held:
        signal.raise_signal(number)


def _work(
    connection: Connection, task: tuple[Callable[[Any, Any], object], object] | None, once: bool
) -> None:
    """Work on what comes through `connection`, and exit with the parent, which alone handles Ctrl+C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a fork would do what its parent does on a stop
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    if task:
        gc.freeze()  # a collection would copy all memory that the fork shares with its parent
    try:
        work, shared = task or connection.recv()
        while True:
            connection.send_bytes(_answer(work, shared, connection.recv()))
            if once:  # it holds much memory, and its result might not be needed for long
                os._exit(0)
    except (EOFError, OSError):  # the parent is gone, or doesn't want any more
        os._exit(1)


def _answer(work: Callable[[Any, Any], object], shared: object, item: object) -> memoryview:
    """Return what goes to the parent: True and the result, or False and the exception."""
    try:
        return ForkingPickler.dumps((True, work(shared, item)))
    except BaseException as error:
        where = traceback.format_exc()
        error.add_note(where)
        try:
            return ForkingPickler.dumps((False, error))
        except Exception:
            return ForkingPickler.dumps((False, RuntimeError(f"{error}\n{where}")))


def _exit_with_parent() -> None:
    """Wait, in a thread of a worker, for the end of the process that started it, and exit then."""
    parent = multiprocessing.parent_process()
    assert parent
    parent.join()
    os._exit(1)
