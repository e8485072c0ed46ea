"""A worksheet as a form on its page: by keyboard, on a phone, printed, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pymupdf
import pytest
from lxml import html
from playwright.sync_api import Browser, Page, Route, expect

from generator.load.loader import load
from generator.model.fields import Slug
from generator.project import Project
from tests.support.every_kind import EVERY_KIND, page_of
from tests.support.nightly import representatives
from tests.support.paths import ROOT

ASSETS = ROOT / "templates/site/assets"

FRAME = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Every kind</title>
<link rel="stylesheet" href="/assets/all.css">
<style>html {{ font-size: 125% }} * {{ box-sizing: border-box }}</style>
<body data-md-color-scheme="paper" style="margin: 0"><div class="md-typeset">{sheet}</div>
<script type="module">
import {{ grow, refresh }} from "/assets/scripts/grow.js";
import {{ rows, ensure }} from "/assets/scripts/rows.js";
const form = document.querySelector("form");
Object.assign(window, {{ form, refresh, ensure }});
grow(form);
rows(form);
document.documentElement.dataset.ready = "";
</script>"""

Opens = Callable[..., AbstractContextManager[Page]]


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> str:
    """The form of a worksheet with a section of every kind, as HTML."""
    folder = copy_small_guide(tmp_path_factory.mktemp("paper") / "guide")
    (folder / "content/worksheets/every-kind.yml").write_text(EVERY_KIND, "utf-8")
    outline = folder / "content/guide.yml"
    outline.write_text(outline.read_text("utf-8").replace("[one-talk]", "[one-talk, every-kind]"), "utf-8")
    guide = load(Project.at(folder)).guide
    assert guide is not None
    (paper,) = page_of(guide.worksheets[Slug("every-kind")], guide).xpath("//form")
    return str(html.tostring(paper, encoding="unicode"))


@pytest.fixture(scope="module")
def opens(sheet: str, browser: Browser) -> Iterator[Opens]:
    """Opens the worksheet with our style and scripts, in a window of the given width.

    Nothing on it is stored, so each kind of browser is opened once.
    """
    tabs = dict[str, Page]()
    wrong = list[str]()

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(body=FRAME.format(sheet=sheet), content_type="text/html")
        elif path == "/assets/all.css":
            styles = [file.read_text("utf-8") for file in sorted((ASSETS / "style").rglob("*.css"))]
            route.fulfill(body="\n".join(styles), content_type="text/css")
        elif (file := ASSETS / path.removeprefix("/assets/")).is_file():
            route.fulfill(path=file, content_type="text/javascript")
        else:
            route.fulfill(status=404)

    @contextmanager
    def opened(width: int = 1366, **settings: Any) -> Iterator[Page]:
        if repr(settings) not in tabs:
            page = tabs[repr(settings)] = browser.new_page(**settings)
            page.route("**/*", answer)
            page.on("pageerror", lambda error: wrong.append(error.message))
        page = tabs[repr(settings)]
        page.set_viewport_size({"width": width, "height": 900})
        wrong.clear()
        page.goto("http://sheet.test/")
        if settings.get("java_script_enabled", True):
            page.wait_for_selector("[data-ready]")
        yield page
        assert wrong == []
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0

    yield opened
    for page in tabs.values():
        page.close()


def set_answer(page: Page, id: str, value: str) -> None:
    """Set an answer the way scripts restore stored ones."""
    page.evaluate(
        """([id, value]) => {
            const control = ensure(form, id);
            control.value = value;
            control.dispatchEvent(new Event("answer", { bubbles: true }));
        }""",
        [id, value],
    )


def paper(page: Page) -> pymupdf.Document:
    """Print the page."""
    return pymupdf.open(stream=page.pdf(format="A4"))  # type: ignore[no-untyped-call]


def printed(page: Page) -> str:
    with paper(page) as pdf:
        return "\n".join(str(side.get_text()) for side in pdf)


