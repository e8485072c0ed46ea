"""Worksheets on paper: what readers, screen readers, printers and authors can rely on."""

import hashlib
import io
import os
import pickle
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, get_args

import outloud  # type: ignore[import-untyped]
import page as page_validation
import pikepdf
import pymupdf
import pypdf
import pytest
import yaml
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from generator.check.room import LANDSCAPE, PORTRAIT, rooms
from generator.layers import Layers
from generator.model.paper_sizes import EDITIONS, PAPERS, Edition, Paper
from generator.model.source_text import SourceText
from generator.model.text_blanks import SheetField
from generator.model.worksheet import (
    AnySection,
    Balance,
    Bars,
    Cards,
    Chart,
    Column,
    Commitment,
    Drawing,
    DrawnSection,
    Facilitation,
    Handout,
    Ladder,
    Overlap,
    OwnWords,
    People,
    Prompts,
    Rating,
    Rings,
    Seesaw,
    Sentence,
    Table,
    TickBoxes,
    Timeline,
    TwoColumns,
    Worksheet,
    WritingSection,
)
from generator.paper.context import PrintContext
from generator.paper.fillable_fields import commitment
from generator.paper.fonts import characters
from generator.paper.layout import LOOSEST_LINE, SheetLayout, SheetMeasurements
from generator.paper.pdf.form import to_form
from generator.paper.sheet_data import stamp
from generator.paper.typefaces import SANS, SERIF
from generator.paper.worksheet import PICTURE_WIDTH, SheetCompiler, pdf, pictures
from generator.problems import ContentError, Location, Problem
from generator.project import Project
from tests.support.every_kind import EVERY_KIND
from tests.support.form_filling import marked_places
from tests.support.fuzzing import examples
from tests.support.loaded import real_guide
from tests.support.loops import every
from tests.support.nightly import representatives, stood_for_by
from tests.support.paths import REAL_URL, ROOT
from tests.support.without_pdfs import ENGLISH

PROJECT = Project.at(ROOT, REAL_URL)
GUIDE = real_guide()

POINTS_PER_MILLIMETER = 72 / 25.4
PIXELS_PER_INCH = 100
BOUND_MARGIN = 20
"""Millimeters that a hole punch needs."""
OTHER_MARGIN = 8
"""Millimeters that office printers need."""
MOST_INK = 0.06
"""Share of the page that is black."""
SMALLEST_TYPE = {False: 8.4, True: 18}
"""Points, in the usual editions and in large print, but for its footer."""
SMALLEST_BODY = {False: 10.5, True: 18}
"""Points."""
INCH = 25
"""Millimeters of margin around large print."""
LARGEST_FILE = 150 * 1024
"""Bytes."""

SHEETS = tuple(GUIDE.worksheets.values())


def editions(chosen: Callable[[Worksheet, str, Edition], bool]) -> pytest.MarkDecorator:
    """Every sheet on every paper in every edition, if it is `chosen`."""
    cases = [
        (sheet, PAPERS[paper], edition)
        for sheet, paper, edition in product(SHEETS, GUIDE.site.papers, EDITIONS.values())
        if chosen(sheet, paper, edition)
    ]
    return pytest.mark.parametrize(
        ("sheet", "paper", "edition"),
        representatives(cases, _is_its_turn, lambda case: "-".join(part.id for part in case)),
    )


def _is_its_turn(case: tuple[Worksheet, Paper, Edition]) -> bool:
    """Whether it's the turn of this paper: each edition of each sheet is on one, and on each in turn."""
    sheet, paper, edition = case
    turn = SHEETS.index(sheet) + [*EDITIONS.values()].index(edition)
    return GUIDE.site.papers.index(paper.id) == turn % len(GUIDE.site.papers)


def _is_worth_seconds(sheet: Worksheet, paper: str, edition: Edition) -> bool:
    """Whether to run slow checks: on A4, all editions but ink-saving; otherwise one edition of each sheet."""
    if paper == "a4":
        return not edition.ink_saving
    turn = SHEETS.index(sheet) % len(EDITIONS)
    return edition == tuple(EDITIONS.values())[turn]


every_edition = editions(lambda sheet, paper, edition: True)
every_edition_on_few_pages = editions(lambda sheet, paper, edition: not edition.large)
large_print = editions(lambda sheet, paper, edition: edition.large)
ink_saving = editions(lambda sheet, paper, edition: edition.ink_saving)
fillable = editions(lambda sheet, paper, edition: edition.fillable)
some_editions = editions(_is_worth_seconds)


# Helpers


def address(sheet: Worksheet) -> str:
    return f"{GUIDE.site.url.rstrip('/')}/worksheets/{sheet.id}/"


def context(templates: Layers = PROJECT.templates) -> PrintContext:
    """Return a new context, so that no layout is reused."""
    return PrintContext(GUIDE, templates, ENGLISH)


def make(sheet: Worksheet, paper: Paper, edition: Edition = EDITIONS["print"]) -> bytes:
    """Make an unpublished sheet, with its form if it has one."""
    document = pdf(sheet, context(), paper, edition)
    return to_form(document, sheet, ENGLISH) if edition.fillable else document


PUBLISHED: list[Path] = []
"""Where the site is, once it is built."""


@pytest.fixture(scope="module", autouse=True)
def published(real_site: Path) -> None:
    PUBLISHED[:] = [real_site]


@cache
def shipped(sheet_id: str, paper_id: str, edition_id: str = "print") -> bytes:
    (site,) = PUBLISHED
    return (site / f"worksheets/{sheet_id}/{sheet_id}-{paper_id}-{edition_id}.pdf").read_bytes()


