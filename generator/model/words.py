"""English words inside sentences: with a capital letter, with an article."""

from __future__ import annotations

import re

from generator.model.foreign import OPEN

VOWEL = re.compile(r"[aeio]|u(?!ni(?!n|m)|s[aeiu]|t[ei])|(?:hour|heir|honest|honor)", re.IGNORECASE)
"""The beginning of most words that sound as if they began with a vowel."""
CONSONANT = re.compile(r"eu|ew|one\b|once\b", re.IGNORECASE)
"""The beginning of words that look as if they did."""
LETTERS = re.compile(r"[AEFHILMNORSX](?![a-z])")
"""Letters that are said one by one, of which the first has a name like “ef.”"""
INITIALS = re.compile(r"[A-Z](?![a-z])")


def capital(text: str) -> str:
    """Return `text` with a capital letter at the beginning, if its script has them there; a mark stays."""
    start = len(text) - len(text.removeprefix(OPEN)) + 1
    return text[:start].title() + text[start:]


def with_article(noun: str) -> str:
    """Return `noun` after “a” or “an,” as it sounds."""
    if INITIALS.match(noun):
        sounds_open = bool(LETTERS.match(noun))
    else:
        sounds_open = bool(VOWEL.match(noun)) and not CONSONANT.match(noun)
    return f"{'an' if sounds_open else 'a'} {noun}"
