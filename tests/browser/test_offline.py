"""Reading offline, for readers who ask for it: what is kept, how it is updated, and how it is removed."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import lxml.html
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator.check.check import check
from generator.layers import Layers
from generator.load.loader import load
from generator.model.guide import Guide
from generator.pages.page import OFFLINE_PAGE
from generator.pages.pages import guide_pages
from generator.project import Project
from generator.site.stage import stage
from tests.support.bad_line import hosted_on_bad_line
from tests.support.hosting import hosted
from tests.support.nightly import representatives
from tests.support.paths import ROOT, TESTS
from tests.support.rendering import environment
from tests.support.waiting import wait_until
from tests.support.whole_site import write_worker
from tests.support.without_pdfs import ENGLISH

TEMPLATES = ROOT / "templates"
KEEP = "Save the guide on this device"
REMOVE = "Remove it from this device"
PRINCIPLE, TITLE = "principles/ask-first/", "Ask before you tell"
"""A page of the small guide."""
NEW_TITLE = "Ask long before you tell"


@cache
def guide(offered: bool = True) -> Guide:
    """The small guide, with or without the offer to keep it."""
    small = check(load(Project(TESTS / "guide")))
    return replace(small, site=small.site.model_copy(update={"offline": offered}))


def listed(folder: Path) -> dict[str, Any]:
    """Return the list in the worker of a site."""
    line = (folder / "sw.js").read_text("utf-8").partition("\n")[0]
    found = json.loads(line.removeprefix("const LIST=").removesuffix(";"))
    assert isinstance(found, dict)
    return found


@contextmanager
def reading(browser: Browser, address: str) -> Iterator[tuple[BrowserContext, Page]]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}offline/")
    yield context, page
    context.close()


def keep(page: Page) -> None:
    page.get_by_role("button", name=KEEP).click()
    expect(page.get_by_role("button", name=REMOVE)).to_be_focused(timeout=15_000)


def caches(page: Page) -> list[str]:
    found = page.evaluate("caches.keys()")
    assert isinstance(found, list)
    return found


def workers(page: Page) -> int:
    return int(page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)"))


class Sample(NamedTuple):
    """What's on a site: addresses, and words that find the sheet's principle, one of them misspelled."""

    fixture: str
    page: str
    sheet: str
    typed: str
    found: str


SAMPLES = {
    "small": Sample(
        "small_site", "principles/say-what-you-saw/", "worksheets/one-talk/", "befoer you tell", PRINCIPLE
    ),
    "real": Sample(
        "real_site", "principles/helping/", "worksheets/patience/", "pateince", "principles/patience/"
    ),
}


@pytest.mark.parametrize("name", representatives(SAMPLES, "small".__eq__))
def test_an_offline_guide_can_be_read_searched_and_filled_in(
    name: str, browser: Browser, request: pytest.FixtureRequest
) -> None:
    sample = SAMPLES[name]
    site = request.getfixturevalue(sample.fixture)
    # Below a path, next to another site that keeps something on the same host.
    with hosted(site, "/guide/") as address, reading(browser, address) as (context, page):
        page.evaluate("caches.open('guide-offline:/:another')")
        assert workers(page) == 0
        keep(page)
        expect(page.get_by_role("status").filter(has_text="Saved. As of")).to_have_text(
            re.compile(r"Saved\. As of [A-Z]\w+ \d+, \d{4}\. \d+ pages, \d\.\d MB\.")
        )
        context.set_offline(True)
        for path in ("", sample.page, "index.html"):
            page.goto(address + path)
            expect(page.locator("h1")).to_be_visible()
            assert page.url == address + path
        page.goto(address + sample.sheet.rstrip("/"))
        assert page.url == address + sample.sheet
        page.locator("[data-answers] textarea").first.fill("Written on a train")
        page.reload()
        assert page.locator("[data-answers] textarea").first.input_value() == "Written on a train"
        # As people type: the theme listens to keys.
        page.get_by_role("textbox", name="Search").press_sequentially(sample.typed)
        page.locator(f".md-search-result__link[href*='{sample.found}']").first.click()
        page.wait_for_url(f"{address}{sample.found}*")
        for path in ("no/such/page/", f"{sample.sheet}{Path(sample.sheet).name}-a4-print.pdf"):
            page.goto(address + path)
            assert page.url == f"{address}offline/#not-kept"
        context.set_offline(False)
        page.goto(f"{address}offline/")
        page.get_by_role("button", name=REMOVE).click()
        expect(page.get_by_role("button", name=KEEP)).to_be_focused()
        assert caches(page) == ["guide-offline:/:another"]
        assert workers(page) == 0


@pytest.fixture
def own_site(small_site: Path, tmp_path: Path) -> Path:
    """A copy of the small guide's site that a test may change."""
    return Path(shutil.copytree(small_site, tmp_path / "site"))


