"""The staged project builds with MkDocs and compatible generators, with author text as text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import markdown
import pytest
import yaml
from markupsafe import Markup

from generator.layers import Layers
from generator.load.loader import load
from generator.model.fields import Title
from generator.model.guide import Guide
from generator.model.language import LanguageSettings, Translation
from generator.model.settings import Repository
from generator.pages.page import NOT_FOUND, SitePage
from generator.pages.pages import guide_pages
from generator.project import Project
from generator.site.mkdocs_config import one_line, siblings
from generator.site.stage import stage, write
from tests.support.loops import every
from tests.support.paths import ROOT
from tests.support.rendering import environment
from tests.support.without_pdfs import ENGLISH

FONTS = {f"assets/fonts/{name}.woff2": b"font" for name in ("text-400", "text-700", "serif-600")}
HOSTILE = "Ends & “quotes” \"'{{ 7*7 }} {% x %} <b onclick=alert(1)>b</b> **x**{: onclick=y }"


@pytest.fixture
def guide(small_guide: Path) -> Guide:
    guide = load(Project.at(small_guide)).guide
    assert guide is not None
    return guide


def rendered(guide: Guide) -> tuple[SitePage, ...]:
    return guide_pages(guide, {}, environment(Layers(ROOT / "templates"), ENGLISH))


def staged(guide: Guide) -> dict[str, bytes]:
    return stage(guide, rendered(guide), FONTS, Layers(ROOT / "templates"), ENGLISH).project_files()


def hostile(guide: Guide) -> Guide:
    update = {"title": HOSTILE, "name": HOSTILE, "summary": HOSTILE, "also": (HOSTILE,), "today": HOSTILE}
    changed = guide.principles["ask-first"].model_copy(update=update)
    guide.principles["ask-first"] = changed  # type: ignore[index]
    return guide


def test_every_page_but_the_missing_one_is_a_file_of_its_own(guide: Guide) -> None:
    files = staged(guide)
    for page in every(rendered(guide)):
        assert (f"docs/{page.address}index.md" in files) == (page.address != NOT_FOUND)


def test_a_page_passes_through_markdown_unchanged(guide: Guide) -> None:
    extensions = ["toc", "tables", "fenced_code", "attr_list", "md_in_html", "admonition"]
    for page in every(rendered(guide)):
        line = one_line(page.render())
        assert markdown.markdown(line, extensions=extensions) == line


@pytest.mark.parametrize(
    "text",
    [
        "```\n<p>x</p>\n```",
        "# not a heading",
        "x\n\n    indented",
        "&lt;![ &lt;![",
        "[a]: /b",
        "{: onclick=x }",
        "~~~",
    ],
)
def test_markdown_characters_in_a_page_stay_characters(text: str) -> None:
    line = one_line(f'<div class="guide">\n<p>{text}</p>\n\n</div>')
    assert markdown.markdown(line, extensions=["toc", "tables", "fenced_code", "attr_list"]) == line


def test_the_settings_are_yaml_and_name_no_third_party(guide: Guide) -> None:
    settings = yaml.safe_load(staged(guide)["mkdocs.yml"])
    assert settings["theme"]["font"] is False
    assert [list(plugin) for plugin in settings["plugins"]] == [["search"]]
    assert "hooks" not in settings


def test_the_navigation_has_every_page_once_and_sections_start_with_their_overview(guide: Guide) -> None:
    navigation = json.loads(staged(guide)["mkdocs.yml"])["nav"]
    section = navigation[3]["Principles"]
    assert [path for entry in section for path in entry.values()] == [
        "principles/index.md",
        "principles/ask-first/index.md",
        "principles/say-what-you-saw/index.md",
    ]
    assert "Asking" in section[1]
    assert navigation[0] == {"Home": "index.md"}
    assert navigation[-1] == {"Read it offline": "offline/index.md"}


def section(count: int) -> tuple[SitePage, ...]:
    named = (f"principles/{number}/" for number in range(1, count + 1))
    return (
        SitePage("principles/", "section", "All", "", "All", Markup),
        *(SitePage(name, "principle", name, "", name, Markup) for name in named),
        SitePage("sources/", "sources", "Sources", "", "Sources", Markup),
    )


def test_a_page_in_a_long_section_lists_the_nearest_pages() -> None:
    assert siblings(section(40)) == {}
    ranges = siblings(section(41))
    assert ranges["principles/"] == ranges["principles/1/"] == ranges["principles/20/"] == (1, 41)
    assert ranges["principles/41/"] == (2, 42)
    ranges = siblings(section(100))
    assert ranges["principles/50/"] == (30, 70)
    assert ranges["principles/100/"] == (61, 101)
    assert len(ranges) == 101


def test_every_string_that_the_theme_prints_is_escaped(guide: Guide) -> None:
    files = staged(hostile(guide))
    front = files["docs/principles/ask-first/index.md"].decode().split("---\n")[1]
    about = yaml.safe_load(front)
    assert "<b" not in front
    assert unescape(about["title"]) == HOSTILE
    assert unescape(about["description"]) == HOSTILE
    assert "<b" not in json.dumps(json.loads(files["mkdocs.yml"])["nav"])


def test_only_the_original_leads_to_the_file_with_its_words(guide: Guide) -> None:
    repository = Repository.model_validate({"url": "https://git.example/guide", "edit": "edit/main"})
    original = replace(guide, site=guide.site.model_copy(update={"repository": repository}))
    translation = Translation(
        guide.site.language, LanguageSettings(name=Title("Español"), terms={}), frozenset()
    )
    for one in (original, replace(original, translation=translation)):
        made = stage(one, rendered(one), FONTS, Layers(ROOT / "templates"), ENGLISH)
        offered = {page.file for page in made.pages if made.staged(page).front.get("edit")}
        assert offered == (set() if one.translation else {page.file for page in made.pages if page.file})


def test_aliases_go_into_the_search_as_tags(guide: Guide) -> None:
    front = staged(guide)["docs/principles/ask-first/index.md"].decode().split("---\n")[1]
    assert yaml.safe_load(front)["tags"] == ["Asking", "permission", "question"]


def test_workshops_are_a_section_of_the_navigation(guide: Guide) -> None:
    navigation = json.loads(staged(guide)["mkdocs.yml"])["nav"]
    (section,) = [entry["Workshops"] for entry in navigation if "Workshops" in entry]
    assert section == [
        {"Workshops": "workshops/index.md"},
        {"A first remark": "workshops/first-remark/index.md"},
    ]


def test_style_sheets_become_one_for_reading_and_one_for_each_folder(guide: Guide) -> None:
    files = staged(guide)
    name, home, theme, moments, tools, week = sorted(name for name in files if name.endswith(".css"))
    assert re.fullmatch(r"docs/assets/[0-9a-f]{8}/guide\.css", name)
    others = ("home", "material", "moments", "tools", "week")
    assert (home, theme, moments, tools, week) == tuple(name.replace("guide", other) for other in others)
    style = files[name].decode()
    assert style.index("@font-face") < style.index(".md-header") < style.index("@media print")


def test_there_are_no_inline_scripts_or_styles(guide: Guide) -> None:
    for name, data in every(staged(guide).items()):
        # Colors must be set before anything is drawn.
        if name.endswith((".md", ".html")) and name != "overrides/partials/javascripts/palette.html":
            assert not re.search(rb"<style|\sstyle=|\son[a-z]+=\"|<script(?! )", data), name


def test_after_writing_the_folder_contains_exactly_the_files(tmp_path: Path) -> None:
    (tmp_path / "old" / "deep").mkdir(parents=True)
    (tmp_path / "old" / "deep" / "page.md").write_text("gone")
    write({"docs/index.md": b"new", "mkdocs.yml": b"{}"}, tmp_path)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == [
        "docs",
        "docs/index.md",
        "mkdocs.yml",
    ]


def test_an_up_to_date_file_is_not_touched(tmp_path: Path) -> None:
    write({"a": b"1", "b": b"1"}, tmp_path)
    before = {name: (tmp_path / name).stat().st_mtime_ns for name in "ab"}
    write({"a": b"1", "b": b"2"}, tmp_path)
    after = {name: (tmp_path / name).stat().st_mtime_ns for name in "ab"}
    assert after["a"] == before["a"]
    assert after["b"] != before["b"]
    assert (tmp_path / "b").read_bytes() == b"2"


def test_a_file_replaces_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    write({"a/b": b"1", "c": b"1"}, tmp_path)
    write({"a": b"1", "c/d": b"1"}, tmp_path)
    assert (tmp_path / "a").read_bytes() == b"1"
    assert (tmp_path / "c" / "d").read_bytes() == b"1"
