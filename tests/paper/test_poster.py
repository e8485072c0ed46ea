"""Posters: one page each, readable from across the room, and made of words that a principle already has."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from typing import Any

import outloud  # type: ignore[import-untyped]
import page as page_validation
import pikepdf
import pymupdf
import pytest
import zxingcpp
from PIL import Image

from generator.build import load_checked
from generator.check.check import check
from generator.layers import Layers
from generator.load.loader import load
from generator.model.fields import Text, Title, Url
from generator.model.guide import Guide
from generator.model.paper_sizes import PAPERS
from generator.model.principle import Principle
from generator.model.source_text import SourceText
from generator.paper.context import PrintContext
from generator.paper.poster import posters, unprintable
from generator.problems import ContentError, Location
from generator.project import Project
from tests.support.loops import every
from tests.support.paths import REAL_URL, ROOT
from tests.support.without_pdfs import ENGLISH

TEMPLATES = ROOT / "templates"
REAL = load_checked(Project.at(ROOT, REAL_URL))
SMALL = check(load(Project(ROOT / "tests" / "guide")))
LARGEST_FILE = 60_000
"""Bytes."""


def made(guide: Guide, *principles: Principle, paper: str = "a4") -> bytes:
    context = PrintContext(guide, Layers(TEMPLATES), ENGLISH)
    return posters(principles, principles[0].title, context, PAPERS[paper])


@cache
def shipped(id: str, paper: str) -> bytes:
    return made(REAL, REAL.principles[id], paper=paper)


every_poster = pytest.mark.parametrize("id", REAL.outline.principles.show)
every_paper = pytest.mark.parametrize("paper", PAPERS)


def drawn(document: bytes) -> Any:
    return pymupdf.open(stream=document)  # type: ignore[no-untyped-call]


def words(document: bytes) -> str:
    with drawn(document) as opened:
        return " ".join(" ".join(page.get_text() for page in opened).split())


def page_count(document: bytes) -> int:
    with drawn(document) as opened:
        return len(opened)


def with_texts(principle: Principle, title: str, say: str, *do: str) -> Principle:
    steps = zip(principle.practices, do, strict=False)
    practices = tuple(practice.model_copy(update={"do": Title(text)}) for practice, text in steps)
    points = (say if isinstance(say, SourceText) else Text(say), *principle.in_short[1:])
    return principle.model_copy(update={"title": Title(title), "in_short": points, "practices": practices})


@every_poster
@every_paper
def test_it_is_one_page_with_the_words_of_the_principle(id: str, paper: str) -> None:
    document, principle = shipped(id, paper), REAL.principles[id]
    assert page_count(document) == 1
    text = words(document)
    steps = [practice.do for practice in principle.practices[:3]]
    for expected in every((principle.title, principle.in_short[0], *steps, REAL.site.name)):
        assert expected in text, expected
    assert principle.practices[3].do not in text
    assert "Our group meets" in text
    assert len(document) < LARGEST_FILE


@every_poster
@every_paper
def test_the_advice_can_be_read_from_afar(id: str, paper: str) -> None:
    poster = REAL.principles[id].poster
    with drawn(shipped(id, paper)) as opened:
        spans = [
            span
            for block in opened[0].get_text("dict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
        ]
    for text, least in ((poster.title, 48), (poster.say, 25), (" ".join(poster.do), 16)):
        sizes = [span["size"] for span in spans if len(span["text"]) > 5 and span["text"].strip() in text]
        assert min(every(sizes)) >= least, text


@every_poster
@every_paper
def test_printers_reach_everything(id: str, paper: str) -> None:
    edge = 24  # pixels, half a millimeter each
    with drawn(shipped(id, paper)) as opened:
        pixels = opened[0].get_pixmap(dpi=51, colorspace=pymupdf.csGRAY)
    page = Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)
    inner = Image.new("L", (page.width - 2 * edge, page.height - 2 * edge), "white")
    page.paste(inner, (edge, edge))
    assert page.getextrema() == (255, 255)


@every_paper
@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_it_meets_the_standards(paper: str, profile: Any) -> None:
    report = page_validation.validate_pdf_bytes(shipped("patience", paper), profile=profile)
    assert report.is_compliant, [str(failure) for failure in report.failures]


def test_screen_readers_hear_a_heading_a_sentence_and_a_list(tmp_path: Any) -> None:
    path = tmp_path / "poster.pdf"
    path.write_bytes(shipped("patience", "a4"))
    result = outloud.check(str(path))
    assert not result.error
    assert not [one for one in result.findings if one.severity == "error"]
    with pikepdf.open(io.BytesIO(shipped("patience", "a4"))) as opened:
        (root,) = kids(opened.Root.StructTreeRoot)
        roles = [str(element.S) for element in below(root)]
    assert roles[0] == "/H1"
    assert roles.count("/LI") == 3
    assert roles.count("/Figure") == 1  # the code; the mark says nothing


def kids(element: Any) -> list[Any]:
    found = element.get("/K")
    listed = list(found) if isinstance(found, pikepdf.Array) else [found]
    return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def below(element: Any) -> Any:
    for kid in kids(element):
        yield kid
        yield from below(kid)


def code_on(document: bytes) -> str:
    with drawn(document) as opened:
        pixels = opened[0].get_pixmap(dpi=150, colorspace=pymupdf.csGRAY)
    (code,) = zxingcpp.read_barcodes(Image.frombytes("L", (pixels.width, pixels.height), pixels.samples))
    return str(code.text)


@every_paper
def test_its_code_opens_the_page_of_the_principle(paper: str) -> None:
    assert code_on(shipped("helping", paper)) == f"{REAL_URL}principles/helping/"


def test_without_an_address_there_is_no_code() -> None:
    guide = replace(REAL, site=REAL.site.model_copy(update={"url": Url("https://guide.example/")}))
    document = made(guide, guide.principles["patience"])
    assert page_count(document) == 1
    with drawn(document) as opened:
        assert "guide.example" not in opened[0].get_text()


def test_all_of_them_are_one_document_in_order() -> None:
    principles = [REAL.principles[id] for id in REAL.outline.principles.show]
    with drawn(made(REAL, *principles)) as opened:
        texts = [" ".join(page.get_text().split()) for page in opened]
    assert len(texts) == len(principles)
    for principle, text in zip(principles, texts, strict=True):
        assert principle.title in text


def ink(guide: Guide, id: str) -> int:
    """Return how many pixels of the upper half aren't white."""
    with drawn(made(guide, guide.principles[id])) as opened:
        pixels = opened[0].get_pixmap(dpi=30, colorspace=pymupdf.csGRAY)
    upper = Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)
    return sum(upper.crop((0, 0, pixels.width, pixels.height // 2)).histogram()[:200])


def test_a_guide_without_marks_fills_the_page_with_words() -> None:
    assert SMALL.marks == {}
    principle = SMALL.principles["ask-first"]
    document = made(SMALL, principle)
    assert page_count(document) == 1
    assert principle.title in words(document)
    bare = replace(REAL, marks={})
    assert ink(bare, "patience") > 0.5 * ink(REAL, "patience")


@every_paper
@pytest.mark.parametrize("marked", [True, False])
def test_the_longest_words_still_fit_on_one_page(paper: str, marked: bool) -> None:
    long = "Donaudampfschifffahrtsgesellschaftskapitän "
    title, text = (long * 2)[:80].strip(), ("Tell everyone who helped you how it went. " * 10)[:400].strip()
    principle = with_texts(REAL.principles["patience"], title, text, *[title] * 3)
    document = made(REAL if marked else replace(REAL, marks={}), principle, paper=paper)
    assert page_count(document) == 1
    assert text in words(document)


def test_it_has_the_same_bytes_on_every_run() -> None:
    assert made(REAL, REAL.principles["patience"]) == shipped("patience", "a4")


def test_a_character_that_cannot_be_printed_is_reported() -> None:
    place = Location("content/principles/ask-first.yml", 7, 5)
    principle = with_texts(SMALL.principles["ask-first"], "Ask first", SourceText("忍", place), "Wait")
    (problem,) = unprintable(principle, SMALL)
    assert (problem.rule, problem.location) == ("no-glyph", place)
    assert problem.message.startswith("this is printed, too, and the font for paper has no “忍” (U+5FCD, ")
    assert "Latin letters" in problem.fix
    with pytest.raises(ContentError, match="忍"):
        made(SMALL, principle)
