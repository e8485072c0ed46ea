"""Long pages list their own headings, and lead back to their top."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml.html import HtmlElement, parse

from generator.pages.contents import FEWEST, LONG, headings, is_long
from tests.support.loops import every


def content(site: Path, address: str) -> HtmlElement:
    (found,) = parse(str(site / address / "index.html")).xpath("//*[@id='content']")
    return found


def section(number: int) -> str:
    heading = f'<h2 id="n-{number}">Part &amp; {number}</h2>\n'
    return f'<section>{heading}<a class="headerlink" href="#n-{number}"></a></section>'


def test_only_headings_that_readers_can_link_to_are_listed_and_only_if_there_are_enough() -> None:
    enough = "".join(map(section, range(FEWEST)))
    assert [*map(tuple, headings(f'<h2 id="box">Box</h2>{enough}'))] == [
        (f"n-{number}", f"Part &amp; {number}") for number in range(FEWEST)
    ]
    assert headings("".join(map(section, range(FEWEST - 1)))) == ()


def test_the_parts_of_a_worksheet_are_listed() -> None:
    part = '<section class="part last">\n<h3 id="p">Part</h3>'
    assert headings(part * FEWEST)[0] == ("p", "Part")


def test_a_page_is_long_from_a_certain_length() -> None:
    assert is_long("x" * LONG)
    assert not is_long("x" * (LONG - 1))


@pytest.mark.parametrize(
    "address", ["principles/patience", "worksheets/patience", "workshops/patience", "about", "sources"]
)
def test_a_long_page_lists_its_headings_in_order(address: str, real_site: Path) -> None:
    page = content(real_site, address)
    links = page.xpath(".//details[contains(@class, 'fold')]//a")
    assert len(links) >= FEWEST
    places = [page.xpath(f".//*[@id='{link.get('href')[1:]}']") for link in every(links)]
    texts = [" ".join(heading.text_content().split()) for (heading,) in places]
    assert texts == [" ".join(link.text_content().split()) for link in links]
    order = [*page.iter()]
    assert [order.index(heading) for (heading,) in places] == sorted(order.index(one) for (one,) in places)
    assert page.xpath(".//a[@href='#']")[-1].text == "Back to top"


def test_a_short_page_has_neither(real_site: Path) -> None:
    page = content(real_site, "checklists")
    assert not page.xpath(".//details[contains(@class, 'fold')]")
    assert not page.xpath(".//a[@href='#']")


def test_no_page_shows_where_its_list_would_be(real_site: Path) -> None:
    for file in every(real_site.rglob("*.html")):
        assert "contents -->" not in file.read_text("utf-8"), file
