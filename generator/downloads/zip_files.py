"""The ZIPs to download: all worksheets, and everything for a workshop; the same bytes on every run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from textwrap import wrap
from typing import ClassVar, Protocol

from generator.downloads.archive import Archive, read_me
from generator.downloads.combined_pdfs import COMBINING, FOLDER, AllSheetsJob, BookletJob
from generator.downloads.jobs import (
    AllPostersJob,
    PosterJob,
    RunSheetJob,
    SheetJob,
    WorkshopJob,
    cards_jobs,
    download,
    principles_with_posters,
)
from generator.downloads.make import Job, Made, download_of
from generator.engine.disk_cache import Blobs
from generator.load.strings import Strings
from generator.model.guide import Guide
from generator.model.paper_sizes import LARGE_PRINT, PRINT
from generator.pages.page import Download
from generator.paper.context import PrintContext

WIDTH = 90
"""Characters in a line of running text."""


def about_papers(strings: Strings) -> Iterator[str]:
    """Yield the lines that explain the folders of a ZIP with a folder for each paper size."""
    yield from wrap(strings.read_me.papers, WIDTH)
    yield ""


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
            if file := download_of(job, guide, made[job]):
                folder = "" if isinstance(job, AllSheetsJob | AllPostersJob) else f"{file.paper}/"
                files[folder + file.file] = made[job][0]
        name = self.page(guide)[0].strip("/").rpartition("/")[2] + guide.file_suffix
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as zip_file:
            archive = Archive(zip_file, name, self.read_me(context), guide.outline.updated)
            for path, content in files.items():
                archive.add(path, content)
        return data.getvalue(), b"0"


@dataclass(frozen=True, slots=True)
class SheetsZipJob(ZipJob):
    """Makes the ZIP with every PDF of every worksheet."""

    def page(self, guide: Guide) -> tuple[str, str]:
        return guide.address_at(FOLDER), guide.outline.worksheets.title

    def needs(self, guide: Guide) -> Iterator[Job]:
        papers, editions = guide.site.papers, guide.site.editions
        yield from map(AllSheetsJob, papers)
        yield from map(AllPostersJob, papers if principles_with_posters(guide) else ())
        for id, edition, paper in product(guide.outline.worksheets.show, editions, papers):
            yield SheetJob(id, paper, edition)
        yield from cards_jobs(guide, guide.outline.worksheets.show)

    def download(self, blobs: Blobs) -> Download:
        return download("sheets.zip", None, "zip", blobs)

    def read_me(self, context: PrintContext) -> bytes:
        guide, texts = context.guide, context.strings.read_me
        lines = [*about_papers(context.strings), texts.editions, ""]
        lines += (f"  {edition:<12}{texts[edition]}" for edition in guide.site.editions)
        lines += [""]
        sheets = [guide.worksheets[id] for id in guide.outline.worksheets.show]
        lines += (f"  {sheet.id}: {sheet.title}. {sheet.outcome}" for sheet in sheets)
        lines += (f"  {texts.cards(file=f'{sheet.id}-cards')}" for sheet in sheets if sheet.has_cards)
        if principles_with_posters(guide):
            lines += ["", f"  {texts.posters(file='posters')}"]
        return read_me(guide.outline.worksheets.title, lines, guide, context.strings)


@dataclass(frozen=True, slots=True)
class PackJob(ZipJob, WorkshopJob):
    """Makes the ZIP with everything for one workshop, its worksheets included."""

    def needs(self, guide: Guide) -> Iterator[Job]:
        workshop = guide.workshops[self.workshop]
        for paper in guide.site.papers:
            yield from (RunSheetJob(self.workshop, paper, length) for length in workshop.lengths)
            yield from (BookletJob(self.workshop, paper, length) for length in workshop.lengths)
            # In any group, someone might need large print.
            for edition in (PRINT.id, LARGE_PRINT.id):
                if edition in guide.site.editions:
                    yield from (SheetJob(id, paper, edition) for id in workshop.sheets)
            yield from (PosterJob(id, paper) for id in self._posters(guide))
        yield from cards_jobs(guide, workshop.sheets)

    def download(self, blobs: Blobs) -> Download:
        return download(f"{self.workshop}-pack.zip", None, "pack", blobs)

    def read_me(self, context: PrintContext) -> bytes:
        guide, texts = context.guide, context.strings.read_me
        id, workshop = self.workshop, guide.workshops[self.workshop]
        sheet_text = texts.sheet_too if LARGE_PRINT.id in guide.site.editions else texts.sheet
        lines = [*about_papers(context.strings), texts.leads, ""]
        lines += ("  " + texts.run(count=length, file=f"{id}-{length}") for length in workshop.lengths)
        lines += ["", texts.takes_part, ""]
        booklets = {length: f"{id}-{length}-booklet" for length in workshop.lengths}
        lines += ("  " + texts.booklet(count=length, file=file) for length, file in booklets.items())
        for sheet in workshop.sheets:
            lines.append("  " + sheet_text(file=sheet, title=guide.worksheets[sheet].title))
            if guide.worksheets[sheet].has_cards:
                lines.append("  " + texts.cards(file=f"{sheet}-cards"))
        posters = [guide.principles[id] for id in self._posters(guide)]
        lines += ["", texts.wall, ""] if posters else []
        lines += ("  " + texts.poster(file=f"{one.id}-poster", title=one.title) for one in posters)
        return read_me(texts.workshop(title=workshop.title), lines, guide, context.strings)

    def _posters(self, guide: Guide) -> tuple[str, ...]:
        """Return the principles of the workshop, if they have posters."""
        offered = principles_with_posters(guide)
        return tuple(id for id in guide.workshops[self.workshop].principles if id in offered)
