"""Says which words no dictionary holds; the dictionary comes from PyPI's pyspellchecker.

There are dictionaries for Arabic, Basque, Dutch, English (as in the United States), French, German,
Italian, Latvian, Persian, Portuguese, Russian and Spanish. In any other language no word counts as
misspelt. The dictionaries hold single words: a right word in the wrong place ("form" for "from") is
not seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from generator.words import stem

if TYPE_CHECKING:
    from spellchecker import SpellChecker

SHORTENED = ("'d", "'ll", "'re", "'ve", "n't")
"""Ends of words that are two words; dictionaries hold the usual ones of them, not all."""


def misspelt(keys: Iterable[str], language: str) -> set[str]:
    """Return those of `keys` (words in small letters) that the dictionary of `language` does not hold."""
    if not (dictionary := _dictionary(language)):
        return set()
    return {key for key in keys if not _held(key, dictionary)}


@cache
def suggestion(key: str, language: str) -> str | None:
    """Return the likeliest word of `language` that is one slip of a finger from `key`, if there is one."""
    dictionary = _dictionary(language)
    return dictionary.correction(key) if dictionary else None


def _held(key: str, dictionary: SpellChecker) -> bool:
    forms = {key, stem(key), *(key.removesuffix(end) for end in SHORTENED if key.endswith(end))}
    return any(form in dictionary for form in forms if form)


@cache
def _dictionary(language: str) -> SpellChecker | None:
    """Return the dictionary, read once in a run; it takes a third of a second."""
    from spellchecker import SpellChecker

    if language not in SpellChecker.languages():
        return None
    return SpellChecker(language, distance=1)  # a second slip takes seconds, and finds far-off words
