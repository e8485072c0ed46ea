"""What a guide is made of: frozen records, and the one object that holds them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.model.changes import Changes
from generator.model.checklist import Checklist
from generator.model.contacts import Contacts
from generator.model.glossary import Glossary
from generator.model.lock import Lock
from generator.model.message import Message
from generator.model.outline import GuideOutline
from generator.model.page import Page
from generator.model.principle import Principle
from generator.model.questions import Questions
from generator.model.record import Record
from generator.model.settings import SiteConfig
from generator.model.source import Source
from generator.model.start import Start
from generator.model.worksheet import Worksheet
from generator.model.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything that an author wrote, checked field by field."""

    site: SiteConfig
    outline: GuideOutline
    principles: Mapping[str, Principle]
    checklists: Mapping[str, Checklist]
    worksheets: Mapping[str, Worksheet]
    messages: Mapping[str, Message]
    workshops: Mapping[str, Workshop]
    pages: Mapping[str, Page]
    sources: Mapping[str, Source]
    start: Start | None = None
    """The page that tells readers where to begin; a guide can do without."""
    contacts: Contacts | None = None
    """The page on which readers keep track of people; a guide can do without."""
    questions: Questions | None = None
    """The page of questions and answers; a guide can do without."""
    glossary: Glossary | None = None
    """The page of words and their meanings; a guide can do without."""
    changes: Changes | None = None
    """The page that tells what changed, and its feed; a guide can do without."""
    beneath: Guide | None = None
    """The same guide without the changes that its settings name; None when they name none."""
    lock: Lock | None = None
    """Which ids were published; None as long as nobody locked them, or when the file cannot be read."""

    def records(self) -> Iterator[Record]:
        """Every record that has a file of its own, by kind and id; the pages that are one of a kind last."""
        shelves: tuple[Mapping[str, Record], ...] = (
            *(self.principles, self.checklists, self.worksheets),
            *(self.messages, self.workshops, self.pages),
        )
        for records in shelves:
            yield from records.values()
        yield from self.singles()

    def singles(self) -> Iterator[Record]:
        """The pages that are one of a kind."""
        pages = (self.start, self.contacts, self.questions, self.glossary, self.changes)
        yield from (page for page in pages if page)
