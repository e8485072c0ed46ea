"""Makes sure that no request to stop gets lost, whether it's Ctrl+C or a signal from the system.

Python raises `KeyboardInterrupt` wherever the program happens to be. That can be inside something that Python
calls by itself and whose exceptions it only prints, such as the callback behind each import or a finalizer.
The program would then go on as if no one had asked it to stop. A library can swallow a stop as well.
"""

from __future__ import annotations

import signal
import sys
import threading
from typing import NoReturn

PAUSE = 0.01
"""Seconds until a stop that Python dropped is raised again; by then the program is somewhere else."""
STOPS = (signal.SIGINT, signal.SIGTERM, *([signal.SIGALRM] if hasattr(signal, "SIGALRM") else []))
"""The signals that stop the program; the last one is its own reminder."""

_requested = False


def watch_for_stops() -> None:
    """Make a stop raise `KeyboardInterrupt` in the main thread, and again whenever Python drops it."""
    global _requested
    _requested = False
    previous = sys.unraisablehook

    def dropped(args: sys.UnraisableHookArgs) -> None:
        if not issubclass(args.exc_type, KeyboardInterrupt):
            previous(args)
        elif hasattr(signal, "setitimer"):  # Windows has none; there the next `check_for_stop` raises it
            signal.setitimer(signal.ITIMER_REAL, PAUSE)

    sys.unraisablehook = dropped
    for number in STOPS:
        if signal.getsignal(number) != signal.SIG_IGN:  # shells ignore it for what runs in the background
            signal.signal(number, _stop)


def stop_requested() -> bool:
    """Return whether a stop was requested; an error after that can be what a library made of it."""
    return _requested


def check_for_stop() -> None:
    """Raise `KeyboardInterrupt` if a stop was requested and something swallowed it."""
    if _requested and threading.current_thread() is threading.main_thread():
        raise KeyboardInterrupt


def ignore_stops() -> None:
    """Ignore stops from now on: the work is done, and Python would print one that arrives as it exits."""
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)


def _stop(number: int, frame: object) -> NoReturn:
    global _requested
    _requested = True
    raise KeyboardInterrupt
