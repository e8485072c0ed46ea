"""How much a phone downloads for a page, and whether the page shifts while it loads."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.loops import every
from tests.support.page_weight import DESK, KINDS, PHONE, Visit, ours, shift, visit, weight

PRINCIPLE, WORKSHEET = 105_000, 125_000
"""Bytes of a first visit, as a good host sends them."""

FONTS = 42_000
OURS = 15_000
REQUESTS = 10
SHIFT = 0.02
"""Share of the window by which a page can shift; with more, people tap what they didn't mean."""


@pytest.fixture(scope="module")
def principles(browser: Browser, real_site: Path, real_address: str) -> list[Visit]:
    pages = sorted(path.parent.relative_to(real_site) for path in real_site.glob("principles/*/index.html"))
    assert len(pages) == 5
    return [visit(browser, real_site, real_address, f"{page.as_posix()}/") for page in pages]


def test_a_principle_takes_few_bytes_and_requests(principles: list[Visit]) -> None:
    for seen in every(principles):
        assert weight(seen.first) <= PRINCIPLE, seen.first[0]
        assert len(seen.first) <= REQUESTS, seen.first
        assert weight(file for file in seen.first if file.suffix == ".woff2") <= FONTS
        assert weight(filter(ours, seen.first)) <= OURS, seen.first[0]


def test_the_search_index_loads_only_on_a_search(principles: list[Visit]) -> None:
    names = {file.name for seen in principles for file in (*seen.first, *seen.later)}
    assert "worker.js" in names
    assert not {"pages.json", "forgiving.js", "sitemap.xml"} & names
    assert not [name for name in names if name.startswith("search.")]


def test_a_worksheet_takes_few_bytes(browser: Browser, real_site: Path, real_address: str) -> None:
    seen = visit(browser, real_site, real_address, KINDS["worksheet"])
    assert weight(seen.first) <= WORKSHEET
    # Pictures of the sheet are only where there's room for them.
    assert not [file for file in (*seen.first, *seen.later) if file.suffix == ".webp"]


def test_nothing_shifts_while_a_page_loads(browser: Browser, real_address: str) -> None:
    at_a_desk = ("home", "checklist", "worksheet", "start", "contacts")
    for size, kinds in ((PHONE, KINDS), (DESK, at_a_desk)):
        for kind in kinds:
            # A busy machine can draw a page before its fonts arrive. Other shifts happen on every visit.
            visits = (shift(browser, real_address, KINDS[kind], size) for _ in range(3))
            assert any(far <= SHIFT for far in visits), kind
