"""Renders the pages of the site, in the order of the guide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from urllib.parse import urlsplit

from jinja2 import Environment
from markupsafe import Markup

from generator.load.strings import Strings, split_aliases
from generator.model.guide import Guide
from generator.model.outline import SiteSection
from generator.model.page_kinds import PAGE_KINDS
from generator.model.record import Record
from generator.model.worksheet import Worksheet
from generator.model.workshop import clock, group_sizes
from generator.pages.citations import citations_by_source
from generator.pages.glossary import entries
from generator.pages.page import NOT_FOUND, OFFLINE_PAGE, Download, SearchEntry, Sheet, SitePage, offline_zip
from generator.pages.templates import path_to_root, render
from generator.pages.workshop import materials, notes_of, steps, unused_notes
from generator.paper.fillable_fields import commitment, fields, header_fields


def guide_pages(
    guide: Guide,
    sheets: Mapping[str, Sheet],
    jinja: Environment,
    collections: tuple[Download, ...] = (),
    packs: Mapping[str, tuple[Download, ...]] = MappingProxyType({}),
) -> Iterator[SitePage]:
    """Yield every page of the site.

    `sheets` has the pictures and files of each worksheet, and `packs` the files of each workshop, by ID;
    `collections` are files with all worksheets. Raises `ContentError` for an error in a template.
    """
    builder = PageBuilder(guide, sheets, jinja, collections, packs)
    yield builder.home()
    yield from builder.start()
    yield from builder.principles()
    yield from builder.checklists()
    yield from builder.worksheets()
    yield from builder.messages()
    yield from builder.workshops()
    yield from builder.questions()
    yield from builder.contacts()
    yield from builder.texts()
    yield from builder.glossary()
    yield builder.sources()
    yield from builder.changes()
    yield from builder.offline()
    yield builder.not_found()


@dataclass(frozen=True, slots=True)
class PageBuilder:
    """Renders pages with the templates of `jinja`; the rest is as in `guide_pages`."""

    guide: Guide
    sheets: Mapping[str, Sheet]
    jinja: Environment
    collections: tuple[Download, ...]
    packs: Mapping[str, tuple[Download, ...]]

    @property
    def strings(self) -> Strings:
        strings = self.jinja.globals["strings"]
        assert isinstance(strings, Strings)
        return strings

    def home(self) -> SitePage:
        home = self.guide.outline.home
        body = self._render("home", "", home=home, pictured=self.guide.outline.worksheets.show[0])
        return SitePage("", "home", home.title, self.guide.site.description, self.strings.menu.home, body)

    def start(self) -> Iterator[SitePage]:
        if start := self.guide.start:
            sheet = self.guide.worksheets[start.sheet]
            yield self._page("start", start, sheet=sheet, fields=partial(fields, strings=self.strings))

    def principles(self) -> Iterator[SitePage]:
        outline = self.guide.outline
        yield self._section("principles", outline.principles)
        messages = [self.guide.messages[id] for id in outline.messages.show] if outline.messages else []
        principles = [self.guide.principles[id] for id in outline.principles.show]
        for principle, following in zip(principles, (*principles[1:], None), strict=True):
            related = [message for message in messages if message.principle == principle.id]
            yield self._page("principle", principle, following=following, messages=related)

    def checklists(self) -> Iterator[SitePage]:
        section = self.guide.outline.checklists
        yield self._section("checklists", section)
        for id in section.show:
            yield self._page("checklist", self.guide.checklists[id])

    def worksheets(self) -> Iterator[SitePage]:
        section = self.guide.outline.worksheets
        # Those for every principle and those for one, whichever the author lists first.
        groups: dict[bool, list[Worksheet]] = {}
        worksheets = [self.guide.worksheets[id] for id in section.show]
        for worksheet in worksheets:
            groups.setdefault(worksheet.principle is None, []).append(worksheet)
        yield self._section("worksheets", section, groups=groups, collections=self.collections)
        form = {
            "head": tuple(header_fields(self.strings)),
            "fields": partial(fields, strings=self.strings),
            "commitment": commitment(self.strings),
        }
        for worksheet in worksheets:
            yield replace(self._page("worksheet", worksheet, **form), description=worksheet.outcome)

    def messages(self) -> Iterator[SitePage]:
        if section := self.guide.outline.messages:
            yield self._section("messages", section)
            for id in section.show:
                yield self._page("message", self.guide.messages[id], remarks=section.remarks)

    def workshops(self) -> Iterator[SitePage]:
        if section := self.guide.outline.workshops:
            yield self._section("workshops", section, notes=tuple(unused_notes(self.guide)))
            for id in section.show:
                workshop = self.guide.workshops[id]
                values = {
                    "downloads": self.packs.get(id, ()),
                    "materials": tuple(materials(workshop, self.guide)),
                    "notes": tuple(notes_of(workshop.sheets, self.guide)),
                    "sizes": group_sizes(workshop),
                    "steps": tuple(steps(workshop)),
                }
                yield self._page("workshop", workshop, clock=clock, **values)

    def questions(self) -> Iterator[SitePage]:
        if questions := self.guide.questions:
            asked = tuple((question.id, (question.ask, *question.also)) for question in questions.questions)
            yield replace(self._page("questions", questions), anchor_aliases=asked)

    def contacts(self) -> Iterator[SitePage]:
        if contacts := self.guide.contacts:
            yield self._page("contacts", contacts)

    def texts(self) -> Iterator[SitePage]:
        outline = self.guide.outline
        for id in (*outline.pages, *outline.footer):
            text = self.guide.pages[id]
            # Unlike the name of other pages, theirs is only for the menu.
            yield replace(self._page("page", text), aliases=text.also, in_footer=id not in outline.pages)

    def glossary(self) -> Iterator[SitePage]:
        if glossary := self.guide.glossary:
            found = tuple(SearchEntry(term.id, term.term, term.meaning) for term in glossary.terms)
            also = tuple((term.id, term.also) for term in glossary.terms)
            page = self._page("glossary", glossary, entries=tuple(entries(glossary, self.guide)))
            yield replace(page, search_entries=found, anchor_aliases=also)

    def sources(self) -> SitePage:
        heading = self.guide.outline.sources
        body = self._render("sources", "sources/", heading=heading, cited=citations_by_source(self.guide))
        return SitePage("sources/", "sources", heading.title, heading.lead, self.strings.menu.sources, body)

    def changes(self) -> Iterator[SitePage]:
        if changes := self.guide.changes:
            yield self._page("changes", changes)

    def offline(self) -> Iterator[SitePage]:
        if self.guide.site.offline:
            text = self.strings.offline
            body = self._render("offline", OFFLINE_PAGE, edition=offline_zip(self.guide.site.name))
            aliases = split_aliases(text.also)
            yield SitePage(OFFLINE_PAGE, "offline", text.title, text.summary, text.title, body, aliases)

    def not_found(self) -> SitePage:
        # Servers show this page at any address, so its links start from the top of the site.
        root = urlsplit(self.guide.site.url).path.rstrip("/") + "/"
        body = render(self.jinja, "not_found.html.j2", root, guide=self.guide)
        label = self.strings.not_found.label
        return SitePage(NOT_FOUND, "not-found", label, self.guide.site.description, label, body)

    def _section(self, folder: str, section: SiteSection, **values: object) -> SitePage:
        """Return the page that lists the records of `folder`, from the template of the same name."""
        body = self._render(folder, f"{folder}/", section=section, **values)
        label = self.strings.menu[folder]
        return SitePage(f"{folder}/", "section", section.title, section.lead, label, body)

    def _page(self, kind: str, record: Record, **values: object) -> SitePage:
        """Return the page of `record`; the template and its variable for the record are named `kind`."""
        if PAGE_KINDS[kind].in_section:
            order = getattr(self.guide.outline, record.folder).show
            values |= {"number": order.index(record.id) + 1, "count": len(order)}
        return SitePage.of(kind, record, self._render(kind, record.address, **{kind: record}, **values))

    def _render(self, template: str, address: str, **values: object) -> Markup:
        here = path_to_root(address)
        return render(self.jinja, f"{template}.html.j2", here, guide=self.guide, sheets=self.sheets, **values)
