"""A message to fill in and send (content/messages/)."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from generator.model.action import Action
from generator.model.fields import Summary, Text, Title, invalid
from generator.model.foreign import plain
from generator.model.numbers import Words
from generator.model.record import PrincipleRef, Record, Sources
from generator.model.text_blanks import Pieces, SheetField, blanks_in, check_blanks, pieces

LONGEST_SHORT_FORM = 300
"""Characters of a short form with its examples: what sites take in a note to someone new."""


class Blank(SheetField):
    """A blank of a message."""

    example: Text
    """What someone wrote there; the finished example consists of all of them."""


class Message(Record):
    """A message with blanks, for one situation."""

    folder = "messages"
    word = "message"
    headings = frozenset(["example", "blanks", "letter", "short", "text-message", "avoid", "then"])

    also: tuple[Title, ...] = ()
    moment: Title
    """When to use it, such as "They offer a date that is weeks away"."""
    summary: Summary
    principle: PrincipleRef
    """ID of the principle behind it."""
    subject: Text | None = None
    """The subject line of an email; it can have blanks. A note on a site has none."""
    body: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Paragraphs with blanks; a blank can appear more than once."""
    short: Text | None = None
    """The message in two or three sentences, for a site with short notes. It can use any of the blanks."""
    text_message: Text | None = None
    """The message as a text to someone who knows the reader, with any of the blanks."""
    blanks: Annotated[tuple[Blank, ...], Field(min_length=1)]
    """What the blanks ask for."""
    words: Words
    """The most words it can have once it is filled in, including the greeting and the name at the end."""
    avoid: Annotated[tuple[Text, ...], Field(min_length=1)]
    """What would spoil it."""
    then: Text
    """What to do once it is sent."""
    next: Action
    """The one next thing once it's copied, said as an action in a few words."""
    from_: Sources

    @property
    def subject_line(self) -> Pieces:
        """The subject split at its blanks; empty without one."""
        return pieces(self.subject, self.blanks) if self.subject else ()

    @property
    def paragraphs(self) -> tuple[Pieces, ...]:
        """Each paragraph split at its blanks."""
        return tuple(pieces(paragraph, self.blanks) for paragraph in self.body)

    @property
    def short_forms(self) -> dict[str, Pieces]:
        """The short form and the text message, as far as it has them, split at their blanks, by heading."""
        texts = {"short": self.short, "text-message": self.text_message}
        return {heading: pieces(text, self.blanks) for heading, text in texts.items() if text}

    @model_validator(mode="after")
    def _blanks_fit_text(self) -> Self:
        check_blanks([*filter(None, [self.subject]), *self.body], self.blanks, repeatable=True)
        blanks_in([*filter(None, [self.short, self.text_message])], self.blanks)
        return self

    @model_validator(mode="after")
    def _example_is_short_enough(self) -> Self:
        example = " ".join(filled(line) for line in self.paragraphs)
        count = sum(any(map(str.isalnum, word)) for word in example.split())
        limit = int(self.words * self.body[0].longer)
        if count > limit:
            message = f"with the examples in its blanks this has {count} words, but the limit is {limit}"
            fix = "shorten the text or the examples, or allow more words"
            raise invalid("too-many-words", message, fix, self.body[0].where)
        for text in filter(None, (self.short, self.text_message)):
            length = len(plain(filled(pieces(text, self.blanks))))
            limit = int(LONGEST_SHORT_FORM * text.longer)
            if length > limit:
                message = f"with the examples in its blanks this has {length} characters"
                message = f"{message}, but the limit is {limit}"
                raise invalid("short-form-too-long", message, "shorten it, or its examples", text.where)
        return self


def filled(line: Pieces) -> str:
    """Return `line` with the examples in its blanks."""
    return "".join(piece.example if isinstance(piece, Blank) else str(piece) for piece in line)
