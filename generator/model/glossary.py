"""The words of the guide, and what it means by them (content/glossary.yml)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.fields import Link, Text, Title
from generator.model.record import Identified, SinglePage, SourceRef


class Term(Identified):
    """A word, and what the guide means by it."""

    term: Title
    """The word as in the middle of a sentence, such as "weak tie"."""
    also: tuple[Title, ...] = ()
    """Other words for the same thing."""
    meaning: Text
    """What the guide means by it, in a sentence or two."""
    see: Link | None = None
    """Where the guide says more about it."""
    from_: tuple[SourceRef, ...] = ()


class Glossary(SinglePage):
    """The page of words. A link such as `[weak tie](glossary#weak-tie)` shows the meaning in place."""

    anchored = ("terms",)

    terms: Annotated[tuple[Term, ...], Field(min_length=1)]
    """The words, in any order; the page sorts them."""
