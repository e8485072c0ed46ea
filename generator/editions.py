"""The editions of a worksheet: the same sheet for different hands, eyes and printers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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
