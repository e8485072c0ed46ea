"""Material builds the staged project without warnings, to the same bytes, and keeps author text as text."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from html import unescape
from pathlib import Path

import pytest
from lxml import html

from generator.engine import memo
from generator.load.loader import load
from generator.model.guide import Guide
from generator.pages.pages import guide_pages
from generator.pages.templates import environment
from generator.problems import SystemFailure
from generator.project import Project
from generator.site import mkdocs_project
from generator.site.material import build
from generator.site.stage import project, write
from tests.support.loops import every
from tests.support.paths import ROOT
from tests.support.without_pdfs import ENGLISH

FONTS = {f"assets/fonts/{name}.woff2": b"font" for name in ("text-400", "text-700", "serif-600")}
DAY = date(2026, 11, 22)
HOSTILE = "Ends & “quotes” \"'{{ 7*7 }} &lt;i&gt; <b onclick=alert(1)>b</b> **x**{: onclick=y }"


@pytest.fixture
def guide(small_guide: Path) -> Guide:
    guide = load(Project.at(small_guide)).guide
    assert guide is not None
    return guide


def stage(guide: Guide, folder: Path) -> Path:
    rendered = tuple(guide_pages(guide, {}, environment(ROOT / "templates/pages", ENGLISH)))
    write(project(guide, rendered, FONTS, ROOT / "templates", ENGLISH), folder)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture
def built(guide: Guide, tmp_path: Path) -> Path:
    build(stage(guide, tmp_path / "staging"), tmp_path / "out", DAY)
    return tmp_path / "out"


PLAIN = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
build(load_config(sys.argv[1], site_dir=sys.argv[2], strict=True))
"""


def test_pages_are_those_of_a_plain_build(real_site: Path, tmp_path: Path) -> None:
    """We render pages and find sections ourselves, which is faster and must change nothing else."""
    staging = real_site.parent / "staging"
    plain, ours = tmp_path / "plain", tmp_path / "ours"
    day = datetime.combine(DAY, time(), UTC).timestamp()
    environ = {**os.environ, "SOURCE_DATE_EPOCH": f"{day:.0f}"}
    command = [sys.executable, "-c", PLAIN, str(staging / "mkdocs.yml"), str(plain)]
    subprocess.run(command, check=True, env=environ, capture_output=True)
    build(staging, ours, DAY)
    for name, data in every(tree(ours).items()):
        if name.endswith(".html") and not (staging / "docs" / name).exists():
            assert data.decode() == mkdocs_project.minify_html((plain / name).read_text("utf-8")), name
        elif name != "search/search_index.json":
            assert data == (plain / name).read_bytes(), name
    found, expected = (json.loads((site / "search/search_index.json").read_bytes()) for site in (ours, plain))
    assert found["config"] == expected["config"]
    # Material also finds some sections in excluded elements.
    places = {entry["location"] for entry in found["docs"]}
    expected_docs = [about(entry) for entry in expected["docs"] if entry["location"] in places]
    assert [about(entry) for entry in found["docs"]] == expected_docs
    assert len(expected_docs) > 0.9 * len(expected["docs"])


def about(entry: dict[str, object]) -> dict[str, object]:
    """Return an entry without its text; test_search_sections compares the text."""
    return {name: value for name, value in entry.items() if name != "text"}


def reworded(staging: Path) -> None:
    source = staging / "docs/principles/ask-first/index.md"
    source.write_text(source.read_text("utf-8").replace("<p>", "<p>So ", 1), "utf-8")


def renamed_in_the_menu(staging: Path) -> None:
    settings = staging / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace('"Asking"', '"To ask"'), "utf-8")


def with_another_footer(staging: Path) -> None:
    footer = staging / "overrides/partials/footer.html"
    footer.write_text(footer.read_text("utf-8").replace("<footer", '<footer data-new="x"', 1), "utf-8")


def with_one_page_fewer(staging: Path) -> None:
    shutil.rmtree(staging / "docs/principles/ask-first")
    settings = json.loads((staging / "mkdocs.yml").read_text("utf-8"))
    for entry in settings["nav"]:
        for title, below in entry.items():
            if isinstance(below, list):
                entry[title] = [page for page in below if "ask-first" not in str(page)]
    (staging / "mkdocs.yml").write_text(json.dumps(settings), "utf-8")


def with_another_file(staging: Path) -> None:
    (staging / "docs/new.txt").write_text("new", "utf-8")


def with_a_file_that_changed(staging: Path) -> None:
    (staging / "docs/new.txt").write_text("newer", "utf-8")


EDITS: dict[Callable[[Path], None], set[str] | None] = {
    reworded: {"principles/ask-first/index.html", "search/search_index.json"},
    renamed_in_the_menu: None,
    with_another_footer: None,
    with_another_file: {"new.txt"},
    with_a_file_that_changed: {"new.txt"},
    with_one_page_fewer: None,
}
"""Edits, made one after another, and the file each one changes; None if it changes several pages."""


