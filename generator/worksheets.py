"""Worksheets on paper: from a checked record to the bytes of a PDF, and to pictures of it.

Typst sets the sheet from templates/worksheet/. What the author wrote goes there as JSON, never as
code. The program chooses type size, page breaks and the distance between writing lines, so that
the sheet keeps to its `pages` and has as much room for handwriting as they allow.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import typst
from PIL import Image

from generator.editions import EDITIONS, Edition
from generator.fitting import (
    LARGE_LINE,
    LARGE_SIZE,
    LOOSEST_LINE,
    TIGHTEST_LINE,
    TYPE_SIZES,
    WELCOME,
    Height,
    Measured,
    Setting,
)
from generator.model import Guide, Worksheet
from generator.problems import ContentError, Place, Problem, Problems
from generator.sheet_data import printed_sections, sheet_data
from generator.sheet_fonts import fonts, missing_characters

STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
"""For archives, and for readers who listen: both at once, as the public sector asks."""

MILLIMETRES_PER_INCH = 25.4

PRINT = EDITIONS["print"]

PICTURE_WIDTH = 640
"""Pixels: sharp at the 320 CSS pixels of a phone with a double-density screen."""


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
class Picture:
    """A page as people see it."""

    webp: bytes
    width: int
    """Pixels."""
    height: int
    """Pixels."""


def pdf(sheet: Worksheet, guide: Guide, paper: Paper, templates: Path, edition: Edition = PRINT) -> bytes:
    """Return `sheet` as a PDF: PDF/A-2a and PDF/UA-1, the same bytes on every run.

    What can be filled in on the fillable edition is still a link to `field:<id>`, for
    `form_fields.to_form` to make a field of. Raises `ContentError` when the sheet does not fit its
    pages, when a font lacks a character, or when the template is broken.
    """
    press = _Press.load(sheet, guide, paper, templates, edition)
    return press.pdf(press.fit())


def pictures(sheet: Worksheet, guide: Guide, paper: Paper, templates: Path) -> tuple[Picture, ...]:
    """Return a picture of each page of `sheet` as printed; raises `ContentError` as `pdf` does."""
    press = _Press.load(sheet, guide, paper, templates, PRINT)
    return tuple(map(_picture, press.images(press.fit())))


def _picture(png: bytes) -> Picture:
    webp = io.BytesIO()
    with Image.open(io.BytesIO(png)) as page:
        page.convert("RGB").save(webp, "WEBP", quality=80, method=6)
        return Picture(webp.getvalue(), page.width, page.height)


# Setting a sheet


@dataclass(frozen=True, slots=True)
class _Press:
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
    def load(cls, sheet: Worksheet, guide: Guide, paper: Paper, templates: Path, edition: Edition) -> _Press:
        """Raise `ContentError` when a font lacks a character of the texts."""
        if problems := tuple(unprintable(sheet, guide)):
            raise ContentError(problems)
        # Large tables become cards, for which upright paper has more room.
        turned = sheet.turned and not edition.large
        lying = paper.turned() if turned else paper
        data = sheet_data(sheet, guide, edition)
        data["paper"] = {"width": lying.width, "height": lying.height, "turned": turned}
        return cls(sheet, lying, edition, templates / "worksheet", data)

    def fit(self) -> Setting:
        """Return the setting that keeps to the sheet's pages; raises `ContentError` when none does."""
        if self.edition.large:
            return Setting(LARGE_SIZE, (LARGE_LINE,) * len(printed_sections(self.sheet)))
        measured = cache(self._measured)
        for welcome in WELCOME:
            for pages in range(1, self.sheet.pages + 1):
                for size in welcome.sizes:
                    setting = measured(size).best(pages)
                    if setting and min(setting.lines) >= welcome.line:
                        return setting
        return self._fit_in_one_flow(measured(min(TYPE_SIZES)))

    def _fit_in_one_flow(self, measured: Measured) -> Setting:
        """Return a setting in which tables run over the page; raises `ContentError` when none fits."""
        for welcome in WELCOME:
            setting = Setting(welcome.smallest, (welcome.line,) * len(measured.sections))
            with pikepdf.open(io.BytesIO(self.pdf(setting))) as document:
                needed = len(document.pages)
            if needed <= self.sheet.pages:
                return setting
        raise ContentError([self._too_long(needed, measured)])

    def pdf(self, setting: Setting) -> bytes:
        """Return the PDF; raises `ContentError` when the template is broken."""
        with self._typst("sheet.typ", setting=asdict(setting)) as compiler:
            made, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=STANDARDS)
        if warnings:
            raise ContentError(_template_problem(warning, self.folder) for warning in warnings)
        assert isinstance(made, bytes)
        return made

    def images(self, setting: Setting) -> list[bytes]:
        """Return each page as a PNG; raises `ContentError` when the template is broken."""
        pixels_per_inch = PICTURE_WIDTH / self.paper.width * MILLIMETRES_PER_INCH
        with self._typst("sheet.typ", setting=asdict(setting)) as compiler:
            made = compiler.compile(format="png", ppi=pixels_per_inch)
        assert made
        return made if isinstance(made, list) else [made]

    def _measured(self, size: float) -> Measured:
        lines = {"tight": TIGHTEST_LINE, "loose": LOOSEST_LINE}
        with self._typst("measure.typ", setting={"size": size}, measure=lines) as compiler:
            # A query alone would not tell the line of a mistake; after this it costs a millisecond.
            compiler.compile(format="svg")
            answer = compiler.query("<heights>", field="value", one=True)
        return _read_heights(json.loads(answer), size)

    def _too_long(self, needed: int, measured: Measured) -> Problem:
        heights = zip(measured.sections, printed_sections(self.sheet), strict=True)
        longest = max(heights, key=lambda pair: pair[0].tight)[1]
        where = f"{self.paper.label} paper in the {self.edition.id} edition"
        return Problem(
            self.sheet.id.where,
            "sheet-too-long",
            f"“{self.sheet.title}” needs {needed} pages of {where}, and `pages` allows {self.sheet.pages}",
            f"shorten a section (“{longest.title}” is the longest) or raise `pages`",
        )

    @contextmanager
    def _typst(self, file: str, **more: object) -> Iterator[typst.Compiler]:
        """Turn what Typst complains of into a `ContentError` that names the line of the template."""
        inputs = {"data": json.dumps({**self.data, **more})}
        try:
            yield typst.Compiler(
                self.folder / file, font_paths=fonts(), ignore_system_fonts=True, sys_inputs=inputs
            )
        except typst.TypstError as error:
            raise ContentError([_template_problem(error, self.folder)]) from error


