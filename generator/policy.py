"""What pages of the site may load and run: their own files and scripts, and nothing else.

The policy stands in every page, for hosts that send no headers, and goes with the site as a header for
hosts that do. Scripts that the theme writes into pages are allowed by the hash of their text.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import lxml.html

from generator.problems import ContentError, Place, Problem, Problems

DIRECTIVES = (
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
"""As browsers obey them in a `meta` element too."""

ONLY_AS_HEADER = "frame-ancestors 'none'"
"""Browsers ignore it in a page, and complain of it."""

REFERRER = '<meta name="referrer" content="no-referrer">'
"""No other site is told where a reader came from."""

ENCODING = re.compile(rb"<meta\s+charset=[\"']?utf-8[\"']?\s*/?>", re.IGNORECASE)
LOADING = re.compile(rb"<(script|style|link|img|body)\b", re.IGNORECASE)

DATA = ("application/json", "application/ld+json")
"""Types of script elements in which nothing runs."""


@dataclass(frozen=True, slots=True)
class _Page:
    path: Path
    name: str
    before: bytes
    """Up to its encoding: browsers look for that in the first thousand bytes, so it goes first."""
    after: bytes
    tree: lxml.html.HtmlElement


def protect(site: Path) -> str:
    """Write a policy into every page of `site`, and return the one for all pages as the value of a header.

    A page names the hashes of its own scripts alone, since each costs every reader of it some bytes.
    Raises `ContentError` for pages that no policy can be written into, and for what it would keep
    from working without a word: styles and scripts in attributes.
    """
    pages, problems = [], []
    for path in sorted(site.rglob("*.html")):
        name, text = path.relative_to(site).as_posix(), path.read_bytes()
        encoding = ENCODING.search(text)
        if not encoding or LOADING.search(text, 0, encoding.start()):
            problems.append(_unprotected(name))
            continue
        tree = lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(encoding="utf-8"))
        problems += _blocked(tree, name)
        pages.append(_Page(path, name, text[: encoding.end()], text[encoding.end() :], tree))
    if problems:
        raise ContentError(problems)
    every: set[str] = set()
    for page in pages:
        own = set(_hashes(page.tree))
        every |= own
        element = f'<meta http-equiv="content-security-policy" content="{_policy(own)}">{REFERRER}'
        page.path.write_bytes(page.before + element.encode() + page.after)
    return f"{_policy(every)}; {ONLY_AS_HEADER}"


def _policy(hashes: set[str]) -> str:
    return "; ".join(DIRECTIVES).format(hashes="".join(f" '{digest}'" for digest in sorted(hashes)))


def _hashes(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """Yield the hash of every script that stands in a page, as a policy names it."""
    for script in tree.iter("script"):
        if not script.get("src") and script.get("type") not in DATA:
            # Browsers read every line end as a single sign.
            text = (script.text or "").replace("\r\n", "\n").replace("\r", "\n")
            yield f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _blocked(tree: lxml.html.HtmlElement, page: str) -> Problems:
    for element in tree.iter("*"):
        place = Place(page, element.sourceline or 1)
        if element.tag == "style":
            yield _problem(place, "a style element")
        for name in element.keys():  # noqa: SIM118 (an element iterates over its children)
            if name == "style" or name.startswith("on"):
                yield _problem(place, f"the attribute “{name}”")


def _problem(place: Place, what: str) -> Problem:
    return Problem(
        place,
        "blocked",
        f"browsers will ignore {what} here, by the policy that the site gives them",
        "put styles and scripts into files in templates/assets",
    )


def _unprotected(page: str) -> Problem:
    return Problem(
        Place(page),
        "unprotected",
        "this page loads something before it says its encoding, or does not say it, "
        "so the policy of what it may load cannot be written into it",
        'put <meta charset="utf-8"> first in its head, in templates/theme',
    )
