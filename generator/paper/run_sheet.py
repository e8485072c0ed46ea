"""Typesets what is printed for a workshop: run sheets, and the first sheet of the participants' booklet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from generator.model.formats import PRINT, Paper
from generator.model.guide import Guide
from generator.model.workshop import Workshop
from generator.paper.fonts import missing_characters
from generator.paper.layout import TYPE_SIZES
from generator.paper.pdf.file import page_count, rewritten
from generator.paper.sheet_data import common_texts, with_stamp
from generator.paper.strings import with_strings
from generator.paper.typesetting import paper_data, typeset_pdf
from generator.paper.workshop_data import booklet_texts, run_texts
from generator.problems import ContentError, Problems


def run_sheet(workshop: Workshop, length: int, guide: Guide, paper: Paper, templates: Path) -> bytes:
    """Return the run sheet for a workshop of `length` minutes as a PDF with as many pages as it needs.

    Raises `ContentError` when a font lacks a character, or when the template is broken.
    """
    return _pdf("run.typ", run_texts(workshop, length, guide), workshop, guide, paper, templates)


def booklet_front(workshop: Workshop, guide: Guide, paper: Paper, templates: Path) -> bytes:
    """Return the first sheet of the booklet as a PDF; raises `ContentError` as `run_sheet` does."""
    return _pdf("booklet.typ", booklet_texts(workshop, guide), workshop, guide, paper, templates)


def _pdf(
    file: str, texts: Mapping[str, Any], workshop: Workshop, guide: Guide, paper: Paper, templates: Path
) -> bytes:
    """Return the PDF in the largest type that takes no more pages than the smallest."""
    if problems := tuple(unprintable(workshop, guide)):
        raise ContentError(problems)
    data = {**with_strings(with_stamp(texts, guide, PRINT), templates), "paper": paper_data(paper)}
    typeset = cache(lambda size: typeset_pdf(templates / "paper" / file, {**data, "layout": {"size": size}}))
    fewest = page_count(typeset(min(TYPE_SIZES)))
    return rewritten(next(typeset(size) for size in TYPE_SIZES if page_count(typeset(size)) <= fewest))


def unprintable(workshop: Workshop, guide: Guide) -> Problems:
    """Yield a problem for each character that is printed for `workshop` but that a font lacks.

    That includes its worksheets, because a run sheet has notes that the worksheets don't.
    """
    sheets = [guide.worksheets[id] for id in workshop.sheets]
    yield from missing_characters((workshop, sheets, [*common_texts(guide, workshop.from_)]))
