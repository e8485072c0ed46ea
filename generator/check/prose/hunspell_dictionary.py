"""A dictionary of Hunspell: stems, and a table of the endings that each can have.

The dictionaries are in the folder dictionaries/, in UTF-8.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from hunspell import Hunspell
    from spellchecker import SpellChecker

FOLDER = Path(__file__).parent / "dictionaries"
LETTERS = re.compile(r"^TRY (\w+)$", re.MULTILINE)
"""The line with the letters of the language."""


@dataclass(frozen=True)
class HunspellDictionary:
    """The dictionary of one language."""

    words: Hunspell
    letters: str
    """The letters of the language."""

    @classmethod
    def of(cls, language: str) -> Self | None:
        """Return the dictionary for `language`, if the program has one, after reading it for 0.15 seconds."""
        folder = FOLDER / language
        if not folder.is_dir():
            return None
        from hunspell import Hunspell

        letters = LETTERS.findall((folder / f"{language}.aff").read_text("utf-8"))
        return cls(Hunspell(language, str(folder), sys.getfilesystemencoding()), "".join(letters).lower())

    def knows(self, key: str) -> bool:
        """Return whether `key`, a lowercase word, is right, as it is or as a name."""
        return any(map(self.words.spell, (key, key.capitalize())))

    def nearest(self, key: str) -> str | None:
        """Return the word one typo away from `key` that’s most like it, if there is one.

        Hunspell’s own suggestions take a fifth of a second for each word, and most are unrelated.
        """
        near = filter(self.words.spell, sorted(self._typos.edit_distance_1(key)))
        return max(near, key=lambda word: _likeness(word, key), default=None)

    @cached_property
    def _typos(self) -> SpellChecker:
        """What knows which typos there are, but no words."""
        from spellchecker import SpellChecker

        typos = SpellChecker(language=None)
        typos.word_frequency.load_words([self.letters])
        return typos


def _likeness(word: str, key: str) -> tuple[bool, float]:
    """Return whether two words differ only in accents, and how much is the same otherwise."""
    return _unaccented(word) == _unaccented(key), SequenceMatcher(None, word, key).ratio()


def _unaccented(word: str) -> str:
    return "".join(filter(str.isalpha, unicodedata.normalize("NFD", word)))
