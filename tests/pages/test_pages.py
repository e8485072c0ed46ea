"""Every page is at its address, with its anchors, sources and links."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html
from lxml.html import HtmlElement

from generator.layers import Layers
from generator.load.loader import load
from generator.model.fields import Slug
from generator.model.guide import Guide
from generator.model.paper_sizes import EDITIONS
from generator.pages.citations import citations_by_source
from generator.pages.page import NOT_FOUND, Download, Sheet, SheetPicture, SitePage
from generator.pages.pages import guide_pages
from generator.problems import ContentError
from generator.project import Project
from tests.support.loops import every
from tests.support.own_template import own_template
from tests.support.paths import GUIDE, ROOT
from tests.support.rendering import environment
from tests.support.without_pdfs import ENGLISH

PAPER = Sheet(
    (SheetPicture("one-talk-1.webp", 579, 819),),
    (
        Download("one-talk-a4.pdf", "a4", 2, 96_123, "print"),
        Download("one-talk-letter.pdf", "letter", 1, 98_500, "print"),
        Download("one-talk-a4-fillable.pdf", "a4", 2, 140_000, "fillable"),
        Download("one-talk-letter-fillable.pdf", "letter", 2, 140_000, "fillable"),
    ),
    "3f2a91bc",
)


@pytest.fixture(scope="module")
def guide() -> Guide:
    guide = load(Project(GUIDE)).guide
    assert guide is not None
    return guide


def render_pages(guide: Guide, papers: dict[str, Sheet] | None = None) -> dict[str, SitePage]:
    jinja = environment(Layers(ROOT / "templates"), ENGLISH)
    return {page.address: page for page in guide_pages(guide, papers or {}, jinja)}


@pytest.fixture(scope="module")
def site(guide: Guide) -> dict[str, SitePage]:
    return render_pages(guide, {"one-talk": PAPER})


def tree(page: SitePage) -> HtmlElement:
    return html.fromstring(page.render())


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_every_page_is_at_its_address_in_the_order_of_the_guide(site: dict[str, SitePage]) -> None:
    assert list(site) == [
        "",
        "start/",
        "moments/",
        "moments/asked-no-answer/",
        "moments/talk-ahead/",
        "principles/",
        "principles/ask-first/",
        "principles/say-what-you-saw/",
        "checklists/",
        "checklists/before-the-talk/",
        "worksheets/",
        "worksheets/one-talk/",
        "messages/",
        "messages/ask-for-five-minutes/",
        "workshops/",
        "workshops/first-remark/",
        "questions/",
        "tools/contacts/",
        "my-week/",
        "why-it-is-hard/",
        "glossary/",
        "sources/",
        "changes/",
        "offline/",
        NOT_FOUND,
    ]


def test_every_page_has_one_main_heading_and_no_anchor_twice(site: dict[str, SitePage]) -> None:
    for page in every(site.values()):
        body = tree(page)
        assert len(body.xpath("//h1")) == 1, page.address
        anchors = body.xpath("//@id")
        assert len(anchors) == len(set(anchors)), page.address
        assert "content" in anchors


def test_headings_never_skip_a_level(site: dict[str, SitePage]) -> None:
    for page in every(site.values()):
        levels = [int(heading.tag[1]) for heading in tree(page).xpath("//h1|//h2|//h3|//h4")]
        assert all(below - above <= 1 for above, below in pairwise(levels)), page.address


def test_no_sentence_ends_with_two_dots(site: dict[str, SitePage]) -> None:
    for address, page in site.items():
        assert not re.search(r"(?<!\.)\.\.(?!\.)", tree(page).text_content()), address


def test_internal_links_lead_to_existing_pages_and_anchors(site: dict[str, SitePage]) -> None:
    base = "https://feedback.internal/guide/"
    places = {base + page.address: set(tree(page).xpath("//@id")) for page in site.values()}
    for page in every(site.values()):
        body = tree(page)
        body.make_links_absolute(base + page.address)
        for link in every(body.xpath("//a/@href")):
            address, _, anchor = link.partition("#")
            if link.startswith(base) and not address.endswith((".pdf", ".xml", ".zip")):
                assert address in places, (page.address, link)
                assert not anchor or anchor in places[address], (page.address, link)


def test_a_principle_shows_every_part_an_author_wrote(guide: Guide, site: dict[str, SitePage]) -> None:
    text = words(tree(site["principles/ask-first/"]))
    principle = guide.principles["ask-first"]
    texts = [
        principle.title, principle.summary, *principle.in_short, principle.why.because, principle.today,
        principle.example.situation, principle.example.changed, *principle.works_when,
        *(part for swap in principle.instead for part in (swap.avoid, swap.do)),
        *(part for act in principle.practices for part in (act.do, act.when, act.because)),
    ]  # fmt: skip
    for part in texts:
        assert part in text


def test_the_fixed_anchors_of_a_principle_are_there(site: dict[str, SitePage]) -> None:
    anchors = set(tree(site["principles/ask-first/"]).xpath("//@id"))
    assert {
        "in-short",
        "why",
        "practices",
        "instead",
        "example",
        "signs",
        "today",
        "sheets",
        "next",
    } <= anchors


def test_a_principle_shows_its_number_and_links_to_the_next_one_if_any(
    site: dict[str, SitePage],
) -> None:
    first, last = tree(site["principles/ask-first/"]), tree(site["principles/say-what-you-saw/"])
    (crumbs,) = first.find_class("eyebrow")
    assert words(crumbs) == "Principles · 1 of 2"
    assert crumbs.xpath("a/@href") == ["../../principles/"]
    assert first.xpath('//section[contains(@class, "next")]//a/@href') == [
        "../../principles/say-what-you-saw/"
    ]
    assert not last.xpath('//*[@id="next"]')


@pytest.mark.parametrize(
    ("address", "anchor", "name"),
    [
        ("principles/ask-first/", "one-question", "Link to this practice"),
        ("checklists/before-the-talk/", "asked", "Link to this item"),
        ("sources/", "team-practice", "Link to this source"),
        ("questions/", "too-late", "Link to this question: Is it too late to say something?"),
        ("glossary/", "remark", "Link to this word: remark"),
        ("workshops/first-remark/", "write", "Link to this step: Write it down"),
    ],
)
def test_every_anchor_has_a_link_to_itself_with_a_name(
    site: dict[str, SitePage], address: str, anchor: str, name: str
) -> None:
    body = tree(site[address])
    assert body.xpath(f'//*[@id="{anchor}"]')
    assert body.xpath(f'//a[@href="#{anchor}"]/@aria-label') == [name]


def test_every_practice_gives_its_reason_and_the_kind_of_its_source(site: dict[str, SitePage]) -> None:
    body = tree(site["principles/ask-first/"])
    for practice in every(body.xpath('//section[contains(@class, "practice")]')):
        (why,) = practice.find_class("why")
        assert "Why we say this" in words(why)
        assert why.xpath(".//li/a[starts-with(@href, '../../sources/#')]")
    assert "our own advice" in words(body)
    assert ", book" in words(body)


def test_every_checklist_item_is_a_checkbox_inside_its_label(guide: Guide, site: dict[str, SitePage]) -> None:
    body = tree(site["checklists/before-the-talk/"])
    labels = body.xpath("//form//label[input/@type='checkbox']")
    assert [words(label) for label in labels] == [
        item.text for item in guide.checklists["before-the-talk"].items
    ]


def test_controls_that_need_a_script_are_hidden_until_it_runs(site: dict[str, SitePage]) -> None:
    body = tree(site["checklists/before-the-talk/"])
    assert body.xpath('//*[@class="count"][@hidden]')
    assert body.xpath("//button")
    assert body.xpath("//button[not(ancestor-or-self::*[@hidden])]") == []


def test_a_worksheet_lists_its_downloads_by_purpose_with_pages_and_size(site: dict[str, SitePage]) -> None:
    rows = tree(site["worksheets/one-talk/"]).xpath('//*[contains(@class, "take")]/li')
    assert [[words(link) for link in row.xpath("a")] for row in rows] == [
        [
            "To print and fill in by hand, A4, PDF, 2 pages, 96 kB",
            "To print and fill in by hand, US Letter, PDF, 1 page, 98 kB",
        ],
        [
            "To fill in on a screen, A4, Fillable PDF, 2 pages, 140 kB",
            "To fill in on a screen, US Letter, Fillable PDF, 2 pages, 140 kB",
        ],
    ]
    assert [link.get("href") for row in rows for link in row.xpath(".//a")] == [
        "../../worksheets/one-talk/one-talk-a4.pdf",
        "../../worksheets/one-talk/one-talk-letter.pdf",
        "../../worksheets/one-talk/one-talk-a4-fillable.pdf",
        "../../worksheets/one-talk/one-talk-letter-fillable.pdf",
    ]


def test_every_edition_has_a_row(guide: Guide) -> None:
    made = tuple(Download(f"{edition}.pdf", "a4", 2, 1000, edition) for edition in EDITIONS)
    page = tree(render_pages(guide, {"one-talk": Sheet((), made)})["worksheets/one-talk/"])
    assert len(page.xpath('//*[contains(@class, "take")]//a')) == len(EDITIONS)


def test_a_switch_says_which_paper_is_shown_if_there_are_several(
    guide: Guide, site: dict[str, SitePage]
) -> None:
    page = tree(site["worksheets/one-talk/"])
    assert page.xpath('//a[@data-paper = "a4" or @data-paper = "letter"]/@data-paper') == ["a4", "letter"] * 2
    switch = page.xpath('//fieldset[@class = "papers"]')[0]
    assert words(switch) == "Paper A4 US Letter"
    assert switch.xpath(".//input[@checked]/@value") == ["a4"]
    alone = replace(PAPER, downloads=PAPER.downloads[:1])
    assert not tree(render_pages(guide, {"one-talk": alone})["worksheets/one-talk/"]).xpath("//fieldset")


def test_a_page_shows_the_version_of_its_sheet(site: dict[str, SitePage]) -> None:
    assert "This sheet: November 22, 2026, version 3f2a91bc. Is your printed copy older?" in words(
        tree(site["worksheets/one-talk/"])
    )


def test_all_sheets_can_be_downloaded_together_if_there_are_such_files(guide: Guide) -> None:
    assert "Take them all" not in words(tree(render_pages(guide)["worksheets/"]))
    collections = (
        Download("all-a4.pdf", "a4", 44, 2_310_000, "all"),
        Download("all-letter.pdf", "letter", 45, 2_310_000, "all"),
        Download("all.zip", None, 0, 9_400_000, "zip"),
    )
    jinja = environment(Layers(ROOT / "templates"), ENGLISH)
    section = next(
        page for page in guide_pages(guide, {}, jinja, collections) if page.address == "worksheets/"
    )
    links = tree(section).xpath('//*[contains(@class, "take")]//a')
    assert [link.get("href") for link in links] == [
        f"../worksheets/{download.file}" for download in collections
    ]
    assert words(links[0]) == "All sheets in one PDF, A4, PDF with an outline, 44 pages, 2.3 MB"
    assert words(links[2]) == "All sheets as separate files, ZIP, for a USB drive, 9.4 MB"


def test_worksheets_for_one_principle_and_for_all_are_listed_separately(guide: Guide) -> None:
    shared = guide.worksheets["one-talk"].model_copy(update={"id": Slug("shared"), "principle": None})
    section = guide.outline.worksheets.model_copy(update={"show": ("shared", "one-talk")})
    both = replace(
        guide,
        outline=guide.outline.model_copy(update={"worksheets": section}),
        worksheets={**guide.worksheets, "shared": shared},
    )
    site = render_pages(both)
    assert [words(heading) for heading in tree(site["worksheets/"]).xpath("//h2")] == [
        "For every principle",
        "One for each principle",
    ]
    assert "It goes with every principle." in words(tree(site["worksheets/shared/"]))
    assert "It goes with the principle" in words(tree(site["worksheets/one-talk/"]))


def test_a_landscape_sheet_has_its_own_class(guide: Guide) -> None:
    landscape = guide.worksheets["one-talk"].model_copy(update={"landscape": True})
    changed = replace(guide, worksheets={**guide.worksheets, "one-talk": landscape})
    page = tree(render_pages(changed, {"one-talk": PAPER})["worksheets/one-talk/"])
    assert len(page.find_class("landscape")) == 2


def test_a_picture_in_a_list_has_a_small_version_if_there_is_one(guide: Guide) -> None:
    picture = SheetPicture("one-talk-1.webp", 640, 905, small="one-talk-1-small.webp")
    body = tree(render_pages(guide, {"one-talk": Sheet((picture,))})["worksheets/"])
    assert body.xpath("//img/@srcset") == [
        "../worksheets/one-talk/one-talk-1-small.webp 320w, ../worksheets/one-talk/one-talk-1.webp 640w"
    ]
    assert body.xpath("//img/@alt") == [""]  # the title is next to it


def test_a_page_with_one_paper_size_does_not_explain_paper_sizes(guide: Guide) -> None:
    only = Sheet((), PAPER.downloads[:1])
    assert "Not sure?" not in words(tree(render_pages(guide, {"one-talk": only})["worksheets/one-talk/"]))


def test_a_site_without_pdfs_is_still_complete(guide: Guide) -> None:
    site = render_pages(guide)
    assert not tree(site["worksheets/one-talk/"]).xpath("//img")
    assert not tree(site[""]).xpath("//figure")


def test_every_field_of_a_worksheet_is_on_its_page(guide: Guide, site: dict[str, SitePage]) -> None:
    text = words(tree(site["worksheets/one-talk/"]))
    for section in every(guide.worksheets["one-talk"].sections):
        assert section.title in text
        assert section.help in text
        for many in ("prompts", "items", "statements", "columns", "blanks"):
            for field in getattr(section, many, ()):
                assert field.label in text


def test_a_source_links_back_to_every_place_that_cites_it(guide: Guide, site: dict[str, SitePage]) -> None:
    links = tree(site["sources/"]).xpath("//details//a/@href")
    assert "../principles/ask-first/#one-question" in links
    assert "../checklists/before-the-talk/#asked" in links
    assert "../workshops/first-remark/#run" in links
    assert "../questions/#angry" in links
    assert "../glossary/#remark" in links
    assert len(links) == sum(
        len(places) for by_page in citations_by_source(guide).values() for places in by_page.values()
    )


def test_sources_are_grouped_by_kind_in_plain_words(site: dict[str, SitePage]) -> None:
    assert "Our own advice" in words(tree(site["sources/"]))


def test_links_on_the_not_found_page_work_at_any_depth(site: dict[str, SitePage]) -> None:
    links = [link for link in tree(site[NOT_FOUND]).xpath("//a/@href") if not link.startswith("#")]
    assert links
    assert all(link.startswith("/guide/") for link in links)


def test_search_aliases_of_a_page_are_added_once(site: dict[str, SitePage]) -> None:
    assert site["principles/ask-first/"].aliases == ("Asking", "permission", "question")


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "{{ 7*7 }}", '" onmouseover="x', "&lt;b&gt; &amp;"]
)
def test_what_an_author_wrote_is_text_on_every_page(guide: Guide, hostile: str) -> None:
    principle = guide.principles["ask-first"]
    practice = principle.practices[0].model_copy(update={"do": hostile, "how": hostile, "when": hostile})
    changed = principle.model_copy(
        update={
            "title": hostile,
            "name": hostile,
            "summary": hostile,
            "practices": (practice,),
            "today": hostile,
        }
    )
    site = render_pages(replace(guide, principles={**guide.principles, "ask-first": changed}))
    for page in every(site.values()):
        body = tree(page)
        assert not body.xpath("//script[not(@type='application/json')]|//@onmouseover|//b")
        assert "49" not in words(body)
    text = words(tree(site["principles/ask-first/"]))
    assert text.count(" ".join(hostile.split())) >= 5


def test_templates_and_pages_do_not_mention_the_subject() -> None:
    subject = re.compile(r"network|job seeker|career|recruit|linkedin", re.IGNORECASE)
    for folder in ("pages", "site/theme", "site/assets"):
        for path in every((ROOT / "templates" / folder).rglob("*")):
            if path.is_file():
                assert not subject.search(path.read_text("utf-8")), path


def test_a_field_misspelled_in_a_template_is_reported_with_its_line(small_guide: Path, guide: Guide) -> None:
    template = own_template(small_guide, "pages/page.html.j2")
    template.write_text(template.read_text("utf-8").replace("page.summary", "page.sumary"), "utf-8")
    with pytest.raises(ContentError) as error:
        [
            page.render()
            for page in guide_pages(guide, {}, environment(Project.at(small_guide).templates, ENGLISH))
        ]
    (problem,) = error.value.problems
    assert problem.location.file == "templates/pages/page.html.j2"
    assert "page.sumary" in problem.location.excerpt
    assert "did you mean “summary”?" in problem.message
