"""The page on which readers keep track of people, and the rhythm it suggests (content/contacts.yml)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from generator.model.fields import Slug, Text, Title, invalid
from generator.model.numbers import Days
from generator.model.record import Block, Identified, SinglePage, Sources, WorksheetRef


class Cadence(Block):
    """The days for a ring or a moment."""

    ideal: Days
    """Number of days after which it is a good time to write."""
    latest: Days
    """Number of days after which it is late."""

    @model_validator(mode="after")
    def _latest_is_later(self) -> Self:
        if self.latest < self.ideal:
            message = f"the latest day, {self.latest}, comes before the ideal one, {self.ideal}"
            raise invalid("rhythm-order", message, "swap them")
        return self


class Rhythm(Cadence, Identified):
    """When to get in touch again, in days from the last contact."""

    name: Title
    """Its name in the list, in a word or two."""
    hint: Text
    """Who or what it is for."""

    def with_cadences(self, cadences: Mapping[Slug, Cadence]) -> Self:
        """Return it with the days that `cadences` has for its ID, if any."""
        own = cadences.get(self.id)
        return self.model_copy(update={"ideal": own.ideal, "latest": own.latest}) if own else self


class Occasion(Rhythm):
    """Something that happened, after which another rhythm applies once."""

    step: Text
    """The next step it suggests."""


class Contacts(SinglePage):
    """The page on which readers keep track of people."""

    folder = "tools"
    headings = frozenset(["add", "balance", "later", "rhythm", "this-week"])

    caution: Text
    """What to write about other people, and what not to write."""
    rhythm: Text
    """Where the numbers of days come from."""
    from_: Sources
    rings: Annotated[tuple[Rhythm, ...], Field(min_length=1, max_length=6)]
    """Groups of people, from the closest outward."""
    moments: Annotated[tuple[Occasion, ...], Field(max_length=8)] = ()
    """Things that can happen, and the rhythm that follows from each."""
    sheet: WorksheetRef | None = None
    """ID of the worksheet that does the same on paper."""

    def with_cadences(self, cadences: Mapping[Slug, Cadence]) -> Self:
        """Return the page with the days of `cadences`, by the ID of a ring or a moment."""
        rings = tuple(rhythm.with_cadences(cadences) for rhythm in self.rings)
        moments = tuple(moment.with_cadences(cadences) for moment in self.moments)
        return self.model_copy(update={"rings": rings, "moments": moments})
