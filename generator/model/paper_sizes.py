"""The paper sizes and the editions in which worksheets are made; each is declared here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper size."""

    id: str
    """As in `papers` of site_config.yml, and in file names."""
    label: str
    """As in messages. What readers see is in `papers` of templates/strings/."""
    width: float
    """Millimeters, in portrait."""
    height: float
    """Millimeters, in portrait."""

    def landscape(self) -> Paper:
        """Return the same paper with its long side at the bottom."""
        return replace(self, width=self.height, height=self.width)


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of every worksheet for other readers or other printers."""

    id: str
    """As at the end of file names, and in templates/strings/."""
    fillable: bool = False
    """Whether blanks are marked, so that they can become form fields."""
    large: bool = False
    """Whether type, lines, and margins are large; such a worksheet takes as many pages as it needs."""
    ink_saving: bool = False
    """Whether there are no tints and fills, and lines are thin."""


PAPERS: Mapping[str, Paper] = {
    paper.id: paper
    for paper in (
        Paper("a4", "A4", 210, 297),
        Paper("letter", "US Letter", 215.9, 279.4),
    )
}
"""By id."""
PRINT = Edition("print")
"""The edition for pen and paper, which pictures and booklets show."""
LARGE_PRINT = Edition("large-print", large=True)
EDITIONS: Mapping[str, Edition] = {
    edition.id: edition
    for edition in (
        PRINT,
        Edition("fillable", fillable=True),
        LARGE_PRINT,
        Edition("ink-saving", ink_saving=True),
    )
}
"""By id, in the order in which they are offered."""

if TYPE_CHECKING:
    PaperId = str
    EditionId = str
else:  # what pydantic checks the fields of site_config.yml against
    PaperId = Literal[tuple(PAPERS)]
    EditionId = Literal[tuple(EDITIONS)]
