"""`advice serve --share` shows a draft to whoever has the code, and nothing to anyone else."""

from __future__ import annotations

import io
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from email.message import Message
from functools import partial
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, expect

from generator.cli import share
from generator.cli.serve import Handler, Server, SharedHandler
from generator.cli.session import Session
from generator.cli.share import LENGTH, LETTERS, OWN, Invitation, new_code, shared_address
from generator.pages.page import NOT_FOUND
from generator.preview import Preview
from generator.problems import Refusal
from generator.project import Project
from tests.support.loops import every
from tests.support.waiting import wait_until

PATIENCE = 30
"""Seconds that an answer can take on a busy machine."""
ADDRESS = "127.0.0.2"
"""An address of this computer that isn't the usual one, as those in a network are."""
FILES = {
    "index.html": b"<!doctype html><title>Draft</title><h1>draft</h1></body>",
    "404.html": b"<h1>draft: nothing here</h1></body>",
}
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have one local address")


class Draft(Session):
    """A session that shows a draft at /guide/, and no more."""

    def file(self, name: str, preview: object) -> bytes | None:
        return FILES.get(name)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Session:
    session = Draft(Project.at(copy_small_guide(tmp_path_factory.mktemp("shared") / "guide")))
    session.preview = cast(Preview, SimpleNamespace(base="/guide/", missing=lambda name: NOT_FOUND))
    return session


@pytest.fixture(scope="module")
def shared(session: Session) -> Iterator[Invitation]:
    server = Server((ADDRESS, 0), Handler)
    invitation = Invitation(ADDRESS, server.server_port)
    server.RequestHandlerClass = partial(SharedHandler, invitation, session)
    threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
    yield invitation
    server.shutdown()
    server.server_close()


def ask(shared: Invitation, path: str, method: str = "GET", **headers: str) -> tuple[int, str, str | None]:
    """Return status, text and cookie of an answer; `Host` is right unless it's given."""
    connection = HTTPConnection(ADDRESS, shared.port, timeout=PATIENCE)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": f"{ADDRESS}:{shared.port}", **headers}.items():
        for one in value.split("|"):
            connection.putheader(name, one)
    connection.endheaders()
    response = connection.getresponse()
    text = "" if response.headers["Content-Type"] == "text/event-stream" else response.read().decode()
    connection.close()
    return response.status, text, response.headers["Set-Cookie"]


PATHS = ["/", "/guide/", "/guide", "/guide/gone", "/.advice/events", "/.advice/live.js"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cookie": ""},
        {"Cookie": "advice-{port}="},
        {"Cookie": "advice-{port}=abcdefghjkmn"},
        {"Cookie": "advice-{port}={code}x"},
        {"Cookie": "advice-{port}={start}"},
        {"Cookie": "xadvice-{port}={code}"},
        {"Cookie": "advice={code}"},
        {"Cookie": "advice-{port}=é"},
        {"Cookie": "{code}"},
        {"Authorization": "Bearer {code}"},
        {"Referer": "http://127.0.0.2:{port}/{code}"},
        {"Cookie": "advice-{port}={code}", "Host": "evil.example"},
        {"Cookie": "advice-{port}={code}", "Host": "evil.example:{port}"},
        {"Cookie": "advice-{port}={code}", "Host": "127.0.0.1:{port}"},
        {"Cookie": "advice-{port}={code}", "Host": "127.0.0.2"},
        {"Cookie": "advice-{port}={code}", "Host": ""},
        {"Cookie": "advice-{port}={code}", "Host": "127.0.0.2:{port}|127.0.0.2:{port}"},
    ],
)
def test_without_the_code_every_request_is_refused_alike(
    path: str, headers: dict[str, str], shared: Invitation
) -> None:
    words = {"port": str(shared.port), "code": shared.code, "start": shared.code[:-1]}
    sent = {name: value.format_map(words) for name, value in headers.items()}
    status, text, cookie = ask(shared, path, **sent)
    assert (status, cookie) == (403, None)
    assert "Only people who have the full address, with its code, can open it" in text
    assert "draft" not in text
    assert "guide" not in text
    assert shared.code not in text
    assert ask(shared, path, "HEAD", **sent)[:2] == (403, "")


@pytest.mark.parametrize(
    "path", ["/{code}x", "/{start}", "/{upper}", "/?{code}", "/guide/{code}", "/{code}/"]
)
def test_an_address_that_only_looks_like_it_opens_nothing(path: str, shared: Invitation) -> None:
    code = shared.code
    asked = path.format(code=code, start=code[:-1], upper=code.upper())
    status, text, cookie = ask(shared, asked)
    assert (status, cookie) == (403, None)
    assert "draft" not in text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:8000", "", "localhost"])
def test_another_name_cannot_use_the_code(host: str, shared: Invitation) -> None:
    status, _, cookie = ask(shared, f"/{shared.code}", Host=host)
    assert (status, cookie) == (403, None)


def test_the_address_gives_a_cookie_that_opens_everything(shared: Invitation) -> None:
    status, text, cookie = ask(shared, f"/{shared.code}")
    assert status == 200
    assert cookie == f"advice-{shared.port}={shared.code}; Path=/; HttpOnly; SameSite=Strict"
    assert "draft" not in text
    assert ask(shared, f"/{shared.code}", "HEAD") == (200, "", cookie)
    kept = {"Cookie": f"other=1; {shared.cookie}; more=2"}
    assert "<h1>draft</h1>" in ask(shared, "/guide/", **kept)[1]
    assert ask(shared, "/", **kept)[0] == 302
    assert ask(shared, "/guide/gone", **kept)[0] == 404
    assert "EventSource" in ask(shared, "/.advice/live.js", **kept)[1]
    assert ask(shared, "/.advice/events", **kept)[0] == 200
    assert ask(shared, "/guide/", Cookie=f"other=1|{shared.cookie}")[0] == 200


