"""Workshops on paper: the run sheet for whoever leads, the first page of the booklet for who takes part."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.model.formats import EDITIONS, Paper
from generator.model.guide import Guide
from generator.model.workshop import Workshop
from generator.paper.fonts import missing_characters
from generator.paper.layout import TYPE_SIZES
from generator.paper.pdf.file import page_count, rewritten
from generator.paper.sheet_data import stamped
from generator.paper.strings import with_words
from generator.paper.typesetting import paper_data, set_pdf
from generator.paper.workshop_data import booklet_texts, run_texts
from generator.problems import ContentError, Problems

EDITION = EDITIONS["print"]


def run_sheet(workshop: Workshop, length: int, guide: Guide, paper: Paper, templates: Path) -> bytes:
    """Return the run sheet of a workshop of `length` minutes as a PDF, on as many pages as it needs.

    Raises `ContentError` when a font lacks a character, or when the template is broken.
    """
    return _set("run.typ", run_texts(workshop, length, guide), workshop, guide, paper, templates)


def booklet_front(workshop: Workshop, guide: Guide, paper: Paper, templates: Path) -> bytes:
    """Return the first page of the booklet as a PDF; raises `ContentError` as `run_sheet` does."""
    return _set("booklet.typ", booklet_texts(workshop, guide), workshop, guide, paper, templates)


def _set(
    file: str, texts: Mapping[str, Any], workshop: Workshop, guide: Guide, paper: Paper, templates: Path
) -> bytes:
    """Return the PDF in the largest type that takes no more pages than the smallest."""
    if problems := tuple(unprintable(workshop, guide)):
        raise ContentError(problems)
    data = {**with_words(stamped(texts, guide, EDITION), templates), "paper": paper_data(paper)}
    template = templates / "paper" / file
    *larger, smallest = TYPE_SIZES
    chosen = set_pdf(template, {**data, "setting": {"size": smallest}})
    fewest = page_count(chosen)
    for size in larger:
        pdf = set_pdf(template, {**data, "setting": {"size": size}})
        if page_count(pdf) <= fewest:
            return rewritten(pdf)
    return rewritten(chosen)


def unprintable(workshop: Workshop, guide: Guide) -> Problems:
    """Yield a problem for each character of what is printed for `workshop` that a font lacks.

    What is printed of its worksheets is asked of each of them, but for the notes that only a run sheet has.
    """
    sources = [guide.sources[id] for id in workshop.from_]
    sheets = [guide.worksheets[id] for id in workshop.sheets]
    site = [guide.site.name, guide.site.license.name, guide.site.contact]
    frame = [*site, *((source.label, source.cite) for source in sources)]
    yield from missing_characters((workshop, sheets, frame))
