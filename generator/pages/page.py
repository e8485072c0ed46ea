"""A page of the site and the files it offers, as values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from markupsafe import Markup

from generator.model.guide import Guide
from generator.model.mark import Mark
from generator.model.paper_sizes import PaperId
from generator.model.reads import Read
from generator.model.record import Record

NOT_FOUND = "404.html"
"""The page that servers show for an address that doesn't exist; it can appear at any depth."""
OFFLINE_PAGE = "offline/"
"""The address of the page about reading the guide offline."""
MY_WEEK = "my-week/"
"""The address of the page with everything that a reader keeps."""
EMBED = "embed/"
"""The folder of the pages that other sites show in a frame."""
EMBED_SCRIPT = f"{EMBED}frame.js"
"""The script with which other sites make the frame as high as the page in it."""
SOCIAL = "social/"
"""The folder of the pictures that other sites show when someone shares a page."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """A part of a page that the search finds on its own."""

    anchor: str
    title: str
    text: str


class Part(NamedTuple):
    """A part of a page that has a link of its own at the foot of every page."""

    group: str
    """The group of the link, one of `GROUPS`."""
    anchor: str
    label: str
    """The text of the link."""


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page."""

    address: str
    """Path on the site: empty for the home page, otherwise with a slash at the end, or `NOT_FOUND`."""
    kind: str
    """A name in `PAGE_KINDS`."""
    title: str
    description: str
    label: str
    """Its name in links that are on every page."""
    render: Callable[[], Markup] = field(repr=False, compare=False)
    """Returns its content, which isn't kept: it's long, and needed once."""
    aliases: tuple[str, ...] = ()
    """Other words people might search for."""
    anchor_aliases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Anchors on the page, each with other words people might search for."""
    search_entries: tuple[SearchEntry, ...] = ()
    """What the search uses instead of the page's text if no headings divide that."""
    in_footer: bool = False
    """Whether its author listed it with the pages about the guide itself."""
    parts: tuple[Part, ...] = ()
    """Parts of it that the foot of every page leads to."""
    file: str = ""
    """The file of its record, relative to the project; empty if no record makes it."""
    mark: Mark | None = None
    """The drawing of its principle or worksheet."""
    render_embedded: Callable[[], Markup] | None = field(default=None, repr=False, compare=False)
    """Returns its content for a frame on another site; None if no other site shows it."""
    reads: frozenset[Read] = field(default=frozenset(), repr=False, compare=False)
    """What making it read of the guide, without rendering it."""

    def check(self) -> None:
        """Render each version of it; raises `ContentError` for an error in its template."""
        self.render()
        if self.render_embedded:
            self.render_embedded()

    @classmethod
    def of(cls, kind: str, record: Record, render: Callable[[], Markup]) -> SitePage:
        """Return the page of `record`, with the content that `render` returns.

        The record's name is also an alias.
        """
        name = getattr(record, "name", "")
        words = ((name,) if name else ()) + getattr(record, "also", ())
        # Aliases that differ only in case count once.
        aliases = tuple({word.casefold(): word for word in words}.values())
        summary = getattr(record, "summary", "")
        file = record.id.where.file
        label = name or record.title
        return cls(record.address, kind, record.title, summary, label, render, aliases, file=file)


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """A picture of one page of a sheet, in a file next to the worksheet's page."""

    file: str
    width: int
    height: int
    small: str | None = None
    """The same picture at half the width, for lists."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file to download, next to the page that offers it."""

    file: str
    paper: PaperId | None
    """None if the file contains several paper sizes."""
    pages: int
    size: int
    """Bytes."""
    edition: str = "print"
    """Its purpose: a row of templates/pages/downloads.html.j2."""
    length: int | None = None
    """Minutes of the workshop, for a run sheet."""
    language: str | None = None
    """The language it's in, if that isn't the page's."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The pictures and files made from a worksheet."""

    pictures: tuple[SheetPicture, ...] = ()
    downloads: tuple[Download, ...] = ()
    stamp: str = ""
    """The version printed at the foot of the paper, which tells a printed copy from an older one."""

    @property
    def language(self) -> str | None:
        """The language it's in, if that isn't the page's."""
        return self.downloads[0].language if self.downloads else None


@dataclass(frozen=True, slots=True)
class Downloads:
    """Everything readers can download from a guide, except the offline copy."""

    sheets: Mapping[str, Sheet]
    """What pages show of each worksheet's files, by its id."""
    collections: tuple[Download, ...]
    """Files with all worksheets, in the folder of the worksheets."""
    by_page: Mapping[str, tuple[Download, ...]]
    """The files of each workshop and the posters of each principle, by the address of its page."""
    files: Mapping[str, bytes]
    """The files themselves, by their address on the site; each is read on demand."""
    whole: frozenset[str] = frozenset()
    """The permanent names of what's in the language of a translation only if all of its texts are."""

    @property
    def printed(self) -> int:
        """How many PDFs there are for single worksheets, workshops and principles."""
        offered = (*(sheet.downloads for sheet in self.sheets.values()), *self.by_page.values())
        return sum(1 for downloads in offered for download in downloads if download.paper)


def offline_edition(guide: Guide) -> str:
    """Return the address of the offline edition; empty if the guide has none."""
    return f"{OFFLINE_PAGE}{offline_zip(guide)}.zip" if guide.site.offline else ""


def offline_zip(guide: Guide) -> str:
    """Return the file name, without its ending, of the offline edition, from what `guide` is called."""
    letters = unicodedata.normalize("NFKD", guide.site.name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    return f"{slug or 'guide'}-offline{guide.file_suffix}"
