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
from generator.model.paper_sizes import PRINT, Edition, Paper
from generator.paper.layout import SheetLayouts
from generator.paper.sheet_data import edition_data, guide_data
from generator.paper.typefaces import writing_data
from generator.paper.typst_files import typst_folder
from generator.paper.workshop_data import run_texts

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
    sheet_inputs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What PDFs of a worksheet depend on, by its ID: the same for every paper size and edition."""
    layouts: SheetLayouts = field(default_factory=dict)
    """The layouts computed so far; later editions of the same worksheet reuse them."""
    typesetters: dict[tuple[Edition, bool], Typesetter] = field(default_factory=dict)
    """What typesets everything, by edition and whether it's only for measuring."""
    numbers: set[int] = field(default_factory=set)
    """The whole numbers for which these have the texts with plural forms."""

    def folder(self) -> Path:
        """Return the folder of the templates for everything on paper; raises as `typst_folder` does."""
        return typst_folder(self.templates, PAPER)

    def typesetter(self, edition: Edition, numbers: set[int], measuring: bool = False) -> Typesetter:
        """Return what typesets everything in `edition`; with empty blanks if it's for measuring.

        It has the texts for the whole `numbers` in what will be typeset.
        """
        from generator.paper.typesetting import Typesetter

        if not numbers <= self.numbers:
            self.numbers.update(numbers, _printed_numbers(self.guide))
            self.typesetters.clear()
        if (edition, measuring) not in self.typesetters:
            data = {
                **guide_data(self.guide),
                **edition_data(self.guide, edition),
                **self.texts(self.numbers),
                "measuring": measuring,
            }
            self.typesetters[edition, measuring] = Typesetter(self.folder(), data)
        return self.typesetters[edition, measuring]

    def pdf(self, file: str, data: Mapping[str, Any], *size: float) -> bytes:
        """Return the PDF that the template `file` makes of `data`, for pen and paper, in a `size` of type.

        Raises `ContentError` when the template is broken.
        """
        typesetter = self.typesetter(PRINT, whole_numbers(data))
        return typesetter.pdf(typesetter.folder / file, data, *size)

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


def _printed_numbers(guide: Guide) -> set[int]:
    """Return the whole numbers on all worksheets and run sheets, so that few typesetters are made again."""
    sheets = guide.worksheets.values()
    runs = (run_texts(one, length, guide) for one in guide.workshops.values() for length in one.lengths)
    return whole_numbers([*sheets, *(sheet.minutes for sheet in sheets), *runs])


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
