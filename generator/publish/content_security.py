"""Limits what pages can load and run to the site's own files and scripts.

The policy is in every page, for hosts that can't send headers, and in a header, for hosts that can. It allows
inline scripts of the theme by the hashes of their texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.problems import Location, Problem, Problems
from generator.publish.html import PageFacts

POLICY = (
    "default-src 'none'; script-src 'self'{hashes}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
REFERRER = '<meta name="referrer" content="no-referrer">'
"""Other sites don't learn where a reader came from."""
ENCODING = re.compile(r"<meta\s+charset=[\"']?utf-8[\"']?\s*/?>", re.IGNORECASE)
LOADING = re.compile(r"<(script|style|link|img|body)\b", re.IGNORECASE)


def problems_with_policy(name: str, html: str, facts: PageFacts) -> Problems:
    """Yield why the page `name` can't take a policy, and what a policy would silently block in it."""
    encoding = ENCODING.search(html)
    if not encoding or LOADING.search(html, 0, encoding.start()):
        message = (
            "this page has no place for the security policy: it loads something before its encoding, "
            "or doesn’t state the encoding"
        )
        fix = 'put <meta charset="utf-8"> first in its head, in templates/site/theme'
        yield Problem(Location(name), "unprotected", message, fix)
    for line, what in facts.inline:
        message = f"browsers will ignore {what} here, because of the site’s security policy"
        fix = "move styles and scripts to files in templates/site/assets"
        yield Problem(Location(name, line), "blocked", message, fix)


def protect(html: str, facts: PageFacts) -> str:
    """Return a page with a policy that allows only its own scripts, because each hash adds bytes."""
    element = f'<meta http-equiv="content-security-policy" content="{policy(facts.scripts)}">{REFERRER}'
    # After the encoding, which browsers look for in the first 1,024 bytes of a page.
    return ENCODING.sub(lambda encoding: encoding[0] + element, html, count=1)


def policy(hashes: Iterable[str]) -> str:
    """Return the policy of pages whose inline scripts have these `hashes`.

    Only headers can say who shows a page in a frame: in a page, browsers ignore that and log a warning.
    """
    return POLICY.format(hashes="".join(f" '{one}'" for one in sorted(hashes)))
