"""How a guide wants to be worded: the block `prose` in site_config.yml, which checks go by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from generator.model.brand import Contact, Logo
from generator.model.colors import Colors
from generator.model.contacts import Cadence
from generator.model.fields import (
    FieldText,
    Folder,
    Language,
    SiteUrl,
    Slug,
    Summary,
    Text,
    Title,
    Url,
    mistake,
)
from generator.model.formats import EDITIONS, PRINT, EditionId, PaperId
from generator.model.mkdocs import MkDocs
from generator.model.numbers import Number
from generator.model.record import Block, YesNo


class License(Block):
    """Under which terms readers may use the text."""

    name: Title
    """What the license is called."""
    url: Url
    """Where it can be read."""


class ParentGuide(Block):
    """The guide from which this one was made; licenses such as CC BY ask to name it."""

    name: Title
    """What it is called."""
    url: Url
    """Where it can be read."""


class Analytics(FieldText):
    """What counts readers: nothing."""

    pattern = "^none$"

    @classmethod
    def validate(cls, value: str) -> None:
        if value != "none":
            raise mistake(
                "no-analytics",
                "pages of this guide ask no other site for anything, so they cannot tell one who reads them",
                "write none, or delete the line; what a host counts in its own logs stays possible",
            )


def _editions(editions: tuple[EditionId, ...]) -> tuple[EditionId, ...]:
    """Return the editions in the order in which they are offered; raises `PydanticCustomError`."""
    if len(set(editions)) < len(editions):
        raise mistake("edition-twice", "an edition is named twice", "name each of them once at most")
    if PRINT.id not in editions:
        raise mistake(
            "edition-missing",
            "the edition “print” is left out, from which pictures, booklets and the PDF of all are made",
            "add print",
        )
    return tuple(sorted(editions, key=[*EDITIONS].index))


class SiteConfig(Block):
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
    papers: Annotated[tuple[PaperId, ...], Field(min_length=1)]
    """The sizes of paper for which sheets are made."""
    privacy: Text
    """One sentence at the foot of every page about what happens to readers' data."""
    overlay: Annotated[Folder | None, Field(exclude=True)] = None
    """A folder of changes that lies over content/: what one place adds, words otherwise or hides."""
    logo: Logo | None = None
    """An SVG or PNG file of the project, for the head of every page and sheet."""
    colors: Colors | None = None
    """The color of headings and links, instead of ours."""
    based_on: Annotated[ParentGuide | None, Field(exclude=True)] = None
    """The guide whose advice this is, where somebody else wrote it; named at the foot of every page."""
    contact: Contact | None = None
    """Who answers for this guide; it stands at the foot of every page."""
    editions: Annotated[
        tuple[EditionId, ...], Field(min_length=1, exclude=True), AfterValidator(_editions)
    ] = tuple(EDITIONS)
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
            raise mistake("paper-twice", "a paper size is listed twice", "list each size only once")
        return self


class Grade(Number):
    """A school grade in the United States."""

    most = 20


class Banned(Block):
    """Words that the guide does without."""

    say: Title
    """A word or a phrase, as it stands in a text; other forms of it need an entry of their own."""
    instead: Title
    """What to write or to do; it is told as it stands."""


class HouseStyle(Block):
    """The block `prose`; a guide can do without it, and without each of its fields."""

    words: tuple[Title, ...] = ()
    """Names, and words that no dictionary has."""
    banned: tuple[Banned, ...] = ()
    """Words that the guide does without, and what to write in their place."""
    grade: Grade | None = None
    """The highest reading grade that a page may have; None when nobody cares."""
