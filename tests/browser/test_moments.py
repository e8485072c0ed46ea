"""Moments: one date, what to do today, words to copy, a day for the calendar, a person for the contacts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import icalendar
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.support.hosting import hosted
from tests.support.nightly import longer_version_of
from tests.support.used_again import UsedAgain, new_tab
from tests.support.without_pdfs import add, build_without_pdfs, show

NOW = "2026-11-28T09:00:00"
MOMENT = "moments/asked-no-answer/"
ANY_TIME: dict[str, Any] = {
    "title": "Somebody did me a favor",
    "summary": "How to say thanks.",
    "principle": "ask-first",
    "minutes": 1,
    "rule": {"title": "Say thanks", "text": "It is never too late."},
    "steps": [
        {
            "id": "thanks",
            "kind": "do",
            "title": "Say thanks",
            "points": ["Two words."],
            "from": ["team-practice"],
        },
        {"id": "person", "kind": "person", "title": "Add them to the people you talk with"},
    ],
    "otherwise": [{"say": "I talk with them today", "to": "checklists/before-the-talk"}],
    "from": ["team-practice"],
}
SOME_TIME: dict[str, Any] = {
    **ANY_TIME,
    "steps": [*ANY_TIME["steps"], {"id": "date", "kind": "calendar", "title": "Put the day in the calendar"}],
    "title": "Somebody did me a favor some time ago",
    "date": {"ask": "When did you ask?"},
    "stations": [{"day": 0, "say": "favor"}, {"day": 9, "say": "thanks"}],
    "stages": [
        {
            "day": 0,
            "title": "Say thanks",
            "text": "Today is fine.",
            "open": "thanks",
            "remind": {"day": 9, "say": "Say thanks again"},
        }
    ],
}


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]
) -> Iterator[str]:
    folder = copy_small_guide(tmp_path_factory.mktemp("moments") / "guide")
    add(folder, "moments/any-time.yml", ANY_TIME)
    add(folder, "moments/some-time.yml", SOME_TIME)
    show(folder, "moments", show=["asked-no-answer", "talk-ahead", "any-time", "some-time"])
    with hosted(build_without_pdfs(folder, folder / "site")) as address:
        yield address


@pytest.fixture(scope="module")
def readers(browser: Browser, address: str) -> Iterator[UsedAgain]:
    with browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US") as context:
        yield UsedAgain(context, address)


@pytest.fixture
def context(readers: UsedAgain) -> Iterator[BrowserContext]:
    with readers.by_newcomer() as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield context


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    page = new_tab(context)
    page.clock.set_fixed_time(NOW)
    return opened(page, address + MOMENT)


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator(".path button:not([hidden])").first).to_be_attached()
    return page


def give(page: Page, date: str) -> None:
    page.get_by_label("When did you ask?").fill(date)


def verdict(page: Page) -> Locator:
    return page.locator("[data-now]")


def step(page: Page, title: str) -> Locator:
    return page.locator(".path > li").filter(has=page.get_by_role("heading", name=title, exact=True))


def order(page: Page) -> list[str]:
    """The steps in their order, with a mark on those that are done and on the one that's open."""
    return [
        str(one)
        for one in page.locator(".path > li").evaluate_all(
            "all => all.map(li => li.dataset.step + (li.matches('.done') ? '*' : '')"
            " + (li.firstElementChild.open ? '!' : ''))"
        )
    ]


def stored(page: Page, name: str) -> dict[str, str]:
    """What the browser has for the page `name` until the tab is closed."""
    page.evaluate("dispatchEvent(new Event('pagehide'))")  # which writes what waits for the last keystroke
    text = page.evaluate("name => sessionStorage.getItem(`guide:/:page/${name}`)", name)
    answers: dict[str, str] = json.loads(text)["answers"] if text else {}
    return answers


def filled_buttons(page: Page) -> list[str]:
    """The names of the visible buttons that are filled."""
    return [
        one.inner_text() for one in page.locator("main button.btn:not(.quiet)").locator("visible=true").all()
    ]


