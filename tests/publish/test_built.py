"""What a build remembers of its site is plain data, and enough to list every page again."""

from __future__ import annotations

import json
from dataclasses import replace

from markupsafe import Markup
from pydantic import TypeAdapter

from generator.pages.page import SearchEntry, SitePage
from generator.publish.built import BuiltPage, BuiltSite
from generator.publish.finish import FinishedPage, FrameFacts
from generator.publish.html import PageFacts
from generator.site.search_sections import SearchSection
from tests.support.without_pdfs import ENGLISH

FRAME = FrameFacts("frame", PageFacts((), ids=("menu",)), unsafe=False, modules=frozenset())
READS = {("principles/ask/", "title"), ("home/", "title")}


def built(page: SitePage, *sections: SearchSection, frame: FrameFacts | None = FRAME) -> BuiltPage:
    facts = PageFacts((), ids=("top", "first"))
    made = FinishedPage(f"{page.address}index.html", "", "", frame, facts, sections)
    return BuiltPage.of(page, made, READS, ENGLISH)


def page(address: str, kind: str = "page") -> SitePage:
    return SitePage(address, kind, "Ask & tell", "Before “you” tell", "Asking", Markup)


def entries(text: bytes) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(b"[%b]" % text)
    return found


def docs_offline(pages: dict[str, BuiltPage]) -> list[dict[str, object]]:
    script = BuiltSite(pages, {}, {}, {}, {}).offline_index.decode()
    found: list[dict[str, object]] = json.loads(script.removeprefix("var __index = ").removesuffix(";\n"))[
        "docs"
    ]
    return found


def site(*addresses: str) -> BuiltSite:
    pages = {address: built(page(address), SearchSection("", "", address)) for address in addresses}
    return BuiltSite(pages, {"a.css": "0f"}, {"a.css": 12}, {"lang": ["en"]}, {"key": "<html>"})


def test_a_site_is_the_same_once_it_was_kept_as_json() -> None:
    kept, before = TypeAdapter(BuiltSite), site("", "a/", "a/b/")
    assert kept.validate_json(kept.dump_json(before)) == before


def test_a_page_that_was_built_can_be_listed_again() -> None:
    before = page("principles/ask/", "principle")
    assert built(before).head("principles/ask/") == before


def test_links_can_lead_to_ids_of_a_page_and_of_what_surrounds_it() -> None:
    assert built(page("a/")).ids == ("top", "first", "menu")
    assert built(page("a/"), frame=None).ids == ("top", "first")


def test_what_a_page_read_has_an_order_of_its_own() -> None:
    """Sets have another in every process, but a note has to have the same bytes."""
    assert built(page("a/")).reads == (("home/", "title"), ("principles/ask/", "title"))


def test_entries_of_the_search_lead_to_files_in_the_offline_edition() -> None:
    made = built(page("a/"), SearchSection("", "", "all"), SearchSection("first", "One", "first"))
    assert [entry["location"] for entry in entries(made.entries)] == ["a/", "a/#first"]
    offline = docs_offline({"a/": made})
    assert [entry["location"] for entry in offline] == ["a/index.html", "a/index.html#first"]
    assert [entry["text"] for entry in offline] == ["all", "first"]


def test_the_offline_edition_does_not_find_the_page_that_offers_it() -> None:
    made = built(page("offline/", "offline"), SearchSection("", "", "x"))
    assert (entries(made.entries) != [], docs_offline({"offline/": made})) == (True, [])


def test_a_text_about_a_location_is_the_same_in_the_offline_edition() -> None:
    text = 'write {"location":"here#"} there'
    (entry,) = docs_offline({"": built(page(""), SearchSection("", "", text))})
    assert (entry["location"], entry["text"]) == ("index.html", text)


def test_a_page_that_lists_its_parts_is_found_by_them() -> None:
    words = replace(page("glossary/", "glossary"), search_entries=(SearchEntry("tie", "tie", "x"),))
    made = entries(built(words, SearchSection("", "", "all")).entries)
    assert [entry["location"] for entry in made] == ["glossary/", "glossary/#tie"]


def test_the_search_lists_pages_in_the_order_of_their_files() -> None:
    """With characters that come before a slash, that's not the order of their addresses."""
    sites = site("b/", "a-b/", "a/b/", "", "a/"), site("", "a/", "a/b/", "a-b/", "b/")
    for one in sites:
        assert [entries(entry)[0]["text"] for entry in one.entries] == ["", "a/", "a/b/", "a-b/", "b/"]
