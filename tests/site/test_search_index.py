"""What the search index contains besides the texts of pages."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from generator.load.loader import load
from generator.model.fields import Language, Title
from generator.model.foreign import marked
from generator.model.guide import Guide
from generator.model.language import LanguageSettings, Translation
from generator.model.outline import Search
from generator.pages.page import SearchEntry, SitePage
from generator.project import Project
from generator.site.search_index import FILE, WHOLE, compact_json, entries, index_files, settings
from generator.site.search_sections import SearchSection
from tests.support.without_pdfs import ENGLISH

PAGES = (
    SitePage("", "home", "Home", "First", "Home", Markup),
    SitePage("principles/ask/", "principle", "Ask", "Asking", "Ask", Markup, ("CV", "résumé")),
    SitePage("why/", "page", "Why", "Reasons", "Why", Markup, ("doubt",)),
    SitePage(
        "glossary/",
        "glossary",
        "Words",
        "What we mean",
        "Words",
        Markup,
        anchor_aliases=(("tie", ("bond",)), ("knot", ())),
        search_entries=(SearchEntry("tie", "tie", "What <holds>."), SearchEntry("knot", "knot", "More.")),
    ),
    SitePage(
        "questions/",
        "questions",
        "Questions",
        "Asked",
        "Questions",
        Markup,
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
def found(guide: Guide) -> dict[str, Any]:
    sections = {
        "": [SearchSection("", "Home", "")],
        "principles/ask/": [SearchSection("", "Ask", ""), SearchSection("first", "First", "")],
        "why/": [SearchSection("", "", "")],
        "glossary/": [SearchSection("", "Words", "tie What holds. knot What holds more.")],
        "questions/": [SearchSection("", "Questions", ""), SearchSection("late", "Is it too late?", "")],
    }
    search = Search(care=(Title("lost"),), synonyms=((Title("resume"), Title("CV")),))
    outline = guide.outline.model_copy(update={"search": search})
    config = settings(replace(guide, outline=outline), ENGLISH)
    assert config["fields"]["title"] == {"boost": 10}
    docs = [entry for page in PAGES for entry in entries(page, sections[page.address], ENGLISH)]
    return {entry["location"]: entry for entry in docs} | {"config": config}


def test_a_result_shows_what_kind_of_page_it_is(found: dict[str, Any]) -> None:
    assert found["principles/ask/"]["tags"] == ["Principle"]
    assert "tags" not in found[""]
    assert "tags" not in found["why/"]


def test_other_names_find_a_page_and_not_each_of_its_sections(found: dict[str, Any]) -> None:
    assert found["principles/ask/"]["alias"] == "CV · résumé"
    assert found["why/"]["alias"] == "doubt"
    assert not {"alias", "tags"} & set(found["principles/ask/#first"])


def test_other_words_for_a_question_find_the_question_and_not_its_page(found: dict[str, Any]) -> None:
    assert found["questions/#late"]["alias"] == "how long"
    assert "alias" not in found["questions/"]


def test_each_term_is_a_result_of_its_own_not_part_of_a_long_list(found: dict[str, Any]) -> None:
    texts = {"title": "tie", "text": "What &lt;holds&gt;.", "alias": "bond"}
    assert found["glossary/#tie"] == {"location": "glossary/#tie", **texts}
    assert "alias" not in found["glossary/#knot"]
    assert found["glossary/"]["text"] == "What we mean"
    assert found["glossary/"]["tags"] == ["Glossary"]


def test_pages_count_by_their_kind_and_sections_without_a_title_have_that_of_the_page(
    found: dict[str, Any],
) -> None:
    assert found["principles/ask/"]["boost"] == 4
    assert found["principles/ask/#first"]["boost"] == 4
    assert found["principles/ask/#first"]["title"] == "First"
    assert "boost" not in found[""]
    assert found["why/"]["title"] == "Why"


def test_synonyms_are_part_of_the_index(found: dict[str, Any]) -> None:
    assert found["config"]["synonyms"] == (("resume", "CV"),)


def test_a_translation_names_small_words_and_what_is_in_another_language_has_no_marks(guide: Guide) -> None:
    assert "small" not in settings(guide, ENGLISH)
    own = LanguageSettings(name=Title("Español"), terms={})
    own = own.model_copy(update={"small_words": (Title("cómo"),)})
    title = Title(marked("Say thanks"))
    search = Search(synonyms=((Title("gracias"), title),))
    translated = replace(
        guide,
        outline=guide.outline.model_copy(update={"search": search}),
        translation=Translation(Language("en"), own, frozenset()),
    )
    found = json.loads(compact_json(settings(translated, ENGLISH)))
    assert found["small"] == ["cómo"]
    assert found["synonyms"] == [["gracias", "Say thanks"]]
    page = SitePage("a/", "page", title, title, title, Markup, (title,))
    (entry,) = json.loads(compact_json([*entries(page, [SearchSection("", "", "")], ENGLISH)]))
    assert (entry["title"], entry["alias"]) == ("Say thanks", "Say thanks")


def test_hosts_add_words_of_distress_to_those_of_the_language(found: dict[str, Any]) -> None:
    words = found["config"]["care"]["words"]
    assert {"hopeless", "can't cope", "lost"} <= set(words)
    assert words[-1] == "lost"


def test_the_search_knows_the_lists_of_pages_and_which_pages_are_about_a_principle(guide: Guide) -> None:
    config = settings(guide, ENGLISH)
    assert config["topics"][-3:] == ["worksheets/", "messages/", "workshops/"]
    worksheets = next(kind for kind in config["kinds"] if kind["list"] == "worksheets/")
    assert {"worksheet", "PDF"} <= set(worksheets["words"])
    about = {sheet.principle: sheet.address for sheet in guide.worksheets.values() if sheet.principle}
    assert about
    assert {id: pages[0] for (_, id), pages in worksheets["pages"] if pages} == about


def test_the_search_knows_the_page_for_readers_in_distress(guide: Guide) -> None:
    page = next(iter(guide.pages))
    outline = guide.outline.model_copy(update={"help": page})
    without = guide.outline.model_copy(update={"help": None})
    assert settings(replace(guide, outline=without), ENGLISH)["care"]["page"] == ""
    assert settings(replace(guide, outline=outline), ENGLISH)["care"]["page"] == f"{page}/"


def test_pages_load_only_the_settings_until_someone_searches() -> None:
    files = index_files({"lang": ["en"]}, [compact_json({"location": "“a”/"}).encode()])
    assert json.loads(files[FILE]) == {"config": {"later": WHOLE}, "docs": []}
    assert json.loads(files[WHOLE]) == {"config": {"lang": ["en"]}, "docs": [{"location": "“a”/"}]}


def test_the_entries_of_pages_come_one_after_another_and_some_pages_have_none() -> None:
    """The entries of a page are kept together, so that an edit needs only those of its pages anew."""
    files = index_files({}, [b'{"location":"a/"},{"location":"a/#b"}', b"", b'{"location":"c/"}'])
    assert [doc["location"] for doc in json.loads(files[WHOLE])["docs"]] == ["a/", "a/#b", "c/"]
