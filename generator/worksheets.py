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
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pikepdf
import segno
import typst
from PIL import Image

from generator.fitting import LOOSEST_LINE, TIGHTEST_LINE, WELCOME_LINES, Height, Measured, Setting
from generator.model import Guide, Worksheet
from generator.problems import ContentError, Place, Problem
from generator.sections import Sentence, SheetSection
from generator.sheet_fonts import fonts, missing_characters

STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
"""For archives, and for readers who listen: both at once, as the public sector asks."""

MILLIMETRES_PER_INCH = 25.4

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
    type_sizes: tuple[float, ...]
    """Points that the text may have, largest first."""


PAPERS: Mapping[str, Paper] = {
    paper.id: paper
    for paper in (
        Paper("a4", "A4", 210, 297, (12,)),
        # Letter is 18 mm shorter, so smaller type may make up for it.
        Paper("letter", "US Letter", 215.9, 279.4, (12, 11.5, 11)),
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


def pdf(sheet: Worksheet, guide: Guide, paper: Paper, templates: Path) -> bytes:
    """Return `sheet` as a PDF to print: PDF/A-2a and PDF/UA-1, the same bytes on every run.

    Raises `ContentError` when the sheet does not fit its pages, when a font lacks a character, or
    when the template is broken.
    """
    press = _Press.load(sheet, guide, paper, templates)
    return press.pdf(press.fit())


def pictures(sheet: Worksheet, guide: Guide, paper: Paper, templates: Path) -> tuple[Picture, ...]:
    """Return a picture of each page of `sheet`; raises `ContentError` as `pdf` does."""
    press = _Press.load(sheet, guide, paper, templates)
    return tuple(map(_picture, press.images(press.fit())))


def _picture(png: bytes) -> Picture:
    webp = io.BytesIO()
    with Image.open(io.BytesIO(png)) as page:
        page.convert("RGB").save(webp, "WEBP", quality=80, method=6)
        return Picture(webp.getvalue(), page.width, page.height)


# Setting a sheet


@dataclass(frozen=True, slots=True)
class _Press:
    """One sheet on one paper, ready to be set."""

    sheet: Worksheet
    paper: Paper
    folder: Path
    """Where the Typst files lie."""
    data: Mapping[str, Any]
    """What the Typst files are told, but for the setting."""

    @classmethod
    def load(cls, sheet: Worksheet, guide: Guide, paper: Paper, templates: Path) -> _Press:
        """Raise `ContentError` when a font lacks a character of the texts."""
        data = _data(sheet, guide, paper)
        _check_characters(sheet, guide)
        return cls(sheet, paper, templates / "worksheet", data)

    def fit(self) -> Setting:
        """Return the setting that keeps to the sheet's pages; raises `ContentError` when none does."""
        measured = [self._measured(size) for size in self.paper.type_sizes]
        page_counts = range(1, self.sheet.pages + 1)
        settings = [setting for pages in page_counts for at in measured if (setting := at.best(pages))]
        for line in WELCOME_LINES:
            for setting in settings:
                if min(setting.lines) >= line:
                    return setting
        return self._fit_in_one_flow(measured[-1])

    def _fit_in_one_flow(self, measured: Measured) -> Setting:
        """Return a setting in which tables run over the page; raises `ContentError` when none fits."""
        for line in WELCOME_LINES:
            setting = Setting(measured.size, (line,) * len(measured.sections))
            with pikepdf.open(io.BytesIO(self.pdf(setting))) as document:
                needed = len(document.pages)
            if needed <= self.sheet.pages:
                return setting
        raise ContentError([_too_long(self.sheet, self.paper, needed, measured)])

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


# What the template is told


def _data(sheet: Worksheet, guide: Guide, paper: Paper) -> dict[str, Any]:
    address = f"{guide.site.url.rstrip('/')}/{sheet.address}"
    updated = guide.contents.updated
    return {
        "site": {"name": guide.site.name, "language": guide.site.language},
        "license": guide.site.license.model_dump(),
        "principle": guide.principles[sheet.principle].name,
        "sheet": {**sheet.model_dump(), "sections": [_section_data(section) for section in sheet.sections]},
        "sources": [guide.sources[id].model_dump() for id in sheet.from_],
        "address": address,
        "code": _code(address),
        "updated": {"year": updated.year, "month": updated.month, "day": updated.day},
        "paper": {"width": paper.width, "height": paper.height},
    }


def _section_data(section: SheetSection) -> dict[str, Any]:
    data = section.model_dump()
    if isinstance(section, Sentence):
        data["pieces"] = [piece if isinstance(piece, str) else piece.model_dump() for piece in section.pieces]
    return data


def _code(address: str) -> str:
    """Return a QR code as SVG; level M survives a coffee stain on 15 % of it."""
    svg = io.BytesIO()
    segno.make(address, error="m", micro=False).save(svg, kind="svg", xmldecl=False, border=0)
    return svg.getvalue().decode()


# What can be wrong


def _check_characters(sheet: Worksheet, guide: Guide) -> None:
    """Raise `ContentError` when a font lacks a character of what is printed on `sheet`."""
    frame = (guide.site, guide.principles[sheet.principle].name, [guide.sources[id] for id in sheet.from_])
    if problems := tuple(missing_characters((sheet, *frame))):
        raise ContentError(problems)


def _too_long(sheet: Worksheet, paper: Paper, needed: int, measured: Measured) -> Problem:
    heights = zip(measured.sections, sheet.sections, strict=True)
    longest = max(heights, key=lambda pair: pair[0].tight)[1]
    return Problem(
        sheet.id.where,
        "sheet-too-long",
        f"“{sheet.title}” needs {needed} pages of {paper.label} paper, and `pages` allows {sheet.pages}",
        f"shorten a section (“{longest.title}” is the longest) or raise `pages`",
    )


def _template_problem(trouble: typst.TypstError | typst.TypstWarning, folder: Path) -> Problem:
    found = re.search(r"┌─ \W*(?P<file>.+?):(?P<line>\d+):(?P<column>\d+)", trouble.diagnostic)
    base = f"{folder.parent.name}/{folder.name}"
    place = Place(f"{base}/sheet.typ")
    if found:
        name = Path(found["file"]).name
        place = Place(f"{base}/{name}", int(found["line"]), int(found["column"]))
    return Problem(place, "template", f"Typst says: {trouble.message}", " ".join(trouble.hints))
