"""The contact list in a real browser: what readers do with it, store and export."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from pathlib import Path

import icalendar
import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Download,
    Locator,
    Page,
    WebError,
    expect,
)

from tests.support.hosting import hosted
from tests.support.nightly import longer_version_of, representatives
from tests.support.used_again import NOTHING, UsedAgain, new_tab
from tests.support.without_pdfs import build_without_pdfs

PAGE = "tools/contacts/"
STORE = "guide:/:page/tools/contacts"
TODAY = "2026-11-24T09:00:00"

CONTACTS = """
title: People to talk with
name: People
summary: A list of colleagues, with the day on which each could next hear from you.
caution: Write only what they would be glad to read.
rhythm: The numbers come from practice.
from: [team-practice]
rings:
  - {id: near, name: Near, hint: Every month., ideal: 30, latest: 45, to: principles/ask-first}
  - {id: far, name: Far, hint: Twice a year., ideal: 180, latest: 365, to: principles/ask-first}
moments:
  - id: just-met
    name: We have just met
    hint: Soon.
    ideal: 1
    latest: 2
    step: Thank them.
    to: messages/ask-for-five-minutes
sheet: one-talk
"""

HOSTILE = [
    '<img src=x onerror="window.hit = 1">',
    '"><script>window.hit = 1</script>',
    'O\'Neil & "Söhne" {{ 7*7 }}',
    "\u202eevil\u2066 مريم",
    "=HYPERLINK(1)",
]


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("contacts")
    guide = copy_small_guide(folder / "guide")
    (guide / "content/contacts.yml").write_text(CONTACTS, encoding="utf-8")
    moment = guide / "content/moments/asked-no-answer.yml"
    moment.write_text(moment.read_text("utf-8").replace("    occasion: hard-talk\n", ""), "utf-8")
    with hosted(build_without_pdfs(guide, folder / "site")) as address:
        yield address + PAGE


@pytest.fixture(scope="module")
def readers(browser: Browser, address: str) -> Iterator[UsedAgain]:
    with browser.new_context(
        viewport={"width": 1366, "height": 768}, locale="en-US", timezone_id="America/Chicago"
    ) as context:
        context.set_default_timeout(5000)
        yield UsedAgain(context, address.removesuffix(PAGE))


@pytest.fixture
def context(readers: UsedAgain) -> Iterator[BrowserContext]:
    with readers.by_newcomer() as context:
        yield context


@pytest.fixture
def visit(context: BrowserContext, address: str) -> Iterator[Callable[..., Page]]:
    faults: list[str] = []

    def visit(people: dict[str, dict[str, str]] | None = None) -> Page:
        page = new_tab(context)
        page.clock.install(time=TODAY)
        if people:
            page.goto(address.replace(PAGE, NOTHING))
            answers = {f"{id}-{key}": value for id, fields in people.items() for key, value in fields.items()}
            about = {
                "format": 1,
                "kind": "answers",
                "page": "tools/contacts",
                "title": "",
                "revision": "",
                "saved": TODAY,
            }
            page.evaluate(
                "([key, text]) => sessionStorage.setItem(key, text)",
                [STORE, json.dumps({**about, "answers": answers})],
            )
        page.goto(address)
        expect(page.get_by_role("button", name="Add a person")).to_be_visible()
        return page

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(message.text)

    def failed(error: WebError) -> None:
        faults.append(str(error.error))

    context.on("console", said)
    context.on("weberror", failed)
    yield visit
    context.remove_listener("console", said)
    context.remove_listener("weberror", failed)
    assert faults == []


def add(page: Page, name: str, **fields: str) -> None:
    page.get_by_role("button", name="Add a person").click()
    page.get_by_label("Name", exact=True).fill(name)
    if ring := fields.get("ring"):
        page.get_by_role("radio", name=ring).check()
    if {"how", "promised", "step", "on"} & fields.keys():
        page.get_by_text("More about this person").click()
    for label, field in {"Last contact": "last", "How you know": "how", "What I promised": "promised",
                         "Next small step": "step", "I’d rather choose the day": "on"}.items():  # fmt: skip
        if value := fields.get(field):
            page.get_by_label(label).fill(value)
    if moment := fields.get("moment"):
        page.get_by_label("What happened last").select_option(moment)
    page.get_by_role("button", name="Save", exact=True).click()


def section(page: Page, title: str) -> Locator:
    return page.locator("section").filter(has=page.get_by_role("heading", name=title, exact=True))


def row(page: Page, name: str) -> Locator:
    return page.locator("[data-person]").filter(has=page.get_by_role("heading", name=name, exact=True))


def more(page: Page, name: str, act: str) -> None:
    button = row(page, name).get_by_role("button", name="More")
    if button.get_attribute("aria-expanded") == "false":
        button.click()
    row(page, name).get_by_role("button", name=act).click()


def saved(page: Page, button: str | Locator) -> Download:
    with page.expect_download() as download:
        (page.get_by_role("button", name=button) if isinstance(button, str) else button).click()
    return download.value


def text_of(download: Download) -> str:
    return Path(download.path()).read_bytes().decode("utf-8")


def names(page: Page, title: str) -> list[str]:
    return section(page, title).get_by_role("heading", level=3).all_inner_texts()


MARTA = {
    "name": "Marta",
    "how": "Library talk",
    "ring": "near",
    "last": "2026-10-20",
    "step": "Call her",
    "promised": "A book",
    "changes": "3",
}
KOFI = {"name": "Kofi", "ring": "near", "last": "2026-11-20"}
TWO = {"p00000001": MARTA, "p00000002": KOFI}


def test_people_are_added_and_their_days_follow_from_the_last_contact(visit: Callable[..., Page]) -> None:
    page = visit()
    expect(page.get_by_text("Start with one person")).to_be_visible()
    add(page, "Marta", ring="Near", last="2026-10-20", how="Library talk", promised="A book")
    expect(page.get_by_role("status").filter(has_text="Marta was added under “This week.”")).to_be_visible()
    expect(page.get_by_role("button", name="Add a person")).to_be_focused()
    add(page, "Kofi", ring="Near", last="2026-11-20")
    add(page, "Ines", last="2026-11-23", moment="We have just met")
    add(page, "Ole")
    add(page, "Pia", on="2026-12-01")
    assert names(page, "This week") == ["Ines", "Marta"]
    assert names(page, "Later") == ["Pia", "Kofi"]
    assert names(page, "No date yet") == ["Ole"]
    expect(row(page, "Marta")).to_contain_text("Now, or by Friday, December 4 at the latest")
    expect(row(page, "Marta")).to_contain_text("A book")
    expect(row(page, "Kofi")).to_contain_text("Between Sunday, December 20 and Monday, January 4, 2027")
    step = row(page, "Ines").get_by_role("link", name="Thank them.")
    expect(step).to_have_attribute("href", "../../messages/ask-for-five-minutes/")
    expect(row(page, "Ole").get_by_role("link")).to_have_attribute("href", "../../principles/ask-first/")
    expect(row(page, "Pia")).to_contain_text("On Tuesday, December 1")
    expect(section(page, "This week")).to_contain_text("Two people. That’s enough for one week.")
    weight = "node => getComputedStyle(node).fontWeight"
    assert row(page, "Marta").locator("[data-when]").evaluate(weight) == "700"
    assert row(page, "Pia").locator("[data-when]").evaluate(weight) == "400"


def test_a_step_leads_to_its_words_unless_readers_wrote_their_own(visit: Callable[..., Page]) -> None:
    page = visit()
    add(page, "Uwe", step="Call him")
    add(page, "Ole")
    expect(row(page, "Uwe")).to_contain_text("Call him")
    expect(row(page, "Uwe").get_by_role("link")).to_have_count(0)
    row(page, "Ole").get_by_role("button", name="Edit").click()
    page.get_by_label("What happened last").select_option("We have just met")
    page.get_by_role("button", name="Save", exact=True).click()
    row(page, "Ole").get_by_role("link", name="Thank them.").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask for five minutes")


@longer_version_of(test_people_are_added_and_their_days_follow_from_the_last_contact)
def test_late_contacts_are_shown_calmly_and_nine_are_too_many(visit: Callable[..., Page]) -> None:
    page = visit({f"p0000000{n}": {"name": f"Person {n}", "on": "2026-03-03"} for n in range(9)})
    expect(section(page, "This week")).to_contain_text("Nine people. Pick three. The rest can wait.")
    expect(row(page, "Person 1")).to_contain_text("You could get in touch any day now")
    colors = {
        node.evaluate("node => getComputedStyle(node).color")
        for node in page.locator("dd").all()
        if node.is_visible()
    }
    assert len(colors) == 1


def test_done_moves_the_day_and_undo_restores_everything(visit: Callable[..., Page]) -> None:
    page = visit(TWO)
    before = page.evaluate("key => JSON.parse(sessionStorage.getItem(key)).answers", STORE)
    row(page, "Marta").get_by_role("button", name="Done").click()
    expect(section(page, "This week")).to_contain_text(
        "Marta: last contact today. Next: between Thursday, December 24"
    )
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    expect(page.get_by_role("button", name="Undo")).to_have_accessible_description(
        "Marta: last contact today. Next: between Thursday, December 24 and Friday, January 8, 2027."
    )
    assert names(page, "Later") == ["Kofi", "Marta"]
    expect(row(page, "Marta")).not_to_contain_text("Call her")
    expect(row(page, "Marta")).to_contain_text("A book")
    row(page, "Marta").get_by_role("button", name="Edit").click()
    expect(page.get_by_label("Note", exact=True)).to_have_value("2026-11-24: Call her")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "Marta").get_by_role("button", name="Done")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Marta is back as before.")).to_be_visible()
    after = page.evaluate("key => JSON.parse(sessionStorage.getItem(key)).answers", STORE)
    assert after == {**before, "p00000001-changes": "5"}


@longer_version_of(test_done_moves_the_day_and_undo_restores_everything)
def test_a_week_later_counts_from_today_or_from_its_day(visit: Callable[..., Page]) -> None:
    page = visit(TWO)
    more(page, "Marta", "Wait another week")
    expect(page.get_by_text("Marta: moved to Tuesday, December 1.")).to_be_visible()
    more(page, "Kofi", "Wait another week")
    expect(row(page, "Kofi")).to_contain_text("On Sunday, December 27")
    expect(section(page, "This week")).to_contain_text("No one this week.")


def test_gifts_and_requests_are_recorded_counted_and_removed(visit: Callable[..., Page]) -> None:
    page = visit(TWO)
    for act, what in [("I gave", "A lift home"), ("I gave", "A book"), ("I asked", "Her opinion")]:
        more(page, "Marta", act)
        page.get_by_role("textbox", name="What did you").fill(what)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(row(page, "Marta").get_by_role("button", name=act)).to_be_focused()
    expect(page.get_by_text("In the last eight weeks you gave twice and asked once.")).to_be_visible()
    row(page, "Marta").get_by_role("button", name="Edit").click()
    page.get_by_role("button", name=re.compile("Remove.*Gave, Tuesday, November 24: A lift home")).click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("you gave twice")).to_be_visible()
    row(page, "Marta").get_by_role("button", name="Edit").click()
    page.get_by_role("button", name=re.compile("Remove.*Gave, Tuesday, November 24: A lift home")).click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("you gave once and asked once.")).to_be_visible()


def test_an_unfinished_entry_is_not_discarded(visit: Callable[..., Page]) -> None:
    page = visit(TWO)
    row(page, "Marta").get_by_role("button", name="Edit").click()
    page.get_by_label("Note", exact=True).fill("Half a thought")
    row(page, "Kofi").get_by_role("button", name="Edit").click()
    expect(page.get_by_text("Before you go on, save or cancel")).to_be_visible()
    expect(page.get_by_label("Note", exact=True)).to_have_value("Half a thought")
    page.get_by_label("Name", exact=True).fill("  ")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.get_by_role("button", name="Cancel").click()
    expect(row(page, "Marta").get_by_role("button", name="Edit")).to_be_focused()


@longer_version_of(test_people_are_added_and_their_days_follow_from_the_last_contact)
def test_a_first_name_is_enough_and_details_open_when_filled_in(visit: Callable[..., Page]) -> None:
    page = visit({})
    expect(page.get_by_text("No one here yet")).to_be_visible()
    page.get_by_role("button", name="Add a person").click()
    expect(page.get_by_text("No one here yet")).to_be_hidden()
    expect(page.get_by_role("radio", name="Near")).to_be_checked()
    expect(page.get_by_label("What I promised")).to_be_hidden()
    page.get_by_label("Name", exact=True).fill("Ole")
    page.get_by_role("button", name="Save", exact=True).click()
    row(page, "Ole").get_by_role("button", name="Edit").click()
    expect(page.get_by_label("Note", exact=True)).to_be_hidden()
    page.get_by_text("More about this person").click()
    page.get_by_label("Note", exact=True).fill("Tea")
    page.get_by_role("button", name="Save", exact=True).click()
    row(page, "Ole").get_by_role("button", name="Edit").click()
    expect(page.get_by_label("Note", exact=True)).to_have_value("Tea")
    expect(page.get_by_label("Note", exact=True)).to_be_visible()


def test_reloading_asks_before_discarding_an_unfinished_entry(visit: Callable[..., Page]) -> None:
    page = visit()
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    page.get_by_role("button", name="Add a person").click()
    page.reload()
    assert asked == []
    page.get_by_role("button", name="Add a person").click()
    page.get_by_label("Name", exact=True).press_sequentially("Mar")
    page.reload()
    assert asked == ["beforeunload"]


def test_every_button_names_its_person_and_only_the_last_action_is_announced(
    visit: Callable[..., Page],
) -> None:
    page = visit({"p00000001": MARTA})
    row(page, "Marta").get_by_role("button", name="More").click()
    for act in (
        "Done",
        "Edit",
        "More",
        "Wait another week",
        "I gave",
        "I asked",
        "Save for my calendar (.ics)",
    ):
        expect(page.get_by_role("button", name=f"{act}, Marta", exact=True)).to_be_visible()
    acts = [
        (row(page, "Marta").locator("[data-act=calendar]"), "Saved for your calendar"),
        (page.locator("[data-table]"), "saved as a table"),
        (page.locator("[data-files] [data-calendar]"), "Saved for your calendar"),
    ]
    for button, said in acts:
        top = button.evaluate("node => node.getBoundingClientRect().top + scrollY")
        saved(page, button)
        status = page.locator("[data-said], [data-result], [data-filed]").filter(has_text=re.compile("."))
        expect(status).to_have_count(1)
        expect(status).to_contain_text(said)
        if "table" not in said:
            before = status.evaluate("node => node.getBoundingClientRect().top + scrollY")
            assert before > top
    row(page, "Marta").get_by_role("button", name="Done").click()
    expect(page.locator("[data-filed]")).to_be_empty()


def test_a_person_is_removed_after_a_confirmation_and_can_be_restored(visit: Callable[..., Page]) -> None:
    page = visit(TWO)
    for answer in ("Go back", "Remove"):
        if answer == "Go back":
            row(page, "Marta").get_by_role("button", name="Edit").click()
        page.get_by_role("button", name="Remove this person").click()
        page.get_by_role("button", name=answer, exact=True).click()
    expect(row(page, "Marta")).to_have_count(0)
    assert "Marta" not in page.evaluate("key => sessionStorage.getItem(key)", STORE)
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "Marta")).to_contain_text("Call her")


def test_two_tabs_are_merged_without_disturbing_someone_typing(visit: Callable[..., Page]) -> None:
    one = visit(TWO)
    one.get_by_label("Save these notes on this device").check()
    two = visit()
    row(one, "Marta").get_by_role("button", name="Edit").click()
    note = one.get_by_label("Note", exact=True)
    note.press_sequentially("Likes")
    row(two, "Marta").get_by_role("button", name="Edit").click()
    two.get_by_label("Name", exact=True).fill("Marta O.")
    two.get_by_role("button", name="Save", exact=True).click()
    add(two, "Aaron", last="2026-01-01")
    expect(row(one, "Aaron")).to_be_visible()
    expect(note).to_be_focused()
    note.press_sequentially(" tea")
    expect(note).to_have_value("Likes tea")
    one.get_by_role("button", name="Save", exact=True).click()
    expect(row(one, "Marta O.")).to_be_visible()
    row(two, "Marta O.").get_by_role("button", name="Edit").click()
    expect(two.get_by_label("Note", exact=True)).to_have_value("Likes tea")
    row(one, "Kofi").get_by_role("button", name="Done").focus()
    two.get_by_role("button", name="Cancel").click()
    row(two, "Kofi").get_by_role("button", name="Edit").click()
    two.get_by_text("More about this person").click()
    two.get_by_label("How you know").fill("Choir")
    two.get_by_role("button", name="Save", exact=True).click()
    expect(row(one, "Kofi")).to_contain_text("Choir")
    expect(row(one, "Kofi").get_by_role("button", name="Done")).to_be_focused()


def test_people_outlive_the_tab_only_with_permission(visit: Callable[..., Page]) -> None:
    page = visit()
    add(page, "Marta", last="2026-10-20")
    for keep in (False, True):
        if keep:
            page.get_by_label("Save these notes on this device").check()
        page.reload()
        expect(row(page, "Marta")).to_be_visible()
        assert ("Marta" in page.evaluate("JSON.stringify(localStorage)")) is keep
        expect(row(visit(), "Marta")).to_have_count(1 if keep else 0)


def test_a_table_can_be_exported_and_imported(visit: Callable[..., Page], tmp_path: Path) -> None:
    everything = {
        "moment": "just-met",
        "on": "2026-12-24",
        "note": 'Two\nlines, and “quotes"',
        "e0001-kind": "gave",
        "e0001-on": "2026-11-01",
        "e0001-what": "A lift",
    }
    page = visit(
        {
            "p00000001": {**MARTA, **everything},
            **{f"p0000001{n}": {"name": name} for n, name in enumerate(HOSTILE)},
        }
    )
    file = text_of(saved(page, "Save for a spreadsheet"))
    rows = list(csv.DictReader(io.StringIO(file.removeprefix("\ufeff"), newline="")))
    assert len(rows) == 1 + len(HOSTILE)
    marta = next(row for row in rows if row["Name"] == "Marta")
    assert (marta["How close"], marta["What happened last"], marta["Gave"], marta["Asked"]) == (
        "Near",
        "We have just met",
        "1",
        "0",
    )
    assert not any(cell.startswith("=") for row in rows for cell in row.values())

    page.locator("[data-clear]").click()
    page.get_by_role("button", name="Clear this page").click()
    expect(page.get_by_text("No one here yet")).to_be_visible()
    path = tmp_path / "people.csv"
    path.write_bytes(file.encode() + b",no name,,,,,,,,,\r\n")
    opened(page, path)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("6 people added, 1 row without a name skipped.")).to_be_visible()
    # A table only has the counts of gifts and requests.
    assert sorted(row[:9] for row in table(text_of(saved(page, "Save for a spreadsheet")))) == sorted(
        row[:9] for row in table(file)
    )
    row(page, "Marta").get_by_role("button", name="Edit").click()
    expect(page.get_by_label("Note", exact=True)).to_have_value('Two\nlines, and “quotes"')
    page.get_by_label("Note", exact=True).fill("")
    page.get_by_role("button", name="Save", exact=True).click()

    opened(page, path)
    expect(page.get_by_label("One person in this file is here already. Fill in")).to_be_checked()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(
        page.get_by_text("0 people added, 6 were there already, and we filled in what was missing")
    ).to_be_visible()
    row(page, "Marta").get_by_role("button", name="Edit").click()
    expect(page.get_by_label("Note", exact=True)).to_have_value('Two\nlines, and “quotes"')


def table(file: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.removeprefix("\ufeff"), newline="")))


def opened(page: Page, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a spreadsheet").click()
    chooser.value.set_files(path)


WESTERN = ("José Núñez", "Zoë Müller", "Søren Åkesson", "François L’Hôte")
CENTRAL = ("Łukasz Wójcik", "Tomáš Dvořák", "Kovács Jenő", "Željka Petrović")
RUSSIAN = ("Иван Петров", "Юлия Ёлкина")
JAPANESE = ("田中太郎", "鈴木ひろし", "タナカ")
CHINESE = ("刘洋", "欧阳修", "孙丽", "黄晓明")
ENCODED = {
    "utf-8": (*WESTERN, *RUSSIAN, *JAPANESE),
    "utf-8-sig": (*WESTERN, *RUSSIAN),
    "utf-16": CENTRAL,
    "utf-16-be": CHINESE,
    "cp1252": WESTERN,
    "mac_roman": WESTERN,
    "iso8859-15": (*WESTERN[:3], "Cœur Benoît"),
    "cp1250": CENTRAL,
    "iso8859-2": CENTRAL,
    "cp1251": RUSSIAN,
    "shift_jis": JAPANESE,
    "gb18030": CHINESE,
    "cp850": WESTERN[:3],
}
"""Names as spreadsheets of many countries save them, by Python's names of the encodings."""


