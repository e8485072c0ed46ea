"""A checklist: boxes to check, in groups (content/checklists/)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from generator.model.action import Action
from generator.model.fields import Summary, Text, Title
from generator.model.record import Block, Identified, PrincipleRef, Record, Sources


class Item(Identified):
    """One box to check."""

    text: Text
    """What to do before checking the box, as a short instruction."""
    why: Text | None = None
    """Why it matters; in small type below the item."""
    from_: Sources


class ItemGroup(Identified):
    """Items that belong to one moment."""

    title: Title
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    """The boxes of this moment, in order."""


class Closing(Block):
    """A kind word at the end of a checklist."""

    title: Title
    text: Text
    """A kind word for people who have reached the end."""


class Checklist(Record):
    """Things to check in one situation."""

    folder = "checklists"
    word = "checklist"
    headings = frozenset(["closing", "principles"])
    anchored = ("groups", "items")

    also: tuple[Title, ...] = ()
    moment: Title
    """When to use it, such as "You have a date for a talk"."""
    summary: Summary
    groups: Annotated[tuple[ItemGroup, ...], Field(min_length=1)]
    """What to check, moment by moment."""
    closing: Closing
    """A kind word at the end."""
    principles: Annotated[tuple[PrincipleRef, ...], Field(min_length=1)]
    """IDs of the principles behind it."""
    next: Action
    """The one next thing once everything is checked, said as an action in a few words."""

    @property
    def items(self) -> Iterator[Item]:
        """Every box of the list, in order."""
        for group in self.groups:
            yield from group.items
