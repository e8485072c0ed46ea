"""What a page costs a reader who comes for the first time: requests, bytes, and how much of it jumps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli
from playwright.sync_api import Browser, Request

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}

PACKED = frozenset([".woff2", ".webp", ".avif", ".png", ".pdf", ".zip"])
"""What is sent as it is; all else is sent compressed."""

SHIFT = """new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value;
}).observe({ type: "layout-shift", buffered: true });"""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a browser fetched for one page."""

    first: tuple[Path, ...]
    """Files for what is seen before scrolling, in the order in which they were asked for."""
    later: tuple[Path, ...]
    """Those that scrolling to the end adds."""
    shift: float
    """How far the layout moved by itself, as browsers count it."""


def visit(browser: Browser, site: Path, address: str, page: str, size: dict[str, int] = PHONE) -> Visit:
    """Open `page` of `site`, served at `address`, with nothing kept from before, and scroll to its end."""
    context = browser.new_context(viewport=size, device_scale_factor=3)  # type: ignore[arg-type]
    context.add_init_script(f"window.shifted = 0; {SHIFT}")
    asked = list[Path]()

    def note(request: Request) -> None:
        target = urlsplit(request.url)
        if target.scheme.startswith("http"):
            path = unquote(target.path).removeprefix(urlsplit(address).path)
            asked.append(site / path / "index.html" if not path or path.endswith("/") else site / path)

    context.on("request", note)
    tab = context.new_page()
    tab.goto(address + page, wait_until="networkidle")
    first = tuple(asked)
    shift = float(tab.evaluate("window.shifted"))
    height = int(tab.evaluate("document.documentElement.scrollHeight"))
    for top in range(0, height, size["height"]):
        tab.evaluate(f"scrollTo({{top: {top}, behavior: 'instant'}})")
        tab.wait_for_timeout(20)
    tab.wait_for_load_state("networkidle")
    context.close()
    return Visit(first, tuple(asked[len(first) :]), shift)


@cache
def sent(file: Path) -> int:
    """Return the bytes that a good host sends for `file`."""
    data = file.read_bytes()
    return len(data) if file.suffix in PACKED else len(brotli.compress(data, quality=11))


def weight(files: Iterable[Path]) -> int:
    """Return the bytes of all `files` together."""
    return sum(sent(file) for file in files)
