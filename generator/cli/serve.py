"""`advice serve`: previews the guide while an author writes. Builds on every edit and reloads open pages.

The preview is in build/preview, so the published site is never touched. While there are errors, the last good
pages stay, with the errors above them.
"""

from __future__ import annotations

import gc
import json
import os
import re
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote, urlsplit

import click
from watchfiles import watch

from generator.build import build
from generator.cli.report import count, report
from generator.cli.terminal import INTACT, STOPPED, project_option, reporting_errors, url_option
from generator.engine import memo
from generator.engine.build_result import BuildResult
from generator.engine.files import walk
from generator.load.loader import named_by
from generator.pages.page import NOT_FOUND
from generator.problems import ContentError, Refusal, SystemFailure
from generator.project import Project
from generator.publish.swap import Busy

EVENTS = "/.advice/events"
SCRIPT = "/.advice/live.js"
HTML = "text/html"
NOTHING_YET = b"<!doctype html><title>Not built yet</title><body></body>"
"""Shown if the very first build fails."""
THIS_COMPUTER = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)
"""What a browser asks for (“Host”) if the address of a page names this computer."""
ONLY_HERE = "This preview is only for this computer. Open it at http://127.0.0.1, not by another name."
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
        """Print one line, but nothing about a page that was closed while it was being sent."""
        error = sys.exception()
        if not isinstance(error, ConnectionError):
            click.echo(f"Can’t answer a request of the browser ({type(error).__name__}: {error}).", err=True)


class Handler(BaseHTTPRequestHandler):
    """Serves the files of the preview, and events about its builds, but only to pages on this computer."""

    def __init__(self, preview: Preview, *arguments: object) -> None:
        self.preview = preview
        super().__init__(*arguments)  # type: ignore[arg-type]

    def parse_request(self) -> bool:
        """Return whether the request is one to answer; if not, that's answered.

        Any site can give its own name the address of this computer. To a browser, the preview is then a part
        of that site, whose pages could read the draft. Only the name in the request shows it.
        """
        if not super().parse_request():
            return False
        hosts = self.headers.get_all("Host", [])
        if len(hosts) == 1 and THIS_COMPUTER.fullmatch(hosts[0]):
            return True
        self.send_error(HTTPStatus.FORBIDDEN, explain=ONLY_HERE)
        return False

    def do_GET(self) -> None:
        """Answer one request."""
        path, site, base = unquote(self.path.partition("?")[0]), self.preview.site, self.preview.base
        script = self.preview.project.templates / "preview/live.js"
        # Only what is listed here is ever opened, so no address can lead to a folder or out of the site.
        names = walk(site) if site.is_dir() else []
        name = path.removeprefix(base) if path.startswith(base) else "/"
        name += "index.html" if not name or name.endswith("/") else ""
        if path == EVENTS and self.command == "GET":
            self._send_events()
        elif path == SCRIPT and script.is_file():
            self._send(HTTPStatus.OK, "text/javascript", script.read_bytes())
        elif NOT_FOUND not in names:
            self._send(HTTPStatus.OK, HTML, NOTHING_YET)
        elif path == "/" != base:
            self._send(HTTPStatus.FOUND, HTML, location=base)
        elif f"{name}/index.html" in names:
            self._send(HTTPStatus.FOUND, HTML, location=f"{base}{name}/")
        elif name in names and "/." not in f"/{name}" and not (site / name).is_symlink():
            self._send(HTTPStatus.OK, guess_type(name)[0] or "text/plain", (site / name).read_bytes())
        else:
            self._send(HTTPStatus.NOT_FOUND, HTML, (site / NOT_FOUND).read_bytes())

    do_HEAD = do_GET  # noqa: N815 - named like the method of HTTP

    def end_headers(self) -> None:
        """Keep browsers from showing an older build, or anything of it on another site."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing: the terminal is for what an author needs to know."""

    def _send(self, status: HTTPStatus, kind: str, body: bytes = b"", location: str = "") -> None:
        """Send `body`; a page gets the script that keeps it current."""
        if kind == HTML:
            version = self.preview.state["version"]
            tag = f'<script src="{SCRIPT}" data-version="{version}" defer></script></body>'
            body = body.replace(b"</body>", tag.encode())
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for state in self.preview.states():
            self.wfile.write(f"event: state\ndata: {json.dumps(state)}\n\n".encode())
            self.wfile.flush()
