"""`advice serve` shows a draft only to this computer, and only the site, whatever is sent to it."""

from __future__ import annotations

import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import pytest
import yaml

from generator.build import load_checked
from generator.cli.serve import Handler, Server
from generator.cli.session import Session
from generator.preview import NO_PAPERS, Preview
from generator.project import Project
from tests.support.waiting import wait_until

REQUESTS = yaml.safe_load(Path(__file__).with_name("hostile_requests.yml").read_text("utf-8"))
PATIENCE = 20
"""Seconds that an answer can take on a busy machine."""
SAYS = {200: "draft", 403: "only for this computer", 404: "nothing here"}
"""What the answer with this status says, and no other."""
FILES = {
    "index.html": b"<h1>draft</h1></body>",
    "start/index.html": b"<h1>draft</h1></body>",
    "404.html": b"<h1>nothing here</h1></body>",
    "assets/guide.css": b"draft",
    "large.pdf": b"draft" * 2_000_000,
}


class Draft(Preview):
    """A preview with some known files; everything else is as on the real site."""

    def file(self, name: str) -> bytes | None:
        return FILES.get(name) or super().file(name)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Iterator[int]:
    """The port of a preview of a guide at /guide/, with files and links that don't belong to it."""
    folder = copy_small_guide(tmp_path_factory.mktemp("hostile") / "guide")
    (folder / "secret.txt").write_text("secret", "utf-8")
    (folder / "build/preview").mkdir()
    (folder / "build/preview/secret.txt").symlink_to(folder / "secret.txt")
    (folder / "build/preview/outside").symlink_to(folder)
    project = Project.at(folder)
    session = Session(project)
    session.preview = Draft.of(load_checked(project), project, NO_PAPERS)
    server = Server(("127.0.0.1", 0), partial(Handler, session))
    threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def answer_to(request: str, port: int) -> str:
    """Send `request` and return everything that comes back, even if the server doesn't read to the end."""
    repeated = re.sub(r"<([^<>]*)\*(\d+)>", lambda found: found[1] * int(found[2]), request, flags=re.DOTALL)
    sent = repeated.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n"
    received, until = b"", time.monotonic() + PATIENCE
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as client:
        with suppress(ConnectionError):
            client.sendall(sent)
            client.shutdown(socket.SHUT_WR)
        with suppress(ConnectionError):
            while time.monotonic() < until and (part := client.recv(65536)):
                received += part
    return received.decode("latin-1")


def get(path: str, port: int, method: str = "GET") -> tuple[int, str | None, str]:
    """Return status, redirect and text of what a browser on this computer gets."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request(method, path)
    response = connection.getresponse()
    return response.status, response.headers["Location"], response.read().decode()


def wait_for_answers_to_end() -> None:
    wait_until(
        lambda: not any("process_request" in thread.name for thread in threading.enumerate()),
        "every request is answered",
    )


@pytest.mark.parametrize("name", REQUESTS)
def test_a_hostile_request_gets_no_draft_no_file_from_elsewhere_and_no_traceback(
    name: str, port: int, capfd: pytest.CaptureFixture[str]
) -> None:
    request = REQUESTS[name]
    answer = answer_to(request["send"], port)
    head, _, body = answer.partition("\r\n\r\n") if answer.startswith("HTTP/") else ("", "", answer)
    assert re.fullmatch(str(request["status"]), head[9:12]), answer[:500]
    said = request.get("says", SAYS.get(request["status"], "Error code"))
    assert said in body
    assert not [words for words in SAYS.values() if words in answer and words != said]
    assert "secret" not in answer
    assert "root:" not in answer
    assert not re.search("^(location|access-control-|x-evil)", head, re.MULTILINE | re.IGNORECASE)
    assert get("/guide/", port)[0] == 200
    wait_for_answers_to_end()
    assert "".join(capfd.readouterr()) == ""


def test_a_page_that_is_closed_while_it_is_sent_prints_nothing(
    port: int, capfd: pytest.CaptureFixture[str]
) -> None:
    client = socket.create_connection(("127.0.0.1", port), PATIENCE)
    client.sendall(b"GET /guide/large.pdf HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert client.recv(1) == b"H"
    client.setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
    )  # reset, don't say goodbye
    client.close()
    wait_for_answers_to_end()
    assert "".join(capfd.readouterr()) == ""


def test_an_error_of_the_program_is_one_line_in_the_terminal(
    port: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("nothing works")

    monkeypatch.setattr(Handler, "do_GET", fail)
    assert answer_to("GET /guide/ HTTP/1.1\nHost: localhost", port) == ""
    wait_for_answers_to_end()
    printed = "Can’t answer a request of the browser (ValueError: nothing works).\n"
    assert "".join(capfd.readouterr()) == printed


def test_pages_styles_and_redirects_work_as_on_a_host(port: int) -> None:
    assert get("/", port)[:2] == (302, "/guide/")
    assert get("/guide/start", port)[:2] == (302, "/guide/start/")
    assert get("/guide/start?from=paper", port)[:2] == (302, "/guide/start/")
    status, _, page = get("/guide/start/?from=paper", port)
    assert status == 200
    assert "<h1>draft</h1>" in page
    assert "/.advice/live.js" in page
    assert get("/guide/start/index.html", port) == (200, None, page)
    assert get("/guide/assets/guide.css", port) == (200, None, "draft")
    assert get("/guide/assets/guide.css", port, "HEAD") == (200, None, "")
    status, _, page = get("/guide/gone/", port)
    assert status == 404
    assert "<h1>nothing here</h1>" in page
    assert "EventSource" in get("/.advice/live.js", port)[2]


def test_no_other_computer_can_connect() -> None:
    """On Linux, 127.0.0.2 reaches servers that listen on every address of this computer, as others would."""
    with Server(("127.0.0.1", 0), Handler) as server, pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", server.server_port), 1)
