"""Finds questions and exclamations without a mark where they begin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.prose.readability import BLOCK

WITH_OPENING_MARKS = frozenset({"es"})
"""Languages that open a question with ¿ and an exclamation with ¡; in Galician, that’s optional."""
OPENS = {"?": "¿", "!": "¡"}
CLOSED = re.compile(r"[?!]+")


def unopened(text: str) -> Iterator[tuple[int, str]]:
    """Yield the place of each ? and ! in `text` that nothing opens, and what's missing.

    Either mark opens a sentence that ends with either, because some are both a question and an exclamation.
    """
    begin = 0
    for end in (*(block.start() for block in BLOCK.finditer(text)), len(text)):
        for close in CLOSED.finditer(text, begin, end):
            asked = text[begin : close.start()]
            if any(map(str.isalpha, asked)) and not any(mark in asked for mark in OPENS.values()):
                yield close.start(), OPENS[close[0][0]]
            begin = close.end()
        begin = end
