"""Which places of the guide rest on which source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.fields import Slug
from generator.model.guide import Guide


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in the guide that rests on a source."""

    page: str
    """The page's title."""
    place: str
    """What is said there."""
    address: str
    """With the anchor of the place."""


def cited_by(guide: Guide) -> dict[str, dict[str, list[Citation]]]:
    """Return, for each source's id, the places that rest on it, by the title of their page."""
    cited: dict[str, dict[str, list[Citation]]] = {}
    for sources, citation in _citations(guide):
        for source in sources:
            cited.setdefault(source, {}).setdefault(citation.page, []).append(citation)
    return cited


def _citations(guide: Guide) -> Iterator[tuple[tuple[Slug, ...], Citation]]:
    for principle in guide.principles.values():
        page = principle.title, principle.address
        yield principle.why.from_, _citation(*page, principle.why.title, "why")
        for practice in principle.practices:
            yield practice.from_, _citation(*page, practice.do, practice.id)
    for checklist in guide.checklists.values():
        for item in checklist.items:
            yield item.from_, _citation(checklist.title, checklist.address, item.text, item.id)
    for worksheet in guide.worksheets.values():
        yield worksheet.from_, _citation(worksheet.title, worksheet.address, worksheet.title, "why")
    for message in guide.messages.values():
        yield message.from_, _citation(message.title, message.address, message.title, "letter")
    for workshop in guide.workshops.values():
        yield workshop.from_, _citation(workshop.title, workshop.address, workshop.title, "run")
    if guide.questions:
        page = guide.questions.title, guide.questions.address
        for question in guide.questions.questions:
            yield question.from_, _citation(*page, question.ask, question.id)
    if guide.glossary:
        page = guide.glossary.title, guide.glossary.address
        for term in guide.glossary.terms:
            yield term.from_, _citation(*page, term.term, term.id)
    if guide.contacts:
        yield (
            guide.contacts.from_,
            _citation(guide.contacts.title, guide.contacts.address, guide.contacts.name, "rhythm"),
        )
    for text in guide.pages.values():
        for passage in text.passages:
            yield passage.from_, _citation(text.title, text.address, passage.title, passage.id)


def _citation(page: str, address: str, place: str, anchor: str) -> Citation:
    return Citation(page, place, f"{address}#{anchor}")
