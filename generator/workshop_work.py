"""One piece of work on a workshop: a run sheet on one paper, or the first page of the booklet.

What sets type is imported only when there is something to set.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model import Guide
from generator.sheet_cache import Parts
from generator.workbench import Desk, PaperId
from generator.workshop import Workshop
from generator.workshop_data import booklet_texts, run_texts


@dataclass(frozen=True, slots=True)
class RunSheet:
    """The run sheet of one length; it comes with the number of its pages."""

    workshop: str
    paper: PaperId
    length: int

    @property
    def name(self) -> str:
        """The name of the PDF."""
        return f"{self.workshop}-{self.length}-{self.paper}.pdf"

    @property
    def batch(self) -> RunSheet:
        return self

    def record(self, guide: Guide) -> Workshop:
        return guide.workshops[self.workshop]

    def ingredients(self, desk: Desk) -> Iterator[str]:
        yield from ("run", self.paper, str(desk.guide.contents.updated))
        yield json.dumps(run_texts(self.record(desk.guide), self.length, desk.guide))

    def parts(self, desk: Desk) -> Parts:
        from generator.run_sheets import run_sheet
        from generator.typesetting import PAPERS

        paper = PAPERS[self.paper]
        return _counted(run_sheet(self.record(desk.guide), self.length, desk.guide, paper, desk.templates))


@dataclass(frozen=True, slots=True)
class Front:
    """The first page of the booklet; it comes with the number of its pages."""

    workshop: str
    paper: PaperId

    @property
    def batch(self) -> Front:
        return self

    def record(self, guide: Guide) -> Workshop:
        return guide.workshops[self.workshop]

    def ingredients(self, desk: Desk) -> Iterator[str]:
        yield from ("front", self.paper, str(desk.guide.contents.updated))
        yield json.dumps(booklet_texts(self.record(desk.guide), desk.guide))

    def parts(self, desk: Desk) -> Parts:
        from generator.run_sheets import booklet_front
        from generator.typesetting import PAPERS

        return _counted(
            booklet_front(self.record(desk.guide), desk.guide, PAPERS[self.paper], desk.templates)
        )


def _counted(pdf: bytes) -> Parts:
    from generator.pdf_file import page_count

    return pdf, str(page_count(pdf)).encode()