def calendar_entry(page: Page, press: Callable[[], None]) -> tuple[str, icalendar.Event]:
    with page.expect_download() as download:
        press()
    (event,) = icalendar.Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    return download.value.suggested_filename, event


# From one date


def test_without_a_date_it_gives_the_rule_and_every_step_is_closed(page: Page) -> None:
    expect(page.get_by_role("heading", name="Wait two days, then ask once more")).to_be_visible()
    assert order(page) == ["words", "ready", "think", "date", "person", "instead"]
    expect(page.locator(".stations")).to_have_text(
        re.compile("That day.*2 days later.*9 days later", re.DOTALL)
    )
    assert filled_buttons(page) == []
    expect(page.get_by_role("group", name="Have you asked again since?")).to_be_hidden()


def test_on_the_day_itself_it_says_to_wait_and_opens_the_calendar(page: Page) -> None:
    give(page, "2026-11-28")
    expect(verdict(page)).to_have_text("Wait until Monday, November 30Most people answer within two days.")
    expect(verdict(page)).to_have_role("status")
    assert order(page) == ["date!", "words", "ready", "think", "person", "instead"]
    expect(page.locator("[data-today]")).to_have_text("Today")
    expect(page.locator(".stations")).to_have_text(re.compile("Nov 28.*Nov 30.*Dec 7", re.DOTALL))
    expect(step(page, "Put the next day in the calendar")).to_contain_text("Monday, November 30Ask once more")
    assert filled_buttons(page) == ["Put the next day in the calendar"]
    assert stored(page, "moments/asked-no-answer") == {
        "date": "2026-11-28", "~remind": "2026-11-30", "~remind-say": "Ask once more",
    }  # fmt: skip


def test_three_days_later_it_asks_and_says_what_to_do_now(page: Page) -> None:
    give(page, "2026-11-25")
    expect(page.get_by_role("group", name="Have you asked again since?")).to_be_visible()
    expect(verdict(page)).to_have_text("Ask once moreYou have waited 3 days.")
    expect(page.locator("[data-today]")).to_have_text("Today, day 3")
    assert order(page)[0] == "words!"
    page.get_by_label("One more time").check()
    expect(verdict(page)).to_contain_text("Leave it until Friday, December 4")
    assert order(page)[0] == "ready!"
    assert stored(page, "moments/asked-no-answer")["question"] == "yes"


@longer_version_of(test_three_days_later_it_asks_and_says_what_to_do_now)
def test_after_forty_days_it_can_rest(page: Page) -> None:
    give(page, "2026-10-19")
    expect(verdict(page)).to_contain_text("You have waited 40 days.")
    page.get_by_label("One more time").check()
    expect(verdict(page)).to_contain_text("You can leave it")
    expect(page.locator("[data-today]")).to_have_text("Today, day 40")
    assert order(page)[0] == "instead!"
    expect(step(page, "Put the next day in the calendar").locator("[data-reminder]")).to_have_text(
        "There’s no other day for your calendar."
    )
    assert "~remind" not in stored(page, "moments/asked-no-answer")


@longer_version_of(test_three_days_later_it_asks_and_says_what_to_do_now)
def test_one_day_is_said_in_the_singular(page: Page) -> None:
    give(page, "2026-11-27")
    expect(page.locator("[data-today]")).to_have_text("Today, day 1")
    opened(page, page.url.replace("asked-no-answer", "talk-ahead"))
    page.get_by_label("When is it?").fill("2026-11-29")
    expect(verdict(page)).to_contain_text("It is 1 day away or less.")
    expect(page.locator("[data-today]")).to_have_text("Today, 1 day to go")


def test_a_day_ahead_is_said_kindly_unless_the_moment_begins_before_it(page: Page) -> None:
    give(page, "2026-12-10")
    expect(verdict(page)).to_contain_text("That day is still ahead")
    expect(page.locator("[data-today]")).to_be_hidden()
    assert filled_buttons(page) == []
    give(page, "")
    expect(page.get_by_role("heading", name="Wait two days, then ask once more")).to_be_visible()


