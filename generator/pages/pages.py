"""Makes the pages of the site, in the order of the guide. What they contain is rendered when it's needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from types import MappingProxyType
from urllib.parse import urlsplit

from jinja2 import Environment
from markupsafe import Markup

from generator.engine.lazy import Lazy
from generator.load.strings import Strings, split_aliases
from generator.model.checklist import Checklist
from generator.model.contacts import Contacts
from generator.model.fields import Slug
from generator.model.glossary import Glossary
from generator.model.guide import Guide
from generator.model.message import Message
from generator.model.moment import Moment
from generator.model.outline import SiteSection
from generator.model.own_kinds import LONG, Fields, OwnRecord
from generator.model.page import Page
from generator.model.page_kinds import TemplateValues, page_kind
from generator.model.principle import Principle
from generator.model.questions import Questions
from generator.model.reads import noting_reads, unnoted
from generator.model.record import Record
from generator.model.start import Start
from generator.model.worksheet import Worksheet
from generator.model.workshop import Workshop, clock
from generator.pages.citations import citations_by_source
from generator.pages.feedback import feedback
from generator.pages.foreign_text import with_languages_of
from generator.pages.glossary import entries
from generator.pages.my_week import paper_week, rated_parts, rhythm, week_data
from generator.pages.page import (
    EMBED,
    MY_WEEK,
    NOT_FOUND,
    OFFLINE_PAGE,
    Download,
    Part,
    SearchEntry,
    Sheet,
    SitePage,
    offline_zip,
)
from generator.pages.templates import path_to_root, render
from generator.pages.titles import title_at
from generator.pages.workshop import by_size, materials, notes_of, steps, unused_notes
from generator.paper.fillable_fields import commitment, fields, header_fields

PageMakers = Iterator[tuple[str, Callable[[], SitePage]]]
"""How to make each page of a site, with its address, in the order of the guide."""
Values = Callable[[], Mapping[str, object]]
"""Returns what a template is filled with."""


@dataclass(frozen=True, slots=True)
class PageBuilder:
    """Makes pages with the templates of `jinja`."""

    guide: Guide
    sheets: Mapping[str, Sheet]
    """The pictures and files of each worksheet, by ID."""
    jinja: Environment
    collections: tuple[Download, ...]
    """Files with all worksheets."""
    by_page: Mapping[str, tuple[Download, ...]]
    """The files of each workshop and principle, by the address of its page."""
    titles: Mapping[str, str] | None = field(default=None, repr=False)
    """As from `titles_of`, if that's known without reading the records."""
    named: Mapping[str, Record] = field(init=False, repr=False)
    """Every record by its title, so that pages can link to those they name."""

    def __post_init__(self) -> None:
        titles = titles_of(self.guide) if self.titles is None else self.titles
        named = {title: partial(self.guide.record_in, path) for path, title in titles.items()}
        object.__setattr__(self, "named", Lazy(named))

    @property
    def strings(self) -> Strings:
        strings = self.jinja.globals["strings"]
        assert isinstance(strings, Strings)
        return strings

    def pages(self) -> PageMakers:
        """Yield how to make every page of the site, with its address.

        What a page contains is rendered later; that raises `ContentError` for an error in a template.
        """
        for address, make in self._pages():
            yield address, partial(self._translated, make) if self.guide.translation else make

    def _translated(self, make: Callable[[], SitePage]) -> SitePage:
        return with_languages_of(make(), self.guide)

    def _pages(self) -> PageMakers:
        guide, outline = self.guide, self.guide.outline
        yield "", self.home
        if start := guide.start:
            yield start.address, partial(self.start, start)
        yield from self._section(Moment.folder, self.moment)
        yield from self._section(Principle.folder, self.principle)
        yield from self._section(Checklist.folder, self.checklist)
        yield from self._section(Worksheet.folder, self.worksheet, self.worksheets)
        yield from self._section(Message.folder, self.message)
        yield from self._section(Workshop.folder, self.workshop, self.workshops)
        for folder in guide.own:
            yield from self._section(folder, partial(self.own, folder))
        if questions := guide.questions:
            yield questions.address, partial(self.questions, questions)
        if contacts := guide.contacts:
            yield contacts.address, partial(self.contacts, contacts)
        yield MY_WEEK, self.my_week
        for id in outline.shown[Page.folder]:
            yield Page.address_of(id), partial(self.text, id)
        if glossary := guide.glossary:
            yield glossary.address, partial(self.glossary, glossary)
        yield "sources/", self.sources
        if changes := guide.changes:
            yield changes.address, partial(self._page, "changes", changes)
        if guide.site.offline:
            yield OFFLINE_PAGE, self.offline
        yield NOT_FOUND, self.not_found

    def _section(
        self, folder: str, make: Callable[[int, Slug], SitePage], values: Values = dict
    ) -> PageMakers:
        """Yield the page that lists the records of a `folder`, then those of its records, from `make`.

        The template of the list has the same name as the folder; `values` returns more for it.
        """
        if section := self.guide.outline.sections[folder]:
            kind = self.guide.kind(folder)
            yield f"{kind.home()}/", partial(self._list, folder, section, values)
            for place, id in enumerate(section.show):
                yield kind.address_of(id), partial(make, place, id)

    def _list(self, folder: str, section: SiteSection, values: Values) -> SitePage:
        address, label = self.guide.address_at(folder), self.strings.menu[folder]
        records = self.guide.folder(folder)
        body = self._body(folder, address, lambda: {"section": section, "records": records, **values()})
        parts = self._posters() if folder == Worksheet.folder else ()
        return SitePage(address, "section", section.title, section.lead, label, body, parts=parts)

    def _posters(self) -> tuple[Part, ...]:
        """Return where the list of worksheets offers posters, if there are any."""
        offered = any(download.edition == "posters" for download in self.collections)
        return (Part("groups", "copy", self.strings.frame.posters),) if offered else ()

    def home(self) -> SitePage:
        home, description = self.guide.outline.home, self.guide.site.description
        body = self._body("home", "", lambda: {"home": home})
        return SitePage("", "home", home.title, description, self.strings.menu.home, body)

    def start(self, start: Start) -> SitePage:
        sheet = self.guide.worksheets[start.sheet]

        def values() -> Mapping[str, object]:
            return {
                "sheet": sheet,
                "fields": partial(fields, strings=self.strings),
                "parts": rated_parts(sheet, self.strings),
                "title_at": partial(title_at, guide=self.guide),
            }

        return self._page("start", start, values)

    def moment(self, place: int, id: Slug) -> SitePage:
        section = self.guide.outline.messages
        remarks = section.remarks if section else ()
        return self._page("moment", self.guide.moments[id], lambda: {"remarks": remarks}, place)

    def principle(self, place: int, id: Slug) -> SitePage:
        guide, outline = self.guide, self.guide.outline

        def values() -> Mapping[str, object]:
            following = outline.principles.show[place + 1 : place + 2]
            messages = [guide.messages[id] for id in outline.messages.show] if outline.messages else []
            moments = [guide.moments[id] for id in outline.moments.show] if outline.moments else []
            return {
                "downloads": self.by_page.get(guide.principles[id].address, ()),
                "following": guide.principles[following[0]] if following else None,
                "messages": [message for message in messages if message.principle == id],
                "moments": [moment for moment in moments if moment.principle == id],
            }

        return self._page("principle", guide.principles[id], values, place)

    def checklist(self, place: int, id: Slug) -> SitePage:
        return self._page("checklist", self.guide.checklists[id], place=place)

    def worksheets(self) -> Mapping[str, object]:
        """Return what the list of worksheets shows besides its section."""
        # Those for every principle and those for one, whichever the author lists first.
        groups: dict[bool, list[Worksheet]] = {}
        for worksheet in (self.guide.worksheets[id] for id in self.guide.outline.worksheets.show):
            groups.setdefault(worksheet.principle is None, []).append(worksheet)
        return {"groups": groups, "collections": self.collections}

    def worksheet(self, place: int, id: Slug) -> SitePage:
        worksheet = self.guide.worksheets[id]
        form = {
            "head": tuple(header_fields(self.strings)),
            "fields": partial(fields, strings=self.strings),
            "commitment": commitment(self.strings),
        }
        page = self._page("worksheet", worksheet, lambda: form, place)
        return replace(page, description=worksheet.outcome)

    def message(self, place: int, id: Slug) -> SitePage:
        section = self.guide.outline.messages
        assert section
        return self._page("message", self.guide.messages[id], lambda: {"remarks": section.remarks}, place)

    def workshops(self) -> Mapping[str, object]:
        """Return what the list of workshops shows besides its section."""
        return {"notes": tuple(unused_notes(self.guide))}

    def workshop(self, place: int, id: Slug) -> SitePage:
        guide, workshop = self.guide, self.guide.workshops[id]

        def values() -> Mapping[str, object]:
            return {
                "by_size": by_size(workshop, guide, self.strings),
                "clock": clock,
                "downloads": self.by_page.get(workshop.address, ()),
                "materials": tuple(materials(workshop, guide)),
                "notes": tuple(notes_of(workshop.sheets, guide)),
                "steps": tuple(steps(workshop)),
            }

        return self._page("workshop", workshop, values, place)

    def own(self, folder: str, place: int, id: Slug) -> SitePage:
        """Return the page of a record of a kind that the guide adds."""
        record = self.guide.own[folder][id]
        assert isinstance(record, OwnRecord)

        def values() -> Mapping[str, object]:
            parts = [[*part] for _, part in groupby(record.shown, lambda field: field.type in LONG)]
            own = {record.word.replace("-", "_"): Fields(record), "record": record, "parts": parts}
            return {**own, "title_at": partial(title_at, guide=self.guide)}

        return self._page(record.word, record, values, place)

    def contacts(self, contacts: Contacts) -> SitePage:
        return self._page("contacts", contacts, lambda: {"rhythm": rhythm(contacts, self.strings)})

    def my_week(self) -> SitePage:
        guide, text = self.guide, self.strings.my_week

        def values() -> Mapping[str, object]:
            return {"data": week_data(guide, self.strings), "paper": paper_week(guide)}

        body = self._body("my-week", MY_WEEK, values)
        aliases = split_aliases(text.also)
        return SitePage(MY_WEEK, "my-week", text.title, text.summary, text.title, body, aliases)

    def questions(self, questions: Questions) -> SitePage:
        asked = tuple((question.id, (question.ask, *question.also)) for question in questions.questions)
        return replace(self._page("questions", questions), anchor_aliases=asked)

    def text(self, id: Slug) -> SitePage:
        text, in_footer = self.guide.pages[id], id not in self.guide.outline.pages
        # Unlike the name of other pages, theirs is only for links.
        return replace(self._page("page", text), aliases=text.also, in_footer=in_footer)

    def glossary(self, glossary: Glossary) -> SitePage:
        found = tuple(SearchEntry(term.id, term.term, term.meaning) for term in glossary.terms)
        also = tuple((term.id, term.also) for term in glossary.terms)
        page = self._page("glossary", glossary, lambda: {"entries": tuple(entries(glossary, self.guide))})
        return replace(page, search_entries=found, anchor_aliases=also)

    def sources(self) -> SitePage:
        heading = self.guide.outline.sources
        body = self._body(
            "sources", "sources/", lambda: {"heading": heading, "cited": citations_by_source(self.guide)}
        )
        return SitePage("sources/", "sources", heading.title, heading.lead, self.strings.menu.sources, body)

    def offline(self) -> SitePage:
        text, edition = self.strings.offline, offline_zip(self.guide)
        body = self._body("offline", OFFLINE_PAGE, lambda: {"edition": edition})
        aliases = split_aliases(text.also)
        return SitePage(OFFLINE_PAGE, "offline", text.title, text.summary, text.title, body, aliases)

    def not_found(self) -> SitePage:
        # Servers show this page at any address, so its links start from the top of the site.
        root = urlsplit(self.guide.site.url).path.rstrip("/") + "/"
        label, description = self.strings.not_found.label, self.guide.site.description
        body = partial(render, self.jinja, ["not_found.html.j2"], {"here": root, "guide": self.guide})
        return SitePage(NOT_FOUND, "not-found", label, description, label, body)

    def _page(self, kind: str, record: Record, values: Values = dict, place: int | None = None) -> SitePage:
        """Return the page of `record`; the template and its variable for the record are named `kind`.

        `values` returns more for the template; `place` is that of the record in its section, from 0.
        """
        order: dict[str, object] = {}
        if place is not None:
            order = {"number": place + 1, "count": len(self.guide.outline.shown[record.folder])}
        body = partial(self._body, kind, record.address, lambda: {kind: record, **order, **values()})
        mark = self.guide.mark(record) if isinstance(record, Moment | Principle | Worksheet) else None
        embedded = body(embedded=True) if self.guide.site.embed and page_kind(kind).embedded else None
        return replace(SitePage.of(kind, record, body()), mark=mark, render_embedded=embedded)

    def _body(
        self, template: str, address: str, values: Values, *, embedded: bool = False
    ) -> Callable[[], Markup]:
        """Return what renders a `template` for the page at `address`, or for a frame on another site.

        Kinds that the guide adds can do without one of their own.
        """
        names, here = [f"{template}.html.j2"], path_to_root(f"{EMBED}{address}" if embedded else address)
        for kind in self.guide.kinds:
            if kind.folder in self.guide.own and template in (kind.word, kind.folder):
                names.append("record.html.j2" if template == kind.word else "records.html.j2")
        fed_back = partial(feedback, strings=self.strings)
        known = TemplateValues(
            here, self.guide, self.sheets, self.named, address, embedded, fed_back
        )._asdict()
        return lambda: render(self.jinja, names, {**known, **values()})


def titles_of(guide: Guide) -> dict[str, str]:
    """Return the title of each record of `guide`, by the path of its file in content/."""
    return {guide.path_of(record): str(unnoted(record, "title")) for record in guide.records()}


def guide_pages(
    guide: Guide,
    sheets: Mapping[str, Sheet],
    jinja: Environment,
    collections: tuple[Download, ...] = (),
    by_page: Mapping[str, tuple[Download, ...]] = MappingProxyType({}),
) -> tuple[SitePage, ...]:
    """Return every page of the site; the arguments are as in `PageBuilder`."""
    return made(make for _, make in PageBuilder(guide, sheets, jinja, collections, by_page).pages())


def made(makers: Iterable[Callable[[], SitePage]]) -> tuple[SitePage, ...]:
    """Return the pages that `makers` make, each with what making it read."""
    with noting_reads() as noting:
        return tuple(replace(page, reads=reads) for page, reads in map(noting.of, makers))
