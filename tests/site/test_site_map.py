"""The tabs at the top of every page and the links at its foot, which lead to everything in the guide."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from markupsafe import Markup

from generator.layers import Layers
from generator.load.loader import load
from generator.model.guide import Guide
from generator.model.page_kinds import GROUPS, MOST_TABS, PAGE_KINDS, TABS
from generator.pages.page import Part, SitePage
from generator.pages.pages import guide_pages
from generator.project import Project
from generator.site.site_map import MOST_LISTED, groups, tabs
from tests.support.loops import every
from tests.support.paths import GUIDE, ROOT
from tests.support.rendering import environment
from tests.support.without_pdfs import ENGLISH


def loaded(folder: Any) -> Guide:
    guide = load(Project.at(folder)).guide
    assert guide
    return guide


REAL, SMALL = loaded(ROOT), loaded(GUIDE)


def pages_of(guide: Guide) -> tuple[SitePage, ...]:
    return guide_pages(guide, {}, environment(Layers(ROOT / "templates"), ENGLISH))


def found(guide: Guide, pages: tuple[SitePage, ...]) -> dict[str, list[str]]:
    """Return the addresses in each group."""
    return {
        str(group["title"]): [link["url"] for link in group["links"]]  # type: ignore[attr-defined]
        for group in groups(guide, pages, ENGLISH)
    }


@pytest.mark.parametrize("guide", [REAL, SMALL])
def test_there_are_at_most_seven_tabs_and_each_leads_to_a_page(guide: Guide) -> None:
    pages = pages_of(guide)
    links = tabs(guide, pages, ENGLISH)
    assert 1 < len(links) <= len(TABS) == MOST_TABS == 7
    assert {link["url"] for link in links} <= {page.address for page in pages}
    titles = [link["title"] for link in links]
    assert titles[0] == "Begin"
    assert titles.index("Principles") < titles.index("Messages") < titles.index("For groups")


def test_kinds_that_share_a_tab_take_it_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.site.site_map.TABS", (("checklist", "worksheet"), ("worksheet",)))
    pages = pages_of(SMALL)
    assert [link["url"] for link in tabs(SMALL, pages, ENGLISH)] == ["checklists/", "worksheets/"]
    without = tuple(page for page in pages if page.address != "checklists/")
    assert [link["url"] for link in tabs(SMALL, without, ENGLISH)] == ["worksheets/", "worksheets/"]


@pytest.mark.parametrize("guide", [REAL, SMALL])
def test_every_page_can_be_reached_from_the_tabs_the_groups_or_a_list(guide: Guide) -> None:
    pages = pages_of(guide)
    linked = {str(link["url"]) for link in tabs(guide, pages, ENGLISH)}.union(*found(guide, pages).values())
    help_page = {guide.help.address} if guide.help else set()  # it has a line of its own
    for page in every(pages):
        listed = PAGE_KINDS[page.kind].in_section and f"{page.address.partition('/')[0]}/" in linked
        assert listed or page.address in linked | help_page | {"", "404.html"} or page.kind == "section", page


def test_every_kind_of_page_is_in_one_group() -> None:
    named = [kind for kinds in GROUPS.values() for kind in kinds]
    assert len(named) == len(set(named))
    assert PAGE_KINDS.keys() - {"home", "section", "not-found"} <= {*named}
    assert {kind for kinds in TABS for kind in kinds} <= {*named}
    assert [*ENGLISH.map.plain()] == [*GROUPS]


def test_pages_of_text_are_to_read_or_about_the_guide() -> None:
    linked = found(REAL, pages_of(REAL))
    assert {"what-networking-is/", "questions-to-ask/"} <= {*linked["Read"]}
    assert linked["About"][:2] == ["about/", "accessibility/"]
    assert REAL.help
    assert REAL.help.address not in [url for urls in linked.values() for url in urls]


def test_principles_have_links_of_their_own_unless_they_are_many() -> None:
    few = pages_of(REAL)
    read = found(REAL, few)["Read"]
    assert "principles/patience/" in read
    assert "principles/" not in read
    more = (SitePage(f"principles/{n}/", "principle", "", "", "", Markup) for n in range(MOST_LISTED))
    read = found(REAL, (*few, *more))["Read"]
    assert "principles/patience/" not in read
    assert "principles/" in read


def test_a_group_without_pages_is_left_out_and_parts_of_a_page_come_last() -> None:
    pages = tuple(page for page in pages_of(SMALL) if not page.address.startswith("workshops/"))
    assert "For groups" not in found(SMALL, pages)
    posters = (Part("groups", "copy", "Posters"),)
    pages = tuple(replace(page, parts=posters if page.address == "worksheets/" else ()) for page in pages)
    assert found(SMALL, pages)["For groups"] == ["worksheets/#copy"]


def test_labels_are_escaped() -> None:
    page = SitePage("start/", "start", "", "", "", Markup)
    text = SitePage("a/", "page", "", "", "A & <b>", Markup)
    (_, read) = groups(SMALL, (page, text), ENGLISH)
    assert read["links"] == [{"url": "a/", "title": "A &amp; &lt;b&gt;"}]
