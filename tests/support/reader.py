"""Pages of the real guide, and what readers do on them."""

from __future__ import annotations

from playwright.sync_api import Page

SAMPLE_PAGES = [
    "", "start/", "moments/", "moments/wrote-no-answer/", "principles/", "principles/patience/",
    "checklists/before-you-meet/", "worksheets/",
    "worksheets/patience/", "worksheets/contact-tracker/", "messages/polite-nudge/", "workshops/",
    "workshops/patience/", "questions/", "tools/contacts/", "my-week/", "glossary/", "sources/",
    "what-networking-is/", "about/", "accessibility/", "changes/", "offline/", "404.html",
]  # fmt: skip
"""A page of each kind."""


def search(page: Page, address: str, typed: str) -> list[str]:
    """Search from the page at `address` and return the addresses of the results, relative to it."""
    page.goto(address)
    page.keyboard.press("/")
    field = page.locator(".md-search__input")
    field.fill(typed[:-1])
    field.press_sequentially(typed[-1])  # a single key, so that no later results replace these
    page.locator(".md-search-result__item").first.wait_for()
    links = page.locator(".md-search-result__item > a.md-search-result__link").evaluate_all(
        "all => all.map(a => a.href)"
    )
    return [str(link).removeprefix(address) for link in links]
