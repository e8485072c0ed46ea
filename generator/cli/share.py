"""Shows a preview to other devices on the same network, such as a phone, if they have the code.

The code is a part of the first address, which is also shown as a QR code. Whoever opens it gets a cookie, and
without that, every request is refused alike. Each run has a code of its own.
"""

from __future__ import annotations

import io
import secrets
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from hmac import compare_digest
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from ipaddress import AddressValueError, IPv4Address

import click
import segno

from generator.cli.output import is_terminal
from generator.problems import Refusal

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What codes consist of: nothing that looks like something else when someone types it on a phone."""
LENGTH = 12
"""Letters of a code. There are so many codes that trying a million a second takes thousands of years."""
ANYWHERE = ("192.0.2.1", 9)
"""An address of no computer, to find out which of our addresses would be used; nothing is sent to it."""
OWN = "own"
"""Stands for the address that other devices on the network see."""
WARNING = (
    "Anyone who has this address and can reach this computer, such as people on the same network, can read "
    "your draft. The connection isn’t encrypted. Press Ctrl+C to stop; the address won’t work again."
)
HEAD = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Preview</title>'
    '<meta name="viewport" content="width=device-width">'
)
NO_CODE = (
    f"{HEAD}<h1>This preview needs a code</h1>"
    "<p>Only people who have the full address, with its code, can open it. "
    "Scan or type the whole address that “advice serve” shows.</p></html>"
)
ENTRY = f'{HEAD}<meta http-equiv="refresh" content="0; url=/"><p><a href="/">Open the preview</a></p></html>'
"""Leads to the preview. A redirect wouldn't do: after a link from another site, browsers would follow it
without the cookie."""


def new_code() -> str:
    """Return a code that no one can guess."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def shared_address(chosen: str) -> str:
    """Return the IPv4 address to share at: `chosen`, or the computer's `OWN`; raises `Refusal`."""
    if chosen != OWN:
        with suppress(AddressValueError):
            if (address := IPv4Address(chosen)) != IPv4Address(0):  # which would be every address
                return str(address)
        raise Refusal(f"“{chosen}” isn’t an address of a device, such as 192.168.1.20.")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ANYWHERE)
        except OSError:
            raise Refusal(
                "This computer isn’t on a network, so no other device could open the preview. Connect to "
                "one, or name an address of this computer, such as --share 192.168.1.20."
            ) from None
        return str(probe.getsockname()[0])


@dataclass(frozen=True, slots=True)
class Invitation:
    """Where a preview is shared, and the code that opens it."""

    address: str
    """An IPv4 address of this computer."""
    port: int
    code: str = field(default_factory=new_code, repr=False)

    @property
    def url(self) -> str:
        """The address that people need: it contains the code."""
        return f"http://{self.address}:{self.port}/{self.code}"

    @property
    def cookie(self) -> str:
        """What whoever opened the address sends with every request. Browsers ignore the port of a cookie."""
        return f"advice-{self.port}={self.code}"

    def announcement(self, color: bool) -> str:
        """Return what to print: the address, a warning, and on a terminal the address as a QR code."""
        lines = [f"Shared at {self.url}", click.style(WARNING, fg="yellow")]
        if is_terminal(sys.stdout) and "utf" in sys.stdout.encoding.lower():
            picture = io.StringIO()
            segno.make_qr(self.url).terminal(picture, compact=True)
            # Without colors, it's inverted on a light background, which most phones can read, too.
            rows = picture.getvalue().splitlines()
            lines += [click.style(row, fg="bright_white", bg="black") if color else row for row in rows]
        return "\n".join(lines)

    def admits(self, request: BaseHTTPRequestHandler) -> bool:
        """Return whether `request` is one to answer; if not, that's answered.

        It has to name this address, because any site can give its own name that of this computer; its pages
        could then read the draft.
        """
        hosts = request.headers.get_all("Host", [])
        if len(hosts) == 1 and hosts[0] in (f"{self.address}:{self.port}", *self._without_port()):
            if _same(request.path, f"/{self.code}"):
                _answer(request, HTTPStatus.OK, ENTRY, self.cookie)
                return False
            cookies = "; ".join(request.headers.get_all("Cookie", [])).split("; ")
            if any(_same(cookie, self.cookie) for cookie in cookies):
                return True
        _answer(request, HTTPStatus.FORBIDDEN, NO_CODE)
        return False

    def _without_port(self) -> tuple[str, ...]:
        return (self.address,) if self.port == 80 else ()


def _answer(request: BaseHTTPRequestHandler, status: HTTPStatus, page: str, cookie: str = "") -> None:
    """Send `page`; a browser keeps the `cookie` from scripts, and from what other sites ask for."""
    body = page.encode()
    request.send_response(status)
    if cookie:
        request.send_header("Set-Cookie", f"{cookie}; Path=/; HttpOnly; SameSite=Strict")
    request.send_header("Content-Type", "text/html; charset=utf-8")
    request.send_header("Content-Length", str(len(body)))
    request.send_header("Content-Security-Policy", "default-src 'none'")
    request.send_header("Referrer-Policy", "no-referrer")
    request.end_headers()
    if request.command != "HEAD":
        request.wfile.write(body)


def _same(given: str, right: str) -> bool:
    """Return whether the texts are equal, in a time that doesn't show how much of them is."""
    return compare_digest(given.encode("utf-8", "surrogateescape"), right.encode())
