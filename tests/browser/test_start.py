"""The “Where to begin” page: ratings become bars, and the lowest bar a dated plan."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pypdf import PdfReader

from tests.support.hosting import hosted
from tests.support.kept_answers import written
from tests.support.nightly import longer_version_of
from tests.support.used_again import UsedAgain, new_tab
from tests.support.without_pdfs import add, build_without_pdfs, show

TODAY = "2026-11-22T09:00:00"
PARTS = {"asking": "Asking", "seeing": "Seeing", "saying": "Saying"}
SHEET: dict[str, Any] = {
    "title": "Where do I stand?",
    "outcome": "You see in three bars what comes easily to you.",
    "why": "A look at what you do makes it easier to choose.",
    "from": ["team-practice"],
    "pages": 1,
    "next": {"say": "Ask first", "to": "principles/ask-first"},
    "sections": [
        *(
            {
                "kind": "rating", "id": id, "title": title, "help": "Mark one number in each row.",
                "scale": {"low": "not yet", "high": "nearly always"},
                "statements": [{"id": f"row-{row}", "label": f"{title} is easy, {row}"} for row in (1, 2)],
            }
            for id, title in PARTS.items()
        ),
        {
            "kind": "bars", "id": "sums", "title": "My bars", "help": "Add up each part.", "highest": 10,
            "bars": [{"id": id, "label": title} for id, title in PARTS.items()],
        },
        {"kind": "prompts", "id": "more", "title": "More", "help": "One line.",
         "prompts": [{"id": "thought", "label": "A thought", "lines": 1}]},
        {"kind": "commitment", "id": "act", "title": "One thing by a date", "help": "Choose one act."},
    ],
}  # fmt: skip
DAYS = (1, 2, 4, 14)
START: dict[str, Any] = {
    "title": "Where would you like to begin?",
    "name": "Begin",
    "summary": "Six short statements.",
    "sheet": "stand",
    "bands": [{"up-to": number, "say": say} for number, say in ((5, "New."), (8, "Some."), (10, "A habit."))],
    "several": "Several bars are equally low.",
    "all-high": "All bars are long today.",
    "closing": "These numbers are no verdict.",
    "habits": [
        {
            "part": id, "principle": "ask-first", "sheet": "one-talk", "begin": f"{title} is a good place.",
            "steps": [
                {
                    "id": f"{id}-{day}", "day": day, "minutes": 5, "do": f"Do {id}, part {day}; then rest.",
                    "to": "messages/ask-for-five-minutes",
                }
                for day in DAYS
            ],
        }
        for id, title in PARTS.items()
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]
) -> Iterator[str]:
    folder = copy_small_guide(tmp_path_factory.mktemp("start") / "guide")
    add(folder, "worksheets/stand.yml", SHEET)
    add(folder, "start.yml", START)
    show(folder, "worksheets", show=["stand"])
    with hosted(build_without_pdfs(folder, folder / "site")) as address:
        yield address


@pytest.fixture(scope="module")
def readers(browser: Browser, address: str) -> Iterator[UsedAgain]:
    with browser.new_context(viewport={"width": 1366, "height": 768}) as context:
        yield UsedAgain(context, address)


@pytest.fixture
def context(readers: UsedAgain) -> Iterator[BrowserContext]:
    with readers.by_newcomer() as context:
        context.clock.install(time=TODAY)
        yield context


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    page = new_tab(context)
    page.goto(f"{address}start/")
    expect(page.locator("output")).to_have_text("0 of 6 answered")
    return page


def mark(page: Page, **sums: tuple[int, int]) -> None:
    """Rate both statements of each part."""
    for part, marks in sums.items():
        for row, value in enumerate(marks, start=1):
            page.locator(f"[name='{part}-row-{row}'][value='{value}']").check()


def bar(page: Page, part: str) -> Locator:
    return page.locator(f"[data-part={part}]")


def names(buttons: Locator) -> Any:
    return buttons.evaluate_all("all => all.map(button => button.ariaLabel)")


def days(page: Page) -> list[str]:
    return page.locator("[data-date]:visible").all_inner_texts()


def test_ratings_become_bars_and_the_lowest_comes_first(page: Page) -> None:
    expect(page.get_by_text("Your first bar appears here")).to_be_visible()
    expect(page.locator("#first")).to_be_hidden()
    mark(page, asking=(5, 4))
    expect(page.locator("output")).to_have_text("2 of 6 answered")
    expect(bar(page, "asking")).to_contain_text("9 of 10")
    expect(bar(page, "asking")).to_contain_text("A habit.")
    expect(bar(page, "seeing")).to_contain_text("0 of 2 answered")
    expect(page.locator("[data-shortest]")).to_have_text("So far your shortest bar is Asking.")
    mark(page, seeing=(2, 1), saying=(3, 3))
    expect(page.locator("output")).to_have_text("All 6 answered")
    expect(page.locator("[data-shortest]")).to_have_text("Your shortest bar is Seeing.")
    assert bar(page, "seeing").locator("progress").evaluate("e => e.value / e.max") == 0.3
    expect(page.locator("[data-habit]:visible")).to_have_count(1)
    expect(page.get_by_text("Seeing is a good place.")).to_be_visible()
    expect(page.get_by_text("These numbers are no verdict.")).to_be_visible()
    expect(page.get_by_role("link", name="Fill in: One talk")).to_be_visible()


def test_the_reader_chooses_among_equally_low_bars(page: Page) -> None:
    mark(page, asking=(5, 5), seeing=(2, 1), saying=(1, 2))
    expect(page.locator("[data-shortest]")).to_have_text(START["several"])
    expect(page.locator("#plan")).to_be_hidden()
    choices = page.locator("[data-choices] button")
    assert names(choices) == ["Begin with Seeing", "Begin with Saying"]
    page.get_by_role("button", name="Begin with Saying").click()
    expect(page.get_by_role("heading", name="Saying", level=3).first).to_be_focused()
    expect(page.locator("[data-shortest]")).to_have_text("You chose Saying.")
    expect(page.get_by_text("Do saying, part 1;")).to_be_visible()
    assert names(choices) == [
        "Begin with Asking instead", "Begin with Seeing instead",
    ]  # fmt: skip
    page.reload()
    expect(page.get_by_text("Do saying, part 1;")).to_be_visible()
    expect(page.locator(".start :checked")).to_have_count(6)


def test_a_link_to_the_bars_appears_once_everything_is_rated(page: Page) -> None:
    link = page.get_by_role("link", name="See your bars")
    mark(page, asking=(5, 5), seeing=(2, 1))
    expect(link).to_be_hidden()
    mark(page, saying=(1, 2))
    link.click()
    expect(page.get_by_role("heading", name="Your three bars")).to_be_in_viewport()


@longer_version_of(test_the_reader_chooses_among_equally_low_bars)
def test_with_all_bars_high_every_habit_is_offered(page: Page) -> None:
    mark(page, asking=(5, 5), seeing=(5, 4), saying=(5, 5))
    expect(page.locator("[data-shortest]")).to_have_text(START["all-high"])
    expect(page.locator("[data-choices] button")).to_have_count(3)
    page.get_by_role("button", name="Begin with Asking").click()
    expect(page.get_by_text("Do asking, part 14")).to_be_visible()


def test_the_plan_has_dates_from_the_day_the_reader_chooses(page: Page) -> None:
    mark(page, asking=(1, 1))
    expect(page.get_by_label("First day")).to_have_value("2026-11-23")
    assert " ".join(days(page)).replace("day, ", "day ") == (
        "Monday November 23 Tuesday November 24 Thursday November 26 Sunday December 6"
    )
    page.get_by_label("First day").fill("2026-12-28")
    assert days(page)[1:] == ["Tuesday, December 29", "Thursday, December 31", "Sunday, January 10, 2027"]
    page.reload()
    expect(page.get_by_label("First day")).to_have_value("2026-12-28")
    page.get_by_label("First day").fill("")
    assert days(page)[0] == "Monday, November 23"
    expect(page.get_by_label("First day")).to_have_value("")
    page.get_by_label("First day").blur()
    expect(page.get_by_label("First day")).to_have_value("2026-11-23")


def test_each_step_of_the_plan_leads_to_the_page_that_helps(page: Page) -> None:
    mark(page, asking=(1, 1))
    ways = page.locator("[data-steps=asking]").get_by_role("link", name="Ask for five minutes")
    expect(ways).to_have_count(len(DAYS))
    ways.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask for five minutes")


def exported(page: Page) -> Any:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save for my calendar (.ics)").click()
    assert download.value.suggested_filename == "plan-asking.ics"
    return Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")


@longer_version_of(test_the_plan_has_dates_from_the_day_the_reader_chooses)
def test_a_later_calendar_file_moves_the_entries_of_the_first(page: Page, address: str) -> None:
    mark(page, asking=(1, 1))
    first = exported(page)
    expect(page.locator("[data-said]")).to_contain_text("calendar file")
    assert [event.decoded("DTSTART") for event in first] == [
        date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 26), date(2026, 12, 6),
    ]  # fmt: skip
    assert str(first[1]["SUMMARY"]) == "Asking: day 2 of your plan, 5 minutes"
    assert str(first[0]["DESCRIPTION"]) == "Do asking, part 1; then rest."
    assert str(first[0]["URL"]) == f"{address}start/"
    page.clock.fast_forward(2000)
    page.get_by_label("First day").fill("2026-12-01")
    second = exported(page)
    assert [event["UID"] for event in first] == [event["UID"] for event in second]
    assert len({event["UID"] for event in first}) == len(DAYS)
    assert all(later["SEQUENCE"] > one["SEQUENCE"] for one, later in zip(first, second, strict=True))
    assert second[0].decoded("DTSTART") == date(2026, 12, 1)


def test_the_worksheet_has_the_same_ratings_and_the_totals(page: Page, address: str) -> None:
    page.goto(f"{address}worksheets/stand/")
    page.locator("[name=more-thought]").fill("Mine")
    page.clock.run_for(1000)
    page.goto(f"{address}start/")
    mark(page, asking=(5, 4), saying=(2, 2))
    page.clock.run_for(1000)
    expect(page.locator("[data-note]")).to_be_empty()
    kept = json.loads(page.evaluate("Object.values(sessionStorage).find(text => text.includes('answers'))"))
    assert kept["page"] == "worksheets/stand"
    assert written(kept["answers"]) == {
        "asking-row-1": "5", "asking-row-2": "4", "saying-row-1": "2", "saying-row-2": "2",
        "sums-asking": "9", "sums-saying": "4", "more-thought": "Mine",
    }  # fmt: skip
    page.goto(f"{address}worksheets/stand/")
    expect(page.locator("[name=sums-asking]")).to_have_value("9")
    expect(page.locator("[name=saying-row-1][value='2']")).to_be_checked()


@longer_version_of(test_the_worksheet_has_the_same_ratings_and_the_totals)
def test_a_typed_total_stays_until_the_reader_rates_again(page: Page, address: str) -> None:
    page.goto(f"{address}worksheets/stand/")
    mark(page, asking=(5, 4))
    page.locator("[name=sums-asking]").fill("7")
    page.clock.run_for(1000)
    page.goto(f"{address}start/")
    expect(bar(page, "asking")).to_contain_text("9 of 10")
    page.clock.run_for(1000)
    stored = "Object.values(sessionStorage).find(text => text.includes('answers'))"
    assert json.loads(page.evaluate(stored))["answers"]["sums-asking"] == "7"
    mark(page, asking=(4, 4))
    page.clock.run_for(1000)
    assert json.loads(page.evaluate(stored))["answers"]["sums-asking"] == "8"


def test_only_a_rating_is_a_rating(page: Page, address: str) -> None:
    mark(page, asking=(1, 2), seeing=(3, 3), saying=(4, 4))
    page.clock.run_for(1000)
    page.goto(f"{address}worksheets/stand/")
    page.locator("[name=sums-seeing]").fill("7")
    page.clock.run_for(1000)
    page.goto(f"{address}start/")
    page.clock.set_system_time("2026-11-25T09:00:00")
    page.get_by_role("checkbox", name="Done: day 1", exact=True).check()
    page.get_by_role("button", name="Begin with Saying").click()
    page.clock.run_for(1000)
    stored = "Object.values(sessionStorage).find(text => text.includes('answers'))"
    kept = json.loads(page.evaluate(stored))["answers"]
    assert (kept["~rated"], kept["sums-seeing"], kept["~habit"]) == ("2026-11-22", "7", "saying")
    assert "2026-11-25" in kept.values()


def test_clearing_removes_bars_and_plan(page: Page) -> None:
    mark(page, asking=(1, 1))
    page.locator("[data-clear]").click()
    page.get_by_role("button", name="Clear this page").click()
    expect(page.locator("output")).to_have_text("0 of 6 answered")
    expect(page.locator("#first")).to_be_hidden()
    expect(page.locator(".start :checked")).to_have_count(0)


def test_each_rating_has_a_full_name(page: Page) -> None:
    group = page.get_by_role("group", name="Asking is easy, 1")
    for number, name in enumerate(("1, not yet", "2", "3", "4", "5, nearly always")):
        expect(group.get_by_role("radio").nth(number)).to_have_accessible_name(name)
    expect(page.get_by_role("heading", name="Your three bars", level=2)).to_have_count(1)


def test_everything_works_with_the_keyboard_alone(page: Page) -> None:
    page.locator(".start [type=radio]").first.focus()
    for _ in range(6):
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
    expect(page.locator("output")).to_have_text("All 6 answered")
    expect(bar(page, "asking")).to_contain_text("4 of 10")
    page.get_by_role("button", name="Begin with Seeing").press("Enter")
    expect(page.get_by_text("Do seeing, part 1", exact=False).first).to_be_visible()


def paper(page: Page) -> list[str]:
    reader = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    return [sheet.extract_text() for sheet in reader.pages]


def test_the_plan_prints_alone_on_one_page(page: Page) -> None:
    page.evaluate("window.print = () => {}")
    mark(page, seeing=(1, 1))
    page.get_by_role("button", name="Print my plan").click()
    (text,) = paper(page)
    assert "Where to begin" in text
    assert "Do seeing, part 14" in text
    assert "Sunday, December 6" in text
    assert text.strip().startswith("Giving Feedback")
    assert "is easy" not in text
    assert "Do asking" not in text


def test_a_blank_print_shows_no_ratings_and_no_bars(page: Page) -> None:
    mark(page, seeing=(1, 1))
    assert "2 of 10" in " ".join(paper(page))
    page.evaluate(
        "window.print = () => { window.seen = [...document.querySelectorAll('.start :checked, #bars')]"
        ".map(e => [getComputedStyle(e).backgroundColor, e.checkVisibility()]) }"
    )
    page.emulate_media(media="print")
    page.locator("button[data-blank]").evaluate("button => button.click()")
    *marks, bars = page.evaluate("window.seen")
    assert {color for color, _ in marks} == {"rgba(0, 0, 0, 0)"}
    assert bars[1] is False


def test_nothing_is_too_wide_or_too_small_on_the_narrowest_phone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    mark(page, asking=(1, 1), seeing=(1, 1))
    page.get_by_role("button", name="Begin with Seeing").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    sizes = page.locator(".start :is(.circles label, button, [type=date]):visible").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(box => Math.min(box.width, box.height))"
    )
    assert min(sizes) >= 43.9


def test_bars_are_visible_in_forced_colors(browser: Browser, address: str) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{address}start/")
    mark(page, asking=(5, 4))
    border = bar(page, "asking").locator("progress").evaluate("e => getComputedStyle(e).borderTopStyle")
    assert border == "solid"
    context.close()


def test_without_scripts_everything_can_be_read(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}start/")
    for words in (
        "Asking is easy, 1",
        "Saying is a good place.",
        "Do seeing, part 14",
        "Add up your numbers",
    ):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.locator("[data-by-hand]").get_by_role("link", name="Where do I stand?")).to_be_visible()
    assert page.locator("main button:visible").count() == 0
    context.close()
