"""Help near the reader: on pages, on paper, and at the foot of every page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pymupdf
import pytest
import yaml
from lxml import html
from lxml.html import HtmlElement

from generator.build import load_checked
from generator.load.strings import load_strings
from generator.model.paper_sizes import EDITIONS, PAPERS
from generator.paper.context import PrintContext
from generator.paper.sheet_data import stamp
from generator.paper.worksheet import pdf
from generator.problems import ContentError
from generator.project import Project
from tests.support.loops import every
from tests.support.paths import ROOT
from tests.support.without_pdfs import ENGLISH, build_without_pdfs

LINE = {
    "kind": "crisis", "say": "If it’s too much", "name": "Friends of Lena", "phone": "+1 555 0101",
    "text": "+1 555 0102", "url": "https://lena.internal/", "hours": "any time",
}  # fmt: skip
DEBT = {"kind": "debt", "say": "If bills are the worry", "name": "Coin Desk", "phone": "+1 555 0103"}
SHOWN = {
    "pages/why-it-is-hard.yml": ("    from: [stone-heen-2014]", "why-it-is-hard/"),
    "principles/ask-first.yml": ("works-when:", "principles/ask-first/"),
    "worksheets/one-talk.yml": ("pages: 2", "worksheets/one-talk/"),
}
"""Files that show the help: before which line the field goes, and the address of the page."""


def fill_in(folder: Path, *entries: dict[str, Any]) -> None:
    """Give the guide in `folder` these `entries` of local help."""
    help = {"country": "IE", "language": "en", "checked": "2026-11-01", "entries": [*entries]}
    with (folder / "site_config.yml").open("a", encoding="utf-8") as file:
        yaml.safe_dump({"country": "IE", "local-help": help}, file, sort_keys=False, allow_unicode=True)


def ask_for(folder: Path, kinds: str) -> None:
    """Have each kind of page in `SHOWN`, and a question, show the help of some `kinds`."""
    for file, (before, _) in SHOWN.items():
        path, indent = folder / "content" / file, re.match(" *", before)
        assert indent
        line = f"{indent[0]}local-help: [{kinds}]\n{before}"
        path.write_text(path.read_text("utf-8").replace(before, line, 1), "utf-8")
    path = folder / "content/questions.yml"
    found, line = r"(?m)^( +)because:", rf"\1local-help: [{kinds}]\n\1because:"
    text, count = re.subn(found, line, path.read_text("utf-8"), count=1)
    assert count == 1
    path.write_text(text, "utf-8")


def boxes(site: Path, address: str) -> list[HtmlElement]:
    page = html.fromstring((site / address / "index.html").read_text("utf-8"))
    return [box for box in page.iter("div") if "help" in (box.get("class") or "").split()]


def printed(folder: Path, edition: str = "print") -> str:
    """Return the words on the small guide's sheet."""
    project = Project.at(folder)
    guide = load_checked(project)
    context = PrintContext(guide, project.templates, load_strings(project.templates, "en"))
    made = pdf(guide.worksheets["one-talk"], context, PAPERS["a4"], EDITIONS[edition])
    document: Any = pymupdf.open(stream=made)  # type: ignore[no-untyped-call]
    return " ".join(" ".join(page.get_text() for page in document).split())


def test_whoever_reads_that_it_is_too_much_can_call_text_or_click(small_guide: Path, tmp_path: Path) -> None:
    fill_in(small_guide, DEBT, LINE)
    ask_for(small_guide, "crisis")
    site = build_without_pdfs(small_guide, tmp_path / "out")
    for address in every([*(address for _, address in SHOWN.values()), "questions/"]):
        (box,) = boxes(site, address)
        assert [link.get("href") for link in box.iter("a")] == [
            "tel:+15550101", "https://lena.internal/", "sms:+15550102",
        ], address  # fmt: skip
        assert "If it’s too much: Friends of Lena Call +1 555 0101" in " ".join(box.text_content().split())
        assert "Coin Desk" not in box.text_content()
        assert ENGLISH.local_help.nothing not in box.text_content()


@pytest.mark.parametrize("entries", [(), (DEBT,)], ids=["no numbers", "only numbers for something else"])
def test_where_a_host_filled_in_nothing_plain_words_say_where_help_is(
    small_guide: Path, tmp_path: Path, entries: tuple[dict[str, Any], ...]
) -> None:
    if entries:
        fill_in(small_guide, *entries)
    ask_for(small_guide, "crisis, debt")
    (box,) = boxes(build_without_pdfs(small_guide, tmp_path / "out"), "why-it-is-hard/")
    assert ENGLISH.local_help.nothing in box.text_content()
    assert len([*box.iter("a")]) == len(entries)
    assert ENGLISH.local_help.nothing in printed(small_guide)


@pytest.mark.parametrize("edition", ["print", "large-print", "fillable"])
def test_paper_has_the_name_and_the_number(small_guide: Path, edition: str) -> None:
    fill_in(small_guide, DEBT, LINE)
    ask_for(small_guide, "crisis, debt")
    words = printed(small_guide, edition)
    assert "If it’s too much: Friends of Lena · Call +1 555 0101 · lena.internal · Text +1 555 0102" in words
    assert words.index("Friends of Lena") < words.index("Coin Desk · Call +1 555 0103")


def test_a_sheet_without_help_is_the_same_whatever_a_host_fills_in(small_guide: Path) -> None:
    def version() -> str:
        guide = load_checked(Project.at(small_guide))
        return stamp(guide.worksheets["one-talk"], guide, ENGLISH)

    before = version()
    fill_in(small_guide, LINE)
    assert version() == before
    ask_for(small_guide, "crisis")
    assert version() != before


def test_a_letter_that_no_font_has_is_reported_instead_of_printed_as_a_box(small_guide: Path) -> None:
    fill_in(small_guide, {**LINE, "name": "漢"})
    ask_for(small_guide, "crisis")
    with pytest.raises(ContentError, match="漢"):
        printed(small_guide)


def test_the_search_finds_the_numbers_only_on_the_page_about_help(small_guide: Path, tmp_path: Path) -> None:
    fill_in(small_guide, LINE)
    ask_for(small_guide, "crisis")
    site = build_without_pdfs(small_guide, tmp_path / "out")
    docs = json.loads((site / "search/pages.json").read_bytes())["docs"]
    found = [doc["location"] for doc in docs if "Friends of Lena" in doc["text"]]
    assert found == ["why-it-is-hard/#fear"]


def test_every_page_but_the_page_itself_leads_to_it(small_site: Path) -> None:
    links = {}
    for file in every(small_site.rglob("*.html")):
        text = file.read_text("utf-8")
        if 'http-equiv="refresh"' not in text:
            name, page = file.relative_to(small_site).as_posix(), html.fromstring(text)
            links[name] = page.xpath("//footer//p[@class='help']/a/text()")
    own = links.pop("why-it-is-hard/index.html")
    assert own == []
    wrong = {name: found for name, found in links.items() if found != ["Why it is hard"]}
    assert wrong == {}


def test_no_number_of_any_country_is_in_the_templates() -> None:
    """A host in another country couldn't take it out."""
    files = [
        path for path in (ROOT / "templates").rglob("*") if path.suffix in (".j2", ".typ", ".html", ".yml")
    ]
    hotlines = re.compile(r"(?<![\w.#-])(?:988|911|112|211|116 ?123|741741)(?![\w.-])")
    found = {path.name: hotlines.findall(path.read_text("utf-8")) for path in every(files)}
    assert {name: numbers for name, numbers in found.items() if numbers} == {}
