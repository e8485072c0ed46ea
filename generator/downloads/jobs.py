"""One piece of work on the sheets: a worksheet in one edition on one paper, or its pictures.

What sets type is imported only when there is something to set.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from generator.downloads.make import PrintContext
from generator.engine.disk_cache import Parts
from generator.model.formats import EDITIONS, PaperId
from generator.model.guide import Guide
from generator.model.worksheet import Worksheet
from generator.model.workshop import Workshop
from generator.paper.sheet_data import stamp
from generator.paper.workshop_data import booklet_texts, run_texts

PICTURES = "pictures"
"""Stands in the place of an edition for pictures of the pages."""
PRINT = "print"
"""The edition that they show."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be made.

    A PDF comes with the number of its pages; pictures come as (picture, half as wide, "width height")
    for each page.
    """

    sheet: str
    paper: PaperId
    edition: str

    @property
    def name(self) -> str:
        """The name of the PDF, which tells all three even on a stick far from the site."""
        return f"{self.sheet}-{self.paper}-{self.edition}.pdf"

    @property
    def batch(self) -> tuple[str, PaperId, str]:
        """Pictures show the edition for pen and paper, so both have one setting."""
        return self.sheet, self.paper, PRINT if self.edition == PICTURES else self.edition

    def record(self, guide: Guide) -> Worksheet:
        return guide.worksheets[self.sheet]

    def ingredients(self, desk: PrintContext) -> Iterator[str]:
        guide, sheet = desk.guide, self.record(desk.guide)
        yield from (self.sheet, self.paper, self.edition, str(guide.outline.updated))
        # The stamp speaks for sources and the principle too, but it is short.
        yield from (stamp(sheet, guide, desk.strings), sheet.model_dump_json(), guide.site.model_dump_json())

    def parts(self, desk: PrintContext) -> Parts:
        return _pictures(desk, self) if self.edition == PICTURES else _pdf(desk, self)


def _pdf(desk: PrintContext, job: Job) -> Parts:
    from generator.model.formats import PAPERS
    from generator.paper.pdf.file import page_count, rewritten
    from generator.paper.pdf.form import to_form
    from generator.paper.worksheet import pdf

    sheet, edition = job.record(desk.guide), EDITIONS[job.edition]
    found = desk.settings
    document = pdf(sheet, desk.guide, desk.strings, PAPERS[job.paper], desk.templates, edition, found)
    document = to_form(document, sheet, desk.strings) if edition.fillable else rewritten(document)
    return document, str(page_count(document)).encode()


def _pictures(desk: PrintContext, job: Job) -> Parts:
    from generator.model.formats import PAPERS
    from generator.paper.worksheet import pictures

    parts: list[bytes] = []
    sheet, paper, found = job.record(desk.guide), PAPERS[job.paper], desk.settings
    for page in pictures(sheet, desk.guide, desk.strings, paper, desk.templates, found):
        parts += (page.webp, page.half, f"{page.width} {page.height}".encode())
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class RunSheet:
    """The run sheet of one length; it comes with the number of its pages."""

    workshop: str
    paper: PaperId
    length: int

    @property
    def name(self) -> str:
        """The name of the PDF."""
        return f"{self.workshop}-{self.length}-{self.paper}.pdf"

    @property
    def batch(self) -> RunSheet:
        return self

    def record(self, guide: Guide) -> Workshop:
        return guide.workshops[self.workshop]

    def ingredients(self, desk: PrintContext) -> Iterator[str]:
        yield from ("run", self.paper, str(desk.guide.outline.updated))
        yield json.dumps(run_texts(self.record(desk.guide), self.length, desk.guide))

    def parts(self, desk: PrintContext) -> Parts:
        from generator.model.formats import PAPERS
        from generator.paper.run_sheet import run_sheet

        paper = PAPERS[self.paper]
        return _counted(run_sheet(self.record(desk.guide), self.length, desk.guide, paper, desk.templates))


@dataclass(frozen=True, slots=True)
class Front:
    """The first page of the booklet; it comes with the number of its pages."""

    workshop: str
    paper: PaperId

    @property
    def batch(self) -> Front:
        return self

    def record(self, guide: Guide) -> Workshop:
        return guide.workshops[self.workshop]

    def ingredients(self, desk: PrintContext) -> Iterator[str]:
        yield from ("front", self.paper, str(desk.guide.outline.updated))
        yield json.dumps(booklet_texts(self.record(desk.guide), desk.guide))

    def parts(self, desk: PrintContext) -> Parts:
        from generator.model.formats import PAPERS
        from generator.paper.run_sheet import booklet_front

        return _counted(
            booklet_front(self.record(desk.guide), desk.guide, PAPERS[self.paper], desk.templates)
        )


def _counted(pdf: bytes) -> Parts:
    from generator.paper.pdf.file import page_count

    return pdf, str(page_count(pdf)).encode()
