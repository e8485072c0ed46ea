"""Spreads work over all cores of the machine, in processes: setting type in threads is no faster."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

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
    # A fresh interpreter each: a copy of this one could hold a lock that nobody frees (threads of `serve`).
    pool = ProcessPoolExecutor(
        max_workers=min(os.cpu_count() or 1, len(items)),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(shared,),
    )
    try:
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
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(shared: object) -> None:
    """Prepare a worker: it ends with its parent, which alone hears when people press Ctrl+C."""
    global _shared
    _shared = shared
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent
    parent.join()
    os._exit(1)


def _call(work: Callable[[Any, Item], Result], item: Item) -> Result:
    return work(_shared, item)
