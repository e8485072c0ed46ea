"""Cards to cut out: fronts and backs meet, whichever edge the paper is turned over."""

from __future__ import annotations

import io

import outloud  # type: ignore[import-untyped]
import pikepdf
import pymupdf
import pytest

from generator.model.fields import Slug
from generator.model.paper_sizes import PAPERS
from generator.model.worksheet import Cards, Worksheet
from generator.paper.cards import cards
from generator.paper.context import PrintContext
from generator.project import Project
from tests.support.loaded import guide_in
from tests.support.loops import every
from tests.support.paths import ROOT
from tests.support.without_pdfs import ENGLISH

PROJECT = Project.at(ROOT)
GUIDE = guide_in(ROOT)
SHEET: Worksheet = GUIDE.worksheets[Slug("helping")]
ON_A_PAGE = 8


def made(paper: str) -> bytes:
    return cards(SHEET, PrintContext(GUIDE, PROJECT.templates, ENGLISH), PAPERS[paper])


@pytest.mark.parametrize("paper", PAPERS)
def test_each_page_has_one_side_of_every_card(paper: str) -> None:
    (section,) = (section for section in SHEET.sections if isinstance(section, Cards))
    with pymupdf.open(stream=made(paper)) as document:  # type: ignore[no-untyped-call]
        texts = [page.get_text() for page in document]
    assert len(texts) == len(section.cards) == 2
    for text, card in zip(texts, section.cards, strict=True):
        for words in every((card.title, *(blank.label for blank in card.blanks))):
            assert text.count(words) >= ON_A_PAGE, words


@pytest.mark.parametrize("paper", PAPERS)
def test_the_cuts_are_as_far_from_the_left_as_from_the_right_and_the_same_on_both_sides(paper: str) -> None:
    boxes = []
    with pymupdf.open(stream=made(paper)) as document:  # type: ignore[no-untyped-call]
        for page in document:
            lines = [one["rect"] for one in page.get_drawings() if one["dashes"] not in ("", "[] 0")]
            left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
            top, bottom = min(line.y0 for line in lines), max(line.y1 for line in lines)
            assert left == pytest.approx(page.rect.width - right, abs=0.5)
            assert top == pytest.approx(page.rect.height - bottom, abs=0.5)
            boxes.append([round(place) for place in (left, top, right, bottom)])
    assert boxes[0] == boxes[1]


def test_the_cards_are_accessible_and_the_same_on_every_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    document = made("letter")
    assert document == made("letter")
    path = tmp_path_factory.mktemp("cards") / "cards.pdf"
    path.write_bytes(document)
    assert outloud.check(str(path)).errors == 0
    with pikepdf.open(io.BytesIO(document)) as opened:
        assert opened.Root.MarkInfo.Marked


def test_a_sheet_without_cards_has_none_to_download() -> None:
    with_cards = {str(sheet.id) for sheet in GUIDE.worksheets.values() if sheet.has_cards}
    assert with_cards == {"helping"}
