"""Runs commands as processes that can be killed, stopped and deprived of resources.

Each is forked from one server that has loaded the program, because a fresh start takes a second in which
there's nothing to break.
"""

from __future__ import annotations

import ctypes
import errno
import multiprocessing
import os
import platform
import resource
import signal
import socket
import struct
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
from tests.support.waiting import PATIENCE, wait_until

_context = multiprocessing.get_context("forkserver")


@cache
def _server() -> None:
    """Start the server, with our import path."""
    forkserver.set_forkserver_preload(["tests.support.whole_program"])
    with mock.patch.dict("os.environ", PYTHONPATH=os.pathsep.join(sys.path)):
        forkserver.ensure_running()


@dataclass(frozen=True)
class Running:
    """A running command."""

    process: ForkServerProcess
    log: Path

    @property
    def stderr(self) -> str:
        """Its progress and errors so far."""
        return self.log.read_text("utf-8")

    def wait_for(self, words: str) -> bool:
        """Wait until it prints `words` to stderr or ends, and return whether it printed them."""
        wait_until(lambda: words in self.stderr or not self.process.is_alive(), f"it prints “{words}”")
        return words in self.stderr

    def send(self, number: int) -> None:
        """Send it a signal unless it has ended."""
        if self.process.is_alive():
            os.kill(self.process.pid or 0, number)

    def wait(self) -> Done:
        """Wait until it ends."""
        self.process.join(PATIENCE)
        assert self.process.exitcode is not None, self.stderr
        return Done(self.process.exitcode, self.log.with_suffix(".out").read_text("utf-8"), self.stderr)


def start(*arguments: str | Path, folder: Path, before: Callable[[], object] | None = None) -> Running:
    """Start a command in `folder`; its process calls `before` first.

    Its output goes into files next to the folder.
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
    """Handle Ctrl+C as in a terminal; shells make background commands ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def pause_at(words: str, pipe: Path) -> None:
    """After printing a line that starts with `words`, wait until someone has written to `pipe`."""
    echo = click.echo

    def pausing(message: object = None, **options: Any) -> None:
        echo(message, **options)
        if str(message).startswith(words):
            pipe.read_bytes()

    mock.patch.object(click, "echo", pausing).start()


@contextmanager
def wait_for_reader(pipe: Path) -> Iterator[None]:
    """Wait until someone reads `pipe`, and keep them waiting for data as long as the block lasts."""

    def opened() -> int | None:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:  # no one does yet
                raise
            return None

    end = wait_until(opened, f"someone reads {pipe}")
    try:
        yield
    finally:
        os.close(end)


def without_privileges() -> None:
    """Limit even root to what file modes allow."""
    if os.geteuid() == 0:
        version, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        assert ctypes.CDLL(None).capset(version, none) == 0


def without_network() -> None:
    """Let Linux kill this process, or one that it starts, as soon as it asks for an internet socket.

    So it doesn't matter how the process handles a refusal, or whether Python or a library in C or Rust asks.
    """
    socket_call = {"x86_64": 41, "aarch64": 198}[platform.machine()]
    load, if_equal, end = 0x20, 0x15, 0x06
    steps = [
        (load, 0, 0, 0),  # the number of the system call
        (if_equal, 0, 4, socket_call),
        (load, 0, 0, 16),  # its first argument
        (if_equal, 1, 0, socket.AF_INET),
        (if_equal, 0, 1, socket.AF_INET6),
        (end, 0, 0, 0x8000_0000),  # kill the process
        (end, 0, 0, 0x7FFF_0000),  # allow the call
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    no_new_privileges, seccomp, filtered = 38, 22, 2
    prctl = ctypes.CDLL(None).prctl
    assert prctl(no_new_privileges, 1, 0, 0, 0) == 0
    assert prctl(seccomp, filtered, program) == 0


def with_file_limit(size: int) -> None:
    """Limit the size of files to `size` bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def with_memory_limit(size: int) -> None:
    """Let this process have at most `size` bytes of memory."""
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def without_reader() -> None:
    """Send stdout to a pipe that no one reads."""
    read, write = os.pipe()
    os.dup2(write, 1)
    os.close(read)
    os.close(write)


def with_full_stdout() -> None:
    """Send stdout to a full disk."""
    os.dup2(os.open("/dev/full", os.O_WRONLY), 1)


def without_streams() -> None:
    """Close stdin, stdout and stderr."""
    for number in range(3):
        os.close(number)
