"""Finds words that aren't in the dictionary of a language.

In languages without one, no word counts as misspelled. A right word in the wrong place (“form” for “from”)
isn't found, because dictionaries contain only single words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Protocol

from generator.check.prose.hunspell_dictionary import HunspellDictionary
from generator.check.prose.word_list import WordList
from generator.check.prose.words import stem

ELIDED = ("fr", "it")
"""Languages that join a shortened word to the next: “l'ami,” “dell'uomo.”"""
SHORTENED = ("'d", "'ll", "'re", "'ve", "n't")
"""Endings of contractions; dictionaries contain only the most common ones."""
JOINED = {"es": re.compile(r"(?:[mts]e|nos|l[aeo]s?)$")}
"""Pronouns that a language joins to a verb, up to two, which gives it an accent: “decídelo,” “cuéntaselo.”"""
INFINITIVE = "r"
"""How a verb ends that needs no accent then: “recordarlo.”"""
UNACCENTED = str.maketrans("áéíóú", "aeiou")


class Dictionary(Protocol):
    """The words of one language."""

    def knows(self, key: str) -> bool:
        """Return whether it has `key`, a lowercase word."""

    def nearest(self, key: str) -> str | None:
        """Return the word that's most likely meant by `key`, if there is one."""


def misspelled(keys: Iterable[str], language: str) -> set[str]:
    """Return those of `keys` (lowercase words) that aren't in the dictionary of `language`."""
    return {key for key in keys if _is_unknown(key, language)}


@cache
def suggestion(key: str, language: str) -> str | None:
    """Return the word of `language` that's most likely meant by the unknown word `key`, if there is one."""
    dictionary = _dictionary(language)
    return dictionary.nearest(key) if dictionary else None


@cache
def _is_unknown(key: str, language: str) -> bool:
    dictionary = _dictionary(language)
    return dictionary is not None and not any(map(dictionary.knows, _forms(key, language)))


@cache
def _dictionary(language: str) -> Dictionary | None:
    return HunspellDictionary.of(language) or WordList.of(language)


def _forms(key: str, language: str) -> Iterator[str]:
    """Yield what a dictionary could contain of `key`: the whole word, or a part of it."""
    yield from (key, stem(key))
    yield from (key.removesuffix(end) for end in SHORTENED if key.endswith(end))
    if language in ELIDED:
        yield key.rpartition("'")[2]
    if pronoun := JOINED.get(language):
        verb = pronoun.sub("", key)
        shorter = pronoun.sub("", verb)
        for one in (verb, shorter):
            plain = one.translate(UNACCENTED)
            if plain != one or one.endswith(INFINITIVE):
                yield plain
