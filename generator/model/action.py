"""A link in the words of the guide."""

from __future__ import annotations

from generator.model.fields import Link, Title
from generator.model.record import Block


class Action(Block):
    """A link and its text."""

    say: Title
    """The text of the link."""
    to: Link
    """Where it leads."""
