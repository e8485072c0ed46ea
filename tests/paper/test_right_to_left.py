"""Paper in a language that's written from right to left: a made-up one, in Arabic letters."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import outloud  # type: ignore[import-untyped]
import page as page_validation
import pikepdf
import pymupdf
import pytest

from generator.build import load_checked
from generator.load.strings import strings_of
from generator.load.translation import translated
from generator.model.fields import Language, Slug
from generator.model.guide import Guide
from generator.model.paper_sizes import EDITIONS, PAPERS, Edition
from generator.model.source_text import SourceText
from generator.model.worksheet import Worksheet
from generator.paper.context import PrintContext
from generator.paper.fonts import missing_characters
from generator.paper.pdf.file import rewritten
from generator.paper.pdf.form import to_form
from generator.paper.poster import posters
from generator.paper.run_sheet import booklet_front, run_sheet
from generator.paper.worksheet import pdf
from generator.problems import ContentError, Location
from generator.project import Project
from tests.support.every_kind import add_every_kind
from tests.support.loops import every
from tests.support.nightly import representatives
from tests.support.pseudo_language import arabic, translate

A4 = PAPERS["a4"]
POINTS = 72 / 25.4
"""In a millimeter."""
SHEETS = ("one-talk", "every-kind", "other-kinds")
every_sheet = pytest.mark.parametrize("sheet", SHEETS)
ON_A_PUSH = {("one-talk", "ink-saving"), ("every-kind", "large-print"), ("other-kinds", "print")}
"""Besides the forms; all editions have the same sections."""
every_edition = pytest.mark.parametrize(
    ("sheet", "edition"),
    representatives(
        product(SHEETS, EDITIONS.values()),
        lambda case: case[1].fillable or (case[0], case[1].id) in ON_A_PUSH,
        lambda case: f"{case[0]}-{case[1].id}",
    ),
)
Maker = Callable[[str, str, Edition], bytes]


class Press:
    """Prints a guide and its translation."""

    def __init__(self, project: Project) -> None:
        original = load_checked(project)
        found = translated(original, project, Language("ar"))
        assert found.guide
        assert found.problems == ()
        self.guides = {"en": original, "ar": replace(found.guide, original=original)}
        self.contexts = {code: self._context(guide, project) for code, guide in self.guides.items()}
        self.sheet = cache(self._sheet)

    @staticmethod
    def _context(guide: Guide, project: Project) -> PrintContext:
        return PrintContext(guide, project.templates, strings_of(guide, project.templates))

    def _sheet(self, language: str, id: str, edition: str) -> bytes:
        """Return a worksheet as it's published."""
        context = self.contexts[language]
        sheet = context.guide.worksheets[Slug(id)]
        made = pdf(sheet, context, A4, EDITIONS[edition])
        return to_form(made, sheet, context.strings) if EDITIONS[edition].fillable else rewritten(made)

    def others(self, language: str) -> Iterator[bytes]:
        """Yield what else is printed: a run sheet, the first sheet of a booklet, and posters."""
        context = self.contexts[language]
        (workshop,) = context.guide.workshops.values()
        length = max(workshop.lengths)
        yield run_sheet(workshop, length, context, A4)
        yield booklet_front(workshop, length, context, A4)
        yield posters(context.guide.principles.values(), "Posters", context, A4)


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Press:
    folder = copy_small_guide(tmp_path_factory.mktemp("right-to-left") / "guide")
    add_every_kind(folder)
    translate(folder, "ar", arabic)
    return Press(Project.at(folder))


def is_valid(document: bytes, path: Path) -> None:
    """Assert that a PDF keeps to PDF/A and PDF/UA, and says its language."""
    for profile in ("pdfa-2a", "pdfua-1"):
        report = page_validation.validate_pdf_bytes(document, profile=profile)
        assert report.is_compliant, [str(failure) for failure in report.failures]
    path.write_bytes(document)
    result = outloud.check(str(path))
    assert not result.error
    assert not result.errors, result.findings
    with pikepdf.open(io.BytesIO(document)) as opened:
        assert opened.Root.Lang == "ar"


@every_edition
def test_a_sheet_is_valid(press: Press, sheet: str, edition: Edition, tmp_path: Path) -> None:
    is_valid(press.sheet("ar", sheet, edition.id), tmp_path / "sheet.pdf")


def test_what_is_not_a_worksheet_is_valid_too(press: Press, tmp_path: Path) -> None:
    for document in every([*press.others("ar")]):
        is_valid(document, tmp_path / "other.pdf")


