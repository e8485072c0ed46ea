"""Messages that readers fill in on their page, and then copy, mail or print."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from tests.support.hosting import hosted
from tests.support.kept_answers import written
from tests.support.used_again import UsedAgain, new_tab
from tests.support.without_pdfs import add, build_without_pdfs, show

MESSAGE: dict[str, Any] = {
    "title": "Ask for a moment",
    "moment": "You saw something, and the other person is busy",
    "summary": "A short note that leaves the choice of time to the one who will listen.",
    "principle": "ask-first",
    "subject": "Five minutes about {what}?",
    "body": [
        "Hello {name},",
        "I noticed something in {what}. Would {when} suit you? It is not urgent.",
        "Thank you, {name}!",
    ],
    "blanks": [
        {"id": "name", "label": "Their name", "example": "Ida"},
        {
            "id": "what",
            "label": "What it is about",
            "help": "The piece of work and not the person.",
            "example": "the rota",
        },
        {"id": "when", "label": "A day and an hour", "example": "Monday at four"},
    ],
    "words": 25,
    "avoid": ["The remark itself; it belongs in the talk"],
    "then": "Wait until they answer, or see “Why it is hard.”",
    "next": {"say": "Check what you want to say", "to": "checklists/before-the-talk"},
    "from": ["team-practice"],
}
REMARKS: list[dict[str, Any]] = [
    {"id": "hurries", "words": ["urgent", "right now"], "say": "This may sound like a push."},
    {"id": "blames", "words": ["your fault", "suit you"], "say": "Say what you saw, & no more."},
]
ANSWERS = {"name": "Ömer", "what": "the report", "when": "Monday at ten"}
TEXT = (
    "Hello Ömer,\n\nI noticed something in the report. Would Monday at ten suit you? It is not urgent.\n\n"
    "Thank you, Ömer!"
)


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]
) -> Iterator[str]:
    folder = copy_small_guide(tmp_path_factory.mktemp("letters") / "guide")
    add(folder, "messages/five-minutes.yml", MESSAGE)
    show(
        folder,
        "messages",
        title="Messages",
        lead="For one moment each.",
        show=["five-minutes"],
        remarks=REMARKS,
    )
    with hosted(build_without_pdfs(folder, folder / "site")) as address:
        yield address


@pytest.fixture(scope="module")
def readers(browser: Browser, address: str) -> Iterator[UsedAgain]:
    with browser.new_context(viewport={"width": 1366, "height": 768}) as context:
        yield UsedAgain(context, address)


@pytest.fixture
def context(readers: UsedAgain) -> Iterator[BrowserContext]:
    with readers.by_newcomer() as context:
        yield context


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    return opened(new_tab(context), address)


@pytest.fixture
def with_clock(browser: Browser, address: str) -> Iterator[Page]:
    """A page of its own for a test that sets its clock."""
    with browser.new_context() as context:
        yield opened(context.new_page(), address)


def opened(page: Page, address: str) -> Page:
    page.goto(f"{address}messages/five-minutes/")
    expect(page.locator("[data-copy]")).to_be_visible()
    return page


def write(page: Page, **answers: str) -> None:
    for id, text in answers.items():
        page.locator(f"#f-{id}").fill(text)


def letter(page: Page) -> str:
    """The visible letter, without text for screen readers."""
    return "\n\n".join(
        page.locator("[data-body] p").evaluate_all(
            "all => all.map(p =>"
            " [...p.childNodes].map(e => e.lastChild?.textContent ?? e.textContent).join(''))"
        )
    )


def test_the_list_shows_the_occasion_and_the_summary(context: BrowserContext, address: str) -> None:
    page = new_tab(context)
    page.goto(f"{address}messages/")
    entry = page.locator(".entries > li").filter(has_text=MESSAGE["title"])
    expect(entry).to_contain_text(MESSAGE["moment"])
    expect(entry).to_contain_text(MESSAGE["summary"])
    entry.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(MESSAGE["title"])


def test_the_letter_fills_in_while_the_reader_types(page: Page) -> None:
    page.get_by_label("Their name").press_sequentially("Öm")
    assert letter(page).startswith("Hello Öm,")
    assert letter(page).endswith("Thank you, Öm!")
    expect(page.locator("[data-subject]")).to_have_text("Five minutes about blank: What it is about?")
    write(page, **ANSWERS)
    assert letter(page) == TEXT
    write(page, name=" ")
    assert letter(page).startswith("Hello Their name,")


def test_typed_words_are_fitted_into_the_letter_and_copied_that_way(
    page: Page, context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    write(page, name="Ömer", what="the report.", when="Monday at 10 a.m.")
    assert letter(page) == TEXT.replace("Monday at ten", "Monday at 10 a.m.").replace("report..", "report.")
    page.get_by_role("button", name="Copy the message").click()
    expect(page.locator("[data-said]")).not_to_be_empty()
    assert page.evaluate("navigator.clipboard.readText()") == letter(page)


def test_the_subject_is_copied_by_itself(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    write(page, **ANSWERS)
    page.get_by_role("button", name="Copy the subject").click()
    expect(page.locator("[data-said]")).to_have_text("Copied the subject.")
    assert page.evaluate("navigator.clipboard.readText()") == "Five minutes about the report?"


def test_screen_readers_announce_an_empty_blank(page: Page) -> None:
    hello = page.locator("[data-body] p").first
    expect(hello).to_have_text("Hello blank: Their name,")
    write(page, name="Ömer")
    expect(hello).to_have_text("Hello Ömer,")
    write(page, name="")
    expect(hello).to_have_text("Hello blank: Their name,")


def test_the_count_is_shown_at_once_and_announced_after_a_pause(with_clock: Page) -> None:
    page = with_clock
    count, seen = page.locator("[data-count]"), page.locator("[data-counted]")
    expect(count).to_have_text("14 of at most 25 words. 3 blanks left to fill in.")
    page.clock.install(time="2026-11-22T09:00:00")
    page.clock.pause_at("2026-11-22T10:00:00")
    write(page, name="Ömer", what="the report")
    page.clock.run_for(500)
    expect(seen).to_have_text("18 of at most 25 words. 1 blank left to fill in.")
    expect(count).to_have_text("14 of at most 25 words. 3 blanks left to fill in.")
    page.clock.run_for(500)
    expect(count).to_have_text("18 of at most 25 words. 1 blank left to fill in.")
    write(page, when="Monday at ten")
    page.clock.run_for(1000)
    expect(count).to_have_text("21 of at most 25 words. Every blank is filled in.")
    write(page, when="Monday at ten, or even at eleven")
    page.clock.run_for(1000)
    expect(count).to_have_text("25 of at most 25 words. Every blank is filled in.")
    write(page, when="Monday at ten, or perhaps even at eleven")
    page.clock.run_for(1000)
    expect(count).to_have_text(
        "26 words. 25 is enough. Which sentence could you cut? Every blank is filled in."
    )
    assert count.get_attribute("role") == "status"
    assert seen.get_attribute("aria-hidden") == "true"


def test_remarks_are_only_about_the_words_of_the_reader(with_clock: Page) -> None:
    page = with_clock
    remarked = page.locator("[data-remarked]")
    page.clock.install()
    write(page, **ANSWERS)
    page.clock.run_for(1000)
    # “urgent” is our own text, and “suit you” starts in ours.
    expect(remarked).to_be_empty()
    write(page, what="your", when="fault")
    page.clock.run_for(1000)
    expect(remarked).to_be_empty()
    write(page, what="your fault", when="RIGHT  now")
    expect(remarked.get_by_role("paragraph")).to_have_text([str(remark["say"]) for remark in REMARKS])


def test_copying_copies_the_whole_text(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    copy, said = page.get_by_role("button", name="Copy the message"), page.locator("[data-said]")
    write(page, name="Ömer")
    copy.click()
    expect(said.locator("p").first).to_have_text(
        "Copied, without the subject line. 2 blanks are still empty. Look for the [brackets]."
    )
    clipboard = page.evaluate("navigator.clipboard.readText()")
    assert clipboard.splitlines()[2].startswith("I noticed something in [What it is about]. Would [A day and")
    write(page, **ANSWERS)
    expect(said).to_be_empty()
    copy.click()
    expect(said).to_have_text("Copied, without the subject line.Next Check what you want to say")
    expect(copy).to_be_focused()
    assert page.evaluate("navigator.clipboard.readText()") == TEXT
    said.get_by_role("link", name="Check what you want to say").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Before the talk")


def test_a_title_in_quotes_leads_to_its_page(page: Page) -> None:
    page.get_by_role("link", name="Why it is hard", exact=True).filter(visible=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Why it is hard")


def test_the_message_is_selected_if_copying_is_forbidden(page: Page) -> None:
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    write(page, **ANSWERS)
    page.get_by_role("button", name="Copy the message").press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("Press Ctrl+C")
    assert page.evaluate("String(getSelection())").split() == TEXT.split()


def test_the_mail_program_gets_subject_and_text(page: Page) -> None:
    write(page, **ANSWERS)
    link = page.get_by_role("link", name="Open in my email app").get_attribute("href")
    assert link
    assert link.startswith("mailto:?")
    found = {name: values[0] for name, values in parse_qs(urlsplit(link.replace("+", "%2B")).query).items()}
    assert found == {"subject": "Five minutes about the report?", "body": TEXT.replace("\n", "\r\n")}
    assert "%0D%0A" in link
    assert unquote(link).count("&") == 1


def test_a_message_too_long_for_mail_says_so(page: Page) -> None:
    write(page, what="a very long piece of work " * 80)
    page.get_by_role("link", name="Open in my email app").click()
    expect(page.locator("[data-said]")).to_contain_text("Copy it and paste it into a new email")


def printed(page: Page) -> PdfReader:
    return PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))


def test_a_card_holds_the_whole_letter_and_nothing_else(page: Page) -> None:
    page.evaluate("window.print = () => {}")
    write(page, **ANSWERS)
    page.get_by_role("button", name="Print as a card").click()
    page.emulate_media(media="print")
    card = page.locator("[data-letter]").bounding_box()
    assert card
    assert card["width"] == pytest.approx(148 / 25.4 * 96, abs=2)
    assert card["height"] == pytest.approx(105 / 25.4 * 96, abs=2)
    paper = printed(page)
    assert len(paper.pages) == 1
    # Without spaces: between letters close together, some PDF readers see one and some don't.
    expected = f"{MESSAGE['title']} Subject Five minutes about the report? {TEXT}"
    assert "".join(paper.pages[0].extract_text().split()) == "".join(expected.split())
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_an_empty_blank_is_printed_as_a_line_with_its_name(page: Page) -> None:
    page.emulate_media(media="print")
    blank = page.locator("[data-body] .blank").first
    line = blank.evaluate("e => getComputedStyle(e, '::before').borderBottomStyle")
    assert line == "solid"
    assert blank.evaluate("e => e.getBoundingClientRect().width") >= 4 / 2.54 * 96
    assert blank.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") == pytest.approx(8 / 72 * 96, 0.01)
    text = printed(page).pages[0].extract_text()
    assert "Their name" in text
    assert "blank:" not in text
    assert "Copy the message" not in text
    assert "What to avoid" in text


def test_typed_words_are_restored(page: Page) -> None:
    write(page, **ANSWERS)
    page.reload()
    expect(page.locator("#f-name")).to_have_value("Ömer")
    assert letter(page) == TEXT
    kept = json.loads(page.evaluate("Object.values(sessionStorage).find(text => text.includes('answers'))"))
    assert kept["page"] == "messages/five-minutes"
    assert written(kept["answers"]) == ANSWERS
    page.locator("[data-clear]").click()
    page.get_by_role("button", name="Clear this page").click()
    assert letter(page).startswith("Hello Their name,")


def test_typed_words_are_never_markup(page: Page) -> None:
    write(page, name="<img src=x onerror=alert(1)>{what}", when="$&[name]")
    assert letter(page).startswith("Hello <img src=x onerror=alert(1)>{what},")
    assert page.locator(".letter img").count() == 0


def test_everything_works_with_the_keyboard_alone(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#f-name").focus()
    for text in ANSWERS.values():
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.tagName") == "A":  # the link to this place
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy the message")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("Copied, without the subject line.")


def test_nothing_is_too_wide_or_too_small_on_the_narrowest_phone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    write(page, what="Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    heights = page.locator(".message :is(button, a.btn, textarea)").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44


def test_without_scripts_the_page_reads_as_a_letter(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}messages/five-minutes/")
    assert letter(page).startswith(
        "Hello Their name,\n\nI noticed something in What it is about. Would A day and"
    )
    expect(page.get_by_text("The piece of work and not the person.")).to_be_visible()
    assert page.locator("main :is(button, a.btn, textarea):visible").count() == 0
    context.close()
