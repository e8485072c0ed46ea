"""The jobs that combine other files: all worksheets in one PDF, booklets, and ZIPs for offline use."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, ClassVar, Protocol

from generator.downloads.jobs import BookletFrontJob, RunSheetJob, SheetJob, WorkshopJob, counted, download
from generator.downloads.make import Job, Made
from generator.downloads.zip_file import about_papers, read_me, write
from generator.engine.disk_cache import Blobs
from generator.model.formats import LARGE_PRINT, PAPERS, PRINT, PaperId
from generator.model.guide import Guide
from generator.pages.page import Download
from generator.paper.context import PrintContext
from generator.paper.sheet_data import edition_data, guide_data
from generator.problems import ContentError, Problems

FOLDER = "worksheets"
"""The address of the collections of worksheets, and the folder in their ZIP."""
COMBINING = "Combining worksheets"
TYPE_SIZE = 12
"""Points of the text in the table of contents."""


# PDFs


@dataclass(frozen=True, slots=True)
class AllSheetsJob(Job):
    """Makes a PDF with every worksheet for one paper size, after a table of contents."""

    step: ClassVar[str] = COMBINING
    paper: PaperId

    def page(self, guide: Guide) -> tuple[str, str]:
        return f"{FOLDER}/", guide.outline.worksheets.title

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
        chapters = [Chapter(guide.worksheets[job.sheet].title, made[job][0]) for job in self.needs(guide)]
        front, pages = b"", 0
        # The contents come before the pages they list, so they're typeset again if they turn out longer.
        while pages != (pages := page_count(front) if front else 1):
            front = self._typeset(context, pages_before(chapters, pages))
        return counted(merged(Chapter(guide.outline.worksheets.title, front), chapters, context.strings))

    def download(self, blobs: Blobs) -> Download:
        return download(f"all-sheets-{self.paper}.pdf", self.paper, "all", blobs)

    def _typeset(self, context: PrintContext, starts: Iterable[int]) -> bytes:
        """Return the table of contents as a PDF; `starts` holds the first page of each worksheet."""
        from generator.paper.typesetting import typeset_pdf

        data = _contents(context.guide)
        for entry, page in zip(data["entries"], starts, strict=True):
            entry["page"] = page
        data = context.template_data(data, PAPERS[self.paper])
        return typeset_pdf(context.templates / "paper" / "contents.typ", data)


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
        "layout": {"size": TYPE_SIZE},
        "entries": [{"title": sheet.title, "outcome": sheet.outcome} for sheet in sheets],
    }


@dataclass(frozen=True, slots=True)
class BookletJob(WorkshopJob):
    """Makes a PDF for the participants of a workshop: a first sheet, and the worksheets."""

    step: ClassVar[str] = COMBINING
    paper: PaperId

    def needs(self, guide: Guide) -> Iterator[BookletFrontJob | SheetJob]:
        yield BookletFrontJob(self.workshop, self.paper)
        yield from (SheetJob(id, self.paper, PRINT.id) for id in guide.workshops[self.workshop].sheets)

    def inputs(self, context: PrintContext) -> Iterator[str]:
        return (title for _, title in (job.page(context.guide) for job in self.needs(context.guide)))

    def make(self, context: PrintContext, made: Made) -> Blobs:
        from generator.paper.pdf.merge import Chapter, merged

        guide = context.guide
        front, *sheets = (Chapter(job.page(guide)[1], made[job][0]) for job in self.needs(guide))
        return counted(merged(front, sheets, context.strings))

    def download(self, blobs: Blobs) -> Download:
        return download(f"{self.workshop}-booklet-{self.paper}.pdf", self.paper, "booklet", blobs)


# ZIPs


class ZipJob(Job, Protocol):
    """Makes a ZIP of other downloads, with a folder for each paper size."""

    step: ClassVar[str] = COMBINING

    def read_me(self, context: PrintContext) -> bytes:
        """Return the text that describes the files."""

    def inputs(self, context: PrintContext) -> Iterator[str]:
        yield self.read_me(context).decode()

    def make(self, context: PrintContext, made: Made) -> Blobs:
        guide, files = context.guide, dict[str, bytes]()
        for job in self.needs(guide):
            if file := job.download(made[job]):
                folder = "" if isinstance(job, AllSheetsJob) else f"{file.paper}/"
                files[folder + file.file] = made[job][0]
        name = self.page(guide)[0].strip("/").rpartition("/")[2]
        archive = io.BytesIO()
        write(archive, name, self.read_me(context), files.items(), guide.outline.updated)
        return archive.getvalue(), b"0"


@dataclass(frozen=True, slots=True)
class SheetsZipJob(ZipJob):
    """Makes the ZIP with every PDF of every worksheet."""

    def page(self, guide: Guide) -> tuple[str, str]:
        return f"{FOLDER}/", guide.outline.worksheets.title

    def needs(self, guide: Guide) -> Iterator[Job]:
        papers, editions = guide.site.papers, guide.site.editions
        yield from map(AllSheetsJob, papers)
        for id, edition, paper in product(guide.outline.worksheets.show, editions, papers):
            yield SheetJob(id, paper, edition)

    def download(self, blobs: Blobs) -> Download:
        return download("sheets.zip", None, "zip", blobs)

    def read_me(self, context: PrintContext) -> bytes:
        guide, texts = context.guide, context.strings.read_me
        lines = [*about_papers(context.strings), texts.editions, ""]
        lines += (f"  {edition:<12}{texts[edition]}" for edition in guide.site.editions)
        lines += [""]
        sheets = [guide.worksheets[id] for id in guide.outline.worksheets.show]
        lines += (f"  {sheet.id}: {sheet.title}. {sheet.outcome}" for sheet in sheets)
        return read_me(guide.outline.worksheets.title, lines, guide, context.strings)


@dataclass(frozen=True, slots=True)
class PackJob(ZipJob, WorkshopJob):
    """Makes the ZIP with everything for one workshop, its worksheets included."""

    def needs(self, guide: Guide) -> Iterator[Job]:
        workshop = guide.workshops[self.workshop]
        for paper in guide.site.papers:
            yield from (RunSheetJob(self.workshop, paper, length) for length in workshop.lengths)
            yield BookletJob(self.workshop, paper)
            # In any group, someone might need large print.
            for edition in (PRINT.id, LARGE_PRINT.id):
                if edition in guide.site.editions:
                    yield from (SheetJob(id, paper, edition) for id in workshop.sheets)

    def download(self, blobs: Blobs) -> Download:
        return download(f"{self.workshop}-pack.zip", None, "pack", blobs)

    def read_me(self, context: PrintContext) -> bytes:
        guide, texts = context.guide, context.strings.read_me
        id, workshop = self.workshop, guide.workshops[self.workshop]
        sheet_text = texts.sheet_too if LARGE_PRINT.id in guide.site.editions else texts.sheet
        lines = [*about_papers(context.strings), texts.leads, ""]
        lines += ("  " + texts.run(count=length, file=f"{id}-{length}") for length in workshop.lengths)
        lines += ["", texts.takes_part, "", "  " + texts.booklet(file=f"{id}-booklet")]
        for sheet in workshop.sheets:
            lines.append("  " + sheet_text(file=sheet, title=guide.worksheets[sheet].title))
        return read_me(texts.workshop(title=workshop.title), lines, guide, context.strings)
