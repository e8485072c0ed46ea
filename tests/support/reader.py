"""Pages of the real guide, and what readers do on them."""

from __future__ import annotations

from playwright.sync_api import Page

SAMPLE_PAGES = [
    "", "start/", "principles/", "principles/patience/", "checklists/before-you-meet/", "worksheets/",
    "worksheets/patience/", "worksheets/contact-tracker/", "messages/polite-nudge/", "workshops/",
    "workshops/patience/", "questions/", "tools/contacts/", "glossary/", "sources/", "what-networking-is/",
    "about/", "accessibility/", "changes/", "offline/", "404.html",
]  # fmt: skip
"""A page of each kind."""


def search(page: Page, address: str, typed: str) -> list[str]:
    """Search from the page at `address` and return the addresses of the results, relative to it."""
    page.goto(address)
    page.keyboard.press("/")
    page.locator(".md-search__input").press_sequentially(typed)
    page.locator(".md-search-result__item").first.wait_for()
    page.wait_for_timeout(300)  # results of the last letter replace those of the one before
    links = page.locator(".md-search-result__item > a.md-search-result__link").evaluate_all(
        "all => all.map(a => a.href)"
    )
    return [str(link).removeprefix(address) for link in links]
