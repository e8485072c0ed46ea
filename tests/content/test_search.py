"""The search as readers use it: what they type, and whether it finds what they need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, product
from pathlib import Path
from typing import cast

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from generator.build import load_checked
from generator.load.strings import split_aliases
from generator.project import Project
from tests.support.hosting import hosted
from tests.support.loops import every
from tests.support.nightly import representatives
from tests.support.paths import ROOT
from tests.support.searching import answers, asked, found, note, results
from tests.support.without_pdfs import ENGLISH

QUERIES = cast(
    dict[str, list[str]],
    yaml.safe_load(Path(__file__).with_name("queries.yml").read_text("utf-8")),
)
TOPICS = cast(
    dict[str, list[str]],
    yaml.safe_load(Path(__file__).with_name("topics.yml").read_text("utf-8")),
)
LEAST = 0.97
"""Share of the queries that must find an expected page among the first three."""


@pytest.fixture(scope="module")
def page(browser: Browser, real_address: str) -> Iterator[Page]:
    context = browser.new_context(locale="en-US", viewport={"width": 1366, "height": 900})
    page = context.new_page()
    page.goto(real_address)
    page.locator(".md-search__input").click()
    yield page
    context.close()


def test_the_search_works_below_a_path(browser: Browser, real_site: Path) -> None:
    context = browser.new_context()
    with hosted(real_site, "/guide/") as address:
        page = context.new_page()
        page.goto(f"{address}messages/polite-nudge/")
        page.locator(".md-search__input").click()
        assert found(page, "pateince", address)[0] == "principles/patience/"
    context.close()


def test_asking_many_things_at_once_finds_what_typing_them_does(page: Page, real_address: str) -> None:
    typed = ["patience", "pateince worksheet", "I want to give up", "qqqqqzzzz", "interview questions"]
    for query, items in asked(page, typed).items():
        pages = (min(item, key=lambda link: "#" in link) for item in results(page, query, real_address))
        shown = [link.partition("?")[0] for link in pages]
        assert shown, query
        assert shown == [item[0] for item in items][: len(shown)], query  # the rest is added while scrolling


def test_the_queries_find_an_expected_page_among_the_first_three(page: Page) -> None:
    found = asked(page, map(str, QUERIES))
    missed = {
        typed: found[str(typed)][:3]
        for typed, expected in QUERIES.items()
        if not answers(found[str(typed)][:3], expected)
    }
    assert len(QUERIES) >= 150
    assert len(missed) <= (1 - LEAST) * len(QUERIES), missed


def test_what_was_missing_in_the_first_edition_is_found_first(page: Page) -> None:
    found = asked(page, chain.from_iterable(TOPICS.values()))
    missed = {
        (topic, typed): found[typed][:1]
        for topic, queries in TOPICS.items()
        for typed in queries
        if not answers(found[typed][:1], [topic])
    }
    assert all(len(queries) >= 3 for queries in every(TOPICS.values()))
    assert missed == {}


NAMES = {
    "genuine": "principles/authenticity/",
    "kind": "principles/authenticity/",
    "conduit": "principles/connecting/",
    "connector": "principles/connecting/",
    "teacher": "principles/informing/",
    "informer": "principles/informing/",
    "CV": "principles/informing/",
    "resume": "principles/informing/",
    "human resources": "principles/informing/",
    "reciprocity": "principles/helping/",
    "give first": "principles/helping/",
    "ghosted": "principles/patience/",
    "patience": "principles/patience/",
    "helper": "principles/helping/",
    "help": "principles/",
    "introduction": "principles/",
    "pateince": "principles/",
}
"""Names of principles, in words of the guide and others, and where their first result begins."""


def test_a_principle_comes_first_for_any_of_its_names(page: Page) -> None:
    first = {typed: items[0][0] for typed, items in asked(page, NAMES).items()}
    assert {typed: one for typed, one in first.items() if not one.startswith(NAMES[typed])} == {}


def test_the_search_covers_every_kind_of_page(page: Page, real_address: str) -> None:
    for typed, expected in {
        "monthly reconnect": "checklists/monthly-reconnect/",
        "granovetter": "sources/",
        "privacy": "about/",
        "waiting well": "worksheets/patience/",
        "patience workshop": "workshops/patience/",
        "begging": "questions/#using-people",
        "dormant tie": "glossary/",
    }.items():
        first = [link for links in results(page, typed, real_address) for link in links][:3]
        assert any(link.startswith(expected) for link in first), (typed, first)


def test_the_queries_name_pages_and_parts_that_exist(real_site: Path) -> None:
    for address in every({address for expected in QUERIES.values() for address in expected}):
        name, _, anchor = address.partition("#")
        page = real_site / name / "index.html"
        assert page.exists(), address
        assert not anchor or f'id="{anchor}"' in page.read_text("utf-8"), address


def test_nonsense_finds_nothing_and_offers_every_list_of_the_guide(page: Page, real_address: str) -> None:
    offered = found(page, "qqqqqzzzz", real_address)
    lists = "questions glossary moments principles checklists worksheets messages workshops"
    assert offered == [f"{name}/" for name in lists.split()]
    assert note(page) == (
        "Nothing found. The guide may have it under another word, or not at all. Here’s everything it has."
    )
    expect(page.locator(".search-count")).to_be_empty()
    expect(page.get_by_role("button", name="Show more")).to_be_hidden()
    expect(page.locator(".md-search-result__meta")).to_be_hidden()


def test_what_only_matches_in_part_is_said_to(page: Page, real_address: str) -> None:
    assert found(page, "patience xylophones", real_address)[0] == "principles/patience/"
    assert note(page) == "Nothing matches all of that. The nearest is “Be patient”."


def test_each_result_says_what_kind_of_page_it_is(page: Page, real_address: str) -> None:
    found(page, "patience", real_address)
    kinds = page.locator(".md-search-result__item .md-tag").all_inner_texts()
    assert {"Principle", "Worksheet"} <= set(kinds)
    assert page.get_by_text("Missing:").locator("visible=true").count() == 0


DISTRESS = """
depressed | depression | hopeless | suicidal | suicide | can't cope | cant cope | can’t cope | I give up
I want to give up | kill myself | self harm | self-harm | panic | I want to die | I feel hopeless today
Depressed. | depresed | hopless | hopelss | suicid | "suicide" | suicidal at work | hopeless networking
feeling hopeless | depressed from job search | I feel so hopeless about my job search
can't take it anymore | worthless | no hope | depressd | suicidl | Give up. | can't cope anymore
kill myslef | feel like giving up | i just wanna die | overwhelmed | anxiety | so lonely
"""


DISTRESSED = [*map(str.strip, DISTRESS.strip().replace("\n", "|").split("|"))]
HARMLESS = """
anxious, press, pressed, press kit, hope, less, a crush, give up my seat, pressure, penny, hotel, homeless
annie, prying, want to, go on
"""
UNHARMED = [*map(str.strip, HARMLESS.strip().replace("\n", ",").split(","))]


def test_someone_in_distress_gets_the_page_about_it_and_others_do_not(page: Page) -> None:
    found = asked(page, [*DISTRESSED, *UNHARMED])
    first = {query: items[0][0] if items else "" for query, items in found.items()}
    assert {query for query in DISTRESSED if first[query] != "too-much/"} == set()
    assert {query for query in UNHARMED if first[query] == "too-much/"} == set()


@pytest.mark.parametrize(
    "typed", representatives(DISTRESSED, {"hopelss", '"suicide"', "I feel hopeless today"}.__contains__)
)
def test_someone_in_distress_gets_the_page_about_it_and_nothing_above_it(
    page: Page, real_address: str, typed: str
) -> None:
    assert found(page, typed, real_address)[0] == "too-much/"
    assert note(page).startswith("You don’t have to carry it alone.")
    expect(page.get_by_role("status").filter(has_text="or with a doctor")).to_be_visible()


def test_the_search_after_that_is_like_any_other(page: Page, real_address: str) -> None:
    assert found(page, "hopeless", real_address)[0] == "too-much/"
    assert found(page, "patience", real_address)[0] == "principles/patience/"
    assert note(page) == ""


@pytest.mark.parametrize("typed", representatives(UNHARMED, {"hope", "give up my seat"}.__contains__))
def test_harmless_words_don_t_lead_to_the_page_for_distress(
    page: Page, real_address: str, typed: str
) -> None:
    assert found(page, typed, real_address)[0] != "too-much/"
    assert not note(page).startswith("You don’t have to carry it alone.")


def kinds() -> Iterator[tuple[str, set[str]]]:
    """Yield each principle with each word for a kind of page, and the addresses that answer that."""
    guide = load_checked(Project.at(ROOT))
    pages = dict[tuple[str, str], set[str]]()
    for kind in ("checklist", "worksheet", "message", "workshop"):
        for record in guide.folder(f"{kind}s").values():
            about = getattr(record, "principles", None) or [getattr(record, "principle", None)]
            for word, id in product(split_aliases(ENGLISH.searched[kind]), filter(None, about)):
                pages.setdefault((word, id), set()).add(record.address)
    for (word, id), addresses in pages.items():
        yield f"{id} {word}", addresses
        yield f"{word} {id}", addresses


def test_a_principle_and_a_word_for_a_kind_of_page_find_that_page_first(page: Page) -> None:
    expected = dict(every(kinds()))
    assert expected["workshop connecting"] == {"workshops/informing/", "workshops/connecting/"}
    sheet = expected["patience worksheet"]
    assert sheet == {"worksheets/patience/"}
    expected |= {"pateince workshet": sheet, "printable patience sheet": sheet}
    expected |= {
        "print helping letter": {"worksheets/helping/"},
        "helping US letter PDF": {"worksheets/helping/"},
    }
    first = {}
    for typed, items in asked(page, expected).items():
        pages = [item[0].partition("#")[0] for item in items]
        assert len(pages) == len({*pages}), f"{typed} finds a page twice"
        first[typed] = pages[0]
    assert {typed: one for typed, one in first.items() if one not in expected[typed]} == {}


def shown(page: Page) -> list[str]:
    """Return the first title of each result, in order."""
    items = page.locator(".md-search-result__item")
    return [*map(str, items.evaluate_all("all => all.map(one => one.querySelector('h1, h2').textContent)"))]


@pytest.mark.parametrize("width", representatives([390, 1366], (390).__eq__))
def test_the_best_eight_pages_come_first_and_more_by_keyboard(
    browser: Browser, real_address: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.goto(real_address)
    page.locator(".md-header__button[for=__search]" if width < 960 else ".md-search__input").click()
    more = page.get_by_role("button", name="Show more")
    status = page.get_by_role("status").filter(has_text="pages shown, best first")
    found(page, "how to ask for a job", real_address)
    first = shown(page)
    assert len(first) == 8
    expect(status).to_contain_text(re.compile(r"^8 of \d\d pages shown"))
    page.keyboard.press("Tab")
    expect(more).to_be_focused()
    page.keyboard.press("Space")
    expect(status).to_contain_text("16 of")
    expect(page.locator(".md-search-result__item")).to_have_count(16)
    every_title = shown(page)
    assert every_title[:8] == first
    assert len(every_title) == len({*every_title}) == 16
    expect(page.locator(".md-search-result__item").nth(8).locator("a").first).to_be_focused()
    expect(page.locator(".md-search__input")).to_have_value("how to ask for a job")

    # With arrow keys, the button is below the last result.
    page.locator(".md-search-result__item").last.locator(":not(details) > a, summary").last.focus()
    page.keyboard.press("ArrowDown")
    expect(more).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(status).to_contain_text("24 of")
    expect(page.locator(".md-search-result__item")).to_have_count(24)
    # Back in the field, nothing changes until someone types.
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".md-search__input")).to_be_focused()
    assert len(shown(page)) == 24
    found(page, "granovetter", real_address)
    expect(more).to_be_hidden()
    context.close()


def test_a_question_is_shown_above_the_title_of_its_page(page: Page, real_address: str) -> None:
    assert found(page, "am I using people", real_address)[0] == "questions/"
    item = page.locator(".md-search-result__item").first
    links = item.locator(":scope > a")
    assert [str(link).rpartition("/")[2] for link in links.evaluate_all("all => all.map(a => a.href)")] == [
        "#using-people",
        "",
    ]
    assert links.first.locator("h2").inner_text() != ""
    expect(links.nth(1).locator("h1")).to_have_text("Questions and doubts")
    # What was found as a whole page stays on top.
    found(page, "patience", real_address)
    expect(
        page.locator(".md-search-result__item").first.locator(":scope > a").first.locator("h1")
    ).to_have_text("Be patient")


def test_a_snippet_says_what_a_label_is(page: Page, real_address: str) -> None:
    found(page, "friendly follow-up when a week has gone by", real_address)
    title = page.get_by_role("heading", name="Send one friendly follow-up")
    message = page.locator(".md-search-result__link").filter(has=title)
    expect(message).to_contain_text("When: A week or so has gone by")


@pytest.mark.parametrize("width", representatives([360, 1366], (1366).__eq__))
def test_a_correction_is_undone_with_one_press(browser: Browser, real_address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(real_address)
    page.locator(".md-header__button[for=__search]" if width < 960 else ".md-search__input").click()
    field = page.locator(".md-search__input")
    button = page.get_by_role("button", name="Search for what I typed")
    found(page, "pateince pays", real_address)
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_have_value('"pateince pays"')
    expect(field).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Nothing matches all of that.")).to_be_visible()
    expect(button).to_be_hidden()
    found(page, "pateince", real_address)
    button.click()
    expect(page.get_by_role("status").filter(has_text="Nothing found.")).to_be_visible()
    found(page, "patience", real_address)
    expect(button).to_be_hidden()
    context.close()


def test_a_corrected_word_is_named(page: Page, real_address: str) -> None:
    assert found(page, "pateince", real_address)[0] == "principles/patience/"
    assert note(page) == "No page has “pateince”. Showing results for “patience” instead."
    # A real word, too, if no page has it.
    assert found(page, "kill", real_address)
    assert note(page).startswith("No page has “kill”. Showing results for “")
    for typed in ("patience", "networkers", "authen", "anyone at all"):
        found(page, typed, real_address)
        assert note(page) == "", typed
