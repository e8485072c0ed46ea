"""A page of the site and what is offered beside it, as values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from markupsafe import Markup

from generator.model.formats import PaperId

Kind = Literal[
    "home", "start", "shelf", "principle", "checklist", "worksheet", "message", "workshop", "contacts",
    "questions", "glossary", "page", "sources", "changes", "offline", "missing",
]  # fmt: skip
NOT_FOUND = "404.html"
"""The page that servers show for an address that does not exist; it can appear at any depth."""
SOCIAL = "social/"
"""Where the pictures lie that other sites show of pages."""


@dataclass(frozen=True, slots=True)
class SearchPart:
    """A place on a page that the search finds by itself."""

    anchor: str
    title: str
    text: str
    words: tuple[str, ...] = ()
    """Other words under which people look for it."""


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page, ready to be staged."""

    address: str
    """Path on the site: empty for the first page, else with a slash at the end; or `NOT_FOUND`."""
    kind: Kind
    title: str
    description: str
    label: str
    """Its name in the navigation."""
    body: Markup
    aliases: tuple[str, ...] = ()
    """Other words under which people look for it."""
    anchor_aliases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Anchors of places on it, each with the words under which people look for that place."""
    parts: tuple[SearchPart, ...] = ()
    """What the search knows of it instead of its text, where no heading cuts that into parts."""
    script: str | None = None
    """The script in templates/site/assets/scripts that brings it to life; the page can be read without."""
    in_menu: bool = True
    """Whether the menu leads to it; the foot of every page leads to those that are not in it."""


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """A picture of one page of a sheet, in a file beside the worksheet's page."""

    file: str
    width: int
    height: int
    small: str | None = None
    """The same picture in half the width, for lists."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take away, beside the page that offers it."""

    file: str
    paper: PaperId | None
    """None when what is in the file is for several sizes of paper."""
    pages: int
    size: int
    """Bytes."""
    edition: str = "print"
    """What it is for, as in the rows of templates/pages/copies.html.j2; of a workshop: run, booklet, pack."""
    length: int | None = None
    """Minutes of the workshop that a run sheet is for."""


NO_PACKS: Mapping[str, tuple[Download, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was made of a worksheet for paper."""

    pictures: tuple[SheetPicture, ...] = ()
    downloads: tuple[Download, ...] = ()
    stamp: str = ""
    """Version by which a printed copy is told from an older one; it stands at the foot of the paper."""


OFFLINE_PAGE = "offline/"
"""The address of the page on which readers take the guide with them."""


def offline_zip(name: str) -> str:
    """Return what the offline edition of the guide called `name` is called, as a file name without ending."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    return f"{slug or 'guide'}-offline"
