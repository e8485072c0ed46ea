"""The order of the guide and its first page (content/guide.yml), and the settings (site_config.yml)."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from generator.fields import Language, Link, Prose, SiteUrl, Slug, Summary, Text, Title, Url, mistake
from generator.house_style import HouseStyle
from generator.part import Day, Part, YesNo


class Action(Part):
    """A link with the words that stand on it."""

    say: Title
    to: Link


class Begin(Action):
    """The one button of the home page."""

    hint: Text


class Way(Part):
    """One way to use the guide."""

    title: Title
    text: Text
    link: Action


class Home(Part):
    """The first page."""

    title: Title
    lead: Summary
    begin: Begin
    doors_title: Title
    doors: Annotated[tuple[Action, ...], Field(min_length=2, max_length=6)]
    ways_title: Title
    ways: Annotated[tuple[Way, ...], Field(min_length=3, max_length=3)]
    closing: Prose


class Heading(Part):
    """The top of a page that lists things."""

    title: Title
    lead: Summary


class Shelf(Heading):
    """A section of the site: its own page and the records on it, in order."""

    show: Annotated[tuple[Slug, ...], Field(min_length=1)]


class Remark(Part):
    """What a reader is gently told whose message holds one of these words or phrases."""

    id: Slug
    words: Annotated[tuple[Title, ...], Field(min_length=1)]
    say: Text


class Messages(Shelf):
    """The section of messages."""

    remarks: tuple[Remark, ...] = ()


Synonyms = Annotated[tuple[Title, ...], Field(min_length=2)]


class Search(Part):
    """What helps readers find what they call by another name."""

    synonyms: tuple[Synonyms, ...] = ()
    """Words and short phrases that mean the same; whoever types one finds what the others find."""


class Contents(Part):
    """The order of the guide, from content/guide.yml."""

    updated: Day
    """The day of the last change to the advice."""
    home: Home
    principles: Shelf
    checklists: Shelf
    worksheets: Shelf
    messages: Messages | None = None
    """None when the guide has no messages."""
    workshops: Shelf | None = None
    """None when the guide has no workshops."""
    sources: Heading
    search: Search = Search()
    pages: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """Pages of running text in the menu, in order."""
    footer: tuple[Slug, ...] = ()
    """Pages of running text to which the foot of every page leads, and not the menu."""


class License(Part):
    """Under which terms readers may use the text."""

    name: Title
    url: Url


class SiteConfig(Part):
    """Where and under what name the guide is published; holds no advice."""

    name: Title
    url: SiteUrl
    description: Summary
    language: Language
    license: License
    papers: Annotated[tuple[Literal["a4", "letter"], ...], Field(min_length=1)]
    privacy: Text
    """One sentence at the foot of every page about what happens to readers' data."""
    offline: Annotated[YesNo, Field(exclude=True)] = True
    """Whether readers may keep the guide on a device or take it along; nothing printed depends on it."""
    prose: Annotated[HouseStyle | None, Field(exclude=True)] = None
    """How the guide wants to be worded; nothing printed depends on it, so no dump holds it."""

    @model_validator(mode="after")
    def _papers_differ(self) -> Self:
        if len(set(self.papers)) < len(self.papers):
            raise mistake(
                "paper-twice", "a size of paper is named twice", "name each of a4 and letter once at most"
            )
        return self
