"""A language that a guide is translated into: its settings, from content/languages/, and its guide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from generator.model.fields import Country, Language, Text, Title
from generator.model.local_help import LocalHelp
from generator.model.numbers import Factor, Grade
from generator.model.record import Block, Day
from generator.model.settings import Banned

FOLDER = "languages"
"""The folder in content/ with the settings and the translated texts of each language."""


class LanguageReview(Block):
    """Who read the whole translation, and when."""

    by: Title
    """The name of the person."""
    on: Day
    """The day they finished."""


class LanguageSettings(Block):
    """What's different in one language, besides the texts."""

    name: Title
    """What the language is called by those who speak it, such as Español."""
    address: Text | None = None
    """How the guide speaks to readers, for translators, such as tú."""
    reviewed: LanguageReview | None = None
    """Who read the whole translation, and when; readers see it."""
    longer: Factor = 1.35
    """How many times as long as in the original a text can be, because most languages take more room."""
    words: tuple[Title, ...] = ()
    """Names and other words that aren't in the dictionary of the language."""
    banned: tuple[Banned, ...] = ()
    """Words that the translation avoids, and what to write instead."""
    terms: Annotated[Mapping[Title, Title], Field(default_factory=dict)]
    """What a word of the original is always called in this language."""
    small_words: tuple[Title, ...] = ()
    """Words without meaning of their own, which the search leaves out of questions."""
    grade: Grade | None = None
    """The highest reading grade that a page can have; without it, there's no limit."""
    country: Country | None = None
    """The country of most readers of this language, if it's another one."""
    local_help: LocalHelp | None = None
    """Where its readers find help near them. Without it, they see the help of the original."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What makes a guide a translation of another one."""

    source: Language
    """The language of the original."""
    settings: LanguageSettings
    whole: frozenset[str]
    """The permanent names of the records all of whose texts are translated."""