def change(page: Path, find: str, put: str) -> None:
    text = page.read_text("utf-8")
    assert find in text
    page.write_text(text.replace(find, put), "utf-8")


def test_new_advice_is_shown_at_once_then_kept_and_removed_when_the_host_says_so(
    browser: Browser, own_site: Path
) -> None:
    with hosted(own_site) as address, reading(browser, address) as (context, page):
        keep(page)
        before = caches(page)
        script = next((own_site / "assets").glob("*/guide.js")).relative_to(own_site)

        # All assets get a new address when one of them changes, as a build would have it.
        shutil.move(own_site / script.parent, own_site / "assets/0badcafe")
        for file in own_site.rglob("*.html"):
            file.write_text(file.read_text("utf-8").replace(script.parent.name, "0badcafe"), "utf-8")
        change(own_site / PRINCIPLE / "index.html", f">{TITLE}</h1>", f">{NEW_TITLE}</h1>")
        write_worker(own_site, guide())

        other = context.new_page()
        other.goto(address + PRINCIPLE)
        expect(other.locator("h1")).to_have_text(NEW_TITLE)
        wait_until(lambda: len(now := caches(other)) == 1 and now != before, "the new version is kept")
        context.set_offline(True)
        other.reload()
        expect(other.locator("h1")).to_have_text(NEW_TITLE)
        # A page of the last version that is still open finds its own files.
        assert page.evaluate("path => fetch(path).then(answer => answer.status)", f"{address}{script}") == 200

        context.set_offline(False)
        write_worker(own_site, guide(offered=False))

        other.goto(f"{address}principles/say-what-you-saw/")  # then, browsers look for a new worker
        wait_until(lambda: workers(other) == 0 and caches(other) == [], "the worker removes itself")
        other.goto(address + PRINCIPLE)
        expect(other.locator("h1")).to_have_text(NEW_TITLE)


SECONDS_TO_OPEN = """() => {
  const { domContentLoadedEventEnd, loadEventEnd } = performance.getEntriesByType("navigation")[0];
  return Math.max(domContentLoadedEventEnd, loadEventEnd) / 1000;
}"""


def opened(context: BrowserContext, address: str, heading: str) -> float:
    """Open a page in a new tab, and return after how many seconds it was complete."""
    page = context.new_page()
    page.goto(address)
    expect(page.locator("h1")).to_have_text(heading)
    seconds = float(page.evaluate(SECONDS_TO_OPEN))
    page.close()
    return seconds


def test_a_kept_page_opens_within_four_seconds_on_any_line(browser: Browser, own_site: Path) -> None:
    with hosted_on_bad_line(own_site) as (address, line), reading(browser, address) as (context, page):
        keep(page)
        sheet, heading = f"{address}worksheets/one-talk/", "One talk"
        seconds = dict[str, float]()
        for fault in ("drops", "fails", "hangs", "drips"):
            line.breaks(fault)
            seconds[fault] = opened(context, sheet, heading)
            line.recovers()
        context.set_offline(True)
        seconds["no network"] = opened(context, sheet, heading)
        context.set_offline(False)
        line.server_close()
        seconds["refuses"] = opened(context, sheet, heading)
        assert {fault: time for fault, time in seconds.items() if time >= 4} == {}


def test_a_kept_page_is_renewed_behind_the_back_of_its_reader(browser: Browser, own_site: Path) -> None:
    with hosted_on_bad_line(own_site) as (address, line), reading(browser, address) as (context, page):
        keep(page)
        before = caches(page)
        change(own_site / PRINCIPLE / "index.html", f">{TITLE}</h1>", f">{NEW_TITLE}</h1>")
        write_worker(own_site, guide())

        line.breaks("hangs")
        page.goto(address + PRINCIPLE)
        expect(page.locator("h1")).to_have_text(TITLE)
        page.get_by_role("textbox", name="Search").press_sequentially("one tlak")
        expect(page.locator(".md-search-result__link[href*='worksheets/one-talk']").first).to_be_visible()
        wait_until(lambda: "/sw.js" in line.asked, "the browser looks for a new version")
        line.recovers()
        # A search for a new version that failed isn't repeated before the next visit.
        page.reload()
        wait_until(lambda: len(now := caches(page)) == 1 and now != before, "the new version is kept")

        line.breaks("hangs")
        assert opened(context, address + PRINCIPLE, NEW_TITLE) < 4


