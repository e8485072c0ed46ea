"""The page on which readers keep track of people, and the rhythm that it proposes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from generator.model.fields import Slug, Text, Title, mistake
from generator.model.numbers import Days
from generator.model.record import Block, Identified, SinglePage, Sources


class Cadence(Block):
    """Days that a place sets for a ring or a moment."""

    ideal: Days
    """Days after which it is a good time to write."""
    latest: Days
    """Days after which it is late."""

    @model_validator(mode="after")
    def _latest_is_later(self) -> Self:
        if self.latest < self.ideal:
            raise mistake(
                "rhythm-order",
                f"the latest day, {self.latest}, comes before the ideal one, {self.ideal}",
                "exchange them",
            )
        return self


class Rhythm(Cadence, Identified):
    """After how many days to get in touch again, counted from the last contact."""

    name: Title
    """Its name in the list, in a word or two."""
    hint: Text
    """Whom or what it stands for."""

    def kept_to(self, cadences: Mapping[Slug, Cadence]) -> Self:
        """Return it with the days of the one of `cadences` that has its id."""
        own = cadences.get(self.id)
        return self.model_copy(update={"ideal": own.ideal, "latest": own.latest}) if own else self


class Moment(Rhythm):
    """Something that happened, after which another rhythm holds for once."""

    step: Text
    """The next step that it suggests."""


class Contacts(SinglePage):
    """content/contacts.yml."""

    folder = "tools"
    headings = frozenset(["add", "balance", "later", "rhythm", "this-week"])

    caution: Text
    """What to write about other people, and what not."""
    rhythm: Text
    """Where the numbers of days come from."""
    from_: Sources
    rings: Annotated[tuple[Rhythm, ...], Field(min_length=1, max_length=6)]
    """From the closest people outward."""
    moments: Annotated[tuple[Moment, ...], Field(max_length=8)] = ()
    """What may have happened, and the rhythm that follows from it."""
    sheet: Slug | None = None
    """The worksheet that does the same on paper."""

    def kept_to(self, cadences: Mapping[Slug, Cadence]) -> Self:
        """Return the page with the days of `cadences`, by the id of a ring or a moment."""
        rings = tuple(rhythm.kept_to(cadences) for rhythm in self.rings)
        moments = tuple(moment.kept_to(cadences) for moment in self.moments)
        return self.model_copy(update={"rings": rings, "moments": moments})
