"""“My week”: everything that a reader keeps in one place, what's due today, and the way back to it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from pypdf import PdfReader

from tests.support.hosting import hosted
from tests.support.nightly import longer_version_of, representatives
from tests.support.page_weight import FRAMES, PHONE, SHIFT, visit, weight
from tests.support.used_again import UsedAgain, new_tab

NOW = "2026-11-28T09:00:00"
"""A Saturday."""
SHEET, LIST, MESSAGE = "worksheets/patience/", "checklists/before-you-meet/", "messages/polite-nudge/"
MY_WEEK, CONTACTS, PLAN = "my-week/", "tools/contacts/", "worksheets/self-assessment/"
WEIGHT = 120_000
"""Bytes of a first visit with fonts, as a good host sends them."""

DANIEL, MEI = "p00000001", "p00000002"
PEOPLE = {
    f"{DANIEL}-name": "Daniel R.", f"{DANIEL}-last": "2026-11-18", f"{DANIEL}-moment": "no-answer-yet",
    f"{MEI}-name": "Mei L.", f"{MEI}-on": "2026-11-29", f"{MEI}-step": "Thank her",
    "p00000003-name": "Mr. Adeyemi", "p00000003-last": "2026-11-23", "p00000003-ring": "close",
}  # fmt: skip
RATED = ("expect-a-week", "several-open", "nudge-once", "yes-to-later", "silence-is-light")
FOLLOWED = {
    "~habit": "patience", "~first-day": "2026-11-25", **{f"patience-{statement}": "3" for statement in RATED}
}  # fmt: skip
ASKED = {"date": "2026-11-18", "~remind": "2026-11-27", "~remind-say": "Follow up once", "~name": "Ana"}
FILLED = {
    "reply-log-1-person": "Daniel R.", "reply-log-1-sent": "2026-11-22", "reply-log-1-nudge": "2026-11-29",
    "one-silence-first-thought": "No", "~last": "one-silence-first-thought",
}  # fmt: skip
FULL = {CONTACTS: PEOPLE, PLAN: FOLLOWED, "moments/wrote-no-answer/": ASKED, SHEET: FILLED}


@pytest.fixture(scope="module")
def readers(browser: Browser, real_address: str) -> Iterator[UsedAgain]:
    with browser.new_context(viewport={"width": 1366, "height": 900}) as context:
        yield UsedAgain(context, real_address)


@pytest.fixture
def reader(readers: UsedAgain) -> Iterator[BrowserContext]:
    """A browser that hasn't been used for the guide, on a Saturday morning."""
    with readers.by_newcomer() as context:
        context.clock.install(time=NOW)
        yield context


def opened(reader: BrowserContext, address: str) -> Page:
    page = new_tab(reader)
    page.goto(address)
    return page


def keep(page: Page, pages: Mapping[str, Mapping[str, str]], consent: bool = True) -> None:
    """Keep answers of several pages, as they would have written them."""
    entries = {}
    for address, answers in pages.items():
        name = address.removesuffix("/")
        about = {"format": 1, "kind": "answers", "page": name, "title": name, "revision": ""}
        entries[f"guide:/:page/{name}"] = json.dumps(
            {**about, "saved": "2026-11-26T10:00:00Z", "answers": answers}
        )
    if consent:
        entries["guide:/:kept"] = "yes"
    store = "localStorage" if consent else "sessionStorage"
    page.evaluate(f"all => Object.entries(all).forEach(([key, text]) => {store}.setItem(key, text))", entries)


def answers(page: Page, address: str) -> dict[str, str]:
    """Return what's kept of a page on the device."""
    key = f"guide:/:page/{address.removesuffix('/')}"
    text = page.evaluate("key => localStorage.getItem(key)", key)
    found: dict[str, str] = json.loads(text)["answers"] if text else {}
    return found