def test_a_damaged_download_is_not_kept_in_part(browser: Browser, own_site: Path) -> None:
    with hosted(own_site) as address, reading(browser, address) as (_, page):
        change(own_site / "sources/index.html", "</body>", "<p>Buy this</p></body>")
        page.get_by_role("button", name=KEEP).click()
        expect(
            page.get_by_role("status").filter(has_text="didn’t arrive the way it was published")
        ).to_be_visible(timeout=15_000)
        assert caches(page) == []
        write_worker(own_site, guide())
        keep(page)


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("Object.defineProperty(window, 'isSecureContext', {value: false})", "doesn’t start with https"),
        ("delete Navigator.prototype.serviceWorker", "can’t save a site"),
        (
            "navigator.serviceWorker.getRegistration = () => Promise.reject(new DOMException())",
            "won’t let",
        ),
    ],
    ids=["insecure", "old", "refusing"],
)
def test_a_browser_that_cannot_keep_it_says_why_and_names_the_other_way(
    missing: str, message: str, browser: Browser, real_address: str
) -> None:
    page = browser.new_page()
    page.add_init_script(missing)
    page.goto(f"{real_address}offline/")
    expect(page.locator("[data-still]")).to_contain_text(message)
    expect(page.get_by_role("button", name=KEEP)).to_be_hidden()
    expect(page.get_by_role("link", name="Download the offline edition")).to_be_visible()
    page.close()


@pytest.mark.parametrize("folder", ["", "es"])
def test_the_list_has_every_file_that_pages_consist_of_as_published(real_site: Path, folder: str) -> None:
    """Each language has a list of its own."""
    real_site /= folder
    worker_list = listed(real_site)
    sizes = []
    for address, digest in worker_list["files"].items():
        path = real_site / address
        data = (path / "index.html" if path.is_dir() else path).read_bytes()
        assert hashlib.sha256(data).hexdigest().startswith(digest)
        sizes.append(len(data))
    published = {path.relative_to(real_site).as_posix() for path in real_site.rglob("*") if path.is_file()}
    named = {re.sub(r"(^|/)$", r"\1index.html", address) for address in worker_list["files"]}
    left_out = published - named
    not_kept = ("404", "sw.js", ".", "_headers", "social/", "es/")
    kinds = {name.rpartition(".")[2] for name in left_out if not name.startswith(not_kept)}
    assert named <= published
    assert kinds <= {"pdf", "zip", "xml", "txt", "json", "gz", "br"}
    assert worker_list["pages"] == sum(name.endswith(".html") for name in named)
    assert worker_list["size"].replace(",", ".") == f"{sum(sizes) / 1_000_000:.1f} MB"


def test_the_page_shows_the_right_numbers_to_readers_without_scripts(real_site: Path) -> None:
    page: Any = lxml.html.fromstring((real_site / "offline/index.html").read_text("utf-8"))
    text = " ".join(page.text_content().split())
    worker_list = listed(real_site)
    assert f"all {worker_list['pages']} pages. They take {worker_list['size']}." in text
    (link,) = page.xpath("//a[contains(@href, '.zip')]/@href")
    size = (real_site / "offline" / link).stat().st_size
    assert f"ZIP, {size / 1_000_000:.1f} MB" in text


def test_a_site_can_do_without() -> None:
    small = check(load(Project(TESTS / "guide")))
    for offered in (True, False):
        changed = replace(small, site=small.site.model_copy(update={"offline": offered}))
        pages = guide_pages(changed, {}, environment(Layers(TEMPLATES), ENGLISH))
        staged = stage(changed, pages, {}, Layers(TEMPLATES), ENGLISH).project_files()
        assert ("docs/offline/index.md" in staged) is offered
        groups = json.loads(staged["mkdocs.yml"])["extra"]["groups"]
        assert (OFFLINE_PAGE in [link["url"] for group in groups for link in group["links"]]) is offered
