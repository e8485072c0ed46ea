"""The scripts of the pages: their types, their unit tests, and how other programs read their files."""

from __future__ import annotations

import csv
import io
import re
import shutil
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from generator.layers import Layers
from generator.load.interface_texts import FORMS
from generator.load.strings import load_strings
from generator.site.scripts import modules
from tests.support.node import call, node
from tests.support.paths import NODE, ROOT

pytestmark = pytest.mark.usefixtures("node")

SCRIPTS = sorted((ROOT / "templates/site/assets").glob("*/*.js"))
UNIT_TESTS = sorted(NODE.glob("*.test.js"))

TYPES = NODE / "interface.d.ts"
"""The types of generated modules, so that TypeScript finds missing strings."""

COMMENT = re.compile(r"/\*.*?\*/|(?:^|\s)//.*?$", re.DOTALL | re.MULTILINE)
TOUCHES_PAGE = re.compile(r"\b(?:document|window)\b(?=\s*(?:\?\.|\.|\[))|\bHTML\w*Element\b")


def shape(value: Any, indent: str = "  ") -> str:
    """Return the TypeScript type of a text, a plural or a section."""
    if isinstance(value, str):
        return "string"
    if FORMS.issuperset(value):
        return "Forms"
    inner = "".join(f"{indent}  {name}: {shape(text, indent + '  ')};\n" for name, text in value.items())
    return f"{{\n{inner}{indent}}}"


def test_the_types_of_the_strings_are_current(pytestconfig: pytest.Config) -> None:
    written = "// Written by `pytest tests/site/test_scripts.py --update` from templates/strings/en.yml.\n"
    for section, texts in load_strings(Layers(ROOT / "templates"), "en").scripts.plain().items():
        name = f"interface-{section.replace('_', '-')}.js"
        forms = "export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };"
        written += f'declare module "*/{name}" {{\n  {forms}\n  export const {section}: {shape(texts)};\n}}\n'
    if pytestconfig.getoption("--update"):
        TYPES.write_text(written, "utf-8")
    assert TYPES.read_text("utf-8") == written


@pytest.mark.parametrize("project", ["tsconfig.json", "tsconfig.worker.json"])
def test_types_check(project: str) -> None:
    known = ROOT / "build/types" / f"{project}.tsbuildinfo"  # makes the next run faster
    options = ("--noEmit", "--project", project, "--incremental", "--tsBuildInfoFile", known)
    done = node("node_modules/typescript/bin/tsc", *options)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts, together with the modules that contain their strings."""
    folder = tmp_path_factory.mktemp("scripts")
    (folder / "package.json").write_text('{"type": "module"}')
    shutil.copytree(ROOT / "templates/site/assets/scripts", folder, dirs_exist_ok=True)
    for name, text in modules(load_strings(Layers(ROOT / "templates"), "en"), 0).items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("path", UNIT_TESTS, ids=lambda path: path.name)
def test_units(path: Path, published: Path) -> None:
    done = node("--test-reporter=spec", path.name, scripts=published)
    assert done.returncode == 0, done.stdout + done.stderr


def pure(script: str) -> bool:
    """Whether a script doesn't use the page, so Node alone can test it."""
    return not TOUCHES_PAGE.search(COMMENT.sub("", script))


def test_every_script_independent_of_the_page_has_unit_tests() -> None:
    testable = {path.stem for path in SCRIPTS if pure(path.read_text("utf-8"))}
    assert testable
    assert testable - {path.name.removesuffix(".test.js") for path in UNIT_TESTS} == set()


def test_every_unit_test_has_a_script() -> None:
    assert {path.name.removesuffix(".test.js") for path in UNIT_TESTS} <= {path.stem for path in SCRIPTS}


@pytest.mark.parametrize(
    ("script", "alone"),
    [
        ("document.title", False),
        ("x(window?.name)", False),
        ("const w = window\n  .open", False),
        ("// the document.\nexport const window = (last) => last;", True),
        ("/* window.open\n document.title */ let a = 1; // window.open", True),
        ("const mydocument = {}; mydocument.title", True),
    ],
)
def test_access_to_the_page_is_detected(script: str, alone: bool) -> None:
    assert pure(script) is alone


HOSTILE = [
    "Write to Ada; then Bob, \\o/",
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:mine\r\nATTACH:https://bad.example",
    "one\ntwo\u2028ATTACH:three\x85ATTACH:four",
    "long, " * 1700,
    "👩‍👩‍👧‍👦 \u202eמרחבא " * 30,
    "\x00\x1b[31m\ud83d",
    "",
]


def test_other_programs_read_a_calendar_as_intended() -> None:
    events = [
        {
            "uid": f"{number}@guide.example", "day": f"2026-11-{22 + number}", "days": 1 + number,
            "summary": text, "description": f"About: {text}",
            "url": "https://guide.example/page/?a=1,2;3", "sequence": number,
        }
        for number, text in enumerate(HOSTILE)
    ]  # fmt: skip
    outline = {"name": "Your plan", "product": "-//Guide//EN", "now": "2026-11-22T08:30:15Z"}
    made: str = call("calendar.js", "calendar", outline | {"events": events})

    read = icalendar.Calendar.from_ical(made.encode())
    assert read["METHOD"] == "PUBLISH"
    assert read["X-WR-CALNAME"] == read["NAME"] == "Your plan"
    found = read.walk("VEVENT")
    assert len(found) == len(HOSTILE)
    for number, (event, text) in enumerate(zip(found, HOSTILE, strict=True)):
        assert event.errors == []
        assert set(event) <= set("UID DTSTAMP SEQUENCE DTSTART DTEND SUMMARY DESCRIPTION URL TRANSP".split())
        first = date(2026, 11, 22) + timedelta(number)
        assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (first, first + timedelta(1 + number))
        assert event["UID"] == f"{number}@guide.example"
        assert event["SEQUENCE"] == number
        assert event["URL"] == "https://guide.example/page/?a=1,2;3"
        assert event.DTSTAMP.astimezone(UTC).isoformat() == "2026-11-22T08:30:15+00:00"
        seen = re.sub(r"\r\n|[\r\n\u2028\x85]", "\n", text)
        seen = re.sub(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]", "", seen)
        assert event["SUMMARY"] == seen
        assert event["DESCRIPTION"] == f"About: {seen}"
        (alarm,) = event.walk("VALARM")
        assert alarm.decoded("TRIGGER") == timedelta(hours=9)


ROWS = [
    ["Name", "Note", "Last"],
    ["Ada “Countess”, of\r\nLovelace", 'said "hi"', ""],
    ["", "semi;colon\ttab", "'twas"],
    ["Zoë 😀", "two\nlines\rthree", " spaces "],
    [""],
    ["\ufeffmark", '5" disk', "a'=b"],
]


def test_other_programs_read_a_table() -> None:
    made: str = call("csv.js", "write", ROWS)
    assert list(csv.reader(io.StringIO(made, newline=""), strict=True)) == ROWS


def test_other_programs_see_a_formula_as_text() -> None:
    formulas = ["=1+1", "+1", "-1", "@a", "\ta", "\ra", '=a("b;c",1)', "'=1"]
    made: str = call("csv.js", "write", [formulas])
    assert list(csv.reader(io.StringIO(made, newline=""))) == [[f"'{cell}" for cell in formulas]]
    assert call("csv.js", "read", made) == [formulas]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_tables_from_other_programs_can_be_read(separator: str, end: str, mark: str) -> None:
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=separator, lineterminator=end).writerows(ROWS)
    assert call("csv.js", "read", mark + made.getvalue()) == ROWS
