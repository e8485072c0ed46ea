"""The published guide in a real browser: on a phone, by keyboard, and printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, product
from pathlib import Path
from urllib.parse import urlsplit

import pymupdf
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, WebError, expect

from tests.support.loops import every
from tests.support.nightly import representatives
from tests.support.page_states import kind_of
from tests.support.reader import SAMPLE_PAGES, search
from tests.support.used_again import UsedAgain, new_tab

PHONE, DESKTOP = (390, 844), (1366, 768)
KINDS = [*{kind_of(path): path for path in SAMPLE_PAGES}.values()]
"""One page of each kind."""
WITH_OTHER_SCRIPTS = {"worksheets/patience/", "worksheets/self-assessment/"}
"""Worksheets with drawings and with sums."""


@pytest.fixture(scope="module")
def readers(browser: Browser, real_address: str) -> Iterator[UsedAgain]:
    width, height = DESKTOP
    with browser.new_context(viewport={"width": width, "height": height}) as context:
        yield UsedAgain(context, real_address)


@pytest.fixture
def visit(readers: UsedAgain) -> Iterator[Page]:
    """A tab in which a reader has seen no page of the guide."""
    with readers.by_newcomer() as context:
        yield new_tab(context)


def every_page(site: Path) -> list[str]:
    return sorted(
        path.relative_to(site).as_posix().removesuffix("index.html") for path in site.rglob("*.html")
    )


PLACES = ["", "principles/patience/", "my-week/", "404.html"]
"""Pages whose place in the menu is shown in each way."""


@dataclass
class Walk:
    """The findings of a walk through one page of each kind, or every page of `--site`."""

    foreign: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    stored: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def walk(browser: Browser, real_address: str, real_site: Path, pytestconfig: pytest.Config) -> Walk:
    walk = Walk()
    pages = every_page(real_site)
    if not pytestconfig.getoption("--site"):
        pages = [path for path in pages if path in KINDS or path in WITH_OTHER_SCRIPTS]
    context = browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})

    def asked(request: Request) -> None:
        if not request.url.startswith((real_address, "data:", "blob:")):
            walk.foreign.append(request.url)

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            walk.faults.append(f"{message.page and message.page.url}: {message.text}")

    def failed(error: WebError) -> None:
        walk.faults.append(f"{error.page and error.page.url}: {error.error}")

    context.on("request", asked)
    context.on("console", said)
    context.on("weberror", failed)
    # Several tabs in turn, so that pages can finish loading while others are opened.
    tabs = [context.new_page() for _ in range(3)]
    for tab, path in zip(cycle(tabs), every(pages), strict=False):
        tab.goto(real_address + path)
        walk.stored += tab.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    for tab in tabs:
        tab.wait_for_load_state("networkidle")
        walk.stored += tab.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    walk.cookies += [str(cookie) for cookie in context.cookies()]
    context.close()
    return walk


def test_no_page_makes_foreign_requests_or_logs_errors(walk: Walk) -> None:
    assert (walk.foreign, walk.faults) == ([], [])


def test_nothing_is_stored_except_the_choice_of_colors(walk: Walk) -> None:
    assert walk.cookies == []
    assert {key for key in walk.stored if "palette" not in key} == set()


def test_a_result_can_be_reached_by_keyboard_alone(visit: Page, real_address: str) -> None:
    page = visit
    search(page, real_address, "conduit")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/principles/connecting/**")


def test_the_menu_opens_and_closes_by_keyboard_on_a_phone(browser: Browser, real_address: str) -> None:
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    page = context.new_page()
    page.goto(real_address)
    menu, panel = page.locator("summary", has_text="Menu"), page.locator(".menu__panel")
    menu.focus()
    page.keyboard.press("Enter")
    expect(panel.get_by_role("link", name="Sources")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel.get_by_role("link", name="Sources")).to_be_hidden()
    expect(menu).to_be_focused()
    context.close()


PAGES = {"some": PLACES, "every kind": KINDS}


@pytest.mark.parametrize("pages", representatives(PAGES, "some".__eq__))
def test_the_menu_fits_one_screen_of_a_phone_on_every_kind_of_page(
    pages: str, browser: Browser, real_address: str
) -> None:
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    page = context.new_page()
    panel = page.locator(".menu__panel")
    for path in PAGES[pages]:
        page.goto(real_address + path)
        page.locator("summary", has_text="Menu").click()
        assert panel.evaluate("panel => panel.getBoundingClientRect().bottom <= innerHeight"), path
        assert panel.evaluate("panel => panel.scrollHeight <= panel.clientHeight"), path
        assert len(every(panel.get_by_role("link").all())) > 7
        expect(panel.get_by_role("link", name="Sources")).to_be_in_viewport(ratio=1)
    context.close()


def test_the_menu_and_the_tabs_say_where_the_reader_is(browser: Browser, real_address: str) -> None:
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    page = context.new_page()
    for path, current, section in (
        ("principles/patience/", [], ["Principles"]),
        ("principles/", ["Principles"], []),
        ("questions/", ["Questions"], []),
    ):
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        page.goto(real_address + path)
        page.locator("summary", has_text="Menu").click()
        panel = page.locator(".menu__panel")
        titles = "all => all.map(link => link.firstChild.data.trim())"
        assert panel.locator("[aria-current=page]").evaluate_all(titles) == current
        assert panel.locator("[aria-current=true]").evaluate_all(titles) == section
        page.set_viewport_size({"width": 768, "height": 1024})
        assert page.locator(".sections [aria-current]").all_inner_texts() == [
            title for title in (*current, *section) if title != "Questions"
        ]
    context.close()


def test_from_768_px_every_tab_can_be_seen_in_one_row(visit: Page, real_address: str) -> None:
    page = visit
    page.goto(real_address)
    for width in (768, 820, 1024, 1100, 1220, 1366, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        tops = page.locator(".sections a").evaluate_all(
            "all => all.map(link => link.checkVisibility() && link.getBoundingClientRect().top)"
        )
        assert 1 < len(tops) <= 7
        assert len({*tops}) == 1, width
        assert tops[0], width
        expect(page.locator("summary", has_text="Menu")).to_be_hidden()


@pytest.mark.parametrize(
    "path",
    representatives(
        ["principles/patience/", "messages/polite-nudge/", "about/", "start/", "questions/"],
        {"principles/patience/", "start/"}.__contains__,
    ),
)
def test_the_text_is_in_the_middle_with_the_other_pages_next_to_it_from_1024_px(
    path: str, visit: Page, real_address: str
) -> None:
    page = visit
    page.goto(real_address + path)
    for width in (768, 820, 1023, 1024, 1100, 1180, 1219, 1220, 1366, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        box = page.locator(".guide .lead").first.bounding_box()
        assert box
        off = box["x"] + box["width"] / 2 - width / 2
        assert abs(off) <= 0.05 * width, width
        rail = page.locator(".rail")
        if rail.count():
            beside = rail.bounding_box() if width >= 1024 else None
            assert bool(beside and beside["x"] + beside["width"] < box["x"]) == (width >= 1024)


def test_a_list_of_contents_is_folded_on_phones_and_open_on_desktops(
    browser: Browser, real_address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(real_address + "principles/patience/")
    link = page.get_by_role("navigation", name="On this page").get_by_role("link").last
    expect(link).to_be_hidden()
    page.locator("summary", has_text="On this page").click()
    link.click()
    expect(page.locator("#signs")).to_be_in_viewport()
    page.get_by_role("link", name="Back to top").click()
    page.wait_for_function("scrollY === 0")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.goto(real_address + "principles/helping/")
    expect(link).to_be_visible()
    expect(page.locator("summary", has_text="On this page")).to_be_hidden()
    context.close()


def test_where_styles_alone_cannot_open_contents_a_script_does_on_desktops(
    browser: Browser, real_address: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script("CSS.supports = () => false")
    page.goto(real_address + "questions/")
    folded = page.locator("details.fold")
    expect(folded.locator("nav").first).to_be_visible()
    expect(page.locator("details.fold:not([open])")).to_have_count(0)
    assert folded.count() > 0
    page.close()


def test_the_foot_of_every_page_leads_to_everything(visit: Page, real_address: str) -> None:
    page = visit
    for path in ("", "principles/patience/", "404.html", "workshops/"):
        page.goto(real_address + path)
        links = page.get_by_role("navigation", name="Everything in this guide").get_by_role("link")
        found = [
            str(url).removeprefix(real_address) for url in links.evaluate_all("all => all.map(a => a.href)")
        ]
        assert len(found) == len({*found})
        assert {"start/", "principles/patience/", "questions/", "worksheets/", "workshops/"} <= {*found}
        assert {"glossary/", "sources/", "accessibility/", "changes/", "offline/"} <= {*found}


def test_without_scripts_everything_can_be_read_and_downloaded(browser: Browser, real_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(real_address + "principles/patience/")
    expect(page.get_by_role("heading", name="Be patient", level=1)).to_be_visible()
    page.goto(real_address + "checklists/before-you-meet/")
    assert page.get_by_role("checkbox").count() >= 6
    assert page.locator("button:visible").count() == 0
    page.goto(real_address + "worksheets/patience/")
    expect(page.get_by_role("link", name="A4").first).to_be_visible()
    context.close()


def test_boxes_are_checked_and_counted(visit: Page, real_address: str) -> None:
    page = visit
    page.goto(real_address + "checklists/before-you-meet/")
    boxes = page.locator(".ticks input").all()
    boxes[0].check()
    boxes[1].check()
    expect(page.get_by_text(f"2 of {len(boxes)} checked")).to_be_visible()
    status = page.get_by_role("status")
    way = status.get_by_role("link", name="Look this over before you go in")
    expect(way).to_have_count(0)
    for box in boxes[2:]:
        box.check()
    expect(boxes[-1]).to_be_focused()
    expect(status.filter(has_text=f"All {len(boxes)} checked")).to_be_visible()
    way.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("In the conversation")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("principles/patience/#one-nudge", "Send one friendly follow-up"),
        ("sources/#granovetter-1973", "Granovetter"),
        ("questions/#does-it-work", "Does networking work?"),
        ("glossary/#weak-tie", "weak tie"),
        ("workshops/patience/#arrive", "Arrive"),
        ("what-networking-is/#definition", ""),
    ],
)
def test_the_address_of_a_piece_of_advice_opens_it(
    place: str, words: str, visit: Page, real_address: str
) -> None:
    page = visit
    page.goto(real_address + place)
    target = page.locator(f"#{urlsplit(place).fragment}")
    expect(target).to_be_in_viewport()
    expect(target).to_contain_text(words)


PRINTED = {
    "checklists/before-you-meet/": 1,
    "principles/patience/": 4,
    "worksheets/patience/": 4,
    "workshops/patience/": 8,
    "messages/polite-nudge/": 2,
    "start/": 2,
    "tools/contacts/": 2,
    "changes/": 2,
}
"""By address, the most pages of paper."""
SIZES = ("Letter", "A4")


@pytest.mark.parametrize(
    ("path", "most", "size"),
    representatives(
        [(path, most, size) for (path, most), size in product(PRINTED.items(), SIZES)],
        lambda case: [*PRINTED].index(case[0]) % len(SIZES) == SIZES.index(case[2]),
    ),
)
def test_a_page_prints_on_few_pages_without_buttons(
    path: str, most: int, size: str, visit: Page, real_address: str
) -> None:
    page = visit
    page.goto(real_address + path, wait_until="networkidle")
    with pymupdf.open(stream=page.pdf(format=size, prefer_css_page_size=True)) as paper:  # type: ignore[no-untyped-call]
        sheets = [str(sheet.get_text()) for sheet in paper]
    assert 1 <= len(sheets) <= most
    buttons = ("Search", "Save to a file", "Print blank", "Clear my")
    links = ("On this page", "Back to top", "More like this", "Accessibility", "Menu", "For groups")
    text = " ".join(" ".join(sheets).split())
    assert [words for words in (*buttons, *links) if words in text] == []
    assert all(sheet.strip() for sheet in sheets)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_dark_and_light_follow_the_reader(scheme: str, browser: Browser, real_address: str) -> None:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(real_address)
    red = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]")
    assert (int(red) > 200) is (scheme == "light")
    context.close()


def test_a_missing_page_says_so_at_any_depth(visit: Page, real_address: str) -> None:
    page = visit
    answer = page.goto(real_address + "principles/gone/far/away")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    font = page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    assert "Head" in font or "Serif" in font
    page.get_by_role("article").get_by_role("link").first.click()
    assert page.locator("h1").inner_text() != "We can’t find that page"
