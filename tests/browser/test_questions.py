"""Questions are open on one page, with a link to each, and are found by the words people use."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml.html import HtmlElement, parse
from playwright.sync_api import Browser

from tests.support.hosting import hosted
from tests.support.reader import search


@pytest.fixture
def page(small_site: Path) -> HtmlElement:
    return parse(str(small_site / "questions/index.html")).getroot()


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_a_list_at_the_top_links_to_every_topic_and_question(page: HtmlElement) -> None:
    (outline,) = page.xpath("//nav[@aria-label='All questions']")
    assert [(words(link), link.get("href")) for link in outline.xpath(".//a")] == [
        ("Before the talk", "#before"),
        ("Is it too late to say something?", "#too-late"),
        ("Afterward", "#after"),
        ("What if they get angry?", "#angry"),
    ]
    assert page.xpath("//h2[@id='before']")
    assert page.xpath("//h3[@id='too-late']")


def test_each_topic_ends_with_a_link_back_to_the_list(page: HtmlElement) -> None:
    (outline,) = page.xpath("//details[nav/@aria-label='All questions']")
    back = [theme.xpath("p[last()]/a/@href") for theme in page.xpath("//section[h2/@id]")]
    assert back == [[f"#{outline.get('id')}"]] * 2


def test_an_answer_is_open_below_its_question(page: HtmlElement) -> None:
    (section,) = page.xpath("//section[h3[@id='angry']]")
    assert "Thank them for hearing you, and stop." in words(section.xpath("p")[0])
    assert not section.xpath(".//p[ancestor::details][contains(., 'Thank them')]")


def test_an_answer_gives_its_reason_and_its_sources(page: HtmlElement) -> None:
    (why,) = page.xpath("//section[h3[@id='angry']]/details")
    assert "in the experience of many leads" in words(why)
    assert "our own advice" in words(why)


def test_another_wording_finds_the_question_itself(small_site: Path, browser: Browser) -> None:
    with hosted(small_site, "/guide/") as address:
        page = browser.new_page()
        found = search(page, address, "how long can i wait")
        page.close()
    assert "questions/#too-late" in found[:2]


def test_the_list_of_questions_is_not_printed(small_site: Path, browser: Browser) -> None:
    with hosted(small_site, "/guide/") as address:
        page = browser.new_page()
        page.goto(address + "questions/")
        assert page.get_by_role("navigation", name="All questions").is_visible()
        page.emulate_media(media="print")
        assert not page.get_by_role("navigation", name="All questions").is_visible()
        assert page.get_by_text("Leads report it").is_visible(), "reasons are printed open"
        page.close()
