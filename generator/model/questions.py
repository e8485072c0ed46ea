"""The page of questions and answers (content/questions.yml)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from generator.model.action import Action
from generator.model.fields import Prose, Text, Title
from generator.model.local_help import HelpKinds
from generator.model.record import Identified, SinglePage, Sources


class Question(Identified):
    """A question as people ask it, and the answer."""

    ask: Title
    """The question, in the words of the people who ask it."""
    also: tuple[Title, ...] = ()
    """Other ways to ask it, for the search."""
    answer: Prose
    """An honest answer, the most useful sentence first."""
    local_help: HelpKinds = ()
    """Kinds of local help to show at the end of it; `local-help` in site_config.yml has them."""
    because: Text
    """What the answer is based on and how strong that evidence is, in a sentence or two."""
    next: Action
    """The one next thing after the answer, said as an action in a few words."""
    from_: Sources


class Theme(Identified):
    """Questions that belong together."""

    title: Title
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    """The questions, in order."""


class Questions(SinglePage):
    """The page of questions and answers."""

    anchored = ("themes", "questions")

    themes: Annotated[tuple[Theme, ...], Field(min_length=1)]
    """The questions by theme."""

    @property
    def questions(self) -> Iterator[Question]:
        """Every question, in order."""
        for theme in self.themes:
            yield from theme.questions
