"""Answers are stored where readers chose, restored, saved to files, and never lost by us."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import icalendar
import pytest
from playwright.sync_api import Browser, BrowserContext, Download, Page, expect

from tests.support.hosting import hosted
from tests.support.kept_answers import written
from tests.support.nightly import longer_version_of, representatives
from tests.support.reader import SAMPLE_PAGES
from tests.support.used_again import UsedAgain, new_tab

SHEET = "worksheets/patience/"
LIST = "checklists/before-you-meet/"
LONG = "\n".join(f"Line {number} of a long answer" for number in range(1, 41))


@pytest.fixture(scope="module")
def readers(browser: Browser, real_address: str) -> Iterator[UsedAgain]:
    with browser.new_context(viewport={"width": 1366, "height": 900}) as context:
        yield UsedAgain(context, real_address)


@pytest.fixture
def reader(readers: UsedAgain) -> Iterator[BrowserContext]:
    """A browser that hasn't been used for the guide."""
    with readers.by_newcomer() as context:
        context.clock.install()
        yield context


@pytest.fixture
def own_reader(browser: Browser) -> Iterator[BrowserContext]:
    """A browser for a single test, which adds scripts to its pages."""
    with browser.new_context(viewport={"width": 1366, "height": 900}) as context:
        context.clock.install()
        yield context


def opened(reader: BrowserContext, address: str) -> Page:
    page = new_tab(reader)
    page.goto(address)
    return page


def field(page: Page, id: str) -> Any:
    return page.locator(f'form [name="{id}"]')


def kept(page: Page, store: str = "localStorage") -> dict[str, str]:
    """Return what the guide stored in a storage of the browser."""
    entries: dict[str, str] = page.evaluate(f"({{...{store}}})")
    return {key: value for key, value in entries.items() if key.startswith("guide:")}


def write(page: Page, id: str, text: str) -> None:
    field(page, id).fill(text)
    page.clock.run_for(450)  # answers are stored after a pause in typing


def note(page: Page) -> str:
    return page.locator("[data-note]").inner_text()


def downloaded(page: Page, button: str) -> Download:
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).first.click()
    return download.value


def text_of(download: Download) -> str:
    return Path(download.path()).read_bytes().decode("utf-8")


def open_file(page: Page, name: str, text: str) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a file").click()
    chooser.value.set_files({"name": name, "mimeType": "application/json", "buffer": text.encode()})


# Where answers live


def test_answers_stay_in_the_tab_unless_the_reader_says_otherwise(
    reader: BrowserContext, real_address: str
) -> None:
    page = opened(reader, real_address + SHEET)
    write(page, "name", "Ada")
    assert kept(page) == {}
    page.reload()
    expect(field(page, "name")).to_have_value("Ada")
    expect(field(opened(reader, real_address + SHEET), "name")).to_have_value("")


def test_saved_answers_appear_in_another_tab(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + "worksheets/self-assessment/")
    write(page, "name", "Ada")
    field(page, "patience-nudge-once").nth(3).check()
    page.get_by_role("checkbox", name="on this device").check()
    expect(page.locator("[data-status]")).to_contain_text("Saved on this device")
    page.close()
    again = opened(reader, real_address + "worksheets/self-assessment/")
    expect(field(again, "name")).to_have_value("Ada")
    expect(field(again, "patience-nudge-once").nth(3)).to_be_checked()


def test_text_typed_just_before_leaving_is_saved(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + SHEET)
    field(page, "name").fill("Ada")
    page.goto(real_address + "about/")
    page.go_back()
    expect(field(page, "name")).to_have_value("Ada")


def test_two_tabs_do_not_overwrite_one_another(reader: BrowserContext, real_address: str) -> None:
    one = opened(reader, real_address + SHEET)
    one.get_by_role("checkbox", name="on this device").check()
    two = opened(reader, real_address + SHEET)
    write(one, "name", "Ada")
    expect(field(two, "name")).to_have_value("Ada")
    write(two, "one-silence-first-thought", "my next letter")
    write(one, "name", "Ada L.")
    expect(field(one, "one-silence-first-thought")).to_have_value("my next letter")
    expect(field(two, "name")).to_have_value("Ada L.")


