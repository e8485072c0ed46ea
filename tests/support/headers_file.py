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


def sent(found: dict[str, dict[str, str]], path: str) -> dict[str, str]:
    """Return the headers for `path`. No header can come from two rules, since hosts would join the values."""
    values: dict[str, str] = {}
    for pattern, given in found.items():
        if re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), path):
            assert not values.keys() & given.keys(), path
            values |= given
    return values