def test_a_build_after_edits_makes_the_same_files_as_a_first_build(
    guide: Guide, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memo, "_more_builds", True)
    staging = stage(guide, tmp_path / "staging")
    build(staging, tmp_path / "first", DAY)
    before = tree(tmp_path / "first")
    for edit, expected in EDITS.items():
        edit(staging)
        build(staging, tmp_path / edit.__name__, DAY)
        after = tree(tmp_path / edit.__name__)
        for _ in range(2):
            memo.next_generation()
        build(staging, tmp_path / f"{edit.__name__}-from-nothing", DAY)
        assert after == tree(tmp_path / f"{edit.__name__}-from-nothing"), edit.__name__
        changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
        assert changed == expected if expected else len(changed) > 2, edit.__name__
        before = after


def test_every_page_is_built(built: Path) -> None:
    for name in ("index.html", "principles/ask-first/index.html", "sources/index.html", "404.html"):
        assert (built / name).is_file()
    text = (built / "404.html").read_text("utf-8")
    assert "This page is not here" in text
    assert 'href="#content" class="md-skip"' in text
    assert 'id="content"' in text


def test_two_builds_give_the_same_bytes(guide: Guide, tmp_path: Path) -> None:
    staging = stage(guide, tmp_path / "staging")
    build(staging, tmp_path / "one", DAY)
    build(staging, tmp_path / "two", DAY)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_a_build_leaves_the_environment_unchanged(
    guide: Guide, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "7")
    before = dict(os.environ)
    build(stage(guide, tmp_path / "staging"), tmp_path / "out", DAY)
    assert dict(os.environ) == before


def test_nothing_is_printed(guide: Guide, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    build(stage(guide, tmp_path / "staging"), tmp_path / "out", DAY)
    assert capfd.readouterr() == ("", "")


def test_a_warning_stops_the_build_and_is_reported(guide: Guide, tmp_path: Path) -> None:
    staging = stage(guide, tmp_path / "staging")
    (staging / "docs" / "stray.md").write_text('---\ntitle: "x"\n---\n\n<p>x</p>')
    with pytest.raises(SystemFailure, match=r"stray\.md"):
        build(staging, tmp_path / "out", DAY)


def test_unusable_settings_are_reported(guide: Guide, tmp_path: Path) -> None:
    staging = stage(guide, tmp_path / "staging")
    settings = json.loads((staging / "mkdocs.yml").read_text("utf-8"))
    (staging / "mkdocs.yml").write_text(json.dumps({**settings, "theme": {"name": "unheard-of"}}))
    with pytest.raises(SystemFailure, match="unheard-of"):
        build(staging, tmp_path / "out", DAY)


def test_unused_files_of_material_are_not_published(built: Path) -> None:
    names = list(tree(built))
    assert not [name for name in names if name.endswith(".map") or "lunr" in name]


def test_no_page_loads_anything_from_another_server(built: Path) -> None:
    for page in every(built.rglob("*.html")):
        body = html.parse(str(page))
        sources = body.xpath("//script/@src|//img/@src|//link[not(@rel='canonical')]/@href")
        assert not [source for source in sources if source.startswith(("http", "//"))], page


def test_what_an_author_wrote_is_text_in_page_title_description_navigation_and_search(
    guide: Guide, tmp_path: Path
) -> None:
    update = {"title": HOSTILE, "name": HOSTILE, "summary": HOSTILE, "also": (HOSTILE,)}
    guide.principles["ask-first"] = guide.principles["ask-first"].model_copy(update=update)  # type: ignore[index]
    build(stage(guide, tmp_path / "staging"), tmp_path / "out", DAY)
    page = html.parse(str(tmp_path / "out/principles/ask-first/index.html"))
    assert page.xpath("string(//title)") == f"{HOSTILE} - Giving Feedback"
    assert page.xpath("//meta[@name='description']/@content") == [HOSTILE]
    assert page.xpath("string(//h1)") == HOSTILE
    assert HOSTILE in [link.text for link in page.xpath("//nav[@class='rail']//a")]
    assert not page.xpath("//@onclick|//b")
    for path in every((tmp_path / "out").rglob("*.html")):
        assert not html.parse(str(path)).xpath("//@onclick|//main//b"), path
    entries = json.loads((tmp_path / "out/search/search_index.json").read_text("utf-8"))["docs"]
    (found,) = [entry for entry in entries if entry["location"] == "principles/ask-first/"]
    assert "<b" not in found["title"] + found["text"] + "".join(found["tags"])
    assert unescape(found["title"]) == HOSTILE


def test_meanings_repeated_on_pages_are_found_only_in_the_glossary(built: Path) -> None:
    entries = json.loads((built / "search/search_index.json").read_text("utf-8"))["docs"]
    meaning = "Something that you saw another person do"
    assert [entry["location"] for entry in entries if meaning in entry["text"]] == ["glossary/"]


def test_every_practice_is_a_section_of_its_own_in_the_search(built: Path) -> None:
    entries = json.loads((built / "search/search_index.json").read_text("utf-8"))["docs"]
    (found,) = [entry for entry in entries if entry["location"] == "principles/ask-first/#one-question"]
    assert found["title"].strip() == "Ask one short question"
    assert "now or later" in found["text"]


def test_the_title_of_the_home_page_is_the_name_of_the_site(built: Path) -> None:
    assert html.parse(str(built / "index.html")).xpath("string(//title)") == "Giving Feedback"
