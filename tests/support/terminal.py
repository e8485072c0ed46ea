"""Runs commands as in a terminal, but in this process, because starting another takes a second."""

from __future__ import annotations

import gc
import io
import signal
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from generator.__main__ import main
from generator.engine.interrupts import STOPS


@dataclass(frozen=True)
class Done:
    """The result of a command, with the names `subprocess` uses."""

    returncode: object
    stdout: str
    stderr: str


def advice(*arguments: str | Path, folder: Path | None = None) -> Done:
    """Run a command in `folder` and return its result."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    before = {stop: signal.getsignal(stop) for stop in STOPS}
    hook = sys.unraisablehook
    words = ["advice", *map(str, arguments)]
    try:
        with (
            chdir(folder or Path.cwd()),
            mock.patch("sys.argv", words),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            main()
    except SystemExit as end:
        return Done(end.code or 0, *map(_written, (out, err)))
    finally:
        gc.enable()  # as before any command
        sys.unraisablehook = hook
        for stop, handler in before.items():
            signal.signal(stop, handler)


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()
