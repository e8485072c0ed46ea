"""A browser that tests use one after another, each as a reader who comes for the first time.

A new tab begins with empty caches, so a page takes three times as long in it. A test that adds listeners to a
tab, or scripts to all pages, needs a browser of its own, because it can't take them back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

from playwright.sync_api import BrowserContext, Page

NOTHING = "robots.txt"
"""An address of every site with no page of the guide, which would store again what it holds."""
STORED = """async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...await caches.keys(),
  ...(await indexedDB.databases()).map(({ name }) => name),
  ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
]"""
"""Returns the names of everything that a site can have stored in a browser, besides cookies."""


class UsedAgain:
    """The browser `context`, which was just opened, for tests of the site at `address`."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self._context, self._address = context, address
        self._tab = context.new_page()
        self._window = self._tab.viewport_size

    @contextmanager
    def by_newcomer(self) -> Iterator[BrowserContext]:
        """Yield the context with nothing stored, and with one tab, which `new_tab` returns first."""
        self._clear()
        yield self._context

    def _clear(self) -> None:
        for page in self._context.pages:
            if page is not self._tab:
                page.close()
        if self._tab.is_closed():
            self._tab = self._context.new_page()
        self._context.unroute_all()
        self._context.set_offline(False)
        self._context.clear_permissions()
        self._context.clear_cookies()
        self._tab.goto(self._address + NOTHING)
        session = self._context.new_cdp_session(self._tab)
        session.send(
            "Storage.clearDataForOrigin", {"origin": urljoin(self._address, "/"), "storageTypes": "all"}
        )
        session.detach()
        self._tab.evaluate("sessionStorage.clear()")
        self._tab.emulate_media(
            media="null", color_scheme="null", reduced_motion="null", forced_colors="null"
        )
        if self._window:
            self._tab.set_viewport_size(self._window)
        assert self._tab.evaluate(STORED) == []
        assert self._context.cookies() == []


@contextmanager
def without_faults(readers: tuple[UsedAgain, list[str]]) -> Iterator[BrowserContext]:
    """Give a browser as it is for a newcomer; fail if one of the faults that are collected was on a page."""
    browsers, faults = readers
    with browsers.by_newcomer() as context:
        faults.clear()
        yield context
        assert faults == []


def new_tab(context: BrowserContext) -> Page:
    """Return the tab that hasn't shown a page of the guide yet in this test, or else a new one."""
    first = context.pages[0] if context.pages else context.new_page()
    return first if first.url.endswith(("about:blank", NOTHING)) else context.new_page()
