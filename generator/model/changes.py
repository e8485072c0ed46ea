"""What changed in the advice, for readers who come back and for those who follow from afar."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from generator.model.fields import Link, Slug, Text, Title, mistake
from generator.model.record import Day, Identified, SinglePage


class Change(Identified):
    """One change that readers may care about."""

    day: Day
    """When it changed."""
    title: Title
    text: Text
    """What changed and for whom it matters."""
    to: Link
    """Where it can be read."""


class Changes(SinglePage):
    """content/changes.yml."""

    changes: Annotated[tuple[Change, ...], Field(min_length=1)]
    """The newest first."""

    @property
    def anchors(self) -> tuple[Slug, ...]:
        return tuple(change.id for change in self.changes)

    @model_validator(mode="after")
    def _newest_first(self) -> Self:
        days = [change.day for change in self.changes]
        if days != sorted(days, reverse=True):
            raise mistake(
                "changes-order", "the changes do not stand with the newest first", "order them by day"
            )
        return self
