"""A static host and a real browser."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType

from playwright.sync_api import Browser, Playwright

from tests.support.prerequisites import chromium_path

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
"""Without the last ones, Chromium calls home, which would count as requests of ours."""


def launch(playwright: Playwright) -> Browser:
    """Start this machine's Chromium, or the one that Playwright installed."""
    return playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)


NO_HEADERS: Mapping[str, str] = MappingProxyType({})
Headers = Mapping[str, str] | Callable[[str], Mapping[str, str]]
"""Those of every answer, or of that to a path."""


class StaticHandler(SimpleHTTPRequestHandler):
    """Answers as static hosts do: below one path, with the site's own page for missing ones."""

    def __init__(self, base: str, *arguments: object, directory: str, headers: Headers = NO_HEADERS) -> None:
        self.base, self.headers_to_add = base, headers
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.base):
            return str(Path(self.directory, "outside-of-the-site"))
        return super().translate_path("/" + path.removeprefix(self.base))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def end_headers(self) -> None:
        given = self.headers_to_add
        for name, value in (given(self.path) if callable(given) else given).items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep test output readable."""


class StaticServer(ThreadingHTTPServer):
    """Ignores pages that a browser leaves while they're being sent."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep test output readable."""


@contextmanager
def running(server: StaticServer) -> Iterator[str]:
    """Answer requests in another thread until the block ends, and yield the address of the host."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def hosted(site: Path, base: str = "/", headers: Headers = NO_HEADERS) -> Iterator[str]:
    """Serve `site` with `base` as its path and `headers` in each answer, and yield the address."""
    handler = partial(StaticHandler, base, directory=str(site), headers=headers)
    with running(StaticServer(("127.0.0.1", 0), handler)) as host:
        yield host.removesuffix("/") + base