def the_week(reader: BrowserContext, address: str, pages: Mapping[str, Mapping[str, str]]) -> Page:
    """Open “My week” with something kept."""
    page = opened(reader, address + "robots.txt")  # opens faster than a page
    keep(page, pages)
    page.goto(address + MY_WEEK)
    return page


def part(page: Page, name: str) -> Locator:
    return page.locator(f"[data-part={name}]")


def write(page: Page, id: str, text: str) -> None:
    page.locator(f'form [name="{id}"]').fill(text)
    page.clock.run_for(450)  # answers are stored after a pause in typing


# Empty, quiet and due


def test_with_nothing_kept_the_page_says_how_to_begin(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + MY_WEEK)
    expect(page.get_by_role("heading", name="Nothing is kept yet, and that’s fine")).to_be_visible()
    expect(page.locator("main a.btn")).to_have_text("See where to begin")
    expect(page.get_by_role("link", name="Print an empty week")).to_be_visible()
    assert page.locator("main").get_by_role("button").locator("visible=true").count() == 0
    expect(page.locator(".due-count")).to_have_count(0)


def test_without_scripts_the_page_says_what_it_is_for(browser: Browser, real_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(real_address + MY_WEEK)
    expect(page.get_by_role("heading", name="Everything you keep, in one place")).to_be_visible()
    expect(page.get_by_text("This page needs JavaScript")).to_be_visible()
    page.get_by_role("link", name="Print an empty week").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My week ahead")
    context.close()


def test_a_quiet_day_asks_for_nothing(reader: BrowserContext, real_address: str) -> None:
    page = the_week(reader, real_address, {LIST: {"one-true-thing": "yes"}})
    expect(part(page, "today")).to_contain_text("Nothing is due today. Rest, or say hello")
    expect(part(page, "go-on").get_by_role("listitem")).to_have_count(1)
    expect(part(page, "later")).to_be_hidden()
    expect(page.locator(".due-count")).to_have_count(0)


def test_a_full_day_shows_people_the_plan_and_moments(reader: BrowserContext, real_address: str) -> None:
    page = the_week(reader, real_address, FULL)
    today = part(page, "today").get_by_role("listitem")
    expect(today).to_have_count(3)
    said = [text[:32] for text in today.all_inner_texts()]
    assert said[:2] == ["Day 1 of 14 List every request y", "Daniel R. Send one friendly foll"]
    assert said[2].startswith("Ana Follow up once")
    later = part(page, "later").get_by_role("listitem").all_inner_texts()
    assert [text.split("\n")[0] for text in later] == ["Daniel R. I follow up", "Mei L. Thank her"]
    assert [text.split("\n")[0] for text in part(page, "done").get_by_role("listitem").all_inner_texts()] == [
        "Mr. Adeyemi You were in touch."
    ]
    rings = page.locator("[data-days] i").evaluate_all("all => all.map(one => one.className)")
    assert rings == ["full", "none", "none", "none", "none", "due", "due"]
    expect(page.locator("[data-days] .today")).to_contain_text("today, 3 due")
    expect(page.locator(".sections .due-count")).to_have_text("3")
    expect(page.locator(".due-count")).to_have_count(2)  # in the tabs and in the menu


def test_someone_due_is_one_tap_from_the_words_with_name_and_date(
    reader: BrowserContext, real_address: str
) -> None:
    page = the_week(reader, real_address, {CONTACTS: PEOPLE})
    part(page, "today").get_by_role("link", name="Daniel R.").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("I wrote, and no one answered")
    expect(page.get_by_label("When did you write?")).to_have_value("2026-11-18")
    expect(page.get_by_label("Their name")).to_have_value("Daniel R.")
    assert "#" not in page.url


# Checking off


def test_a_step_of_the_plan_is_checked_off_here_and_on_its_own_page(
    reader: BrowserContext, real_address: str
) -> None:
    page = the_week(reader, real_address, {PLAN: FOLLOWED})
    page.get_by_role("checkbox", name="Done: Day 1 of 14").check()
    assert answers(page, PLAN)["~done-list-what-is-open"] == "2026-11-28"
    # The next step takes its place.
    expect(page.locator(".sections .due-count")).to_have_text("1")
    page.goto(real_address + "start/")
    expect(page.get_by_role("checkbox", name="Done: day 1", exact=True)).to_be_checked()
    page.get_by_role("checkbox", name="Done: day 2", exact=True).check()
    page.clock.run_for(450)
    assert answers(page, PLAN)["~done-day-to-write-again"] == "2026-11-28"
    page.goto(real_address + MY_WEEK)
    expect(part(page, "today")).to_contain_text("Day 4 of 14")
    expect(part(page, "done").get_by_role("listitem")).to_have_count(2)


def test_someone_who_was_due_can_be_checked_off_and_brought_back(
    reader: BrowserContext, real_address: str
) -> None:
    page = the_week(reader, real_address, {CONTACTS: PEOPLE})
    box = page.get_by_role("checkbox", name="Done: Daniel R.")
    box.check()
    assert answers(page, CONTACTS)[f"{DANIEL}-last"] == "2026-11-28"
    expect(page.locator(".due-count")).to_have_count(0)
    box.uncheck()
    expect(page.locator(".sections .due-count")).to_have_text("1")
    kept = answers(page, CONTACTS)
    assert (kept[f"{DANIEL}-last"], kept[f"{DANIEL}-moment"]) == ("2026-11-18", "no-answer-yet")


@longer_version_of(test_someone_who_was_due_can_be_checked_off_and_brought_back)
def test_a_reminder_and_a_date_go_once_they_are_checked_off(
    reader: BrowserContext, real_address: str
) -> None:
    today = {**FILLED, "reply-log-1-nudge": "2026-11-28"}
    page = the_week(reader, real_address, {"moments/wrote-no-answer/": ASKED, SHEET: today})
    page.get_by_role("checkbox", name="Done: Ana").check()
    page.get_by_role("checkbox", name="Done: Daniel R. I follow up").check()
    page.reload()
    expect(part(page, "today")).to_contain_text("Nothing is due today")


def test_the_person_of_a_reminder_is_checked_off_with_it(reader: BrowserContext, real_address: str) -> None:
    asked = {**ASKED, "~name": "Ana ", "~person": "p00000007"}
    ana = {"p00000007-name": "Ana", "p00000007-on": "2026-11-27", "p00000007-step": "Follow up once"}
    page = the_week(reader, real_address, {"moments/wrote-no-answer/": asked, CONTACTS: ana})
    expect(part(page, "today").get_by_role("listitem")).to_have_count(1)
    box = page.get_by_role("checkbox", name="Done: Ana")
    box.check()
    kept = answers(page, CONTACTS)
    assert kept["p00000007-last"] == "2026-11-28"
    assert "p00000007-on" not in kept
    expect(page.locator("[data-days] .today")).to_contain_text("1 done")
    box.uncheck()
    kept = answers(page, CONTACTS)
    assert (kept["p00000007-on"], kept.get("p00000007-last")) == ("2026-11-27", None)
    assert "~reminded" not in answers(page, "moments/wrote-no-answer/")
    expect(page.locator(".sections .due-count")).to_have_text("1")


def test_what_cannot_be_saved_is_not_checked_off(reader: BrowserContext, real_address: str) -> None:
    page = the_week(reader, real_address, FULL)
    page.evaluate(
        "void (Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') })"
    )
    box = page.get_by_role("checkbox", name="Done: Daniel R.")
    box.click()
    expect(box).not_to_be_checked()
    expect(page.locator("[data-said]")).to_contain_text("That isn’t checked off.")
    assert answers(page, CONTACTS) == PEOPLE
    expect(page.locator(".sections .due-count")).to_have_text("3")


def test_coming_back_leaves_what_was_checked_and_the_focus(reader: BrowserContext, real_address: str) -> None:
    page = the_week(reader, real_address, FULL)
    box = page.get_by_role("checkbox", name="Done: Daniel R.")
    box.focus()
    box.press("Space")
    for event in (
        "new StorageEvent('storage', {key: 'other:site'})",
        "new StorageEvent('storage', {key: null})",
    ):
        page.evaluate(f"dispatchEvent({event})")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(box).to_be_checked()
    expect(box).to_be_focused()


def test_the_focus_stays_when_another_tab_changes_the_week(reader: BrowserContext, real_address: str) -> None:
    page = the_week(reader, real_address, FULL)
    box = page.get_by_role("checkbox", name="Done: Daniel R.")
    box.focus()
    other = opened(reader, real_address + MESSAGE)
    write(other, "topic", "your work")
    expect(part(page, "go-on")).to_contain_text("Send one friendly follow-up")
    expect(box).to_be_focused()


@longer_version_of(test_someone_due_is_one_tap_from_the_words_with_name_and_date)
def test_a_way_to_a_part_of_a_page_brings_the_person_along(reader: BrowserContext, real_address: str) -> None:
    def with_anchor(route: Route) -> None:
        text = route.fetch().text()
        way = re.search(r'data-page="?way-no-answer-yet"?>\s*<a[^>]*href="?([^" >]+)', text)
        assert way is not None
        whole = way[0].replace(way[1], f"{way[1]}#words")
        route.fulfill(body=text.replace(way[0], whole), content_type="text/html; charset=utf-8")

    reader.route(f"**/{MY_WEEK}", with_anchor)
    page = the_week(reader, real_address, {CONTACTS: PEOPLE})
    link = part(page, "today").get_by_role("link", name="Daniel R.")
    expect(link).to_have_attribute("href", f"../moments/wrote-no-answer/#person={DANIEL}")


@longer_version_of(test_a_full_day_shows_people_the_plan_and_moments)
def test_a_day_of_another_year_says_which(reader: BrowserContext, real_address: str) -> None:
    ana = {"p00000007-name": "Ana", "p00000007-last": "2024-11-18", "p00000007-on": "2026-11-28"}
    page = the_week(reader, real_address, {CONTACTS: ana})
    expect(part(page, "today")).to_contain_text("You were last in touch on Nov 18, 2024.")


# Going on


def test_one_tap_leads_from_home_to_the_field_written_last(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + SHEET)
    page.get_by_label("Save my answers on this device").check()
    write(page, "one-silence-first-thought", "I said something wrong.")
    page.goto(real_address)
    line = page.locator(".go-on")
    expect(line).to_contain_text("Continue: Patience: waiting well, started.")
    line.get_by_role("link", name="Patience: waiting well").click()
    expect(page.locator("[name=one-silence-first-thought]")).to_be_focused()
    assert page.url == real_address + SHEET
    box = page.locator("[name=one-silence-first-thought]").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 900


def test_the_way_back_unfolds_what_hides_a_field(reader: BrowserContext, real_address: str) -> None:
    page = the_week(reader, real_address, {SHEET: {**FILLED, "~last": "reply-log-5-asked"}})
    page.get_by_role("link", name="Continue: Patience").click()
    expect(page.locator("[name=reply-log-5-asked]")).to_be_focused()
    expect(page.locator("[name=reply-log-5-asked]")).to_be_visible()


def test_home_says_nothing_until_something_is_kept(
    browser: Browser, real_site: Path, real_address: str
) -> None:
    names = {file.name for file in visit(browser, real_site, real_address, "").first}
    assert not {"kept.js", "keeper.js"} & names
    context = browser.new_context()
    page = context.new_page()
    page.goto(real_address)
    expect(page.locator(".go-on")).to_be_hidden()
    context.close()


@pytest.mark.parametrize(
    "address",
    representatives(["worksheets/", "checklists/", LIST, "worksheets/helping/"], "worksheets/".__eq__),
)
def test_lists_and_sheets_have_the_line_too(address: str, reader: BrowserContext, real_address: str) -> None:
    page = the_week(reader, real_address, FULL)
    page.goto(real_address + address)
    expect(page.locator(".go-on")).to_contain_text("Continue: Patience: waiting well")
    expect(page.locator(".go-on")).to_contain_text("3 things are due today. My week")
    page.goto(real_address + "principles/patience/")
    expect(page.locator(".go-on")).to_have_count(0)
    expect(page.locator(".sections .due-count")).to_have_text("3")


@pytest.mark.parametrize("address", representatives(["", MY_WEEK, LIST], MY_WEEK.__eq__))
def test_what_is_kept_moves_nothing_when_it_arrives(
    address: str, browser: Browser, real_address: str
) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    context.clock.install(time=NOW)
    page = context.new_page()
    page.goto(real_address + "about/")
    keep(page, FULL)
    page.add_init_script(SHIFT)
    page.goto(real_address + address)
    expect(page.locator(".go-on, [data-days] li").first).to_contain_text("o")
    page.wait_for_load_state("networkidle")
    page.evaluate(FRAMES)
    assert page.evaluate("window.shifted") <= 0.02
    context.close()


def test_with_nothing_that_can_be_read_the_page_says_how_to_begin(
    reader: BrowserContext, real_address: str
) -> None:
    page = opened(reader, real_address + "about/")
    page.evaluate(f"localStorage.setItem('guide:/:page/{LIST.removesuffix('/')}', '{{broken')")
    page.goto(real_address + MY_WEEK)
    expect(page.get_by_role("heading", name="Nothing is kept yet, and that’s fine")).to_be_visible()


# Consent, other tabs, clearing


def test_without_consent_the_week_is_that_of_this_tab(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + "about/")
    keep(page, FULL, consent=False)
    page.goto(real_address + MY_WEEK)
    expect(part(page, "today").get_by_role("listitem")).to_have_count(3)
    expect(page.get_by_text("In this tab only, until you close it.")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    other = opened(reader, real_address + MY_WEEK)
    expect(other.get_by_role("heading", name="Nothing is kept yet")).to_be_visible()
    page.get_by_label("Save my answers on this device").check()
    other.reload()
    expect(part(other, "today").get_by_role("listitem")).to_have_count(3)


def test_clearing_asks_first_and_clears_everything(reader: BrowserContext, real_address: str) -> None:
    page = the_week(reader, real_address, FULL)
    page.get_by_role("button", name="Clear what’s kept here").click()
    page.get_by_role("button", name="Go back").click()
    expect(part(page, "today").get_by_role("listitem")).to_have_count(3)
    page.get_by_role("button", name="Clear what’s kept here").click()
    page.get_by_role("button", name="Clear everything").click()
    expect(page.get_by_role("heading", name="Nothing is kept yet")).to_be_focused()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


# Taking it along


def test_everything_can_be_saved_to_a_file_and_opened_again(
    reader: BrowserContext, browser: Browser, real_address: str
) -> None:
    page = the_week(reader, real_address, {**FULL, "paper": {"~size": "a4"}})
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    file = Path(download.value.path()).read_bytes()
    other = browser.new_context()
    other.clock.install(time=NOW)
    there = opened(other, real_address + "about/")
    keep(there, {SHEET: {**FILLED, "one-silence-first-thought": "Something else"}})
    there.goto(real_address + MY_WEEK)
    with there.expect_file_chooser() as chooser:
        there.get_by_role("button", name="Open a file").click()
    chooser.value.set_files({"name": "week.json", "mimeType": "application/json", "buffer": file})
    expect(there.get_by_text("They’re on these pages: Patience: waiting well.")).to_be_visible()
    there.keyboard.press("Escape")
    expect(there.get_by_text("Where answers differ, yours stayed")).to_be_visible()
    assert answers(there, SHEET)["one-silence-first-thought"] == "Something else"
    with there.expect_file_chooser() as chooser:
        there.get_by_role("button", name="Open a file").click()
    chooser.value.set_files({"name": "week.json", "mimeType": "application/json", "buffer": file})
    there.get_by_role("button", name="Use the other answers").click()
    expect(there.get_by_text("Opened: 4 pages.")).to_be_visible()
    expect(part(there, "today").get_by_role("listitem")).to_have_count(3)
    assert answers(there, SHEET)["one-silence-first-thought"] == "No"
    assert answers(there, CONTACTS) == PEOPLE
    other.close()


def test_a_file_that_is_not_ours_changes_nothing(reader: BrowserContext, real_address: str) -> None:
    page = the_week(reader, real_address, FULL)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a file").click()
    chooser.value.set_files({"name": "x.json", "mimeType": "application/json", "buffer": b"{}"})
    expect(page.get_by_text("Nothing was changed.")).to_be_visible()
    assert answers(page, SHEET) == FILLED


def test_everything_with_a_day_goes_into_a_calendar(reader: BrowserContext, real_address: str) -> None:
    page = the_week(reader, real_address, FULL)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save for my calendar").click()
    events = Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")
    days = {str(event["SUMMARY"]): event.decoded("DTSTART").isoformat() for event in events}
    assert days["Ana: Follow up once"] == "2026-11-28"
    assert days["Mei L.: Thank her"] == "2026-11-29"
    assert len({str(event["UID"]) for event in events}) == len(events)


def events(page: Page, button: Locator) -> dict[str, Any]:
    """Return the events of a calendar file by their identifier."""
    with page.expect_download() as download:
        button.click()
    found = Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")
    return {str(event["UID"]): event for event in found}


@longer_version_of(test_everything_with_a_day_goes_into_a_calendar)
def test_a_calendar_has_everything_once_wherever_it_was_saved(
    reader: BrowserContext, real_address: str
) -> None:
    promise = {"next-act-act": "Call Mei", "next-act-by": "2026-12-04"}
    mei = {key: value for key, value in PEOPLE.items() if key.startswith(MEI)} | {f"{MEI}-changes": "2"}
    moment = "moments/wrote-no-answer/"
    page = the_week(reader, real_address, {CONTACTS: mei, PLAN: FOLLOWED, moment: ASKED, SHEET: promise})
    button = page.get_by_role("button", name="Save for my calendar")
    week = events(page, button)
    page.clock.fast_forward(2000)
    again = events(page, button)
    assert {*again} == {*week}
    assert answers(page, moment)["~calendar"] in " ".join(week)
    page.goto(real_address + SHEET)
    sheet = events(page, page.locator("button[data-calendar]"))
    assert len(sheet) == 1
    page.goto(real_address + "start/")
    plan = events(page, page.get_by_role("button", name="Save for my calendar"))
    page.goto(real_address + CONTACTS)
    people = events(page, page.get_by_role("button", name="Save for my calendar").first)
    assert {*sheet, *people} <= {*week}
    assert [one["SEQUENCE"] for one in people.values()] == [week[uid]["SEQUENCE"] for uid in people] == [2]
    assert {uid for uid in week if uid.startswith("start-")} <= {*plan}
    assert len({*week} & {*plan}) > 1


def test_the_week_prints_on_one_page(reader: BrowserContext, real_address: str) -> None:
    page = the_week(reader, real_address, FULL)
    expect(part(page, "today").get_by_role("listitem")).to_have_count(3)
    (printed,) = PdfReader(io.BytesIO(page.pdf(format="Letter"))).pages
    text = printed.extract_text()
    assert "Daniel R." in text
    assert "Print my week" not in text


def test_the_page_takes_few_bytes(browser: Browser, real_site: Path, real_address: str) -> None:
    seen = visit(browser, real_site, real_address, MY_WEEK)
    assert weight(seen.first) <= WEIGHT, weight(seen.first)


# Names written elsewhere


def test_fields_that_ask_for_a_person_propose_those_in_the_contacts(
    reader: BrowserContext, real_address: str
) -> None:
    page = the_week(reader, real_address, {CONTACTS: PEOPLE})
    for address, names in ((MESSAGE, ["name"]), (SHEET, ["reply-log-1-person", "next-act-with"])):
        page.goto(real_address + address)
        for name in names:
            expect(page.locator(f'form [name="{name}"]')).to_have_attribute("list", "names-person")
        options = page.locator("#names-person option").evaluate_all("all => all.map(one => one.value)")
        assert options == ["Daniel R.", "Mei L.", "Mr. Adeyemi"]


def test_the_readers_own_name_is_proposed_where_it_was_not_written_yet(
    reader: BrowserContext, real_address: str
) -> None:
    page = opened(reader, real_address + MESSAGE)
    write(page, "me", "Kofi Mensah")
    page.goto(real_address + SHEET)
    expect(page.locator("#names-me option")).to_have_attribute("value", "Kofi Mensah")
    expect(page.locator("form [name=name]")).to_have_value("")


def test_without_anything_kept_no_names_are_asked_for(reader: BrowserContext, real_address: str) -> None:
    requested: list[str] = []
    page = reader.new_page()
    page.on("request", lambda request: requested.append(request.url))
    page.goto(real_address + MESSAGE, wait_until="networkidle")
    assert not [url for url in requested if "names.js" in url]
    assert page.locator("datalist").count() == 0


def test_a_link_brings_a_person_along(reader: BrowserContext, real_address: str) -> None:
    page = the_week(reader, real_address, {CONTACTS: PEOPLE})
    page.goto(f"{real_address}{MESSAGE}#person={MEI}")
    expect(page.locator("form [name=name]")).to_have_value("Mei L.")
    expect(page.locator("[data-body]")).to_contain_text("Hi Mei L.,")
    assert page.url == real_address + MESSAGE
    page.goto(f"{real_address}{MESSAGE}#person=p99999999")
    expect(page.locator("form [name=name]")).to_have_value("Mei L.")


# Lists that changed


@pytest.fixture
def lists(small_site: Path) -> Iterator[str]:
    """The address of the small guide."""
    with hosted(small_site) as address:
        yield address


def test_a_list_says_what_is_new_and_what_was_reworded(reader: BrowserContext, lists: str) -> None:
    page = opened(reader, f"{lists}checklists/before-the-talk/")
    boxes: list[dict[str, Any]] = page.locator("[data-digest]").evaluate_all(
        "all => all.map(one => ({name: one.name, digest: one.dataset.digest}))"
    )
    assert all(len(box["digest"]) == 6 for box in boxes)
    first, *others = [box["name"] for box in boxes]
    page.locator(f"[name={first}]").check()
    page.clock.run_for(450)
    page.reload()
    assert page.locator(".changed-item").count() == 0
    # As if the list had been written earlier.
    key = page.evaluate("Object.keys(sessionStorage).find(key => key.includes('before-the-talk'))")
    page.evaluate(
        """([key, seen]) => {
          const kept = JSON.parse(sessionStorage.getItem(key));
          kept.answers["~seen"] = seen;
          sessionStorage.setItem(key, JSON.stringify(kept));
        }""",
        [key, f"{first}:000000"],
    )
    page.reload()
    expect(page.locator(f"#{first}")).to_contain_text("Reworded since you checked it off")
    for other in others:
        expect(page.locator(f"#{other}")).to_contain_text("New since your last visit to this list")
    page.reload()
    # What's new was seen, and what was reworded stays until it's checked again.
    expect(page.locator(".changed-item")).to_have_count(1)
    page.locator(f"[name={first}]").uncheck()
    page.locator(f"[name={first}]").check()
    page.clock.run_for(450)
    page.reload()
    expect(page.locator(".changed-item")).to_have_count(0)
