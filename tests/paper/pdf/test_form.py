"""On a fillable sheet, every field exists, is announced and can be reached, and answers are saved."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import Any

import outloud  # type: ignore[import-untyped]
import page as page_validation
import pikepdf
import pytest

from generator.load.loader import load
from generator.model.fields import Slug
from generator.model.paper_sizes import EDITIONS, PAPERS
from generator.model.worksheet import Balance, Rating, Worksheet
from generator.paper.context import PrintContext
from generator.paper.fillable_fields import FormField, fields, header_fields, sheet_fields
from generator.paper.pdf.form import to_form
from generator.paper.pdf.widgets import COMBO, MULTILINE, RADIO, state, tooltip
from generator.paper.typefaces import SANS
from generator.paper.worksheet import pdf
from generator.problems import SystemFailure
from generator.project import Project
from tests.support.every_kind import EVERY_KIND
from tests.support.form_filling import (
    ENGINES,
    every_field,
    listed_choices,
    marked_places,
    saved_values,
    widgets,
)
from tests.support.loaded import real_guide
from tests.support.loops import every
from tests.support.nightly import representatives
from tests.support.paths import REAL_URL, ROOT
from tests.support.without_pdfs import ENGLISH

pytestmark = pytest.mark.usefixtures("node")
PROJECT = Project.at(ROOT, REAL_URL)
GUIDE = real_guide()

SMALLEST = 11
"""Points (3.9 mm), large enough for fingers and shaky hands."""
LARGEST_FILE = 150 * 1024


def is_its_paper(case: tuple[str, str]) -> bool:
    """Whether it's the turn of this paper: fields are made from marks, wherever those are on a paper."""
    sheet, paper = case
    return GUIDE.site.papers.index(paper) == [*GUIDE.worksheets].index(sheet) % len(GUIDE.site.papers)


ALL = representatives(product(GUIDE.worksheets, GUIDE.site.papers), is_its_paper)
every_sheet = pytest.mark.parametrize(("sheet", "paper"), ALL)
every_sheet_once = pytest.mark.parametrize("sheet", [*GUIDE.worksheets])


@cache
def marked(sheet: str, paper: str) -> bytes:
    context = PrintContext(GUIDE, PROJECT.templates, ENGLISH)
    return pdf(GUIDE.worksheets[sheet], context, PAPERS[paper], EDITIONS["fillable"])


@cache
def filled_form(sheet: str, paper: str) -> bytes:
    return to_form(marked(sheet, paper), GUIDE.worksheets[sheet], ENGLISH)


def opened(sheet: str, paper: str) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(filled_form(sheet, paper)))


def listed(sheet: str) -> dict[str, FormField]:
    return {field.id: field for field in sheet_fields(GUIDE.worksheets[sheet], ENGLISH)}


def tags(document: pikepdf.Pdf, role: str) -> list[pikepdf.Object]:
    def walk(node: Any) -> Iterator[pikepdf.Object]:
        if isinstance(node, pikepdf.Array):
            for kid in node:
                yield from walk(kid)
        elif isinstance(node, pikepdf.Dictionary):
            if str(node.get("/S")) == f"/{role}":
                yield node
            yield from walk(node.get("/K"))

    return list(walk(document.Root.StructTreeRoot.K))


# Marks in the template


@every_sheet
def test_each_field_is_marked_once(sheet: str, paper: str) -> None:
    places = marked_places(marked(sheet, paper))
    assert len(places) == len(set(places))
    assert set(places) == places_to_mark(GUIDE.worksheets[sheet])


def places_to_mark(sheet: Worksheet) -> set[str]:
    """The ids in generator/paper/fillable_fields.py, with a separate one for each number of a rating."""
    places = {field.id for field in header_fields(ENGLISH)}
    for section in sheet.sections:
        for field in fields(section, ENGLISH):
            ringed = isinstance(section, Rating)
            places |= {f"{field.id}:{choice}" for choice in field.choices} if ringed else {field.id}
    return places


# Fields


