"""Passages that aren't translated say which language they're in, and nothing else shows their marks."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZipFile

import pytest

from generator.build import load_checked
from generator.model.foreign import marked
from generator.model.units import units
from generator.pages.foreign_text import with_languages
from generator.project import Project
from generator.site.search_sections import VOID
from tests.support.half_translated import is_left_out
from tests.support.loops import every

ATTRIBUTES = ' lang="en"'
MARKED = marked("Ask first")
OPEN, CLOSE = MARKED[0], MARKED[-1]


@pytest.mark.parametrize(
    ("html", "finished"),
    [
        (f"<a href=x>{MARKED}</a>", '<a href=x lang="en">Ask first</a>'),
        (f"<p>{MARKED}</p>", '<p lang="en">Ask first</p>'),
        (f"<p>Di: {MARKED}.</p>", '<p>Di: <span lang="en">Ask first</span>.</p>'),
        (f"<p>{OPEN}Do it <em>now</em>{CLOSE}</p>", '<p lang="en">Do it <em>now</em></p>'),
        (f"<em>{MARKED}</em> <em>ya</em>", '<em lang="en">Ask first</em> <em>ya</em>'),
        (
            f"<b>{MARKED}, {MARKED}</b>",
            '<b><span lang="en">Ask first</span>, <span lang="en">Ask first</span></b>',
        ),
        (f'<a aria-label="{MARKED}">Ya</a>', '<a aria-label="Ask first">Ya</a>'),
        (f"<option>{MARKED}</option><b>{MARKED}</b>", '<option>Ask first</option><b lang="en">Ask first</b>'),
        (
            f"<title>{MARKED}</title><style>{MARKED}</style>",
            "<title>Ask first</title><style>Ask first</style>",
        ),
        (f'<script>["{MARKED}"]</script>', '<script>["Ask first"]</script>'),
        ("<p>Pregunta primero</p>", "<p>Pregunta primero</p>"),
    ],
)
def test_a_marked_passage_says_its_language_where_html_can(html: str, finished: str) -> None:
    assert with_languages(html, ATTRIBUTES) == finished


PLAIN = ("script", "option", "title")
"""Elements whose texts can't say their language."""


def test_a_passage_in_another_direction_leaves_its_place_to_the_page() -> None:
    finished = with_languages(f"<li>{MARKED}</li>", ' lang="en" dir="ltr"')
    assert finished == '<li><span lang="en" dir="ltr">Ask first</span></li>'


class Passages(HTMLParser):
    """Collects the texts of a page by their language; fails if elements overlap."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts = list[tuple[str, str]]()
        self._open = list[tuple[str, str]]()
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID and tag != "path":
            language = self._open[-1][1] if self._open else ""
            # What a blank of a letter is called for screen readers is never in the letter's own language.
            kind = "script" if dict(attrs).get("class") == "vh" else tag
            self._open.append((kind, dict(attrs).get("lang") or language))

    def handle_endtag(self, tag: str) -> None:
        if tag != "path":
            assert self._open.pop()[0] in (tag, "script"), self.getpos()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] not in PLAIN:
            self.texts.append((data, self._open[-1][1]))


ENGLISH_TEXT = re.compile(r"[\w ,.’]+")
"""A text that's on pages as it was written."""


@pytest.fixture(scope="module")
def left_out(site_in_languages: Path) -> set[str]:
    """The plain texts that aren't translated."""
    guide = load_checked(Project(site_in_languages.parent))
    texts = {unit.text for unit in units(guide) if not is_left_out(unit)}
    found = {unit.text for unit in units(guide) if is_left_out(unit)} - texts
    found |= {source.cite for source in guide.sources.values()}
    return {text for text in found if ENGLISH_TEXT.fullmatch(text) and len(text.split()) > 2}


@pytest.mark.parametrize("language", ["es", "ar"])
def test_english_passages_and_no_others_are_said_to_be_english(
    site_in_languages: Path, left_out: set[str], language: str
) -> None:
    seen = set[str]()
    for file in every((site_in_languages / language).rglob("*.html")):
        for text, its_language in Passages(file.read_text("utf-8")).texts:
            english = {one for one in left_out if one in text}
            assert not english or its_language == "en", (file, text)
            # Translations have accents or Arabic letters.
            assert its_language != "en" or not re.search("[áéíóúñçšžا-ي]", text), (file, text)
            seen |= english
    assert len(seen) > len(left_out) / 2


def test_no_mark_is_in_any_file(site_in_languages: Path) -> None:
    forms = [*(form for mark in (OPEN, CLOSE) for form in spellings(mark))]
    for file in every(
        path
        for path in (*site_in_languages.rglob("*"), *site_in_languages.with_name("staging").rglob("*"))
        if path.is_file()
    ):
        if file.suffix == ".zip":
            with ZipFile(file) as archive:
                contents = {f"{file}/{name}": archive.read(name) for name in archive.namelist()}
        else:
            contents = {str(file): file.read_bytes()}
        for name, data in contents.items():
            if not name.endswith((".png", ".woff2", "pdf-lib.js", "encodings.js")):
                assert [form for form in forms if form in data.lower()] == [], name


def spellings(mark: str) -> list[bytes]:
    """Return how files could write a `mark`: as it is, or escaped in scripts, HTML or addresses."""
    code = f"{ord(mark):x}"
    in_address = "".join(f"%{byte:x}" for byte in mark.encode())
    return [
        mark.encode(),
        *(form.encode() for form in (f"\\u{code}", f"&#x{code}", f"&#{ord(mark)}", in_address)),
    ]
