"""The order of the guide and its first page (content/guide.yml), and the settings (site_config.yml)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.fields import Link, Prose, Slug, Summary, Text, Title
from generator.model.record import Block, Day


class Action(Block):
    """A link with the words that stand on it."""

    say: Title
    """The words of the link."""
    to: Link
    """Where it leads."""


class Begin(Action):
    """The one button of the home page."""

    hint: Text
    """A few words beside the button."""


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
    """The heading above the doors."""
    doors: Annotated[tuple[Action, ...], Field(min_length=2, max_length=6)]
    """Two to six situations in the words of readers, each with its page."""
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
    """Ids of what stands here, in this order."""


class Remark(Block):
    """What a reader is gently told whose message holds one of these words or phrases."""

    id: Slug
    words: Annotated[tuple[Title, ...], Field(min_length=1)]
    """Words and phrases that call it up."""
    say: Text
    """What the reader is told."""


class Messages(SiteSection):
    """The section of messages."""

    remarks: tuple[Remark, ...] = ()
    """What readers are told about words in their own messages."""


Synonyms = Annotated[tuple[Title, ...], Field(min_length=2)]


class Search(Block):
    """What helps readers find what they call by another name."""

    synonyms: tuple[Synonyms, ...] = ()
    """Words and short phrases that mean the same; whoever types one finds what the others find."""


class GuideOutline(Block):
    """The order of the guide, from content/guide.yml."""

    updated: Day
    """The day of the last change to the advice."""
    home: Home
    """The first page."""
    principles: SiteSection
    """The section of principles."""
    checklists: SiteSection
    """The section of checklists."""
    worksheets: SiteSection
    """The section of worksheets."""
    messages: Messages | None = None
    """None when the guide has no messages."""
    workshops: SiteSection | None = None
    """None when the guide has no workshops."""
    sources: SectionHeading
    """The top of the page that lists the sources."""
    search: Search = Search()
    """What helps the search."""
    pages: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """Ids of the pages of running text in the menu, in order."""
    footer: tuple[Slug, ...] = ()
    """Pages of running text to which the foot of every page leads, and not the menu."""
