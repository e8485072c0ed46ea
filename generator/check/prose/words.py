"""Finds the words of a text, and what stands twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

LETTER = r"[^\W\d_]"
WORD = re.compile(rf"[^\W_]++(?:[\u0300-\u036f]++[^\W_]*+)*(?:[’']{LETTER}++)*")
"""Letters with apostrophes between them; and digits, lest “rd” in “3rd” be taken for a word."""
POSSESSIVE = re.compile(r"'s?$")
HIDDEN = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for each sign that is no part of a word, such as those of a link's target."""
INSIDE = r"\w’'\u0300-\u036f-"
DOUBLED = re.compile(
    rf"(?<![{INSIDE}])({LETTER}++(?:[’']{LETTER}++)*)[*_\]{HIDDEN}]*+\s++[*_\[]*+(?i:\1)(?![{INSIDE}])"
)
"""Only space and signs of emphasis and links may lie between: the end of a sentence parts words."""
NEW_PARAGRAPH = re.compile(r"\n\s*\n")
MEANT_TWICE = {
    "de": frozenset("das dem den der die sie was wir".split()),
    "en": frozenset("had that".split()),
    "es": frozenset(),
    "fr": frozenset("nous vous".split()),
    "it": frozenset("man mano passo pian piano via".split()),
    "nl": frozenset("dat die had het".split()),
    "pt": frozenset(),
}
"""Words that grammar lets follow themselves, by language: “the help that she had had”.

Of other languages we do not know; in many of them, to say a word twice is good style.
"""
LONGEST_ABBREVIATION = 5
"""Letters; longer words in capitals are words that somebody shouts."""


class Word(NamedTuple):
    """One word of a text."""

    text: str
    """As it stands there."""
    start: int
    end: int
    key: str
    """As a dictionary has it."""


@cache
def key(word: str) -> str:
    """Return `word` as it is looked up: composed, in small letters, with plain apostrophes."""
    return unicodedata.normalize("NFC", word).lower().replace("’", "'")


@cache
def stem(key: str) -> str:
    """Return a word that was made a key without the sign of the possessive."""
    return POSSESSIVE.sub("", key)


def words(text: str) -> Iterator[Word]:
    """Yield the words of `text` that a dictionary could hold.

    Hyphens part words. Words with a digit, single letters and abbreviations in capitals (with an s
    for several of them) are passed over.
    """
    for match in WORD.finditer(text):
        if _can_be_looked_up(word := match[0]):
            yield Word(word, match.start(), match.end(), key(word))


def keys(texts: Iterable[str]) -> frozenset[str]:
    """Return the keys of all words in `texts` that a dictionary could hold."""
    found = {word for text in texts for word in WORD.findall(text)}
    return frozenset(key(word) for word in found if _can_be_looked_up(word))


def doubled(text: str, language: str) -> Iterator[Word]:
    """Yield the second of each two words in `text` that are the same, but for those that may be."""
    if (meant := MEANT_TWICE.get(language)) is None:
        return
    for match in DOUBLED.finditer(text):
        word = match[1]
        if word.lower() not in meant and not NEW_PARAGRAPH.search(match[0]):
            start = match.end() - len(word)
            second = text[start : match.end()]
            yield Word(second, start, match.end(), key(second))


@cache
def _can_be_looked_up(word: str) -> bool:
    letters = stem(word.replace("’", "'")).removesuffix("s")
    abbreviation = letters.isalpha() and letters.isupper() and len(letters) <= LONGEST_ABBREVIATION
    return len(word) > 1 and not abbreviation and not any(sign.isdigit() for sign in word)
