"""Typesets a worksheet as a PDF or as pictures.

Typst does it with the templates in templates/paper/. The program chooses type size, page breaks, and the
distance between writing lines, so that a worksheet fits its `pages` and leaves as much room for handwriting
as they allow.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from generator.load.strings import Strings
from generator.model.formats import PRINT, Edition, Paper
from generator.model.guide import Guide
from generator.model.worksheet import Worksheet
from generator.paper.fonts import missing_characters
from generator.paper.layout import (
    LARGE_LINE,
    LARGE_SIZE,
    LOOSEST_LINE,
    PREFERENCES,
    TIGHTEST_LINE,
    TYPE_SIZES,
    Height,
    SheetLayout,
    SheetLayouts,
    SheetMeasurements,
)
from generator.paper.pdf.file import page_count
from generator.paper.pictures import Picture, picture
from generator.paper.sheet_data import common_texts, printed_sections, sheet_data
from generator.paper.strings import with_strings
from generator.paper.typesetting import compiler, paper_data, typeset_pdf
from generator.problems import ContentError, Problem, Problems

MILLIMETERS_PER_INCH = 25.4
PICTURE_WIDTH = 640
"""Pixels: sharp at the 320 CSS pixels of a phone with a double-density screen."""


def pdf(
    sheet: Worksheet,
    guide: Guide,
    strings: Strings,
    paper: Paper,
    templates: Path,
    edition: Edition = PRINT,
    layouts: SheetLayouts | None = None,
) -> bytes:
    """Return `sheet` as a PDF: PDF/A-2a and PDF/UA-1, the same bytes on every run.

    In a fillable edition, each blank is a link to `field:<id>`, which `pdf.form.to_form` turns into a form
    field. The layout is taken from `layouts`, for the same guide and templates, or else computed and added
    there. Raises `ContentError` when the worksheet doesn't fit its pages, when a font lacks a character, or
    when the template is broken.
    """
    ready = SheetCompiler.load(sheet, guide, strings, paper, templates, edition)
    return ready.pdf(ready.layout(layouts))


def pictures(
    sheet: Worksheet,
    guide: Guide,
    strings: Strings,
    paper: Paper,
    templates: Path,
    layouts: SheetLayouts | None = None,
) -> tuple[Picture, ...]:
    """Return a picture of each page of the print edition; uses `layouts` and raises as `pdf` does."""
    ready = SheetCompiler.load(sheet, guide, strings, paper, templates, PRINT)
    return tuple(map(picture, ready.images(ready.layout(layouts))))


@dataclass(frozen=True, slots=True)
class SheetCompiler:
    """A worksheet on one paper size in one edition, ready for Typst."""

    sheet: Worksheet
    paper: Paper
    """In the orientation that is printed."""
    edition: Edition
    folder: Path
    """Of the templates."""
    data: Mapping[str, Any]
    """What the templates get, except the layout."""

    @classmethod
    def load(
        cls, sheet: Worksheet, guide: Guide, strings: Strings, paper: Paper, templates: Path, edition: Edition
    ) -> SheetCompiler:
        """Raise `ContentError` when a font lacks a character of the texts."""
        if problems := tuple(unprintable(sheet, guide, strings)):
            raise ContentError(problems)
        # In large print, large tables become cards, for which portrait has more room.
        landscape = sheet.landscape and not edition.large
        paper = paper.landscape() if landscape else paper
        data = with_strings(sheet_data(sheet, guide, strings, edition), templates)
        data["paper"] = paper_data(paper, landscape)
        return cls(sheet, paper, edition, templates / "paper", data)

    def layout(self, layouts: SheetLayouts | None) -> SheetLayout:
        """Return the layout from `layouts`, or compute and add it; raises `ContentError` as `fit` does."""
        layouts = {} if layouts is None else layouts
        key = (self.sheet.id, self.paper, self.edition)
        if key not in layouts:
            layouts[key] = self.fit()
        return layouts[key]

    def fit(self) -> SheetLayout:
        """Return the best layout that fits the worksheet's pages; raises `ContentError` if there is none."""
        if self.edition.large:
            return SheetLayout(LARGE_SIZE, (LARGE_LINE,) * len(printed_sections(self.sheet)))
        measure = cache(self._measure)
        for preference in PREFERENCES:
            for pages in range(1, self.sheet.pages + 1):
                for size in preference.sizes:
                    # Most worksheets need only the first size, and one that needs a second needs all of them.
                    sizes = TYPE_SIZES[:1] if size in TYPE_SIZES[:1] else TYPE_SIZES[1:]
                    layout = measure(sizes)[size].best(pages)
                    if layout and min(layout.lines) >= preference.line:
                        return layout
        return self._fit_across_pages(measure(TYPE_SIZES[1:])[min(TYPE_SIZES)])

    def _fit_across_pages(self, measurements: SheetMeasurements) -> SheetLayout:
        """Return a layout in which tables continue on the next page; raises `ContentError` if none fits."""
        for preference in PREFERENCES:
            layout = SheetLayout(preference.smallest, (preference.line,) * len(measurements.sections))
            needed = page_count(self.pdf(layout))
            if needed <= self.sheet.pages:
                return layout
        raise ContentError([self._too_long(needed, measurements)])

    def pdf(self, layout: SheetLayout) -> bytes:
        """Return the PDF; raises `ContentError` when the template is broken."""
        return typeset_pdf(self.folder / "sheet.typ", {**self.data, "layout": asdict(layout)})

    def images(self, layout: SheetLayout) -> list[bytes]:
        """Return each page as a PNG; raises `ContentError` when the template is broken."""
        pixels_per_inch = PICTURE_WIDTH / self.paper.width * MILLIMETERS_PER_INCH
        with compiler(self.folder / "sheet.typ", {**self.data, "layout": asdict(layout)}) as ready:
            images = ready.compile(format="png", ppi=pixels_per_inch)
        assert images
        return images if isinstance(images, list) else [images]

    def _measure(self, sizes: tuple[float, ...]) -> dict[float, SheetMeasurements]:
        measure = {"sizes": sizes, "tight": TIGHTEST_LINE, "loose": LOOSEST_LINE}
        data = {**self.data, "layout": {"size": sizes[0]}, "measure": measure}
        with compiler(self.folder / "measure.typ", data) as ready:
            # The error of a query has no line number. After this, the query takes only a millisecond.
            ready.compile(format="svg")
            answer = json.loads(ready.query("<heights>", field="value", one=True))
        return {size: _measurements(heights, size) for size, heights in zip(sizes, answer, strict=True)}

    def _too_long(self, needed: int, measurements: SheetMeasurements) -> Problem:
        heights = zip(measurements.sections, printed_sections(self.sheet), strict=True)
        longest = max(heights, key=lambda pair: pair[0].tight)[1]
        where = f"{self.paper.label} paper in the {self.edition.id} edition"
        return Problem(
            self.sheet.id.where,
            "sheet-too-long",
            f"“{self.sheet.title}” takes {needed} pages on {where}, but `pages` allows {self.sheet.pages}",
            f"shorten a section (“{longest.title}” is the longest) or raise `pages`",
        )


def _measurements(heights: Mapping[str, Any], size: float) -> SheetMeasurements:
    tight, loose = heights["tight"], heights["loose"]
    parts = {part: Height(tight[part], loose[part]) for part in ("opening", "closing", "gap")}
    sections = tuple(map(Height, tight["sections"], loose["sections"]))
    return SheetMeasurements(size, heights["page"], sections=sections, **parts)


def unprintable(sheet: Worksheet, guide: Guide, strings: Strings) -> Problems:
    """Yield a problem for each character that is printed on `sheet` but that a font lacks."""
    principle = guide.principles[sheet.principle].name if sheet.principle else None
    texts = (sheet, principle, [*common_texts(guide, sheet.from_)], [*strings.fields.promise])
    yield from missing_characters(texts)
