"""Texts that try to be markup, script, Jinja or Markdown attributes come out as text everywhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from hosting import hosted
from playwright.sync_api import Browser, Dialog, Page, Request
from pypdf import PdfReader

from generator.build import build
from generator.project import Project

IN_TITLES = "&lt;img src=x onerror=alert(1)&gt; \" ' {{7*7}} &amp; **b** `c`{ onclick=alert(1) }"
"""For titles, aliases and labels, which refuse angle brackets: Material undoes escapes in titles."""
IN_TEXTS = (
    "</title><script>alert(2)</script><img src=x onerror=alert(3)> "
    "{{7*7}} {% raw %} #set $x$ [a](javascript:alert(4))"
)
IN_PROSE = """

<script>alert(5)</script>

[a](javascript:alert(6)) ![x](https://example.com/pixel.png)

**x**{ onclick=alert(7) } <iframe src=//example.com>

# x { onload=alert(8) }

--8<-- "/etc/passwd"

{{7*7}} ]]> &lt;svg onload=alert(9)&gt;"""
TITLES = set(
    """
    title name say label before-label after-label ways-title doors-title moment low high ask what term
    """.split()
)
PROSE = {"how", "before", "after", "closing", "answer"}
TITLES_HERE = {("do", "practices"), ("when", "before"), ("when", "after")}
LEFT_ALONE = {
    "id", "from", "to", "kind", "url", "principle", "principles", "sheets", "checklists", "show", "pages",
    "type", "updated", "language", "papers", "width", "lines", "rows", "words", "steps",
    "sheet", "part", "day", "minutes", "up-to", "ideal", "latest", "lengths", "least", "most", "form",
    "for", "number", "see", "reviewed",
}  # fmt: skip


ON_PAPER = {"prompts", "statements", "items", "columns", "blanks", "left", "right", "sections", "example"}
"""Blocks of a sheet, which has little room; its own fields outside of them are attacked."""


def attacked(value: Any, field: str = "", inside: str = "") -> Any:
    """Return `value` with an attack added to each text that may hold it."""
    if field == "prose":  # settings of the check, which no reader sees
        return value
    if isinstance(value, dict):
        return {
            key: inner if key in LEFT_ALONE and not isinstance(inner, dict) else attacked(inner, key, field)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [attacked(inner, field, inside) for inner in value]
    if inside == "minutes" or (field, inside) == ("sections", "activities"):
        return value
    if field == "also":
        return f"{value} {IN_TITLES}"[:80]
    if field in ("summary", "lead", "description", "outcome"):
        return f"{value[:60]} {IN_TITLES}"
    if field in ("subject", "body"):  # braces are blanks here, and words are counted
        return f"{value} <script>alert(2)</script><img/src=x/onerror=alert(3)>"
    if field in PROSE or (field == "text" and inside in ("why", "passages")):
        return value + IN_PROSE
    if inside in ON_PAPER and field != "text" and field != "why":
        return value
    if field in TITLES or (field, inside) in TITLES_HERE:
        return f"{value[:20]} {IN_TITLES}"[:80]
    return value if inside in ON_PAPER - {"items"} else f"{value} {IN_TEXTS}"


@pytest.fixture(scope="module")
def attacked_site(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Path:
    folder = copy_small_guide(tmp_path_factory.mktemp("attacked") / "guide")
    for path in [*folder.glob("content/**/*.yml"), folder / "site_config.yml"]:
        data = attacked(yaml.safe_load(path.read_text("utf-8")))
        if path.name == "guide.yml":
            data["updated"] = "2026-11-22"
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    sheet = folder / "content/worksheets/one-talk.yml"
    sheet.write_text(sheet.read_text("utf-8").replace("pages: 2", "pages: 3"), "utf-8")
    return build(Project.at(folder), folder / "build/site", lambda step: None).site


LIVE = """() => {
  const own = [...document.querySelectorAll("*")].filter(e => !e.closest(".md-header, .md-search"));
  return own.flatMap(e => [
    ...[...e.attributes].filter(a => /^on/.test(a.name)).map(a => `${e.tagName} ${a.name}`),
    ...(e.matches("iframe, object, embed, base, img[src*=example]") ? [e.tagName] : []),
    ...(e.matches("article script:not([type])") ? [e.outerHTML] : []),
    ...(/^(javascript|data|vbscript):/.test(e.getAttribute("href") ?? "") ? [e.outerHTML] : []),
  ]);
}"""


@pytest.fixture(scope="module")
def pages(attacked_site: Path, browser: Browser) -> Iterator[tuple[Page, str, list[str]]]:
    events: list[str] = []
    with hosted(attacked_site, "/guide/") as address:
        page = browser.new_page()

        def refuse(dialog: Dialog) -> None:
            events.append(f"{page.url}: dialog {dialog.message}")
            dialog.dismiss()

        def note(request: Request) -> None:
            if not request.url.startswith((address, "data:", "blob:")):
                events.append(request.url)

        page.on("dialog", refuse)
        page.on("request", note)
        page.on("pageerror", lambda error: events.append(str(error)))
        yield page, address, events
        page.close()


def test_no_page_runs_or_fetches_what_an_author_wrote(
    pages: tuple[Page, str, list[str]], attacked_site: Path
) -> None:
    page, address, events = pages
    paths = sorted(path.relative_to(attacked_site).as_posix() for path in attacked_site.rglob("*.html"))
    assert len(paths) == 21
    for path in paths:
        page.goto(address + path.removesuffix("index.html"), wait_until="networkidle")
        assert page.evaluate(LIVE) == [], path
        assert "49" not in page.title()
    assert events == []


def test_a_text_is_read_just_as_it_was_typed(pages: tuple[Page, str, list[str]]) -> None:
    page, address, _ = pages
    page.goto(address + "principles/ask-first/")
    title = f"Ask before you tell {IN_TITLES}"[:80]
    assert page.locator("h1").inner_text() == title
    assert page.title().startswith(title)
    summary = f"A person who agreed to hear it can use what you say. {IN_TITLES}"
    assert page.locator("meta[name=description]").get_attribute("content") == summary
    assert page.get_by_text("{{7*7}} {% raw %} #set $x$ [a](javascript:alert(4))").count() > 3
    assert page.get_by_text("{{7*7}} ]]> <svg onload=alert(9)>").count() > 0
    label = f"Asking {IN_TITLES}"[:80]
    assert page.get_by_role("link", name=label, exact=True).count() > 0


def test_the_search_shows_it_as_text_too(pages: tuple[Page, str, list[str]], attacked_site: Path) -> None:
    page, address, events = pages
    page.goto(address)
    page.keyboard.press("/")
    page.locator(".md-search__input").press_sequentially("onerror asking")
    page.locator(".md-search-result__item").first.wait_for()
    page.wait_for_timeout(500)
    assert (
        page.evaluate(
            "() => document.querySelectorAll('.md-search-result img, .md-search-result script').length"
        )
        == 0
    )
    assert events == []
    index = json.loads((attacked_site / "search/search_index.json").read_text("utf-8"))
    assert not any("<script" in entry["text"] or "<img" in entry["title"] for entry in index["docs"])


def test_the_printed_sheet_shows_it_as_text_too(attacked_site: Path) -> None:
    path = next(attacked_site.glob("worksheets/one-talk/*.pdf"))
    text = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(path).pages).split())
    assert "{{7*7}}" in text
    assert "<script>alert(2)</script>" in text
    assert "#set $x$" in text


def test_only_addresses_on_the_web_are_links(pages: tuple[Page, str, list[str]]) -> None:
    page, address, _ = pages
    page.goto(address + "principles/ask-first/")
    links = page.locator("a[href]").evaluate_all("all => all.map(link => link.href)")
    assert {urlsplit(str(link)).scheme for link in links} <= {"http", "https"}
