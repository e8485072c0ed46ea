"""What the Typst template gets about posters, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.model.guide import Guide
from generator.model.paper_sizes import PRINT
from generator.model.principle import Principle
from generator.paper.sheet_data import edition_data, guide_data, qr_code


def poster_texts(principles: Iterable[Principle], title: str, guide: Guide) -> dict[str, Any]:
    """Return everything on the posters of `principles`, in a document called `title`.

    To the template, that document looks like a worksheet.
    """
    return {
        **guide_data(guide),
        **edition_data(guide, PRINT),
        "principle": None,
        "sheet": {"title": title, "outcome": guide.site.description, "also": []},
        "posters": [_poster(principle, guide) for principle in principles],
        "groups": guide.outline.workshops is not None,
    }


def _poster(principle: Principle, guide: Guide) -> dict[str, Any]:
    address, mark = guide.site.page_url(principle.address), guide.mark(principle)
    return {
        **principle.poster._asdict(),
        "address": address,
        "code": address and qr_code(address),
        "mark": mark and mark.drawing,
    }
