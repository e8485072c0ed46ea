"""`advice serve`: previews the guide while an author writes, and reloads open pages after every edit.

A page is made when someone asks for it, and everything else is checked after that. Nothing is published.
While there are errors, the last good pages stay, with the errors above them.
"""

from __future__ import annotations

import gc
import json
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from queue import Queue
from typing import Any, NoReturn, TypeVar
from urllib.parse import unquote

import click
from watchfiles import Change, watch

from generator.check.check import check, warnings
from generator.cli.report import amount, count, report
from generator.cli.terminal import INTACT, STOPPED, project_option, reporting_errors, url_option
from generator.downloads.sheets import make_downloads
from generator.engine import memo
from generator.load.loader import Draft, load, named_by, reread
from generator.model.reads import differing
from generator.pages.page import NOT_FOUND
from generator.preview import NO_PAPERS, Preview, silent
from generator.problems import ContentError, Problem, Refusal, SystemFailure
from generator.project import Project

EVENTS = "/.advice/events"
SCRIPT = "/.advice/live.js"
HTML = "text/html"
NOTHING_YET = b"<!doctype html><title>Not built yet</title><body></body>"
"""Shown if the very first build fails."""
THIS_COMPUTER = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)
"""What a browser asks for (“Host”) if the address of a page names this computer."""
ONLY_HERE = "This preview is only for this computer. Open it at http://127.0.0.1, not by another name."
QUICKLY: Mapping[str, Any] = {"step": 5, "debounce": 40}
"""Milliseconds that the watcher waits for another edit, and that it collects edits."""
SWITCH = 0.001
"""Seconds after which Python lets another thread run, so that an answer hardly waits for a check."""
REREADS = 500
"""Edits after which everything is read again, so that what's remembered of them can be forgotten."""
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
    """Serve to this computer only, and show every edit, until interrupted.

    Raises `Refusal` when the port is taken, and `KeyboardInterrupt`; then a check can still be running in a
    thread, which ends with the process.
    """
    session = Session(project)
    try:
        server = Server(("127.0.0.1", port), partial(Handler, session))
    except OSError as error:
        raise Refusal(f"Can’t use port {port}: {error.strerror}. Choose another with --port.") from error
    sys.setswitchinterval(SWITCH)
    # A library can swallow an interrupt during a check, so this thread does nothing but wait for one.
    threading.Thread(target=_keep_current, args=[session, server], daemon=True).start()
    while True:
        # Not longer: a signal that arrives just before the sleep starts is only noticed when it ends.
        time.sleep(1)


def _keep_current(session: Session, server: Server) -> None:
    """Show the guide, then start to serve, and show it again after every edit."""
    edits, watched = Queue[Path](), set[Path]()
    _watch_all(session.project, edits, watched)  # before anything is read, so that no edit is missed
    session.refresh()
    threading.Thread(target=session.keep_checked, daemon=True).start()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = session.preview.base if session.preview else "/"
    click.echo(f"Preview at http://127.0.0.1:{server.server_port}{base} (press Ctrl+C to stop)")
    while True:
        paths = {edits.get()}
        while not edits.empty():
            paths.add(edits.get())
        _watch_all(session.project, edits, watched)
        session.refresh(paths)


def _watch_all(project: Project, edits: Queue[Path], watched: set[Path]) -> None:
    """Watch what the site is made from, except what's already `watched`; the settings can name new files."""
    for path in {project.content, project.templates, project.config, *named_by(project)} - watched:
        watched.add(path)
        threading.Thread(target=_watch, args=[path, edits], daemon=True).start()


def _watch(path: Path, edits: Queue[Path]) -> None:
    """Add the file `path` to `edits` whenever it changes, or each file that changes in the folder `path`."""
    changes = watch(path, **QUICKLY)
    if not path.is_dir():  # editors replace files, so the folder is what has to be watched
        only = lambda _, changed: Path(changed) == path  # noqa: E731
        changes = watch(path.parent, watch_filter=only, recursive=False, **QUICKLY)
    for found in changes:
        for _, changed in found:
            # Some editors make a file while they save, and remove it again.
            if Path(changed).exists() or (Change.added, changed) not in found:
                edits.put(Path(changed))


