"""The structured data for search engines on each page of the built site."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import html

from generator.pages.structured_data import json_ld
from tests.support.loops import every
from tests.support.small_pages import GUIDE, PAGES, URL


def graph(address: str) -> dict[str, dict[str, Any]]:
    """Return the items in the JSON-LD of a page, by type."""
    (page,) = [page for page in PAGES if page.address == address]
    data = json.loads(json_ld(page, GUIDE))
    return {part["@type"]: part for part in data["@graph"]}


def test_a_principle_is_an_article_with_a_date_and_a_license() -> None:
    article = graph("principles/ask-first/")["Article"]
    assert article["headline"] == "Ask before you tell"
    assert article["url"] == f"{URL}principles/ask-first/"
    assert article["dateModified"] == "2026-11-22"
    assert article["license"] == GUIDE.site.license.url


def test_breadcrumbs_include_the_section() -> None:
    steps = graph("principles/ask-first/")["BreadcrumbList"]["itemListElement"]
    assert [step["item"].removeprefix(URL) for step in steps] == ["", "principles/", "principles/ask-first/"]
    assert steps[1]["name"] == GUIDE.outline.principles.title
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert len(graph("glossary/")["BreadcrumbList"]["itemListElement"]) == 2


def test_the_home_page_is_the_site_itself() -> None:
    assert set(graph("")) == {"WebSite"}


def test_no_character_can_end_the_script_element() -> None:
    (page,) = [page for page in PAGES if page.address == "glossary/"]
    assert not {"<", ">", "&"} & set(json_ld(replace(page, title="</script>&"), GUIDE))


def test_every_page_has_structured_data_and_a_preview_for_sharing(small_site: Path) -> None:
    for page in every(PAGES):
        if page.kind == "not-found":
            continue
        whole = html.parse(str(small_site / page.address / "index.html"))
        (data,) = whole.xpath("//script[@type='application/ld+json']/text()")
        assert json.loads(data)["@context"] == "https://schema.org"
        shared = {one.get("property"): one.get("content") for one in whole.xpath("//meta[@property]")}
        assert shared["og:url"] == URL + page.address
        assert shared["og:description"] == page.description
        assert shared["og:title"] == (page.title if page.kind != "home" else GUIDE.site.name)


def test_feed_readers_find_the_feed_and_the_footer_links_to_the_changes(small_site: Path) -> None:
    whole = html.parse(str(small_site / "principles/ask-first/index.html"))
    assert whole.xpath("//link[@type='application/atom+xml']/@href") == ["../../feed.xml"]
    assert whole.xpath("//footer//a[text()='November 22, 2026']/@href") == ["../../changes/"]