def test_checked_boxes_and_their_count_are_restored(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + LIST)
    page.locator(".ticks input").first.check()
    page.reload()
    expect(page.locator(".ticks input").first).to_be_checked()
    assert "1 of" in page.locator(".count output").inner_text()


def test_clear_asks_first_and_then_forgets_everything(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + SHEET)
    page.get_by_role("checkbox", name="on this device").check()
    write(page, "name", "Ada")
    other = opened(reader, real_address + LIST)
    other.locator(".ticks input").first.check()
    other.clock.run_for(450)
    page.get_by_role("button", name=re.compile("^Clear my")).click()
    page.get_by_role("button", name="Go back").click()
    expect(field(page, "name")).to_have_value("Ada")
    page.get_by_role("button", name=re.compile("^Clear my")).click()
    page.get_by_role("button", name="Clear every page").click()
    expect(field(page, "name")).to_have_value("")
    expect(other.locator(".ticks input").first).not_to_be_checked()
    assert (kept(page), kept(page, "sessionStorage"), kept(other, "sessionStorage")) == ({}, {}, {})
    assert not page.get_by_role("checkbox", name="on this device").is_checked()


def test_a_question_is_answered_by_keyboard_and_escape_returns_the_focus(
    reader: BrowserContext, real_address: str
) -> None:
    page = opened(reader, real_address + SHEET)
    write(page, "name", "Ada")
    page.get_by_role("button", name=re.compile("^Clear my")).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=re.compile("^Clear my"))).to_be_focused()
    expect(field(page, "name")).to_have_value("Ada")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Clear every page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(field(page, "name")).to_have_value("")


# When the browser gets in the way


@pytest.mark.parametrize("store", ["localStorage", "sessionStorage"])
def test_a_browser_that_refuses_to_store_is_reported(
    store: str, own_reader: BrowserContext, real_address: str
) -> None:
    refuse = "() => { throw new DOMException('denied', 'SecurityError') }"
    own_reader.add_init_script(f"Object.defineProperty(window, '{store}', {{get: {refuse}}})")
    faults: list[str] = []
    page = own_reader.new_page()
    # The theme reads its own color setting without checking first.
    page.on("pageerror", lambda error: faults.append(str(error)) if "denied" not in str(error) else None)
    page.goto(real_address + SHEET)
    write(page, "name", "Ada")
    if store == "localStorage":
        page.get_by_role("checkbox", name="on this device").click()
    assert "won’t let the page save anything" in note(page)
    assert "Ada" in text_of(downloaded(page, "Save to a file"))
    assert faults == []


def test_nothing_typed_is_lost_when_storage_is_full(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + SHEET)
    page.evaluate(
        "for (let size = 2 ** 22, n = 0; size >= 1;)"
        " try { sessionStorage.setItem('fill' + n++, 'x'.repeat(size)) }"
        " catch { size = Math.floor(size / 2) }"
    )
    write(page, "name", "Ada")
    assert "out of space" in note(page)
    expect(field(page, "name")).to_have_value("Ada")
    page.evaluate(
        "Object.keys(sessionStorage).filter(key => key.startsWith('fill'))"
        ".forEach(key => sessionStorage.removeItem(key))"
    )
    write(page, "one-silence-first-thought", "letters")
    assert "out of space" not in note(page)
    page.reload()
    expect(field(page, "name")).to_have_value("Ada")


