"""The jobs that typeset: worksheets, pictures of them, run sheets, the front of booklets, and posters."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from generator.downloads.make import Job, Made
from generator.engine.disk_cache import Blobs
from generator.model.fields import Slug
from generator.model.guide import Guide
from generator.model.paper_sizes import EDITIONS, PAPERS, PRINT, EditionId, PaperId
from generator.model.principle import Principle
from generator.model.worksheet import Worksheet
from generator.model.workshop import Workshop
from generator.pages.page import Download
from generator.paper.context import PrintContext
from generator.paper.poster_data import poster_texts
from generator.paper.sheet_data import stamp
from generator.paper.workshop_data import booklet_texts, run_texts

MOST_POSTERS = 9
"""Principles of a guide with posters. More don't fit on a wall, and would make long builds longer."""


def counted(pdf: bytes) -> Blobs:
    """Return the result of a job that makes `pdf`: its bytes, and how many pages it has, in digits."""
    from generator.paper.pdf.file import page_count

    return pdf, str(page_count(pdf)).encode()


def download(
    name: str, paper: PaperId | None, edition: str, blobs: Blobs, length: int | None = None
) -> Download:
    """Return what a page says about the file `name`, which is in `blobs` as from `counted`."""
    data, pages = blobs
    return Download(name, paper, int(pages), len(data), edition, length)


@dataclass(frozen=True, slots=True)
class WorksheetJob(Job):
    """Makes something from a worksheet for one paper size in one edition."""

    sheet: str
    paper: PaperId
    edition: EditionId

    @property
    def batch(self) -> tuple[str, str]:
        return self.sheet, self.paper

    def page(self, guide: Guide) -> tuple[str, str]:
        sheet = guide.worksheets[self.sheet]
        return sheet.address, sheet.title

    def records(self, guide: Guide) -> Iterator[str]:
        yield f"{Worksheet.folder}/{self.sheet}"

    def inputs(self, context: PrintContext) -> Iterator[str]:
        guide, sheet = context.guide, context.guide.worksheets[self.sheet]
        if self.sheet not in context.sheet_inputs:
            # The stamp covers sources and the principle too, but it's short.
            short = stamp(sheet, guide, context.strings)
            context.sheet_inputs[self.sheet] = short, sheet.model_dump_json(), guide.site.model_dump_json()
        yield from context.sheet_inputs[self.sheet]


@dataclass(frozen=True, slots=True)
class SheetJob(WorksheetJob):
    """Makes the PDF of a worksheet."""

    def make(self, context: PrintContext, made: Made) -> Blobs:
        from generator.paper.pdf.file import rewritten
        from generator.paper.pdf.form import to_form
        from generator.paper.worksheet import pdf

        sheet, edition = context.guide.worksheets[self.sheet], EDITIONS[self.edition]
        typeset = pdf(sheet, context, PAPERS[self.paper], edition)
        return counted(to_form(typeset, sheet, context.strings) if edition.fillable else rewritten(typeset))

    def download(self, blobs: Blobs) -> Download:
        # The name identifies the PDF wherever it's copied to; `download_of` adds the language.
        name = f"{self.sheet}-{self.paper}-{self.edition}.pdf"
        return download(name, self.paper, self.edition, blobs)


@dataclass(frozen=True, slots=True)
class CardsJob(WorksheetJob):
    """Makes the PDF with the cards of a worksheet."""

    def make(self, context: PrintContext, made: Made) -> Blobs:
        from generator.paper.cards import cards

        return counted(cards(context.guide.worksheets[self.sheet], context, PAPERS[self.paper]))

    def download(self, blobs: Blobs) -> Download:
        return download(f"{self.sheet}-cards-{self.paper}.pdf", self.paper, "cards", blobs)


def cards_jobs(guide: Guide, sheets: Iterable[str]) -> Iterator[CardsJob]:
    """Yield a job for each paper size and each of `sheets` with cards."""
    for id in sheets:
        if guide.worksheets[id].has_cards:
            yield from (CardsJob(id, paper, PRINT.id) for paper in guide.site.papers)


@dataclass(frozen=True, slots=True)
class PicturesJob(WorksheetJob):
    """Makes pictures of a worksheet: for each page the picture, one half as wide, and “width height”."""

    def make(self, context: PrintContext, made: Made) -> Blobs:
        from generator.paper.worksheet import pictures

        sheet, edition = context.guide.worksheets[self.sheet], EDITIONS[self.edition]
        pages = pictures(sheet, context, PAPERS[self.paper], edition)
        return tuple(
            blob for page in pages for blob in (page.webp, page.half, f"{page.width} {page.height}".encode())
        )