def test_the_step_of_the_day_is_one_press_away_and_the_filled_button_moves_along(page: Page) -> None:
    give(page, "2026-11-25")
    assert filled_buttons(page) == ["Ask once more"]
    page.get_by_role("button", name="Ask once more").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    assert filled_buttons(page) == ["Copy the message"]
    page.get_by_label("When did you ask?").focus()
    assert filled_buttons(page) == ["Ask once more"]
    # Once that's done, the button leads on, and says where.
    page.get_by_role("button", name="Copy the message").click()
    expect(page.locator("[name=one-thing]")).to_be_focused()
    page.get_by_label("When did you ask?").focus()
    assert filled_buttons(page) == ["Be ready for the talk"]
    page.get_by_role("button", name="Be ready for the talk").click()
    expect(page.locator("[name=one-thing]")).to_be_focused()


def test_copying_is_said_once(page: Page) -> None:
    give(page, "2026-11-25")
    page.get_by_role("button", name="Copy the message").click()
    expect(page.locator("[data-announced]")).to_contain_text("Copied")
    said = page.locator("[role=status]").evaluate_all("all => all.map(one => one.textContent)")
    assert len([words for words in said if "Copied" in words]) == 1


# From home to the end


def test_from_home_to_copied_words_and_a_date_in_four_taps(context: BrowserContext, address: str) -> None:
    page = new_tab(context)
    page.clock.set_fixed_time(NOW)
    page.goto(f"{address}moments/")
    page.get_by_role("link", name="I asked for five minutes and heard nothing").last.click()
    give(page, "2026-11-25")
    page.get_by_role("button", name="Copy the message").click()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Hello [Name],")
    expect(page.locator("[data-announced]")).to_contain_text("Next: Be ready for the talk")
    page.get_by_role("heading", name="Put the next day in the calendar").click()
    name, event = calendar_entry(
        page, lambda: page.get_by_role("button", name="Save for my calendar").click()
    )
    assert name == "asked-no-answer-2026-12-05.ics"
    assert event["SUMMARY"] == "Leave it"
    assert event["URL"] == f"{address}{MOMENT}"


def test_the_name_is_typed_once_and_found_in_the_calendar_and_the_contacts(page: Page, address: str) -> None:
    give(page, "2026-11-25")
    page.get_by_label("Name", exact=True).fill("Ada")
    page.get_by_role("button", name="Copy the message").click()
    expect(step(page, "Be ready for the talk").locator("[data-result]")).to_contain_text(
        "2 blanks are still empty"
    )
    expect(page.locator("[name=one-thing]")).to_be_focused()
    assert order(page)[:2] == ["words*", "ready!"]
    page.get_by_label("I know the one thing that I want to say").check()
    page.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="Done").click()
    _, event = calendar_entry(page, lambda: page.get_by_role("button", name="Save for my calendar").click())
    assert event["SUMMARY"] == "Ada: Leave it"
    expect(page.get_by_role("button", name="Add Ada")).to_be_focused()
    assert filled_buttons(page) == ["Add Ada"]
    page.get_by_role("button", name="Add Ada").click()
    expect(page.locator("[data-announced]")).to_have_text(
        "Ada is in your contacts now. Next: Do something else meanwhile"
    )
    assert order(page) == ["words*", "ready*", "think*", "date*", "person*", "instead!"]
    assert stored(page, "moments/asked-no-answer")["~name"] == "Ada"
    assert stored(page, "moments/asked-no-answer")["~done-words"] == "2026-11-28"
    # The same boxes and words are on their own pages.
    page.goto(f"{address}checklists/before-the-talk/")
    expect(page.locator("[name=one-thing]")).to_be_checked()
    page.goto(f"{address}messages/ask-for-five-minutes/")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada")
    page.goto(f"{address}tools/contacts/")
    person = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Ada"))
    expect(person).to_contain_text("Leave it")
    expect(person).to_contain_text("On Saturday, December 5")
    person.get_by_role("button", name="Edit").click()
    # They were told today.
    expect(page.get_by_label("Last contact")).to_have_value("2026-11-28")
    expect(page.get_by_label("What happened last")).to_have_value("hard-talk")
    expect(page.locator("[name=ring][value=daily]")).to_be_checked()


