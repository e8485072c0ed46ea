"""What the search index contains besides the texts of pages."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from generator.load.loader import load
from generator.model.fields import Title
from generator.model.guide import Guide
from generator.model.outline import Search
from generator.pages.page import SearchEntry, SitePage
from generator.project import Project
from generator.site.search_index import refine
from tests.support.without_pdfs import ENGLISH

PAGES = (
    SitePage("", "home", "Home", "First", "Home", Markup("")),
    SitePage("principles/ask/", "principle", "Ask", "Asking", "Ask", Markup(""), ("CV", "résumé")),
    SitePage("why/", "page", "Why", "Reasons", "Why", Markup(""), ("doubt",)),
    SitePage(
        "glossary/",
        "glossary",
        "Words",
        "What we mean",
        "Words",
        Markup(""),
        anchor_aliases=(("tie", ("bond",)), ("knot", ())),
        search_entries=(SearchEntry("tie", "tie", "What <holds>."), SearchEntry("knot", "knot", "More.")),
    ),
    SitePage(
        "questions/",
        "questions",
        "Questions",
        "Asked",
        "Questions",
        Markup(""),
        (),
        (("late", ("how long",)),),
    ),
)


@pytest.fixture
def guide(small_guide: Path) -> Guide:
    guide = load(Project.at(small_guide)).guide
    assert guide is not None
    return guide


@pytest.fixture
def refined(tmp_path: Path, guide: Guide) -> dict[str, Any]:
    entries = [
        {"location": "", "title": "Home", "text": ""},
        {"location": "principles/ask/", "title": "Ask", "text": "", "tags": ["CV", "résumé"], "boost": 4},
        {"location": "principles/ask/#first", "title": "First", "text": "", "tags": ["CV", "résumé"]},
        {"location": "why/", "title": "Why", "text": "", "tags": ["doubt"]},
        {
            "location": "glossary/",
            "title": "Words",
            "text": "tie What holds. knot What holds more.",
            "boost": 2,
        },
        {"location": "questions/", "title": "Questions", "text": ""},
        {"location": "questions/#late", "title": "Is it too late?", "text": ""},
    ]
    file = tmp_path / "search_index.json"
    file.write_text(json.dumps({"config": {"lang": ["en"]}, "docs": entries}), "utf-8")
    search = Search(care=(Title("lost"),), synonyms=((Title("resume"), Title("CV")),))
    outline = guide.outline.model_copy(update={"search": search})
    refine(file, PAGES, replace(guide, outline=outline), ENGLISH)
    index: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return {entry["location"]: entry for entry in index["docs"]} | {"config": index["config"]}


def test_a_result_shows_what_kind_of_page_it_is(refined: dict[str, Any]) -> None:
    assert refined["principles/ask/"]["tags"] == ["Principle"]
    assert "tags" not in refined[""]
    assert "tags" not in refined["why/"]


def test_other_names_find_a_page_and_not_each_of_its_sections(refined: dict[str, Any]) -> None:
    assert refined["principles/ask/"]["alias"] == "CV · résumé"
    assert refined["why/"]["alias"] == "doubt"
    assert not {"alias", "tags"} & set(refined["principles/ask/#first"])


def test_other_words_for_a_question_find_the_question_and_not_its_page(refined: dict[str, Any]) -> None:
    assert refined["questions/#late"]["alias"] == "how long"
    assert "alias" not in refined["questions/"]


def test_each_term_is_a_result_of_its_own_not_part_of_a_long_list(refined: dict[str, Any]) -> None:
    texts = {"title": "tie", "text": "What &lt;holds&gt;.", "alias": "bond"}
    assert refined["glossary/#tie"] == {"location": "glossary/#tie", "boost": 2, **texts}
    assert "alias" not in refined["glossary/#knot"]
    assert refined["glossary/"]["text"] == "What we mean"
    assert refined["glossary/"]["tags"] == ["Glossary"]


def test_the_rest_of_the_index_is_unchanged(refined: dict[str, Any]) -> None:
    assert refined["principles/ask/"]["boost"] == 4
    assert refined["principles/ask/#first"]["title"] == "First"


def test_synonyms_are_part_of_the_index(refined: dict[str, Any]) -> None:
    assert refined["config"]["synonyms"] == [["resume", "CV"]]


def test_hosts_add_words_of_distress_to_those_of_the_language(refined: dict[str, Any]) -> None:
    words = refined["config"]["care"]["words"]
    assert {"hopeless", "can't cope", "lost"} <= set(words)
    assert words[-1] == "lost"
