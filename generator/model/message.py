"""A message to fill in and send (content/messages/)."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from generator.model.fields import Summary, Text, Title, invalid
from generator.model.numbers import Words
from generator.model.record import PrincipleRef, Record, Sources
from generator.model.text_blanks import Pieces, SheetField, check_blanks, pieces


class Message(Record):
    """A message with blanks, for one situation."""

    folder = "messages"
    word = "message"
    headings = frozenset(["blanks", "letter", "avoid", "then"])

    also: tuple[Title, ...] = ()
    moment: Title
    """When to use it, such as "They offer a date that is weeks away"."""
    summary: Summary
    principle: PrincipleRef
    """ID of the principle behind it."""
    subject: Text
    """The subject line; it can have blanks."""
    body: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Paragraphs with blanks; a blank can appear more than once."""
    blanks: Annotated[tuple[SheetField, ...], Field(min_length=1)]
    """What the blanks ask for."""
    words: Words
    """The most words it can have once it is filled in, including the greeting and the name at the end."""
    avoid: Annotated[tuple[Text, ...], Field(min_length=1)]
    """What would spoil it."""
    then: Text
    """What to do once it is sent."""
    from_: Sources

    @property
    def subject_line(self) -> Pieces:
        """The subject split at its blanks."""
        return pieces(self.subject, self.blanks)

    @property
    def paragraphs(self) -> tuple[Pieces, ...]:
        """Each paragraph split at its blanks."""
        return tuple(pieces(paragraph, self.blanks) for paragraph in self.body)

    @model_validator(mode="after")
    def _blanks_fit_text(self) -> Self:
        check_blanks([self.subject, *self.body], self.blanks, repeatable=True)
        return self

    @model_validator(mode="after")
    def _leaves_room_for_the_blanks(self) -> Self:
        texts = (piece if isinstance(piece, str) else "blank" for line in self.paragraphs for piece in line)
        needed = sum(any(map(str.isalnum, word)) for text in texts for word in text.split())
        if needed > self.words:
            message = f"with one word in each blank this has {needed} words, but the limit is {self.words}"
            raise invalid("too-many-words", message, "shorten the text, or allow more words")
        return self
