"""Messages to fill in and send."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from generator.model.blanks import Pieces, SheetField, fit_blanks, pieces
from generator.model.fields import Slug, Summary, Text, Title, mistake
from generator.model.numbers import Words
from generator.model.record import Record, Sources


class Message(Record):
    """A letter with blanks, for one moment."""

    folder = "messages"
    word = "message"
    headings = frozenset(["blanks", "letter", "avoid", "then"])

    also: tuple[Title, ...] = ()
    moment: Title
    """When to use it: "They offer a date that is weeks away"."""
    summary: Summary
    principle: Slug
    """The principle that stands behind it."""
    subject: Text
    """The line above the letter; it may hold blanks."""
    body: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Paragraphs, with blanks; a blank may stand in several."""
    blanks: Annotated[tuple[SheetField, ...], Field(min_length=1)]
    """What the blanks ask for."""
    words: Words
    """Words at most, once it is filled in, the greeting and the name below included."""
    avoid: Annotated[tuple[Text, ...], Field(min_length=1)]
    """What would spoil it."""
    then: Text
    """What to do once it is sent."""
    from_: Sources

    @property
    def subject_line(self) -> Pieces:
        """The subject cut at its blanks."""
        return pieces(self.subject, self.blanks)

    @property
    def paragraphs(self) -> tuple[Pieces, ...]:
        """Each paragraph cut at its blanks."""
        return tuple(pieces(paragraph, self.blanks) for paragraph in self.body)

    @model_validator(mode="after")
    def _blanks_fit_text(self) -> Self:
        fit_blanks([self.subject, *self.body], self.blanks, often=True)
        return self

    @model_validator(mode="after")
    def _leaves_room_for_the_blanks(self) -> Self:
        words = [word for line in self.paragraphs for piece in line for word in _least(piece).split()]
        needed = len([word for word in words if any(sign.isalnum() for sign in word)])
        if needed > self.words:
            raise mistake(
                "too-many-words",
                f"with one word in each blank this has {needed} words, and it may have {self.words}",
                "shorten the text, or allow more words",
            )
        return self


def _least(piece: str | SheetField) -> str:
    """Return a piece of a letter as it counts at least: a blank as one word."""
    return piece if isinstance(piece, str) else "blank"