@pytest.mark.parametrize(
    "found",
    representatives(
        ["{broken", "null", '{"kind": "other"}', '{"format": 1, "kind": "answers"}'],
        {"{broken", '{"kind": "other"}'}.__contains__,
    ),
)
def test_unreadable_answers_are_set_aside_and_can_be_saved(
    found: str, reader: BrowserContext, real_address: str
) -> None:
    page = opened(reader, real_address + SHEET)
    page.evaluate("text => sessionStorage.setItem('guide:/:page/worksheets/patience', text)", found)
    page.reload()
    assert "set aside" in note(page)
    write(page, "name", "Ada")
    assert text_of(downloaded(page, "Save the text we can’t read")) == found
    assert found in kept(page, "sessionStorage").values()


def test_answers_saved_by_a_newer_page_are_not_touched(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + SHEET)
    newer = json.dumps({"format": 2, "kind": "answers", "answers": {"name": "Ada"}})
    page.evaluate("text => sessionStorage.setItem('guide:/:page/worksheets/patience', text)", newer)
    page.reload()
    assert "newer version" in note(page)
    field(page, "name").fill("Bob")
    page.clock.run_for(450)
    assert list(kept(page, "sessionStorage").values()) == [newer]


def test_saved_text_is_shown_as_text(reader: BrowserContext, real_address: str) -> None:
    page = reader.new_page()
    page.goto(real_address + SHEET)
    called: list[str] = []
    page.on("dialog", lambda dialog: called.append(dialog.message))
    attack = "<img src=x onerror=alert(1)></textarea><script>alert(2)</script>"
    hostile = {
        "format": 1, "kind": "answers", "page": "worksheets/patience", "title": attack, "revision": attack,
        "answers": {
            "name": attack, "__proto__": "x",
            "reply-log-1-kind-of-wait": attack, "one-silence-first-thought": attack,
        },
    }  # fmt: skip
    page.evaluate(
        "text => sessionStorage.setItem('guide:/:page/worksheets/patience', text)", json.dumps(hostile)
    )
    page.reload()
    expect(field(page, "name")).to_have_value(attack)
    assert page.locator("form img, form script").count() == 0
    assert called == []


# Files


def test_a_file_restores_everything(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + SHEET)
    answers = {
        "name": "Zoë “Z”",
        "one-silence-other-reasons": LONG,
        "reply-log-2-asked": "advice",
        "next-act-by": "2026-12-01",
    }
    for id, text in answers.items():
        write(page, id, text)
    saved = text_of(downloaded(page, "Save to a file"))
    data = json.loads(saved)
    assert (data["format"], data["page"], data["title"]) == (
        1,
        "worksheets/patience",
        "Patience: waiting well",
    )
    assert re.fullmatch(r"[0-9a-f]{8}", data["revision"])
    assert written(data["answers"]) == answers
    assert data["answers"]["~last"] in answers
    fresh = opened(reader, real_address + SHEET)
    open_file(fresh, "answers.json", saved)
    for id, text in answers.items():
        expect(field(fresh, id)).to_have_value(text)
    assert "Opened: 4 answers" in note(fresh)


@longer_version_of(test_a_file_restores_everything)
def test_a_value_that_a_field_rejects_is_shown_and_kept_anyway(
    reader: BrowserContext, real_address: str
) -> None:
    odd = {"next-act-by": "next Friday", "reply-log-1-kind-of-wait": "perhaps", "reply-log-1-sent": "March 2"}
    record = {"format": 1, "kind": "answers", "page": "worksheets/patience", "answers": odd}
    page = opened(reader, real_address + SHEET)
    open_file(page, "answers.json", json.dumps(record))
    for id, text in odd.items():
        expect(field(page, id)).to_have_value(text)
    write(page, "name", "Ada")
    saved = json.loads(text_of(downloaded(page, "Save to a file")))
    assert written(saved["answers"]) == {**odd, "name": "Ada"}


@longer_version_of(test_text_typed_just_before_leaving_is_saved)
def test_a_page_from_the_back_button_shows_what_was_typed_meanwhile(
    reader: BrowserContext, real_address: str
) -> None:
    page = opened(reader, real_address + "worksheets/self-assessment/")
    page.goto(real_address + "start/")
    page.locator("[name=patience-nudge-once]").nth(3).check()
    page.go_back()
    expect(field(page, "patience-nudge-once").nth(3)).to_be_checked()


