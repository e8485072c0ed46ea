"""What is the same for everything on paper: the guide, and the program's own texts for the templates.

Typst knows neither plural forms nor the names of months in other languages, so both are chosen here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from pydantic import BaseModel

from generator.layers import Layers
from generator.load.strings import Plural, Strings, StringTemplate, resolved_language
from generator.model.guide import Guide
from generator.model.paper_sizes import Edition, Paper
from generator.paper.layout import SheetLayouts
from generator.paper.typefaces import writing_data
from generator.paper.typst_files import typst_folder

if TYPE_CHECKING:
    from generator.paper.typesetting import Typesetter


PAPER = "paper"
"""The folder of the templates for everything on paper."""


@dataclass(frozen=True, slots=True)
class PrintContext:
    """What everything that is printed from a guide shares."""

    guide: Guide
    templates: Layers
    strings: Strings
    """The program's own texts."""
    layouts: SheetLayouts = field(default_factory=dict)
    """The layouts computed so far; later editions of the same worksheet reuse them."""
    typesetters: dict[tuple[Edition, bool], Typesetter] = field(default_factory=dict)
    """What typesets worksheets, by edition and whether it's only for measuring."""
    numbers: set[int] = field(default_factory=set)
    """The whole numbers for which these have the texts with plural forms."""

    def folder(self) -> Path:
        """Return the folder of the templates for everything on paper; raises as `typst_folder` does."""
        return typst_folder(self.templates, PAPER)

    def template_data(self, data: Mapping[str, Any], paper: Paper, landscape: bool = False) -> dict[str, Any]:
        """Return `data`, the texts for it, and `paper`.

        The sizes of `paper` already are those of its orientation.
        """
        return {**data, **self.texts(whole_numbers(data)), **paper_data(paper, landscape)}

    def texts(self, numbers: Iterable[int]) -> dict[str, Any]:
        """Return the texts for print and the date of the last change in words.

        A text with plural forms becomes one text for each of `numbers`, by its digits.
        """
        language = resolved_language(self.templates, self.guide.site.language)
        translation = self.guide.translation
        return {
            "strings": _plain(self.strings.paper, sorted(numbers)),
            "day": format_date(self.guide.outline.updated, "long", language),
            "writing": writing_data(self.guide.site.language, translation.source if translation else None),
        }


def paper_data(paper: Paper, landscape: bool = False) -> dict[str, Any]:
    """Return what the templates get about `paper`."""
    return {"paper": {"width": paper.width, "height": paper.height, "landscape": landscape}}


def whole_numbers(value: object) -> set[int]:
    """Return every whole number in `value`, however deep."""
    return {int(leaf) for leaf in leaves(value) if isinstance(leaf, int)}


def _plain(text: Strings | Plural | StringTemplate, numbers: Iterable[int]) -> Any:
    match text:
        case Strings():
            return {name: _plain(text[name], numbers) for name in dir(text)}
        case Plural():
            return {str(number): text.form(number) for number in numbers}
    return str(text)


def leaves(value: object) -> Iterator[object]:
    """Yield every text, number, and other single value in `value`, however deep."""
    match value:
        case BaseModel():
            yield from leaves([inner for _, inner in value])
        case Mapping():
            yield from leaves([*value.values()])
        case list() | tuple():
            for inner in value:
                yield from leaves(inner)
        case _:
            yield value
