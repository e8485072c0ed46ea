"""A mark: the small drawing by which people recognize a principle or a worksheet (content/marks/)."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

FOLDER = "marks"
"""Their folder in content/; a file has the ID of the principle or worksheet as its name."""
COLOR = "currentColor"
"""The only color of a mark: that of the text around it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A square drawing of plain shapes in `COLOR`."""

    file: str
    """Path from the project folder, with forward slashes."""
    box: str
    """The view box: left, top, width and height."""
    shapes: Markup
    """The shapes in it, as they're written in a page."""

    @property
    def drawing(self) -> str:
        """The mark as an SVG file."""
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{self.box}">{self.shapes}</svg>'
