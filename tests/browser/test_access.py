"""The guide by keyboard, with other colors and sizes, and with a screen reader.

axe looks for what breaks WCAG 2.2 A and AA or best practice, on a desktop and on a phone, in light and in
dark, and while something is open. What no tool sees is walked through with the Tab key. One page of each kind
is read, in turn on a desktop and on a phone, and the head and the foot, which all pages share, on one page of
each turn; `make access` reads all of every page on both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.support.axe import AXE, violations
from tests.support.hosting import hosted
from tests.support.link_reach import lost, stops
from tests.support.nightly import representatives
from tests.support.page_states import is_translated, kind_of
from tests.support.reader import SAMPLE_PAGES
from tests.support.waiting import PATIENCE

pytestmark = pytest.mark.usefixtures("node")
DESKTOP = ViewportSize(width=1366, height=768)
PHONE = ViewportSize(width=390, height=844)
SHORT = ViewportSize(width=320, height=256)
"""1280 by 1024 at a zoom of 400 percent."""
NARROW = ViewportSize(width=320, height=640)

Scheme = Literal["light", "dark"]
KINDS = [*{kind_of(path): path for path in SAMPLE_PAGES}.values()]
"""One page of each kind, because pages of one kind share a template."""
WITH_CONTROLS = {
    "", "start/", "moments/wrote-no-answer/", "principles/patience/", "checklists/before-you-meet/",
    "worksheets/contact-tracker/", "messages/polite-nudge/", "workshops/patience/", "tools/contacts/",
    "404.html",
}  # fmt: skip
"""Those with more than links and terms, and one without anything of its own."""
BY_KEYBOARD = {
    "", "start/", "moments/wrote-no-answer/", "worksheets/contact-tracker/", "tools/contacts/", "404.html"
}  # fmt: skip
"""Those with controls that stick, fold, or follow one another in a table, and one without any."""
VIEWS: list[tuple[ViewportSize, Scheme]] = [(DESKTOP, "light"), (PHONE, "dark")]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames:
        site: Path | None = metafunc.config.getoption("--site")
        every = (path.relative_to(site).as_posix() for path in site.rglob("*.html")) if site else ()
        kinds: list[Any] = sorted(path.removesuffix("index.html") for path in every)
        if not site:
            by_keyboard = metafunc.function is test_every_tab_stop_is_visible_and_in_reading_order
            by_tool = metafunc.function is test_axe_finds_no_violation
            states = {STATES[state][0] for state in STATES.keys() - LIKE_OTHERS}
            kinds = representatives(
                KINDS,
                lambda kind: kind in BY_KEYBOARD if by_keyboard else not by_tool or kind not in states,
            )
        metafunc.parametrize("kind", kinds, ids=lambda kind: kind or "home", scope="module")


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    # We inject axe into the pages, which the security policy would refuse.
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce", bypass_csp=True)
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def page(kind: str, window: Page, real_address: str) -> Page:
    """One page, loaded once for all tests of it."""
    window.goto(real_address + kind)
    return window


@pytest.fixture
def views(kind: str, pytestconfig: pytest.Config) -> list[tuple[ViewportSize, Scheme]]:
    """The windows in which to read a page: one in turn, because all kinds share styles and the frame."""
    if pytestconfig.getoption("--site"):
        return VIEWS
    return [VIEWS[KINDS.index(kind) % len(VIEWS)]]


@pytest.fixture
def visit(window: Page, real_address: str) -> Callable[..., Page]:
    """Open a page with empty storage."""

    def go(path: str, size: ViewportSize = PHONE, scheme: Scheme = "dark") -> Page:
        window.set_viewport_size(size)
        window.emulate_media(color_scheme=scheme, forced_colors="none")
        window.goto(real_address + path)
        if window.evaluate("sessionStorage.length + localStorage.length"):
            window.evaluate("sessionStorage.clear(); localStorage.clear()")
            window.goto(real_address + path)
        return window

    return go


COLORS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""The rules whose results differ between light and dark."""


def test_axe_finds_no_violation(kind: str, page: Page, views: list[tuple[ViewportSize, Scheme]]) -> None:
    for size, scheme in views:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], (size, scheme)
        if len(views) == 1 and kind not in WITH_CONTROLS:
            continue  # the colors of text and links are those of the others
        other: Scheme = "dark" if scheme == "light" else "light"
        page.emulate_media(color_scheme=other)
        assert violations(page, COLORS) == [], (size, other)


def test_every_tab_stop_is_visible_and_in_reading_order(
    kind: str, page: Page, views: list[tuple[ViewportSize, Scheme]]
) -> None:
    whole = len(views) > 1 or kind in KINDS[: len(VIEWS)]
    for size, scheme in views:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.evaluate("scrollTo(0, 0)")
        found = stops(page, content_only=not whole)
        assert lost(found) == [], scheme
        assert [stop["place"] for stop in found] == sorted(stop["place"] for stop in found)
        assert found[0]["name"] == page.locator(".md-skip").text_content()
        assert len(found) > (8 if whole else 1)


