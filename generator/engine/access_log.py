"""Reads the logs of web servers, without a reader's address: it never gets into a value."""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

LONGEST_LINE = 65_536
"""Bytes of a line that are read as one; servers don't write longer ones."""
GZIP = b"\x1f\x8b"
QUOTED = r'"([^"\\]*(?:\\.[^"\\]*)*)"'
LINE = re.compile(
    r"\[(?:(\d\d)/([A-Z][a-z]{2})/(\d{4})|(\d{4}-\d\d-\d\d))[^\]]*\] "
    rf"{QUOTED} (\d{{3}}) \S+(?: {QUOTED} {QUOTED})?"
)
"""A line of the Common or the Combined Log Format, from its date on. What's before that names the reader."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Request:
    """One request for a file, as a server logged it."""

    day: date
    """In the time zone of the log; UTC where that has seconds since 1970."""
    method: str
    path: str
    """As it was sent, without a query."""
    status: int
    agent: str
    """What the program that asked calls itself; empty if the log doesn't say."""


class UnreadableLine(ValueError):
    """A line in another format; nothing of the line is in the error."""


def lines(file: io.BufferedReader) -> Iterator[bytes]:
    """Yield each line of a log, which can be compressed with gzip, as it's read.

    Raises `EOFError` where a compressed file is damaged.
    """
    compressed = file.peek(len(GZIP)).startswith(GZIP)
    source = gzip.GzipFile(fileobj=file) if compressed else file
    try:
        while line := source.readline(LONGEST_LINE):
            yield line
    except (zlib.error, gzip.BadGzipFile) as error:
        raise EOFError from error


def parse(line: bytes) -> Request | None:
    """Return the request in a line; None if it's about something else. Raises `UnreadableLine`."""
    text = line.decode("utf-8", "replace").strip()
    if not text:
        return None
    if text.startswith("{"):
        try:
            return _from_json(json.loads(text))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
            raise UnreadableLine from None
    found = LINE.search(text)
    if not found:
        raise UnreadableLine
    day, month, year, iso, request, status, _, agent = found.groups()
    try:
        when = date.fromisoformat(iso) if iso else date(int(year), MONTHS.index(month) + 1, int(day))
    except ValueError:
        raise UnreadableLine from None
    method, _, rest = request.partition(" ")
    return _request(when, method, rest.partition(" ")[0], int(status), agent or "")


def _from_json(data: dict[str, Any]) -> Request | None:
    """Return the request in a line of Caddy's log, which has lines about other things, too."""
    if "msg" in data and not {"request", "status"} <= data.keys():
        return None
    when, request = data["ts"], data["request"]
    if isinstance(when, str):
        day = date.fromisoformat(when[:10].replace("/", "-"))
    else:
        day = datetime.fromtimestamp(when, UTC).date()
    agent = (request.get("headers") or {}).get("User-Agent") or [""]
    return _request(day, str(request["method"]), str(request["uri"]), int(data["status"]), str(agent[0]))


def _request(day: date, method: str, address: str, status: int, agent: str) -> Request:
    return Request(day, method, re.split("[?#]", address, maxsplit=1)[0], status, agent)
