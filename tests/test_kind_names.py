"""A guide calls its kinds of pages what it likes, on pages, on paper and in files for other programs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import html

from generator.build import load_checked
from generator.load.loader import load
from generator.load.strings import load_strings
from generator.model.guide import Guide
from generator.pages.redirects import redirect_pages
from generator.paper.context import PrintContext, leaves
from generator.problems import ContentError
from generator.project import Project
from tests.support.loops import every
from tests.support.paths import TESTS
from tests.support.rendering import environment
from tests.support.without_pdfs import ENGLISH, stage_without_pdfs, write_pages

NAMES = {
    "principle": {"one": "right", "many": "rights", "address": "rights", "was": ["claims"]},
    "checklist": {"one": "idea", "many": "ideas", "hint": "one at a time"},
    "worksheet": {"one": "form", "many": "forms", "address": "forms"},
    "message": {"one": "letter", "many": "letters"},
    "workshop": {"one": "evening", "many": "evenings"},
}
FORMER = re.compile(r"\b(principle|checklist|worksheet|message|workshop)s?\b(?!/)", re.IGNORECASE)
"""The usual names; in addresses, some are still there."""
TITLES = {"Checklists", "Messages", "Workshops"}
"""The titles that the sections have in content/guide.yml."""


def name(folder: Path, file: str = "content/guide.yml") -> Project:
    """Give the guide in `folder` the names, in one of its files."""
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text("utf-8") if path.exists() else ""
    path.write_text(before + yaml.safe_dump({"kinds": NAMES}), "utf-8")
    return Project.at(folder)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("named")
    for path in (TESTS / "guide").rglob("*.yml"):
        copy = folder / path.relative_to(TESTS / "guide")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    return name(folder)


@pytest.fixture(scope="module")
def guide(project: Project) -> Guide:
    return load_checked(project)


@pytest.fixture(scope="module")
def site(guide: Guide, project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pages(stage_without_pdfs(guide, project), tmp_path_factory.mktemp("site") / "site")


def parsed(page: Path) -> Any:
    return html.fromstring(page.read_bytes())


def shown(page: Path) -> str:
    """Return what readers see or hear of a page."""
    root = parsed(page)
    for hidden in root.xpath("//script|//style|//meta[@http-equiv]"):
        hidden.drop_tree()
    said = root.xpath("//@aria-label|//@alt|//@placeholder|//@title|//meta[@name='description']/@content")
    return " ".join((root.text_content(), *said))


def test_no_page_has_the_usual_name(site: Path) -> None:
    for page in every(sorted(site.rglob("*.html"))):
        text = shown(page)
        for title in TITLES:
            text = text.replace(title, "")
        assert not FORMER.search(text), page.relative_to(site)


def test_the_menu_the_crumbs_and_the_lists_have_the_names(site: Path) -> None:
    page = parsed(site / "rights/ask-first/index.html")
    tabs = [" ".join(link.text_content().split()) for link in page.xpath("//header//nav//a")]
    assert {"Rights", "Letters", "Forms", "Evenings"} <= {tab.split(" ")[0] for tab in tabs}
    assert "All rights" in page.text_content()
    (crumb,) = page.xpath("//*[contains(@class, 'eyebrow')]")
    assert " ".join(crumb.text_content().split()) == "Rights · 1 of 2"
    assert crumb.xpath(".//a/@href") == ["../../rights/"]
    assert "Next right, 2 of 2" in page.text_content()


def test_pages_are_at_the_new_addresses_and_links_lead_there(site: Path) -> None:
    assert {path.name for path in (site / "rights").iterdir()} >= {"ask-first", "say-what-you-saw"}
    assert not (site / "principles").exists()
    message = parsed(site / "messages/ask-for-five-minutes/index.html")
    assert "../../rights/ask-first/" in message.xpath("//main//a/@href")
    assert (site / "messages").exists()  # it has another name, but the usual address


def test_what_readers_keep_does_not_depend_on_names(site: Path) -> None:
    page = parsed(site / "forms/one-talk/index.html")
    assert page.xpath("//@data-answers") == ["worksheets/one-talk"]


def test_former_addresses_lead_to_the_new_ones(guide: Guide, project: Project) -> None:
    strings = load_strings(project.templates, "en", guide.kinds)
    pages = redirect_pages(guide, environment(project.templates, strings))
    for old in ("principles", "claims"):
        assert b'href="../rights/"' in pages[f"{old}/index.html"]
        assert b'href="../../rights/ask-first/"' in pages[f"{old}/ask-first/index.html"]
    assert {name.partition("/")[0] for name in pages} == {"principles", "claims", "worksheets"}


def test_the_search_finds_pages_of_a_kind_by_its_name(site: Path) -> None:
    index = json.loads((site / "search/pages.json").read_text("utf-8"))
    entries = {entry["location"]: entry for entry in index["docs"]}
    page = entries["rights/ask-first/"]
    assert page["tags"] == ["Right"]
    assert "rights" in page["alias"]
    (kind,) = (kind for kind in index["config"]["kinds"] if kind["list"] == "forms/")
    assert {"form", "forms", "worksheet"} <= {*kind["words"]}
    assert "rights/" in index["config"]["topics"]


def test_other_programs_get_the_names_and_lasting_kinds(site: Path) -> None:
    content = json.loads((site / "guide.json").read_text("utf-8"))
    assert content["kinds"]["principle"] == {"one": "right", "many": "rights"}
    record = next(one for one in content["records"] if one["id"] == "ask-first")
    assert record["kind"] == "principle"
    assert record["url"].endswith("/rights/ask-first/")
    headings = [line for line in (site / "llms.txt").read_text("utf-8").splitlines() if line[:3] == "## "]
    assert headings[2:6] == ["## Rights", "## Ideas", "## Forms", "## Letters"]


def test_paper_has_the_names(guide: Guide, project: Project) -> None:
    strings = load_strings(project.templates, "en", guide.kinds)
    texts = PrintContext(guide, project.templates, strings).texts([1, 2])["strings"]
    assert texts["sheet"]["kind"] == "Form"
    assert not FORMER.search(" ".join(str(text) for text in leaves(texts)))


def test_an_article_fits_the_name(guide: Guide, project: Project) -> None:
    read_me = load_strings(project.templates, "en", guide.kinds).read_me
    assert read_me.run(count=45, file="x.pdf") == "x.pdf: the run sheet of an evening of 45 minutes"


def test_authors_read_the_names_in_errors(project: Project, small_guide: Path) -> None:
    named = name(small_guide)
    (small_guide / "content/principles/extra.yml").write_bytes(
        (small_guide / "content/principles/ask-first.yml").read_bytes()
    )
    with pytest.raises(ContentError) as caught:
        load_checked(named)
    assert any("no page shows the right “" in one.message for one in caught.value.problems)


def test_an_overlay_can_name_kinds(small_guide: Path) -> None:
    with (small_guide / "site_config.yml").open("a", encoding="utf-8") as settings:
        settings.write("overlay: overlays/north\n")
    guide = load(name(small_guide, "overlays/north/guide.yml")).guide
    assert guide
    assert guide.principles["ask-first"].address == "rights/ask-first/"
    assert guide.base
    assert guide.base.principles["ask-first"].address == "principles/ask-first/"


def test_english_has_a_name_for_every_kind_with_a_section(guide: Guide) -> None:
    names = ENGLISH.names
    for kind in every([kind for kind in guide.kinds if kind.folder in guide.outline.sections]):
        assert kind.word in names
        assert kind.folder in names
