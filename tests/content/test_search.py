"""The search as readers use it: what they type, and whether it finds what they need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from tests.support.hosting import hosted
from tests.support.searching import found, note, results

QUERIES = cast(
    dict[str, list[str]],
    yaml.safe_load(Path(__file__).with_name("queries.yml").read_text("utf-8")),
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


def answers(first: list[list[str]], expected: list[str]) -> bool:
    """Return whether one of the `first` results is an expected page, or shows the expected part of one."""
    links = {re.sub(r"\?[^#]*", "", link) for one in first for link in one[:4]}
    return bool({*expected} & {*links, *(link.partition("#")[0] for link in links)})


def test_the_queries_find_an_expected_page_among_the_first_three(page: Page, real_address: str) -> None:
    missed = {
        typed: first
        for typed, expected in QUERIES.items()
        if not answers(first := results(page, str(typed), real_address)[:3], expected)
    }
    assert len(QUERIES) >= 150
    assert len(missed) <= (1 - LEAST) * len(QUERIES), missed


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("genuine", "principles/authenticity/"),
        ("kind", "principles/authenticity/"),
        ("conduit", "principles/connecting/"),
        ("connector", "principles/connecting/"),
        ("teacher", "principles/informing/"),
        ("informer", "principles/informing/"),
        ("CV", "principles/informing/"),
        ("resume", "principles/informing/"),
        ("human resources", "principles/informing/"),
        ("reciprocity", "principles/helping/"),
        ("give first", "principles/helping/"),
        ("ghosted", "principles/patience/"),
        ("patience", "principles/patience/"),
        ("helper", "principles/helping/"),
        ("help", "principles/"),
        ("introduction", "principles/"),
        ("pateince", "principles/"),
    ],
)
def test_a_principle_comes_first_for_any_of_its_names(
    page: Page, real_address: str, typed: str, expected: str
) -> None:
    assert found(page, typed, real_address)[0].startswith(expected)


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


def test_nonsense_finds_nothing_and_says_so(page: Page, real_address: str) -> None:
    assert found(page, "qqqqqzzzz", real_address) == []
    expect(page.locator(".md-search-result__meta")).to_contain_text("This guide may not cover it.")


def test_each_result_says_what_kind_of_page_it_is(page: Page, real_address: str) -> None:
    found(page, "patience", real_address)
    kinds = page.locator(".md-search-result__item .md-tag").all_inner_texts()
    assert {"Principle", "Worksheet"} <= set(kinds)
    assert page.get_by_text("Missing:").locator("visible=true").count() == 0


DISTRESS = """
depressed | depression | hopeless | suicidal | suicide | can't cope | cant cope | can’t cope | I give up | I want to give up
kill myself | self harm | self-harm | panic | I want to die | I feel hopeless today | Depressed. | depresed | hopless
hopelss | suicid | "suicide" | suicidal at work | hopeless networking | feeling hopeless | depressed from job search
I feel so hopeless about my job search | can't take it anymore | worthless | no hope | depressd
"""


@pytest.mark.parametrize("typed", [*map(str.strip, DISTRESS.strip().replace("\n", "|").split("|"))])
def test_someone_in_distress_gets_the_page_about_it_and_nothing_above_it(
    page: Page, real_address: str, typed: str
) -> None:
    assert found(page, typed, real_address)[0] == "too-much/"
    assert note(page).startswith("You don’t have to carry it alone.")
    expect(page.get_by_role("status").filter(has_text="or with a doctor")).to_be_visible()
    # The next search is like any other.
    assert found(page, "patience", real_address)[0] == "principles/patience/"
    assert note(page) == ""


@pytest.mark.parametrize(
    "typed", ["anxious", "press", "pressed", "hope", "crush", "give", "give up my seat", "pressure", "penny"]
)
def test_harmless_words_don_t_lead_to_the_page_for_distress(page: Page, real_address: str, typed: str) -> None:
    found(page, typed, real_address)
    assert not note(page).startswith("You don’t have to carry it alone.")


PRINCIPLES = ("patience", "authenticity", "helping", "connecting", "informing")


@pytest.mark.parametrize("name", PRINCIPLES)
@pytest.mark.parametrize("word", ["worksheet", "pdf", "sheet", "printable"])
def test_a_principle_and_a_word_for_its_sheet_find_the_sheet_first(
    page: Page, real_address: str, name: str, word: str
) -> None:
    assert found(page, f"{name} {word}", real_address)[0] == f"worksheets/{name}/"
    assert found(page, f"{word} {name}", real_address)[0] == f"worksheets/{name}/"


@pytest.mark.parametrize("name", [name for name in PRINCIPLES if name != "connecting"])
def test_a_principle_and_workshop_find_the_workshop_first(page: Page, real_address: str, name: str) -> None:
    assert found(page, f"{name} workshop", real_address)[0] == f"workshops/{name}/"


def test_a_correction_is_undone_with_one_press(page: Page, real_address: str) -> None:
    found(page, "pateince", real_address)
    page.get_by_role("button", name="Search for what I typed").click()
    expect(page.locator(".md-search__input")).to_have_value('"pateince"')
    expect(page.locator(".md-search-result__meta")).to_contain_text("Nothing found")
    expect(page.locator(".md-search__input")).to_be_focused()
    found(page, "patience", real_address)
    expect(page.get_by_role("button", name="Search for what I typed")).to_be_hidden()


def test_a_corrected_word_is_named(page: Page, real_address: str) -> None:
    assert found(page, "pateince", real_address)[0] == "principles/patience/"
    assert note(page) == "No page has “pateince”. Showing results for “patience” instead."
    # A real word, too, if no page has it.
    assert found(page, "kill", real_address)
    assert note(page).startswith("No page has “kill”. Showing results for “")
    for typed in ("patience", "networkers", "authen", "anyone at all", "qqqqqzzzz"):
        found(page, typed, real_address)
        assert note(page) == "", typed