def test_adding_twice_updates_the_person_and_another_name_is_someone_else(page: Page) -> None:
    give(page, "2026-11-25")
    name = page.get_by_label("Name", exact=True)
    adding = step(page, "Add them to the people you talk with")

    def add_as(value: str) -> None:
        if not name.is_visible():
            step(page, "Ask once more").get_by_role("heading").click()
        name.fill(value)
        adding.get_by_role("heading").click()
        adding.get_by_role("button", name=f"Add {value}").click()

    add_as("Ada")
    expect(page.locator("[data-announced]")).to_contain_text("Ada is in your contacts now.")
    give(page, "2026-11-26")
    add_as("Ada")
    expect(page.locator("[data-announced]")).to_contain_text("Ada was already in your contacts")
    expect(page.locator("[data-result] a")).to_have_attribute("href", re.compile("tools/contacts/$"))
    add_as("Ben")
    expect(page.locator("[data-announced]")).to_contain_text("Ben is in your contacts now.")
    contacts = stored(page, "tools/contacts")
    names = sorted(value for key, value in contacts.items() if key.endswith("-name"))
    assert names == ["Ada", "Ben"]
    assert [value for key, value in contacts.items() if key.endswith("-last")] == ["2026-11-26"] * 2


def test_without_a_name_it_asks_for_one(page: Page) -> None:
    adding = step(page, "Add them to the people you talk with")
    adding.get_by_role("heading").click()
    adding.get_by_role("button", name="Add to my contacts").click()
    expect(page.locator("[data-announced]")).to_contain_text("Write their name first.")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    assert stored(page, "tools/contacts") == {}


def test_where_the_page_may_not_copy_the_reader_does_and_goes_on(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = opened(context.new_page(), address + MOMENT)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")
    step(page, "Ask once more").get_by_role("heading").click()
    page.get_by_role("button", name="Copy the message").click()
    expect(step(page, "Ask once more").get_by_text("Press Ctrl+C")).to_be_visible()
    assert order(page)[0] == "words!"
    # However often they tried, copying is one step.
    page.get_by_role("button", name="Copy the message").click()
    page.keyboard.press("ControlOrMeta+c")
    expect(page.locator("[name=one-thing]")).to_be_focused()
    assert order(page)[:2] == ["words*", "ready!"]
    # Copying it once more by hand is the reader's own affair.
    step(page, "Ask once more").get_by_role("heading").click()
    page.evaluate("document.querySelector('[data-announced]').textContent = ''")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('[data-body]'))")
    page.keyboard.press("ControlOrMeta+c")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(page.locator("[data-announced]")).to_have_text("")
    context.close()


@longer_version_of(test_the_name_is_typed_once_and_found_in_the_calendar_and_the_contacts)
def test_a_later_file_moves_the_entry_in_the_calendar(page: Page) -> None:
    give(page, "2026-11-28")
    press = page.get_by_role("button", name="Save for my calendar")
    _, first = calendar_entry(page, press.click)
    give(page, "2026-11-25")
    step(page, "Put the next day in the calendar").get_by_role("heading").click()
    _, second = calendar_entry(page, press.click)
    assert first["UID"] == second["UID"]
    assert [str(event["SUMMARY"]) for event in (first, second)] == ["Ask once more", "Leave it"]


def test_the_keyboard_is_enough(page: Page) -> None:
    page.get_by_label("When did you ask?").focus()
    page.keyboard.type("11252026")
    expect(verdict(page)).to_contain_text("Ask once more")
    page.get_by_role("button", name="Ask once more").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type("Ada")
    page.get_by_role("button", name="Copy the message").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name=one-thing]")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("[name=one-thing]")).to_be_checked()
    summary = step(page, "Think of their week").locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("They are busy.")).to_be_visible()