def _read_heights(found: Mapping[str, Any], size: float) -> Measured:
    tight, loose = found["tight"], found["loose"]
    parts = {part: Height(tight[part], loose[part]) for part in ("opening", "closing", "gap")}
    sections = tuple(map(Height, tight["sections"], loose["sections"]))
    return Measured(size, found["page"], sections=sections, **parts)


# What can be wrong


def unprintable(sheet: Worksheet, guide: Guide) -> Problems:
    """Yield a problem for each character of what is printed on `sheet` that a font lacks."""
    sources = [guide.sources[id] for id in sheet.from_]
    frame = [guide.site.name, guide.site.license.name, *((source.label, source.cite) for source in sources)]
    principle = guide.principles[sheet.principle].name if sheet.principle else None
    yield from missing_characters((sheet, principle, frame))


def _template_problem(trouble: typst.TypstError | typst.TypstWarning, folder: Path) -> Problem:
    found = re.search(r"┌─ \W*(?P<file>.+?):(?P<line>\d+):(?P<column>\d+)", trouble.diagnostic)
    base = f"{folder.parent.name}/{folder.name}"
    place = Place(f"{base}/sheet.typ")
    if found:
        name = Path(found["file"]).name
        place = Place(f"{base}/{name}", int(found["line"]), int(found["column"]))
    return Problem(place, "template", f"Typst says: {trouble.message}", " ".join(trouble.hints))
