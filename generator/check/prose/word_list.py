"""A dictionary from the PyPI package pyspellchecker.

Its lists contain what people say in films, so good words are missing where each has many forms: 3,156 of the
4,527 words of a Russian text.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from spellchecker import SpellChecker


LANGUAGES = ("en", "de", "fr", "it", "nl", "pt")
"""Those with few enough forms. The package has Arabic, Basque, Latvian, Persian, Russian and Spanish, too."""


@dataclass(frozen=True)
class WordList:
    """All words of one language, with how common each is."""

    language: str
    words: frozenset[str]

    @classmethod
    def of(cls, language: str) -> Self | None:
        """Return the list for `language`, if there is one.

        It's read from its file, a JSON object with a number for each word. That takes a third of the time
        that pyspellchecker needs to read and count them; only suggestions need the counts.
        """
        if language not in LANGUAGES:
            return None
        compressed = files("spellchecker").joinpath("resources", f"{language}.json.gz").read_bytes()
        text = gzip.decompress(compressed).decode()
        return cls(language, frozenset(json.loads(text) if "\\" in text else text.split('"')[1::2]))

    def knows(self, key: str) -> bool:
        """Return whether the list has `key`, a lowercase word."""
        return key in self.words

    def nearest(self, key: str) -> str | None:
        """Return the most common word that is one typo away from `key`, if there is one."""
        word = self._counted.correction(key)
        return None if word == key else word  # a word longer than all in the list comes back as it is

    @cached_property
    def _counted(self) -> SpellChecker:
        """The list with its counts, which takes a third of a second to read.

        Words two typos away would take seconds to find, and most would be unrelated.
        """
        from spellchecker import SpellChecker

        return SpellChecker(self.language, distance=1)
