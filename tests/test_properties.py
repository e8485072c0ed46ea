"""Whatever the input, a guide can be checked, ids are safe, and texts come out as typed."""

from __future__ import annotations

import csv
import io
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import FrameType
from typing import Any
from urllib.parse import quote

import icalendar
import lxml.html
import nh3
import pikepdf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from generator.check.check import check, warnings
from generator.load.loader import load
from generator.model.fields import Folder, Link, Slug
from generator.model.markdown import to_html
from generator.model.paper_sizes import EDITIONS, PAPERS
from generator.model.source_text import SourceText
from generator.model.worksheet import Worksheet
from generator.paper.context import PrintContext
from generator.paper.fillable_fields import sheet_fields
from generator.paper.fonts import characters
from generator.paper.pdf.form import MARK, to_form
from generator.paper.typefaces import SANS
from generator.paper.worksheet import pdf
from generator.problems import ContentError, Problem, SystemFailure
from generator.project import Project
from tests.support.form_filling import every_field, saved_values, widgets, with_pypdf
from tests.support.fuzzing import examples
from tests.support.node import call
from tests.support.paths import ROOT
from tests.support.without_pdfs import ENGLISH

# A damaged guide


@pytest.fixture(scope="module")
def damaged_guide(
    tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]
) -> Project:
    return Project.at(copy_small_guide(tmp_path_factory.mktemp("damaged_guide") / "guide"))


SOUP = st.text("abc:-#[]{}&*!|>'\"%@`,?~\\ \n\t0123\u00a0\u202e\ud7ff😀", max_size=60)
LINE = st.sampled_from(
    [
        "id: x",
        "- ",
        "  - id: con",
        "title: {}",
        "from: []",
        "was: [a, a]",
        "kind: rating",
        "lines: 99",
        "",
        "x",
    ]
)


@st.composite
def damaged(draw: st.DrawFn, text: str) -> bytes:
    """A file damaged by a person, an editor or a disk."""
    lines = text.split("\n")
    at = draw(st.integers(0, len(lines) - 1))
    other = draw(st.integers(0, len(lines) - 1))
    match draw(st.sampled_from("line swap double cut indent value slice bytes encoding".split())):
        case "line":
            lines.insert(at, draw(LINE))
        case "swap":
            lines[at], lines[other] = lines[other], lines[at]
        case "double":
            lines[at:at] = lines[min(at, other) : max(at, other)][:30]
        case "cut":
            del lines[min(at, other) : max(at, other)]
        case "indent":
            lines[at] = " " * draw(st.integers(0, 8)) + lines[at].lstrip()
        case "value":
            lines[at] = f"{lines[at].partition(':')[0]}: {draw(SOUP)}"
        case "slice":
            start = draw(st.integers(0, len(text)))
            return (text[:start] + draw(SOUP) + text[start + draw(st.integers(0, 200)) :]).encode()
        case "bytes":
            start = draw(st.integers(0, len(text)))
            return text.encode()[:start] + draw(st.binary(max_size=20)) + text.encode()[start:]
        case "encoding":
            return text.encode(draw(st.sampled_from(["utf-16", "latin-1", "utf-8-sig"])), "replace")
    return "\n".join(lines).encode()


@contextmanager
def changed(path: Path, data: bytes | None) -> Iterator[None]:
    """Write `data` to the file, or delete the file, and restore it afterward."""
    before = path.read_bytes()
    try:
        path.unlink() if data is None else path.write_bytes(data)
        yield
    finally:
        path.write_bytes(before)


def problems_of(project: Project) -> tuple[Problem, ...]:
    draft = load(project)
    reported = warnings(draft)
    try:
        check(draft)
    except ContentError as error:
        return (*error.problems, *reported)
    return reported


@examples(12, fuzzed=30)
@given(data=st.data())
def test_a_guide_with_any_damage_can_be_checked(damaged_guide: Project, data: st.DataObject) -> None:
    files = sorted([*damaged_guide.content.rglob("*.yml"), damaged_guide.config])
    path = data.draw(st.sampled_from(files))
    written = data.draw(st.one_of(damaged(path.read_text("utf-8")), st.binary(max_size=40), st.none()))
    with changed(path, written):
        for problem in problems_of(damaged_guide):
            assert problem.message
            place = problem.location
            file = damaged_guide.root / place.file
            assert file.is_relative_to(damaged_guide.root)
            if file.is_file():
                text = file.read_bytes().decode("utf-8-sig", "replace")
                lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
                assert 1 <= place.line <= len(lines), problem
                assert 1 <= place.column <= max(len(lines[place.line - 1]), 1), problem
            else:
                assert (written, file) == (None, path), problem
                assert (place.line, place.column) == (1, 1)