def test_a_moment_without_a_date_opens_its_first_step_and_asks_for_the_name(page: Page) -> None:
    opened(page, page.url.replace("asked-no-answer", "any-time"))
    assert order(page) == ["thanks!", "person"]
    assert filled_buttons(page) == ["Done"]
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_label("Their name")).to_be_focused()
    page.keyboard.type("Ben")
    page.get_by_role("button", name="Add Ben").click()
    expect(step(page, "Add them to the people you talk with").locator("[data-result]")).to_have_text(
        "Ben is in your contacts now."
    )
    assert order(page) == ["thanks*", "person*!"]
    contacts = stored(page, "tools/contacts")
    assert {key.partition("-")[2]: value for key, value in contacts.items()} == {
        "name": "Ben", "ring": "daily", "changes": "1",
    }  # fmt: skip


# What stays


def test_reloading_keeps_it_and_a_closed_tab_does_not_without_consent(
    page: Page, context: BrowserContext, address: str
) -> None:
    give(page, "2026-11-25")
    page.get_by_label("Name", exact=True).fill("Ada")
    page.get_by_role("button", name="Copy the message").click()
    page.reload()
    expect(verdict(page)).to_contain_text("Ask once more")
    assert order(page)[:2] == ["words*", "ready!"]
    other = opened(context.new_page(), address + MOMENT)
    expect(other.get_by_label("When did you ask?")).to_have_value("")
    page.get_by_label("Save my answers on this device").check()
    last = opened(context.new_page(), address + MOMENT)
    expect(last.get_by_label("When did you ask?")).to_have_value("2026-11-25")
    expect(last.get_by_label("Name", exact=True)).to_have_value("Ada")


def test_starting_over_asks_first_and_keeps_the_other_words(page: Page) -> None:
    again = page.get_by_role("button", name="Start over for someone else")
    expect(again).to_be_hidden()
    give(page, "2026-11-25")
    page.get_by_label("Name", exact=True).fill("Ada")
    page.get_by_label("what it is about").fill("the rota")
    page.get_by_role("button", name="Copy the message").click()
    again.click()
    page.get_by_role("button", name="Go back").click()
    expect(again).to_be_focused()
    again.click()
    page.get_by_role("button", name="Start over", exact=True).click()
    expect(page.get_by_label("When did you ask?")).to_have_value("")
    expect(page.get_by_label("When did you ask?")).to_be_focused()
    assert order(page) == ["words", "ready", "think", "date", "person", "instead"]
    assert stored(page, "moments/asked-no-answer") == {}
    assert stored(page, "messages/ask-for-five-minutes") == {"what": "the rota", "~last": "what"}
    expect(page.get_by_label("Not so far")).to_be_checked()


def keep(page: Page, name: str, answers: dict[str, str]) -> None:
    """Keep `answers` of the page `name` in this tab, as if they had been written there."""
    about = {"format": 1, "kind": "answers", "page": name, "title": "", "revision": "", "saved": NOW}
    page.evaluate(
        "([name, text]) => sessionStorage.setItem(`guide:/:page/${name}`, text)",
        [name, json.dumps({**about, "answers": answers})],
    )


def arrive(page: Page, address: str) -> None:
    """Open an address as if it weren't that of the page that's open, apart from what comes after #."""
    page.goto("about:blank")
    page.goto(address)


CLEO = {"p00000001-name": "Cleo", "p00000001-last": "2026-11-20"}


def test_a_person_in_the_address_brings_name_and_date(page: Page, address: str) -> None:
    keep(page, "tools/contacts", CLEO)
    arrive(page, f"{address}{MOMENT}#person=p00000001")
    expect(page.get_by_label("When did you ask?")).to_have_value("2026-11-20")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Cleo")
    assert page.url == address + MOMENT
    # The same person again keeps what was typed.
    give(page, "2026-11-26")
    arrive(page, f"{address}{MOMENT}#person=p00000001")
    expect(page.locator("[data-add]")).to_have_text("Add Cleo")
    expect(page.get_by_label("When did you ask?")).to_have_value("2026-11-26")
    step(page, "Add them to the people you talk with").get_by_role("heading").click()
    page.get_by_role("button", name="Add Cleo").click()
    expect(page.locator("[data-announced]")).to_contain_text("Cleo was already in your contacts")


