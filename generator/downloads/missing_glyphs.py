"""Finds characters that the fonts for paper lack, without typesetting anything."""

from __future__ import annotations

from generator.downloads import combined_pdfs
from generator.downloads.combined_pdfs import AllSheetsJob
from generator.downloads.jobs import PosterJob, RunSheetJob, SheetJob, principles_with_posters
from generator.downloads.make import in_language_of
from generator.load.strings import Strings
from generator.model.guide import Guide
from generator.model.paper_sizes import PRINT
from generator.paper import poster, run_sheet, worksheet
from generator.problems import Problems


def missing_glyphs(guide: Guide, strings: Strings) -> Problems:
    """Yield a problem for each character on the paper of `guide` that a font lacks; `strings` are its own.

    What a translation has on paper in the language of the original is left out.
    """
    paper = guide.site.papers[0]
    for id, sheet in guide.worksheets.items():
        if in_language_of(guide, SheetJob(id, paper, PRINT.id)):
            yield from worksheet.unprintable(sheet, guide, strings)
    for id, workshop in guide.workshops.items():
        if in_language_of(guide, RunSheetJob(id, paper, workshop.lengths[0])):
            yield from run_sheet.unprintable(workshop, guide)
    for id in principles_with_posters(guide):
        if in_language_of(guide, PosterJob(id, paper)):
            yield from poster.unprintable(guide.principles[id], guide)
    if in_language_of(guide, AllSheetsJob(paper)):
        yield from combined_pdfs.unprintable(guide)
