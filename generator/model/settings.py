"""The settings of a site, in site_config.yml."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Annotated, Self
from urllib.parse import quote, urlsplit

from pydantic import AfterValidator, Field, model_validator

from generator.model.brand import Contact, Logo, without_scheme
from generator.model.colors import Colors
from generator.model.contacts import Cadence
from generator.model.fields import (
    Country,
    FieldText,
    Folder,
    Language,
    SiteUrl,
    Slug,
    Summary,
    Text,
    Title,
    Url,
    invalid,
)
from generator.model.local_help import HelpEntry, HelpKind, LocalHelp
from generator.model.numbers import Grade
from generator.model.paper_sizes import EDITIONS, PRINT, EditionId, PaperId
from generator.model.record import Block, YesNo
from generator.model.sharing import Embed, Feedback

PLACEHOLDER = re.compile(r"(.*\.)?(example(\.(com|net|org))?|invalid|localhost|test)\.?|(127|0)(\.\d+){3}")
"""Host names that no reader can open: those reserved for examples (RFC 2606 and 6761), and this computer."""


class License(Block):
    """The terms under which readers can use the text."""

    name: Title
    """The name of the license."""
    url: Url
    """The address of its text."""


class ParentGuide(Block):
    """The guide from which this one was made; licenses such as CC BY ask to name it."""

    name: Title
    """What it is called."""
    url: Url
    """The address of its text."""


class EditPath(FieldText):
    """The part of an edit address between the repository and the path of a file."""

    pattern = r"^[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*/?$"
    rule = "bad-address"
    problem = "“{value}” can’t be part of an edit link"
    fix = "write what comes between the repository’s address and the path of a file, like edit/main"

    @classmethod
    def clean(cls, value: str) -> str:
        return super().clean(value).strip("/")


class Repository(Block):
    """The block `repository`: where the source files of the guide are."""

    url: Url
    """The address of the repository."""
    edit: EditPath | None = None
    """What comes between that address and the path of a file to edit, such as edit/main. With it, each page
    links to its source file."""

    @property
    def name(self) -> str:
        """The text of links to it: the address without https://."""
        return without_scheme(self.url)

    @property
    def is_on_github(self) -> bool:
        """Whether its issues have forms that a link can fill in."""
        return urlsplit(self.url).hostname in ("github.com", "www.github.com")

    def edit_url(self, path: str) -> str | None:
        """Return the address for editing the file at `path` of the project; None without `edit`."""
        return f"{self.url.rstrip('/')}/{self.edit}/{quote(path)}" if self.edit else None


class Profile(Block):
    """An entry of `social`: another place where readers find whoever publishes the guide."""

    name: Title
    """What the place is called, such as Mastodon."""
    url: Url
    """The address there."""


class TranslationElsewhere(Block):
    """An entry of `translations`: the same guide in another language, published elsewhere."""

    name: Title
    """The language's own name, such as Español."""
    url: Url
    """The address of the translation."""
    language: Language
    """The language, as a two-letter code."""


class Analytics(FieldText):
    """What counts readers: nothing."""

    pattern = "^none$"
    rule = "no-analytics"
    problem = "this guide has no analytics: its pages never contact another site"
    fix = "write none, or delete the line; a host can still count visits in its own logs"


def _editions(editions: tuple[EditionId, ...]) -> tuple[EditionId, ...]:
    """Return the editions in the order in which they are offered; raises `PydanticCustomError`."""
    if len(set(editions)) < len(editions):
        raise invalid("edition-twice", "an edition is listed twice", "list each edition only once")
    if PRINT.id not in editions:
        message = "the edition “print” is missing; pictures, booklets and collections are made from it"
        raise invalid("edition-missing", message, "add print")
    return tuple(sorted(editions, key=[*EDITIONS].index))


class FittingVersions(FieldText):
    """Which versions of the program fit a guide, as pip writes it (PEP 440)."""

    rule = "bad-requirement"
    problem = "“{value}” doesn’t say which versions of the program fit"
    fix = 'write it in quotes, such as ">=1.0,<2"'

    @classmethod
    def allows(cls, value: str) -> bool:
        from packaging.specifiers import InvalidSpecifier, SpecifierSet  # few guides say this

        try:
            return bool(SpecifierSet(value))
        except InvalidSpecifier:
            return False

    def fits(self, version: str) -> bool:
        """Return whether `version` is one of them; it can be one before a release."""
        from packaging.specifiers import SpecifierSet

        return SpecifierSet(self).contains(version, prereleases=True)


