"""The guide and the table of record kinds: a kind of record is a field of `Guide`.

A field that maps IDs to records is a folder of content/ with that name; a field with a single page is a
file of that name. The loader, the rules, schemas and `advice new` take the kinds from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import NoneType
from typing import Annotated, Self, get_args, get_origin, get_type_hints

from pydantic import Field, model_validator

from generator.model.changes import Changes
from generator.model.checklist import Checklist
from generator.model.contacts import Contacts
from generator.model.fields import Slug, invalid
from generator.model.glossary import Glossary
from generator.model.language import Translation
from generator.model.lock import Lock
from generator.model.mark import Mark
from generator.model.message import Message
from generator.model.moment import Moment
from generator.model.offered_language import OfferedLanguage
from generator.model.outline import Home, MessageSection, Search, SectionHeading, SiteSection, WorkshopSection
from generator.model.page import Page
from generator.model.principle import Principle
from generator.model.questions import Questions
from generator.model.record import Block, Day, KindName, Record, SinglePage, renamed
from generator.model.settings import SiteConfig
from generator.model.source import Source
from generator.model.start import Start
from generator.model.worksheet import Worksheet
from generator.model.workshop import Workshop


class GuideOutline(Block):
    """The order of the guide, from content/guide.yml."""

    updated: Day
    """The day of the last change to the advice."""
    home: Home
    """The first page."""
    moments: SiteSection | None = None
    """The section of moments, if the guide has any."""
    principles: SiteSection
    """The section of principles."""
    checklists: SiteSection
    """The section of checklists."""
    worksheets: SiteSection
    """The section of worksheets."""
    messages: MessageSection | None = None
    """The section of messages, if the guide has any."""
    workshops: WorkshopSection | None = None
    """The section of workshops, if the guide has any."""
    sources: SectionHeading
    """The top of the page that lists the sources."""
    search: Search = Search()
    """What helps the search."""
    kinds: Annotated[Mapping[Slug, KindName], Field(default_factory=dict)]
    """What this guide calls its kinds of pages, by their usual names: principle, checklist and so on."""
    pages: tuple[Slug, ...] = ()
    """IDs of the pages of text, in order, that the foot of every page leads to under “Read.”"""
    footer: tuple[Slug, ...] = ()
    """IDs of the pages of text about the guide itself; the foot of every page leads to them under “About.”"""

    help: Slug | None = None
    """ID of a page of text for readers in distress: it's linked at the foot of every page, and searches for
    words of distress find it first."""

    @model_validator(mode="after")
    def _home_has_situations(self) -> Self:
        if self.moments and self.home.doors:
            message = "the home page lists the moments of the guide, so its doors aren’t shown"
            raise invalid("home-doors", message, "delete “doors”", self.home.doors.title.where)
        if not self.moments and not self.home.doors:
            message = "the home page has no situations to begin with"
            raise invalid(
                "home-doors", message, "add “doors” to “home”, or add moments", self.home.title.where
            )
        return self

    @property
    def shown(self) -> Mapping[str, tuple[Slug, ...]]:
        """The IDs of the records that readers see, in order, by folder."""
        ids = {kind: section.show if section else () for kind, section in self.sections.items()}
        pages = (*self.pages, *self.footer)
        return {**ids, Page.folder: (*pages, self.help) if self.help and self.help not in pages else pages}

    @property
    def sections(self) -> Mapping[str, SiteSection | None]:
        """The section of each kind of record, by folder; None where the guide has none."""
        fields = type(self).model_fields.items()
        sections = ((field.alias or name, name) for name, field in fields if _is_section(field.annotation))
        return {folder: getattr(self, name) for folder, name in sections}


def _is_section(annotation: object) -> bool:
    kinds = get_args(annotation) or (annotation,)
    return isinstance(kinds[0], type) and issubclass(kinds[0], SiteSection)


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything that an author wrote, with every field validated."""

    site: SiteConfig
    outline: GuideOutline
    moments: Mapping[str, Moment]
    principles: Mapping[str, Principle]
    checklists: Mapping[str, Checklist]
    worksheets: Mapping[str, Worksheet]
    messages: Mapping[str, Message]
    workshops: Mapping[str, Workshop]
    pages: Mapping[str, Page]
    sources: Mapping[str, Source]
    # A guide can do without any of the single pages.
    start: Start | None = None
    contacts: Contacts | None = None
    questions: Questions | None = None
    glossary: Glossary | None = None
    changes: Changes | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict)
    """The drawings of principles and worksheets, by ID."""
    base: Guide | None = None
    """The same guide without its overlay; None if it has none."""
    lock: Lock | None = None
    """Which IDs were published; None if there is no lock file yet, or it can't be read."""
    kinds: tuple[type[Record], ...] = field(default_factory=lambda: KINDS)
    """The kinds of its records that have folders in content/, as this guide calls them."""
    own: Mapping[str, Mapping[str, Record]] = field(default_factory=dict)
    """The records of the kinds that the guide adds, by folder and ID."""
    original: Guide | None = None
    """The guide that it's a translation of; None if it's none."""
    languages: tuple[OfferedLanguage, ...] = ()
    """Those of its site, if there are several; the one that the guide was written in comes first."""
    translation: Translation | None = None
    """What makes it a translation of another guide; None for the original."""
    moved: tuple[tuple[str, str], ...] = field(init=False)
    """The folder of each kind that has another address, and that address."""

    def __post_init__(self) -> None:
        pairs = ((kind.folder, kind.home()) for kind in self.kinds)
        object.__setattr__(self, "moved", tuple(pair for pair in pairs if pair[0] != pair[1]))

    @property
    def language(self) -> OfferedLanguage | None:
        """Its own of the `languages`; None if its site has only one."""
        return next((one for one in self.languages if one.code == self.site.language), None)

    @property
    def file_suffix(self) -> str:
        """The end of the names of files for readers, which say the language of a translation: `-es`.

        Copies of a file in two languages can meet in one folder.
        """
        return f"-{self.site.language}" if self.translation else ""

    @property
    def folder_on_site(self) -> str:
        """Where its pages are on the whole site: empty, or the folder of its language."""
        return self.language.folder if self.language else ""

    @property
    def depth(self) -> int:
        """How many folders its home page is below that of the whole site."""
        return self.folder_on_site.count("/")

    @property
    def ways(self) -> tuple[tuple[str, OfferedLanguage], ...]:
        """Each other language of its site, with the start of links from this home page to pages in it."""
        own = self.language
        return tuple((own.way(one), one) for one in self.languages if own and one is not own)

    @property
    def help(self) -> Page | None:
        """The page for readers in distress, if there is one."""
        return self.pages.get(self.outline.help or "")

    def mark(self, record: Principle | Worksheet | Moment) -> Mark | None:
        """Return the mark of `record`, if there is one; without its own, it has that of its principle."""
        if isinstance(record, Moment):
            return self.marks.get(record.principle)
        own = self.marks.get(record.id)
        return own or (self.marks.get(record.principle or "") if isinstance(record, Worksheet) else None)

    def record_at(self, page: str) -> Record | None:
        """Return the record whose page a link names, without an anchor; None if no record makes it."""
        folder, _, id = page.rpartition("/")
        found = self.folder(folder or Page.folder).get(id)
        return found or next((one for one in self.single_pages() if one.address == f"{page}/"), None)

    def path_of(self, record: Record) -> str:
        """Return the path of the file of `record` in content/."""
        return f"{record.folder}/{record.id}.yml".removeprefix("/")

    def record_in(self, path: str) -> Record:
        """Return the record in the file `path` of content/; raises `LookupError` if there's none."""
        folder, _, name = path.removesuffix(".yml").rpartition("/")
        record: Record | None = self.folder(folder)[name] if folder else getattr(self, name)
        if record is None:
            raise LookupError(path)
        return record

    def kind_in(self, path: str) -> type[Record]:
        """Return the kind of the record in the file `path` of content/."""
        folder, _, name = path.removesuffix(".yml").rpartition("/")
        return self.kind(folder) if folder else SINGLE_PAGES[name]

    def address_at(self, link: str) -> str:
        """Return the site address of an internal link: `principles/asking#x`, `sources`, `about`."""
        path, mark, anchor = link.partition("#")
        folder, slash, rest = path.partition("/")
        path = next((f"{home}{slash}{rest}" for moved, home in self.moved if moved == folder), path)
        if folder == Page.folder and slash:
            path = rest
        return f"{path.rstrip('/')}/{mark}{anchor}".removeprefix("/")

    def kind(self, folder: str) -> type[Record]:
        """Return the kind of the records in a `folder` of content/; raises `StopIteration` if it has none."""
        return next(kind for kind in self.kinds if kind.folder == folder)

    def listed_at(self, address: str) -> type[Record]:
        """Return the kind whose list is at `address`; raises `StopIteration` if none is."""
        return next(kind for kind in self.kinds if f"{kind.home()}/" == address)

    def folder(self, name: str) -> Mapping[str, Record]:
        """Return the records in the folder `name` of content/, by ID; none if it is no such folder."""
        return getattr(self, name) if name in FOLDERS else self.own.get(name, {})

    def records(self) -> Iterator[Record]:
        """Yield every record that has a file of its own, by kind and ID; single pages come last."""
        for kind in self.kinds:
            yield from self.folder(kind.folder).values()
        yield from self.single_pages()

    def single_pages(self) -> Iterator[SinglePage]:
        """Yield the single pages that the guide has."""
        yield from filter(None, (getattr(self, name) for name in SINGLE_PAGES))


_MEMBERS = {name: (get_origin(hint), get_args(hint)) for name, hint in get_type_hints(Guide).items()}
KINDS: tuple[type[Record], ...] = tuple(
    args[1]
    for origin, args in _MEMBERS.values()
    if origin is Mapping and isinstance(args[1], type) and issubclass(args[1], Record)
)
"""Every kind of record that has a folder in content/."""
FOLDERS = tuple(kind.folder for kind in KINDS)


def kinds_named(kinds: tuple[type[Record], ...], names: Mapping[Slug, KindName]) -> tuple[type[Record], ...]:
    """Return `kinds` as a guide has them that calls some by other `names`, by their usual ones.

    What a name leaves out is as in the file of a kind that the guide adds.
    """
    named = {kind: names.get(Slug(kind.word)) for kind in kinds if kind is not Page}
    return tuple(
        renamed(kind, name.over(kind.named)) if (name := named.get(kind)) else kind for kind in kinds
    )


SINGLE_PAGES: Mapping[str, type[SinglePage]] = {
    name: args[0]
    for name, (_, args) in _MEMBERS.items()
    if NoneType in args and issubclass(args[0], SinglePage)
}
"""The single pages, by the names of their files in content/ without the extension."""
