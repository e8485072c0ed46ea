"""Typesets what is printed for a workshop: run sheets, and the first sheet of the participants' booklet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from generator.model.guide import Guide
from generator.model.paper_sizes import PRINT, Paper
from generator.model.workshop import Workshop
from generator.paper.context import PrintContext
from generator.paper.fonts import missing_characters
from generator.paper.layout import TYPE_SIZES
from generator.paper.pdf.file import page_count, rewritten
from generator.paper.sheet_data import common_texts, content_stamp, with_stamp
from generator.paper.typesetting import Typesetter
from generator.paper.workshop_data import booklet_texts, run_texts
from generator.problems import ContentError, Problems


def run_sheet(workshop: Workshop, length: int, context: PrintContext, paper: Paper) -> bytes:
    """Return the run sheet for a workshop of `length` minutes as a PDF with as many pages as it needs.

    Raises `ContentError` when a font lacks a character, or when the template is broken.
    """
    texts = [run_texts(workshop, each, context.guide) for each in workshop.lengths]
    runs = {of["run"]["length"]: {"run": of["run"], "stamp": content_stamp(of)} for of in texts}
    return _pdf("run.typ", {**texts[0], "run": runs}, workshop, context, paper, length)


def booklet_front(workshop: Workshop, length: int, context: PrintContext, paper: Paper) -> bytes:
    """Return the first sheet of the booklet for a workshop of `length` minutes as a PDF.

    Raises `ContentError` as `run_sheet` does.
    """
    return _pdf("booklet.typ", booklet_texts(workshop, length, context.guide), workshop, context, paper)


def _pdf(
    file: str, texts: Mapping[str, Any], workshop: Workshop, context: PrintContext, paper: Paper, *length: int
) -> bytes:
    """Return the PDF in the largest type that takes no more pages than the smallest."""
    if problems := tuple(unprintable(workshop, context.guide)):
        raise ContentError(problems)
    data = context.template_data(with_stamp(texts, context.guide, PRINT), paper)
    folder = context.folder()
    typesetter = Typesetter(folder, data)
    typeset = cache(lambda size: typesetter.pdf(folder / file, *length, size))
    fewest = page_count(typeset(min(TYPE_SIZES)))
    return rewritten(next(typeset(size) for size in TYPE_SIZES if page_count(typeset(size)) <= fewest))


def unprintable(workshop: Workshop, guide: Guide) -> Problems:
    """Yield a problem for each character that is printed for `workshop` but that a font lacks.

    That includes its worksheets, because a run sheet has notes that the worksheets don't.
    """
    sheets = [guide.worksheets[id] for id in workshop.sheets]
    yield from missing_characters((workshop, sheets, [*common_texts(guide, workshop.from_)]))
