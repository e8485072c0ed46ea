"""What a page costs on a first visit: requests, bytes, and layout shift."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli
from playwright.sync_api import Browser

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}

KINDS = {
    "home": "",
    "moment": "moments/wrote-no-answer/",
    "principle": "principles/patience/",
    "checklist": "checklists/before-you-meet/",
    "worksheet": "worksheets/patience/",
    "message": "messages/first-message/",
    "workshop": "workshops/patience/",
    "start": "start/",
    "contacts": "tools/contacts/",
    "my week": "my-week/",
    "questions": "questions/",
    "glossary": "glossary/",
    "sources": "sources/",
    "about": "about/",
    "changes": "changes/",
    "list of worksheets": "worksheets/",
    "page not found": "404.html",
}
"""A page of each kind."""

COMPRESSED = frozenset([".woff2", ".webp", ".avif", ".png", ".pdf", ".zip"])
"""Files sent as they are; all others are sent compressed."""

SHIFT = """window.shifted = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value;
}).observe({ type: "layout-shift", buffered: true });"""

BELOW = """() => [...document.querySelectorAll("img[loading=lazy]")]
  .filter((image) => image.getBoundingClientRect().top >= innerHeight).map((image) => image.currentSrc)"""

FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Waits until the browser has drawn the page, and so asked for the pictures that are now visible."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a browser requested for one page."""

    first: tuple[Path, ...]
    """Files for what is visible before scrolling, in the order of the requests."""
    later: tuple[Path, ...]
    """Pictures further down, which don't delay the page, and what scrolling to the end adds."""


def visit(browser: Browser, site: Path, address: str, page: str) -> Visit:
    """Open `page` of `site`, served at `address`, on a phone for the first time, and scroll to its end."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=3)  # type: ignore[arg-type]
    requested = list[str]()
    context.on("request", lambda request: requested.append(request.url))
    tab = context.new_page()
    tab.goto(address + page, wait_until="networkidle")
    count = len(requested)
    below = {str(url) for url in tab.evaluate(BELOW)}
    height = int(tab.evaluate("document.documentElement.scrollHeight"))
    for top in range(0, height, PHONE["height"]):
        tab.evaluate(f"scrollTo({{top: {top}, behavior: 'instant'}})")
        tab.evaluate(FRAMES)
    tab.wait_for_load_state("networkidle")
    context.close()
    first = [url for url in requested[:count] if url not in below]
    return Visit(_files(site, first), _files(site, [url for url in requested if url not in first]))


def _files(site: Path, urls: Iterable[str]) -> tuple[Path, ...]:
    """Return the requested files of `site`."""
    names = [unquote(urlsplit(url).path).lstrip("/") for url in urls if url.startswith("http")]
    return tuple(site / name / ("" if Path(name).suffix else "index.html") for name in names)


def shift(browser: Browser, address: str, page: str, size: dict[str, int]) -> float:
    """Return the layout shift of `page` while it loads, as browsers count it."""
    context = browser.new_context(viewport=size)  # type: ignore[arg-type]
    context.add_init_script(SHIFT)
    tab = context.new_page()
    tab.goto(address + page)
    tab.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    moved = float(tab.evaluate("window.shifted"))
    context.close()
    return moved


def ours(file: Path) -> bool:
    """Return whether `file` is neither part of the theme nor a font."""
    theme = {"theme", "material.css"} & set(file.parts)
    return not theme and file.suffix != ".woff2"


@cache
def sent(file: Path) -> int:
    """Return how many bytes a good host sends for `file`."""
    data = file.read_bytes()
    return len(data) if file.suffix in COMPRESSED else len(brotli.compress(data, quality=11))


def weight(files: Iterable[Path]) -> int:
    """Return how many bytes a good host sends for all `files`."""
    return sum(sent(file) for file in files)
