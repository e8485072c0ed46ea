"""Files next to the pages for search engines, feed readers and other programs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree, html
from markdown_it import MarkdownIt

from generator.model.fields import Summary, Title, Url
from generator.pages.exports import export_files, records_json
from generator.pages.page import NOT_FOUND
from tests.support.loops import every
from tests.support.small_pages import GUIDE, PAGES, URL
from tests.support.translated_guide import begin, spanish
from tests.support.without_pdfs import ENGLISH

ATOM = {"a": "http://www.w3.org/2005/Atom"}
RECORDS = records_json(GUIDE).values()
FILES = export_files(GUIDE, PAGES, ENGLISH, RECORDS)


def feed() -> etree._Element:
    return etree.fromstring(FILES["feed.xml"])


def entry(id: str) -> dict[str, Any]:
    records: list[dict[str, Any]] = json.loads(FILES["guide.json"])["records"]
    (found,) = [record for record in records if record["id"] == id]
    return found


def test_what_a_translation_says_in_the_original_language_is_listed(small_guide: Path) -> None:
    begin(small_guide, ("principles/ask-first/name", "Asking", "Preguntar"))
    guide = spanish(small_guide)
    listed = json.loads(export_files(guide, PAGES, ENGLISH, records_json(guide).values())["guide.json"])
    (principle,) = (one for one in listed["records"] if one["id"] == "ask-first")
    assert principle["name"] == "Preguntar"
    assert principle["title"] == GUIDE.principles["ask-first"].title
    assert "title" in principle["untranslated"]
    assert {"id", "kind", "url", "name"}.isdisjoint(principle["untranslated"])
    assert not any("untranslated" in record for record in json.loads(FILES["guide.json"])["records"])


def test_crawlers_are_allowed_and_find_the_sitemap() -> None:
    assert FILES["robots.txt"].decode().split("\n\n") == [
        "User-agent: *\nAllow: /",
        f"Sitemap: {URL}sitemap.xml\n",
    ]


def test_the_feed_has_everything_that_rfc_4287_requires() -> None:
    for path in ("a:id", "a:title", "a:updated", "a:author/a:name", "a:link[@rel='self']"):
        assert len(feed().findall(path, ATOM)) == 1, path
    for one in every(feed().findall("a:entry", ATOM)):
        for path in ("a:id", "a:title", "a:updated", "a:link[@rel='alternate']", "a:summary"):
            assert len(one.findall(path, ATOM)) == 1, path
    ids = [one.findtext("a:id", namespaces=ATOM) for one in feed().iter("{*}entry")]
    assert len(set(ids)) == len(ids)


def test_the_feed_has_a_link_and_a_date_for_each_change() -> None:
    newest = feed().find("a:entry", ATOM)
    assert newest is not None
    assert newest.findtext("a:title", namespaces=ATOM) == "Taking no for an answer"
    assert newest.findtext("a:summary", namespaces=ATOM) == "A habit has a new step & a <sign>."
    assert newest.findtext("a:updated", namespaces=ATOM) == "2026-11-22T00:00:00Z"
    link = newest.find("a:link", ATOM)
    assert link is not None
    assert link.get("href") == f"{URL}principles/ask-first/#instead"
    assert feed().findtext("a:updated", namespaces=ATOM) == "2026-11-22T00:00:00Z"


def test_a_guide_without_changes_has_no_feed() -> None:
    assert "feed.xml" not in export_files(replace(GUIDE, changes=None), PAGES, ENGLISH, RECORDS)


def test_the_whole_guide_is_exported_as_json_with_the_field_names_of_authors() -> None:
    whole = json.loads(FILES["guide.json"])
    assert whole["format"] == "advice-guide/1"
    assert date.fromisoformat(whole["updated"]) == GUIDE.outline.updated
    assert whole["license"]["name"] == "CC BY 4.0"
    assert {record["id"] for record in whole["records"]} == {record.id for record in GUIDE.records()}
    assert {source["id"] for source in whole["sources"]} == set(GUIDE.sources)
    principle = entry("ask-first")
    assert principle["kind"] == "principle"
    assert principle["url"] == f"{URL}principles/ask-first/"
    assert principle["in-short"] == list(GUIDE.principles["ask-first"].in_short)
    assert principle["practices"][0]["from"] == ["team-practice"]
    assert entry("first-remark")["activities"][0]["minutes"] == {"30": 5, "45": 10}


def test_every_page_named_in_the_json_exists() -> None:
    addresses = {page.address for page in PAGES}
    for record in every(json.loads(FILES["guide.json"])["records"]):
        assert record["url"].removeprefix(URL) in addresses


def test_llms_txt_lists_the_pages_with_a_line_for_each() -> None:
    lines = FILES["llms.txt"].decode().splitlines()
    assert lines[0] == f"# {GUIDE.site.name}"
    assert lines[2] == f"> {GUIDE.site.description}"
    assert "## Principles" in lines
    principle = GUIDE.principles["ask-first"]
    assert f"- [{principle.title}]({URL}{principle.address}): {principle.summary}" in lines
    listed = [line for line in lines if line.startswith("- [")]
    # The home page, the lists and the “not found” page are left out.
    left_out = {"home", "section", "not-found"}
    assert len(listed) == len([page for page in PAGES if page.kind not in left_out])


def test_texts_in_llms_txt_stay_text() -> None:
    principle = GUIDE.principles["ask-first"]
    site = GUIDE.site.model_copy(
        update={"name": Title("Talk_s [*]"), "description": Summary("# 1 in `talks`")}
    )
    page = replace(
        next(page for page in PAGES if page.address == principle.address),
        title="[Ask] *first*",
        description="Use *two* words, [never](nothing) <b> or &amp;, AT&T_s",
    )
    files = export_files(replace(GUIDE, site=site), [page], ENGLISH, RECORDS)
    lines = files["llms.txt"].decode().splitlines()
    assert (lines[0], lines[2]) == (r"# Talk\_s \[\*\]", r"> \# 1 in \`talks\`")
    said = MarkdownIt().parse(lines[-1])
    assert [child.type for token in said for child in token.children or ()] == [
        "link_open",
        "text",
        "link_close",
        "text",
    ]
    shown = "".join(child.content for token in said for child in token.children or ())
    assert shown == f"{page.title}: {page.description}"


def test_the_page_of_changes_lists_all_of_them() -> None:
    (page,) = [page for page in PAGES if page.kind == "changes"]
    text = "".join(str(piece) for piece in html.fromstring(page.render()).itertext())
    for change in every(GUIDE.changes.changes if GUIDE.changes else ()):
        assert change.title in text
        assert change.text in text
    assert "October 1, 2026" in text


def test_the_site_map_lists_every_page_with_the_day_of_the_guide() -> None:
    listed = etree.fromstring(FILES["sitemap.xml"])
    namespace = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    places = [entry.findtext("s:loc", None, namespace) for entry in every(listed)]
    assert places == sorted(f"{URL}{page.address}" for page in PAGES if page.address != NOT_FOUND)
    days = {entry.findtext("s:lastmod", None, namespace) for entry in listed}
    assert days == {GUIDE.outline.updated.isoformat()}


def test_without_an_address_there_is_no_site_map() -> None:
    site = GUIDE.site.model_copy(update={"url": Url("https://house.example/")})
    files = export_files(replace(GUIDE, site=site), PAGES, ENGLISH, RECORDS)
    assert "sitemap.xml" not in files
