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

LEAST = 0.95
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


def test_the_queries_find_an_expected_page_among_the_first_three(page: Page, real_address: str) -> None:
    missed = {
        typed: first
        for typed, expected in QUERIES.items()
        if not set(first := found(page, str(typed), real_address)[:3]) & set(expected)
    }
    assert len(QUERIES) >= 60
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
    expect(page.locator(".md-search-result__meta")).to_have_text("Nothing found. Try one simpler word.")


def test_each_result_says_what_kind_of_page_it_is(page: Page, real_address: str) -> None:
    found(page, "patience", real_address)
    kinds = page.locator(".md-search-result__item .md-tag").all_inner_texts()
    assert {"Principle", "Worksheet"} <= set(kinds)
    assert page.get_by_text("Missing:").locator("visible=true").count() == 0


DISTRESS = """
depressed | depression | hopeless | suicidal | suicide | can't cope | cant cope | can’t cope | give up
kill myself | self harm | self-harm | panic | I want to die | I feel hopeless today | Depressed. | depresed
hopelss | suicid | "suicide" | suicidal at work | hopeless networking
"""


@pytest.mark.parametrize("typed", [*map(str.strip, DISTRESS.strip().replace("\n", "|").split("|"))])
def test_no_one_in_distress_is_sent_to_advice_about_small_talk(
    page: Page, real_address: str, typed: str
) -> None:
    assert found(page, typed, real_address) == []
    assert note(page).startswith("This guide has nothing about that. You don’t have to carry it alone.")
    expect(page.get_by_role("status").filter(has_text="or with a doctor")).to_be_visible()
    expect(page.get_by_text("Nothing found. Try one simpler word.")).to_be_hidden()
    expect(page.get_by_text(re.compile(r"\d pages? found"))).to_be_hidden()
    # The next search is like any other.
    assert found(page, "patience", real_address)[0] == "principles/patience/"
    expect(page.get_by_role("status").filter(has_text="pages found")).to_be_visible()
    assert note(page) == ""


@pytest.mark.parametrize("typed", ["anxious", "anxiety", "anxio"])
def test_a_word_of_distress_finds_the_page_that_is_about_it(
    page: Page, real_address: str, typed: str
) -> None:
    assert found(page, typed, real_address)[0] == "questions/"
    assert note(page) == ""


def test_a_corrected_word_is_named(page: Page, real_address: str) -> None:
    assert found(page, "pateince", real_address)[0] == "principles/patience/"
    assert note(page) == "No page has “pateince”. Showing results for “patience” instead."
    # A real word, too, if no page has it.
    assert found(page, "kill", real_address)
    assert note(page).startswith("No page has “kill”. Showing results for “")
    for typed in ("patience", "networkers", "authen", "anyone at all", "qqqqqzzzz"):
        found(page, typed, real_address)
        assert note(page) == "", typed