@every_sheet
def test_the_fields_are_those_of_the_model(sheet: str, paper: str) -> None:
    with opened(sheet, paper) as document:
        names = [str(field.T) for field in every_field(document)]
    assert sorted(names) == sorted(listed(sheet))
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)


@every_sheet
def test_a_form_names_the_page_on_which_it_can_be_opened(sheet: str, paper: str) -> None:
    with opened(sheet, paper) as document:
        assert str(document.docinfo["/Worksheet"]) == f"worksheets/{sheet}"


@every_sheet
def test_the_fields_follow_the_order_of_the_sheet(sheet: str, paper: str) -> None:
    with opened(sheet, paper) as document:
        names = [str(field.T) for field in every_field(document)]
    start = len(list(header_fields(ENGLISH)))
    for section in GUIDE.worksheets[sheet].sections:
        ids = [field.id for field in fields(section, ENGLISH)]
        found = names[start : start + len(ids)]
        # A balance is printed with one row for each side, but listed week by week.
        assert (
            (sorted(found), sorted(ids))[0] == sorted(ids) if isinstance(section, Balance) else found == ids
        )
        start += len(ids)


@every_sheet
def test_the_tab_order_follows_the_layout(sheet: str, paper: str) -> None:
    with opened(sheet, paper) as document:
        assert all(page.obj.Tabs == pikepdf.Name.S for page in document.pages)
        read = [tag.K[0].Obj.objgen for tag in tags(document, "Form")]
        placed = [widget.objgen for field in every_field(document) for widget in widgets(field)]
    assert read == placed


KINDS: dict[str, tuple[str, int]] = {
    "text": ("/Tx", 0), "date": ("/Tx", 0), "lines": ("/Tx", MULTILINE), "check": ("/Btn", 0),
}  # fmt: skip


@every_sheet
def test_each_field_has_the_right_type(sheet: str, paper: str) -> None:
    with opened(sheet, paper) as document:
        for field in every(every_field(document)):
            expected = listed(sheet)[str(field.T)]
            found = str(field.FT), int(field.get("/Ff", 0))
            if expected.kind != "choice":
                assert found == KINDS[expected.kind]
            elif "/Kids" in field:
                assert found == ("/Btn", RADIO)
                assert [sorted(kid.AP.N.keys()) for kid in field.Kids] == [
                    sorted(("/Off", f"/{state(expected, choice)}")) for choice in expected.choices
                ]
            else:
                assert found == ("/Ch", COMBO)
                pairs = zip(expected.choices, expected.labels, strict=True)
                assert listed_choices(field) == [*pairs]


@every_sheet
def test_screen_readers_announce_a_phrase_and_not_an_id(sheet: str, paper: str) -> None:
    with opened(sheet, paper) as document:
        for field in every(every_field(document)):
            expected = listed(sheet)[str(field.T)]
            assert str(field.TU) == tooltip(expected, ENGLISH)
            assert str(field.TU) != str(field.T)
            assert " " in str(field.TU)
            if "/Kids" in field:
                tooltips = [f"{tooltip(expected, ENGLISH)}: {choice}" for choice in expected.choices]
                assert [str(kid.TU) for kid in field.Kids] == tooltips


def test_a_date_field_explains_how_to_write_the_date() -> None:
    assert tooltip(FormField("date", "date", "Date"), ENGLISH) == "Date, as year-month-day"


@pytest.mark.parametrize(
    ("choices", "states"),
    [
        (("1", "2"), ["choice-1", "choice-2"]),
        (("yes", "not yet"), ["yes", "not-yet"]),
        (("so so", "so-so"), ["choice-1", "choice-2"]),
        (("Ş", "Off"), ["choice-1", "choice-2"]),
    ],
)
def test_the_value_of_a_choice_is_a_word_that_no_viewer_misreads(
    choices: tuple[str, ...], states: list[str]
) -> None:
    field = FormField("mood", "choice", "Mood", choices)
    assert [state(field, choice) for choice in choices] == states


# Usability


