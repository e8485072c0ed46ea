"""Marks around what a translated guide says in the language of the original.

They're two private-use characters, which no author can type, so they pass through templates like any letter.
The finished page says the language of what's between them; everything else drops them.
"""

from __future__ import annotations

import re

OPEN, CLOSE = "\ue002", "\ue003"
MARKED = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")
"""Such a text, with its marks."""
BLOCK = re.compile(rf"^{MARKED.pattern}$", re.MULTILINE)
"""One that has its lines for itself."""


def marked(text: str) -> str:
    """Return `text` between the marks."""
    return f"{OPEN}{text}{CLOSE}"


def is_foreign(text: str) -> bool:
    """Return whether every word of `text` is between marks."""
    return OPEN in text and not any(map(str.isalnum, MARKED.sub("", text)))


def without_marks(text: str) -> tuple[str, frozenset[int]]:
    """Return `text` without the marks around whole paragraphs and lists, and their lines, counted from 0."""
    lines = set[int]()
    for passage in BLOCK.finditer(text):
        first = text.count("\n", 0, passage.start())
        lines.update(range(first, first + passage[0].count("\n") + 1))
    return BLOCK.sub(lambda passage: plain(passage[0]), text), frozenset(lines)


def plain(text: str) -> str:
    """Return `text` without the marks."""
    return text.replace(OPEN, "").replace(CLOSE, "")
