"""Help near the reader: hosts fill it in, in site_config.yml, and authors say where to show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import Field

from generator.model.brand import Contact, Phone
from generator.model.fields import FieldText, Language, Text, Title, each_once
from generator.model.record import Block, Day

HelpKind = Literal["crisis", "debt", "scams", "discrimination"]
# Not printed or exported itself: it says where to show something, and that depends on the settings.
HelpKinds = Annotated[tuple[HelpKind, ...], Field(exclude=True), each_once("help-twice", "kind of help")]
"""The kinds of help that a text shows, in order."""


class Country(FieldText):
    """A country, as a two-letter code."""

    pattern = "^[A-Z]{2}$"
    rule = "bad-country"
    problem = "“{value}” isn’t a country’s code"
    fix = "write the two capital letters for it, such as US"


class HelpEntry(Contact):
    """An entry of `local-help`: people who help in one situation."""

    reached_by = "phone, text, url or mail"

    kind: HelpKind
    """The kind of trouble they help with."""
    say: Text
    """For whom they are, as the beginning of a sentence: “If rent, food, or bills are the worry”."""
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
    """The block `local-help`: whom readers in distress can turn to where they live."""

    country: Country
    """The country in which the entries help."""
    language: Language
    """The language in which they answer, as a two-letter code."""
    checked: Day
    """The day someone last called or opened each of them."""
    entries: Annotated[tuple[HelpEntry, ...], Field(min_length=1)]
    """Whom to turn to, by kind."""

    def entries_for(self, kinds: Iterable[HelpKind]) -> tuple[HelpEntry, ...]:
        """Return the entries of `kinds`, in the order of those."""
        return tuple(entry for kind in kinds for entry in self.entries if entry.kind == kind)