@every_sheet
def test_fields_are_large_enough_and_do_not_overlap(sheet: str, paper: str) -> None:
    with opened(sheet, paper) as document:
        for page in document.pages:
            boxes = [
                (tuple(map(float, one.Rect)), str(one.get("/T", one.get("/TU"))))
                for one in page.obj.get("/Annots", [])
                if one.Subtype == pikepdf.Name.Widget
            ]
            for (left, bottom, right, top), name in boxes:
                assert min(right - left, top - bottom) >= SMALLEST, name
            for (one, name), (other, second) in combinations(boxes, 2):
                apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
                assert apart, f"{name} and {second} overlap"


@every_sheet
def test_viewers_do_not_have_to_generate_anything(sheet: str, paper: str) -> None:
    with opened(sheet, paper) as document:
        form = document.Root.AcroForm
        assert "/NeedAppearances" not in form
        assert "/XFA" not in form
        places = [widget for field in every_field(document) for widget in widgets(field)]
        assert len(tags(document, "Form")) == len(places)
        for field in every(every_field(document)):
            assert "/V" in field
            assert "/T" in field
        for widget in places:
            assert int(widget.F) & 4, "it would not be printed"
            assert "/N" in widget.AP
            assert "/A" not in widget
            if "/Parent" in widget:
                assert "/T" not in widget
            if "/AS" in widget:
                assert str(widget.AS) == "/Off"
                assert "/Off" in widget.AP.N


@every_sheet
def test_no_link_from_the_template_remains(sheet: str, paper: str) -> None:
    with opened(sheet, paper) as document:
        assert not [
            one
            for page in document.pages
            for one in page.obj.get("/Annots", [])
            if "field:" in str(one.get("/A", pikepdf.Dictionary()).get("/URI", ""))
        ]


def test_the_whole_font_is_embedded() -> None:
    with opened(next(iter(GUIDE.worksheets)), "a4") as document:
        fonts = document.Root.AcroForm.DR.Font
        (font,) = fonts.values()
        assert font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes() == SANS.read_bytes()
        assert f"<{ord('Ş'):04X}>".encode() in font.ToUnicode.read_bytes()


# Standards


@every_sheet
@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_a_form_meets_the_standard(sheet: str, paper: str, profile: Any) -> None:
    report = page_validation.validate_pdf_bytes(filled_form(sheet, paper), profile=profile)
    assert report.is_compliant, [str(failure) for failure in report.failures]