def test_opening_a_file_does_not_overwrite_answers(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + SHEET)
    write(page, "name", "Ada")
    saved = text_of(downloaded(page, "Save to a file"))
    write(page, "name", "Bob")
    open_file(page, "answers.json", saved)
    page.get_by_role("button", name="Keep these answers").press("Escape")  # decides nothing
    expect(field(page, "name")).to_have_value("Bob")
    open_file(page, "answers.json", saved)
    page.get_by_role("button", name="Keep these answers").click()
    expect(field(page, "name")).to_have_value("Bob")
    open_file(page, "answers.json", saved)
    page.get_by_role("button", name="Use the other answers").click()
    expect(field(page, "name")).to_have_value("Ada")


FOREIGN = [
    ("not json", "damaged"),
    ("{}", "wasn’t made by a page of this guide"),
    ("%PDF-1.7", "damaged"),
    ('{"format": 9, "kind": "answers", "answers": {}}', "newer version"),
    ('{"format": 1, "kind": "answers", "page": "x", "title": "Give", "answers": {"a": "b"}}', "“Give”"),
    ("[" * 100_000, "damaged"),
    ('{"format": 1, "kind": "answers", "page": "worksheets/patience", "answers": {}}', "aren’t any answers"),
    ("x" * 3_000_001, "too large"),
]
"""Texts of files, and what the page says about them; each says something else than the one before."""


def test_a_foreign_file_is_refused_with_a_sentence(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + SHEET)
    write(page, "name", "Ada")
    for text, message in FOREIGN:
        open_file(page, "other.json", text)
        expect(page.locator("[data-note]")).to_contain_text(message)
        expect(field(page, "name")).to_have_value("Ada")


@longer_version_of(test_a_file_restores_everything)
def test_answers_to_removed_questions_stay_in_the_file(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + SHEET)
    record = {
        "format": 1,
        "kind": "answers",
        "page": "worksheets/patience",
        "answers": {"gone-question": "still mine"},
    }
    open_file(page, "old.json", json.dumps(record))
    expect(page.locator("[data-note]")).to_contain_text("isn’t on this page anymore")
    write(page, "name", "Ada")
    saved = json.loads(text_of(downloaded(page, "Save to a file")))
    assert written(saved["answers"]) == {
        "gone-question": "still mine",
        "name": "Ada",
    }


def test_a_table_goes_into_a_spreadsheet(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + SHEET)
    write(page, "reply-log-1-person", "Daniel, R.")
    write(page, "reply-log-1-asked", "=1+1")
    section = page.locator("section.part", has=page.locator("#reply-log"))
    with page.expect_download() as download:
        section.get_by_role("button", name="spreadsheet").click()
    rows = list(csv.reader(io.StringIO(text_of(download.value).removeprefix("\ufeff"), newline="")))
    assert rows[0] == ["Who", "Mark one", "What I asked", "I wrote", "I follow up", "I look again"]
    assert rows[1:] == [["Daniel, R.", "", "'=1+1", "", "", ""]]


def test_a_commitment_goes_into_the_calendar_and_moves_there(
    reader: BrowserContext, real_address: str
) -> None:
    page = opened(reader, real_address + SHEET)
    page.get_by_role("button", name="calendar").click()
    assert "by when" in note(page)
    events: list[Any] = []
    for day in ("2026-12-01", "2026-12-08"):
        write(page, "next-act-act", "write to Mei")
        write(page, "next-act-with", "Noor")
        write(page, "next-act-by", day)
        page.clock.run_for(1000)  # the later version has to be a second younger
        with page.expect_download() as download:
            page.get_by_role("button", name="calendar").click()
        (event,) = icalendar.Calendar.from_ical(text_of(download.value)).walk("VEVENT")
        events.append(event)
    assert [str(event["SUMMARY"]) for event in events] == ["write to Mei (with Noor)"] * 2
    assert [event.decoded("DTSTART").isoformat() for event in events] == ["2026-12-01", "2026-12-08"]
    assert events[0]["UID"] == events[1]["UID"]
    assert events[0]["SEQUENCE"] < events[1]["SEQUENCE"]


