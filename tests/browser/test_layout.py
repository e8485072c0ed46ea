"""Nothing is squeezed, cut off, broken or covered, whatever readers fill in and however wide their window is.

One page of each kind in its fullest states, at the first pixel of every layout and at usual widths. The
states of a kind take turns, so that a kind with more than one is looked at in all widths; the fullest
contacts and worksheet are, too. `make layout` tries every page in every state at every width, also with
larger text and longer words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.support.layout import LONGER, RULES, faults, set_letters, widths
from tests.support.nightly import representatives
from tests.support.page_states import NOW, STATES, is_translated, kind_of, meet, states_of
from tests.support.reader import SAMPLE_PAGES

CONTACTS = "tools/contacts/"
FULLER = {
    "home": {"untouched": "something kept"},
    "checklist": {"asked whether to clear": "reworded", "answers unreadable": "a file refused"},
    "worksheet": {"answers differ": "saved as a PDF"},
    "my-week": {"a full week": "asked whether to clear", "a quiet week": "asked whether to clear"},
    "message": {"filled in": "copied", "a link to copy by hand": "copied"},
    "moment": {
        "on its day": "weeks later", "three days later": "weeks later", "a day ahead": "weeks later",
        "filled in": "words copied",
    },
    "start": {"untouched": "some bars low", "all bars equal": "some bars low"},
    "contacts": {
        "untouched": "people", "a name missing": "a person changed", "a gift noted": "more about each",
        "contacted": "more about each", "a table refused": "a table opened",
    },
    "changes": {
        "untouched": "the menu open", "search results": "more search results",
        "nothing found": "more search results",
    },
    "questions": {"filled in": "a meaning shown"},
}  # fmt: skip
"""By kind, states whose columns and boxes another one has as well; that one is looked at on each push."""
ALIKE = {"moments/", "principles/", "workshops/", "about/", "accessibility/", "worksheets/contact-tracker/"}
"""Pages of the same templates as others of the samples."""
SAMPLES = [
    (path, state)
    for path in SAMPLE_PAGES
    for state in STATES[kind_of(path)]
    if state != "untouched" or "filled in" not in STATES[kind_of(path)]
]
"""Pages and their states; whatever is there before a page is filled in is there afterwards, too."""
OFTEN = [
    (path, state)
    for path, state in SAMPLES
    if path not in ALIKE and state not in FULLER.get(kind_of(path), {})
]
"""Those that are looked at on each push."""
FULLEST = [(CONTACTS, "people"), ("worksheets/patience/", "filled in")]
HEIGHT = 900


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "state" in metafunc.fixturenames:
        site: Path | None = metafunc.config.getoption("--site")
        every = (path.relative_to(site).as_posix() for path in site.rglob("*.html")) if site else ()
        pages = sorted(path.removesuffix("index.html") for path in every) or SAMPLE_PAGES
        states: list[Any] = [(path, state) for path in pages for state in states_of(path)]
        if not site:
            larger = metafunc.function is test_larger_text_and_longer_words_find_room_too
            states = (
                representatives(FULLEST, FULLEST[:1].__contains__)
                if larger
                else representatives(SAMPLES, OFTEN.__contains__)
            )
        metafunc.parametrize(("path", "state"), states, ids=lambda part: part or "home")


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    # We add styles to some pages, which the security policy would refuse.
    context = browser.new_context(reduced_motion="reduce", service_workers="block", bypass_csp=True)
    context.clock.set_system_time(NOW)
    yield context.new_page()
    context.close()


@pytest.fixture
def visit(window: Page, real_address: str) -> Callable[[str], Page]:
    """Open a page in the narrowest window, with empty storage."""

    def go(path: str) -> Page:
        narrow(window, widths()[0])
        # No page of the guide may be open, because it would store again what it holds.
        window.goto(real_address + "robots.txt")
        window.evaluate("sessionStorage.clear(); localStorage.clear()")
        window.goto(real_address + path)
        window.evaluate("document.fonts.ready")
        return window

    return go


def narrow(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})


def look(page: Page, letters: int = 16, turn: slice = slice(None)) -> list[tuple[object, ...]]:
    """Return the faults at all widths, or those of a `turn`: the width, and the parts of the fault.

    The widths grow, because the search adapts to a narrower window only after a moment.
    """
    found = list[tuple[object, ...]]()
    for width in widths(letters)[turn]:
        narrow(page, width)
        found += [(width, *fault.values()) for fault in faults(page)]
    return found


@pytest.fixture
def turn(path: str, state: str, pytestconfig: pytest.Config) -> slice:
    """Which widths to look at: all with the fullest columns of people or of a table, else some, in turn."""
    if pytestconfig.getoption("--site") or (path, state) in FULLEST:
        return slice(None)
    of_kind = [one for one in SAMPLES if kind_of(one[0]) == kind_of(path)]
    of_kind.sort(key=lambda one: one not in OFTEN)
    turns = min(max(sum(one in OFTEN for one in of_kind), 2), 4)
    return slice(of_kind.index((path, state)) % turns, None, turns)


def test_everything_can_be_read_at_every_width(
    path: str, state: str, turn: slice, visit: Callable[[str], Page]
) -> None:
    page = visit(path)
    states_of(path)[state](page)
    assert look(page, turn=turn) == []


def test_larger_text_and_longer_words_find_room_too(
    path: str, state: str, visit: Callable[[str], Page], pytestconfig: pytest.Config
) -> None:
    turns = [slice(None)] * 2 if pytestconfig.getoption("--site") else [slice(0, None, 2), slice(1, None, 2)]
    page = visit(path)
    states_of(path)[state](page)
    try:
        for letters, turn in zip((20, 24), turns, strict=True):
            set_letters(page, letters)
            assert look(page, letters, turn) == [], f"text of {letters} px"
    finally:
        set_letters(page, 16)
    if is_translated(path):
        return  # its words are the longer ones
    page.evaluate(LONGER)
    assert look(page, turn=turns[0]) == [], "longer words"


FAULTY = {
    "sideways": "<div style='inline-size: 2000px; block-size: 9px'></div>",
    "outside": "<p style='margin-inline-start: -20px'>A letter of this is outside.</p>",
    "cut off": "<p style='overflow: hidden; block-size: 12px'>One line<br>and another.</p>",
    "narrow column": "<div style='display: grid; grid-template-columns: 60px 1fr'>"
    "<p>Write a line or two to her.</p><p>Now</p></div>",
    "broken word": "<p style='inline-size: 60px; overflow-wrap: anywhere'>introduction</p>",
    "text on text": "<p>One line</p><p style='margin-block-start: -34px'>and another</p>",
    "control on control": "<input type=checkbox><input type=checkbox style='margin-inline-start: -12px'>",
    "hidden text": "<textarea rows=2>1\n2\n3\n4</textarea>",
    "thin field": "<input aria-label=Person style='inline-size: 60px'>",
}  # fmt: skip
"""For each rule, a page with this fault only."""
CUT_BY_THEIR_FIELD = {
    "a date": "<input type=date style='inline-size: 80px'>",
    "a choice": "<select style='inline-size: 80px'><option>Now and then, or never</select>",
}
FINE = {
    "words that may break": "<p style='inline-size: 90px; hyphens: auto' lang=en>Introductions</p>",
    "a table that uses all of its width": f"<table><tr>{'<td>I spoke with her after her talk on rooms.' * 5}",
    "what scrolls": "<div style='overflow: auto'><p style='inline-size: 2000px'>A wide table.</p></div>",
    "a menu over the text": "<p>Text</p><p style='position: absolute; inset-block-start: 0'>Menu</p>",
    "text for screen readers": "<p style='position: absolute; clip-path: inset(50%)'>Text</p><p>Text</p>",
}


def shown(window: Page, body: str) -> list[str]:
    """Return the rules that a page of this content breaks in a window of 800 px."""
    narrow(window, 800)
    window.set_content(f"<!doctype html><style>* {{font: 16px/1.4 Arial}}</style><main>{body}</main>")
    return [fault["rule"] for fault in faults(window)]


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_finds_its_fault(rule: str, window: Page) -> None:
    assert set(shown(window, FAULTY[rule])) == {rule}


@pytest.mark.parametrize("what", CUT_BY_THEIR_FIELD)
def test_what_a_field_cuts_is_found(what: str, window: Page) -> None:
    assert shown(window, CUT_BY_THEIR_FIELD[what]) == ["hidden text"]


@pytest.mark.parametrize("what", FINE)
def test_no_rule_reports(what: str, window: Page) -> None:
    assert shown(window, FINE[what]) == []


def test_a_step_squeezed_between_two_columns_of_its_person_is_found(visit: Callable[[str], Page]) -> None:
    page = visit(CONTACTS)
    meet(page)
    narrow(page, 1366)
    assert faults(page) == []
    page.add_style_tag(
        content=".md-typeset .people {max-inline-size: none} .md-typeset .person .acts {grid-column: 3}"
        " .md-typeset .person {grid-template-columns: 12rem minmax(0, 1fr) 11.5rem}"
    )
    assert {fault["rule"] for fault in faults(page)} == {"narrow column", "broken word"}


def test_every_state_that_waits_for_the_night_has_a_fuller_one() -> None:
    for kind, states in FULLER.items():
        assert {*states} <= STATES[kind].keys()
        assert {*states.values()} <= STATES[kind].keys() - {*states}
        assert any(kind_of(path) == kind and path not in ALIKE for path in SAMPLE_PAGES)


def test_every_layout_of_the_style_sheets_is_tried_and_follows_the_size_of_text() -> None:
    assert {320, 390, 768, 960, 1100, 1220, 1366, 1920} <= set(widths())
    assert {960, 1200, 1525} <= set(widths(letters=20))