def test_nothing_is_lost_in_a_small_window_or_with_wide_spacing(page: Page) -> None:
    sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    page.set_viewport_size(SHORT)
    assert page.evaluate(sideways) == 0
    sticking = page.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => e.checkVisibility()"
        " && ['sticky', 'fixed'].includes(getComputedStyle(e).position)).map(e => e.className)"
    )
    assert sticking == []
    spaced = page.add_style_tag(
        content="* {line-height: 1.5 !important; letter-spacing: 0.12em !important;"
        " word-spacing: 0.16em !important} p {margin-block-end: 2em !important}"
    )
    page.set_viewport_size(NARROW)
    assert page.evaluate(sideways) == 0
    spaced.evaluate("style => style.remove()")


def test_headings_skip_no_level_and_landmarks_have_unique_names(kind: str, page: Page) -> None:
    page.set_viewport_size(DESKTOP)
    levels = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all(
        "all => all.filter(h => h.checkVisibility()).map(h => Number(h.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert all(lower <= upper + 1 for upper, lower in zip([0, *levels], levels, strict=False))
    for width in (DESKTOP, PHONE):
        page.set_viewport_size(width)
        names = page.get_by_role("navigation").evaluate_all("all => all.map(nav => nav.ariaLabel)")
        assert len(set(names)) == len(names)
        assert all(names)
    language = kind.partition("/")[0] if is_translated(kind) else "en"
    assert page.locator("html").get_attribute("lang") == language


TRANSLATED = [
    "", "start/", "moments/", "moments/asked-no-answer/", "principles/", "principles/say-what-you-saw/",
    "checklists/before-the-talk/", "worksheets/", "worksheets/every-kind/", "worksheets/other-kinds/",
    "messages/ask-for-five-minutes/", "workshops/first-remark/", "questions/", "tools/contacts/", "my-week/",
    "glossary/", "sources/", "why-it-is-hard/", "changes/", "offline/", "404.html",
]  # fmt: skip
"""A page of each kind of the small guide, and one that isn't translated."""
STANDING_FOR_THEM = {
    "ar/principles/say-what-you-saw/", "ar/worksheets/other-kinds/", "es/moments/asked-no-answer/"
}  # fmt: skip


@pytest.fixture(scope="module")
def in_languages(site_in_languages: Path) -> Iterator[str]:
    with hosted(site_in_languages, "/guide/") as address:
        yield address


@pytest.mark.parametrize(
    "path",
    representatives(
        [f"{language}/{path}" for path in TRANSLATED for language in ("es", "ar")],
        STANDING_FOR_THEM.__contains__,
    ),
)
def test_a_translated_page_is_as_accessible(path: str, window: Page, in_languages: str) -> None:
    window.emulate_media(color_scheme="light", forced_colors="none")
    window.set_viewport_size(PHONE if path.startswith("es/") else DESKTOP)
    window.goto(in_languages + path)
    assert violations(window) == []
    found = stops(window, content_only=path != "ar/")
    assert lost(found) == []
    assert [stop["place"] for stop in found] == sorted(stop["place"] for stop in found)


def test_axe_would_find_a_violation(visit: Callable[..., Page]) -> None:
    page = visit("changes/")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert any(violation.startswith("label") for violation in violations(page))


@pytest.mark.parametrize(("link", "content_only"), [(".brand", False), ("main p > a", True)])
def test_an_invisible_tab_stop_would_be_reported(
    link: str, content_only: bool, visit: Callable[..., Page]
) -> None:
    page = visit("404.html")
    page.add_style_tag(content=f"{link}:focus-visible {{outline: none !important}}")
    assert {stop["tag"] for stop in lost(stops(page, content_only=content_only))} == {"A"}


def search(page: Page, words: str) -> None:
    page.locator(".md-search__input").focus()
    page.keyboard.type(words)
    expect(
        page.locator(".search-said, .search-count").filter(has_text=re.compile("pages|Nothing"))
    ).to_be_visible(timeout=PATIENCE * 1000)


def ask_to_clear(page: Page) -> None:
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Save my checkmarks on this device").check()
    page.get_by_role("button", name="Clear my").click()


def save_without_a_name(page: Page) -> None:
    page.get_by_role("button", name="Add a person").click()
    page.get_by_label("Name", exact=True).fill("  ")
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.get_by_label("Name", exact=True).evaluate("name => name.validity.patternMismatch")


def open_a_spreadsheet(page: Page) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a spreadsheet").click()
    rows = "Name\nVlček\n".encode("cp1250")
    chooser.value.set_files({"name": "people.csv", "mimeType": "text/csv", "buffer": rows})
    page.get_by_role("heading", name="1 person to add").wait_for()


def mark_all(page: Page) -> None:
    page.evaluate(
        "document.querySelectorAll('.statement').forEach((row, i) =>"
        " row.querySelectorAll('input')[i < 5 ? 0 : 2].click())"
    )
    page.get_by_role("button", name="Print my plan").wait_for()


def copy_and_ask_to_start_over(page: Page) -> None:
    days_ago = "new Date(Date.now() - 10 * 86_400_000).toISOString().slice(0, 10)"
    page.get_by_label("When did you write?").fill(page.evaluate(days_ago))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the message").click()
    expect(page.locator(".path > .done")).to_have_count(1)
    page.get_by_role("button", name="Start over for someone else").click()


def show_meaning_and_sources(page: Page) -> None:
    page.locator(".why > summary").first.click()
    page.locator(".term").first.click()
    expect(page.locator("[popover]:popover-open")).to_be_visible()
    expect(page.locator(".why").first).to_have_attribute("open", "")


STATES: dict[str, tuple[str, Callable[[Page], object]]] = {
    "the search found something": ("about/", lambda page: search(page, "friend")),
    "the search found nothing": ("about/", lambda page: search(page, "qqqqzzzz")),
    "the menu is open": ("principles/patience/", lambda page: page.locator(".menu summary").click()),
    "a meaning and sources are shown": ("principles/connecting/", show_meaning_and_sources),
    "it asks whether to clear": ("checklists/before-you-meet/", ask_to_clear),
    "a name is missing": ("tools/contacts/", save_without_a_name),
    "people in a file are shown": ("tools/contacts/", open_a_spreadsheet),
    "blanks are filled in": ("messages/polite-nudge/", lambda page: page.locator("#f-name").fill("Mei")),
    "the plan is there": ("start/", mark_all),
    "a step is done": ("moments/wrote-no-answer/", copy_and_ask_to_start_over),
}  # fmt: skip


LIKE_OTHERS = {"the search found nothing", "it asks whether to clear", "blanks are filled in"}
"""States with nothing that isn’t in the others: results, a question of a page, and its fields."""


@pytest.mark.parametrize("state", representatives(STATES, lambda state: state not in LIKE_OTHERS))
def test_axe_finds_no_violation_while(state: str, visit: Callable[..., Page]) -> None:
    path, act = STATES[state]
    page = visit(path)
    act(page)
    assert violations(page) == []
    page.emulate_media(color_scheme="light")
    assert violations(page, COLORS) == []


def test_colors_follow_the_device_until_the_reader_chooses_and_screen_readers_announce_it(
    visit: Callable[..., Page],
) -> None:
    page = visit("changes/", scheme="light")
    button, body = page.get_by_role("button", name="Dark mode"), page.locator("body")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.emulate_media(color_scheme="dark")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(body).to_have_attribute("data-md-color-scheme", "night")
    assert page.evaluate("localStorage.length") == 0
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(body).to_have_attribute("data-md-color-scheme", "paper")
    page.emulate_media(color_scheme="light")
    page.emulate_media(color_scheme="dark")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_text_of_twice_the_size_needs_no_sideways_scrolling_on_a_phone(visit: Callable[..., Page]) -> None:
    page = visit("changes/", NARROW)
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    for path in ("", "principles/patience/", "worksheets/self-assessment/", "workshops/patience/"):
        visit(path, NARROW)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "40px"
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], path
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})


