"""Logs of servers are read as they come, and no address of a reader gets into a value."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.engine.access_log import LONGEST_LINE, Request, UnreadableLine, lines, parse

DAY = date(2026, 11, 28)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
TIME = "[28/Nov/2026:10:00:00 +0100]"
PAGE = Request(DAY, "GET", "/guide/", 200, "")
CADDY = {
    "ts": 1795860000.25,
    "logger": "http.log.access.log0",
    "request": {"remote_ip": "203.0.113.7", "method": "GET", "uri": "/guide/?from=mail", "headers": {}},
    "status": 200,
}


@pytest.mark.parametrize(
    ("line", "request_"),
    [
        (f'203.0.113.7 - - {TIME} "GET /guide/ HTTP/1.1" 200 5120', PAGE),
        (f'2001:db8::7 - jo [x] {TIME} "GET /guide/ HTTP/1.1" 200 -', PAGE),
        (f'example.org:443 203.0.113.7 - - {TIME} "GET /guide/ HTTP/2.0" 200 1', PAGE),
        (f'{TIME} "GET /guide/ HTTP/1.1" 200 1', PAGE),
        ('- - - [2026-11-28T10:00:00+01:00] "GET /guide/ HTTP/1.1" 200 1', PAGE),
        (f'- - - {TIME} "GET /guide/?name=jo#x HTTP/1.1" 200 1', PAGE),
        (
            f'203.0.113.7 - - {TIME} "GET /guide/ HTTP/1.1" 304 0 "https://mail.example/1" "{FIREFOX}"',
            Request(DAY, "GET", "/guide/", 304, FIREFOX),
        ),
        (
            rf'203.0.113.7 - - {TIME} "GET /a\"b HTTP/1.1" 404 0 "-" "an \"odd\" one\\"',
            Request(DAY, "GET", r"/a\"b", 404, r"an \"odd\" one\\"),
        ),
        (f'203.0.113.7 - - {TIME} "" 400 0 "-" "-"', Request(DAY, "", "", 400, "-")),
        (rf'203.0.113.7 - - {TIME} "\x16\x03" 400 0', Request(DAY, r"\x16\x03", "", 400, "")),
        (json.dumps(CADDY), PAGE),
        (json.dumps({**CADDY, "ts": "2026-11-28T10:00:00.5+0100"}), PAGE),
        (json.dumps({**CADDY, "ts": "2026/11/28 10:00:00"}), PAGE),
        (
            json.dumps({**CADDY, "request": {**CADDY["request"], "headers": {"User-Agent": [FIREFOX]}}}),  # type: ignore[dict-item]
            Request(DAY, "GET", "/guide/", 200, FIREFOX),
        ),
        ('{"level":"info","ts":1795860000.25,"msg":"serving initial configuration"}', None),
        ("", None),
    ],
)
def test_a_line_in_any_usual_format_is_read(line: str, request_: Request | None) -> None:
    assert parse(line.encode()) == request_
    assert parse(f"{line}\r\n".encode()) == request_


@pytest.mark.parametrize(
    "line",
    [
        "203.0.113.7",
        'GET /guide/ HTTP/1.1" 200',
        f'203.0.113.7 - - {TIME} "GET /guide/ HTTP/1.1" OK 5120',
        '203.0.113.7 - - [31/Nov/2026:10:00:00 +0100] "GET /guide/ HTTP/1.1" 200 1',
        '203.0.113.7 - - [28/Dez/2026:10:00:00 +0100] "GET /guide/ HTTP/1.1" 200 1',
        '{"request": {}, "status": 200}',
        '{"ClientRequestURI": "/guide/", "EdgeResponseStatus": 200}',
        json.dumps({**CADDY, "ts": "yesterday"}),
        json.dumps({**CADDY, "ts": 1e300}),
        json.dumps({**CADDY, "ts": True, "status": None}),
        json.dumps({**CADDY, "request": ["GET"]}),
        '{"request": ' + "[" * 100_000,
        "{203.0.113.7",
    ],
)
def test_another_line_is_refused_without_repeating_it(line: str) -> None:
    with pytest.raises(UnreadableLine) as refused:
        parse(line.encode())
    assert str(refused.value) == ""
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


@given(st.binary(max_size=200))
def test_any_line_is_read_or_refused(line: bytes) -> None:
    try:
        found = parse(line)
    except UnreadableLine:
        return
    assert found is None or "?" not in found.path


def test_compressed_and_plain_logs_have_the_same_lines() -> None:
    log = b"one\ntwo\nthree"
    plain = [*lines(io.BufferedReader(io.BytesIO(log)))]
    assert plain == [b"one\n", b"two\n", b"three"]
    assert [*lines(io.BufferedReader(io.BytesIO(gzip.compress(log))))] == plain
    assert [*lines(io.BufferedReader(io.BytesIO(b"")))] == []


def test_a_line_without_an_end_does_not_fill_the_memory() -> None:
    parts = [*lines(io.BufferedReader(io.BytesIO(b"x" * 3 * LONGEST_LINE)))]
    assert [len(part) for part in parts] == [LONGEST_LINE] * 3


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-12], lambda data: data[:400] + b"\0" * 50 + data[450:]]
)
def test_a_damaged_file_ends_where_the_damage_is(damage: Callable[[bytes], bytes]) -> None:
    whole = gzip.compress("".join(f"line {number * 7919}\n" for number in range(5000)).encode())
    with pytest.raises(EOFError):
        [*lines(io.BufferedReader(io.BytesIO(damage(whole))))]
