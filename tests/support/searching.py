"""Searching as readers do: by typing into the field at the top of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from playwright.sync_api import Page, expect

from tests.support.waiting import PATIENCE, wait_until

TEXTS = """() => {
    const { translations } = JSON.parse(document.getElementById("__config").textContent);
    return ["placeholder", "none"].map((name) => translations[`search.result.${name}`]);
}"""
"""Returns what the page says before anything is typed, and if nothing is found, in its language."""

SAID = """() => {
    if (!window.channelOfTests) {
        window.channelOfTests = new BroadcastChannel("search");
        window.channelOfTests.onmessage = ({ data }) => { window.saidAbout = data.query; };
    }
    return window.saidAbout;
}"""
"""Returns the last query about which the search said something, which it does apart from the results."""


ASK = """async (queries) => {
    const config = JSON.parse(document.getElementById("__config").textContent);
    const base = new URL(`${config.base}/`, location.href);
    const { config: settings, docs } = await (await fetch(new URL("search/search_index.json", base))).json();
    const worker = new Worker(new URL(config.search, base));
    // The messages of Material: 0 begins, 1 says it's ready, 2 asks, 3 answers.
    const ask = (message, kind) => new Promise((done) => {
        worker.onmessage = ({ data }) => { if (data.type === kind) { done(data.data); } };
        worker.postMessage(message);
    });
    await ask({ type: 0, data: { config: settings, docs, options: { suggest: false } } }, 1);
    const found = [];
    for (const data of queries) {
        const { items } = await ask({ type: 2, data }, 3);
        found.push(items.map((item) => item.map(({ location }) => location)));
    }
    worker.terminate();
    return found;
}"""
"""Asks the program behind the search field, as the page does."""


def asked(page: Page, queries: Iterable[str]) -> dict[str, list[list[str]]]:
    """Return what `results` would for each of `queries`: hundreds, in the time of typing ten."""
    typed = [*queries]
    found = page.evaluate(ASK, typed)
    # The search shows a page above its parts.
    return {
        query: [sorted(item, key=lambda link: "#" in link) for item in items]
        for query, items in zip(typed, found, strict=True)
    }


def answers(first: list[list[str]], expected: list[str]) -> bool:
    """Return whether one of the `first` results is an expected page, or shows the expected part of one."""
    links = {re.sub(r"\?[^#]*", "", link) for one in first for link in one[:4]}
    return bool({*expected} & {*links, *(link.partition("#")[0] for link in links)})


def results(page: Page, typed: str, address: str) -> list[list[str]]:
    """Return the addresses of the results of a search, in order."""
    field = page.locator(".md-search__input")
    status = page.locator(".md-search-result__meta")
    # An empty field clears the list, so the results afterward belong to these words. The text of the status
    # counts also while it's hidden, which it is next to what people in distress are shown.
    page.evaluate(SAID)
    begin, none = map(str, page.evaluate(TEXTS))
    field.fill("")
    field.press("Backspace")
    expect(status).to_contain_text(begin)
    expect(page.locator(".md-search-result__item")).to_have_count(0)
    # The search runs when a key is released. With a single key there's a single search, so the list can't
    # be replaced by a later one while a test reads it.
    field.fill(typed)
    field.press("Shift")
    # The first search waits for the index.
    expect(status).not_to_contain_text(begin, timeout=PATIENCE * 1000)
    wait_until(lambda: page.evaluate(SAID) == typed, f"the search said something about “{typed}”")
    if none not in (status.text_content() or ""):
        expect(page.locator(".md-search-result__item")).not_to_have_count(0)
    items = page.locator(".md-search-result__item").evaluate_all(
        "all => all.map(item => [...item.querySelectorAll(':scope > a')].map(a => a.href))"
    )
    return [[str(link).removeprefix(address) for link in item] for item in items]


def found(page: Page, typed: str, address: str) -> list[str]:
    """Return the pages that a search finds, in order."""
    return [links[0].partition("?")[0].partition("#")[0] for links in results(page, typed, address)]


def note(page: Page) -> str:
    """Return what the search says about the last query, besides the number of pages."""
    return page.locator(".search-said").inner_text()
