"""`advice serve`: previews the guide while an author writes. Builds on every edit and reloads open pages.

The preview is in build/preview, so the published site is never touched. While there are errors, the last good
pages stay, with the errors above them.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import click
from watchfiles import watch

from generator.build import build
from generator.cli.report import count, report
from generator.cli.terminal import INTACT, STOPPED, project_option, reporting_errors, url_option
from generator.engine import memo
from generator.engine.build_result import BuildResult
from generator.load.loader import named_by
from generator.problems import ContentError, Refusal, SystemFailure
from generator.project import Project
from generator.publish.swap import Busy

EVENTS = "/.advice/events"
SCRIPT = "/.advice/live.js"
NOTHING_YET = b"<!doctype html><title>Not built yet</title><body></body>"
"""Shown if the very first build fails."""
BUSY_PAUSE = 0.5
"""Seconds to wait before trying again while another build is running."""
HEARTBEAT = 15.0
"""Seconds between messages to an open page; sending one is how a closed page is noticed."""


@click.command("serve")
@project_option
@url_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port on this computer.",
)
def command(folder: Path, url: str, port: int) -> None:
    """Preview the guide in your browser. The page reloads whenever you save."""
    with reporting_errors():
        try:
            serve(Project.at(folder, url), port)
        except KeyboardInterrupt:
            click.echo(INTACT, err=True)
            sys.stdout.flush()
            # A thread may be building, and a regular exit would wait for all of its sheets.
            os._exit(STOPPED)


def serve(project: Project, port: int) -> NoReturn:
    """Build, serve to this computer only, and build again on every edit, until interrupted.

    Raises `Refusal` when the port is taken, and `KeyboardInterrupt`; then a build can still be running in a
    thread, which ends with the process.
    """
    preview = Preview(project)
    try:
        server = Server(("127.0.0.1", port), partial(Handler, preview))
    except OSError as error:
        raise Refusal(f"Can’t use port {port}: {error.strerror}. Choose another with --port.") from error
    # A library can swallow an interrupt during a build, so this thread does nothing but wait for one.
    threading.Thread(target=_keep_current, args=[preview, server], daemon=True).start()
    while True:
        # Not longer: a signal that arrives just before the sleep starts is only noticed when it ends.
        time.sleep(1)


def _keep_current(preview: Preview, server: Server) -> None:
    """Build, then start to serve, and build again on every edit."""
    edited, watched = threading.Event(), set[Path]()
    _watch_all(preview.project, edited, watched)  # before the first build, so that no edit is missed
    preview.refresh()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    click.echo(f"Preview at http://127.0.0.1:{server.server_port}{preview.base} (press Ctrl+C to stop)")
    while True:
        edited.wait()
        edited.clear()
        _watch_all(preview.project, edited, watched)
        preview.refresh()


def _watch_all(project: Project, edited: threading.Event, watched: set[Path]) -> None:
    """Watch what the site is made from, except what's already `watched`; the settings can name new files."""
    for path in {project.content, project.templates, project.config, *named_by(project)} - watched:
        watched.add(path)
        threading.Thread(target=_watch, args=[path, edited], daemon=True).start()


def _watch(path: Path, edited: threading.Event) -> None:
    """Set `edited` whenever the file `path` changes, or something in the folder `path`."""
    changes = watch(path)
    if not path.is_dir():  # editors replace files, so the folder is what has to be watched
        changes = watch(path.parent, watch_filter=lambda _, changed: Path(changed) == path, recursive=False)
    for _ in changes:
        edited.set()


class Preview:
    """The state of the preview: which build it shows, and the errors in the newest edit."""

    def __init__(self, project: Project) -> None:
        memo.expect_more_builds()
        self.project = project
        self.site = project.build / "preview"
        self.base = "/"
        """The path of the home page, as on the published site."""
        self.state = {"version": str(time.time_ns()), "errors": ""}
        """What open pages need to know: a name for the build they should show, and the errors since then."""
        self._changed = threading.Condition()

    def refresh(self) -> None:
        """Build again; errors are printed and kept, not raised."""
        errors = ""
        try:
            result = self._build()
            self.base = urlsplit(result.url).path.rstrip("/") + "/"
            click.echo(f"Built {result.pages} pages in {result.seconds:.1f} s.")
            if result.warnings:
                click.echo(f"{count(result.warnings)}. Run “advice check” for details.")
        except ContentError as error:
            # Warnings don't keep a page from being built, so they're not shown above it.
            found = [problem for problem in error.problems if problem.severity == "error"]
            errors = report(found, ending="The last good version stays.")
        except (Refusal, SystemFailure) as error:
            errors = str(error)
        except Exception as error:  # whatever happens, the preview goes on
            errors = (
                f"Something went wrong in the program ({type(error).__name__}: {error}). Save to try again."
            )
        if errors:
            click.echo(errors)
        with self._changed:
            version = self.state["version"] if errors else str(time.time_ns())
            self.state = {"version": version, "errors": errors}
            self._changed.notify_all()
        gc.collect()  # now, because during a build it would take a third of the time

    def _build(self) -> BuildResult:
        """Build once no other build is running."""
        while True:
            try:
                return build(self.project, self.site, lambda step: None)
            except Busy:
                time.sleep(BUSY_PAUSE)

    def states(self) -> Iterator[dict[str, str]]:
        """Yield the current state now, after each build, and at every heartbeat."""
        while True:
            yield (state := self.state)
            with self._changed:
                self._changed.wait_for(lambda: self.state is not state, HEARTBEAT)


class Server(ThreadingHTTPServer):
    """Answers several pages at once, and doesn't wait for them when it ends."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Print nothing about a page that was closed while it was being sent."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(SimpleHTTPRequestHandler):
    """Serves the files of the preview, and events about its builds."""

    def __init__(self, preview: Preview, *arguments: object) -> None:
        self.preview = preview
        super().__init__(*arguments, directory=str(preview.site))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer one request."""
        path = urlsplit(self.path).path
        script = self.preview.project.templates / "preview/live.js"
        if path == EVENTS:
            self._send_events()
        elif "%00" in path:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif path == SCRIPT and script.is_file():
            self._send(HTTPStatus.OK, "text/javascript", script.read_bytes())
        elif not self.preview.site.is_dir():
            self._send_page(HTTPStatus.OK, NOTHING_YET)
        elif path == "/" != self.preview.base:
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", self.preview.base)
            self.end_headers()
        elif page := self._page(path):
            self._send_page(HTTPStatus.OK, page.read_bytes())
        else:
            super().do_GET()

    def translate_path(self, path: str) -> str:
        """Return the file for an address."""
        return super().translate_path("/" + path.removeprefix(self.preview.base).lstrip("/"))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page for addresses that do not exist."""
        page = self.preview.site / "404.html"
        if code == HTTPStatus.NOT_FOUND and page.is_file():
            self._send_page(HTTPStatus.NOT_FOUND, page.read_bytes())
        else:
            super().send_error(code, message, explain)

    def end_headers(self) -> None:
        """Keep browsers from showing an older build."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing: the terminal is for what an author needs to know."""

    def _page(self, path: str) -> Path | None:
        file = Path(self.translate_path(path))
        if path.endswith("/"):
            file /= "index.html"
        return file if file.suffix == ".html" and file.is_file() else None

    def _send_page(self, status: HTTPStatus, page: bytes) -> None:
        """Send `page` with the script that keeps it current."""
        tag = f'<script src="{SCRIPT}" data-version="{self.preview.state["version"]}" defer></script></body>'
        self._send(status, "text/html; charset=utf-8", page.replace(b"</body>", tag.encode()))

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
