"""A renamed page is still found at its old address, and the old address appears nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html

from generator.layers import Layers
from generator.load.loader import load
from generator.model.guide import Guide
from generator.pages.redirects import redirect_pages
from generator.project import Project
from generator.publish.content_security import protect
from generator.publish.html import read_page
from tests.support.paths import ROOT
from tests.support.rendering import environment
from tests.support.whole_site import broken_links
from tests.support.without_pdfs import ENGLISH, stage_without_pdfs, write_pages

HOSTILE = "Ends & “quotes” \"'{{ 7*7 }} <b onclick=alert(1)>b</b>"
OLD = ("principles/asking/", "checklists/the-hour-before/", "worksheets/old-talk/", "both-sides/")


@pytest.fixture
def guide(small_guide: Path) -> Guide:
    for name, old in {
        "principles/ask-first": "asking",
        "checklists/before-the-talk": "the-hour-before",
        "worksheets/one-talk": "old-talk",
        "pages/why-it-is-hard": "both-sides",
    }.items():
        path = small_guide / f"content/{name}.yml"
        path.write_text(f"was: [{old}]\n{path.read_text('utf-8')}", "utf-8")
    guide = load(Project.at(small_guide)).guide
    assert guide is not None
    return guide


def test_every_kind_of_page_is_found_at_its_old_address(guide: Guide) -> None:
    pages = redirect_pages(guide, environment(Layers(ROOT / "templates"), ENGLISH))
    assert tuple(pages) == tuple(f"{address}index.html" for address in OLD)
    link = html.fromstring(pages["principles/asking/index.html"].decode()).find(".//a")
    assert link is not None
    assert (link.get("href"), link.text) == ("../../principles/ask-first/", "Ask before you tell")


def test_an_old_address_redirects_without_a_script(guide: Guide) -> None:
    pages = redirect_pages(guide, environment(Layers(ROOT / "templates"), ENGLISH))
    page = html.fromstring(pages["worksheets/old-talk/index.html"].decode())
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../../worksheets/one-talk/"]
    assert page.xpath("//a/@href") == ["../../worksheets/one-talk/"]
    assert page.xpath("//link/@href") == ["https://feedback.internal/guide/worksheets/one-talk/"]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("string(//a)") == "One talk"
    assert not page.xpath("//script|//style|//@style")
    assert html.fromstring(pages["both-sides/index.html"].decode()).xpath("//a/@href") == [
        "../why-it-is-hard/"
    ]


def test_a_title_stays_text(guide: Guide) -> None:
    changed = guide.worksheets["one-talk"].model_copy(update={"title": HOSTILE})
    guide.worksheets["one-talk"] = changed  # type: ignore[index]
    page = redirect_pages(guide, environment(Layers(ROOT / "templates"), ENGLISH))[
        "worksheets/old-talk/index.html"
    ].decode()
    assert html.fromstring(page).xpath("string(//a)") == HOSTILE
    assert "<b" not in page.partition("<body>")[0] + page.partition("<p>")[2]


def test_old_addresses_are_built_and_listed_nowhere(guide: Guide, small_guide: Path, tmp_path: Path) -> None:
    redirects = redirect_pages(guide, environment(Layers(ROOT / "templates"), ENGLISH))
    staged = stage_without_pdfs(guide, Project.at(small_guide), **redirects)
    out = write_pages(staged, tmp_path / "out")
    for address in OLD:
        page = redirects[f"{address}index.html"].decode()
        published = (out / address / "index.html").read_text("utf-8")
        assert published == protect(page, read_page(page))
        assert address not in (out / "sitemap.xml").read_text("utf-8")
        assert not [page for page in out.rglob("*.html") if f'{address}"' in page.read_text("utf-8")]
    found = json.loads((out / "search/pages.json").read_text("utf-8"))["docs"]
    assert not [entry for entry in found if entry["location"].startswith(OLD)]
    blamed = {problem.location.file for problem in broken_links(out, guide.site.url)}
    assert not [name for name in blamed if name.startswith(OLD)]


def test_only_renamed_pages_have_redirects(small_guide: Path) -> None:
    guide = load(Project.at(small_guide)).guide
    assert guide
    assert redirect_pages(guide, environment(Layers(ROOT / "templates"), ENGLISH)) == {}


def test_a_frame_on_another_site_leads_on_to_the_page_for_frames(small_guide: Path, guide: Guide) -> None:
    settings = small_guide / "site_config.yml"
    settings.write_text(settings.read_text("utf-8") + "embed: {allowed: ['https://a.example']}\n", "utf-8")
    embedding = load(Project.at(small_guide)).guide
    assert embedding is not None
    pages = redirect_pages(embedding, environment(Layers(ROOT / "templates"), ENGLISH))
    ours = {
        f"embed/{address}index.html" for address in OLD if address.startswith(("checklists", "worksheets"))
    }
    assert {name for name in pages if name.startswith("embed/")} == ours
    page = html.fromstring(pages["embed/worksheets/old-talk/index.html"].decode())
    assert page.xpath("//a/@href") == ["../../../embed/worksheets/one-talk/"]
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == [
        "0; url=../../../embed/worksheets/one-talk/"
    ]
    assert page.xpath("//link/@href") == ["https://feedback.internal/guide/worksheets/one-talk/"]
