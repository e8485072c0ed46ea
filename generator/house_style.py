"""How a guide wants to be worded: the block `prose` in site_config.yml, which checks go by."""

from __future__ import annotations

from generator.fields import Title
from generator.part import Part
from generator.quantities import Number


class Grade(Number):
    """A school grade in the United States."""

    most = 20


class Banned(Part):
    """Words that the guide does without."""

    say: Title
    """A word or a phrase, as it stands in a text; other forms of it need an entry of their own."""
    instead: Title
    """What to write or to do; it is told as it stands."""


class HouseStyle(Part):
    """The block `prose`; a guide can do without it, and without each of its fields."""

    words: tuple[Title, ...] = ()
    """Names, and words that no dictionary has."""
    banned: tuple[Banned, ...] = ()
    """Words that the guide does without, and what to write in their place."""
    grade: Grade | None = None
    """The highest reading grade that a page may have; None when nobody cares."""
