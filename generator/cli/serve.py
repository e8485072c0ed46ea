"""Shows the guide while an author writes: builds on every edit and tells open pages about it.

The preview lies in build/preview, so that the published site is never touched. After a mistake the
last good pages stay, and the mistake stands above them.
"""

from __future__ import annotations

import gc
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from watchfiles import Change, DefaultFilter, watch

from generator.build import build
from generator.cli.report import count, report
from generator.engine import memo
from generator.engine.build_result import Built
from generator.load.loader import named_by
from generator.problems import ContentError, Refusal, SystemFailure
from generator.project import Project
from generator.publish.swap import Busy

EVENTS = "/.advice/events"
SCRIPT = "/.advice/live.js"
NOTHING_YET = b"<!doctype html><title>Not built yet</title><body></body>"
"""Shown when the very first build failed."""
BUSY_PAUSE = 0.5
"""Seconds between two looks whether another build has ended."""
HEARTBEAT = 15.0
"""Seconds between signs of life to a page, after which a page that was closed is noticed."""
Tell = Callable[[str], None]


def serve(project: Project, port: int, tell: Tell) -> NoReturn:
    """Build, serve on this machine alone and build again on every edit, until it is interrupted.

    Raises `Refusal` when the port is taken, `KeyboardInterrupt` when it was interrupted; a build may go on
    in a thread then, which the end of the process ends.
    """
    preview = Preview(project, tell)
    try:
        server = Server(("127.0.0.1", port), partial(Handler, preview))
    except OSError as error:
        raise Refusal(f"Port {port} cannot be used: {error.strerror}. Choose another with --port.") from error
    # An interrupt in the midst of a build can get lost in a library, so this thread only waits for it.
    threading.Thread(target=_keep_fresh, args=[preview, server, tell], daemon=True).start()
    while True:
        time.sleep(3600)  # on Windows nothing interrupts a thread that waits without an end


def _keep_fresh(preview: Preview, server: Server, tell: Tell) -> None:
    """Build, answer from then on, and build again on every edit."""
    project = preview.project
    edited = threading.Event()
    # Watching begins before the first build, so that an edit during it is not lost.
    _watch(edited, project.content, project.templates)
    _watch(edited, project.root, only=project.config)
    watched: set[Path] = set()
    _watch_named(edited, project, watched)
    preview.refresh()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tell(f"Reading copy at http://127.0.0.1:{server.server_port}{preview.base} (stop with Ctrl+C)")
    while True:
        edited.wait()
        edited.clear()
        _watch_named(edited, project, watched)
        preview.refresh()


def _watch_named(edited: threading.Event, project: Project, watched: set[Path]) -> None:
    """Watch the logo and the folder that lies over the content; by now the settings may name others."""
    for path in set(named_by(project)) - watched:
        watched.add(path)
        if path.is_dir():
            _watch(edited, path)
        else:
            _watch(edited, path.parent, only=path)


def _watch(edited: threading.Event, *folders: Path, only: Path | None = None) -> None:
    """Set `edited` whenever something in `folders` changes, or the file `only` directly in them."""

    def changed(_: Change, path: str) -> bool:
        return Path(path) == only if only else DefaultFilter()(_, path)

    def look() -> None:
        for _ in watch(*folders, watch_filter=changed, recursive=only is None):
            edited.set()

    threading.Thread(target=look, daemon=True).start()


