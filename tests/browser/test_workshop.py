"""The page of a workshop has everything its leader needs, for the time they have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from lxml import html
from lxml.html import HtmlElement
from playwright.sync_api import Browser, Page

from generator.layers import Layers
from generator.load.loader import load
from generator.model.guide import Guide
from generator.model.workshop import MOST_LENGTHS, GroupSize
from generator.pages.page import Download
from generator.pages.pages import guide_pages
from generator.pages.workshop import by_size, each_turn, in_groups
from generator.project import Project
from tests.support.hosting import hosted
from tests.support.loops import every
from tests.support.paths import ROOT
from tests.support.rendering import environment
from tests.support.used_again import UsedAgain, new_tab
from tests.support.without_pdfs import ENGLISH, add, build_without_pdfs

ADDRESS = "workshops/first-remark/"
NOTE = {
    "kind": "facilitation",
    "id": "leads",
    "title": "For whoever leads",
    "help": "Let everyone write alone first.",
    "minutes": 37,
}


@pytest.fixture(scope="module")
def folder_with_note(
    tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]
) -> Path:
    """The small guide, with a worksheet that has a leader note."""
    folder = copy_small_guide(tmp_path_factory.mktemp("note") / "guide")
    sheet = yaml.safe_load((folder / "content/worksheets/one-talk.yml").read_text("utf-8"))
    add(folder, "worksheets/one-talk.yml", sheet | {"sections": [*sheet["sections"], NOTE]})
    return folder


@pytest.fixture
def guide(folder_with_note: Path) -> Guide:
    guide = load(Project.at(folder_with_note)).guide
    assert guide is not None
    return guide


def site(guide: Guide, packs: dict[str, tuple[Download, ...]] | None = None) -> dict[str, HtmlElement]:
    laid = guide_pages(guide, {}, environment(Layers(ROOT / "templates"), ENGLISH), (), packs or {})
    return {page.address: html.fromstring(page.render()) for page in laid}


@pytest.fixture
def workshop(guide: Guide) -> HtmlElement:
    return site(guide)[ADDRESS]


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def rows(table: HtmlElement) -> list[list[str]]:
    return [[words(cell) for cell in row.xpath("th|td")] for row in table.xpath(".//tr")]


def test_the_list_of_workshops_says_for_how_many_and_how_long(guide: Guide) -> None:
    assert "For 4 to 12 people · 30 or 45 minutes" in words(site(guide)["workshops/"])


def test_what_to_bring_is_counted(workshop: HtmlElement) -> None:
    assert rows(workshop.find_class("needs")[0]) == [
        ["Thing", "For 12 people"],
        ["Worksheet: One talk 1 for each person", "12"],
        ["Pen 1 for each person", "12"],
        ["Clock that all can see 1 for the group", "1"],
    ]


@pytest.mark.parametrize(
    ("people", "pairs", "fours", "round_of_three"),
    [
        (2, "1 pair", "1 pair", "About 90 seconds per turn"),
        (3, "1 group of 3", "1 group of 3", "About 60 seconds per turn"),
        (4, "2 pairs", "1 group of 4", "About 45 seconds per turn"),
        (5, "1 pair and 1 group of 3", "1 group of 5", "About 35 seconds per turn"),
        (10, "5 pairs", "1 group of 4 and 2 groups of 3", "About 15 seconds per turn"),
        (12, "6 pairs", "3 groups of 4", "About 15 seconds per turn"),
        (40, "20 pairs", "10 groups of 4", "Go around in groups of four, about 45 seconds per turn"),
    ],
)
def test_how_to_divide_any_number_of_people_makes_sense_in_words(
    people: int, pairs: str, fours: str, round_of_three: str
) -> None:
    assert in_groups(people, "pairs", ENGLISH) == pairs
    assert in_groups(people, "fours", ENGLISH) == fours
    assert each_turn(3, people, "everyone", ENGLISH) == round_of_three


def test_a_longer_turn_is_in_minutes() -> None:
    assert each_turn(14, 12, "fours", ENGLISH) == "About 3 minutes per turn"


def test_the_first_number_is_the_nearest_to_twelve(guide: Guide) -> None:
    record = guide.workshops["first-remark"]
    for least, most, usual in ((2, 40, 12), (4, 9, 9), (20, 30, 20), (8, 8, 8)):
        group = GroupSize.model_validate({"least": str(least), "most": str(most)})
        numbers = by_size(record.model_copy(update={"group": group}), guide, ENGLISH)
        assert numbers.people[numbers.usual] == usual
        assert all(len(said) == most - least + 1 for said in every(numbers.texts.values()))


def test_the_list_of_workshops_helps_to_choose(guide: Guide) -> None:
    text = words(site(guide)["workshops/"])
    assert "Which one suits your group?" in text
    assert "There is only one so far." in text
    assert "You hear“I never know how to begin” They leave withA first sentence" in text


def test_each_length_has_a_full_timetable(workshop: HtmlElement) -> None:
    short, long = workshop.find_class("timetable")
    assert rows(short)[1:] == [
        ["0:00", "ArriveEveryone together", "5"],
        ["0:05", "Write it downOn your own", "15"],
        ["0:20", "Say it aloudIn pairs", "10"],
        ["0:30", "End", "30"],
    ]
    assert [row[0] for row in rows(long)[1:]] == ["0:00", "0:10", "0:30", "0:40", "0:45"]


def test_a_step_shows_everything_its_author_wrote(guide: Guide, workshop: HtmlElement) -> None:
    for activity in every(guide.workshops["first-remark"].activities):
        (step,) = workshop.xpath(f"//section[h3[@id='{activity.id}']]")
        text = words(step)
        for part in (activity.title, activity.aim, *activity.say, *activity.do, *activity.debrief):
            assert part in text
        assert (activity.watch_for or "") in text


def test_a_step_links_to_the_worksheet_sections_it_uses(workshop: HtmlElement) -> None:
    assert workshop.xpath("//section[h3[@id='write']]//dd/a/@href") == [
        "../../worksheets/one-talk/",
        "../../worksheets/one-talk/#camera",
        "../../worksheets/one-talk/#opening",
    ]


def test_the_rest_of_a_workshop_is_shown(guide: Guide, workshop: HtmlElement) -> None:
    record, text = guide.workshops["first-remark"], words(workshop)
    for part in (record.title, record.summary, record.aim, record.room, record.short, record.online):
        assert part in text
    for task in (*record.before, *record.after):
        assert task.when in text
        assert task.do in text
    assert "../../principles/ask-first/" in workshop.xpath("//a/@href")
    assert workshop.xpath("//section[h2[@id='run']]/details//a/@href") == ["../../sources/#team-practice"]


def test_leader_notes_are_here_and_on_no_page_for_participants(guide: Guide) -> None:
    texts = {address: words(page) for address, page in site(guide).items()}
    assert "For the worksheet One talk" in texts[ADDRESS]
    assert "Let everyone write alone first." in texts[ADDRESS]
    assert "37 minutes" in texts[ADDRESS]
    for address, text in every(texts.items()):
        if address != ADDRESS:
            assert "write alone first" not in text, address
            assert "37" not in text, address


def test_a_leader_note_of_an_unused_worksheet_is_next_to_the_list_of_workshops(guide: Guide) -> None:
    record = guide.workshops["first-remark"]
    without = tuple(each.model_copy(update={"sheet": None, "sections": ()}) for each in record.activities)
    guide.workshops["first-remark"] = record.model_copy(update={"activities": without})  # type: ignore[index]
    texts = {address: words(page) for address, page in site(guide).items()}
    assert {address for address, text in texts.items() if "write alone first" in text} == {"workshops/"}
    assert "For the worksheet One talk" in texts["workshops/"]


def test_files_are_offered_by_purpose_length_and_paper(guide: Guide) -> None:
    made = (
        Download("run-30-a4.pdf", "a4", 2, 80_000, "run", 30),
        Download("run-30-letter.pdf", "letter", 2, 80_000, "run", 30),
        Download("run-45-a4.pdf", "a4", 3, 90_000, "run", 45),
        Download("booklet-30-a4.pdf", "a4", 8, 190_000, "booklet", 30),
        Download("booklet-45-a4.pdf", "a4", 8, 190_000, "booklet", 45),
        Download("all.zip", None, 0, 2_000_000, "pack"),
    )
    page = site(guide, {ADDRESS: made})[ADDRESS]
    offered = page.xpath("//ul[contains(@class, 'take')]/li")
    assert [words(row.xpath("a/strong")[0]) for row in offered] == [
        "Run sheet, 30 minutes, A4",
        "Run sheet, 45 minutes, A4",
        "Participant booklet, 30 minutes, A4",
        "Participant booklet, 45 minutes, A4",
        "Everything, with the worksheets",
    ]
    links = page.xpath("//ul[contains(@class, 'take')]//a")
    assert [link.get("href") for link in links] == [f"../../{ADDRESS}{download.file}" for download in made]
    assert words(links[1]) == "Run sheet, 30 minutes, US Letter, PDF, 2 pages, 80 kB"


def test_without_files_nothing_is_offered(workshop: HtmlElement) -> None:
    assert not workshop.xpath("//*[@id='copy']|//ul[contains(@class, 'take')]")


@pytest.fixture(scope="module")
def address(folder_with_note: Path) -> Iterator[str]:
    with hosted(build_without_pdfs(folder_with_note, folder_with_note / "site"), "/guide/") as address:
        yield address + ADDRESS


@pytest.fixture(scope="module")
def without_scripts(browser: Browser) -> Iterator[Page]:
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()


@pytest.fixture
def screen(address: str, without_scripts: Page) -> Page:
    """The page of the workshop, in a browser without scripts, which stores nothing."""
    without_scripts.emulate_media(media="screen")
    without_scripts.goto(address)
    return without_scripts


def shown(page: Page) -> tuple[int, str]:
    """Return how many timetables are visible, and the time of the last step."""
    last = page.locator("section:has(> #close)").locator(".time:visible")
    return page.locator(".timetable:visible").count(), last.inner_text()


def test_the_length_is_chosen_without_a_script(screen: Page) -> None:
    assert screen.get_by_role("radio", name="30").is_checked()
    assert shown(screen) == (1, "Not in the 30-minute version")
    assert not screen.get_by_text("Everyone names a day.").is_visible(), "an omitted step takes up room"
    screen.get_by_role("radio", name="45").check()
    assert shown(screen) == (1, "0:40\n5 minutes")
    assert screen.get_by_text("Everyone names a day.").is_visible()
    screen.get_by_role("radio", name="45").focus()
    screen.keyboard.press("ArrowLeft")
    assert shown(screen) == (1, "Not in the 30-minute version")


def test_the_chosen_length_is_printed_and_says_which_it_is(screen: Page) -> None:
    screen.emulate_media(media="print")
    assert screen.locator("caption:visible").all_inner_texts() == ["In 30 minutes"]
    assert not screen.get_by_role("radio", name="30").is_visible()
    assert not screen.locator("#close").is_visible(), "an omitted step"
    screen.emulate_media(media="screen")
    screen.get_by_role("radio", name="45").check()
    screen.emulate_media(media="print")
    assert screen.locator("caption:visible").all_inner_texts() == ["In 45 minutes"]
    assert screen.locator("#close").is_visible()


def test_a_workshop_of_one_length_asks_nothing(guide: Guide) -> None:
    record = guide.workshops["first-remark"]
    guide.workshops["first-remark"] = record.model_copy(update={"lengths": record.lengths[:1]})  # type: ignore[index]
    page = site(guide)[ADDRESS]
    assert not page.xpath("//fieldset")
    assert len(page.find_class("timetable")) == 1


def test_without_a_script_the_numbers_are_for_twelve_and_every_note_is_there(screen: Page) -> None:
    assert not screen.get_by_label("How many people are coming?").is_visible()
    assert screen.get_by_role("columnheader", name="For 12 people").is_visible()
    assert screen.get_by_text("With 9 to 12 people: Use two rooms.").is_visible()


@pytest.fixture(scope="module")
def readers(browser: Browser, address: str) -> Iterator[UsedAgain]:
    with browser.new_context() as context:
        yield UsedAgain(context, address.removesuffix(ADDRESS))


@pytest.fixture
def live(readers: UsedAgain, address: str) -> Iterator[Page]:
    with readers.by_newcomer() as context:
        page = new_tab(context)
        page.goto(address)
        yield page


def numbers(page: Page) -> list[str]:
    return page.locator(".needs td").all_inner_texts()


def test_everything_follows_the_number_of_people(live: Page) -> None:
    choice = live.get_by_label("How many people are coming?")
    assert choice.input_value() == "12"
    assert choice.locator("option").all_inner_texts() == [str(number) for number in range(4, 13)]
    choice.select_option("7")
    assert live.get_by_role("columnheader", name="For 7 people").is_visible()
    assert numbers(live) == ["7", "7", "1"]
    said = "2 pairs and 1 group of 3"
    assert live.locator(".divided output").inner_text() == f"For 7 people: {said}"
    assert said in live.locator("section:has(> #aloud)").inner_text()
    live.get_by_role("radio", name="45").check()
    assert "About 5 seconds per turn" in live.locator("section:has(> #close)").inner_text()


def test_a_note_about_other_sizes_is_hidden(live: Page) -> None:
    note = live.get_by_text("With 9 to 12 people: Use two rooms.")
    assert note.is_visible()
    live.get_by_label("How many people are coming?").select_option("8")
    assert not note.is_visible()
    live.get_by_label("How many people are coming?").select_option("9")
    assert note.is_visible()


def test_the_number_of_people_is_chosen_with_the_keyboard(live: Page) -> None:
    live.get_by_role("radio", name="30").focus()
    live.keyboard.press("Tab")
    live.keyboard.press("ArrowUp")
    assert live.get_by_label("How many people are coming?").input_value() == "11"
    assert numbers(live) == ["11", "11", "1"]


def test_the_chosen_number_is_printed_and_the_choice_is_not(live: Page) -> None:
    live.get_by_label("How many people are coming?").select_option("6")
    live.emulate_media(media="print")
    assert live.get_by_role("columnheader", name="For 6 people").is_visible()
    assert not live.get_by_label("How many people are coming?").is_visible()


def test_nothing_is_stored_when_someone_chooses(live: Page) -> None:
    live.get_by_label("How many people are coming?").select_option("6")
    assert live.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_the_style_sheet_can_show_any_of_the_lengths_a_workshop_can_have() -> None:
    style = (ROOT / "templates/site/assets/style/tools/7-workshops.css").read_text("utf-8")
    last = max(int(number) for number in re.findall(r"\.length-(\d+):checked", style))
    assert last == MOST_LENGTHS


def test_the_chosen_length_survives_a_visit_to_a_worksheet(screen: Page) -> None:
    """Otherwise the leader would come back to the times of another length without noticing."""
    screen.get_by_role("radio", name="45").check()
    screen.locator("#write ~ dl").get_by_role("link", name="One talk").click()
    screen.wait_for_url("**/worksheets/one-talk/")
    screen.go_back()
    assert screen.get_by_role("radio", name="45").is_checked()
    assert screen.locator(".timetable:visible").count() == 1
