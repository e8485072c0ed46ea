"""What changed in the advice, as a page and as a feed (content/changes.yml)."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from generator.model.fields import Link, Text, Title, invalid
from generator.model.record import Day, Identified, SinglePage


class Change(Identified):
    """One change that matters to readers."""

    day: Day
    """When it changed."""
    title: Title
    text: Text
    """What changed, and who it matters to."""
    to: Link
    """The page that changed."""


class Changes(SinglePage):
    """The page of changes."""

    anchored = ("changes",)

    changes: Annotated[tuple[Change, ...], Field(min_length=1)]
    """The changes, newest first."""

    @model_validator(mode="after")
    def _newest_first(self) -> Self:
        for above, change in pairwise(self.changes):
            if change.day > above.day:
                message = f"this change is newer than the one above it, of {above.day}"
                raise invalid("changes-order", message, "put the newest first", change.id.where)
        return self