SEPARATORS = {"commas": ",", "semicolons": ";", "tabs": "\t"}


def is_a_turn(case: tuple[str, str]) -> bool:
    """Whether it's the turn of this separator. The script finds the encoding first, then the separator."""
    encoding, separator = case
    return [*ENCODED].index(encoding) % len(SEPARATORS) == [*SEPARATORS].index(separator)


def names_shown(page: Page, encoding: str, separator: str, folder: Path) -> list[str]:
    """Open a spreadsheet with names and notes, and return the names that the page would add, in order."""
    text = io.StringIO(newline="")
    rows = [["Name", "Note"], *([name, "a\nb"] for name in ENCODED[encoding])]
    csv.writer(text, delimiter=SEPARATORS[separator]).writerows(rows)
    file = folder / f"{encoding}.csv"
    file.write_bytes(text.getvalue().encode(encoding))
    opened(page, file)
    shown = page.locator("[data-names] li:visible")
    expect(shown).to_have_count(len(ENCODED[encoding]))
    return sorted(shown.all_text_contents())


def test_names_from_any_spreadsheet_can_be_read(visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit()
    for encoding, separator in filter(is_a_turn, product(ENCODED, SEPARATORS)):
        assert names_shown(page, encoding, separator, tmp_path) == sorted(ENCODED[encoding])
        page.keyboard.press("Escape")
        expect(page.locator("[data-names]")).to_be_hidden()


@pytest.mark.parametrize(
    ("encoding", "separator"),
    representatives(product(ENCODED, SEPARATORS), {("gb18030", "commas")}.__contains__),
)
def test_names_from_any_spreadsheet_survive(
    encoding: str, separator: str, visit: Callable[..., Page], tmp_path: Path
) -> None:
    page, people = visit(), sorted(ENCODED[encoding])
    assert names_shown(page, encoding, separator, tmp_path) == people
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("[data-person]")).to_have_count(len(people))
    assert sorted(page.locator("[data-name]").all_text_contents()) == people


