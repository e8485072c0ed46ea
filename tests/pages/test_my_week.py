"""What “My week” and the home page know about the guide."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from lxml.html import HtmlElement

from generator.layers import Layers
from generator.load.loader import load
from generator.model.guide import Guide
from generator.model.outline import Doors
from generator.pages.my_week import paper_week, week_data
from generator.pages.pages import guide_pages
from generator.project import Project
from tests.support.every_kind import EVERY_KIND
from tests.support.paths import GUIDE, ROOT
from tests.support.rendering import environment
from tests.support.without_pdfs import ENGLISH


@pytest.fixture(scope="module")
def guide() -> Guide:
    guide = load(Project(GUIDE)).guide
    assert guide is not None
    return guide


@pytest.fixture
def every_kind(small_guide: Path) -> dict[str, Any]:
    """What's known about a worksheet with every kind of section."""
    return known(
        small_guide, EVERY_KIND.replace("label: Day, type: date", "label: Day, type: date, due: yes")
    )


def known(small_guide: Path, sheet: str) -> dict[str, Any]:
    """Return what's known about a worksheet that's added to the guide as `sheet`."""
    (small_guide / "content/worksheets/every-kind.yml").write_text(sheet, "utf-8")
    outline = small_guide / "content/guide.yml"
    text = outline.read_text("utf-8")
    heading = "  lead: To prepare with a pen.\n  show: ["
    assert heading in text
    outline.write_text(text.replace(heading, f"{heading}every-kind, "), "utf-8")
    guide = load(Project(small_guide)).guide
    assert guide is not None
    assert paper_week(guide) is guide.worksheets["every-kind"]
    found: dict[str, Any] = week_data(guide, ENGLISH)["sheets"][0]
    return found


def page(guide: Guide, address: str) -> HtmlElement:
    jinja = environment(Layers(ROOT / "templates"), ENGLISH)
    (found,) = [page for page in guide_pages(guide, {}, jinja) if page.address == address]
    return html.fromstring(found.render())


def test_lists_messages_and_moments_say_how_many_fields_they_have(guide: Guide) -> None:
    data = week_data(guide, ENGLISH)
    items = [item.ids for item in guide.checklists["before-the-talk"].items]
    assert items
    assert data["lists"] == [
        {
            "page": "checklists/before-the-talk",
            "title": guide.checklists["before-the-talk"].title,
            "fields": items,
        }
    ]
    assert [len(one["fields"]) for one in data["messages"]] == [3]
    assert data["moments"][0]["page"] == "moments/asked-no-answer"


def test_a_plan_has_the_same_fields_as_its_page(guide: Guide) -> None:
    plan = week_data(guide, ENGLISH)["plan"]
    assert plan["page"] == "worksheets/one-talk"
    assert plan["parts"] == [
        {"id": "readiness", "name": "How ready am I?", "highest": 5, "fields": ["readiness-clear"]}
    ]
    assert [step["day"] for step in plan["habits"][0]["steps"]] == [1, 2, 4, 7]
    assert plan["again"] == 0


def test_every_section_says_how_much_makes_it_filled(every_kind: dict[str, Any]) -> None:
    need = {step["id"]: step["need"] for step in every_kind["steps"]}
    assert not {"first", "lookup"} & need.keys()  # nothing to fill in
    assert need["ready"] == need["people"] == need["after"] == need["days"] == 1
    assert need["stand"] == 2  # a rating counts once it's whole
    assert need["think"] == 1
    assert need["beam"] == 2


def test_dates_have_a_name_and_what_they_are_for(every_kind: dict[str, Any]) -> None:
    dates = {one["section"]: one for one in every_kind["dates"]}
    assert dates["people"] == {
        "section": "people", "rows": True, "name": "who", "what": "", "days": [["day", "Day"]],
    }  # fmt: skip
    assert dates["waiting"]["days"] == [["again", "Ask again"], ["rest", "Let go"]]
    assert dates["waiting"]["name"] == "who"
    promise = [one for one in every_kind["dates"] if one["what"] == "act"]
    assert [one["days"] for one in promise] == [[["by", ""]]]


def test_a_date_before_all_texts_is_for_the_first_that_is_not_the_name(small_guide: Path) -> None:
    day, who = (
        "{id: day, label: Day, type: date, width: 2}",
        "{id: who, label: Who, help: First name and town., width: 3}",
    )
    dated = day.replace("type: date", "type: date, due: yes")
    texts = "{id: give, label: Give}", "{id: want, label: Want}"
    columns = "\n      - ".join((dated, who, *texts))
    sheet = EVERY_KIND.replace(f"{who}\n      - {day}", columns)
    for column in (
        "done, label: Done, type: check",
        'answer, label: Answer, type: choice, options: ["yes", later, "no"]',
    ):
        width = 1 if column.startswith("done") else 3
        sheet = sheet.replace(f"      - {{id: {column}, width: {width}}}\n", "", 1)
    sheet = sheet.replace('day: 4 May, done: "yes", answer: later', "day: 4 May, give: Tea, want: Time", 1)
    (people,) = [one for one in known(small_guide, sheet)["dates"] if one["section"] == "people"]
    assert (people["name"], people["what"]) == ("who", "give")


def test_both_pages_get_the_same_rhythm(guide: Guide) -> None:
    found = week_data(guide, ENGLISH)["rhythm"]
    (script,) = page(guide, "tools/contacts/").xpath("//script[@data-rhythm]/text()")
    assert json.loads(script) == found
    steps = [rule["step"] for rule in (*found["rings"], *found["moments"])]
    assert steps == [*[ENGLISH.contacts.hello] * len(found["rings"]), "Ask how it sounded, and listen."]


def test_a_guide_without_a_start_contacts_messages_and_moments_has_a_week_too(guide: Guide) -> None:
    bare = replace(
        guide,
        start=None,
        contacts=None,
        outline=guide.outline.model_copy(update={"messages": None, "moments": None, "workshops": None}),
    )
    data = week_data(bare, ENGLISH)
    assert (data["plan"], data["rhythm"], data["messages"], data["moments"]) == (None, None, [], [])
    assert paper_week(bare) is None


def test_home_lists_every_moment_or_else_the_doors(guide: Guide) -> None:
    home = page(guide, "")
    moments = home.xpath("//ul[contains(@class, 'moments')]//a/@href")
    assert moments == [f"moments/{id}/" for id in guide.moments if id in guide.outline.shown["moments"]]
    doors = Doors.model_validate(
        {"title": "Or else", "show": [{"say": "One", "to": "sources"}, {"say": "Two", "to": "start"}]}
    )
    without = guide.outline.home.model_copy(update={"doors": doors, "sheets": None, "groups": None})
    outline = guide.outline.model_copy(update={"moments": None, "home": without})
    home = page(replace(guide, outline=outline, marks={}), "")
    assert home.xpath("//ul[contains(@class, 'moments')]//a/@href") == ["sources/", "start/"]
    assert home.xpath("//h2/text()") == ["Or else", guide.outline.home.begin.title, "Two habits"]
    assert not home.xpath("//*[@class='band'] | //ul[contains(@class, 'sheets')] | //*[name()='svg']")


def test_home_has_one_button_and_names_its_sheets(guide: Guide) -> None:
    home = page(guide, "")
    assert home.xpath("//a[@class='btn']/text()") == ["Begin with asking"]
    assert home.xpath("//ul[contains(@class, 'sheets')]//a/@href") == ["worksheets/one-talk/"]
    assert home.xpath("//div[@class='band']//a/@href") == [
        "why-it-is-hard/",
        "workshops/",
        "checklists/before-the-talk/",
    ]
