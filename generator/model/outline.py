"""The blocks of content/guide.yml: the first page, the sections of the site and the search."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.action import Action
from generator.model.fields import Prose, Slug, Summary, Text, Title
from generator.model.record import Block, WorksheetRef


class Begin(Action):
    """The one button of the home page, for readers who aren't sure where to start."""

    title: Title
    """The heading above it."""
    hint: Text
    """A sentence or two above the button."""


class Doors(Block):
    """Situations in the readers' words, for a guide without moments."""

    title: Title
    """The heading above them."""
    show: Annotated[tuple[Action, ...], Field(min_length=2, max_length=6)]
    """Two to six situations, each with its page."""


class FirstSheets(Block):
    """Worksheets to start with."""

    title: Title
    """The heading above them."""
    show: Annotated[tuple[WorksheetRef, ...], Field(min_length=1, max_length=3)]
    """IDs of one to three worksheets."""


class ForGroups(Block):
    """What the home page says to people who lead a group."""

    title: Title
    text: Prose
    """What they find here."""
    links: Annotated[tuple[Action, ...], Field(min_length=1, max_length=3)]
    """Where to go."""


class Home(Block):
    """The first page. It lists the moments of the guide, or else its doors, and the principles."""

    title: Title
    lead: Summary
    """One or two sentences below the title."""
    begin: Begin
    """The one button."""
    doors: Doors | None = None
    """Situations to begin with; leave them out if the guide has moments, which take their place."""
    sheets: FirstSheets | None = None
    """Worksheets to start with."""
    groups: ForGroups | None = None
    """A word to people who lead a group."""


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
