"""The search as readers use it: what they type, and whether it finds what they need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from tests.support.hosting import hosted

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


def results(page: Page, typed: str, address: str) -> list[list[str]]:
    """Return the addresses of the results of a search, in order."""
    field = page.locator(".md-search__input")
    status = page.locator(".md-search-result__meta")
    # An empty field clears the list, so the results afterward belong to these words.
    field.fill("")
    field.press("Backspace")
    expect(page.locator(".md-search-result__item")).to_have_count(0)
    waiting = status.inner_text()
    # The search runs when a key is released. With a single key there's a single search, so the list can't
    # be replaced by a later one while a test reads it.
    field.fill(typed)
    field.press("Shift")
    expect(status).not_to_have_text(waiting)
    if not status.inner_text().startswith("Nothing found"):
        expect(page.locator(".md-search-result__item")).not_to_have_count(0)
    items = page.locator(".md-search-result__item").evaluate_all(
        "all => all.map(item => [...item.querySelectorAll(':scope > a')].map(a => a.href))"
    )
    return [[str(link).removeprefix(address) for link in item] for item in items]


def found(page: Page, typed: str, address: str) -> list[str]:
    """Return the pages that a search finds, in order."""
    return [links[0].partition("?")[0].partition("#")[0] for links in results(page, typed, address)]


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
