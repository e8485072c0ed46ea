"""Work for other processes, which load only this file of the tests."""

from __future__ import annotations

import os
import signal
import sys
import threading

from generator.problems import SystemFailure


def double(by: int, item: int) -> int:
    return by * item


def end(by: int, item: int) -> int:
    os._exit(1)


def end_while_sending(by: int, item: int) -> bytes:
    """Return more than fits in a pipe; for the first item, end when a part of it has been sent."""
    if item == 0:
        threading.Thread(
            target=_kill_while_sending, args=[threading.main_thread().ident], daemon=True
        ).start()
    return bytes(by)


def _kill_while_sending(main: int) -> None:
    while True:
        frame = sys._current_frames()[main]
        # The length goes first; what follows is longer than the pipe.
        if frame.f_code.co_name == "_send" and frame.f_locals.get("remaining", 0) > 1000:
            os.kill(os.getpid(), signal.SIGKILL)


def fail(by: int, item: int) -> int:
    raise SystemFailure(f"{item} cannot be done")


def fail_beyond_words(by: int, item: int) -> int:
    class Local(BaseException):
        """Unknown to other processes."""

    raise Local("no words for it")


def knows(module: str, item: int) -> bool:
    """Return whether a module is loaded."""
    return module in sys.modules
