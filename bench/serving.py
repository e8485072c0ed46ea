"""Measures what an author waits for: from saving an edit until the page that is served holds it."""

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

from measuring import AROUND, Failed, Series, watching

PAUSE = 0.02
"""Seconds from one question to the next, which is how exact the figures are."""
LONGEST = 600
"""Seconds after which nobody waits any more."""


@dataclass(frozen=True, slots=True)
class Server:
    """A program that serves a guide while it is written."""

    name: str
    command: Sequence[str]
    """Holds {port} where the port goes."""
    folder: Path
    page: str
    """The address of the page that shows the edit, from the root of the site."""
    edit: Callable[[int], str]
    """Saves an edit that has not been made before, and returns what the page then has to hold."""


def served(server: Server, count: int) -> Series:
    """Edit once to warm up and `count` times for the clock.

    Raises `Failed` when the server ends, or the edit does not come within ten minutes.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [part.replace("{port}", port) for part in server.command]
    found = Series()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, cwd=server.folder, env={**os.environ, **AROUND}, stdout=said, stderr=subprocess.STDOUT
        )
        address = f"http://127.0.0.1:{port}/{server.page}"
        try:
            _wait_for(address, "</html>", process, server.name)
            for number in range(count + 1):
                # Watchers look in beats; edits come at any time of a beat.
                time.sleep(1.5 + number * 0.17)
                with watching(process.pid, wanted=not number) as seen:
                    wanted = server.edit(number)
                    started = time.perf_counter()
                    _wait_for(address, wanted, process, server.name)
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


def _wait_for(address: str, wanted: str, process: subprocess.Popen[bytes], name: str) -> None:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        if process.poll() is not None:
            raise Failed(f"{name} stopped by itself while it served {address}")
        try:
            with urlopen(address, timeout=LONGEST) as answer:
                if wanted in answer.read().decode("utf-8"):
                    return
        except (URLError, HTTPException, OSError):
            pass  # not there yet, or between two states
        time.sleep(PAUSE)
    raise Failed(f"{name} did not show “{wanted}” at {address} within {LONGEST // 60} minutes")
