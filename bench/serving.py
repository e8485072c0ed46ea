"""Measures how long an author waits from saving an edit until the served page shows it."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from measuring import ENVIRONMENT, Failed, Series, watching

PAUSE = 0.005
"""Seconds between two requests, which limits how exact the numbers are."""
LONGEST = 600
"""Seconds to wait at most."""
LONGEST_OUTPUT = 65536
"""Bytes of what a server prints."""


@dataclass(frozen=True, slots=True)
class Server:
    """A program that serves a guide while it's edited."""

    name: str
    command: Sequence[str]
    """Contains {port} as a placeholder."""
    folder: Path
    page: str
    """The address of the page that shows the edit, from the root of the site."""
    edit: Callable[[int], str]
    """Saves a new edit and returns the words to expect on the page."""
    ready: bytes = b""
    """What it prints when it has nothing left to do; the edits begin after that."""


def served(server: Server, count: int) -> Series:
    """Edit once to warm up and `count` times for the clock.

    Raises `Failed` if the server ends or the edit doesn't appear within ten minutes.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [part.replace("{port}", port) for part in server.command]
    found = Series()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command,
            cwd=server.folder,
            env={**os.environ, **ENVIRONMENT},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        address = f"http://127.0.0.1:{port}/{server.page}"
        try:
            _wait_for(address, "</html>", process, server.name)
            until = time.monotonic() + LONGEST
            while server.ready not in os.pread(output.fileno(), LONGEST_OUTPUT, 0):
                if process.poll() is not None or time.monotonic() > until:
                    raise Failed(f"{server.name} did not say “{server.ready.decode()}”")
                time.sleep(PAUSE)
            for number in range(count + 1):
                # Watchers look at intervals; the edits come at different moments of one.
                time.sleep(1.5 + number * 0.17)
                with watching(process.pid, enabled=not number) as seen:
                    expected = server.edit(number)
                    started = time.perf_counter()
                    _wait_for(address, expected, process, server.name)
                    seconds = time.perf_counter() - started
                if number:
                    found.seconds.append(seconds)
                else:
                    found.megabytes = seen.most
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    return found


def _wait_for(address: str, expected: str, process: subprocess.Popen[bytes], name: str) -> None:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        if process.poll() is not None:
            raise Failed(f"{name} ended while serving {address}")
        try:
            with urlopen(address, timeout=LONGEST) as answer:
                if expected in answer.read().decode("utf-8"):
                    return
        except (URLError, HTTPException, OSError):
            pass  # not there yet, or just being replaced
        time.sleep(PAUSE)
    raise Failed(f"{name} did not show “{expected}” at {address} within {LONGEST // 60} minutes")
