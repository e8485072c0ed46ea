"""Says which words no dictionary holds; the dictionary comes from PyPI's pyspellchecker.

There are dictionaries for Arabic, Basque, Dutch, English (as in the United States), French, German,
Italian, Latvian, Persian, Portuguese, Russian and Spanish. In any other language no word counts as
misspelt. The dictionaries hold single words: a right word in the wrong place ("form" for "from") is
not seen.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from generator.check.prose.words import stem

if TYPE_CHECKING:
    from spellchecker import SpellChecker


ELIDED = ("fr", "it")
"""Languages in which a word that lost its end leans on the next: “l'ami”, “dell'uomo”."""
SHORTENED = ("'d", "'ll", "'re", "'ve", "n't")
"""Ends of words that are two words; dictionaries hold the usual ones of them, not all."""


def misspelt(keys: Iterable[str], language: str) -> set[str]:
    """Return those of `keys` (words in small letters) that the dictionary of `language` does not hold."""
    return {key for key in keys if _is_unknown(key, language)} if _words(language) else set()


@cache
def _is_unknown(key: str, language: str) -> bool:
    return _words(language).isdisjoint(_forms(key, language))


@cache
def suggestion(key: str, language: str) -> str | None:
    """Return the likeliest word of `language` that is one slip of a finger from `key`, if there is one."""
    relative_to_cwd = _dictionary(language).correction(key) if _words(language) else None
    return (
        relative_to_cwd if relative_to_cwd != key else None
    )  # of a word longer than all it knows, it gives the word itself


def _forms(key: str, language: str) -> set[str]:
    """Return what a dictionary may hold of `key`: the whole, or what is left without a shortened word."""
    forms = {key, stem(key), *(key.removesuffix(end) for end in SHORTENED if key.endswith(end))}
    if language in ELIDED:
        forms.add(key.rpartition("'")[2])
    return forms - {""}


@cache
def _words(language: str) -> frozenset[str]:
    """Return the words that the dictionary holds; none where there is no dictionary.

    They are taken from the file of the dictionary, a JSON object that has a number for each word. That takes
    a third of the time in which pyspellchecker reads and counts them, which only a suggestion needs.
    """
    from spellchecker import SpellChecker

    if language not in SpellChecker.languages():
        return frozenset()
    packed = files("spellchecker").joinpath("resources", f"{language}.json.gz").read_bytes()
    text = gzip.decompress(packed).decode()
    return frozenset(json.loads(text) if "\\" in text else text.split('"')[1::2])


@cache
def _dictionary(language: str) -> SpellChecker:
    """Return what makes suggestions, read once in a run; it takes a third of a second."""
    from spellchecker import SpellChecker

    return SpellChecker(language, distance=1)  # a second slip takes seconds, and finds far-off words
