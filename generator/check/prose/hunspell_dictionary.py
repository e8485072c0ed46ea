"""A dictionary of Hunspell: stems, and a table of the endings that each can have.

The dictionaries are in the folder dictionaries/, in UTF-8.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from hunspell import Hunspell

FOLDER = Path(__file__).parent / "dictionaries"
ALIKE = 0.85
"""How much of a suggestion has to be in the unknown word; about one letter of seven can differ."""


@dataclass(frozen=True)
class HunspellDictionary:
    """The dictionary of one language."""

    words: Hunspell

    @classmethod
    def of(cls, language: str) -> Self | None:
        """Return the dictionary for `language`, if the program has one, after reading it for 0.15 seconds."""
        folder = FOLDER / language
        if not folder.is_dir():
            return None
        from hunspell import Hunspell

        return cls(Hunspell(language, str(folder), sys.getfilesystemencoding()))

    def knows(self, key: str) -> bool:
        """Return whether `key`, a lowercase word, is right, as it is or as a name."""
        return any(map(self.words.spell, (key, key.capitalize())))

    def nearest(self, key: str) -> str | None:
        """Return the word that is most like `key`, if one is very much like it."""
        return next(iter(get_close_matches(key, self.words.suggest(key), 1, ALIKE)), None)
