"""Lets no stop get lost, be it Ctrl+C or what a system sends.

Python raises a stop wherever the program happens to be. That may be in something that Python calls by itself,
and whose failures it only shows: what is done behind each import, or at the end of an object. The program
would go on then as if nobody had asked it to stop. A library may drop a stop as well.
"""

from __future__ import annotations

import signal
import sys
import threading
from typing import NoReturn

PAUSE = 0.01
"""Seconds after which a stop that Python dropped is raised again, which by then is somewhere else."""
STOPS = (signal.SIGINT, signal.SIGTERM, *([signal.SIGALRM] if hasattr(signal, "SIGALRM") else []))
"""What stops us; the last is how we remind ourselves."""

_asked = False


def listen() -> None:
    """Let a stop raise `KeyboardInterrupt` in the main thread, and once more whenever Python drops it."""
    global _asked
    _asked = False
    before = sys.unraisablehook

    def dropped(what: sys.UnraisableHookArgs) -> None:
        if not issubclass(what.exc_type, KeyboardInterrupt):
            before(what)
        elif hasattr(signal, "setitimer"):  # not on Windows, where the next call of `heed` raises it
            signal.setitimer(signal.ITIMER_REAL, PAUSE)

    sys.unraisablehook = dropped
    for number in STOPS:
        if signal.getsignal(number) != signal.SIG_IGN:  # as a shell has it for what runs in the background
            signal.signal(number, _stop)


def asked() -> bool:
    """Tell whether we were asked to stop; what fails after that may have been made of it by a library."""
    return _asked


def heed() -> None:
    """Raise `KeyboardInterrupt` if a stop was asked for, and what it was raised in went on all the same."""
    if _asked and threading.current_thread() is threading.main_thread():
        raise KeyboardInterrupt


def over() -> None:
    """Pass over stops from now on: all is done, and Python would show one that comes while it ends."""
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)


def _stop(number: int, frame: object) -> NoReturn:
    global _asked
    _asked = True
    raise KeyboardInterrupt
