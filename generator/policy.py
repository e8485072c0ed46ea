"""What pages of the site may load and run: their own files and scripts, and nothing else.

The rules stand in every page, for hosts that send no headers, and go with the site as files for hosts
that do. Scripts that the theme writes into pages are allowed by the hash of their text.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import lxml.html

RULES = (
    "default-src 'none'",
    "script-src 'self'{hashes}",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
)
"""As browsers read them, from a `meta` element too."""

ONLY_AS_HEADER = "frame-ancestors 'none'"
"""Browsers ignore it in a page, and complain of it."""

NO_CODE = ("application/json", "application/ld+json")
"""Types of script elements that are data; nothing runs in them."""


def protect(site: Path) -> str:
    """Write the rules into every page of `site`, and return them as the value of a header."""
    pages = sorted(site.rglob("*.html"))
    digests = {digest for page in pages for digest in _digests(page.read_bytes())}
    rules = "; ".join(RULES).format(hashes="".join(f" 'sha256-{digest}'" for digest in sorted(digests)))
    element = f'<meta http-equiv="content-security-policy" content="{rules}">'.encode()
    for page in pages:
        # Behind the encoding, which browsers look for in the first thousand bytes, and before all that loads.
        before, encoding, after = page.read_bytes().partition(b'<meta charset="utf-8">')
        if not encoding:
            raise ValueError(f"{page} does not say its encoding")
        page.write_bytes(before + encoding + element + after)
    return f"{rules}; {ONLY_AS_HEADER}"


def _digests(page: bytes) -> Iterator[str]:
    """Yield the hash of every script that stands in `page`, as a policy names it."""
    for script in lxml.html.document_fromstring(page.decode()).iter("script"):
        if not script.get("src") and script.get("type") not in NO_CODE:
            yield b64encode(sha256((script.text or "").encode()).digest()).decode()
