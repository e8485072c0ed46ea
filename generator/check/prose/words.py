"""Finds the words of a text, and words that appear twice in a row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

LETTER = r"[^\W\d_]"
WORD = re.compile(rf"[^\W_]++(?:[\u0300-\u036f]++[^\W_]*+)*(?:[’']{LETTER}++)*")
"""Letters with apostrophes between them; and digits, so that “rd” in “3rd” isn't a word."""
POSSESSIVE = re.compile(r"'s?$")
HIDDEN = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Replaces each character that isn't part of a word, such as those of a link's target."""
INSIDE = r"\w’'\u0300-\u036f-"
DOUBLED = re.compile(
    rf"(?<![{INSIDE}])({LETTER}++(?:[’']{LETTER}++)*)[*_\]{HIDDEN}]*+\s++[*_\[]*+(?i:\1)(?![{INSIDE}])"
)
"""Only spaces and the characters of emphasis and links can be in between; punctuation ends the search."""
NEW_PARAGRAPH = re.compile(r"\n\s*\n")
DOUBLED_ON_PURPOSE = {
    "de": frozenset("das dem den der die sie was wir".split()),
    "en": frozenset("had that".split()),
    "es": frozenset(),
    "fr": frozenset("nous vous".split()),
    "it": frozenset("man mano passo pian piano via".split()),
    "nl": frozenset("dat die had het".split()),
    "pt": frozenset(),
}
"""Words that grammar allows twice in a row, by language: “the help that she had had.”

No words are reported in other languages: in many of them, repeating a word is good style.
"""
LONGEST_ABBREVIATION = 5
"""In letters; longer words in capitals are ordinary words, for emphasis."""


class Word(NamedTuple):
    """One word of a text."""

    text: str
    """As it's written there."""
    start: int
    end: int
    key: str
    """As a dictionary lists it."""


@cache
def key(word: str) -> str:
    """Return `word` as it's looked up: composed (NFC), lowercase, with straight apostrophes."""
    return unicodedata.normalize("NFC", word).lower().replace("’", "'")


@cache
def stem(key: str) -> str:
    """Return the `key` of a word without the possessive ending."""
    return POSSESSIVE.sub("", key)


def words(text: str) -> Iterator[Word]:
    """Yield the words of `text` that a dictionary could contain.

    Hyphens separate words. Words with a digit, single letters and abbreviations in capitals (also with a
    plural s) are skipped.
    """
    for match in WORD.finditer(text):
        if _can_be_looked_up(word := match[0]):
            yield Word(word, match.start(), match.end(), key(word))


def keys(texts: Iterable[str]) -> frozenset[str]:
    """Return the keys of all words in `texts` that a dictionary could contain."""
    found = set[str]().union(*map(WORD.findall, texts))
    return frozenset(key(word) for word in found if _can_be_looked_up(word))


def doubled(text: str, language: str) -> Iterator[Word]:
    """Yield each word in `text` that repeats the one before it, except where that's right in `language`."""
    if (on_purpose := DOUBLED_ON_PURPOSE.get(language)) is None:
        return
    for match in DOUBLED.finditer(text):
        word = match[1]
        if word.lower() not in on_purpose and not NEW_PARAGRAPH.search(match[0]):
            start = match.end() - len(word)
            second = text[start : match.end()]
            yield Word(second, start, match.end(), key(second))


@cache
def _can_be_looked_up(word: str) -> bool:
    letters = stem(word.replace("’", "'")).removesuffix("s")
    abbreviation = letters.isalpha() and letters.isupper() and len(letters) <= LONGEST_ABBREVIATION
    return len(word) > 1 and not abbreviation and not any(character.isdigit() for character in word)
