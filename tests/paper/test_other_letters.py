"""Paper in letters that Atkinson Hyperlegible lacks: made-up Russian, Greek and Vietnamese."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import page as page_validation
import pikepdf
import pymupdf
import pytest

from generator.build import load_checked
from generator.load.strings import strings_of
from generator.load.translation import translated
from generator.model.fields import Language, Slug
from generator.model.paper_sizes import EDITIONS, PAPERS
from generator.model.source_text import SourceText
from generator.paper.context import PrintContext
from generator.paper.fonts import missing_characters
from generator.paper.pdf.file import rewritten
from generator.paper.pdf.form import to_form
from generator.paper.worksheet import pdf
from generator.problems import Location
from generator.project import Project
from tests.support.loops import every
from tests.support.pseudo_language import CYRILLIC, GREEK, VIETNAMESE, respelled, translate

SHEET = Slug("one-talk")


class Paper(NamedTuple):
    """One worksheet, as it's printed and as it's filled in, and its title."""

    printed: bytes
    form: bytes
    title: str


LETTERS = {"ru": CYRILLIC, "el": GREEK, "vi": VIETNAMESE}


@pytest.fixture(scope="module", params=LETTERS)
def paper(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    copy_small_guide: Callable[[Path], Path],
) -> Paper:
    code, letters = request.param, LETTERS[request.param]
    folder = copy_small_guide(tmp_path_factory.mktemp(code) / "guide")
    translate(folder, code, partial(respelled, letters=letters))
    project = Project.at(folder)
    found = translated(load_checked(project), project, Language(code))
    assert found.guide
    assert found.problems == ()
    sheet = found.guide.worksheets[SHEET]
    context = PrintContext(found.guide, project.templates, strings_of(found.guide, project.templates))
    form = to_form(pdf(sheet, context, PAPERS["a4"], EDITIONS["fillable"]), sheet, context.strings)
    return Paper(rewritten(pdf(sheet, context, PAPERS["a4"])), form, str(sheet.title))


def faces(document: bytes) -> set[str]:
    """Return the names of the typefaces on the pages of a PDF."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        fonts = [font for page in opened.pages for font in page.Resources.Font.values()]
        return {str(font.BaseFont).split("+")[-1] for font in fonts}


def test_it_is_valid_and_its_words_can_be_found(paper: Paper) -> None:
    for document in (paper.printed, paper.form):
        for profile in ("pdfa-2a", "pdfua-1"):
            report = page_validation.validate_pdf_bytes(document, profile=profile)
            assert report.is_compliant, [str(failure) for failure in report.failures]
    with pymupdf.open(stream=paper.printed) as opened:  # type: ignore[no-untyped-call]
        assert " ".join(paper.title.split()) in " ".join(opened[0].get_text().split())


def test_text_is_in_noto_sans_and_headings_stay_in_source_serif(paper: Paper) -> None:
    found = faces(paper.printed)
    assert {"NotoSans-Regular", "NotoSans-Bold"} <= found
    assert any(name.startswith("SourceSerif4") for name in found)
    assert [name for name in found if not name.startswith(("NotoSans-", "SourceSerif4", "Atkinson"))] == []


def test_words_typed_into_the_form_are_too(paper: Paper) -> None:
    with pikepdf.open(io.BytesIO(paper.form)) as opened:
        assert opened.Root.AcroForm.DR.Font.Field.BaseFont == "/NotoSans-Regular"


ALPHABETS: Mapping[str, str] = {
    "Russian": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя№",
    "Ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’",
    "Serbian": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "Kazakh": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "Greek": "αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ",
    "Vietnamese": "aàáạảãăằắặẳẵâầấậẩẫbcdđeèéẹẻẽêềếệểễghiìíịỉĩklmn"
    "oòóọỏõôồốộổỗơờớợởỡpqrstuùúụủũưừứựửữvxyỳýỵỷỹ₫",
}


@pytest.mark.parametrize("letters", ALPHABETS.values(), ids=ALPHABETS)
def test_a_name_in_any_of_these_alphabets_can_be_printed_in_every_guide(letters: str) -> None:
    for text in every((letters, letters.upper())):
        assert [*missing_characters(SourceText(text, Location("a.yml")))] == []
