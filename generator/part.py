"""What every block of fields has in common, and the types that need no class of their own.

Field names are the words an author writes, with hyphens for underscores; a name that Python keeps
for itself ends in an underscore here (`from_` is `from`).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from generator.fields import Slug, parse_day, parse_yes_or_no

Day = Annotated[date, BeforeValidator(parse_day)]
YesNo = Annotated[bool, BeforeValidator(parse_yes_or_no)]
Sources = Annotated[tuple[Slug, ...], Field(min_length=1)]
"""Ids of the sources on which a piece of advice rests; at least one."""


class Part(BaseModel):
    """A block of fields inside a record."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.rstrip("_").replace("_", "-"),
    )
