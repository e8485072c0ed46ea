"""The pages of the site, as values: what stands at which address, in the order of the guide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from jinja2 import Environment
from markupsafe import Markup

from generator.load.strings import Strings, split_aliases
from generator.model.guide import Guide
from generator.model.message import Message
from generator.model.outline import SiteSection
from generator.model.record import Record
from generator.model.worksheet import AnySection, Worksheet
from generator.model.workshop import clock, group_sizes
from generator.pages.citations import cited_by
from generator.pages.glossary import entries
from generator.pages.page import (
    NO_PACKS,
    NOT_FOUND,
    OFFLINE_PAGE,
    Download,
    SearchPart,
    Sheet,
    SitePage,
    offline_zip,
)
from generator.pages.templates import render, strings_of, way_up
from generator.pages.workshop import needs, notes, other_notes, steps
from generator.paper.form_fields import FormField, commitment, fields, header_fields


@dataclass(frozen=True, slots=True)
class WorksheetGroup:
    """Worksheets that stand together in the list: those of one principle each, or those of all."""

    for_all: bool
    worksheets: tuple[Worksheet, ...]


def guide_pages(
    guide: Guide,
    sheets: Mapping[str, Sheet],
    jinja: Environment,
    collections: tuple[Download, ...] = (),
    packs: Mapping[str, tuple[Download, ...]] = NO_PACKS,
) -> Iterator[SitePage]:
    """Yield every page of the site; `sheets` holds the paper of each worksheet, by id.

    `collections` are files with all the sheets in one, in the folder of the worksheets; `packs` the files
    of each workshop, by its id, beside its page. Raises `ContentError` for a mistake in a template.
    """
    desk = PageBuilder(guide, sheets, jinja, collections, packs)
    yield desk.home()
    yield from desk.start()
    yield desk.shelf("principles", guide.outline.principles)
    yield from desk.principles()
    yield desk.shelf("checklists", guide.outline.checklists)
    yield from desk.checklists()
    yield desk.sheets()
    yield from desk.worksheets()
    yield from desk.messages()
    yield from desk.workshops()
    yield from desk.questions()
    yield from desk.contacts()
    yield from desk.texts()
    yield from desk.glossary()
    yield desk.sources()
    yield from desk.changes()
    yield from desk.offline()
    yield desk.missing()


@dataclass(frozen=True, slots=True)
class PageBuilder:
    """Where pages are laid out: the guide, its paper and the templates."""

    guide: Guide
    papers: Mapping[str, Sheet]
    jinja: Environment
    collections: tuple[Download, ...]
    packs: Mapping[str, tuple[Download, ...]]

    @property
    def strings(self) -> Strings:
        return strings_of(self.jinja)

    def home(self) -> SitePage:
        home = self.guide.outline.home
        first = self.guide.outline.worksheets.show[0]
        body = self._lay_out("home", "", home=home, picture_of=first)
        return SitePage("", "home", home.title, self.guide.site.description, self.strings.menu.home, body)

    def shelf(self, folder: str, shelf: SiteSection, **values: object) -> SitePage:
        address = f"{folder}/"
        body = self._lay_out(folder, address, shelf=shelf, **values)
        return SitePage(address, "shelf", shelf.title, shelf.lead, self.strings.menu[folder], body)

    def principles(self) -> Iterator[SitePage]:
        order = self.guide.outline.principles.show
        for number, id in enumerate(order, start=1):
            principle = self.guide.principles[id]
            following = self.guide.principles[order[number]] if number < len(order) else None
            letters = [message for message in self._letters() if message.principle == id]
            body = self._record(
                "principle", principle, number, len(order), following=following, letters=letters
            )
            yield SitePage(
                principle.address, "principle", principle.title, principle.summary, principle.name, body,
                _once(principle.name, *principle.also),
            )  # fmt: skip

    def _letters(self) -> Iterator[Message]:
        if shelf := self.guide.outline.messages:
            yield from (self.guide.messages[id] for id in shelf.show)

    def checklists(self) -> Iterator[SitePage]:
        order = self.guide.outline.checklists.show
        for number, id in enumerate(order, start=1):
            checklist = self.guide.checklists[id]
            body = self._record("checklist", checklist, number, len(order))
            yield SitePage(
                checklist.address, "checklist", checklist.title, checklist.summary, checklist.title, body,
                _once(*checklist.also), script="checklist",
            )  # fmt: skip

    def sheets(self) -> SitePage:
        groups = grouped(self.guide)
        shelf = self.guide.outline.worksheets
        return self.shelf("worksheets", shelf, groups=groups, collections=self.collections)

    def worksheets(self) -> Iterator[SitePage]:
        order = self.guide.outline.worksheets.show
        for number, id in enumerate(order, start=1):
            worksheet = self.guide.worksheets[id]
            body = self._record(
                "worksheet", worksheet, number, len(order),
                head=tuple(header_fields(self.strings)), fields=self._fields, commitment=commitment(self.strings),
            )  # fmt: skip
            yield SitePage(
                worksheet.address, "worksheet", worksheet.title, worksheet.outcome, worksheet.title, body,
                _once(*worksheet.also), script="sheet",
            )  # fmt: skip

    def start(self) -> Iterator[SitePage]:
        if start := self.guide.start:
            sheet = self.guide.worksheets[start.sheet]
            body = self._lay_out("start", start.address, start=start, sheet=sheet, fields=self._fields)
            yield SitePage(
                start.address, "start", start.title, start.summary, start.name, body,
                _once(start.name, *start.also), script="start",
            )  # fmt: skip

    def messages(self) -> Iterator[SitePage]:
        if not (shelf := self.guide.outline.messages):
            return
        yield self.shelf("messages", shelf)
        for number, id in enumerate(shelf.show, start=1):
            message = self.guide.messages[id]
            body = self._record("message", message, number, len(shelf.show), remarks=shelf.remarks)
            yield SitePage(
                message.address, "message", message.title, message.summary, message.title, body,
                _once(*message.also), script="message",
            )  # fmt: skip

    def workshops(self) -> Iterator[SitePage]:
        if not (shelf := self.guide.outline.workshops):
            return
        yield self.shelf("workshops", shelf, notes=tuple(other_notes(self.guide)))
        for number, id in enumerate(shelf.show, start=1):
            workshop = self.guide.workshops[id]
            body = self._record(
                "workshop", workshop, number, len(shelf.show),
                downloads=self.packs.get(id, ()), sizes=group_sizes(workshop), clock=clock,
                needs=tuple(needs(workshop, self.guide)), steps=tuple(steps(workshop)),
                notes=tuple(notes(workshop, self.guide)),
            )  # fmt: skip
            yield SitePage(
                workshop.address, "workshop", workshop.title, workshop.summary, workshop.title, body,
                _once(*workshop.also),
            )  # fmt: skip

    def questions(self) -> Iterator[SitePage]:
        if questions := self.guide.questions:
            body = self._lay_out("questions", questions.address, questions=questions)
            asked = tuple((question.id, (question.ask, *question.also)) for question in questions.questions)
            yield SitePage(
                questions.address, "questions", questions.title, questions.summary, questions.name, body,
                _once(questions.name, *questions.also), asked,
            )  # fmt: skip

    def glossary(self) -> Iterator[SitePage]:
        if glossary := self.guide.glossary:
            terms = tuple(entries(self.guide))
            body = self._lay_out("glossary", glossary.address, glossary=glossary, entries=terms)
            parts = (SearchPart(term.id, term.term, term.meaning, term.also) for term in glossary.terms)
            yield SitePage(
                glossary.address, "glossary", glossary.title, glossary.summary, glossary.name, body,
                _once(glossary.name, *glossary.also), parts=tuple(parts),
            )  # fmt: skip

    def contacts(self) -> Iterator[SitePage]:
        if contacts := self.guide.contacts:
            body = self._lay_out("contacts", contacts.address, contacts=contacts)
            yield SitePage(
                contacts.address, "contacts", contacts.title, contacts.summary, contacts.name, body,
                _once(contacts.name, *contacts.also), script="contacts",
            )  # fmt: skip

    def texts(self) -> Iterator[SitePage]:
        outline = self.guide.outline
        for id in (*outline.pages, *outline.footer):
            page = self.guide.pages[id]
            body = self._lay_out("page", page.address, page=page)
            yield SitePage(
                page.address, "page", page.title, page.summary, page.name, body, _once(*page.also),
                in_menu=id in outline.pages,
            )  # fmt: skip

    def sources(self) -> SitePage:
        heading = self.guide.outline.sources
        body = self._lay_out("sources", "sources/", heading=heading, cited=cited_by(self.guide))
        return SitePage("sources/", "sources", heading.title, heading.lead, self.strings.menu.sources, body)

    def changes(self) -> Iterator[SitePage]:
        if changes := self.guide.changes:
            body = self._lay_out("changes", changes.address, changes=changes)
            yield SitePage(
                changes.address, "changes", changes.title, changes.summary, changes.name, body,
                _once(changes.name, *changes.also), in_menu=False,
            )  # fmt: skip

    def offline(self) -> Iterator[SitePage]:
        if self.guide.site.offline:
            said = self.strings.offline
            body = self._lay_out("offline", OFFLINE_PAGE, edition=offline_zip(self.guide.site.name))
            yield SitePage(
                OFFLINE_PAGE, "offline", said.title, said.summary, said.title, body, split_aliases(said.also),
                script="offline", in_menu=False,
            )  # fmt: skip

    def missing(self) -> SitePage:
        # A server shows this page at any address, so its links start from the top of the site.
        top = urlsplit(self.guide.site.url).path.rstrip("/") + "/"
        body = render(self.jinja, "missing.html.j2", top, guide=self.guide)
        title = self.strings.missing.label
        return SitePage(NOT_FOUND, "missing", title, self.guide.site.description, title, body)

    def _fields(self, section: AnySection) -> Iterator[FormField]:
        return fields(section, self.strings)

    def _record(self, kind: str, record: Record, number: int, count: int, **values: object) -> Markup:
        place = {"number": number, "count": count}
        return self._lay_out(kind, record.address, **{kind: record}, **place, **values)

    def _lay_out(self, template: str, address: str, **values: object) -> Markup:
        return render(
            self.jinja, f"{template}.html.j2", way_up(address), guide=self.guide, papers=self.papers, **values
        )


def _once(*words: str) -> tuple[str, ...]:
    """Return `words` without those that differ in capitals alone."""
    return tuple({word.casefold(): word for word in words}.values())


def grouped(guide: Guide) -> tuple[WorksheetGroup, ...]:
    """Return the worksheets in their groups, both as the author's order first names one of them."""
    groups: dict[bool, list[Worksheet]] = {}
    for id in guide.outline.worksheets.show:
        worksheet = guide.worksheets[id]
        groups.setdefault(worksheet.principle is None, []).append(worksheet)
    return tuple(WorksheetGroup(for_all, tuple(sheets)) for for_all, sheets in groups.items())
