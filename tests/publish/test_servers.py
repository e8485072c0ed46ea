"""Real servers with our files send what the site needs, and write down no one's address."""

from __future__ import annotations

import http.client
import json
import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import brotli
import pytest

from tests.support.headers_file import rules, sent
from tests.support.servers import (
    COUNTING,
    PATIENCE,
    SETUPS,
    VISITOR,
    Server,
    own_folder,
    running,
    without_servers,
)
from tests.support.terminal import advice
from tests.support.without_pdfs import make_no_papers

SHEET = "worksheets/one-talk/one-talk-a4-fillable.pdf"
Started = Callable[[Path, Path], Server]
COURSES = "https://courses.example.edu https://*.example.org"
EMBED = f"embed: {{allowed: [{', '.join(map(repr, COURSES.split()))}]}}\n"
PLAIN = [name for name in SETUPS if "TLS" not in name]


@pytest.fixture(scope="module", autouse=True)
def servers() -> None:
    """The servers have to be there; only outside of CI can these tests be skipped."""
    if missing := without_servers():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)


@pytest.fixture(params=["/", "/guide/"])
def base(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def build_at(
    copy_small_guide: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """Builds a guide at a path, once for all tests, and returns its build folder.

    Other sites can show the one below a path.
    """

    @cache
    def build(base: str) -> Path:
        compress = brotli.compress
        guide = copy_small_guide(tmp_path_factory.mktemp("built") / "guide")
        settings = guide / "site_config.yml"
        text = settings.read_text("utf-8").replace("feedback.internal/guide/", f"feedback.internal{base}")
        settings.write_text(text + (EMBED if base == "/guide/" else ""), "utf-8")
        with pytest.MonkeyPatch.context() as patch:
            make_no_papers(patch)
            # As well as a build does takes two seconds, and servers don't look into the files.
            patch.setattr(brotli, "compress", lambda data, **_: compress(data, quality=1))
            done = advice("build", "--compress", folder=guide)
        assert done.returncode == 0, done.stderr
        (guide / "build/site" / SHEET).parent.mkdir(exist_ok=True)
        (guide / "build/site" / SHEET).write_bytes(b"%PDF-1.7\n")
        return guide / "build"

    return build


@pytest.fixture
def built(base: str, build_at: Callable[[str], Path]) -> Path:
    """The build folder of a guide at `base`."""
    return build_at(base)


@pytest.fixture
def folder(built: Path, base: str) -> Iterator[Path]:
    """A folder for a server, with a file that it can't read, one that leads nowhere, and an empty folder."""
    with own_folder(built / "site", base) as folder:
        top = folder / f"www{base}"
        (top / "sealed.txt").touch(0o000)
        (top / "loop.txt").symlink_to("loop.txt")
        (top / "empty").mkdir()
        yield folder


def request(target: str, *headers: str, method: str = "GET", body: str = "") -> bytes:
    lines = [f"{method} {target} HTTP/1.1", "Connection: close", *headers]
    if not any(header.startswith("Host:") for header in headers):
        lines.append("Host: example.org")
    return "\r\n".join([*lines, "", body]).encode("latin-1")


METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "TRACE")
HEADERS = (
    "Range: bytes=0-9",
    "Range: bytes=9999999-",
    "Range: bytes=nonsense",
    "Accept-Encoding: br",
    "Accept-Encoding: gzip",
    "If-None-Match: *",
    "Host: elsewhere.example",
    "Host: a b/c",
    f"X-Forwarded-For: {'1' * 5000}",
    f"X-Large: {'x' * 100_000}",
    "Content-Length: 99999999999",
    "Content-Length: -1",
    "Transfer-Encoding: nonsense",
    "Expect: nonsense",
    "no colon",
)
TARGETS = (
    "",
    "index.html",
    "feed.xml",
    "glossary",
    "nothing",
    "nothing/at/all/",
    "assets/nothing.css",
    "sealed.txt",
    "loop.txt",
    "empty/",
    "_headers",
    ".made-by-advice",
    "../../etc/passwd",
    "%2e%2e/%2e%2e/etc/passwd",
    "%zz",
    "index.html%00",
    "x" * 300,
    "x" * 50_000,
)
BROKEN = (
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"get / http/1.1\r\n\r\n",
    b"\x00\xff\x16\x03\r\n\r\n",
    b"GET http://example.org/ HTTP/1.0\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
)
UNANSWERED = (
    b"\r\n\r\n",
    b"CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n",
    b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03" + bytes(160),  # the start of a TLS handshake
)


def mixed_requests(base: str) -> Iterator[bytes]:
    for target in TARGETS:
        for method in METHODS:
            yield request(base + target, method=method)
        yield request(base + target, "Content-Length: 5", method="POST", body="hello")
        for header in HEADERS:
            yield request(base + target, header)
    yield request("nothing")
    yield request("/outside/of/the/guide")
    yield from BROKEN


@pytest.mark.parametrize("setup", SETUPS)
def test_no_server_writes_a_readers_address_anywhere(
    setup: str, built: Path, base: str, folder: Path
) -> None:
    requests = [*mixed_requests(base)]
    assert len(requests) > 200
    server = SETUPS[setup](built / "hosting", folder)
    with running(server):
        # What TLS adds is the same for all requests, and slow.
        answers = [server.status(one) for one in requests[:: 6 if server.tls else 1]]
        for one in (*requests, *UNANSWERED):
            server.send_and_leave(one)
            server.send_and_leave(one[: len(one) // 2])
        assert server.status(request(base)) == 200
        for page in (folder / f"www{base}").glob("404.html*"):  # as in a moment when files are copied
            page.unlink()
        assert server.status(request(f"{base}nothing")) == 404
    assert ({200, 404} if server.tls else {200, 206, 304, 400, 403, 404, 416}) <= {*answers}
    lines = [line for text in server.written().values() for line in text.splitlines()]
    assert any("http.log.error" in line for line in lines) == setup.startswith("Caddy")
    assert [line[:500] for line in lines if VISITOR in line] == []


@pytest.mark.parametrize("setup", COUNTING)
def test_a_log_for_counting_has_pages_and_no_readers(
    setup: str, built: Path, base: str, folder: Path
) -> None:
    page, gone = f"{base}principles/ask-first/", f"{base}gone-for-good"
    sheet = f"{base}{SHEET}"
    asked = [
        *[
            request(
                f"{page}?name=jo", "User-Agent: Mozilla/5.0 Firefox/145.0", "Referer: https://a.example/jo"
            )
        ]
        * 3,
        request(page, "User-Agent: Googlebot/2.1 (+http://www.google.com/bot.html)"),
        request(f"{base}index.html"),
        request(sheet, "Cookie: name=jo", f"X-Forwarded-For: {VISITOR}"),
        *[request(gone)] * 3,
        *mixed_requests(base),
    ]
    server = COUNTING[setup](built / "hosting", folder)
    with running(server):
        for one in asked:
            server.status(one)
    written = server.written()
    assert [name for name, text in written.items() if VISITOR in text or "jo" in text.split('"')] == []
    log = folder / "log/guide.log"
    text = log.read_text("utf-8")
    assert not re.search(r"Firefox|Google|a\.example|name=jo|\d\d:\d\d", text)
    done = advice("visits", "-q", log, "-f", "json", folder=built.parent)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    views = {one["address"]: one["views"] for one in found["pages"]}
    assert views["principles/ask-first/"] == 3
    assert views[""] > 1
    assert [one["address"] for one in found["files"]] == [sheet.removeprefix(base)]
    assert {"address": "gone-for-good", "requests": 3, "exists_now": False} in found["missing"]


@pytest.mark.parametrize("setup", PLAIN)
def test_a_server_reads_its_files_without_warnings(setup: str, built: Path, folder: Path) -> None:
    server = SETUPS[setup](built / "hosting", folder)
    assert server.start(server.check).wait(PATIENCE) == 0, server.written()
    text = "".join(server.written().values())
    assert "successful" in text or "Valid configuration" in text
    assert [
        line for line in text.splitlines() if "warn" in line and "admin endpoint disabled" not in line
    ] == []


@pytest.mark.parametrize("setup", PLAIN)
def test_a_server_still_says_why_it_does_not_start(setup: str, built: Path, folder: Path) -> None:
    server = SETUPS[setup](built / "hosting", folder)
    for path in (*folder.rglob("guide.caddy"), *folder.rglob("nginx-server.conf")):
        path.write_text("nonsense on;\n", "utf-8")
    assert server.start(server.run).wait(PATIENCE) != 0
    assert "nonsense" in (folder / "log/output").read_text("utf-8")


@pytest.mark.parametrize("setup", PLAIN)
def test_real_servers_send_the_headers_that_static_hosts_read_from_the_site(
    setup: str, built: Path, base: str, folder: Path
) -> None:
    site = built / "site"
    found = rules((site / "_headers").read_text("utf-8"))
    server = SETUPS[setup](built / "hosting", folder)
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    public = [
        name for name in names if Path(name).suffix not in (".br", ".gz") and not re.match("_|[.]", name)
    ]
    assert len(public) > 100
    with running(server):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        for name in public:
            address = base + re.sub(r"(^|/)index\.html$", r"\1", name)
            for encoding, ending in (("br", ".br"), ("gzip", ".gz"), ("identity", "")):
                connection.request(
                    "GET", address, headers={"Accept-Encoding": encoding, "Host": "example.org"}
                )
                answer = connection.getresponse()
                body = answer.read()
                file = site / (name + ending)
                assert answer.status == 200, address
                assert answer.headers["Content-Encoding"] == (encoding if ending and file.exists() else None)
                assert body == (file if file.exists() else site / name).read_bytes(), address
                expected = {"Cache-Control": "no-cache", **sent(found, address)}
                assert {name: answer.headers[name] for name in expected} == expected, address
                frames = COURSES if name.startswith("embed/") else "'none'"
                assert answer.headers["Content-Security-Policy"].endswith(f"; frame-ancestors {frames}")
                assert (answer.headers["Server"] or "nginx") == "nginx"
        missing = (
            "nothing",
            "nothing/",
            "embed/nothing/",
            "assets/nothing.css",
            "_headers",
            ".made-by-advice",
        )
        expected = {"Cache-Control": "no-cache", **sent(found, base)}
        for name in missing:
            connection.request("GET", base + name, headers={"Host": "example.org"})
            answer = connection.getresponse()
            assert (answer.status, answer.read()) == (404, (site / "404.html").read_bytes()), name
            assert {name: answer.headers[name] for name in expected} == expected, name
        connection.request("GET", f"{base}glossary", headers={"Host": "example.org:8443"})
        answer = connection.getresponse()
        answer.read()
        # The host and the port that the reader used are kept.
        assert answer.headers["Location"] == f"{base}glossary/"
        connection.close()
