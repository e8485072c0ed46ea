"""Worksheets on paper: what a reader, a screen reader, a printer and an author may rely on."""

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import outloud  # type: ignore[import-untyped]
import page as page_validation
import pikepdf
import pymupdf
import pypdf
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from generator.fields import Written
from generator.load import load
from generator.model import Worksheet
from generator.problems import ContentError, Place, Problem
from generator.project import Project
from generator.sections import Prompts, Rating, Sentence, SheetSection, Table, TickBoxes, TwoColumns
from generator.sheet_fonts import SANS, SERIF, characters
from generator.worksheets import PAPERS, PICTURE_WIDTH, Paper, pdf, pictures

PROJECT = Project.at(Path(__file__).parent.parent)
DRAFT = load(PROJECT)
assert DRAFT.guide, f"the content cannot be read: {DRAFT.problems}"
GUIDE = DRAFT.guide

POINTS_PER_MILLIMETRE = 72 / 25.4
PIXELS_PER_INCH = 150
BOUND_MARGIN = 20
"""Millimetres that a hole punch needs."""
OTHER_MARGIN = 8
"""Millimetres that office printers need."""
MOST_INK = 0.06
"""Share of the page that is black."""
SMALLEST_TYPE = 8.4
"""Points."""
SMALLEST_BODY = {"a4": 12, "letter": 11}
"""Points."""
LARGEST_FILE = 150 * 1024
"""Bytes."""

EDITIONS = [
    pytest.param(sheet, PAPERS[paper], id=f"{sheet.id}-{paper}")
    for sheet in GUIDE.worksheets.values()
    for paper in GUIDE.site.papers
]
every_edition = pytest.mark.parametrize(("sheet", "paper"), EDITIONS)


# Helpers


def address(sheet: Worksheet) -> str:
    return f"{GUIDE.site.url.rstrip('/')}/worksheets/{sheet.id}/"


def make(sheet: Worksheet, paper: Paper) -> bytes:
    return pdf(sheet, GUIDE, paper, PROJECT.templates)


@cache
def shipped(sheet_id: str, paper_id: str) -> bytes:
    return make(GUIDE.worksheets[sheet_id], PAPERS[paper_id])


def open_shipped(sheet: Worksheet, paper: Paper) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(shipped(sheet.id, paper.id)))


def reader(document: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(document))


def drawn(document: bytes) -> Any:
    return pymupdf.open(stream=document)  # type: ignore[no-untyped-call]


def squeezed(text: str) -> str:
    """Extracted text breaks lines where the page does, so spaces are left out of comparisons."""
    return re.sub(r"\s+", "", text)


def text_of(document: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in reader(document).pages))


@cache
def rendered(sheet_id: str, paper_id: str) -> tuple[Image.Image, ...]:
    with drawn(shipped(sheet_id, paper_id)) as document:
        pixmaps = [page.get_pixmap(dpi=PIXELS_PER_INCH, colorspace=pymupdf.csGRAY) for page in document]
        return tuple(Image.frombytes("L", (one.width, one.height), one.samples) for one in pixmaps)


def texts_of(section: SheetSection) -> Iterator[str]:
    """What must be read in `section`, in the author's order."""
    yield section.title
    yield section.help
    match section:
        case Prompts():
            yield from (prompt.label for prompt in section.prompts)
        case TickBoxes():
            yield from (item.label for item in section.items)
        case Rating():
            yield from (section.scale.low, section.scale.high)
            yield from (statement.label for statement in section.statements)
        case Table():
            yield from (column.label for column in section.columns)
            yield from (section.example[column.id] for column in section.columns)
        case TwoColumns():
            yield from (section.left.label, section.right.label)
        case Sentence():
            yield from (piece if isinstance(piece, str) else piece.label for piece in section.pieces)