def test_a_phone_opens_the_preview_and_stays_current(
    shared: Invitation, session: Session, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(shared.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("draft")
    assert page.url == f"http://{ADDRESS}:{shared.port}/guide/"
    assert page.evaluate("document.cookie") == ""
    with session._changed:
        session.state = {**session.state, "errors": "this doesn’t fit"}
        session._changed.notify_all()
    expect(page.get_by_role("alert")).to_have_text("this doesn’t fit")
    page.close()


def test_a_link_on_another_site_opens_the_preview(shared: Invitation, browser: Browser) -> None:
    """Such as webmail: after its link, browsers wouldn't send the cookie with a redirect."""
    page = browser.new_page()
    link = f'<!doctype html><a href="{shared.url}">preview</a>'
    page.route("http://mail.example/", lambda route: route.fulfill(body=link, content_type="text/html"))
    page.goto("http://mail.example/")
    page.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("draft")
    page.close()


def test_browsers_do_not_name_the_usual_port() -> None:
    invitation = Invitation("192.168.1.20", 80)
    headers = Message()
    headers["Host"], headers["Cookie"] = "192.168.1.20", invitation.cookie
    assert invitation.admits(cast(BaseHTTPRequestHandler, SimpleNamespace(path="/", headers=headers)))


def test_codes_are_long_different_and_easy_to_type() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(len(code) == LENGTH and {*code} <= {*LETTERS} for code in codes)
    assert len(LETTERS) ** LENGTH > 10**17
    assert {*LETTERS}.isdisjoint("il1o0")


def test_a_code_is_compared_in_a_time_that_tells_nothing(
    monkeypatch: pytest.MonkeyPatch, shared: Invitation
) -> None:
    compared = list[bytes]()

    def compare(given: bytes, right: bytes) -> bool:
        compared.append(right)
        return given == right

    monkeypatch.setattr(share, "compare_digest", compare)
    ask(shared, "/guide/", Cookie="a=1; b=2")
    assert compared == [f"/{shared.code}".encode(), shared.cookie.encode(), shared.cookie.encode()]


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_a_code_that_a_phone_can_read(monkeypatch: pytest.MonkeyPatch) -> None:
    invitation = Invitation("192.168.1.20", 8000)
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    lines = invitation.announcement(color=False).splitlines()
    rows = [line for line in lines if {*line} <= {*" █▀▄"}]
    halves = {"█": (255, 255), "▀": (255, 0), "▄": (0, 255), " ": (0, 0)}
    picture = Image.new("L", (len(rows[0]), 2 * len(rows)))
    for y, row in enumerate(every(rows)):
        for x, character in enumerate(row):
            for half, light in enumerate(halves[character]):
                picture.putpixel((x, 2 * y + half), light)
    (found,) = zxingcpp.read_barcodes(picture.resize((picture.width * 8, picture.height * 8)))
    assert found.text == invitation.url == f"http://192.168.1.20:8000/{invitation.code}"
    assert max(map(len, rows)) < 50
    assert "\x1b[97m\x1b[40m" in invitation.announcement(color=True)


def test_it_announces_the_address_and_a_warning_and_ends_at_once(small_guide: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "generator", "serve", "--port", "0", "--share", ADDRESS],
        cwd=small_guide, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout
    try:
        local, url, warning = (process.stdout.readline() for _ in range(3))
        port = int(local.split(":")[2].split("/")[0])
        found = re.fullmatch(rf"Shared at (http://127\.0\.0\.2:{port}/(\w{{{LENGTH}}}))\n", url)
        assert found
        assert "can read your draft. The connection isn’t encrypted. Press Ctrl+C to stop" in warning
        invitation = Invitation(ADDRESS, port, found[2])
        wait_until(lambda: ask(invitation, "/guide/")[0] == 403, "it answers")
        status, page, _ = ask(invitation, "/guide/", Cookie=invitation.cookie)
        assert (status, "Say it while it helps" in page) == (200, True)
        os.killpg(process.pid, signal.SIGINT)  # like a terminal, to the whole process group
        _, stderr = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert (process.returncode, stderr) == (130, "Stopped. Your published site is intact.\n")
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((ADDRESS, port), 1)


@pytest.mark.parametrize("address", ["phone", "192.168.1", "::1", "0.0.0.0", "192.168.1.20:8000"])
def test_what_is_no_address_of_a_device_is_refused(address: str) -> None:
    with pytest.raises(Refusal, match="isn’t an address of a device, such as"):
        shared_address(address)


def test_an_address_of_another_computer_is_refused(small_guide: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "serve", "--port", "0", "--share", "192.0.2.1"],
        cwd=small_guide, capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, "192.0.2.1 isn’t an address of this computer.\n")


def test_the_address_that_others_see_is_found_without_sending_anything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Probe(socket.socket):
        def connect(self, address: object) -> None:
            assert (self.type, address) == (socket.SOCK_DGRAM, share.ANYWHERE)

        def getsockname(self) -> tuple[str, int]:
            return "192.168.1.20", 1

    monkeypatch.setattr(socket, "socket", Probe)
    assert shared_address(OWN) == "192.168.1.20"


def test_a_computer_without_a_network_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class Probe(socket.socket):
        def connect(self, address: object) -> None:
            raise OSError("unreachable")

    monkeypatch.setattr(socket, "socket", Probe)
    with pytest.raises(Refusal, match="isn’t on a network"):
        shared_address(OWN)