@every_sheet
def test_an_accessibility_checker_finds_no_error(sheet: str, paper: str, tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    path.write_bytes(filled_form(sheet, paper))
    result = outloud.check(str(path))
    assert not result.error
    assert not result.errors, result.findings
    # Cells to write in are empty (TBL-012), and a table has more lines than cells (TBL-014).
    assert {finding.rule for finding in result.findings} <= {"TBL-012", "TBL-014"}


@every_sheet
def test_rows_have_headers(sheet: str, paper: str) -> None:
    with opened(sheet, paper) as document:
        for body in tags(document, "TBody"):
            for row in body.K:
                assert row.K[0].S == pikepdf.Name.TH
                (about,) = (one for one in row.K[0].A if str(one.O) == "/Table")
                assert about.Scope == pikepdf.Name.Row


@every_sheet
def test_a_form_is_valid_small_and_the_same_on_every_run(sheet: str, paper: str) -> None:
    made = filled_form(sheet, paper)
    assert len(made) <= LARGEST_FILE
    assert to_form(marked(sheet, paper), GUIDE.worksheets[sheet], ENGLISH) == made
    with opened(sheet, paper) as document:
        assert document.check_pdf_syntax() == []


# Filling in


def answer(field: FormField, choice: int = 0) -> str | bool:
    match field.kind:
        case "check":
            return True
        case "choice":
            return field.choices[choice]
        case "lines":
            return f"First line of {field.id}, ë\nand Ş in the second"
        case "date":
            return "2026-11-30"
        case _:
            return f"{field.id}: Zoë Şahin"


def answers(sheet: str, document: bytes, choice: int) -> dict[str, str | bool]:
    with pikepdf.open(io.BytesIO(document)) as form:
        lists = {str(field.T) for field in every_field(form) if str(field.FT) == "/Ch"}
    given = {}
    for field in listed(sheet).values():
        value = answer(field, choice)
        rings = field.kind == "choice" and field.id not in lists
        given[field.id] = state(field, str(value)) if rings else value
    return given


def is_a_turn(case: tuple[str, str]) -> bool:
    """Whether an engine fills this sheet in on every push; they take turns."""
    sheet, engine = case
    return engine == [*ENGINES][[*GUIDE.worksheets].index(sheet) % len(ENGINES)]


@pytest.mark.parametrize(("sheet", "engine"), representatives(product(GUIDE.worksheets, ENGINES), is_a_turn))
def test_answers_are_saved_and_a_second_choice_replaces_the_first(sheet: str, engine: str) -> None:
    first, second = (answers(sheet, filled_form(sheet, "a4"), choice) for choice in (0, 1))
    document = ENGINES[engine](filled_form(sheet, "a4"), first)
    assert saved(document) == {name: "Yes" if value is True else value for name, value in first.items()}
    # A second click would uncheck a box.
    changed = {name: value for name, value in second.items() if value is not True}
    document = ENGINES[engine](document, changed)
    assert saved(document) == {name: "Yes" if value is True else value for name, value in second.items()}


def test_a_choice_is_saved_by_its_id_whatever_its_words(small_guide: Path) -> None:
    head, _ = EVERY_KIND.split("  - ", 1)
    [table] = re.findall(r"  - kind: table\n(?:    .*\n)+", EVERY_KIND)
    text = head + table.replace('later, "no"]', "{id: later, label: in May}]")
    (small_guide / "content/worksheets/every-kind.yml").write_text(text, "utf-8")
    guide = load(Project.at(small_guide)).guide
    assert guide
    sheet = guide.worksheets[Slug("every-kind")]
    context = PrintContext(guide, PROJECT.templates, ENGLISH)
    form = to_form(pdf(sheet, context, PAPERS["a4"], EDITIONS["fillable"]), sheet, ENGLISH)
    name = "people-1-answer"
    with pikepdf.open(io.BytesIO(form)) as document:
        (field,) = (field for field in every_field(document) if str(field.T) == name)
        assert listed_choices(field) == [("yes", "yes"), ("later", "in May")]
    for engine, filled_in in ENGINES.items():
        assert saved(filled_in(form, {name: "later"}))[name] == "later", engine


def saved(document: bytes) -> dict[str, str]:
    """Return the saved values with uniform line endings, since engines use three kinds."""
    return {name: re.sub(r"\r\n?", "\n", value) for name, value in saved_values(document).items()}


# Errors in the template


def broken(sheet: Worksheet, old: bytes, new: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(marked(sheet.id, "a4"))) as document:
        for page in document.pages:
            for one in page.obj.get("/Annots", []):
                target = one.get("/A", pikepdf.Dictionary())
                if bytes(target.get("/URI", pikepdf.String(""))) == old:
                    target.URI = pikepdf.String(new)
        saved = io.BytesIO()
        document.save(saved)
        return saved.getvalue()


@pytest.mark.parametrize(
    ("becomes", "message"),
    [
        (b"https://example.org", "marks no blank for: name"),
        (b"field:date", "marks no blank for: name"),
        (b"field:nmae", "marks no blank for: name"),
    ],
)
def test_a_template_that_leaves_a_field_out_is_reported(becomes: bytes, message: str) -> None:
    sheet = next(iter(GUIDE.worksheets.values()))
    with pytest.raises(SystemFailure, match=message):
        to_form(broken(sheet, b"field:name", becomes), sheet, ENGLISH)


def test_a_template_with_an_extra_field_is_reported() -> None:
    sheet = next(iter(GUIDE.worksheets.values()))
    fewer = sheet.model_copy(update={"sections": sheet.sections[:-1]})
    with pytest.raises(SystemFailure, match="marks a blank that isn’t a field"):
        to_form(marked(sheet.id, "a4"), fewer, ENGLISH)