class Preview:
    """The state of the reading copy: which build it shows, and what is wrong with the newest edit."""

    def __init__(self, project: Project, tell: Tell) -> None:
        memo.expect_more_builds()
        self.project = project
        self.site = project.build / "preview"
        self.base = "/"
        """The path under which pages lie, as on the published site."""
        self.mistakes = ""
        self._tell = tell
        self._version = 0
        self._started = time.time_ns()
        self._attempts = 0
        self._changed = threading.Condition()

    def refresh(self) -> None:
        """Build again; a mistake is told and kept, not raised."""
        mistakes = ""
        try:
            built = self._build()
            self.base = urlsplit(built.url).path.rstrip("/") + "/"
            self._tell(f"Built {built.pages} pages in {built.seconds:.1f} s.")
            if built.warnings:
                self._tell(f"{count(built.warnings)}: “advice check” tells more.")
        except ContentError as error:
            # Above the page stands what keeps it from being built, and nothing else.
            errors = [problem for problem in error.problems if problem.severity == "error"]
            mistakes = report(errors, ending="The last good state stays.")
        except (Refusal, SystemFailure) as error:
            mistakes = str(error)
        except Exception as error:  # a preview outlives whatever happens
            mistakes = (
                f"The program itself failed ({type(error).__name__}: {error}). Save again to try again."
            )
        if mistakes:
            self._tell(mistakes)
        with self._changed:
            self.mistakes = mistakes
            self._version += not mistakes
            self._attempts += 1
            self._changed.notify_all()
        gc.collect()  # while nobody waits; in the midst of a build it takes a third of the time

    def _build(self) -> Built:
        """Build as soon as no other build is running."""
        while True:
            try:
                return build(self.project, self.site, lambda step: None)
            except Busy:
                time.sleep(BUSY_PAUSE)

    @property
    def version(self) -> str:
        """A name for the build that is shown; a page left over from an earlier run has another."""
        return f"{self._started}-{self._version}"

    def states(self) -> Iterator[dict[str, str]]:
        """Yield the state now, after each build, and at every heartbeat."""
        while True:
            with self._changed:
                attempts = self._attempts
                state = {"version": self.version, "mistakes": self.mistakes}
            yield state
            with self._changed:
                self._changed.wait_for(lambda seen=attempts: self._attempts != seen, HEARTBEAT)  # type: ignore[misc]


class Server(ThreadingHTTPServer):
    """Answers several pages at once, and does not wait for them when it ends."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet about a page that was closed while it was being sent."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(SimpleHTTPRequestHandler):
    """Serves the files of the reading copy, and events about it."""

    def __init__(self, preview: Preview, *arguments: object) -> None:
        self.preview = preview
        super().__init__(*arguments, directory=str(preview.site))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer one request of a browser."""
        path = urlsplit(self.path).path
        if path == EVENTS:
            self._send_events()
        elif "%00" in path:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif path == SCRIPT and (self.preview.project.templates / "preview/live.js").is_file():
            script = self.preview.project.templates / "preview/live.js"
            self._send(HTTPStatus.OK, "text/javascript", script.read_bytes())
        elif not self.preview.site.is_dir():
            self._send(HTTPStatus.OK, "text/html; charset=utf-8", self._with_script(NOTHING_YET))
        elif path == "/" != self.preview.base:
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", self.preview.base)
            self.end_headers()
        elif page := self._page(path):
            self._send(HTTPStatus.OK, "text/html; charset=utf-8", self._with_script(page.read_bytes()))
        else:
            super().do_GET()

    def translate_path(self, path: str) -> str:
        """Return the file for an address."""
        return super().translate_path("/" + path.removeprefix(self.preview.base).lstrip("/"))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page for addresses that do not exist."""
        page = self.preview.site / "404.html"
        if code == HTTPStatus.NOT_FOUND and page.is_file():
            self._send(HTTPStatus.NOT_FOUND, "text/html; charset=utf-8", self._with_script(page.read_bytes()))
        else:
            super().send_error(code, message, explain)

    def end_headers(self) -> None:
        """Keep browsers from showing an older build."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Leave the terminal to what an author needs to know."""

    def _page(self, path: str) -> Path | None:
        file = Path(self.translate_path(path))
        if path.endswith("/"):
            file /= "index.html"
        return file if file.suffix == ".html" and file.is_file() else None

    def _with_script(self, page: bytes) -> bytes:
        tag = f'<script src="{SCRIPT}" data-version="{self.preview.version}" defer></script></body>'
        return page.replace(b"</body>", tag.encode())

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for state in self.preview.states():
            self.wfile.write(f"event: state\ndata: {json.dumps(state)}\n\n".encode())
            self.wfile.flush()
