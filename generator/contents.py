"""The order of the guide and its first page (content/guide.yml), and the settings (site_config.yml)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, Field, model_validator

from generator.brand import Colors, Contact, Logo
from generator.contacts import Cadence
from generator.fields import (
    FieldText,
    Folder,
    Language,
    Link,
    Prose,
    SiteUrl,
    Slug,
    Summary,
    Text,
    Title,
    Url,
    mistake,
)
from generator.house_style import HouseStyle
from generator.mkdocs_settings import MkDocs
from generator.part import Day, Part, YesNo


class Action(Part):
    """A link with the words that stand on it."""

    say: Title
    """The words of the link."""
    to: Link
    """Where it leads."""


class Begin(Action):
    """The one button of the home page."""

    hint: Text
    """A few words beside the button."""


class Way(Part):
    """One way to use the guide."""

    title: Title
    text: Text
    """What it is good for."""
    link: Action
    """Where to go."""


class Home(Part):
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


class Heading(Part):
    """The top of a page that lists things."""

    title: Title
    lead: Summary
    """One or two sentences below the title."""


class Shelf(Heading):
    """A section of the site: its own page and the records on it, in order."""

    show: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """Ids of what stands here, in this order."""


class Remark(Part):
    """What a reader is gently told whose message holds one of these words or phrases."""

    id: Slug
    words: Annotated[tuple[Title, ...], Field(min_length=1)]
    """Words and phrases that call it up."""
    say: Text
    """What the reader is told."""


class Messages(Shelf):
    """The section of messages."""

    remarks: tuple[Remark, ...] = ()
    """What readers are told about words in their own messages."""


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
    """The first page."""
    principles: Shelf
    """The section of principles."""
    checklists: Shelf
    """The section of checklists."""
    worksheets: Shelf
    """The section of worksheets."""
    messages: Messages | None = None
    """None when the guide has no messages."""
    workshops: Shelf | None = None
    """None when the guide has no workshops."""
    sources: Heading
    """The top of the page that lists the sources."""
    search: Search = Search()
    """What helps the search."""
    pages: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """Ids of the pages of running text in the menu, in order."""
    footer: tuple[Slug, ...] = ()
    """Pages of running text to which the foot of every page leads, and not the menu."""


class License(Part):
    """Under which terms readers may use the text."""

    name: Title
    """What the license is called."""
    url: Url
    """Where it can be read."""


class Origin(Part):
    """The guide from which this one was made; licenses such as CC BY ask to name it."""

    name: Title
    """What it is called."""
    url: Url
    """Where it can be read."""


class Analytics(FieldText):
    """What counts readers: nothing."""

    pattern = "^none$"

    @classmethod
    def examine(cls, value: str) -> None:
        if value != "none":
            raise mistake(
                "no-analytics",
                "pages of this guide ask no other site for anything, so they cannot tell one who reads them",
                "write none, or delete the line; what a host counts in its own logs stays possible",
            )


EditionId = Literal["print", "fillable", "large-print", "ink-saving"]
"""As in `editions.EDITIONS`."""


def _editions(editions: tuple[EditionId, ...]) -> tuple[EditionId, ...]:
    """Return the editions in the order in which they are offered; raises `PydanticCustomError`."""
    if len(set(editions)) < len(editions):
        raise mistake("edition-twice", "an edition is named twice", "name each of them once at most")
    if "print" not in editions:
        raise mistake(
            "edition-missing",
            "the edition “print” is left out, from which pictures, booklets and the PDF of all are made",
            "add print",
        )
    return tuple(sorted(editions, key=get_args(EditionId).index))


class SiteConfig(Part):
    """Where and under what name the guide is published; holds no advice."""

    name: Title
    """The name of the site."""
    url: SiteUrl
    """The address at which it is published; QR codes and links begin with it."""
    description: Summary
    """What the site is, for search engines."""
    language: Language
    """The language of the guide, in two letters."""
    license: License
    """Under which terms readers may use the text."""
    papers: Annotated[tuple[Literal["a4", "letter"], ...], Field(min_length=1)]
    """The sizes of paper for which sheets are made."""
    privacy: Text
    """One sentence at the foot of every page about what happens to readers' data."""
    overlay: Annotated[Folder | None, Field(exclude=True)] = None
    """A folder of changes that lies over content/: what one place adds, words otherwise or hides."""
    logo: Logo | None = None
    """An SVG or PNG file of the project, for the head of every page and sheet."""
    colors: Colors | None = None
    """The color of headings and links, instead of ours."""
    based_on: Annotated[Origin | None, Field(exclude=True)] = None
    """The guide whose advice this is, where somebody else wrote it; named at the foot of every page."""
    contact: Contact | None = None
    """Who answers for this guide; it stands at the foot of every page."""
    editions: Annotated[
        tuple[EditionId, ...], Field(min_length=1, exclude=True), AfterValidator(_editions)
    ] = get_args(EditionId)
    """In which editions sheets are made; all of them when nothing is said. “print” is among them."""
    cadence: Annotated[Mapping[Slug, Cadence], Field(default_factory=dict, exclude=True)]
    """Days that replace those in content/contacts.yml, by the id of a ring or a moment."""
    analytics: Annotated[Analytics, Field(exclude=True)] = Analytics("none")
    """Always “none”: the pages count nobody and ask no other site for anything."""
    mkdocs: Annotated[MkDocs | None, Field(exclude=True)] = None
    """More settings for MkDocs and Material; only some may be made."""
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
