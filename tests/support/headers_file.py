"""Reads `_headers` as Cloudflare Pages and Netlify do."""

from __future__ import annotations

import re


def rules(text: str) -> dict[str, dict[str, str]]:
    """Return what `_headers` says, by the pattern of addresses."""
    found: dict[str, dict[str, str]] = {}
    address = ""
    for line in text.splitlines():
        assert len(line) <= 2000
        if line.startswith("  "):
            name, value = line.strip().split(": ", 1)
            assert name not in found[address]
            found[address][name] = value
        else:
            address = line
            assert address not in found
            found[address] = {}
    assert len(found) <= 100
    return found


POLICY, FRAMES = "Content-Security-Policy", "X-Frame-Options"


def joined(found: dict[str, dict[str, str]], path: str) -> dict[str, str]:
    """Return the headers for `path` as hosts send them that join the values of all rules."""
    values: dict[str, str] = {}
    for given in _matching(found, path):
        values |= {name: f"{values[name]}, {one}" if name in values else one for name, one in given.items()}
    return values


def _matching(found: dict[str, dict[str, str]], path: str) -> list[dict[str, str]]:
    return [
        given
        for pattern, given in found.items()
        if re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), path)
    ]


def sent(found: dict[str, dict[str, str]], path: str) -> dict[str, str]:
    """Return the headers for `path`, with what they say about frames in the policy, as browsers see it.

    No header can come from two rules, since some hosts would join the values, and others would send the last.
    A policy can if either is the same, because the second adds something to the first.
    """
    values: dict[str, str] = {}
    for given in _matching(found, path):
        assert not values.keys() & given.keys() or given[POLICY].startswith(f"{values[POLICY]}; "), path
        values |= given
    if values.pop(FRAMES, None) == "DENY" and "frame-ancestors" not in values[POLICY]:
        values[POLICY] += "; frame-ancestors 'none'"
    return values
