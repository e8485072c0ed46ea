"""Limits what pages can load and run to the site's own files and scripts.

The policy is in every page, for hosts that can't send headers, and in a header, for hosts that can. It allows
inline scripts of the theme by the hashes of their texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from generator.engine.files import walk
from generator.problems import ContentError, Location, Problem
from generator.publish.html import page_facts

POLICY = (
    "default-src 'none'; script-src 'self'{hashes}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
HEADER_ONLY = "; frame-ancestors 'none'"
"""In a page, browsers ignore it and log a warning."""
REFERRER = '<meta name="referrer" content="no-referrer">'
"""Other sites don't learn where a reader came from."""
ENCODING = re.compile(rb"<meta\s+charset=[\"']?utf-8[\"']?\s*/?>", re.IGNORECASE)
LOADING = re.compile(rb"<(script|style|link|img|body)\b", re.IGNORECASE)


def add_policy(site: Path) -> str:
    """Write a policy into every page of `site`, and return the policy for all pages, as a header's value.

    A page lists only the hashes of its own scripts, because each hash adds bytes to every visit. Raises
    `ContentError` for pages that can't take a policy, and for what it would silently block: styles and
    scripts in attributes.
    """
    # After the encoding, which browsers look for in the first 1,024 bytes of a page.
    pages: list[tuple[Path, int, frozenset[str]]] = []
    problems: list[Problem] = []
    for name in walk(site):
        if not name.endswith(".html"):
            continue
        html = (site / name).read_bytes()
        encoding = ENCODING.search(html)
        if not encoding or LOADING.search(html, 0, encoding.start()):
            message = (
                "this page has no place for the security policy: it loads something before its encoding, "
                "or doesn’t state the encoding"
            )
            fix = 'put <meta charset="utf-8"> first in its head, in templates/site/theme'
            problems.append(Problem(Location(name), "unprotected", message, fix))
            continue
        facts = page_facts(html)
        for line, what in facts.inline:
            message = f"browsers will ignore {what} here, because of the site’s security policy"
            fix = "move styles and scripts to files in templates/site/assets"
            problems.append(Problem(Location(name, line), "blocked", message, fix))
        pages.append((site / name, encoding.end(), facts.scripts))
    if problems:
        raise ContentError(problems)
    for path, position, hashes in pages:
        element = f'<meta http-equiv="content-security-policy" content="{_policy(hashes)}">{REFERRER}'
        html = path.read_bytes()
        path.write_bytes(html[:position] + element.encode() + html[position:])
    return _policy({one for _, _, hashes in pages for one in hashes}) + HEADER_ONLY


def _policy(hashes: Iterable[str]) -> str:
    return POLICY.format(hashes="".join(f" '{one}'" for one in sorted(hashes)))
