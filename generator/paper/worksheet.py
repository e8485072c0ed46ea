"""Worksheets on paper: from a checked record to the bytes of a PDF, and to pictures of it.

Typst sets the sheet from templates/paper/. The program chooses type size, page breaks and the
distance between writing lines, so that the sheet keeps to its `pages` and has as much room for
handwriting as they allow.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf

from generator.load.strings import Strings
from generator.model.formats import EDITIONS, Edition, Paper
from generator.model.guide import Guide
from generator.model.worksheet import Worksheet
from generator.paper.fonts import missing_characters
from generator.paper.layout import (
    LARGE_LINE,
    LARGE_SIZE,
    LOOSEST_LINE,
    TIGHTEST_LINE,
    TYPE_SIZES,
    WELCOME,
    Height,
    SheetLayout,
    SheetLayouts,
    SheetMeasurements,
)
from generator.paper.pictures import Picture, _picture
from generator.paper.sheet_data import printed_sections, sheet_data
from generator.paper.strings import with_words
from generator.paper.typesetting import compiler, paper_data, set_pdf
from generator.problems import ContentError, Problem, Problems

MILLIMETRES_PER_INCH = 25.4
PRINT = EDITIONS["print"]
PICTURE_WIDTH = 640
"""Pixels: sharp at the 320 CSS pixels of a phone with a double-density screen."""


def pdf(
    sheet: Worksheet,
    guide: Guide,
    strings: Strings,
    paper: Paper,
    templates: Path,
    edition: Edition = PRINT,
    found: SheetLayouts | None = None,
) -> bytes:
    """Return `sheet` as a PDF: PDF/A-2a and PDF/UA-1, the same bytes on every run.

    What can be filled in on the fillable edition is still a link to `field:<id>`, for
    `form_fields.to_form` to make a field of. A setting among `found`, of the same guide and templates, is
    not looked for again; one that is not there is added. Raises `ContentError` when the sheet does not
    fit its pages, when a font lacks a character, or when the template is broken.
    """
    press = SheetCompiler.load(sheet, guide, strings, paper, templates, edition)
    return press.pdf(press.setting(found))


def pictures(
    sheet: Worksheet,
    guide: Guide,
    strings: Strings,
    paper: Paper,
    templates: Path,
    found: SheetLayouts | None = None,
) -> tuple[Picture, ...]:
    """Return a picture of each page of `sheet` as printed; looks among `found` and raises as `pdf` does."""
    press = SheetCompiler.load(sheet, guide, strings, paper, templates, PRINT)
    return tuple(map(_picture, press.images(press.setting(found))))


# Setting a sheet


@dataclass(frozen=True, slots=True)
class SheetCompiler:
    """One edition of a sheet on one paper, ready to be set."""

    sheet: Worksheet
    paper: Paper
    """As it lies: on its long side for a sheet that is turned."""
    edition: Edition
    folder: Path
    """Where the Typst files lie."""
    data: Mapping[str, Any]
    """What the Typst files are told, but for the setting."""

    @classmethod
    def load(
        cls,
        sheet: Worksheet,
        guide: Guide,
        strings: Strings,
        paper: Paper,
        templates: Path,
        edition: Edition,
    ) -> SheetCompiler:
        """Raise `ContentError` when a font lacks a character of the texts."""
        if problems := tuple(unprintable(sheet, guide, strings)):
            raise ContentError(problems)
        # Large tables become cards, for which upright paper has more room.
        turned = sheet.landscape and not edition.large
        lying = paper.turned() if turned else paper
        data = with_words(sheet_data(sheet, guide, strings, edition), templates)
        data["paper"] = paper_data(lying, turned)
        return cls(sheet, lying, edition, templates / "paper", data)

    def setting(self, found: SheetLayouts | None) -> SheetLayout:
        """Return how the sheet is set; raises `ContentError` as `fit` does."""
        known = {} if found is None else found
        mine = (self.sheet.id, self.paper, self.edition)
        if mine not in known:
            known[mine] = self.fit()
        return known[mine]

    def fit(self) -> SheetLayout:
        """Return the setting that keeps to the sheet's pages; raises `ContentError` when none does."""
        if self.edition.large:
            return SheetLayout(LARGE_SIZE, (LARGE_LINE,) * len(printed_sections(self.sheet)))
        measured = cache(self._measured)
        for welcome in WELCOME:
            for pages in range(1, self.sheet.pages + 1):
                for size in welcome.sizes:
                    # Most sheets need the first alone, and one that needs a second needs all of them.
                    sizes = TYPE_SIZES[:1] if size in TYPE_SIZES[:1] else TYPE_SIZES[1:]
                    setting = measured(sizes)[size].best(pages)
                    if setting and min(setting.lines) >= welcome.line:
                        return setting
        return self._fit_in_one_flow(measured(TYPE_SIZES[1:])[min(TYPE_SIZES)])

    def _fit_in_one_flow(self, measured: SheetMeasurements) -> SheetLayout:
        """Return a setting in which tables run over the page; raises `ContentError` when none fits."""
        for welcome in WELCOME:
            setting = SheetLayout(welcome.smallest, (welcome.line,) * len(measured.sections))
            with pikepdf.open(io.BytesIO(self.pdf(setting))) as document:
                needed = len(document.pages)
            if needed <= self.sheet.pages:
                return setting
        raise ContentError([self._too_long(needed, measured)])

    def pdf(self, setting: SheetLayout) -> bytes:
        """Return the PDF; raises `ContentError` when the template is broken."""
        return set_pdf(self.folder / "sheet.typ", {**self.data, "setting": asdict(setting)})

    def images(self, setting: SheetLayout) -> list[bytes]:
        """Return each page as a PNG; raises `ContentError` when the template is broken."""
        pixels_per_inch = PICTURE_WIDTH / self.paper.width * MILLIMETRES_PER_INCH
        with compiler(self.folder / "sheet.typ", {**self.data, "setting": asdict(setting)}) as ready:
            made = ready.compile(format="png", ppi=pixels_per_inch)
        assert made
        return made if isinstance(made, list) else [made]

    def _measured(self, sizes: tuple[float, ...]) -> dict[float, SheetMeasurements]:
        measure = {"sizes": sizes, "tight": TIGHTEST_LINE, "loose": LOOSEST_LINE}
        data = {**self.data, "setting": {"size": sizes[0]}, "measure": measure}
        with compiler(self.folder / "measure.typ", data) as ready:
            # A query alone would not tell the line of a mistake; after this it costs a millisecond.
            ready.compile(format="svg")
            answer = ready.query("<heights>", field="value", one=True)
        found = zip(sizes, json.loads(answer), strict=True)
        return {size: _read_heights(heights, size) for size, heights in found}

    def _too_long(self, needed: int, measured: SheetMeasurements) -> Problem:
        heights = zip(measured.sections, printed_sections(self.sheet), strict=True)
        longest = max(heights, key=lambda pair: pair[0].tight)[1]
        where = f"{self.paper.label} paper in the {self.edition.id} edition"
        return Problem(
            self.sheet.id.where,
            "sheet-too-long",
            f"“{self.sheet.title}” needs {needed} pages of {where}, and `pages` allows {self.sheet.pages}",
            f"shorten a section (“{longest.title}” is the longest) or raise `pages`",
        )


def _read_heights(found: Mapping[str, Any], size: float) -> SheetMeasurements:
    tight, loose = found["tight"], found["loose"]
    parts = {part: Height(tight[part], loose[part]) for part in ("opening", "closing", "gap")}
    sections = tuple(map(Height, tight["sections"], loose["sections"]))
    return SheetMeasurements(size, found["page"], sections=sections, **parts)


# What can be wrong


def unprintable(sheet: Worksheet, guide: Guide, strings: Strings) -> Problems:
    """Yield a problem for each character of what is printed on `sheet` that a font lacks."""
    sources = [guide.sources[id] for id in sheet.from_]
    site = [guide.site.name, guide.site.license.name, guide.site.contact]
    frame = [*site, *((source.label, source.cite) for source in sources)]
    principle = guide.principles[sheet.principle].name if sheet.principle else None
    yield from missing_characters((sheet, principle, frame, list(strings.fields.promise)))
