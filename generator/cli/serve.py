"""`advice serve`: previews the guide while an author writes, and reloads open pages after every edit.

A page is made when someone asks for it, and everything else is checked after that. Nothing is published.
While there are errors, the last good pages stay, with the errors above them.
"""

from __future__ import annotations

import errno
import json
import os
import re
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from queue import Queue
from typing import Any, NoReturn
from urllib.parse import unquote

import click
from watchfiles import Change, watch

from generator.cli.output import Output, output
from generator.cli.session import NOTHING_YET, Session
from generator.cli.share import OWN, Invitation, shared_address
from generator.cli.terminal import INTACT, STOPPED, project_option, reporting_errors, url_option
from generator.load.loader import named_by
from generator.preview import Preview
from generator.problems import Refusal
from generator.project import Project

EVENTS = "/.advice/events"
SCRIPT = "/.advice/live.js"
HTML = "text/html"
THIS_COMPUTER = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)
"""What a browser asks for (“Host”) if the address of a page names this computer."""
ONLY_HERE = "This preview is only for this computer. Open it at http://127.0.0.1, not by another name."
CANNOT_OPEN = "No browser could be opened. Open the address yourself."
QUICKLY: Mapping[str, Any] = {"step": 5, "debounce": 40}
"""Milliseconds that the watcher waits for another edit, and that it collects edits."""
SWITCH = 0.001
"""Seconds after which Python lets another thread run, so that an answer hardly waits for a check."""


@click.command("serve")
@project_option
@url_option
@click.option(
    "-p",
    "--port",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port on this computer.",
)
@click.option("-o", "--open", "in_browser", is_flag=True, help="Open the preview in your browser.")
@click.option(
    "--share",
    metavar="[ADDRESS]",
    is_flag=False,
    flag_value=OWN,
    help="Also let devices on the same network open it, with an address that contains a code. "
    "If this computer has several addresses, ADDRESS chooses one.",
)
def command(folder: Path, url: str, port: int, in_browser: bool, share: str | None) -> None:
    """Preview the guide in your browser. The page reloads whenever you save.

    Only this computer can open the preview, unless you use --share.
    """
    with reporting_errors():
        try:
            serve(Project.at(folder, url), port, in_browser, share)
        except KeyboardInterrupt:
            click.echo(INTACT, err=True)
            sys.stdout.flush()
            # A thread may be building, and a regular exit would wait for all of its sheets.
            os._exit(STOPPED)


def serve(project: Project, port: int, in_browser: bool = False, share: str | None = None) -> NoReturn:
    """Serve to this computer, and show every edit, until interrupted.

    `in_browser` opens the preview once there's something to see. `share` is an address at which others can
    see it, too, or `OWN`. Raises `Refusal` when a port is taken, and `KeyboardInterrupt`; then a check can
    still be running in a thread, which ends with the process.
    """
    session = Session(project)
    servers = [_server("127.0.0.1", port, partial(Handler, session))]
    shown, invitation = output(), None
    if share is not None:
        invitation = Invitation(shared_address(share), servers[0].server_port)
        servers.append(
            _server(invitation.address, invitation.port, partial(SharedHandler, invitation, session))
        )

    def ready(address: str) -> None:
        shown.print(f"Preview at {address} (press Ctrl+C to stop)")
        if invitation:
            shown.print(invitation.announcement(shown.in_color(sys.stdout)))
        if in_browser:  # in a thread, because some browsers only return when they're closed
            threading.Thread(target=_open, args=[address, shown], daemon=True).start()

    sys.setswitchinterval(SWITCH)
    # A library can swallow an interrupt during a check, so this thread does nothing but wait for one.
    threading.Thread(target=_keep_current, args=[session, servers, ready], daemon=True).start()
    while True:
        # Not longer: a signal that arrives just before the sleep starts is only noticed when it ends.
        time.sleep(1)


def _open(address: str, shown: Output) -> None:
    if not webbrowser.open(address):
        shown.print(CANNOT_OPEN, err=True)


def _server(address: str, port: int, handler: Callable[..., BaseHTTPRequestHandler]) -> Server:
    """Return a server that answers at `address`; raises `Refusal` if it can't."""
    try:
        return Server((address, port), handler)
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            raise Refusal(f"{address} isn’t an address of this computer.") from error
        where = "" if address == "127.0.0.1" else f" of {address}"
        raise Refusal(
            f"Can’t use port {port}{where}: {error.strerror}. Choose another with --port."
        ) from error


def _keep_current(session: Session, servers: Sequence[Server], ready: Callable[[str], None]) -> None:
    """Show the guide, then start to serve, and show it again after every edit.

    Calls `ready` with the address for this computer when there's something to see.
    """
    edits, watched = Queue[Path](), set[tuple[Path, bool]]()
    _watch_all(session.project, edits, watched)  # before anything is read, so that no edit is missed
    session.refresh()
    threading.Thread(target=session.keep_checked, daemon=True).start()
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    base = session.preview.base if session.preview else "/"
    ready(f"http://127.0.0.1:{servers[0].server_port}{base}")
    while True:
        paths = {edits.get()}
        while not edits.empty():
            paths.add(edits.get())
        _watch_all(session.project, edits, watched)
        session.refresh(paths)


def _watch_all(project: Project, edits: Queue[Path], watched: set[tuple[Path, bool]]) -> None:
    """Watch what the site is made from, except what's already `watched`; the settings can name new files.

    A guide can get a folder of templates and lose it again, so that's watched from outside, too.
    """
    templates = project.templates
    watched -= {(path, inside) for path, inside in watched if inside and not path.is_dir()}
    paths = {project.content, *templates.folders(), project.config, *named_by(project)}
    targets = {(path, path.is_dir()) for path in paths}
    if templates.own:
        targets.add((templates.own, False))
    for path, inside in targets - watched:
        watched.add((path, inside))
        threading.Thread(target=_watch, args=[path, inside, edits], daemon=True).start()


def _watch(path: Path, inside: bool, edits: Queue[Path]) -> None:
    """Add `path` to `edits` whenever it changes, or each file that changes `inside` this folder."""
    changes = watch(path, **QUICKLY)
    if not inside:  # editors replace files, so the folder is what has to be watched
        only = lambda _, changed: Path(changed) == path  # noqa: E731
        changes = watch(path.parent, watch_filter=only, recursive=False, **QUICKLY)
    for found in changes:
        for _, changed in found:
            # Some editors make a file while they save, and remove it again.
            if Path(changed).exists() or (Change.added, changed) not in found:
                edits.put(Path(changed))


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
        return super().parse_request() and self.is_admitted()

    def is_admitted(self) -> bool:
        """Return whether the request names this computer; if not, it's refused."""
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
        script = self.session.project.templates.file("preview/live.js")
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
            self._send(HTTPStatus.NOT_FOUND, HTML, self.session.file(preview.missing(name), preview) or b"")

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


class SharedHandler(Handler):
    """Serves the same to other devices, if they have the code."""

    timeout = 60
    """Seconds after which a connection on which nothing happens ends."""

    def __init__(self, invitation: Invitation, *arguments: Any) -> None:
        self.invitation = invitation
        super().__init__(*arguments)

    def is_admitted(self) -> bool:
        """Return whether whoever asks has the code; if not, that's answered."""
        return self.invitation.admits(self)
