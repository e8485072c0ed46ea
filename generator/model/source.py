"""A work that the advice cites (content/sources.yml)."""

from __future__ import annotations

from typing import Literal

from generator.model.fields import Slug, Text, Title, Url
from generator.model.record import Block, Day

SourceKind = Literal["source article", "research", "book", "practice"]


class Source(Block):
    """A work on which advice rests."""

    id: Slug
    """Its key in content/sources.yml, put in by the loader."""
    kind: SourceKind
    label: Title
    """How the text refers to it: "Granovetter, 1973"."""
    cite: Text
    says: Text
    """What this guide takes from it."""
    url: Url | None = None
    reviewed: Day | None = None
    """The day on which somebody last asked whether this entry still holds."""