def test_a_person_in_the_address_clears_the_moment_of_another_only_if_the_reader_agrees(
    page: Page, address: str
) -> None:
    keep(page, "tools/contacts", CLEO)
    give(page, "2026-11-25")
    page.get_by_label("Name", exact=True).fill("Ada")
    before = stored(page, "moments/asked-no-answer")
    arrive(page, f"{address}{MOMENT}#person=p00000001")
    page.get_by_role("button", name="Go back").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada")
    assert stored(page, "moments/asked-no-answer") == before
    arrive(page, f"{address}{MOMENT}#person=p00000001")
    page.get_by_role("button", name="Start over", exact=True).click()
    expect(page.get_by_label("When did you ask?")).to_have_value("2026-11-20")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Cleo")


@longer_version_of(test_a_person_in_the_address_clears_the_moment_of_another_only_if_the_reader_agrees)
def test_a_person_in_the_address_of_a_message_replaces_another_name_only_if_the_reader_agrees(
    context: BrowserContext, real_address: str
) -> None:
    page = context.new_page()
    message = f"{real_address}messages/polite-nudge/"
    page.goto(message)
    keep(page, "tools/contacts", CLEO)
    keep(page, "messages/polite-nudge", {"name": "Ada"})
    arrive(page, f"{message}#person=p00000001")
    expect(page.locator("[data-bar] [data-ask]")).to_contain_text("here “Ada”, the other “Cleo”")
    expect(page.locator("form [name=name]")).to_have_value("Ada")
    page.get_by_role("button", name="Use the other answers").click()
    expect(page.locator("form [name=name]")).to_have_value("Cleo")


def test_the_name_of_another_page_is_shown_and_kept_once_something_is_done_here(page: Page) -> None:
    keep(page, "messages/ask-for-five-minutes", {"name": "Ada"})
    page.reload()
    expect(page.locator("[data-add]")).to_have_text("Add Ada")
    assert stored(page, "moments/asked-no-answer") == {}
    give(page, "2026-11-27")
    assert stored(page, "moments/asked-no-answer")["~name"] == "Ada"
    # Clearing the page leaves the message, but brings nothing back.
    page.get_by_role("button", name="Clear my answers").click()
    page.get_by_role("button", name="Clear this page").click()
    page.reload()
    expect(page.locator("[data-add]")).to_have_text("Add Ada")
    assert stored(page, "moments/asked-no-answer") == {}


def test_boxes_remember_their_words_here_and_say_what_changed(page: Page, address: str) -> None:
    page.get_by_role("heading", name="Be ready for the talk").click()
    page.locator("[name=one-thing]").check()
    listed = stored(page, "checklists/before-the-talk")
    everything = dict(one.split(":") for one in listed["~seen"].split())
    assert listed["~last"] == "one-thing"
    hidden = next(iter({*everything} - {"one-thing", "seen"}))
    # As if it all had other words when the reader saw it, and one box that isn't shown here didn't exist.
    former = {name: "000000" for name in everything if name != hidden}
    keep(
        page,
        "checklists/before-the-talk",
        {**listed, "~seen": " ".join(f"{k}:{v}" for k, v in former.items())},
    )
    arrive(page, address + MOMENT)
    page.get_by_role("heading", name="Be ready for the talk").click()
    expect(page.locator(".changed-item")).to_have_text("Reworded since you checked it off")
    page.locator("[name=one-thing]").uncheck()
    page.locator("[name=one-thing]").check()
    expect(page.locator(".changed-item")).to_have_count(0)
    after = dict(one.split(":") for one in stored(page, "checklists/before-the-talk")["~seen"].split())
    assert after["one-thing"] == everything["one-thing"]
    assert hidden not in after
    arrive(page, f"{address}checklists/before-the-talk/")
    expect(page.locator(f"#{hidden}")).to_contain_text("New since your last visit")
    expect(page.locator("#one-thing .changed-item")).to_have_count(0)


@longer_version_of(test_a_moment_without_a_date_opens_its_first_step_and_asks_for_the_name)
def test_a_moment_without_a_date_comes_back_from_its_own_file(
    page: Page, address: str, tmp_path: Path
) -> None:
    opened(page, page.url.replace("asked-no-answer", "any-time"))
    page.get_by_role("button", name="Done").click()
    page.locator("[data-end]").scroll_into_view_if_needed()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    download.value.save_as(tmp_path / "moment.json")
    page.get_by_role("button", name="Start over for someone else").click()
    page.get_by_role("button", name="Start over", exact=True).click()
    assert "thanks*" not in "".join(order(page))
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a file").click()
    chooser.value.set_files(tmp_path / "moment.json")
    expect(page.locator("[data-note]")).to_have_text("Opened.")
    assert order(page)[0].startswith("thanks*")


