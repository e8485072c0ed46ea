"""The words of the guide and what it means by them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.fields import Link, Slug, Text, Title
from generator.model.record import Identified, SinglePage


class Term(Identified):
    """A word, and what the guide means by it."""

    term: Title
    """As in the middle of a sentence: "weak tie"."""
    also: tuple[Title, ...] = ()
    """Other words for the same."""
    meaning: Text
    """What the guide means by it, in a sentence or two."""
    see: Link | None = None
    """Where the guide says more."""
    from_: tuple[Slug, ...] = ()


class Glossary(SinglePage):
    """content/glossary.yml; a link such as `[weak tie](glossary#weak-tie)` shows the meaning in place."""

    terms: Annotated[tuple[Term, ...], Field(min_length=1)]
    """The words; the page sorts them."""

    @property
    def anchors(self) -> tuple[Slug, ...]:
        return tuple(term.id for term in self.terms)