def drawn(document: bytes) -> Any:
    return pymupdf.open(stream=document)  # type: ignore[no-untyped-call]


@every_sheet
def test_a_sheet_starts_on_the_right(press: Press, sheet: str) -> None:
    with drawn(press.sheet("ar", sheet, "print")) as opened:
        first = opened[0]
        middle = first.rect.width / 2
        (code,) = (one for one in first.get_drawings() if len(one["items"]) > 150)
        assert code["rect"].x1 < middle
        # The margin for holes, 22 mm, is where the sheet is bound: on the right of its first page.
        edge = max(word[2] for word in first.get_text("words"))
        assert edge == pytest.approx(first.rect.width - 22 * POINTS, abs=3)
        assert min(word[0] for word in first.get_text("words")) < 15 * POINTS + 10


def tags(document: bytes) -> list[str]:
    """Return the kinds of all tags, in reading order."""

    def walk(node: Any) -> Iterator[str]:
        for kid in node if isinstance(node, pikepdf.Array) else [node]:
            if isinstance(kid, pikepdf.Dictionary):
                # A span is a change of language, and one word can be a paragraph or not.
                if "/S" in kid and str(kid.S) not in ("/Span", "/P"):
                    yield str(kid.S)
                yield from walk(kid.get("/K"))

    with pikepdf.open(io.BytesIO(document)) as opened:
        return [*walk(opened.Root.StructTreeRoot.K)]


@every_edition
def test_it_is_read_in_the_same_order_as_the_original(press: Press, sheet: str, edition: Edition) -> None:
    assert tags(press.sheet("ar", sheet, edition.id)) == tags(press.sheet("en", sheet, edition.id))


def form_of(document: bytes) -> tuple[list[tuple[str, str]], str, int]:
    """Return the name and kind of each field of a form, its typeface, and where its lines start."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        form = opened.Root.AcroForm
        names = [(str(field.T), str(field.FT)) for field in form.Fields]
        return names, str(form.DR.Font.Field.BaseFont), int(form.get("/Q", 0))


@every_sheet
def test_answers_go_from_one_language_to_the_other(press: Press, sheet: str) -> None:
    names, typeface, start = form_of(press.sheet("ar", sheet, "fillable"))
    assert (typeface, start) == ("/NotoSansArabic-Regular", 2)
    assert form_of(press.sheet("en", sheet, "fillable")) == (names, "/AtkinsonHyperlegible-Regular", 0)


@every_sheet
def test_only_our_own_typefaces_are_used(press: Press, sheet: str) -> None:
    with pikepdf.open(io.BytesIO(press.sheet("ar", sheet, "print"))) as opened:
        fonts = [font for page in opened.pages for font in page.Resources.Font.values()]
        names = [str(font.BaseFont).split("+")[-1] for font in fonts]
    ours = ("AtkinsonHyperlegible-", "SourceSerif4", "NotoSansArabic-")
    assert [name for name in names if not name.startswith(ours)] == []
    assert {"NotoSansArabic-Regular", "NotoSansArabic-Bold"} <= {*names}


def test_what_no_one_translates_is_marked_as_english(press: Press) -> None:
    _, booklet, _ = press.others("ar")
    with pikepdf.open(io.BytesIO(booklet)) as opened:
        spoken = [
            str(tag.Lang) for tag in opened.objects if isinstance(tag, pikepdf.Dictionary) and "/Lang" in tag
        ]
    assert "en" in spoken


def test_names_in_arabic_letters_are_printed_in_any_language() -> None:
    assert [*missing_characters(SourceText("Ahmed (أحمد)؟", Location("a.yml")))] == []
    (problem,) = missing_characters(SourceText("Ahmed 漢", Location("a.yml")))
    assert problem.rule == "no-glyph"


def test_a_translation_that_is_too_long_is_reported_in_its_catalog(press: Press) -> None:
    context = press.contexts["ar"]
    sheet: Worksheet = context.guide.worksheets[Slug("other-kinds")].model_copy(update={"pages": 1})
    fresh = replace(context, layouts={})
    with pytest.raises(ContentError) as raised:
        pdf(sheet, fresh, A4)
    (problem,) = raised.value.problems
    assert problem.rule == "sheet-too-long"
    assert problem.location.file == "content/languages/ar.po"
    assert "shorten a section in content/languages/ar.po" in problem.fix
