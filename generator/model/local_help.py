"""Help near the reader: hosts fill it in, in site_config.yml, and authors say where to show it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from generator.model.brand import Contact, Phone
from generator.model.fields import Country, Language, Text, Title, invalid
from generator.model.record import Block, Day

HelpKind = Literal["crisis", "debt", "scams", "discrimination"]


def _unique(kinds: tuple[HelpKind, ...]) -> tuple[HelpKind, ...]:
    if len(set(kinds)) < len(kinds):
        raise invalid("help-twice", "a kind of help is listed twice", "list each kind only once")
    return kinds


# Not printed or exported itself: it says where to show something, and that depends on the settings.
HelpKinds = Annotated[tuple[HelpKind, ...], Field(exclude=True), AfterValidator(_unique)]
"""The kinds of help that a text shows, in order."""


class HelpEntry(Contact):
    """An entry of `local-help`: people who help in one situation."""

    reached_by = "phone, text, url or mail"

    kind: HelpKind
    """The kind of trouble they help with."""
    say: Text
    """Who they’re for, as the beginning of a sentence: “If rent, food, or bills are the worry”."""
    text: Phone | None = None
    """Where to send a text message."""
    hours: Title | None = None
    """When they answer."""

    @property
    def ways(self) -> Iterator[tuple[str, str]]:
        yield from super().ways
        if self.text:
            yield f"sms:{self.text.dialed}", str(self.text)


class LocalHelp(Block):
    """The block `local-help`: who helps readers in distress, where they live."""

    country: Country
    """The country in which the entries help."""
    language: Language
    """The language in which they answer, as a two-letter code."""
    checked: Day
    """The day someone last called or opened each of them."""
    entries: Annotated[tuple[HelpEntry, ...], Field(min_length=1)]
    """Who helps, with each kind of trouble."""
