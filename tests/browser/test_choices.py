"""What readers chose in a table stays valid, whatever becomes of the words of the choices."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.hosting import hosted
from tests.support.used_again import NOTHING
from tests.support.without_pdfs import add, build_without_pdfs, show

SHEET = {
    "title": "Who answered",
    "outcome": "You know who to ask again.",
    "why": "A list is easier to trust than a memory.",
    "from": ["team-practice"],
    "sections": [
        {
            "kind": "log",
            "id": "asked",
            "title": "Who I asked",
            "help": "A row for each.",
            "rows": 2,
            "columns": [
                {"id": "who", "label": "Who"},
                {"id": "answer", "label": "Answer", "type": "choice", "options": []},
            ],
            "example": {"who": "Lena", "answer": "later"},
        }
    ],
    "next": {"say": "Ask the next one", "to": "principles/ask-first"},
}
PAGE = "worksheets/who-answered"
BEFORE = {"asked-1-answer": "Not yet", "asked-2-answer": "gern", "asked-7-answer": "Más tarde"}
"""Answers as they were kept when a choice was kept by its label."""

Site = Callable[..., str]


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]
) -> Iterator[Site]:
    """Publishes the sheet with some choices, and returns the address of its page."""
    with ExitStack() as hosts:

        def published(*options: object) -> str:
            folder = copy_small_guide(tmp_path_factory.mktemp("choices") / "guide")
            sheet = json.loads(json.dumps(SHEET))
            sheet["sections"][0]["columns"][1]["options"] = list(options)
            add(folder, f"{PAGE}.yml", sheet)
            show(folder, "worksheets", show=["who-answered"])
            address = hosts.enter_context(hosted(build_without_pdfs(folder, folder.parent / "site")))
            return f"{address}{PAGE}/"

        yield published


@pytest.fixture
def reader(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(accept_downloads=True)
    yield context
    context.close()


@pytest.fixture(scope="module")
def first(site: Site) -> str:
    """The sheet as it was first published."""
    return site("Not yet", "gern", "Más tarde")


@pytest.fixture(scope="module")
def reworded(site: Site) -> str:
    """The sheet with other words for the same choices, in another order."""
    return site(
        {"id": "at-some-time", "was": ["mas-tarde"], "label": "someday"},
        {"id": "gern", "label": "gladly"},
        {"id": "not-yet", "label": "in May"},
    )


def saved(page: Page, button: str = "Save to a file") -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    return download.value.path().read_text("utf-8-sig")


def answers(page: Page) -> dict[str, str]:
    found: dict[str, str] = json.loads(saved(page))["answers"]
    return {id: answer for id, answer in found.items() if not id.startswith("~")}


def opened(reader: BrowserContext, address: str, kept: dict[str, str]) -> Page:
    """Open the page in a browser that has kept these answers to it."""
    page = reader.new_page()
    page.goto(address.replace(f"{PAGE}/", NOTHING))
    text = json.dumps({"format": 1, "kind": "answers", "page": PAGE, "answers": kept})
    page.evaluate("([key, text]) => sessionStorage.setItem(key, text)", [f"guide:/:page/{PAGE}", text])
    page.goto(address)
    return page


def chosen(page: Page) -> list[tuple[str, str]]:
    """Return the value and the words of each answer that the page shows."""
    return [
        (str(value), str(words))
        for value, words in page.locator("select").evaluate_all(
            "all => all.filter(one => one.value).map(one => [one.value, one.selectedOptions[0].label])"
        )
    ]


def test_a_choice_is_kept_by_its_id_and_shown_in_words(reader: BrowserContext, first: str) -> None:
    page = reader.new_page()
    page.goto(first)
    page.locator("[name=asked-1-answer]").select_option(label="Not yet")
    page.locator("[name=asked-2-answer]").select_option(label="Más tarde")
    assert answers(page) == {"asked-1-answer": "not-yet", "asked-2-answer": "mas-tarde"}
    assert page.locator("td.choice .typed").all_text_contents()[:2] == ["Not yet", "Más tarde"]
    table = csv.reader(io.StringIO(saved(page, "Save this table for a spreadsheet")))
    assert [row[1] for row in table] == ["Answer", "Not yet", "Más tarde"]
    page.reload()
    assert chosen(page) == [("not-yet", "Not yet"), ("mas-tarde", "Más tarde")]


def test_answers_kept_by_their_words_stay_valid(reader: BrowserContext, first: str) -> None:
    page = opened(reader, first, BEFORE)
    assert chosen(page) == [("not-yet", "Not yet"), ("gern", "gern"), ("mas-tarde", "Más tarde")]
    assert [*answers(page).values()] == ["not-yet", "gern", "mas-tarde"]


def test_they_even_outlive_new_words_a_new_id_and_a_new_order(reader: BrowserContext, reworded: str) -> None:
    page = opened(reader, reworded, BEFORE)
    ids = [("not-yet", "in May"), ("gern", "gladly"), ("at-some-time", "someday")]
    assert chosen(page) == ids
    page = opened(reader, reworded, answers(page))
    assert chosen(page) == ids


def test_an_answer_that_is_no_choice_any_more_is_shown_as_it_is(reader: BrowserContext, first: str) -> None:
    page = opened(reader, first, {"asked-1-answer": "by letter"})
    assert chosen(page) == [("by letter", "by letter")]
    assert answers(page) == {"asked-1-answer": "by letter"}


def test_a_file_from_before_asks_only_about_what_differs(reader: BrowserContext, reworded: str) -> None:
    page = opened(reader, reworded, {"asked-1-answer": "not-yet", "asked-2-answer": "not-yet"})
    text = json.dumps({"format": 1, "kind": "answers", "page": PAGE, "answers": BEFORE})
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a file").click()
    chooser.value.set_files({"name": "a.json", "mimeType": "application/json", "buffer": text.encode()})
    question = page.get_by_text("1 question has two different answers")
    expect(question).to_contain_text("here “in May”, the other “gladly”")
    page.get_by_role("button", name="Use the other answers").click()
    assert chosen(page) == [("not-yet", "in May"), ("gern", "gladly"), ("at-some-time", "someday")]