@dataclass(frozen=True, slots=True)
class WorkshopJob(Job):
    """Makes something from a workshop."""

    workshop: str

    def page(self, guide: Guide) -> tuple[str, str]:
        workshop = guide.workshops[self.workshop]
        return workshop.address, workshop.title

    def records(self, guide: Guide) -> Iterator[str]:
        yield f"{Workshop.folder}/{self.workshop}"
        yield from (f"{Worksheet.folder}/{id}" for id in guide.workshops[self.workshop].sheets)


@dataclass(frozen=True, slots=True)
class LengthJob(WorkshopJob):
    """Makes the PDF of something for one length of the workshop."""

    paper: PaperId
    length: int
    """Minutes."""

    @property
    def batch(self) -> tuple[str, str]:
        return self.workshop, self.paper


@dataclass(frozen=True, slots=True)
class RunSheetJob(LengthJob):
    """Makes the PDF of a run sheet."""

    def inputs(self, context: PrintContext) -> Iterator[str]:
        yield json.dumps(run_texts(context.guide.workshops[self.workshop], self.length, context.guide))

    def make(self, context: PrintContext, made: Made) -> Blobs:
        from generator.paper.run_sheet import run_sheet

        workshop = context.guide.workshops[self.workshop]
        return counted(run_sheet(workshop, self.length, context, PAPERS[self.paper]))

    def download(self, blobs: Blobs) -> Download:
        name = f"{self.workshop}-{self.length}-{self.paper}.pdf"
        return download(name, self.paper, "run", blobs, self.length)


@dataclass(frozen=True, slots=True)
class BookletFrontJob(LengthJob):
    """Makes the first sheet of a booklet as a PDF."""

    def inputs(self, context: PrintContext) -> Iterator[str]:
        yield json.dumps(booklet_texts(context.guide.workshops[self.workshop], self.length, context.guide))

    def make(self, context: PrintContext, made: Made) -> Blobs:
        from generator.paper.run_sheet import booklet_front

        workshop = context.guide.workshops[self.workshop]
        return counted(booklet_front(workshop, self.length, context, PAPERS[self.paper]))


def principles_with_posters(guide: Guide) -> tuple[Slug, ...]:
    """Return the IDs of the principles of `guide` that get a poster: all of them, or none."""
    shown = guide.outline.principles.show
    return shown if len(shown) <= MOST_POSTERS else ()


class PostersJob(Job, Protocol):
    """Makes a PDF of posters."""

    paper: PaperId

    def principles(self, guide: Guide) -> tuple[Principle, ...]:
        """Return the principles, with a page for each."""

    def records(self, guide: Guide) -> Iterator[str]:
        yield "site"  # its description

    def texts(self, guide: Guide) -> Iterator[str]:
        for poster in (principle.poster for principle in self.principles(guide)):
            yield from (poster.title, poster.say, *poster.do)

    def inputs(self, context: PrintContext) -> Iterator[str]:
        _, title = self.page(context.guide)
        yield json.dumps(poster_texts(self.principles(context.guide), title, context.guide))

    def make(self, context: PrintContext, made: Made) -> Blobs:
        from generator.paper.poster import posters

        _, title = self.page(context.guide)
        return counted(posters(self.principles(context.guide), title, context, PAPERS[self.paper]))


@dataclass(frozen=True, slots=True)
class PosterJob(PostersJob):
    """Makes the poster of one principle."""

    principle: str
    paper: PaperId

    def page(self, guide: Guide) -> tuple[str, str]:
        principle = guide.principles[self.principle]
        return principle.address, principle.title

    def principles(self, guide: Guide) -> tuple[Principle, ...]:
        return (guide.principles[self.principle],)

    def download(self, blobs: Blobs) -> Download:
        return download(f"{self.principle}-poster-{self.paper}.pdf", self.paper, "poster", blobs)


@dataclass(frozen=True, slots=True)
class AllPostersJob(PostersJob):
    """Makes the posters of all principles in one PDF, for the page that lists all worksheets."""

    paper: PaperId

    def page(self, guide: Guide) -> tuple[str, str]:
        return guide.address_at(Worksheet.folder), guide.outline.principles.title

    def records(self, guide: Guide) -> Iterator[str]:
        yield "guide"  # the title
        yield from PostersJob.records(self, guide)

    def principles(self, guide: Guide) -> tuple[Principle, ...]:
        return tuple(guide.principles[id] for id in principles_with_posters(guide))

    def download(self, blobs: Blobs) -> Download:
        return download(f"posters-{self.paper}.pdf", self.paper, "posters", blobs)