def test_the_current_page_is_recognizable_in_forced_colors(visit: Callable[..., Page]) -> None:
    page = visit("principles/patience/", DESKTOP)
    page.emulate_media(forced_colors="active")
    back = page.locator(".sections a, .rail a").evaluate_all(
        "all => all.map(link => [link.ariaCurrent !== null, getComputedStyle(link).backgroundColor])"
    )
    assert {color for current, color in back if current}.isdisjoint(
        color for current, color in back if not current
    )
    page.emulate_media(forced_colors="none")


def test_a_term_links_to_its_meaning_in_browsers_without_popovers(
    browser: Browser, real_address: str
) -> None:
    context = browser.new_context()
    context.add_init_script("delete HTMLElement.prototype.popover")
    page = context.new_page()
    page.goto(real_address + "principles/connecting/")
    page.get_by_role("link", name="weak ties").first.press("Enter")
    assert page.url.endswith("#word-weak-tie")
    assert page.locator("button.term").count() == 0
    context.close()


def test_without_scripts_no_tab_stop_is_dead(browser: Browser, real_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(real_address + "principles/patience/")
    expect(page.locator(".md-search__input")).to_be_hidden()
    expect(page.get_by_role("button", name="Dark mode")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("path", representatives(["", "principles/patience/", "404.html"], "404.html".__eq__))
def test_every_page_but_not_the_menu_links_to_the_accessibility_page(
    path: str, visit: Callable[..., Page], real_address: str
) -> None:
    page = visit(path, DESKTOP)
    expect(page.get_by_role("banner").get_by_role("link", name="Accessibility")).to_have_count(0)
    page.get_by_role("contentinfo").get_by_role("link", name="Accessibility").click()
    page.wait_for_url(real_address + "accessibility/")
    current = page.get_by_role("contentinfo").locator("[aria-current=page]")
    assert current.inner_text() == "Accessibility"


@pytest.mark.parametrize("path", ["principles/patience/", "404.html"])
def test_the_first_tab_stop_skips_the_menu(path: str, visit: Callable[..., Page]) -> None:
    page = visit(path)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#content').contains(document.activeElement)")
