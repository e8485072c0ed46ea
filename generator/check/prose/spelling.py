"""Finds words that aren't in the dictionary, which comes from the PyPI package pyspellchecker.

It has dictionaries for Arabic, Basque, Dutch, English (United States), French, German, Italian, Latvian,
Persian, Portuguese, Russian and Spanish. In other languages no word counts as misspelled. A right word in
the wrong place (“form” for “from”) isn't found, because the dictionaries contain only single words.
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
"""Languages that join a shortened word to the next: “l'ami,” “dell'uomo.”"""
SHORTENED = ("'d", "'ll", "'re", "'ve", "n't")
"""Endings of contractions; dictionaries contain only the most common ones."""


def misspelled(keys: Iterable[str], language: str) -> set[str]:
    """Return those of `keys` (lowercase words) that aren't in the dictionary of `language`."""
    return {key for key in keys if _is_unknown(key, language)} if _words(language) else set()


@cache
def _is_unknown(key: str, language: str) -> bool:
    return _words(language).isdisjoint(_forms(key, language))


@cache
def suggestion(key: str, language: str) -> str | None:
    """Return the most common word of `language` that is one typo away from `key`, if there is one."""
    word = _dictionary(language).correction(key) if _words(language) else None
    return None if word == key else word  # a word longer than all in the dictionary comes back as it is


def _forms(key: str, language: str) -> set[str]:
    """Return what a dictionary could contain of `key`: the whole word, or a part without a contraction."""
    forms = {key, stem(key), *(key.removesuffix(end) for end in SHORTENED if key.endswith(end))}
    if language in ELIDED:
        forms.add(key.rpartition("'")[2])
    return forms - {""}


@cache
def _words(language: str) -> frozenset[str]:
    """Return the words in the dictionary; none if the language has no dictionary.

    They're read from its file, a JSON object with a number for each word. That takes a third of the time that
    pyspellchecker needs to read and count them; only suggestions need the counts.
    """
    from spellchecker import SpellChecker

    if language not in SpellChecker.languages():
        return frozenset()
    compressed = files("spellchecker").joinpath("resources", f"{language}.json.gz").read_bytes()
    text = gzip.decompress(compressed).decode()
    return frozenset(json.loads(text) if "\\" in text else text.split('"')[1::2])


@cache
def _dictionary(language: str) -> SpellChecker:
    """Return the dictionary for suggestions, which takes a third of a second to read."""
    from spellchecker import SpellChecker

    return SpellChecker(language, distance=1)  # two typos would take seconds, and find unrelated words
