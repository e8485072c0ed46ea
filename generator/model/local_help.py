"""Where readers in trouble find help near them: the block `local-help` of site_config.yml."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from generator.model.fields import Country, Language, Text, Title, Url, invalid
from generator.model.record import Block, Day

HelpKind = Literal["crisis", "debt", "scams", "discrimination"]


def _unique(kinds: tuple[HelpKind, ...]) -> tuple[HelpKind, ...]:
    if len(set(kinds)) < len(kinds):
        raise invalid("help-twice", "a kind of help is listed twice", "list each kind only once")
    return kinds


HelpKinds = Annotated[tuple[HelpKind, ...], AfterValidator(_unique)]
"""The kinds of help that a part of the guide shows."""


class HelpLine(Block):
    """People who help."""

    kind: HelpKind
    """What they help with."""
    say: Text
    """Who it's for, such as "If rent, food, or bills are the worry"."""
    name: Title
    """What they're called."""
    phone: Title | None = None
    """The number to call."""
    text: Title | None = None
    """The number to text."""
    url: Url | None = None
    """The address of their site."""
    hours: Title | None = None
    """When they answer."""

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if not (self.phone or self.text or self.url):
            fix = "add phone, text or url"
            raise invalid("unreachable-help", "no one can reach this help", fix, self.name.where)
        return self


class LocalHelp(Block):
    """The help that a host found for readers in one country and one language."""

    country: Country
    """The country that it's for, as a two-letter code."""
    language: Language
    """The language of its texts, as a two-letter code."""
    checked: Day
    """The day on which someone last checked the numbers and addresses."""
    entries: Annotated[tuple[HelpLine, ...], Field(min_length=1)]
    """Who helps."""