def open_shipped(sheet: Worksheet, paper: Paper, edition: Edition) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(shipped(sheet.id, paper.id, edition.id)))


def is_landscape(sheet: Worksheet, edition: Edition) -> bool:
    """Whether the page is landscape; large print never is."""
    return sheet.landscape and not edition.large


def reader(document: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(document))


def drawn(document: bytes) -> Any:
    return pymupdf.open(stream=document)  # type: ignore[no-untyped-call]


def squeezed(text: str) -> str:
    """Return `text` without white space, since extracted text has the line breaks of the page."""
    return re.sub(r"\s+", "", text)


@cache
def page_texts(document: bytes) -> tuple[str, ...]:
    with drawn(document) as opened:
        return tuple(page.get_text() for page in opened)


def text_of(document: bytes) -> str:
    return squeezed("".join(page_texts(document)))


@cache
def rendered(sheet_id: str, paper_id: str, edition_id: str) -> tuple[Image.Image, ...]:
    with drawn(shipped(sheet_id, paper_id, edition_id)) as document:
        pixmaps = [page.get_pixmap(dpi=PIXELS_PER_INCH, colorspace=pymupdf.csGRAY) for page in document]
        return tuple(Image.frombytes("L", (one.width, one.height), one.samples) for one in pixmaps)


def has_ink(value: int) -> int:
    return 255 if value < 200 else 0


def with_help(*parts: SheetField) -> Iterator[str]:
    for part in parts:
        yield part.label
        if part.help:
            yield part.help


def texts_of(section: AnySection, edition: Edition) -> Iterator[str]:
    """The texts that `section` must have below its title and help, in order."""
    match section:
        case Handout():
            yield from section.points
        case Prompts():
            yield from with_help(*section.prompts)
        case TickBoxes():
            yield from with_help(*section.items)
        case Rating():
            yield from (section.scale.low, section.scale.high)
            yield from with_help(*section.statements)
        case Timeline():
            # The dots show where the dates go, and the choices are circled.
            kinds = ("text", "date")
            yield from (column.label for column in section.columns if column.type == "text")
            for column in sorted(
                section.columns, key=lambda column: ("text", "choice", "date").index(column.type)
            ):
                yield from (
                    with_help(column) if column.type != "text" else [column.help] if column.help else ()
                )
            yield from (section.example[column.id] for column in section.columns if column.type in kinds)
        case People():
            yield from with_help(*section.columns)
            yield from (section.example[one.id] for one in section.columns if one.type in ("text", "date"))
        case Table():
            yield from with_help(*section.columns)
            yield from (section.example[column.id] for column in section.columns)
            yield from () if edition.fillable else options(section.columns)
        case TwoColumns():
            yield from with_help(section.left, section.right)
        case Sentence():
            yield from (piece if isinstance(piece, str) else piece.label for piece in section.pieces)
        case OwnWords():
            for sample in section.samples:
                yield from [sample.text] if sample.label is None else [sample.label, sample.text]
        case Chart():
            yield from section.columns
            yield from (text for row in section.rows for text in row)
        case Ladder():
            yield from with_help(*reversed(section.steps))
        case Rings():
            yield section.center
            yield from (ring.label for ring in section.rings)
        case Seesaw():
            yield from (section.left.label, section.right.label, section.limit.label)
        case DrawnSection():
            yield from (part.label for part, _ in section.parts)
        case Cards():
            for card in section.cards:
                yield from (card.title, *with_help(*card.blanks))
        case Drawing():
            yield section.label
            yield from [] if section.center is None else [section.center, *section.rings]
        case Balance():
            yield from with_help(section.given, section.asked)
        case Bars():
            yield from with_help(*section.bars)
        case Commitment():
            yield from commitment(ENGLISH).values()


def options(columns: Iterable[Column]) -> Iterator[str]:
    """Choices to circle on paper; on screen they are in a list."""
    return (option.label for column in columns for option in column.options)


def printed(sheet: Worksheet) -> list[AnySection]:
    return [section for section in sheet.sections if section.kind != "facilitation"]


