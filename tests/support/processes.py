"""Commands as processes that can be killed, stopped and kept short of things.

Each is forked from one server that has loaded the program: a fresh start takes a second, in which there is
nothing to break.
"""

from __future__ import annotations

import ctypes
import errno
import multiprocessing
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import forkserver
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, NoReturn
from unittest import mock

import click

from tests.support.terminal import Done

PATIENCE = 60
"""Seconds that a command may take on a busy machine."""
_context = multiprocessing.get_context("forkserver")


@cache
def _server() -> None:
    """Start the server, which finds what it loads where we do."""
    forkserver.set_forkserver_preload(["tests.support.whole_program"])
    with mock.patch.dict("os.environ", PYTHONPATH=os.pathsep.join(sys.path)):
        forkserver.ensure_running()


@dataclass(frozen=True)
class Running:
    """A command that was begun."""

    process: ForkServerProcess
    log: Path

    @property
    def told(self) -> str:
        """What it has told so far of what it does, and of what failed."""
        return self.log.read_text("utf-8")

    def tells(self, words: str) -> bool:
        """Wait until it tells `words`, and say whether it did before its end."""
        until = time.monotonic() + PATIENCE
        while words not in self.told:
            if not self.process.is_alive():
                return words in self.told
            assert time.monotonic() < until, f"it never told “{words}” but {self.told}"
            time.sleep(0.002)
        return True

    def send(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.process.is_alive():
            os.kill(self.process.pid or 0, number)

    def ended(self) -> Done:
        """Wait for its end."""
        self.process.join(PATIENCE)
        assert self.process.exitcode is not None, self.told
        return Done(self.process.exitcode, self.log.with_suffix(".out").read_text("utf-8"), self.told)


def begin(*arguments: str | Path, folder: Path, before: Callable[[], object] | None = None) -> Running:
    """Begin a command in `folder`; its process calls `before` first.

    What it tells goes into files beside the folder.
    """
    _server()
    words = ["advice", *map(str, arguments)]
    log = folder.with_name(f"{folder.name}-{time.monotonic_ns()}.log")
    for path in (log, log.with_suffix(".out")):
        path.touch()
    process = _context.Process(target=_run, args=(words, folder, log, before))
    process.start()
    return Running(process, log)


def _run(words: list[str], folder: Path, log: Path, before: Callable[[], object] | None) -> NoReturn:
    from generator.__main__ import main

    os.chdir(folder)
    for number, path in ((1, log.with_suffix(".out")), (2, log)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_APPEND), number)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = words
    if before:
        before()
    main()


def with_default_stops() -> None:
    """Begin as in a terminal: what a shell runs in the background hears of no Ctrl+C, nor do we there."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def held_at(words: str, pipe: Path) -> None:
    """Wait, once a line has been put out that begins with `words`, until somebody has written to `pipe`."""
    echo = click.echo

    def held(message: object = None, **options: Any) -> None:
        echo(message, **options)
        if str(message).startswith(words):
            pipe.read_bytes()

    mock.patch.object(click, "echo", held).start()


@contextmanager
def read_by_somebody(pipe: Path) -> Iterator[None]:
    """Wait until somebody reads `pipe`, who then waits for words as long as the block lasts."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            end = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
            break
        except OSError as error:
            if error.errno != errno.ENXIO:  # nobody does yet
                raise
        assert time.monotonic() < until, "nobody read it"
        time.sleep(0.002)
    try:
        yield
    finally:
        os.close(end)


def without_rights() -> None:
    """Let even an administrator do only what the modes of files allow."""
    if os.geteuid() == 0:
        version, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        assert ctypes.CDLL(None).capset(version, none) == 0


def with_room(size: int) -> None:
    """Let no file become larger than `size` bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def unheard() -> None:
    """Let what is put out go to somebody who reads none of it."""
    read, write = os.pipe()
    os.dup2(write, 1)
    os.close(read)
    os.close(write)


def written_nowhere() -> None:
    """Let what is put out go to a disk that is full."""
    os.dup2(os.open("/dev/full", os.O_WRONLY), 1)


def without_streams() -> None:
    """Begin with none of the usual three files open."""
    for number in range(3):
        os.close(number)