Value = TypeVar("Value")
Version = tuple[Draft, Preview]
"""A guide as it was read, and its site."""


class Session:
    """What the preview shows, and the errors in the newest edits."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.state = {"version": str(time.time_ns()), "errors": ""}
        """What open pages need to know: a name for the version they should show, and the errors since."""
        self.preview: Preview | None = None
        """The site that's shown; None if there's none yet."""
        self._newest: Version | None = None
        """The newest version that could be read; the last good one if that has errors."""
        self._good: Version | None = None
        """The last version without any errors."""
        self._base: Version | None = None
        """The version that edits are compared with. Its content follows all rules."""
        self._edited: set[Path] = set()
        """The files that differ between `_base` and `_newest`."""
        self._unread: set[Path] = set()
        """The files that were edited since the newest version; if there are any, they have errors."""
        self._rereads = 0
        self._lock = threading.Lock()
        self._changed = threading.Condition()
        self._unchecked = threading.Event()

    def refresh(self, paths: Iterable[Path] = ()) -> None:
        """Show the guide with the edits of the files `paths`; errors are printed and kept, not raised."""
        with self._lock:
            self._unread |= {*paths}
            version, errors = _attempt(self._read)
            if version:
                if version is not self._base:
                    self._edited |= self._unread
                self._unread, self._newest = set(), version
                self._unchecked.set()
            self._show(errors)

    def _read(self) -> Version:
        """Return the newest version; of most edits, only what they can change is read."""
        base, self._rereads = self._base, self._rereads + 1
        draft = reread(base[0], self.project, self._edited | self._unread) if base else None
        if base and draft and self._rereads < REREADS:
            if draft.problems or not draft.guide:
                raise ContentError(draft.problems)
            pairs = zip(base[1].guide.records(), draft.guide.records(), strict=True)
            edits = frozenset(read for old, new in pairs if old is not new for read in differing(old, new))
            if preview := base[1].edited(draft.guide, edits):
                return draft, preview
        else:
            self._rereads = 0
            memo.next_generation()
            draft = load(self.project)
        papers = base[1].papers if base else NO_PAPERS
        return self._based_on((draft, Preview.of(check(draft), self.project, papers)))

    def _based_on(self, version: Version) -> Version:
        """Return `version`, with which edits are compared from now on."""
        self._base, self._edited = version, set()
        return version

    def keep_checked(self) -> NoReturn:
        """Check each version after it was shown: its rules, papers, pages and links."""
        templates = None
        while True:
            self._unchecked.wait()
            self._unchecked.clear()
            self.check()
            # Now, because otherwise it would be during an answer, and only what's new since the last time.
            if self.preview and self.preview.builder.jinja is not templates:
                templates = self.preview.builder.jinja
                gc.unfreeze()
            gc.collect()
            gc.freeze()

    def check(self) -> None:
        """Check the newest version; if it has errors, show them above the last version without any."""
        version = self._newest
        if not version or version is self._good:
            return
        found, errors = _attempt(lambda: self._warnings(version))
        with self._lock:
            if self._newest is not version:
                return  # edited meanwhile
            if errors:
                self._newest = self._good or version
            else:
                self._good = self._based_on(version)
            self._show(self.state["errors"] if self._unread else errors)
        if not errors:
            pages = amount(len(version[1].stage.pages), "page")
            click.echo(f"{pages} checked. {'' if found else 'No problems.'}".rstrip())
        if found:
            click.echo(f"{count(found)}. Run “advice check” for details.")

    def _warnings(self, version: Version) -> tuple[Problem, ...]:
        """Return the warnings about `version`; raises `ContentError` with the errors in it.

        Stops early if there's a newer version, which can be the same with what its pages say about papers.
        """
        draft, preview = version
        guide = check(draft)
        made = make_downloads(guide, self.project, silent)
        papers = replace(made, files=dict.fromkeys(made.files, b""))
        if papers != preview.papers:
            preview = Preview.of(guide, self.project, papers)
            with self._lock:
                if self._newest is version:
                    self._newest = self._based_on((draft, preview))
                    self._unchecked.set()
                    self._show(self.state["errors"])
            return ()
        preview.check(lambda: self._newest is version)
        return warnings(draft)

    def _show(self, errors: str) -> None:
        """Show the newest version, and the `errors` since."""
        if errors and errors != self.state["errors"]:
            click.echo(errors)
        shown = self._newest[1] if self._newest else None
        with self._changed:
            version = self.state["version"] if shown is self.preview else str(time.time_ns())
            # In this order, so that no older page gets the name of the newer version.
            self.preview = shown
            self.state = {"version": version, "errors": errors}
            self._changed.notify_all()

    def states(self) -> Iterator[dict[str, str]]:
        """Yield the current state now, after each change, and at every heartbeat."""
        while True:
            yield (state := self.state)
            with self._changed:
                self._changed.wait_for(lambda: self.state is not state, HEARTBEAT)

    def file(self, name: str, preview: Preview) -> bytes | None:
        """Return the file `name` of `preview`; None if there's none.

        If there are errors in it, they are shown, and it's the file of the last good version, if possible.
        """
        data, errors = _attempt(lambda: preview.file(name))
        if errors:
            with self._lock:
                if self.preview is preview and not self.state["errors"]:
                    self._show(errors)
            good = self._good
            data, errors = _attempt(lambda: good[1].file(name)) if good else (None, errors)
        return NOTHING_YET if errors else data


def _attempt(work: Callable[[], Value]) -> tuple[Value | None, str]:
    """Return what `work` returns, or the errors that it raises, as words: the preview always goes on."""
    try:
        return work(), ""
    except ContentError as error:
        # Warnings don't keep a page from being shown, so they're not shown above it.
        found = [problem for problem in error.problems if problem.severity == "error"]
        return None, report(found, ending="The last good version stays.")
    except (Refusal, SystemFailure) as error:
        return None, str(error)
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        return None, f"Something went wrong in the program ({what}). Save to try again."


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

    def __init__(self, session: Session, *arguments: object) -> None:
        self.session = session
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
        """Answer one request. No address leads to the disk: only a name that the site has gets an answer."""
        self.version = self.session.state["version"]  # before the preview, which can be newer, not older
        path, preview = unquote(self.path.partition("?")[0]), self.session.preview
        base = preview.base if preview else "/"
        script = self.session.project.templates / "preview/live.js"
        name = path.removeprefix(base) if path.startswith(base) else "/"
        if path == EVENTS and self.command == "GET":
            self._send_events()
        elif path == SCRIPT and script.is_file():
            self._send(HTTPStatus.OK, "text/javascript", script.read_bytes())
        elif not preview:
            self._send(HTTPStatus.OK, HTML, NOTHING_YET)
        elif path == "/" != base:
            self._send(HTTPStatus.FOUND, HTML, location=base)
        else:
            self._send_file(name, preview)

    do_HEAD = do_GET  # noqa: N815 - named like the method of HTTP

    def end_headers(self) -> None:
        """Keep browsers from showing an older build, or anything of it on another site."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing: the terminal is for what an author needs to know."""

    def _send_file(self, name: str, preview: Preview) -> None:
        """Send a file of the site, or the address of the page with this `name`, or what's at no address."""
        file = f"{name}index.html" if not name or name.endswith("/") else name
        if (data := self.session.file(file, preview)) is not None:
            kind = HTML if data is NOTHING_YET else guess_type(file)[0] or "text/plain"
            self._send(HTTPStatus.OK, kind, data)
        elif file is name and self.session.file(f"{name}/index.html", preview):
            self._send(HTTPStatus.FOUND, HTML, location=f"{preview.base}{name}/")
        else:
            self._send(HTTPStatus.NOT_FOUND, HTML, self.session.file(NOT_FOUND, preview) or b"")

    def _send(self, status: HTTPStatus, kind: str, body: bytes = b"", location: str = "") -> None:
        """Send `body`; a page gets the script that keeps it current."""
        if kind == HTML:
            tag = f'<script src="{SCRIPT}" data-version="{self.version}" defer></script></body>'
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
        for state in self.session.states():
            self.wfile.write(f"event: state\ndata: {json.dumps(state)}\n\n".encode())
            self.wfile.flush()
