"""A work that the advice cites (content/sources.yml)."""

from __future__ import annotations

from typing import Literal

from generator.model.fields import Slug, Text, Title, Url
from generator.model.record import Block, Day


class Source(Block):
    """A work that the advice is based on."""

    id: Slug
    """Its key in content/sources.yml; the loader adds it."""
    kind: Literal["source article", "research", "book", "service", "ours"]
    label: Title
    """What the text calls it, such as "Miller, 2019"."""
    cite: Text
    says: Text
    """What this guide takes from it."""
    url: Url | None = None
    reviewed: Day | None = None
    """The day someone last checked that this entry is still right."""
