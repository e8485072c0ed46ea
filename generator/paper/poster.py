"""Typesets posters: what to remember of a principle, to hang on a wall."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.guide import Guide
from generator.model.paper_sizes import Paper
from generator.model.principle import Principle
from generator.paper.context import PrintContext, paper_data
from generator.paper.fonts import missing_characters
from generator.paper.pdf.file import rewritten
from generator.paper.poster_data import poster_texts
from generator.paper.sheet_data import common_texts
from generator.problems import ContentError, Problems


def posters(principles: Iterable[Principle], title: str, context: PrintContext, paper: Paper) -> bytes:
    """Return a PDF called `title` with a poster of each of `principles` on a page of its own.

    Raises `ContentError` when a font lacks a character, or when the template is broken.
    """
    shown = tuple(principles)
    if problems := [problem for one in shown for problem in unprintable(one, context.guide)]:
        raise ContentError(problems)
    data = {**poster_texts(shown, title, context.guide), **paper_data(paper)}
    return rewritten(context.pdf("poster.typ", data))


def unprintable(principle: Principle, guide: Guide) -> Problems:
    """Yield a problem for each character on the poster of `principle` that a font lacks."""
    yield from missing_characters((principle.poster, [*common_texts(guide, ())]))
