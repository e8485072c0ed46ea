"""What pages of the site may load and run: their own files and scripts, and nothing else.

The policy stands in every page, for hosts that send no headers, and goes with the site as a header for
hosts that do. Scripts that the theme writes into pages are allowed by the hash of their text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from generator.engine.files import walk
from generator.problems import ContentError, Location, Problem
from generator.publish.html import document

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


@dataclass(frozen=True, slots=True)
class _PagePolicy:
    path: Path
    encoded: int
    """Where it has said its encoding; browsers look for that in the first thousand bytes, so it is first."""
    own: frozenset[str]
    """The hashes of its scripts."""


def add_policy(site: Path) -> str:
    """Write a policy into every page of `site`, and return the one for all pages as the value of a header.

    A page names the hashes of its own scripts alone, since each costs every reader of it some bytes.
    Raises `ContentError` for pages that no policy can be written into, and for what it would keep
    from working without a word: styles and scripts in attributes.
    """
    pages, problems = list[_PagePolicy](), list[Problem]()
    for name in (name for name in walk(site) if name.endswith(".html")):
        path = site / name
        text = path.read_bytes()
        encoding = ENCODING.search(text)
        if not encoding or LOADING.search(text, 0, encoding.start()):
            problems.append(_unprotected(name))
            continue
        found = document(text)
        problems += (_problem(Location(name, line), what) for line, what in found.inline)
        pages.append(_PagePolicy(path, encoding.end(), found.scripts))
    if problems:
        raise ContentError(problems)
    for page in pages:
        element = f'<meta http-equiv="content-security-policy" content="{_policy(page.own)}">{REFERRER}'
        text = page.path.read_bytes()
        page.path.write_bytes(text[: page.encoded] + element.encode() + text[page.encoded :])
    every = frozenset(digest for page in pages for digest in page.own)
    return f"{_policy(every)}; {ONLY_AS_HEADER}"


def _policy(hashes: frozenset[str]) -> str:
    return "; ".join(DIRECTIVES).format(hashes="".join(f" '{digest}'" for digest in sorted(hashes)))


def _problem(place: Location, what: str) -> Problem:
    return Problem(
        place,
        "blocked",
        f"browsers will ignore {what} here, by the policy that the site gives them",
        "put styles and scripts into files in templates/site/assets",
    )


def _unprotected(page: str) -> Problem:
    return Problem(
        Location(page),
        "unprotected",
        "this page loads something before it says its encoding, or does not say it, "
        "so the policy of what it may load cannot be written into it",
        'put <meta charset="utf-8"> first in its head, in templates/site/theme',
    )
