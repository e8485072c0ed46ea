"""Typesets a worksheet as a PDF or as pictures.

Typst does it with the templates in templates/paper/. The program chooses type size, page breaks, and the
distance between writing lines, so that a worksheet fits its `pages` and leaves as much room for handwriting
as they allow.
"""

from __future__ import annotations

from operator import itemgetter

from generator.load.strings import Strings
from generator.model.guide import Guide
from generator.model.paper_sizes import PRINT, Edition, Paper
from generator.model.worksheet import Worksheet
from generator.paper.context import PrintContext, paper_data, whole_numbers
from generator.paper.fonts import missing_characters
from generator.paper.layout import (
    LARGE_LINE,
    LARGE_SIZE,
    LOOSEST_LINE,
    PREFERENCES,
    TIGHTEST_LINE,
    TYPE_SIZES,
    Heights,
    SheetLayout,
    SheetMeasurements,
    SheetSizes,
)
from generator.paper.pdf.file import page_count
from generator.paper.pictures import Picture, picture
from generator.paper.sheet_data import common_texts, printed_sections, sheet_data
from generator.paper.typesetting import Argument, Typesetter
from generator.problems import ContentError, Problem, Problems

MILLIMETERS_PER_INCH = 25.4
PICTURE_WIDTH = 640
"""Pixels: sharp at the 320 CSS pixels of a phone with a double-density screen."""


def pdf(sheet: Worksheet, context: PrintContext, paper: Paper, edition: Edition = PRINT) -> bytes:
    """Return `sheet` as a PDF: PDF/A-2a and PDF/UA-1, the same bytes on every run.

    In a fillable edition, each blank is a link to `field:<id>`, which `pdf.form.to_form` turns into a form
    field. Raises `ContentError` when the worksheet doesn't fit its pages, when a font lacks a character, or
    when the template is broken.
    """
    ready = SheetCompiler(sheet, context, paper, edition)
    # Saving ink changes only colors and strokes, and headings get narrower: what fits still fits.
    fitted = SheetCompiler(sheet, context, paper, PRINT) if edition.ink_saving else ready
    return ready.pdf(fitted.layout())


def pictures(
    sheet: Worksheet, context: PrintContext, paper: Paper, edition: Edition = PRINT
) -> tuple[Picture, ...]:
    """Return a picture of each page of `sheet`; raises `ContentError` as `pdf` does."""
    ready = SheetCompiler(sheet, context, paper, edition)
    return tuple(map(picture, ready.images(ready.layout())))


class SheetCompiler:
    """A worksheet on one paper size in one edition, ready for Typst."""

    def __init__(self, sheet: Worksheet, context: PrintContext, paper: Paper, edition: Edition) -> None:
        """Raise `ContentError` when a font lacks a character of the texts."""
        if problems := tuple(unprintable(sheet, context.guide, context.strings)):
            raise ContentError(problems)
        # In large print, large tables become cards, for which portrait has more room.
        landscape = sheet.landscape and not edition.large
        self._sheet, self._context, self._edition = sheet, context, edition
        self._folder, self._numbers = context.folder(), whole_numbers((sheet, sheet.minutes))
        self._paper = paper.landscape() if landscape else paper
        data = sheet_data(sheet, context.guide, context.strings, edition)
        self._data = {**data, **paper_data(self._paper, landscape)}

    def layout(self) -> SheetLayout:
        """Return the layout, computed only once; raises `ContentError` if none fits the worksheet's pages."""
        layouts, key = self._context.layouts, (self._sheet.id, self._paper, self._edition)
        if key not in layouts:
            layouts[key] = self._fit()
        return layouts[key]

    def pdf(self, layout: SheetLayout) -> bytes:
        """Return the PDF; raises `ContentError` when the template is broken."""
        return self._typesetter().pdf(self._folder / "sheet.typ", *self._arguments(layout))

    def images(self, layout: SheetLayout) -> list[bytes]:
        """Return each page as a PNG; raises `ContentError` when the template is broken."""
        pixels_per_inch = PICTURE_WIDTH / self._paper.width * MILLIMETERS_PER_INCH
        return self._typesetter().images(
            self._folder / "sheet.typ", pixels_per_inch, *self._arguments(layout)
        )

    def _arguments(self, layout: SheetLayout) -> tuple[Argument, ...]:
        return self._data, layout.size, layout.lines, layout.breaks

    def _fit(self) -> SheetLayout:
        if self._edition.large:
            return SheetLayout(LARGE_SIZE, (LARGE_LINE,) * len(printed_sections(self._sheet)))
        sizes = SheetSizes(self._measure)
        return sizes.best(self._sheet.pages) or self._fit_across_pages(sizes)

    def _fit_across_pages(self, sizes: SheetSizes) -> SheetLayout:
        """Return a layout in which tables continue on the next page; raises `ContentError` if none fits."""
        for preference in PREFERENCES:
            size, line = preference.sizes[-1], preference.line
            hopeless = sizes.at(size).fills_more(self._sheet.pages, line)
            if hopeless and preference != PREFERENCES[-1]:
                continue
            layout = SheetLayout(size, (line,) * len(printed_sections(self._sheet)))
            needed = page_count(self.pdf(layout))
            if needed <= self._sheet.pages:
                return layout
        raise ContentError([self._too_long(needed, sizes.at(TYPE_SIZES[0]))])

    def _measure(self, size: float) -> SheetMeasurements:
        lines = (TIGHTEST_LINE, LOOSEST_LINE)
        ready = self._typesetter(measuring=True)
        heights = ready.value(self._folder / "measure.typ", self._data, size, lines)
        tight, loose = (Heights(**one) for one in heights["lines"])
        return SheetMeasurements(size, heights["page"], tight, loose)

    def _typesetter(self, measuring: bool = False) -> Typesetter:
        return self._context.typesetter(self._edition, self._numbers, measuring)

    def _too_long(self, needed: int, measurements: SheetMeasurements) -> Problem:
        heights = zip(measurements.tight.sections, printed_sections(self._sheet), strict=True)
        _, longest = max(heights, key=itemgetter(0))
        where = f"{self._paper.label} paper in the {self._edition.id} edition"
        fix = f"shorten a section (“{longest.title}” is the longest) or raise `pages`"
        place = self._sheet.id.where
        if self._context.guide.translation:
            place = longest.title.where
            fix = f"shorten a section in {place.file} (“{longest.title}” is the longest)"
        return Problem(
            place,
            "sheet-too-long",
            f"“{self._sheet.title}” takes {needed} pages on {where}, but `pages` allows {self._sheet.pages}",
            fix,
        )


def unprintable(sheet: Worksheet, guide: Guide, strings: Strings) -> Problems:
    """Yield a problem for each character that is printed on `sheet` but that a font lacks."""
    principle = guide.principles[sheet.principle].name if sheet.principle else None
    texts = (sheet, principle, [*common_texts(guide, sheet.from_)], [*strings.fields.promise])
    yield from missing_characters(texts)
