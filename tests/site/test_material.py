"""Material builds the staged project without warnings, to the same bytes, and keeps author text as text."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from lxml import html

from generator.engine import memo
from generator.load.loader import load
from generator.model.guide import Guide
from generator.problems import SystemFailure
from generator.project import Project
from generator.site.stage import Stage
from tests.support.loops import every
from tests.support.nightly import representatives
from tests.support.own_template import own_template
from tests.support.paths import ROOT
from tests.support.without_pdfs import build_without_pdfs, stage_without_pdfs, write_pages

HOSTILE = "Ends & “quotes” \"'{{ 7*7 }} &lt;i&gt; <b onclick=alert(1)>b</b> **x**{: onclick=y }"


@pytest.fixture
def guide(small_guide: Path) -> Guide:
    guide = load(Project.at(small_guide)).guide
    assert guide is not None
    return guide


@pytest.fixture
def staged(guide: Guide, small_guide: Path) -> Stage:
    return stage_without_pdfs(guide, Project.at(small_guide))


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def replaced(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def reworded(folder: Path) -> None:
    replaced(folder / "content/principles/ask-first.yml", "It costs one sentence", "It costs two sentences")


def renamed_in_the_menu(folder: Path) -> None:
    replaced(folder / "content/principles/ask-first.yml", "name: Asking", "name: To ask")


def with_another_footer(folder: Path) -> None:
    replaced(own_template(folder, "site/theme/partials/footer.html"), "<footer", '<footer data-new="x"')


def with_another_style(folder: Path) -> None:
    first = min((ROOT / "templates/site/assets").rglob("*.css"))
    style = own_template(folder, first.relative_to(ROOT / "templates").as_posix())
    style.write_text(style.read_text("utf-8") + "\n.new { color: red }\n", "utf-8")


def with_one_page_more(folder: Path) -> None:
    shutil.copy(folder / "content/principles/ask-first.yml", folder / "content/principles/ask-again.yml")
    replaced(folder / "content/principles/ask-again.yml", "Ask before you tell", "Ask once more")
    replaced(folder / "content/guide.yml", "[ask-first, ", "[ask-first, ask-again, ")


def with_one_page_fewer(folder: Path) -> None:
    (folder / "content/principles/ask-again.yml").unlink()
    replaced(folder / "content/guide.yml", "ask-again, ", "")


EDITS: dict[Callable[[Path], None], set[str] | None] = {
    reworded: {"principles/ask-first/index.html"},
    renamed_in_the_menu: None,
    with_another_footer: None,
    with_another_style: None,
    with_one_page_more: None,
    with_one_page_fewer: None,
}
"""Edits, made one after another, and the pages each one changes; None if it changes several."""


SOME_EDITS = [reworded, with_another_footer, with_one_page_more]
"""One in a page, one around all pages, and one in the menu."""


@pytest.mark.parametrize(
    "edits", representatives((SOME_EDITS, [*EDITS]), SOME_EDITS.__eq__, lambda edits: str(len(edits)))
)
def test_a_build_after_edits_makes_the_same_files_as_a_first_build(
    edits: list[Callable[[Path], None]], small_guide: Path, tmp_path: Path
) -> None:
    before = tree(build_without_pdfs(small_guide, tmp_path / "first"))
    for edit in edits:
        expected = EDITS[edit]
        edit(small_guide)
        memo.next_generation()
        after = tree(build_without_pdfs(small_guide, tmp_path / edit.__name__))
        for _ in range(2):
            memo.next_generation()
        afresh = build_without_pdfs(small_guide, tmp_path / f"{edit.__name__}-from-nothing")
        assert after == tree(afresh), edit.__name__
        changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
        pages = {name for name in changed if name.endswith(".html") and not name.startswith("offline/")}
        assert pages == expected if expected else len(pages) > 2, edit.__name__
        before = after


def test_a_file_that_is_new_or_changed_changes_no_page(staged: Stage, tmp_path: Path) -> None:
    before = tree(write_pages(staged, tmp_path / "before"))
    for text in (b"new", b"newer"):
        added = replace(staged, files={**staged.files, "new.txt": text})
        assert tree(write_pages(added, tmp_path / text.decode())) == {**before, "new.txt": text}


def test_every_page_is_built(small_site: Path) -> None:
    for name in ("index.html", "principles/ask-first/index.html", "sources/index.html", "404.html"):
        assert (small_site / name).is_file()
    text = (small_site / "404.html").read_text("utf-8")
    assert "We can’t find that page" in text
    assert 'href="#content" class="md-skip"' in text
    assert 'id="content"' in text


def test_two_builds_give_the_same_bytes(staged: Stage, tmp_path: Path) -> None:
    one, two = (write_pages(staged, tmp_path / name) for name in ("one", "two"))
    assert tree(one) == tree(two)


def test_a_build_leaves_the_environment_unchanged(
    staged: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "7")
    before = dict(os.environ)
    write_pages(staged, tmp_path / "out")
    assert dict(os.environ) == before


def test_nothing_is_printed(staged: Stage, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_pages(staged, tmp_path / "out")
    assert capfd.readouterr() == ("", "")


def test_a_warning_stops_the_build_and_is_reported(staged: Stage, tmp_path: Path) -> None:
    settings = json.loads(staged.settings)
    settings["nav"].remove({"Sources": "sources/index.md"})
    with pytest.raises(SystemFailure, match=r"sources/index\.md"):
        write_pages(replace(staged, settings=json.dumps(settings).encode()), tmp_path / "out")


def test_unusable_settings_are_reported(staged: Stage, tmp_path: Path) -> None:
    settings = json.dumps({**json.loads(staged.settings), "theme": {"name": "unheard-of"}}).encode()
    with pytest.raises(SystemFailure, match="unheard-of"):
        write_pages(replace(staged, settings=settings), tmp_path / "out")


def test_unused_files_of_material_are_not_published(small_site: Path) -> None:
    names = list(tree(small_site))
    assert not [name for name in names if name.endswith(".map") or "lunr" in name]


def test_no_page_loads_anything_from_another_server(small_site: Path) -> None:
    for page in every(small_site.rglob("*.html")):
        body = html.parse(str(page))
        sources = body.xpath("//script/@src|//img/@src|//link[not(@rel='canonical')]/@href")
        assert not [source for source in sources if source.startswith(("http", "//"))], page


def test_what_an_author_wrote_is_text_in_page_title_description_navigation_and_search(
    guide: Guide, small_guide: Path, tmp_path: Path
) -> None:
    update = {"title": HOSTILE, "name": HOSTILE, "summary": HOSTILE, "also": (HOSTILE,)}
    guide.principles["ask-first"] = guide.principles["ask-first"].model_copy(update=update)  # type: ignore[index]
    write_pages(stage_without_pdfs(guide, Project.at(small_guide)), tmp_path / "out")
    page = html.parse(str(tmp_path / "out/principles/ask-first/index.html"))
    assert page.xpath("string(//title)") == f"{HOSTILE} - Giving Feedback"
    assert page.xpath("//meta[@name='description']/@content") == [HOSTILE]
    assert page.xpath("string(//h1)") == HOSTILE
    assert HOSTILE in [link.text for link in page.xpath("//nav[@class='rail']//a")]
    assert not page.xpath("//@onclick|//b")
    for path in every((tmp_path / "out").rglob("*.html")):
        assert not html.parse(str(path)).xpath("//@onclick|//main//b"), path
    entries = json.loads((tmp_path / "out/search/pages.json").read_text("utf-8"))["docs"]
    (found,) = [entry for entry in entries if entry["location"] == "principles/ask-first/"]
    assert "<b" not in found["title"] + found["text"] + "".join(found["tags"])
    assert unescape(found["title"]) == HOSTILE


def test_meanings_repeated_on_pages_are_found_only_in_the_glossary(small_site: Path) -> None:
    entries = json.loads((small_site / "search/pages.json").read_text("utf-8"))["docs"]
    meaning = "Something that you saw another person do"
    assert [entry["location"] for entry in entries if meaning in entry["text"]] == ["glossary/#remark"]


def test_every_practice_is_a_section_of_its_own_in_the_search(small_site: Path) -> None:
    entries = json.loads((small_site / "search/pages.json").read_text("utf-8"))["docs"]
    (found,) = [entry for entry in entries if entry["location"] == "principles/ask-first/#one-question"]
    assert found["title"].strip() == "Ask one short question"
    assert "now or later" in found["text"]


def test_the_title_of_the_home_page_is_the_name_of_the_site(small_site: Path) -> None:
    assert html.parse(str(small_site / "index.html")).xpath("string(//title)") == "Giving Feedback"
