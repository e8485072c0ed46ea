"""Typesets the cards of a worksheet to cut out, as many as fit on a page, with fronts and backs."""

from __future__ import annotations

from generator.model.paper_sizes import PRINT, Paper
from generator.model.worksheet import Worksheet
from generator.paper.context import PrintContext, paper_data
from generator.paper.layout import TYPE_SIZES
from generator.paper.pdf.file import rewritten
from generator.paper.sheet_data import sheet_data


def cards(sheet: Worksheet, context: PrintContext, paper: Paper) -> bytes:
    """Return a PDF with a page for each card of `sheet`; raises `ContentError` when the template is broken.

    A character that a font lacks is reported with the worksheet, which has all of these texts.
    """
    data = {**sheet_data(sheet, context.guide, context.strings, PRINT), **paper_data(paper)}
    return rewritten(context.pdf("cards.typ", data, max(TYPE_SIZES)))
