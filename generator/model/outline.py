"""The blocks of content/guide.yml: the first page, the sections of the site and the search."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.action import Action
from generator.model.fields import Prose, Slug, Summary, Text, Title
from generator.model.record import Block


class Begin(Action):
    """The one button of the home page."""

    hint: Text
    """A few words next to the button."""


class Way(Block):
    """One way to use the guide."""

    title: Title
    text: Text
    """What it is good for."""
    link: Action
    """Where to go."""


class Home(Block):
    """The first page."""

    title: Title
    lead: Summary
    """One or two sentences below the title."""
    begin: Begin
    """The one button."""
    doors_title: Title
    """The heading above the situations."""
    doors: Annotated[tuple[Action, ...], Field(min_length=2, max_length=6)]
    """Two to six situations in the readers' words, each with its page."""
    ways_title: Title
    """The heading above the three ways."""
    ways: Annotated[tuple[Way, ...], Field(min_length=3, max_length=3)]
    """Three ways to use the guide."""
    closing: Prose
    """The last words of the page."""


class SectionHeading(Block):
    """The top of a page that lists things."""

    title: Title
    lead: Summary
    """One or two sentences below the title."""


class SiteSection(SectionHeading):
    """A section of the site: its own page and the records on it, in order."""

    show: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """IDs of the records that it shows, in order."""


class Remark(Block):
    """A gentle hint for a reader whose message contains one of these words or phrases."""

    id: Slug
    words: Annotated[tuple[Title, ...], Field(min_length=1)]
    """The words and phrases."""
    say: Text
    """The hint."""


class MessageSection(SiteSection):
    """The section of messages."""

    remarks: tuple[Remark, ...] = ()
    """Hints about words in the readers' own messages."""


class WorkshopSection(SiteSection):
    """The section of workshops."""

    unsure: Text | None = None
    """Which workshop to choose for a mixed group, or if someone isn't sure."""


class Search(Block):
    """What helps readers find things that they call by another name."""

    care: tuple[Title, ...] = ()
    """More words and short phrases of people in distress, after which the search says where to find help."""
    synonyms: tuple[Annotated[tuple[Title, ...], Field(min_length=2)], ...] = ()
    """Groups of words and short phrases that mean the same; typing one also finds the others."""