class SiteConfig(Block):
    """Where and under what name the guide is published; it contains no advice."""

    name: Title
    """The name of the site."""
    requires: Annotated[FittingVersions | None, Field(exclude=True)] = None
    """Which versions of the program fit this guide, such as ">=1.0,<2"; others refuse to build it."""
    url: SiteUrl
    """The address where it is published; QR codes and links start with it."""
    description: Summary
    """What the site is, for search engines."""
    language: Language
    """The language of the guide, as a two-letter code."""
    country: Annotated[Country | None, Field(exclude=True)] = None
    """The country of most readers, as a two-letter code, for which `local-help` has to be."""
    local_help: Annotated[LocalHelp | None, Field(exclude=True)] = None
    """Where readers in trouble find help near them. Without it, they get a general sentence."""
    license: License
    """The terms under which readers can use the text."""
    papers: Annotated[tuple[PaperId, ...], Field(min_length=1)]
    """The paper sizes of worksheets."""
    privacy: Text
    """One sentence at the bottom of every page about what happens to readers' data."""
    overlay: Annotated[Folder | None, Field(exclude=True)] = None
    """A folder of changes to content/: what your organization adds, rewords or hides."""
    logo: Logo | None = None
    """An SVG or PNG file of the project, for the top of every page and worksheet."""
    colors: Colors | None = None
    """The color of headings and links, if not the default."""
    based_on: Annotated[ParentGuide | None, Field(exclude=True)] = None
    """The guide whose advice this is, if someone else wrote it; linked at the bottom of every page."""
    contact: Contact | None = None
    """Who is responsible for this guide; shown at the bottom of every page."""
    editions: Annotated[
        tuple[EditionId, ...], Field(min_length=1, exclude=True), AfterValidator(_editions)
    ] = tuple(EDITIONS)
    """The editions of worksheets, by default all of them. It has to include “print”."""
    cadence: Annotated[Mapping[Slug, Cadence], Field(default_factory=dict, exclude=True)]
    """Days that replace those in content/contacts.yml, by the ID of a ring or a moment."""
    analytics: Annotated[Analytics, Field(exclude=True)] = Analytics("none")
    """Always “none”: pages don't count readers and never contact another site."""
    repository: Annotated[Repository | None, Field(exclude=True)] = None
    """Where the source files of the guide are; a link in the footer of every page."""
    social: Annotated[tuple[Profile, ...], Field(exclude=True)] = ()
    """Other places where readers find whoever publishes the guide; links in the footer of every page."""
    translations: Annotated[tuple[TranslationElsewhere, ...], Field(exclude=True)] = ()
    """The same guide in other languages; links in the footer of every page."""
    offline: Annotated[YesNo, Field(exclude=True)] = True
    """Whether readers can save the guide on their device or download it; paper doesn't depend on it."""
    embed: Annotated[Embed | None, Field(exclude=True)] = None
    """Which other sites can show worksheets, checklists and moments in a frame; without it, none."""
    feedback: Annotated[Feedback | None, Field(exclude=True)] = None
    """Where readers say what isn't clear: “mail”, “issues” or “none”. By default, it's the contact's mail."""
    prose: Annotated[HouseStyle | None, Field(exclude=True)] = None
    """The house style of the guide, which warnings check; paper doesn't depend on it."""

    @property
    def hears_by(self) -> str:
        """How the host hears what isn't clear: “mail”, “issues” or “none”."""
        return str(self.feedback or ("mail" if self.contact and self.contact.mail else "none"))

    @property
    def public_url(self) -> str:
        """The address that QR codes and absolute links start with; empty as long as it's a placeholder."""
        return "" if PLACEHOLDER.fullmatch(urlsplit(self.url).hostname or "") else self.url

    def help_for(self, kinds: Collection[HelpKind]) -> tuple[HelpEntry, ...]:
        """Return the local help of these kinds, in their order; nothing if no one has filled it in."""
        entries = self.local_help.entries if self.local_help else ()
        return tuple(one for kind in kinds for one in entries if one.kind == kind)

    def page_url(self, address: str) -> str | None:
        """Return the absolute address of a page or file of the site; None without a `public_url`."""
        return self.public_url + address if self.public_url else None

    @model_validator(mode="after")
    def _papers_differ(self) -> Self:
        if len(set(self.papers)) < len(self.papers):
            raise invalid("paper-twice", "a paper size is listed twice", "list each size only once")
        return self


class Banned(Block):
    """A word or phrase that the guide avoids."""

    say: Title
    """The word or phrase, exactly as in a text; other forms of it need their own entries."""
    instead: Title
    """What to write or do instead; warnings quote it."""
    unless: tuple[Title, ...] = ()
    """Phrases in which it's right."""


class HouseStyle(Block):
    """The block `prose`; it and each of its fields are optional."""

    words: tuple[Title, ...] = ()
    """Names and other words that aren't in the dictionary."""
    banned: tuple[Banned, ...] = ()
    """Words that the guide avoids, and what to write instead."""
    grade: Grade | None = None
    """The highest reading grade that a page can have; without it, there's no limit."""
