"""Typesets what is printed for a workshop: run sheets, and the first sheet of the participants' booklet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from generator.model.guide import Guide
from generator.model.paper_sizes import PRINT, Paper
from generator.model.workshop import Workshop
from generator.paper.context import PrintContext, paper_data
from generator.paper.fonts import missing_characters
from generator.paper.layout import TYPE_SIZES
from generator.paper.pdf.file import page_count, rewritten
from generator.paper.sheet_data import common_texts, with_stamp
from generator.paper.workshop_data import booklet_texts, run_texts
from generator.problems import ContentError, Problems

SIDES = 2
"""Pages of the first sheet of a booklet."""


def run_sheet(workshop: Workshop, length: int, context: PrintContext, paper: Paper) -> bytes:
    """Return the run sheet for a workshop of `length` minutes as a PDF.

    It's in the largest type that takes no more pages than the smallest. Raises `ContentError` when a font
    lacks a character, or when the template is broken.
    """
    texts = run_texts(workshop, length, context.guide)
    smallest, *larger = _sizes("run.typ", texts, workshop, context, paper)
    best = smallest()
    fewest = page_count(best)
    for typeset in larger:
        if page_count(pdf := typeset()) > fewest:
            break
        best = pdf
    return rewritten(best)


def booklet_front(workshop: Workshop, length: int, context: PrintContext, paper: Paper) -> bytes:
    """Return the first sheet of the booklet for a workshop of `length` minutes as a PDF.

    It's in the largest type in which it is one sheet. Raises `ContentError` as `run_sheet` does.
    """
    texts = booklet_texts(workshop, length, context.guide)
    for typeset in reversed(_sizes("booklet.typ", texts, workshop, context, paper)):
        pdf = typeset()
        if page_count(pdf) <= SIDES:
            break
    return rewritten(pdf)


def _sizes(
    file: str, texts: Mapping[str, Any], workshop: Workshop, context: PrintContext, paper: Paper
) -> list[Callable[[], bytes]]:
    """Return functions that typeset the PDF in each size of type, the smallest first."""
    if problems := tuple(unprintable(workshop, context.guide)):
        raise ContentError(problems)
    data = {**with_stamp(texts, context.guide, PRINT), **paper_data(paper)}
    return [partial(context.pdf, file, data, size) for size in sorted(TYPE_SIZES)]


def unprintable(workshop: Workshop, guide: Guide) -> Problems:
    """Yield a problem for each character that is printed for `workshop` but that a font lacks.

    That includes its worksheets, because a run sheet has notes that the worksheets don't.
    """
    sheets = [guide.worksheets[id] for id in workshop.sheets]
    yield from missing_characters((workshop, sheets, [*common_texts(guide, workshop.from_)]))