def structure(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every element of the tree that screen readers walk, in reading order."""

    def walk(node: pikepdf.Object | None) -> Iterator[pikepdf.Object]:
        if isinstance(node, pikepdf.Array):
            for kid in node:
                yield from walk(kid)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield node
            yield from walk(node.get("/K"))

    return walk(document.Root.StructTreeRoot.K)


def outline_titles(document: bytes) -> list[str]:
    def flat(items: list[Any]) -> Iterator[str]:
        for item in items:
            if isinstance(item, list):
                yield from flat(item)
            else:
                yield item.title

    return list(flat(reader(document).outline))


def type_sizes(document: bytes) -> dict[float, str]:
    """Each type size in points, with all the text that has it."""
    sizes: dict[float, str] = defaultdict(str)

    def visit(text: str, outer: list[float], inner: list[float], _: object, size: float) -> None:
        if text.strip():
            sizes[round(size * abs(inner[3]) * abs(outer[3]), 2)] += text

    for page in reader(document).pages:
        page.extract_text(visitor_text=visit)
    return sizes


# A sheet that holds one section of each kind, for what shipped sheets do not show

SAMPLE: dict[str, Any] = {
    "id": "sample",
    "title": "A sample",
    "principle": next(iter(GUIDE.principles)),
    "outcome": "You see every kind of section.",
    "why": "It is easier to mend what one can see.",
    "from": [next(iter(GUIDE.sources))],
    "pages": "3",
    "sections": [
        {
            "kind": "checklist",
            "id": "ticks",
            "title": "To tick",
            "help": "Tick.",
            "items": [{"id": "one", "label": "One thing"}],
        },
        {
            "kind": "prompts",
            "id": "prompts",
            "title": "To write",
            "help": "Write.",
            "prompts": [{"id": "one", "label": "What then?", "lines": "3"}],
        },
        {
            "kind": "rating",
            "id": "rating",
            "title": "To rate",
            "help": "Mark.",
            "scale": {"low": "never", "high": "always"},
            "statements": [{"id": "one", "label": "I rest"}],
        },
        {
            "kind": "table",
            "id": "table",
            "title": "To fill in",
            "help": "Fill in.",
            "rows": "4",
            "columns": [{"id": "who", "label": "Who"}, {"id": "what", "label": "What", "width": "2"}],
            "example": {"who": "Mei L.", "what": "a leaflet"},
        },
        {
            "kind": "columns",
            "id": "sides",
            "title": "To sort",
            "help": "Sort.",
            "lines": "3",
            "left": {"id": "left", "label": "Mine"},
            "right": {"id": "right", "label": "Not mine"},
        },
        {
            "kind": "sentence",
            "id": "sentence",
            "title": "To say",
            "help": "Say it.",
            "text": "Thank you for {gift}.",
            "words": "20",
            "blanks": [{"id": "gift", "label": "what they gave"}],
        },
        {"kind": "commitment", "id": "act", "title": "To do", "help": "Do it."},
    ],
}


def sample(*sections: dict[str, Any], **changes: Any) -> Worksheet:
    changed = {**SAMPLE, **changes}
    if sections:
        changed["sections"] = list(sections)
    return Worksheet.model_validate(changed)


def prompts(*labels: str, lines: int = 1) -> dict[str, Any]:
    entries = [
        {"id": f"p{number}", "label": label, "lines": str(lines)} for number, label in enumerate(labels)
    ]
    return {"kind": "prompts", "id": "prompts", "title": "To write", "help": "Write.", "prompts": entries}


def problems_of(sheet: Worksheet) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as caught:
        make(sheet, PAPERS["a4"])
    return caught.value.problems


# Paper


@every_edition
def test_a_sheet_keeps_to_its_pages(sheet: Worksheet, paper: Paper) -> None:
    assert len(reader(shipped(sheet.id, paper.id)).pages) <= sheet.pages


@every_edition
def test_pages_have_the_size_of_the_paper(sheet: Worksheet, paper: Paper) -> None:
    for page in reader(shipped(sheet.id, paper.id)).pages:
        width, height = page.mediabox.width, page.mediabox.height
        assert width == pytest.approx(paper.width * POINTS_PER_MILLIMETRE, abs=0.1)
        assert height == pytest.approx(paper.height * POINTS_PER_MILLIMETRE, abs=0.1)


@every_edition
def test_margins_leave_room_for_holes_and_for_printers(sheet: Worksheet, paper: Paper) -> None:
    for index, image in enumerate(rendered(sheet.id, paper.id)):
        box = image.point(lambda value: 255 if value < 200 else 0).getbbox()
        assert box, f"page {index + 1} is empty"
        left, top, right, bottom = box
        pixels = (left, top, image.width - right, image.height - bottom)
        margins = [value / PIXELS_PER_INCH * 25.4 for value in pixels]
        bound = margins.pop(0 if index % 2 == 0 else 2)
        assert bound >= BOUND_MARGIN, f"page {index + 1}: the bound margin has {bound:.1f} mm"
        assert min(margins) >= OTHER_MARGIN, f"page {index + 1}: a margin has {min(margins):.1f} mm"


@every_edition
def test_printing_a_page_takes_little_ink(sheet: Worksheet, paper: Paper) -> None:
    for number, image in enumerate(rendered(sheet.id, paper.id), start=1):
        histogram = image.histogram()
        ink = sum((255 - grey) * count for grey, count in enumerate(histogram)) / 255
        assert ink / (image.width * image.height) <= MOST_INK, f"page {number}"


@every_edition
def test_no_type_is_too_small_and_most_of_it_is_large(sheet: Worksheet, paper: Paper) -> None:
    sizes = type_sizes(shipped(sheet.id, paper.id))
    # The caption of the code is the one text below 8.4 pt.
    assert sizes.pop(8.0).strip() == "Scan or open online"
    assert min(sizes) >= SMALLEST_TYPE, f"“{sizes[min(sizes)]}” has {min(sizes)} pt"
    assert max(sizes, key=lambda size: len(sizes[size])) >= SMALLEST_BODY[paper.id]


@every_edition
def test_no_page_is_left_half_empty(sheet: Worksheet, paper: Paper) -> None:
    for number, image in enumerate(rendered(sheet.id, paper.id), start=1):
        # The footer is left out: it always stands at the bottom.
        body = image.crop((0, 0, image.width, round(image.height * 0.93)))
        box = body.point(lambda value: 255 if value < 200 else 0).getbbox()
        assert box, f"page {number} is empty"
        assert box[3] >= image.height * 0.75, f"page {number} ends at {box[3] / image.height:.0%}"


@every_edition
def test_the_code_on_paper_opens_the_page_of_the_sheet(sheet: Worksheet, paper: Paper) -> None:
    codes = zxingcpp.read_barcodes(rendered(sheet.id, paper.id)[0])
    assert [code.text for code in codes] == [address(sheet)]


@every_edition
def test_each_page_tells_its_number(sheet: Worksheet, paper: Paper) -> None:
    pages = reader(shipped(sheet.id, paper.id)).pages
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page.extract_text()


# Accessibility


@every_edition
@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_a_sheet_meets_the_standard(sheet: Worksheet, paper: Paper, profile: Any) -> None:
    report = page_validation.validate_pdf_bytes(shipped(sheet.id, paper.id), profile=profile)
    assert report.is_compliant, [str(failure) for failure in report.failures]


@every_edition
def test_a_checker_for_screen_readers_finds_no_error(sheet: Worksheet, paper: Paper, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(shipped(sheet.id, paper.id))
    result = outloud.check(str(path))
    assert not result.error
    assert not result.errors, result.findings
    # Cells to write in are empty (TBL-012), a row number is not a heading for Typst (TBL-014), and
    # a box to tick has no words (TAG-020).
    assert {finding.rule for finding in result.findings} <= {"TBL-012", "TBL-014", "TAG-020"}


@every_edition
def test_a_sheet_says_its_name_and_language(sheet: Worksheet, paper: Paper) -> None:
    with open_shipped(sheet, paper) as document:
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert document.Root.Lang == GUIDE.site.language
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == f"{sheet.title} · {GUIDE.site.name}"
            assert metadata["dc:description"] == sheet.outcome


@every_edition
def test_headings_are_the_titles_in_order(sheet: Worksheet, paper: Paper) -> None:
    titles = [section.title for section in sheet.sections]
    assert outline_titles(shipped(sheet.id, paper.id)) == [sheet.title, *titles, "Sources"]
    with open_shipped(sheet, paper) as document:
        roles = [str(element.S) for element in structure(document)]
    headings = [role for role in roles if re.fullmatch(r"/H\d", role)]
    assert headings == ["/H1", *["/H2"] * (len(titles) + 1)]


@every_edition
def test_the_code_is_told_to_those_who_cannot_see_it(sheet: Worksheet, paper: Paper) -> None:
    with open_shipped(sheet, paper) as document:
        figures = [element for element in structure(document) if element.S == "/Figure"]
        assert [str(figure.get("/Alt")) for figure in figures] == [f"QR code that opens {address(sheet)}"]


@every_edition
def test_every_text_of_the_author_is_there_in_order(sheet: Worksheet, paper: Paper) -> None:
    text = text_of(shipped(sheet.id, paper.id))
    position = 0
    sections = [text for section in sheet.sections for text in texts_of(section)]
    sources = [GUIDE.sources[id].cite for id in sheet.from_]
    for expected in (sheet.title, sheet.outcome, sheet.why, *sections, *sources, GUIDE.site.license.name):
        position = text.find(squeezed(expected), position)
        assert position >= 0, f"“{expected}” is missing, or stands before what comes ahead of it"


@every_edition
def test_the_address_and_the_license_can_be_opened(sheet: Worksheet, paper: Paper) -> None:
    with open_shipped(sheet, paper) as document:
        links = [str(note.A.URI) for page in document.pages for note in page.get("/Annots", [])]
    assert set(links) == {address(sheet), str(GUIDE.site.license.url)}


# The file


@every_edition
def test_only_our_own_fonts_are_used_and_they_are_inside(sheet: Worksheet, paper: Paper) -> None:
    with open_shipped(sheet, paper) as document:
        fonts = [font for page in document.pages for font in page.Resources.Font.values()]
        for font in fonts:
            name = str(font.BaseFont).split("+")[-1]
            assert name.startswith(("AtkinsonHyperlegible", "SourceSerif4"))
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert any(key in descriptor for key in ("/FontFile2", "/FontFile3")), f"{name} is not embedded"
            assert "/ToUnicode" in font, f"{name} cannot be copied as text"


@every_edition
def test_a_sheet_is_small_and_holds_no_script(sheet: Worksheet, paper: Paper) -> None:
    document = shipped(sheet.id, paper.id)
    assert len(document) <= LARGEST_FILE
    with open_shipped(sheet, paper) as opened:
        assert not opened.is_encrypted
        assert "/AcroForm" not in opened.Root
        assert "/OpenAction" not in opened.Root
        assert "/Names" not in opened.Root or "/JavaScript" not in opened.Root.Names


@every_edition
def test_a_sheet_bears_the_day_of_the_last_change(sheet: Worksheet, paper: Paper) -> None:
    metadata = reader(shipped(sheet.id, paper.id)).metadata
    day = GUIDE.contents.updated
    assert metadata
    assert metadata.creation_date == datetime(day.year, day.month, day.day, tzinfo=UTC)


HASH_ALL = """
import hashlib
from tests import test_worksheets as t
for sheet in t.GUIDE.worksheets.values():
    for paper in t.GUIDE.site.papers:
        print(sheet.id, paper, hashlib.sha256(t.shipped(sheet.id, paper)).hexdigest())
"""


def test_another_process_makes_the_same_bytes() -> None:
    changed = {**os.environ, "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711", "LANG": "C"}
    program = [sys.executable, "-c", HASH_ALL]
    printed = subprocess.run(
        program, cwd=PROJECT.root, env=changed, capture_output=True, text=True, check=True
    )
    here = [
        f"{sheet.id} {paper} {hashlib.sha256(shipped(sheet.id, paper)).hexdigest()}"
        for sheet in GUIDE.worksheets.values()
        for paper in GUIDE.site.papers
    ]
    assert printed.stdout.splitlines() == here


# Pictures


def test_there_is_a_picture_of_each_page_and_it_is_the_same_on_every_run() -> None:
    sheet = next(iter(GUIDE.worksheets.values()))
    first, again = (pictures(sheet, GUIDE, PAPERS["a4"], PROJECT.templates) for _ in range(2))
    assert first == again
    assert len(first) == len(reader(shipped(sheet.id, "a4")).pages)
    for picture in first:
        with Image.open(io.BytesIO(picture.webp)) as image:
            assert image.format == "WEBP"
            assert image.size == (picture.width, picture.height)
        assert picture.width == PICTURE_WIDTH
        assert picture.height / picture.width == pytest.approx(297 / 210, abs=0.01)


# What authors may write


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_every_kind_of_section_can_be_printed(paper: Paper) -> None:
    sheet = sample()
    assert [section.kind for section in sheet.sections] == [entry["kind"] for entry in SAMPLE["sections"]]
    text = text_of(make(sheet, paper))
    for section in sheet.sections:
        for expected in texts_of(section):
            assert squeezed(expected) in text, f"the {section.kind} lacks “{expected}”"


def test_code_in_a_text_is_printed_as_it_was_typed() -> None:
    tricks = (
        '#import "style.typ": *',
        "#panic()",
        "$x^2$",
        "*bold* _it_ `raw` ~ --- ...",
        "@reference <label>",
        "[ ] \\ \\u{41} // /* */",
        "= heading",
        "- item",
        "{{ site.name }} {% raw %}",
        "<script>alert(1)</script> &amp;",
        "'single' \"double\"",
    )
    text = text_of(make(sample(prompts(*tricks)), PAPERS["a4"]))
    for trick in tricks:
        assert squeezed(trick) in text, f"{trick} was changed"


def test_long_texts_do_not_run_off_the_page() -> None:
    long = "wide words " * 36
    section = {
        "kind": "sentence",
        "id": "say",
        "title": "A long title that goes on and on until the very last of its eighty signs.",
        "help": long,
        "text": "So {one}.",
        "words": "60",
        "blanks": [{"id": "one", "label": long}],
    }
    document = make(sample(section, prompts(long)), PAPERS["a4"])
    assert text_of(document).count(squeezed(long)) == 3
    with drawn(document) as opened:
        for page in opened:
            assert all(word[2] <= page.rect.width - 40 for word in page.get_text("words"))


def test_a_character_without_a_glyph_is_an_error_that_names_it_and_its_place() -> None:
    place = Place("content/worksheets/sample.yml", 12, 7)
    section = prompts("")
    section["prompts"][0]["label"] = Written.at("Smile 🙂 now", place)
    (problem,) = problems_of(sample(section))
    assert problem.rule == "no-glyph"
    assert problem.place == place
    assert "“🙂” (U+1F642, slightly smiling face)" in problem.message


def test_what_the_text_font_can_set_the_heading_font_can_set_too() -> None:
    assert {sign for sign in characters(SANS) - characters(SERIF) if sign.isprintable()} == set()


def test_an_accent_typed_apart_from_its_letter_is_printed() -> None:
    assert "Ren" in text_of(make(sample(prompts("Rene\u0301 Ş ë")), PAPERS["a4"]))


def test_a_sheet_that_is_too_long_is_an_error_that_names_the_longest_section() -> None:
    top = Written.at("sample", Place("content/worksheets/sample.yml"))
    (problem,) = problems_of(
        sample(prompts(*["Why?"] * 9, lines=9), *SAMPLE["sections"][2:], id=top, pages="2")
    )
    assert problem.rule == "sheet-too-long"
    assert problem.place == top.where
    assert re.fullmatch(r"“A sample” needs \d pages of A4 paper, and `pages` allows 2", problem.message), (
        problem.message
    )
    assert "“To write” is the longest" in problem.fix


def test_a_table_longer_than_a_page_repeats_its_head() -> None:
    table = {**SAMPLE["sections"][3], "rows": "50"}
    pages = reader(make(sample(table), PAPERS["a4"])).pages
    assert len(pages) == 3
    assert all("Who" in page.extract_text() for page in pages[:2])


@settings(max_examples=30, deadline=None)
@given(
    rows=st.integers(1, 30),
    lines=st.lists(st.integers(1, 12), min_size=1, max_size=6),
    pages=st.integers(1, 4),
    paper=st.sampled_from([*PAPERS.values()]),
)
def test_whatever_is_asked_a_sheet_keeps_to_its_pages_or_is_refused(
    rows: int, lines: list[int], pages: int, paper: Paper
) -> None:
    sections = [{**prompts("Why?", lines=count), "id": f"s{index}"} for index, count in enumerate(lines)]
    table = {**SAMPLE["sections"][3], "rows": str(rows)}
    try:
        count = len(reader(make(sample(table, *sections, pages=str(pages)), paper)).pages)
    except ContentError as error:
        rules = {problem.rule for problem in error.problems}
    else:
        rules = set()
        assert count <= pages
    assert rules <= {"sheet-too-long"}


# A broken template


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT.templates / "worksheet", tmp_path / "templates" / "worksheet")).parent


@pytest.mark.parametrize("file", ["sheet.typ", "style.typ"])
def test_a_broken_template_is_an_error_that_names_the_line(templates: Path, file: str) -> None:
    broken = templates / "worksheet" / file
    text = broken.read_text()
    broken.write_text(text + "#nonsense")
    with pytest.raises(ContentError) as caught:
        pdf(sample(), GUIDE, PAPERS["a4"], templates)
    (problem,) = caught.value.problems
    assert (problem.place.file, problem.place.line) == (
        f"templates/worksheet/{file}",
        text.count("\n") + 1,
    )
    assert "nonsense" in problem.message


def test_a_font_that_is_missing_is_an_error_and_not_a_warning(templates: Path) -> None:
    style = templates / "worksheet" / "style.typ"
    style.write_text(style.read_text().replace("Source Serif 4", "No Such Face"))
    with pytest.raises(ContentError, match="problems") as caught:
        pdf(sample(), GUIDE, PAPERS["a4"], templates)
    assert "no such face" in caught.value.problems[0].message