# Ids

TYPED = st.one_of(
    st.text(max_size=70),
    st.text("abcnulxoprt0123-. _/\\:%~$AÀ\n", max_size=12),
    st.from_regex(r"[a-z0-9]{1,8}([-/#.][a-z0-9]{1,20}){0,3}", fullmatch=True),
    st.from_regex(r"(con|nul|aux|prn|com[0-9¹]|lpt[0-9])(\.[a-z]+|-[a-z]+)?\s?", fullmatch=True),
)


def parsed(kind: type[SourceText], text: str) -> str | None:
    try:
        return str(kind.parse(SourceText(text)))  # type: ignore[attr-defined]
    except PydanticCustomError:
        return None


@examples(100, fuzzed=300)
@given(TYPED)
@example("con")
@example("a\n")
@example("com¹")
def test_an_id_is_safe_in_file_names_addresses_and_anchors_on_every_system(text: str) -> None:
    id = parsed(Slug, text)
    if id is None:
        return
    assert quote(id, safe="") == id == id.casefold()
    assert len(id.encode()) <= 60
    assert PurePosixPath(id).name == PureWindowsPath(id).name == id
    assert not PureWindowsPath(id).is_reserved()
    assert not PureWindowsPath(f"{id}.yml").is_reserved()
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", id), "a leading hyphen would make it an option"


@examples(100, fuzzed=300)
@given(TYPED, st.sampled_from([Link, Folder]))
def test_an_address_in_the_guide_never_leaves_it(text: str, kind: type[SourceText]) -> None:
    place = parsed(kind, text)
    if place is None:
        return
    for path in (PurePosixPath(place), PureWindowsPath(place)):
        assert not path.is_absolute()
        assert not path.drive
        assert ".." not in path.parts
    assert quote(place, safe="/#") == place


# Prose

CHARACTERS = "ab12<>[]()!*_`\"'&;:/#{}\\ \n=-+.~|^$@%,?1é😀\u00a0"
ELEMENTS = {"p", "em", "strong", "ul", "ol", "li", "a", "button", "span"}


def html(text: str) -> str:
    return str(to_html(text, lambda target: f"../{target}/"))