def places(page: Page) -> list[tuple[str, int, int]]:
    """Return the words of the printed sheet, and where they are."""
    with paper(page) as pdf:
        words = [(number, *word) for number, side in enumerate(pdf) for word in side.get_text("words")]
    return sorted((f"{number}: {text}", round(x), round(y)) for number, x, y, _, _, text, *_ in words)


def pictures(page: Page) -> list[bytes]:
    with paper(page) as pdf:
        return [side.get_pixmap().samples for side in pdf]


def test_every_field_is_reached_by_tab_and_has_a_name(opens: Opens) -> None:
    with opens() as page:
        page.evaluate("document.querySelectorAll('.spare').forEach(row => row.classList.remove('spare'))")
        expected = page.evaluate("[...new Set([...form.elements].map(one => one.name).filter(Boolean))]")
        reached = []
        page.keyboard.press("Tab")
        while (name := page.evaluate("document.activeElement.name ?? document.body.tagName")) != "BODY":
            reached.append(name)
            page.keyboard.press("Tab")
        assert [name for name in dict.fromkeys(reached) if name] == expected
        tree = page.locator("form").aria_snapshot()
        assert re.findall(r"^[ -]*(?:textbox|spinbutton|combobox|checkbox|radio\w*):?$", tree, re.M) == []


def test_screen_readers_announce_what_the_ends_of_a_scale_mean(opens: Opens) -> None:
    with opens() as page:
        rating = page.get_by_role("radiogroup", name="I am calm, today")
        assert rating.get_by_role("radio", name="1, not yet").count() == 1
        assert rating.get_by_role("radio", name="5, fully").count() == 1


def test_a_box_grows_with_a_long_text(opens: Opens) -> None:
    with opens(390) as page:
        box = page.locator("[name=think-seen]")
        before = box.evaluate("box => box.clientHeight")
        box.fill("\n".join(f"This is line {number}." for number in range(40)))
        assert box.evaluate("box => box.clientHeight") > 8 * before
        assert box.evaluate("box => box.scrollHeight <= box.clientHeight")


def test_a_long_text_is_printed_in_full(opens: Opens) -> None:
    with opens() as page:
        lines = [f"This is line {number}." for number in range(40)]
        page.locator("[name=think-seen]").fill("\n".join(lines))
        text = printed(page)
        assert [line for line in lines if line not in text] == []


def test_dates_choices_and_sentences_are_printed_in_words(opens: Opens) -> None:
    with opens() as page:
        set_answer(page, "act-by", "2026-03-05")
        set_answer(page, "people-1-day", "2026-04-06")
        page.locator("[name=people-1-answer]").select_option("later")
        page.locator("[name=opening-what]").fill("the noise")
        text = " ".join(printed(page).split())
        assert "March 5, 2026" in text
        assert "Apr 6, 2026" in text
        assert "I noticed the noise" in text
        assert text.count("yes · later · no") == 1


FILL = """() => [...form.elements].forEach(control => {
    if (control.type === "date") control.value = "2026-03-05";
    else if (control.type === "number") control.value = "17";
    else if (control.tagName === "SELECT") control.selectedIndex = 2;
    else if (control.matches("[type=radio], [type=checkbox]")) control.checked = true;
    else if (control.name) control.value = "an answer of many words, longer than a line ".repeat(3);
    control.dispatchEvent(new Event("answer", { bubbles: true }));
})"""


def test_a_sheet_is_printed_blank_on_request_whatever_is_in_it(opens: Opens) -> None:
    with opens() as page:
        empty = pictures(page)
        page.evaluate("ensure(form, 'after-9-who')")
        page.evaluate(FILL)
        assert pictures(page) != empty
        page.evaluate("form.dataset.blank = ''")
        assert pictures(page) == empty


def test_an_empty_worksheet_prints_the_same_without_scripts(opens: Opens) -> None:
    with opens() as page:
        live = places(page)
    with opens(java_script_enabled=False) as page:
        assert places(page) == live