def test_nothing_is_added_before_the_reader_has_seen_the_names(
    visit: Callable[..., Page], tmp_path: Path
) -> None:
    page = visit(TWO)
    path = tmp_path / "people.csv"
    added = [f"Person {n}" for n in range(12)] + ["Søren Čáp"]
    rows = ["First Name;Last Name", "Kofi;", ";", *(name.replace(" ", ";") for name in [*added, "Person 0"])]
    path.write_bytes("\r\n".join(["sep=;", *rows]).encode("utf-8"))
    opener = page.get_by_role("button", name="Open a spreadsheet")
    opened(page, path)
    heading = page.get_by_role("heading", name="13 people to add")
    expect(heading).to_be_focused()
    preview = page.get_by_role("group", name="13 people to add")
    expect(preview).to_contain_text("1 was there already, 1 repeated row skipped.")
    assert preview.get_by_role("listitem").all_text_contents() == ["Søren Čáp", *added[:9]]
    expect(preview).to_contain_text("And 3 more.")
    expect(page.get_by_label("Do names look wrong?")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    expect(opener).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Nothing was added.")).to_be_visible()
    expect(page.locator("[data-person]")).to_have_count(2)

    opened(page, path)
    expect(heading).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Add", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="13 people added")).to_be_visible()
    expect(opener).to_be_focused()
    expect(page.locator("[data-person]")).to_have_count(15)


def test_a_reader_can_correct_how_names_are_read(visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit()
    page.set_viewport_size({"width": 320, "height": 640})
    path = tmp_path / "people.csv"
    path.write_bytes("Name\r\nAnn\r\nVlček\r\n".encode("cp1250"))
    opened(page, path)
    shown = page.locator("[data-names] li")
    expect(shown).to_have_text(["Vlèek", "Ann"])
    sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(sideways) == 0
    page.get_by_label("Do names look wrong?").select_option(label="Vlček (windows-1250)")
    expect(shown).to_have_text(["Vlček", "Ann"])
    page.get_by_role("button", name="Add", exact=True).click()
    expect(row(page, "Vlček")).to_be_visible()


NO_TABLES = [
    (b"Names,Mail\r\nAnn,x\r\n", "has no column “Name”"),
    (b'Name\r\n"Ann\r\n', "A quotation mark in row 2"),
    (b"", "has no column"),
    (b"Name\r\n" + "Владимир Жданов".encode("cp866"), "Save it as “CSV UTF-8”"),
    (b"Name\r\n\r\n,\r\n", "0 people added"),
]
"""Files, and what the page says about them; each says something else than the one before."""


def test_a_file_that_is_not_a_table_of_people_changes_nothing(
    visit: Callable[..., Page], tmp_path: Path
) -> None:
    page = visit(TWO)
    for data, said in NO_TABLES:
        (tmp_path / "x.csv").write_bytes(data)
        opened(page, tmp_path / "x.csv")
        expect(page.get_by_text(said)).to_be_visible()
        assert page.locator("[data-person]").count() == 2, said


def entries(download: Download) -> dict[str, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(text_of(download))
    return {str(event["SUMMARY"]): event for event in calendar.events}


def test_days_go_into_a_calendar_and_a_later_file_updates_it(
    visit: Callable[..., Page], address: str
) -> None:
    page = visit({**TWO, "p00000003": {"name": "Ole"}})
    button = page.locator("[data-files]").get_by_role("button", name="Save for my calendar")
    first = entries(saved(page, button))
    expect(page.get_by_text("two people. One person without a date isn’t in it.")).to_be_visible()
    assert set(first) == {"Marta: Call her", "Kofi: Send a line or two"}
    marta = first["Marta: Call her"]
    assert marta.decoded("DTSTART") == date(
        2026, 11, 24
    )  # late since yesterday: a past day would help no one
    assert (
        str(marta["DESCRIPTION"]) == "Library talk\nI promised: A book\nBy Friday, December 4 at the latest."
    )
    assert str(marta["UID"]) == f"p00000001@{address.split('/')[2]}/"
    assert marta["SEQUENCE"] == 3
    assert first["Kofi: Send a line or two"].decoded("DTSTART") == date(2026, 12, 20)

    row(page, "Marta").get_by_role("button", name="Done").click()
    more(page, "Marta", "Save for my calendar")
    second = entries(saved(page, row(page, "Marta").get_by_role("button", name="Save for my calendar")))
    again = second["Marta: Send a line or two"]
    assert again["UID"] == marta["UID"]
    assert int(str(again["SEQUENCE"])) > 3
    assert again.decoded("DTSTART") == date(2026, 12, 24)


def test_hostile_text_stays_text(visit: Callable[..., Page]) -> None:
    page = visit({f"p0000000{n}": {"name": name} for n, name in enumerate(HOSTILE[1:])})
    name = HOSTILE[0]
    add(page, name, how=name, promised=name, step=name, last="2026-10-20")
    more(page, name, "I gave")
    page.get_by_role("textbox", name="What did you").fill(name)
    page.get_by_role("button", name="Save", exact=True).click()
    row(page, name).get_by_role("button", name="Edit").click()
    page.get_by_role("button", name="Cancel").click()
    assert f"{name}: {name}" in entries(saved(page, page.locator("[data-files] [data-calendar]")))
    row(page, name).get_by_role("button", name="Done").click()
    assert set(page.locator("[data-name]").all_text_contents()) == set(HOSTILE)
    assert page.evaluate(
        "[window.hit, document.querySelectorAll('.contacts img, .contacts script').length]"
    ) == [None, 0]


def test_garbage_in_storage_is_kept_and_breaks_nothing(visit: Callable[..., Page]) -> None:
    garbage = {"last": "2026-02-30", "on": "soon", "ring": "gone", "moment": "gone", "changes": "x"}
    page = visit(
        {
            "p00000001": {"name": "Marta", **garbage, "e0001-kind": "?"},
            "p00000002": {"note": "no name"},
            "px": {"name": "not ours"},
            "p00000003": {"e0001-on": "2026-99-99"},
        }
    )
    assert names(page, "No date yet")[-1] == "Marta"
    expect(page.get_by_text("1 answer belongs to a question that isn’t on this page anymore")).to_be_visible()
    row(page, "Marta").get_by_role("button", name="Done").click()
    expect(row(page, "Marta")).to_contain_text("Between Sunday, May 23, 2027")
    assert (
        page.evaluate("key => JSON.parse(sessionStorage.getItem(key)).answers['px-name']", STORE)
        == "not ours"
    )


def test_everything_can_be_done_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit()
    page.get_by_role("button", name="Add a person").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Marta")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("11202026")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Add a person")).to_be_focused()
    expect(row(page, "Marta")).to_contain_text("Between Sunday, December 20")
    page.keyboard.press("Tab")
    expect(row(page, "Marta").get_by_role("link", name="Send a line or two.")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(row(page, "Marta").get_by_role("button", name="More")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(row(page, "Marta").get_by_role("button", name="Done")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()


LOW = """() => [...document.querySelectorAll(
    ".contacts :is(button, input, select, label.option), [data-files] button")]
  .filter(e => e.checkVisibility() && e.type !== "radio" && e.getBoundingClientRect().height < 43.5)
  .map(e => e.outerHTML)"""
"""Returns what's too low for a finger."""


def test_the_page_fits_a_phone_and_its_buttons_a_finger(visit: Callable[..., Page]) -> None:
    page = visit({**TWO, "p00000003": {"name": "W" * 60, "how": "x" * 90}})
    for opened in ("I gave", "Edit"):
        if opened == "Edit":
            row(page, "Marta").get_by_role("button", name="Edit").click()
        else:
            more(page, "Marta", opened)
        for width in (320, 390):
            page.set_viewport_size({"width": width, "height": 640})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, opened
            assert opened != "Edit" or page.evaluate(LOW) == [], width
        page.get_by_role("button", name="Cancel").click()


def test_a_long_list_shows_its_start_and_prints_in_full(visit: Callable[..., Page]) -> None:
    page = visit({f"p{n:08}": {"name": f"Person {n}", "last": "2026-11-20"} for n in range(40)})
    assert page.locator("[data-person]:visible").count() == 25
    page.get_by_role("button", name="Show all 40").click()
    assert page.locator("[data-person]:visible").count() == 40
    expect(page.locator("[data-person]").nth(25).get_by_role("button", name="Done")).to_be_focused()
    page.reload()
    page.emulate_media(media="print")
    assert page.locator("[data-person]:visible").count() == 40
    assert [button for button in page.get_by_role("button").all() if button.is_visible()] == []
    expect(page.get_by_role("heading", name="Rhythm")).to_be_hidden()


@longer_version_of(test_a_long_list_shows_its_start_and_prints_in_full)
def test_two_thousand_people_are_kept_and_no_more(visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit()
    rows = "".join(
        f"Person {n},Choir,near,2026-11-{n % 20 + 1:02},A step,A promise\r\n" for n in range(2_003)
    )
    (tmp_path / "many.csv").write_text("Name,How,Ring,Last,Step,Promised\r\n" + rows)
    opened(page, tmp_path / "many.csv")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("2000 people added, 3 people left out because the list is full.")).to_be_visible(
        timeout=20_000
    )
    page.reload(timeout=20_000)
    expect(page.get_by_text("2000 people. Nothing to do here yet.")).to_be_visible(timeout=20_000)
    assert (
        page.evaluate("key => Object.keys(JSON.parse(sessionStorage.getItem(key)).answers).length", STORE)
        == 2_000 * 7
    )
    page.get_by_role("button", name="Add a person").click()
    expect(page.get_by_text("This list holds 2,000 people at most.")).to_be_visible()


def test_without_scripts_the_schedule_is_readable_and_the_worksheet_linked(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_text("The list needs JavaScript")).to_be_visible()
    expect(page.get_by_role("row", name="Near")).to_contain_text("After 30 days, 45 days at the latest")
    expect(page.get_by_role("row", name="We have just met")).to_contain_text(
        "After 1 day, 2 days at the latest"
    )
    page.get_by_role("link", name="One talk").first.click()
    expect(page).to_have_url(address.replace(PAGE, "worksheets/one-talk/"))
    assert page.locator("button:visible").count() == 0
    context.close()
