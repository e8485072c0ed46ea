"""Marks around what a translated guide says in the language of the original.

They're two private-use characters, which no author can type, so they pass through templates like any letter.
The finished page says the language of what's between them; everything else drops them.
"""

from __future__ import annotations

import re

OPEN, CLOSE = "\ue002", "\ue003"
MARKED = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")
"""Such a text, with its marks."""
POINT = re.compile(r"\s*(?:[-*]|\d+\.) ")
"""How an entry of a list starts."""


def marked(text: str) -> str:
    """Return `text` between the marks; each line of a list gets its own, after the hyphen or number."""
    return "\n".join(map(_marked_line, text.split("\n")))


def _marked_line(line: str) -> str:
    point = POINT.match(line)
    start = point.end() if point else 0
    return f"{line[:start]}{OPEN}{line[start:]}{CLOSE}" if line[start:] else line


def plain(text: str) -> str:
    """Return `text` without the marks."""
    return text.replace(OPEN, "").replace(CLOSE, "")
