"""The editions of a worksheet: the same sheet for different hands, eyes and printers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

PaperId = Literal["a4", "letter"]
EditionId = Literal["print", "fillable", "large-print", "ink-saving"]
"""As in `editions.EDITIONS`."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A size of paper, upright."""

    id: str
    """As in `papers` of site_config.yml, and in file names."""
    label: str
    width: float
    """Millimetres."""
    height: float
    """Millimetres."""

    def turned(self) -> Paper:
        """Return the paper lying on its other side."""
        return replace(self, width=self.height, height=self.width)


PAPERS: Mapping[str, Paper] = {
    paper.id: paper
    for paper in (
        Paper("a4", "A4", 210, 297),
        Paper("letter", "US Letter", 215.9, 279.4),
    )
}


@dataclass(frozen=True, slots=True)
class Edition:
    """One way to set every sheet."""

    id: str
    """As at the end of file names."""
    fillable: bool = False
    """Whether what is to be filled in is marked, so that it can become form fields."""
    large: bool = False
    """Whether type, lines and margins are large; such a sheet takes the pages it needs."""
    ink_saving: bool = False
    """Whether nothing is tinted or filled, and lines are thin."""


EDITIONS: Mapping[str, Edition] = {
    edition.id: edition
    for edition in (
        Edition("print"),
        Edition("fillable", fillable=True),
        Edition("large-print", large=True),
        Edition("ink-saving", ink_saving=True),
    )
}
"""By id, in the order in which they are offered; the first is the one that pictures show."""
PAPER_IDS: tuple[PaperId, ...] = get_args(PaperId)
