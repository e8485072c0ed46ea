"""The jobs that combine PDFs: all worksheets in one, and the booklets of workshops."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from generator.downloads.jobs import BookletFrontJob, LengthJob, SheetJob, counted, download
from generator.downloads.make import Job, Made
from generator.engine.disk_cache import Blobs
from generator.model.foreign import plain
from generator.model.guide import Guide
from generator.model.paper_sizes import PAPERS, PRINT, PaperId
from generator.model.worksheet import Worksheet
from generator.pages.page import Download
from generator.paper.context import PrintContext, paper_data
from generator.paper.sheet_data import edition_data, guide_data, principle_name
from generator.problems import ContentError, Problems

if TYPE_CHECKING:
    from generator.paper.pdf.merge import Chapter

FOLDER = "worksheets"
"""The address of the collections of worksheets, and the folder in their ZIP."""
COMBINING = "Combining worksheets"
TYPE_SIZE = 12
"""Points of the text in the table of contents."""


@dataclass(frozen=True, slots=True)
class AllSheetsJob(Job):
    """Makes a PDF with every worksheet for one paper size, after a table of contents."""

    step: ClassVar[str] = COMBINING
    paper: PaperId

    def page(self, guide: Guide) -> tuple[str, str]:
        return guide.address_at(FOLDER), guide.outline.worksheets.title

    def records(self, guide: Guide) -> Iterator[str]:
        yield "guide"  # the title and what's below it

    def needs(self, guide: Guide) -> Iterator[SheetJob]:
        return (SheetJob(id, self.paper, PRINT.id) for id in guide.outline.worksheets.show)

    def inputs(self, context: PrintContext) -> Iterator[str]:
        yield json.dumps(_contents(context.guide))

    def make(self, context: PrintContext, made: Made) -> Blobs:
        from generator.paper.pdf.file import page_count
        from generator.paper.pdf.merge import Chapter, merged, pages_before

        guide = context.guide
        if problems := tuple(unprintable(guide)):
            raise ContentError(problems)
        sheets = [guide.worksheets[job.sheet] for job in self.needs(guide)]
        pdfs = [made[job][0] for job in self.needs(guide)]
        chapters = [
            Chapter(sheet.title, pdf, short_name(sheet, guide))
            for sheet, pdf in zip(sheets, pdfs, strict=True)
        ]
        front, pages = b"", 0
        # The contents come before the pages they list, so they're typeset again if they turn out longer.
        while pages != (pages := page_count(front) if front else 1):
            front = self._typeset(context, pages_before(chapters, pages))
        tabs = self._tabs(context, chapters, [*pages_before(chapters, pages)])
        contents = Chapter(plain(guide.outline.worksheets.title), front)
        return counted(merged(contents, chapters, context.strings, tabs))

    def download(self, blobs: Blobs) -> Download:
        return download(f"all-sheets-{self.paper}.pdf", self.paper, "all", blobs)

    def _typeset(self, context: PrintContext, starts: Iterable[int]) -> bytes:
        """Return the table of contents as a PDF; `starts` holds the first page of each worksheet."""
        data = {**_contents(context.guide), **paper_data(PAPERS[self.paper])}
        for entry, page in zip(data["entries"], starts, strict=True):
            entry["page"] = page
        return context.pdf("contents.typ", data, TYPE_SIZE)

    def _tabs(self, context: PrintContext, chapters: Sequence[Chapter], starts: Sequence[int]) -> bytes:
        """Return a PDF with the tab at the edge of each page of each chapter."""
        from generator.paper.pdf.file import page_sizes

        tabs = [
            {"name": chapter.name, "place": place, "page": page, "width": width, "height": height}
            for place, (chapter, start) in enumerate(zip(chapters, starts, strict=True))
            for page, (width, height) in enumerate(page_sizes(chapter.pdf), start=start)
        ]
        data = {**_contents(context.guide), "tabs": tabs, "places": len(chapters)}
        return context.pdf("tabs.typ", data)


def short_name(sheet: Worksheet, guide: Guide) -> str:
    """Return what to call `sheet` where there's little room: the principle that no other sheet is about."""
    about = [guide.worksheets[id].principle for id in guide.outline.worksheets.show]
    name = principle_name(sheet, guide) if about.count(sheet.principle) == 1 else None
    return name or sheet.title


def unprintable(guide: Guide) -> Problems:
    """Yield a problem for each character in the table of contents of all worksheets that a font lacks."""
    from generator.paper.fonts import missing_characters

    section = guide.outline.worksheets
    yield from missing_characters((section.title, section.lead))


def _contents(guide: Guide) -> dict[str, Any]:
    """Return what the template gets, except page numbers; to it, the contents look like a worksheet."""
    section = guide.outline.worksheets
    sheets = [guide.worksheets[id] for id in section.show]
    return {
        **guide_data(guide),
        **edition_data(guide, PRINT),
        "principle": None,
        "sheet": {"title": section.title, "outcome": section.lead, "also": []},
        "entries": [
            {"title": sheet.title, "outcome": sheet.outcome, "name": short_name(sheet, guide)}
            for sheet in sheets
        ],
    }


@dataclass(frozen=True, slots=True)
class BookletJob(LengthJob):
    """Makes a PDF for the participants of a workshop: a first sheet, and the worksheets of that length."""

    step: ClassVar[str] = COMBINING

    def needs(self, guide: Guide) -> Iterator[BookletFrontJob | SheetJob]:
        yield BookletFrontJob(self.workshop, self.paper, self.length)
        sheets = guide.workshops[self.workshop].sheets_for(self.length)
        yield from (SheetJob(id, self.paper, PRINT.id) for id in sheets)

    def inputs(self, context: PrintContext) -> Iterator[str]:
        guide = context.guide
        yield from (title for _, title in (job.page(guide) for job in self.needs(guide)))
        sheets = guide.workshops[self.workshop].sheets_for(self.length)
        yield from (short_name(guide.worksheets[id], guide) for id in sheets)

    def make(self, context: PrintContext, made: Made) -> Blobs:
        from generator.paper.pdf.merge import Chapter, merged

        guide = context.guide
        front, *sheets = self.needs(guide)
        chapters = [
            Chapter(job.page(guide)[1], made[job][0], short_name(guide.worksheets[job.sheet], guide))
            for job in sheets
            if isinstance(job, SheetJob)
        ]
        return counted(merged(Chapter(front.page(guide)[1], made[front][0]), chapters, context.strings))

    def download(self, blobs: Blobs) -> Download:
        name = f"{self.workshop}-{self.length}-booklet-{self.paper}.pdf"
        return download(name, self.paper, "booklet", blobs, self.length)