def words(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


@examples(100, fuzzed=300)
@given(st.one_of(st.text(max_size=120), st.text(CHARACTERS, max_size=120)))
@example("<![CDATA[x]]>")
@example("[x](<javascript:alert(1)>)")
@example("- [x](a\"b 'c')")
def test_prose_is_safe_and_cleaning_it_twice_changes_nothing(text: str) -> None:
    made = html(text)
    tree = lxml.html.fragment_fromstring(made, create_parent="div")
    assert {element.tag for element in tree.iterdescendants()} <= ELEMENTS
    assert html(text) == made
    if "<button" not in made:
        again = nh3.clean(made, attributes={"a": {"href"}, "ol": {"start"}}, link_rel=None)
        assert again == made


@examples(100, fuzzed=300)
@given(st.text(CHARACTERS.translate(str.maketrans("", "", "[]&<")), max_size=120))
@example("1999. A good year\n\n7) seven")
@example("**a*b**c*")
@example("\\a\\1\\*b\\\\")
def test_no_letter_or_digit_of_prose_is_lost(text: str) -> None:
    made = html(text)
    tree = lxml.html.fragment_fromstring(made, create_parent="div")
    seen = "".join(numbered(tree))
    assert words(seen) == words(text)


def numbered(element: Any) -> Iterator[str]:
    """Yield the text that a reader sees, including list numbers."""
    number = int(element.get("start", 1))
    yield element.text or ""
    for child in element:
        if element.tag == "ol":
            yield str(number)
            number += 1
        yield from numbered(child)
        yield child.tail or ""


def steps(text: str) -> int:
    """Count the lines of Python executed to render `text`."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        html(text)
    finally:
        sys.settrace(before)
    return count


HEAVY = [
    "[",
    "*",
    "_",
    "![",
    "](",
    "`",
    "<",
    "&#",
    "- ",
    "> ",
    "1. ",
    "\\",
    "[a](",
    "*a_b",
    "a\n\n",
    "\n",
    "  - ",
]


@pytest.mark.parametrize("text", HEAVY)
def test_the_work_grows_in_proportion_to_the_prose(text: str) -> None:
    short, long = (steps(text * (length // len(text))) for length in (200, 400))
    assert long < 3 * short, "four times as many would be quadratic"


# Files for calendars and tables

ODD = st.sampled_from(";,\\:\r\n\u2028=+-@\t\"'")
NOTE = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), ODD), max_size=90)


@examples(12)
@given(st.lists(st.tuples(NOTE, NOTE), min_size=1, max_size=12), NOTE)
def test_any_note_fits_in_one_calendar_event(notes: list[tuple[str, str]], name: str) -> None:
    events = [
        {
            "uid": f"{at}@guide.example",
            "day": "2026-11-22",
            "summary": one,
            "description": two,
            "sequence": at,
        }
        for at, (one, two) in enumerate(notes)
    ]
    outline = {"name": name, "product": "-//Guide//EN", "now": "2026-11-22T08:30:15Z", "events": events}
    made: str = call("calendar.js", "calendar", outline)
    assert all(len(line) <= 75 for line in made.encode().split(b"\r\n"))
    assert not re.search(r"[^\r]\n|\r[^\n]", made)
    read = icalendar.Calendar.from_ical(made.encode())
    found = read.walk("VEVENT")
    assert [event["UID"] for event in found] == [event["uid"] for event in events]
    for event, (one, two) in zip(found, notes, strict=True):
        assert event.errors == []
        assert set(event) <= set("UID DTSTAMP SEQUENCE DTSTART DTEND SUMMARY DESCRIPTION TRANSP".split())
        assert event["SUMMARY"] == plain(one)
        assert event.get("DESCRIPTION", "") == plain(two)


def plain(text: str) -> str:
    """The text as a calendar can hold it: line breaks are normalized, other control characters removed."""
    lines = re.sub(r"\r\n|[\n\v\f\r\x85\u2028\u2029]", "\n", text)
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", lines)


@examples(12)
@given(st.lists(st.lists(NOTE, min_size=1, max_size=5), min_size=1, max_size=20))
def test_any_note_fits_in_one_table_cell_and_is_never_a_formula(rows: list[list[str]]) -> None:
    made: str = call("csv.js", "write", rows)
    seen = list(csv.reader(io.StringIO(made, newline=""), strict=True))
    assert [len(row) for row in seen] == [len(row) for row in rows]
    for cell, note in (
        (cell, note) for one, two in zip(seen, rows, strict=True) for cell, note in zip(one, two, strict=True)
    ):
        assert cell == note or (cell == f"'{note}" and note.lstrip("'")[0] in "=+-@\t\r")
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert call("csv.js", "read", made) == rows


# Forms

PROJECT = Project.at(ROOT)
GUIDE = load(PROJECT).guide
assert GUIDE
LETTERS = "".join(sorted(letter for letter in characters(SANS) if letter.isprintable() and letter != " "))
LABEL = st.text(st.sampled_from(f"{LETTERS}    "), min_size=3, max_size=40).filter(
    # An accent can combine with the letter before it into a character that the font lacks.
    lambda text: text.strip()[:1].isalnum() and {*unicodedata.normalize("NFC", text)} <= characters(SANS)
)
TITLE = LABEL.map(lambda text: re.sub("[<>]", "", text))
ID = st.from_regex(r"[a-z]{1,8}(-[a-z0-9]{1,6})?", fullmatch=True)
SMALL = st.integers(1, 6).map(str)


def some(fields: st.SearchStrategy[Any], least: int = 1, most: int = 4) -> st.SearchStrategy[list[Any]]:
    return st.lists(fields, min_size=least, max_size=most, unique_by=lambda field: field["id"])


def block(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(fields)


FIELD = block(id=ID, label=LABEL)
COLUMN = st.one_of(
    block(id=ID, label=LABEL, width=SMALL, type=st.sampled_from(["text", "date", "check"])),
    block(
        id=ID, label=LABEL, width=SMALL, type=st.just("choice"),
        options=st.lists(TITLE, min_size=2, max_size=3, unique=True),
    ),
)  # fmt: skip
HEAD = {"id": ID, "title": TITLE, "help": LABEL}
SECTION = st.one_of(
    block(**HEAD, kind=st.just("prompts"), prompts=some(block(id=ID, label=LABEL, lines=SMALL))),
    block(**HEAD, kind=st.just("checklist"), items=some(FIELD)),
    block(
        **HEAD,
        kind=st.just("rating"),
        statements=some(FIELD),
        twice=st.sampled_from(["yes", "no"]),
        scale=block(low=TITLE, high=TITLE, steps=st.integers(2, 10).map(str)),
    ),
    block(**HEAD, kind=st.sampled_from(["table", "log"]), rows=SMALL, columns=some(COLUMN, 2)),
    block(**HEAD, kind=st.just("bars"), highest=SMALL, bars=some(FIELD)),
    block(**HEAD, kind=st.just("drawing"), label=LABEL, height=SMALL, rings=st.lists(TITLE, max_size=3)),
    block(**HEAD, kind=st.just("commitment")),
).map(lambda section: section | examples_of(section.get("columns", ())))
SHEET = block(
    id=st.just("any"), title=TITLE, outcome=TITLE, why=LABEL, pages=st.just("6"), sections=some(SECTION),
    next=block(say=TITLE, to=st.just("worksheets")),
    **{"from": st.just([next(iter(GUIDE.sources))])},
)  # fmt: skip


def examples_of(columns: Sequence[dict[str, str]]) -> dict[str, dict[str, str]]:
    return {"example": {column["id"]: "x" for column in columns}} if columns else {}


def sheet_of(fields: dict[str, Any]) -> Worksheet:
    return Worksheet.model_validate(fields)


def marked(sheet: Worksheet) -> bytes:
    assert GUIDE
    context = PrintContext(GUIDE, PROJECT.templates, ENGLISH)
    return pdf(sheet, context, PAPERS["a4"], EDITIONS["fillable"])


@examples(3, fuzzed=5)
@given(SHEET)
def test_every_field_of_any_sheet_appears_once_and_inside_its_page(fields: dict[str, Any]) -> None:
    sheet = sheet_of(fields)
    listed = {field.id: field for field in sheet_fields(sheet, ENGLISH)}
    form = to_form(marked(sheet), sheet, ENGLISH)
    with pikepdf.open(io.BytesIO(form)) as opened:
        names = [str(field.T) for field in every_field(opened)]
        assert sorted(names) == sorted(listed)
        placed = {note.objgen for page in opened.pages for note in page.get("/Annots", [])}
        for page in opened.pages:
            left, bottom, right, top = map(float, page.mediabox)
            for note in page.get("/Annots", []):
                x, y, x2, y2 = map(float, note.Rect)
                assert left <= x < x2 <= right
                assert bottom <= y < y2 <= top
        assert all(one.objgen in placed for field in every_field(opened) for one in widgets(field))
        given = {str(field.T): typed(field) for field in every_field(opened)}
    kept = saved_values(with_pypdf(form, given))
    assert kept == {name: "Yes" if value is True else value for name, value in given.items()}


def typed(field: pikepdf.Object) -> str | bool:
    if str(field.FT) == "/Tx":
        return "Zoë (Şahin) \\ )>> 1"
    if str(field.FT) == "/Ch":
        return str(field.Opt[-1])
    if "/Kids" in field:
        return next(str(name) for name in field.Kids[-1].AP.N if str(name) != "/Off").removeprefix("/")
    return True


TARGETS = st.one_of(
    st.text(CHARACTERS, max_size=20), st.sampled_from(["", "name", "name:", "date", "name:1", "%00", "NAME"])
)


@examples(15, fuzzed=40)
@given(target=TARGETS)
def test_an_unknown_field_in_the_pdf_is_an_error_in_the_template(
    target: str, one_sheet: tuple[Worksheet, bytes]
) -> None:
    sheet, made = one_sheet
    with pikepdf.open(io.BytesIO(made)) as document:
        notes = [note for page in document.pages for note in page.get("/Annots", [])]
        note = next(note for note in notes if str(note.A.URI) == f"{MARK}name")
        note.A.URI = pikepdf.String(f"{MARK}{target}")
        saved = io.BytesIO()
        document.save(saved)
    if target in ("name", "name:"):
        assert to_form(saved.getvalue(), sheet, ENGLISH)
    else:
        with pytest.raises(SystemFailure, match="The worksheet template marks"):
            to_form(saved.getvalue(), sheet, ENGLISH)


@pytest.fixture(scope="module")
def one_sheet() -> tuple[Worksheet, bytes]:
    assert GUIDE
    sheet = min(GUIDE.worksheets.values(), key=lambda sheet: len(sheet.sections))
    return sheet, marked(sheet)
