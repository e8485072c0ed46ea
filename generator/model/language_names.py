"""What languages are called, and the direction in which they're written, as Babel knows it.

Languages are two-letter codes that the site supports, such as `es`.
"""

from __future__ import annotations

from babel import Locale

from generator.model.words import capital


def own_name(language: str) -> str:
    """Return what a `language` is called by those who speak it, with a capital letter: Español."""
    return capital(name_in(language, language))


def english_name(language: str) -> str:
    """Return what a `language` is called in English."""
    return name_in(language, "en")


def name_in(language: str, reader: str) -> str:
    """Return what a `language` is called in the middle of a sentence in the language `reader`."""
    return str(Locale.parse(reader).languages.get(language, language))


def text_direction(language: str) -> str:
    """Return the direction in which a `language` is written, `ltr` or `rtl`."""
    return Locale.parse(language).text_direction