def structure(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every element of the structure tree, in reading order."""

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
    with drawn(document) as opened:
        return [title for _, title, _ in opened.get_toc()]


def type_sizes(document: bytes) -> dict[float, str]:
    """Each type size in points, with all the text in that size."""
    sizes: dict[float, str] = defaultdict(str)
    with drawn(document) as opened:
        for page in opened:
            for block in page.get_text("dict", flags=pymupdf.TEXT_PRESERVE_WHITESPACE)["blocks"]:
                for span in (span for line in block["lines"] for span in line["spans"]):
                    if span["text"].strip():
                        sizes[round(span["size"], 2)] += span["text"]
    return sizes


# A sheet with one section of each kind, for features that no shipped sheet uses

SAMPLE = yaml.load(
    f"""
id: sample
title: A sample
principle: {next(iter(GUIDE.principles))}
outcome: You see every kind of section.
why: It is easier to improve what you can see.
from: [{next(iter(GUIDE.sources))}]
next: {{say: Write it, to: messages}}
pages: 4
sections:
  - kind: text
    id: read
    title: To read
    help: Read.
    points: [A first point., A second one.]
  - kind: checklist
    id: ticks
    title: To tick
    help: Tick.
    items:
      - {{id: one, label: One thing, help: With a word of advice.}}
      - {{id: two, label: Another thing}}
  - kind: prompts
    id: prompts
    title: To write
    help: Write.
    prompts:
      - {{id: one, label: "What then?", help: Take your time., lines: 3}}
  - kind: rating
    id: rating
    title: To rate
    help: Mark.
    scale: {{low: never, high: always}}
    statements:
      - {{id: one, label: I rest, help: At least once a week.}}
  - kind: rating
    id: change
    title: To rate twice
    help: Mark again.
    scale: {{low: rarely, high: often, steps: 4}}
    twice: yes
    statements:
      - {{id: one, label: I walk}}
  - kind: table
    id: table
    title: To fill in
    help: Fill in.
    rows: 4
    columns:
      - {{id: who, label: Who, help: First names will do.}}
      - {{id: what, label: What, width: 2}}
    example: {{who: Mei L., what: a leaflet}}
  - kind: log
    id: log
    title: To continue
    help: Continue.
    rows: 3
    columns:
      - {{id: who, label: Who, width: 2}}
      - {{id: way, label: Way, type: choice, options: [call, mail], width: 2}}
      - {{id: day, label: Day, type: date}}
      - {{id: done, label: Done, type: check}}
    example: {{who: Sam K., way: mail, day: May 2, done: "yes"}}
  - kind: columns
    id: sides
    title: To sort
    help: Sort.
    lines: 3
    left: {{id: left, label: Mine, help: What I can change.}}
    right: {{id: right, label: Not mine}}
  - kind: sentence
    id: sentence
    title: To say
    help: Say it.
    text: "Thank you for {{gift}}."
    words: 20
    blanks:
      - {{id: gift, label: what they gave, help: in a word}}
  - kind: drawing
    id: map
    title: To draw
    help: Draw.
    label: People I know
    height: 6
    center: me
    rings: [near, far]
  - kind: drawing
    id: free
    title: To sketch
    help: Sketch.
    label: A place I like
    height: 3
  - kind: balance
    id: balance
    title: To count
    help: Count.
    given: {{id: given, label: Given, help: Small things count.}}
    asked: {{id: asked, label: Asked}}
    weeks: 10
  - kind: bars
    id: bars
    title: To shade
    help: Shade.
    highest: 25
    bars:
      - {{id: one, label: One bar}}
      - {{id: two, label: Another bar, help: The other.}}
  - kind: facilitation
    id: lead
    title: For leaders
    help: No one else reads this.
    minutes: 20
  - kind: commitment
    id: act
    title: To do
    help: Do it.
""",
    yaml.BaseLoader,  # every value is a string, as with the program's own loader
)
OTHER_KINDS = [
    section
    for section in yaml.load(EVERY_KIND, yaml.BaseLoader)["sections"]
    if section["kind"] not in {known["kind"] for known in SAMPLE["sections"]}
]


def sample_section(id: str, **changes: Any) -> dict[str, Any]:
    """The section of the sample with this id."""
    return {**next(section for section in SAMPLE["sections"] if section["id"] == id), **changes}


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


@every_edition_on_few_pages
def test_a_sheet_stays_within_its_page_limit(sheet: Worksheet, paper: Paper, edition: Edition) -> None:
    with open_shipped(sheet, paper, edition) as document:
        assert len(document.pages) <= sheet.pages


@every_edition
def test_pages_have_the_size_of_the_paper(sheet: Worksheet, paper: Paper, edition: Edition) -> None:
    size = (paper.height, paper.width) if is_landscape(sheet, edition) else (paper.width, paper.height)
    with open_shipped(sheet, paper, edition) as document:
        for page in document.pages:
            assert [float(value) for value in page.mediabox] == pytest.approx(
                [0, 0, *(side * POINTS_PER_MILLIMETER for side in size)], abs=0.1
            )


@every_edition
def test_margins_leave_room_for_holes_and_for_printers(
    sheet: Worksheet, paper: Paper, edition: Edition
) -> None:
    for index, image in enumerate(rendered(sheet.id, paper.id, edition.id)):
        box = image.point(has_ink).getbbox()
        assert box, f"page {index + 1} is empty"
        left, top, right, bottom = box
        pixels = (left, top, image.width - right, image.height - bottom)
        margins = [value / PIXELS_PER_INCH * 25.4 for value in pixels]
        # A landscape sheet is bound at the top, others along the inner edge.
        bound = margins.pop(1 if is_landscape(sheet, edition) else 0 if index % 2 == 0 else 2)
        assert bound >= BOUND_MARGIN, f"page {index + 1}: the bound margin has {bound:.1f} mm"
        assert min(margins) >= OTHER_MARGIN, f"page {index + 1}: a margin has {min(margins):.1f} mm"


@large_print
def test_large_print_has_an_inch_of_margin_on_each_side(
    sheet: Worksheet, paper: Paper, edition: Edition
) -> None:
    for image in rendered(sheet.id, paper.id, edition.id):
        box = image.point(has_ink).getbbox()
        assert box
        sides = (box[0], image.width - box[2])
        assert min(sides) / PIXELS_PER_INCH * 25.4 >= INCH - 0.5


@every_edition
def test_a_printed_page_uses_little_ink(sheet: Worksheet, paper: Paper, edition: Edition) -> None:
    for number, image in enumerate(rendered(sheet.id, paper.id, edition.id), start=1):
        assert ink(image) <= MOST_INK, f"page {number}"


def ink(image: Image.Image) -> float:
    """The share of a page that is black."""
    darkness = sum((255 - grey) * count for grey, count in enumerate(image.histogram())) / 255
    return darkness / (image.width * image.height)


@ink_saving
def test_the_ink_saving_edition_saves_ink(sheet: Worksheet, paper: Paper, edition: Edition) -> None:
    usual, saved = (sum(map(ink, rendered(sheet.id, paper.id, id))) for id in ("print", edition.id))
    assert saved < usual


@ink_saving
def test_no_shape_is_filled_in_the_ink_saving_edition(
    sheet: Worksheet, paper: Paper, edition: Edition
) -> None:
    with drawn(shipped(sheet.id, paper.id, edition.id)) as document:
        drawings = [
            (number, shape["rect"])
            for number, page in enumerate(document)
            for shape in page.get_drawings()
            if shape.get("fill") not in (None, (1, 1, 1))
        ]
    # Lines are drawn as thin filled shapes. Next to the title are the QR code and the solid part of the mark.
    thick = [(number, box) for number, box in drawings if min(box.width, box.height) > 1]
    code = max((box for _, box in thick), key=lambda box: box.width)
    assert code.width == pytest.approx(code.height, rel=0.1)
    for number, box in every(thick):
        assert number == 0
        assert box.y1 <= 55 * POINTS_PER_MILLIMETER
        assert max(box.width, box.height) <= 23 * POINTS_PER_MILLIMETER


PEN = (0x33, 0x43, 0x7A)
"""The color of what's written by hand in an example."""


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_the_first_boxes_of_a_sheet_show_one_that_is_checked(sheet: Worksheet) -> None:
    with drawn(shipped(sheet.id, "letter")) as document:
        checks = [
            shape["rect"]
            for page in document
            for shape in page.get_drawings()
            if tuple(round(255 * part) for part in shape["color"] or ()) == PEN
            and [item[0] for item in shape["items"]] == ["l", "l"]
        ]
    boxes = any(section.kind == "checklist" for section in printed(sheet))
    assert [box.width < 4 * POINTS_PER_MILLIMETER for box in checks] == [True] * boxes


@every_edition
def test_no_type_is_too_small_and_running_text_is_large(
    sheet: Worksheet, paper: Paper, edition: Edition
) -> None:
    sizes = type_sizes(shipped(sheet.id, paper.id, edition.id))
    # Only the footer in large print, and in other editions the caption of the QR code, can be smaller.
    least = squeezed(sizes.pop(14.0 if edition.large else 8.0))
    assert least.startswith(squeezed(sheet.title) if edition.large else "Scanoropenonline")
    assert min(sizes) >= SMALLEST_TYPE[edition.large], f"“{sizes[min(sizes)]}” has {min(sizes)} pt"
    help = printed(sheet)[0].help
    (running,) = [size for size, text in sizes.items() if squeezed(help) in squeezed(text)]
    assert running >= SMALLEST_BODY[edition.large]


@every_edition_on_few_pages
def test_no_page_is_left_half_empty(sheet: Worksheet, paper: Paper, edition: Edition) -> None:
    for number, image in enumerate(rendered(sheet.id, paper.id, edition.id), start=1):
        assert lowest_ink(image) >= 0.75, f"page {number} ends at {lowest_ink(image):.0%}"


@large_print
def test_large_print_has_no_page_with_only_a_line_or_two(
    sheet: Worksheet, paper: Paper, edition: Edition
) -> None:
    for number, image in enumerate(rendered(sheet.id, paper.id, edition.id), start=1):
        assert lowest_ink(image) >= 0.3, f"page {number} ends at {lowest_ink(image):.0%}"


def lowest_ink(image: Image.Image) -> float:
    """How far down a page is filled, ignoring the footer."""
    body = image.crop((0, 0, image.width, round(image.height * 0.92)))
    box = body.point(has_ink).getbbox()
    assert box, "a page is empty"
    return box[3] / image.height


@every_edition
def test_the_code_on_paper_opens_the_page_of_the_sheet(
    sheet: Worksheet, paper: Paper, edition: Edition
) -> None:
    codes = zxingcpp.read_barcodes(rendered(sheet.id, paper.id, edition.id)[0])
    assert [code.text for code in codes] == [address(sheet)]


@every_edition
def test_each_page_shows_its_number(sheet: Worksheet, paper: Paper, edition: Edition) -> None:
    pages = page_texts(shipped(sheet.id, paper.id, edition.id))
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text


# Accessibility


@some_editions
@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_a_sheet_meets_the_standard(sheet: Worksheet, paper: Paper, edition: Edition, profile: Any) -> None:
    document = shipped(sheet.id, paper.id, edition.id)
    report = page_validation.validate_pdf_bytes(document, profile=profile)
    failures = {str(failure.rule_id): str(failure) for failure in report.failures}
    if WRONG_LENGTH in failures and lengths_are_true(document):
        del failures[WRONG_LENGTH]
    assert not failures


WRONG_LENGTH = "PDFA2A-STREAM-LENGTH-001"


def lengths_are_true(document: bytes) -> bool:
    """Whether each stream has the length that it declares.

    If the last byte of the data is a carriage return, as in one of 256 streams, the validator takes it
    for part of the line ending.
    """
    streams = [*re.finditer(rb"/Length (\d+)\b[^>]*>>\s*stream\r?\n", document)]
    assert len(streams) == len(re.findall(rb"\nendstream\b", document))
    return all(document[stream.end() + int(stream[1]) :].startswith(b"\nendstream") for stream in streams)


@some_editions
def test_an_accessibility_checker_finds_no_error(
    sheet: Worksheet, paper: Paper, edition: Edition, tmp_path: Path
) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(shipped(sheet.id, paper.id, edition.id))
    result = outloud.check(str(path))
    assert not result.error
    assert not result.errors, result.findings
    # Cells to write in are empty (TBL-012), a row number is not a heading for Typst (TBL-014), and
    # a box to tick has no words (TAG-020).
    assert {finding.rule for finding in result.findings} <= {"TBL-012", "TBL-014", "TAG-020"}


@every_edition
def test_a_sheet_is_tagged_and_has_its_title_and_language(
    sheet: Worksheet, paper: Paper, edition: Edition
) -> None:
    with open_shipped(sheet, paper, edition) as document:
        assert document.Root.MarkInfo.Marked
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert document.Root.Lang == GUIDE.site.language
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == f"{sheet.title} · {GUIDE.site.name}"
            assert metadata["dc:description"] == sheet.outcome
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


@every_edition
def test_headings_are_the_titles_in_order(sheet: Worksheet, paper: Paper, edition: Edition) -> None:
    titles = [section.title for section in printed(sheet)]
    document = shipped(sheet.id, paper.id, edition.id)
    assert outline_titles(document) == [sheet.title, *titles]
    with open_shipped(sheet, paper, edition) as opened:
        roles = [str(element.S) for element in structure(opened)]
    headings = [role for role in roles if re.fullmatch(r"/H\d", role)]
    assert headings == ["/H1", *["/H2"] * len(titles)]


@every_edition
def test_figures_have_alt_text(sheet: Worksheet, paper: Paper, edition: Edition) -> None:
    with open_shipped(sheet, paper, edition) as document:
        code, *drawings = [
            str(element.get("/Alt")) for element in structure(document) if element.S == "/Figure"
        ]
    assert code == f"QR code that opens {address(sheet)}"
    rooms = [section for section in sheet.sections if isinstance(section, Drawing)]
    if edition.fillable:
        assert not drawings
        return
    for room, drawing in zip(rooms, drawings, strict=True):
        assert all(word in drawing for word in (room.label, room.center or "", *room.rings))


@every_edition
def test_table_headers_have_a_scope(sheet: Worksheet, paper: Paper, edition: Edition) -> None:
    with open_shipped(sheet, paper, edition) as document:
        for element in structure(document):
            if element.S == "/TH":
                attributes = element.A if isinstance(element.A, pikepdf.Array) else [element.A]
                assert any("/Scope" in entry for entry in attributes)


@every_edition
def test_every_text_by_the_author_is_there_in_order(sheet: Worksheet, paper: Paper, edition: Edition) -> None:
    text = text_of(shipped(sheet.id, paper.id, edition.id))
    position = 0

    def find(*expected: str) -> int:
        places = [text.find(squeezed(one), position) for one in expected]
        missing = [one for one, place in zip(expected, places, strict=True) if place < 0]
        assert not missing, f"{missing} are missing, or come too early"
        return max(places, default=position)

    position = find(sheet.title)
    position = find(sheet.outcome)
    for section in printed(sheet):
        position = find(section.title)
        position = find(section.help)
        texts = [*texts_of(section, edition)]
        if edition.large:
            # In a table that is too wide, rows become cards, so labels and examples alternate.
            find(*texts)
            continue
        for expected in texts:
            position = find(expected)
    find(GUIDE.site.license.name)


@every_edition
def test_a_leader_note_is_on_no_sheet(sheet: Worksheet, paper: Paper, edition: Edition) -> None:
    text = text_of(shipped(sheet.id, paper.id, edition.id))
    for section in sheet.sections:
        if isinstance(section, Facilitation):
            assert squeezed(section.title) not in text
            assert squeezed(section.help) not in text


@every_edition
def test_the_address_and_the_license_are_links(sheet: Worksheet, paper: Paper, edition: Edition) -> None:
    with open_shipped(sheet, paper, edition) as document:
        notes = [note for page in document.pages for note in page.get("/Annots", [])]
        links = {str(note.A.URI) for note in notes if note.Subtype == "/Link"}
    assert links == {address(sheet), str(GUIDE.site.license.url)}


# Fields


@pytest.mark.parametrize("edition", [edition for edition in EDITIONS.values() if not edition.fillable])
def test_only_the_fillable_edition_marks_fields(edition: Edition) -> None:
    assert marked_places(make(sample(), PAPERS["a4"], edition)) == []


@fillable
def test_fields_do_not_overlap_and_are_inside_the_page(
    sheet: Worksheet, paper: Paper, edition: Edition
) -> None:
    with open_shipped(sheet, paper, edition) as document:
        for page in document.pages:
            rects = [
                [float(value) for value in note.Rect]
                for note in page.get("/Annots", [])
                if note.Subtype == "/Widget"
            ]
            width, height = float(page.MediaBox[2]), float(page.MediaBox[3])
            for number, (left, bottom, right, top) in enumerate(rects):
                assert 0 < left < right < width
                assert 0 < bottom < top < height
                assert min(right - left, top - bottom) >= 3.9 * POINTS_PER_MILLIMETER
                assert not any(
                    left < other[2] and other[0] < right and bottom < other[3] and other[1] < top
                    for other in rects[number + 1 :]
                )


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_answers_have_the_room_that_the_rule_about_room_counts_on(sheet: Worksheet) -> None:
    paper, between = ("letter", LANDSCAPE) if sheet.landscape else ("a4", PORTRAIT)
    with open_shipped(sheet, PAPERS[paper], EDITIONS["fillable"]) as document:
        widgets = [note for page in document.pages for note in page.get("/Annots", []) if "/T" in note]
        widths = {str(one.T): float(one.Rect[2] - one.Rect[0]) / POINTS_PER_MILLIMETER for one in widgets}
    for section in printed(sheet):
        # Words can't be typed into the shape of an overlap, so it has boxes of another size there.
        if not isinstance(section, WritingSection) or isinstance(section, Overlap):
            continue
        ids = {id(text): key for key, text in (section.example or {}).items()}
        row = "1-" if isinstance(section, Table) else ""
        for room in rooms(section, between):
            width = widths[f"{section.id}-{row}{ids[id(room.example)]}"]
            assert width >= room.width - 1.5, f"{section.id}: “{room.example}”"


# The file


@every_edition
def test_only_our_own_fonts_are_used_and_they_are_embedded(
    sheet: Worksheet, paper: Paper, edition: Edition
) -> None:
    with open_shipped(sheet, paper, edition) as document:
        fonts = [font for page in document.pages for font in page.Resources.Font.values()]
        for font in fonts:
            name = str(font.BaseFont).split("+")[-1]
            assert name.startswith(("AtkinsonHyperlegible", "SourceSerif4"))
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert any(key in descriptor for key in ("/FontFile2", "/FontFile3")), f"{name} is not embedded"
            assert "/ToUnicode" in font, f"{name} cannot be copied as text"


@every_edition
def test_a_sheet_is_valid_small_and_without_scripts(sheet: Worksheet, paper: Paper, edition: Edition) -> None:
    assert len(shipped(sheet.id, paper.id, edition.id)) <= LARGEST_FILE
    with open_shipped(sheet, paper, edition) as opened:
        assert opened.check_pdf_syntax() == []
        assert not opened.is_encrypted
        assert ("/AcroForm" in opened.Root) == edition.fillable
        assert "/OpenAction" not in opened.Root
        assert "/Names" not in opened.Root or "/JavaScript" not in opened.Root.Names


@every_edition
def test_a_sheet_shows_the_date_of_the_last_change(sheet: Worksheet, paper: Paper, edition: Edition) -> None:
    metadata = reader(shipped(sheet.id, paper.id, edition.id)).metadata
    day = GUIDE.outline.updated
    assert metadata
    assert metadata.creation_date == datetime(day.year, day.month, day.day, tzinfo=UTC)


@every_edition
def test_the_last_page_has_a_stamp(sheet: Worksheet, paper: Paper, edition: Edition) -> None:
    *_, last = page_texts(shipped(sheet.id, paper.id, edition.id))
    assert f"version{stamp(sheet, GUIDE, ENGLISH)}" in squeezed(last)


def test_different_texts_have_different_stamps() -> None:
    one = stamp(sample(), GUIDE, ENGLISH)
    assert re.fullmatch(r"[0-9a-f]{8}", one)
    assert one == stamp(sample(), GUIDE, ENGLISH)
    assert one != stamp(sample(outcome="You see what to improve."), GUIDE, ENGLISH)
    assert one != stamp(sample(sample_section("ticks")), GUIDE, ENGLISH)
    other = {"say": "Read it again", "to": "principles"}
    assert one == stamp(sample(why="It is only for its page.", next=other), GUIDE, ENGLISH)


def test_a_new_date_or_note_for_groups_does_not_change_the_stamp() -> None:
    unled = [section for section in SAMPLE["sections"] if section["kind"] != "facilitation"]
    later = replace(GUIDE, outline=GUIDE.outline.model_copy(update={"updated": date(2099, 1, 1)}))
    assert (
        stamp(sample(), GUIDE, ENGLISH)
        == stamp(sample(*unled), GUIDE, ENGLISH)
        == stamp(sample(), later, ENGLISH)
    )


REPRODUCED = [(sheet.id, "fillable") for sheet in SHEETS] + [(SHEETS[0].id, id) for id in EDITIONS]
"""The riskiest edition of each sheet, and every edition of one sheet."""

MAKE_AGAIN = """
import hashlib, sys
from pathlib import Path
from generator.downloads.jobs import SheetJob
from generator.load.loader import load
from generator.load.strings import load_strings
from generator.paper.context import PrintContext
from generator.project import Project

project = Project.at(Path(sys.argv[1]), sys.argv[2])
context = PrintContext(load(project).guide, project.templates, load_strings(project.templates, "en"))
for name in sys.argv[3:]:
    id, edition = name.split("/")
    document, _ = SheetJob(id, "a4", edition).make(context, {})
    print(hashlib.sha256(document).hexdigest())
"""


@stood_for_by(
    "test_reproducible.py",
    "test_the_site_does_not_depend_on_folder_time_zone_locale_seed_umask_or_cores",
)
def test_another_process_in_another_folder_makes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("content", "templates"):
        shutil.copytree(PROJECT.root / name, tmp_path / name)
    shutil.copy(PROJECT.root / "site_config.yml", tmp_path)
    changed = {**os.environ, "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711", "LANG": "C"}
    names = ["/".join(pair) for pair in REPRODUCED]
    there = subprocess.run(
        [sys.executable, "-c", MAKE_AGAIN, tmp_path, REAL_URL, *names],
        cwd=PROJECT.root,
        env=changed,
        capture_output=True,
        text=True,
        check=True,
    )
    here = [hashlib.sha256(shipped(id, "a4", edition)).hexdigest() for id, edition in REPRODUCED]
    assert there.stdout.split() == here


# Pictures


def test_there_is_a_picture_of_each_page_and_it_is_the_same_on_every_run() -> None:
    sheet = next(iter(GUIDE.worksheets.values()))
    first, again = (pictures(sheet, context(), PAPERS["a4"]) for _ in range(2))
    assert first == again
    assert len(first) == len(reader(shipped(sheet.id, "a4")).pages)
    for picture in first:
        with Image.open(io.BytesIO(picture.webp)) as image:
            assert image.format == "WEBP"
            assert image.size == (picture.width, picture.height)
        assert picture.width == PICTURE_WIDTH
        assert picture.height / picture.width == pytest.approx(297 / 210, abs=0.01)


def test_the_layout_for_the_pictures_is_reused_for_the_pdf() -> None:
    sheet = next(iter(GUIDE.worksheets.values()))
    shared, paper = context(), PAPERS["a4"]
    pictures(sheet, shared, paper)
    ((key, layout),) = shared.layouts.items()
    made = pdf(sheet, context(), paper)
    assert pdf(sheet, shared, paper) == made
    shared.layouts[key] = replace(layout, lines=tuple(line - 0.5 for line in layout.lines))
    assert pdf(sheet, shared, paper) != made


def test_what_is_shared_can_go_to_another_process_after_it_was_used() -> None:
    sheet, paper, shared = next(iter(GUIDE.worksheets.values())), PAPERS["a4"], context()
    made = pdf(sheet, shared, paper)
    there = pickle.loads(pickle.dumps(shared))
    assert there.typesetters.keys() == shared.typesetters.keys()
    assert pdf(sheet, there, paper) == made


def test_the_ink_saving_edition_has_the_layout_of_the_one_for_pens_whichever_comes_first() -> None:
    sheet, paper = next(iter(GUIDE.worksheets.values())), PAPERS["a4"]
    first, second = context(), context()
    saving = pdf(sheet, first, paper, EDITIONS["ink-saving"])
    pdf(sheet, second, paper)
    assert first.layouts == second.layouts
    assert saving == pdf(sheet, second, paper, EDITIONS["ink-saving"])


@pytest.mark.parametrize(
    ("sections", "measured"),
    [
        pytest.param((["Why?"] * 2,), [11, 12], id="room to spare"),
        pytest.param((["Why?"] * 16,), [11, 10.5], id="far too long"),
        pytest.param((["Why?"] * 4, ["Why?"] * 4), [11, 10.5], id="slightly too long"),
    ],
)
def test_type_is_tried_from_the_middle_and_then_only_where_it_might_fit(
    sections: tuple[list[str], ...], measured: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes, measure = list[float](), SheetCompiler._measure

    def measuring(compiler: SheetCompiler, size: float) -> SheetMeasurements:
        sizes.append(size)
        return measure(compiler, size)

    monkeypatch.setattr(SheetCompiler, "_measure", measuring)
    with suppress(ContentError):
        make(sample(*(prompts(*labels, lines=3) for labels in sections), pages="1"), PAPERS["a4"])
    assert sizes == measured


@pytest.mark.parametrize(
    "edition", [one for one in EDITIONS.values() if not one.large], ids=lambda one: one.id
)
def test_everything_is_as_high_when_measured_as_when_printed(edition: Edition) -> None:
    measured = SheetCompiler(sample(), context(), PAPERS["a4"], edition)._measure(12).loose
    layout = SheetLayout(12, (LOOSEST_LINE,) * len(measured.sections))
    exactly = measured.on_page(0, len(measured.sections)) + 14 + 17.5  # with the margins
    for height, pages in ((exactly + 0.1, 1), (exactly - 0.1, 2)):
        paper = replace(PAPERS["a4"], height=height)
        printed = SheetCompiler(sample(), context(), paper, edition).pdf(layout)
        assert len(reader(printed).pages) == pages


# What authors can write


KINDS = {get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(get_args(AnySection)[0])}


def is_a_turn(case: tuple[str, str, str]) -> bool:
    """Whether it's the turn of this paper and direction, of which every edition has one."""
    paper, edition, landscape = case
    turn = [*EDITIONS].index(edition)
    return [*PAPERS].index(paper) == turn // 2 % len(PAPERS) and (landscape == "yes") == turn % 2


@pytest.mark.parametrize(
    ("paper", "edition", "landscape"), representatives(product(PAPERS, EDITIONS, ["no", "yes"]), is_a_turn)
)
def test_every_kind_of_section_can_be_printed(paper: str, edition: str, landscape: str) -> None:
    sheets = [sample(*some, landscape=landscape, pages="6") for some in (SAMPLE["sections"], OTHER_KINDS)]
    assert {section.kind for sheet in sheets for section in sheet.sections} == KINDS
    for sheet in sheets:
        text = text_of(make(sheet, PAPERS[paper], EDITIONS[edition]))
        for section in printed(sheet):
            for expected in (section.title, section.help, *texts_of(section, EDITIONS[edition])):
                assert squeezed(expected) in text, f"the {section.kind} lacks “{expected}”"
        assert "Nobodyelse" not in text


def test_a_sheet_without_a_principle_is_labeled_as_just_a_worksheet() -> None:
    text = text_of(make(sample(principle=None), PAPERS["a4"]))
    assert text.startswith("WorksheetAsample")


def test_code_in_a_text_is_printed_as_typed() -> None:
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


def test_long_texts_stay_on_the_page() -> None:
    long = "wide words " * 36
    section = {
        "kind": "sentence",
        "id": "say",
        "title": "A long title that goes on and on until the end of its eighty characters.",
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


LONG = "what I’d only tell someone I’ve known for years"
IN_DRAWINGS = ("overlap", "seesaw", "ladder", "rings", "timeline", "people", "bars", "week")


def with_long_labels(value: Any) -> Any:
    """The same section with long labels and help for each part that has a label."""
    if isinstance(value, list):
        return [with_long_labels(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    changed = {key: with_long_labels(inner) for key, inner in value.items()}
    return changed | {"label": LONG, "help": LONG} if "label" in value and "type" not in value else changed


def is_a_turn_of(case: tuple[str, str]) -> bool:
    """Whether it's the turn of this edition of a drawing; both have the same labels."""
    edition, kind = case
    return (edition == "print") == (IN_DRAWINGS.index(kind) % 2 == 0)


@pytest.mark.parametrize(
    ("edition", "kind"), representatives(product(("print", "fillable"), IN_DRAWINGS), is_a_turn_of)
)
def test_long_labels_in_drawings_cover_nothing(kind: str, edition: str) -> None:
    known = yaml.load(EVERY_KIND, yaml.BaseLoader)["sections"] + SAMPLE["sections"]
    section = with_long_labels(next(one for one in known if one["kind"] == kind))
    for column in section.get("columns", ()):
        column.update({"label": f"{column['label']} when I wrote"} | {"help": "If I know it."})
    document = make(sample(section, pages="3"), PAPERS["a4"], EDITIONS[edition])
    squeezed_text = text_of(document)
    assert squeezed("when I wrote" if "columns" in section else LONG) in squeezed_text
    with drawn(document) as opened:
        for page in opened:
            words = [(pymupdf.Rect(word[:4]), word[4]) for word in page.get_text("words")]  # type: ignore[no-untyped-call]
            for number, (box, word) in enumerate(words):
                assert box.x1 <= page.rect.width - 40, word
                for other, name in words[:number]:
                    shared = box & other
                    assert shared.is_empty or shared.width < 1 or shared.height < 4, f"{word} on {name}"


def test_a_character_without_a_glyph_is_reported_with_its_location() -> None:
    place = Location("content/worksheets/sample.yml", 12, 7)
    section = prompts("")
    section["prompts"][0]["label"] = SourceText("Smile 🙂 now", place)
    (problem,) = problems_of(sample(section))
    assert problem.rule == "no-glyph"
    assert problem.location == place
    assert "“🙂” (U+1F642, slightly smiling face)" in problem.message


def test_the_heading_font_has_every_character_of_the_text_font() -> None:
    assert {one for one in characters(SANS) - characters(SERIF) if one.isprintable()} == set()


def test_an_accent_typed_separately_from_its_letter_is_printed() -> None:
    assert "Ren" in text_of(make(sample(prompts("Rene\u0301 Ş ë")), PAPERS["a4"]))


def test_a_sheet_that_is_too_long_is_reported_with_its_longest_section() -> None:
    top = SourceText("sample", Location("content/worksheets/sample.yml"))
    (problem,) = problems_of(
        sample(prompts(*["Why?"] * 9, lines=9), sample_section("table"), id=top, pages="2")
    )
    assert problem.rule == "sheet-too-long"
    assert problem.location == top.where
    words = r"“A sample” takes \d pages on A4 paper in the print edition, but `pages` allows 2"
    assert re.fullmatch(words, problem.message), problem.message
    assert "“To write” is the longest" in problem.fix


def test_a_table_longer_than_a_page_repeats_its_header() -> None:
    table = sample_section("table", rows="50")
    pages = reader(make(sample(table), PAPERS["a4"])).pages
    assert len(pages) == 3
    assert all("Who" in page.extract_text() for page in pages[:2])


@examples(5, fuzzed=15)
@given(
    rows=st.integers(1, 30),
    lines=st.lists(st.integers(1, 12), min_size=1, max_size=6),
    pages=st.integers(1, 4),
    paper=st.sampled_from([*PAPERS.values()]),
    edition=st.sampled_from([edition for edition in EDITIONS.values() if not edition.large]),
)
def test_any_sheet_stays_within_its_page_limit_or_is_refused(
    rows: int, lines: list[int], pages: int, paper: Paper, edition: Edition
) -> None:
    sections = [{**prompts("Why?", lines=count), "id": f"s{index}"} for index, count in enumerate(lines)]
    table = sample_section("table", rows=str(rows))
    try:
        count = len(reader(make(sample(table, *sections, pages=str(pages)), paper, edition)).pages)
    except ContentError as error:
        rules = {problem.rule for problem in error.problems}
    else:
        rules = set()
        assert count <= pages
    assert rules <= {"sheet-too-long"}


# A broken template


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "templates", tmp_path / "templates"))


@pytest.mark.parametrize("file", ["sheet.typ", "style.typ"])
def test_an_error_in_a_template_is_reported_with_its_line(templates: Path, file: str) -> None:
    broken = templates / "paper" / file
    text = broken.read_text()
    broken.write_text(text + "#nonsense")
    with pytest.raises(ContentError) as caught:
        pdf(sample(), context(Layers(templates)), PAPERS["a4"])
    (problem,) = caught.value.problems
    assert (problem.location.file, problem.location.line) == (
        f"templates/paper/{file}",
        text.count("\n") + 1,
    )
    assert "nonsense" in problem.message


def test_a_missing_font_is_an_error_and_not_a_warning(templates: Path) -> None:
    style = templates / "paper" / "style.typ"
    style.write_text(style.read_text().replace("Source Serif 4", "No Such Face"))
    with pytest.raises(ContentError, match="unknown font family: no such face") as caught:
        pdf(sample(), context(Layers(templates)), PAPERS["a4"])
    assert "no such face" in caught.value.problems[0].message