def test_a_few_rows_are_shown_and_more_as_they_are_filled(opens: Opens) -> None:
    with opens() as page:
        rows = page.locator("[data-rows=after] tr[data-row]:visible")
        expect(rows).to_have_count(3)
        page.locator("[name=after-3-who]").fill("Mia")
        expect(rows).to_have_count(3)
    with opens(390) as page:
        rows = page.locator("[data-rows=after] tr[data-row]:visible")
        expect(rows).to_have_count(1)
        page.locator("[name=after-1-who]").fill("Mia")
        expect(rows).to_have_count(2)


def test_a_log_grows_as_long_as_the_reader_likes(opens: Opens) -> None:
    with opens() as page:
        page.locator("[name=after-3-who]").fill("Mia")
        page.locator("[data-add=after]").click()
        added = page.locator("[name=after-4-who]")
        expect(added).to_be_focused()
        assert added.input_value() == ""
        assert added.get_attribute("id") == "f-after-4-who"
        assert added.get_attribute("aria-label") == "What came of it, row 4: Who"
        assert page.locator("[data-field='after-4-said'] .typed").text_content() == ""
        added.fill("Noor of row four")
        assert "Noor of row four" in printed(page)
        page.locator("[data-add=after]").click()
        assert page.locator("[data-row='5']").get_attribute("data-heading") == "Row 5"


def test_a_table_has_no_more_rows_than_on_paper(opens: Opens) -> None:
    with opens(390) as page:
        page.locator("[data-add=people]").click()
        expect(page.locator("[name=people-2-who]")).to_be_focused()
        expect(page.locator("[data-add=people]")).to_be_hidden()


def test_saved_answers_return_to_their_rows_in_a_log(opens: Opens) -> None:
    with opens() as page:
        set_answer(page, "after-12-who", "Mia")
        expect(page.locator("[name=after-12-who]")).to_be_visible()
        for stranger in ("after-501-who", "after-7-gone", "people-9-who", "nowhere", "after-0-who"):
            assert page.evaluate("id => ensure(form, id)", stranger) is None, stranger
        assert page.locator("[data-rows=after] tr[data-row]").count() == 12


def test_a_cleared_worksheet_shows_as_few_rows_as_a_new_one(opens: Opens) -> None:
    with opens() as page:
        set_answer(page, "after-12-who", "Mia")
        page.evaluate("form.reset()")
        expect(page.locator("[data-rows=after] tr[data-row]:visible")).to_have_count(3)
        expect(page.locator("[data-field='after-12-who'] .typed")).to_have_text("")


def test_a_bar_is_shaded_up_to_its_number(opens: Opens) -> None:
    with opens() as page:
        page.locator("[name=sums-talk]").fill("15")
        bar = page.locator("li:has([data-field=sums-talk])")
        assert bar.evaluate("bar => bar.style.getPropertyValue('--filled')") == "0.6"


@pytest.mark.parametrize("width", representatives([320, 390], (320).__eq__))
def test_on_a_phone_everything_is_inside_the_edge_and_can_be_tapped(width: int, opens: Opens) -> None:
    with opens(width, has_touch=True) as page:
        page.evaluate(FILL)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.locator("[data-rows=people] thead").is_hidden()
        label = page.locator("[data-field='people-1-who']")
        assert label.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Who"'
        small = page.evaluate(
            """() => [...form.querySelectorAll("input, textarea, select, button")]
                .map(one => [one.name, one.closest(one.type === "radio" ? "label"
                    : one.type === "checkbox" ? "td, li" : "*")])
                .filter(([, one]) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
                .map(([name]) => name)"""
        )
        assert small == []


def test_without_scripts_every_field_is_there_and_no_button(opens: Opens) -> None:
    with opens(java_script_enabled=False) as page:
        assert page.locator("button:visible").count() == 0
        hidden = page.locator("form :is(input, textarea, select)")
        assert page.locator("form :is(input, textarea, select):visible").count() == hidden.count()
        page.locator("[name=think-heard]").fill("A short answer.")
        page.locator("[name=opening-what]").fill("the noise")
        text = printed(page)
        assert "A short answer." in text
        assert "the noise" in text