def test_nothing_that_is_written_leaves_the_page(reader: BrowserContext, real_address: str) -> None:
    page = reader.new_page()
    page.goto(real_address + SHEET, wait_until="networkidle")
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(request.url) if not request.url.startswith("blob:") else None
    )
    write(page, "name", "Ada")
    downloaded(page, "Save to a file")
    page.get_by_role("checkbox", name="on this device").check()
    page.get_by_role("button", name=re.compile("^Clear my")).click()
    assert asked == []


FOR_TOOLS = (SHEET, LIST, "start/", "messages/polite-nudge/", "tools/contacts/")
"""A page of each kind with fields."""
FOR_ALL = (
    "",
    "principles/patience/",
    "workshops/patience/",
    "questions/",
    "my-week/",
    "offline/",
    "404.html",
)
"""Other pages with scripts of their own, of every depth."""


def use_every_page(page: Page, address: str, paths: Iterable[str]) -> None:
    """Switch to dark colors on every page, and search from pages of two depths."""
    for path in paths:
        page.goto(address + path)
        if path in ("principles/patience/", "404.html"):
            page.locator(".md-search__input").click()
            page.locator(".md-search__input").press_sequentially("wai")
            expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=20_000)
            page.keyboard.press("Escape")
        before = page.locator("body").get_attribute("data-md-color-scheme")
        page.locator("[data-colors]").click()
        assert page.locator("body").get_attribute("data-md-color-scheme") != before, path
        assert page.evaluate("window.broken ?? []") == [], path


def use_every_tool(page: Page, address: str) -> None:
    """Write, save, keep and clear on one page of each kind with fields, without a network."""
    for path in FOR_TOOLS:
        page.context.set_offline(False)
        page.goto(address + path, wait_until="networkidle")
        page.context.set_offline(True)
        if path == "tools/contacts/":
            page.get_by_role("button", name="Add a person").click()
        page.locator(".guide [name]:visible").first.press("a")
        downloaded(page, "Save to a file")
        page.get_by_role("checkbox", name="on this device").check()
        page.locator("[data-clear]").click()
        page.get_by_role("button", name="Clear every page").click()
        assert page.evaluate("window.broken ?? []") == [], path


PAGES: dict[str, Sequence[str]] = {"with scripts": FOR_ALL, "all samples": SAMPLE_PAGES}


@pytest.mark.parametrize("pages", representatives(PAGES, "with scripts".__eq__))
def test_everything_works_under_the_security_policy_of_the_site(
    pages: str, own_reader: BrowserContext, real_site: Path
) -> None:
    header = re.search(r"Content-Security-Policy: (.+)", (real_site / "_headers").read_text("utf-8"))
    assert header
    own_reader.add_init_script(
        "document.addEventListener('securitypolicyviolation',"
        " event => (window.broken ??= []).push(event.violatedDirective + ' ' + event.blockedURI))"
    )
    violations: list[str] = []
    own_reader.on(
        "console", lambda said: violations.append(said.text) if "Content Security" in said.text else None
    )
    page = own_reader.new_page()
    with hosted(real_site, headers={"Content-Security-Policy": header[1]}) as address:
        use_every_page(page, address, PAGES[pages])
        use_every_tool(page, address)
        assert violations == []
        own_reader.set_offline(False)
        page.goto(address)
        page.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), {text: 'ran = 1'}))"
        )
        # The policies of the page and of the header
        assert page.evaluate("[typeof ran, (window.broken ?? []).length]") == ["undefined", 2]
