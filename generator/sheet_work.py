"""One piece of work on the sheets: a worksheet in one edition on one paper, or its pictures.

What sets type is imported only when there is something to set.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.editions import EDITIONS
from generator.model import Guide, Worksheet
from generator.sheet_cache import Parts
from generator.sheet_data import stamp
from generator.workbench import Desk, PaperId

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

    def ingredients(self, desk: Desk) -> Iterator[str]:
        guide, sheet = desk.guide, self.record(desk.guide)
        yield from (self.sheet, self.paper, self.edition, str(guide.contents.updated))
        # The stamp speaks for sources and the principle too, but it is short.
        yield from (stamp(sheet, guide, desk.words), sheet.model_dump_json(), guide.site.model_dump_json())

    def parts(self, desk: Desk) -> Parts:
        return _pictures(desk, self) if self.edition == PICTURES else _pdf(desk, self)


def _pdf(desk: Desk, job: Job) -> Parts:
    from generator.form_fields import to_form
    from generator.pdf_file import page_count, rewritten
    from generator.typesetting import PAPERS
    from generator.worksheets import pdf

    sheet, edition = job.record(desk.guide), EDITIONS[job.edition]
    found = desk.settings
    document = pdf(sheet, desk.guide, desk.words, PAPERS[job.paper], desk.templates, edition, found)
    document = to_form(document, sheet, desk.words) if edition.fillable else rewritten(document)
    return document, str(page_count(document)).encode()


def _pictures(desk: Desk, job: Job) -> Parts:
    from generator.typesetting import PAPERS
    from generator.worksheets import pictures

    parts: list[bytes] = []
    sheet, paper, found = job.record(desk.guide), PAPERS[job.paper], desk.settings
    for page in pictures(sheet, desk.guide, desk.words, paper, desk.templates, found):
        parts += (page.webp, page.half, f"{page.width} {page.height}".encode())
    return tuple(parts)
