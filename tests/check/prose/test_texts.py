"""Which texts of a guide are checked, and which parts of them aren't words."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from generator.build import load_checked
from generator.check.check import warnings
from generator.check.prose.opening_marks import unopened
from generator.check.prose.readability import grade, sentences
from generator.check.prose.texts import ProseCorpus, TextUse
from generator.check.prose.words import HIDDEN, doubled, words
from generator.load.loader import load
from generator.model.fields import FieldText, Prose, Text
from generator.model.foreign import marked
from generator.project import Project


def plain(text: FieldText) -> str:
    return TextUse(text, "running").plain


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (Prose("see [the list](checklists/befroe#x) first"), "see [the list] first"),
        (Prose("at [a site](https://exampel.org/a_b) or (here)"), "at [a site] or (here)"),
        (Text("a plain [text](keeps) it"), "a plain [text](keeps) it"),
        (Text("Hello {naem}, thanks"), "Hello , thanks"),
        (Text(f"Sí. {marked('Yes, and more.')} No."), "Sí.  No."),
        (Text("go to https://exampel.org/x?y, www.exampel.org or exampel.org/z now"), "go to   or  now"),
        (Text("mail to kofi.mensah@exampel.co.uk today"), "mail to  today"),
        (Text("It was late.She left at 5 p.m. e.g. by bus"), "It was late.She left at 5 p.m. e.g. by bus"),
    ],
)
def test_text_that_is_not_words_is_hidden_and_the_rest_keeps_its_place(text: FieldText, seen: str) -> None:
    assert plain(text).replace(HIDDEN, "") == seen
    assert len(plain(text)) == len(text)


@pytest.mark.parametrize("hostile", "a|a.|a@|.|](|\n\n* |a' |e|{|www.|the |?|a?".split("|"))
def test_a_hostile_text_is_read_quickly(hostile: str) -> None:
    text = hostile * (Prose.longest // len(hostile))
    short = hostile * (len(text) // len(hostile) // 8)
    # Eight times the text takes eight times as long. A pattern that backtracks takes 64 times or forever.
    assert fastest(text) < 30 * fastest(short) + 0.02


def fastest(text: str) -> float:
    """Return the least processor time, in seconds, that reading `text` took in three tries."""

    def seconds() -> float:
        started = time.process_time()
        seen = TextUse(Prose(text), "running")
        read = [list(words(seen.plain)), list(doubled(seen.plain, "en")), list(unopened(seen.plain))]
        assert len([*read, grade(list(sentences(seen.plain)), "en")]) == 4
        return time.process_time() - started

    return min(seconds() for _ in range(3))


@pytest.fixture
def corpus(small_guide: Path) -> ProseCorpus:
    return ProseCorpus(load_checked(Project.at(small_guide)), complete=True)


def test_every_line_that_readers_see_is_read(corpus: ProseCorpus) -> None:
    texts = {str(text.value) for record in corpus.records for text in record.running}
    assert {
        "A small guide to telling a colleague what you saw, kindly and in time.",  # site_config.yml
        "A sheet to begin with",  # guide.yml, a title
        "What we mean by a few words.",  # a page that is one of a kind
        "Begin with the word itself: “This is thanks”, “this is an idea”, “this is how it was rated”.",
        "The habits of this guide; nobody has measured them.",  # what a source says
    } <= texts
    table = next(
        section for section in corpus.guide.worksheets["one-talk"].sections if section.kind == "table"
    )
    assert {str(text) for text in table.example.values()} <= texts


def test_ids_addresses_and_settings_for_wording_are_not_texts(corpus: ProseCorpus) -> None:
    texts = {str(text.value) for record in corpus.records for text in record.texts}
    assert texts.isdisjoint(
        [
            "ask-first",
            "team-practice",
            "https://feedback.internal/guide/",
            "en",
            "constructive criticism",
        ]
    )


def test_search_words_bad_examples_and_titles_are_not_running_text(
    corpus: ProseCorpus,
) -> None:
    uses = {str(text.value): text.use for record in corpus.records for text in record.texts}
    assert uses["permission"] == "search"
    assert uses["always"] == "search"
    assert uses["Saving remarks for the yearly talk"] == "example"
    assert uses["Offer one within the week"] == "running"
    assert uses["Stone and Heen, 2014"] == "reference"
    spelled = {str(text.value) for record in corpus.records for text in record.spelled}
    assert "permission" in spelled
    assert "Stone and Heen, 2014" not in spelled


def test_the_same_texts_are_checked_again_when_a_setting_changes(small_guide: Path) -> None:
    settings = small_guide / "site_config.yml"
    typed = settings.read_text("utf-8")

    def found(banned: str) -> set[str]:
        settings.write_text(typed.replace("say: constructive criticism", f"say: {banned}"), "utf-8")
        problems = warnings(load(Project.at(small_guide)))
        return {one.message.lower() for one in problems if one.rule == "banned-phrase"}

    assert found("week") == {"this guide avoids “week”"}
    assert found("remark") == {"this guide avoids “remark”"}
