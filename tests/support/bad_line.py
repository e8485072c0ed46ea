"""A host whose connection a test breaks, in each of the ways in which lines and servers fail readers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Literal

from tests.support.hosting import StaticHandler, StaticServer, running

Fault = Literal["none", "drops", "fails", "hangs", "drips"]


class BadLine(StaticServer):
    """A host that a test can break and fix. What still waits when it's fixed gets the site's answer."""

    fault: Fault = "none"

    def __init__(self, site: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(_BrokenHandler, "/", directory=str(site)))
        self.fixed = threading.Event()
        self.asked = list[str]()
        """The paths that were asked for since it broke, in order."""

    def breaks(self, fault: Fault) -> None:
        """Drop every request, answer with 503, accept requests without an answer, or send a byte a second."""
        self.fixed = threading.Event()
        self.asked.clear()
        self.fault = fault

    def recovers(self) -> None:
        self.fault = "none"
        self.fixed.set()


class _BrokenHandler(StaticHandler):
    server: BadLine

    def do_GET(self) -> None:  # noqa: N802 - its name in the standard library
        fault, fixed = self.server.fault, self.server.fixed
        self.server.asked.append(self.path)
        # Browsers look for a new worker when they like. On a bad line they never find one.
        if fault == "drops" or (fault != "none" and self.path == "/sw.js"):
            self.connection.shutdown(socket.SHUT_RDWR)
        elif fault == "fails":
            self.send_error(503)
        elif fault == "drips":
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", "100000")
            self.end_headers()
            while not fixed.wait(1):
                self.wfile.write(b"<")
        else:
            if fault == "hangs":
                fixed.wait()
            super().do_GET()


@contextmanager
def hosted_on_bad_line(site: Path) -> Iterator[tuple[str, BadLine]]:
    """Serve `site`, at first without a fault, and yield its address."""
    line = BadLine(site)
    with running(line) as address:
        yield address, line
        line.recovers()