@longer_version_of(test_starting_over_asks_first_and_keeps_the_other_words)
def test_a_name_is_enough_to_start_over_a_moment_without_a_date_at_its_first_step(page: Page) -> None:
    opened(page, page.url.replace("asked-no-answer", "any-time"))
    step(page, "Add them to the people you talk with").locator("summary").click()
    again = page.get_by_role("button", name="Start over for someone else")
    expect(again).to_be_hidden()
    page.get_by_label("Their name").fill("Cleo")
    again.click()
    page.get_by_role("button", name="Start over", exact=True).click()
    assert order(page) == ["thanks!", "person"]


def test_a_day_that_is_not_about_a_person_does_not_go_to_them(page: Page, address: str) -> None:
    opened(page, page.url.replace("asked-no-answer", "some-time"))
    give(page, "2026-11-28")
    step(page, "Add them to the people you talk with").locator("summary").click()
    page.get_by_label("Their name").fill("Cleo")
    page.get_by_role("button", name="Add Cleo").click()
    expect(page.locator("[data-announced]")).to_contain_text("Cleo is in your contacts now.")
    added = stored(page, "tools/contacts")
    assert "Cleo" in added.values()
    assert not [name for name in added if name.endswith(("-on", "-step", "-last"))]
    assert "~remind" in stored(page, "moments/some-time")


def test_after_a_step_the_bar_says_where_it_is_saved(page: Page) -> None:
    opened(page, page.url.replace("asked-no-answer", "any-time"))
    page.locator("[data-end]").scroll_into_view_if_needed()
    expect(page.locator("[data-status]")).to_have_text("You haven’t written anything here yet.")
    page.get_by_role("button", name="Done").click()
    expect(page.locator("[data-status]")).to_have_text("Saved in this tab until you close it.")


def test_a_link_to_a_step_opens_it(page: Page, address: str) -> None:
    page.goto("about:blank")
    page.goto(f"{address}{MOMENT}#think")
    expect(page.get_by_text("They are busy.")).to_be_visible()


# Without scripts, and on paper


def test_without_scripts_everything_can_be_read(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + MOMENT)
    expect(page.get_by_role("heading", name="Wait two days, then ask once more")).to_be_visible()
    expect(page.get_by_label("When did you ask?")).to_be_hidden()
    expect(page.get_by_role("list", name="What happens when").get_by_role("listitem")).to_have_text(
        ["That dayyou asked", "2 days laterask once more", "9 days laterleave it"]
    )
    for heading in page.locator(".path summary h3").all():
        heading.click()
    expect(page.locator(".path > li > details[open]")).to_have_count(6)
    for text in (
        "I noticed something in",
        "They are busy.",
        "Count the days from your date",
        "Read how to say",
    ):
        expect(page.locator(".path").get_by_text(text)).to_be_visible()
    for promise in ("What you write here", "share your checkmarks", "come along"):
        (hint,) = page.get_by_text(promise).all()
        expect(hint).to_be_hidden()
    expect(page.locator("main button").locator("visible=true")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_print_has_the_rule_the_line_and_every_step(browser: Browser, address: str, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(address + MOMENT)
    if scripts:
        give(page, "2026-11-25")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(page.locator(".path > li > details[open]")).to_have_count(6)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Wait two days, then ask once more")).to_be_visible()
    expect(page.locator(".stations")).to_be_visible()
    for text in ("I noticed something in", "They are busy.", "I can say what I saw without a judgment"):
        assert page.locator(".path").get_by_text(text).bounding_box(), text
    expect(page.locator("main button").locator("visible=true")).to_have_count(0)
    if scripts:
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(page.locator(".path > li > details[open]")).to_have_count(1)
    context.close()
