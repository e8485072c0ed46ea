"""What every block of fields has in common, and the types that need no class of their own.

Field names are the words an author writes, with hyphens for underscores; a name that Python keeps
for itself ends in an underscore here (`from_` is `from`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from generator.fields import Slug
from generator.quantities import parse_day, parse_yes_or_no

Day = Annotated[date, BeforeValidator(parse_day)]
YesNo = Annotated[
    bool, BeforeValidator(parse_yes_or_no, json_schema_input_type=Literal["yes", "no", True, False])
]
Sources = Annotated[tuple[Slug, ...], Field(min_length=1)]
"""Ids of the sources on which a piece of advice rests; at least one."""


class Part(BaseModel):
    """A block of fields inside a record."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.rstrip("_").replace("_", "-"),
    )


class Named(Part):
    """A block with an id of its own, on which addresses and what readers keep hang."""

    id: Slug
    # Nothing printed depends on them, so no dump holds them.
    was: Annotated[tuple[Slug, ...], Field(exclude=True)] = ()
    """Ids that it had before, so that old links and kept answers find it."""

    @property
    def ids(self) -> tuple[Slug, ...]:
        """The id of today, then those it had before."""
        return (self.id, *self.was)


def parts(part: BaseModel) -> Iterator[BaseModel]:
    """Yield `part` and every block of fields in it, outermost first."""
    yield part
    for name in type(part).model_fields:
        value = getattr(part, name)
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, BaseModel):
                yield from parts(inner)
