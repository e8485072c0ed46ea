"""What a page costs a reader who comes for the first time: requests, bytes, and how far it jumps."""

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
    "principle": "principles/patience/",
    "checklist": "checklists/before-you-meet/",
    "worksheet": "worksheets/patience/",
    "message": "messages/first-message/",
    "workshop": "workshops/patience/",
    "start": "start/",
    "contacts": "tools/contacts/",
    "questions": "questions/",
    "glossary": "glossary/",
    "sources": "sources/",
    "about": "about/",
    "changes": "changes/",
    "list of worksheets": "worksheets/",
    "page not found": "404.html",
}
"""A page of each kind."""

PACKED = frozenset([".woff2", ".webp", ".avif", ".png", ".pdf", ".zip"])
"""What is sent as it is; all else is sent compressed."""

SHIFT = """window.shifted = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value;
}).observe({ type: "layout-shift", buffered: true });"""

BELOW = """() => [...document.querySelectorAll("img[loading=lazy]")]
  .filter((image) => image.getBoundingClientRect().top >= innerHeight).map((image) => image.currentSrc)"""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a browser fetched for one page."""

    first: tuple[Path, ...]
    """Files for what is seen before scrolling, in the order in which they were asked for."""
    later: tuple[Path, ...]
    """Pictures further down, for which the page does not wait, and what scrolling to the end adds."""


def visit(browser: Browser, site: Path, address: str, page: str) -> Visit:
    """Open `page` of `site`, served at `address`, on a phone that was never here, and scroll to its end."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=3)  # type: ignore[arg-type]
    asked = list[str]()
    context.on("request", lambda request: asked.append(request.url))
    tab = context.new_page()
    tab.goto(address + page, wait_until="networkidle")
    count = len(asked)
    below = {str(url) for url in tab.evaluate(BELOW)}
    height = int(tab.evaluate("document.documentElement.scrollHeight"))
    for top in range(0, height, PHONE["height"]):
        tab.evaluate(f"scrollTo({{top: {top}, behavior: 'instant'}})")
        tab.wait_for_timeout(20)
    tab.wait_for_load_state("networkidle")
    context.close()
    first = [url for url in asked[:count] if url not in below]
    return Visit(_files(site, first), _files(site, [url for url in asked if url not in first]))


def _files(site: Path, urls: Iterable[str]) -> tuple[Path, ...]:
    """Return what of `site` was asked for; what the browser makes itself was not."""
    names = [unquote(urlsplit(url).path).lstrip("/") for url in urls if url.startswith("http")]
    return tuple(site / name / ("" if Path(name).suffix else "index.html") for name in names)


def shift(browser: Browser, address: str, page: str, size: dict[str, int]) -> float:
    """Return how far the layout of `page` moves by itself while it comes, as browsers count it."""
    context = browser.new_context(viewport=size)  # type: ignore[arg-type]
    context.add_init_script(SHIFT)
    tab = context.new_page()
    tab.goto(address + page)
    tab.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    moved = float(tab.evaluate("window.shifted"))
    context.close()
    return moved


def ours(file: Path) -> bool:
    """Tell whether `file` is neither the theme's nor a typeface."""
    theme = {"javascripts", "stylesheets", "images"} & set(file.parts)
    return not theme and file.suffix != ".woff2"


@cache
def sent(file: Path) -> int:
    """Return the bytes that a good host sends for `file`."""
    data = file.read_bytes()
    return len(data) if file.suffix in PACKED else len(brotli.compress(data, quality=11))


def weight(files: Iterable[Path]) -> int:
    """Return the bytes of all `files` together."""
    return sum(sent(file) for file in files)
