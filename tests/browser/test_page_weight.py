"""How much a phone downloads for a page, and whether the page shifts while it loads."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.nightly import representatives
from tests.support.page_weight import DESK, KINDS, PHONE, Visit, ours, shift, visit, weight
from tests.support.paths import ROOT

PRINCIPLE, MOMENT, WORKSHEET = 101_000, 120_000, 121_000
"""Bytes of a first visit, as a good host sends them."""

FONTS = 42_000
OURS = 16_000
REQUESTS = 10
SHIFT = 0.02
"""Share of the window by which a page can shift; with more, people tap what they didn't mean."""


PRINCIPLES = sorted(file.stem for file in (ROOT / "content/principles").glob("*.yml"))


@pytest.fixture(scope="module", params=representatives(PRINCIPLES, "patience".__eq__))
def principle(browser: Browser, real_site: Path, real_address: str, request: pytest.FixtureRequest) -> Visit:
    return visit(browser, real_site, real_address, f"principles/{request.param}/")


def test_a_principle_takes_few_bytes_and_requests(principle: Visit) -> None:
    assert weight(principle.first) <= PRINCIPLE
    assert len(principle.first) <= REQUESTS, principle.first
    assert weight(file for file in principle.first if file.suffix == ".woff2") <= FONTS
    assert weight(filter(ours, principle.first)) <= OURS


def test_the_search_index_loads_only_on_a_search(principle: Visit) -> None:
    names = {file.name for file in (*principle.first, *principle.later)}
    assert "worker.js" in names
    assert not {"pages.json", "forgiving.js", "sitemap.xml"} & names
    assert not [name for name in names if name.startswith("search.")]


def test_a_moment_takes_few_bytes(browser: Browser, real_site: Path, real_address: str) -> None:
    assert weight(visit(browser, real_site, real_address, KINDS["moment"]).first) <= MOMENT


def test_a_worksheet_takes_few_bytes(browser: Browser, real_site: Path, real_address: str) -> None:
    seen = visit(browser, real_site, real_address, KINDS["worksheet"])
    assert weight(seen.first) <= WORKSHEET
    # Pictures of the sheet are only where there's room for them.
    assert not [file for file in (*seen.first, *seen.later) if file.suffix == ".webp"]


SIZES = {"on a phone": PHONE, "at a desk": DESK}
AT_A_DESK = ("home", "moment", "checklist", "worksheet", "start", "contacts")
FILLED_BY_SCRIPTS = {
    *product(["on a phone"], ["home", "worksheet", "contacts", "my week", "principle"]),
    *product(["at a desk"], ["moment", "checklist", "start"]),
}
"""Pages to which scripts add something, each in one of the sizes, and one with long texts."""


@pytest.mark.parametrize(
    ("size", "kind"),
    representatives(
        [*product(["on a phone"], KINDS), *product(["at a desk"], AT_A_DESK)], FILLED_BY_SCRIPTS.__contains__
    ),
)
def test_nothing_shifts_while_a_page_loads(size: str, kind: str, browser: Browser, real_address: str) -> None:
    # A busy machine can draw a page before its fonts arrive. Other shifts happen on every visit.
    visits = (shift(browser, real_address, KINDS[kind], SIZES[size]) for _ in range(3))
    assert any(far <= SHIFT for far in visits)
