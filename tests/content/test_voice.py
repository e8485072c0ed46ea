"""The guide sounds as people in the United States talk: with contractions, and without stiff words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from generator.build import load_checked
from generator.layers import Layers
from generator.load.strings import load_strings
from generator.model.action import Action
from generator.model.fields import ReaderText
from generator.model.message import Message
from generator.model.moment import Moment
from generator.model.record import find
from generator.model.worksheet import WritingSection
from generator.project import Project
from tests.support.paths import ROOT

GUIDE = load_checked(Project.at(ROOT))
CONTRACTION = re.compile(r"\w[’'](?:s|re|ll|d|ve|m|t)\b")
SEARCHED = ("also", "synonyms")
"""Fields with what readers type, in their words."""


def texts(value: object) -> Iterator[str]:
    """Yield every text for readers inside `value`."""
    if isinstance(value, BaseModel):
        for name, part in value:
            if name not in SEARCHED:
                yield from texts(part)
    elif isinstance(value, dict):
        yield from (text for part in value.values() for text in texts(part))
    elif isinstance(value, tuple):
        yield from (text for part in value for text in texts(part))
    elif isinstance(value, ReaderText):
        yield str(value)


def words_for_a_contraction(*parts: object) -> float:
    said = [*texts(parts)]
    words = sum(len(text.split()) for text in said)
    return words / max(1, sum(len(CONTRACTION.findall(text)) for text in said))


def test_messages_have_the_contractions_of_speech() -> None:
    letters = tuple((one.body, one.short, one.text_message) for one in GUIDE.messages.values())
    assert words_for_a_contraction(letters) <= 60


def test_what_a_leader_says_has_the_contractions_of_speech() -> None:
    steps = (step for workshop in GUIDE.workshops.values() for step in workshop.activities)
    assert words_for_a_contraction(tuple(step.say for step in steps)) <= 60


@pytest.mark.parametrize("record", [*GUIDE.records()], ids=lambda record: str(record.address))
def test_running_text_has_contractions(record: BaseModel) -> None:
    if sum(len(text.split()) for text in texts(record)) > 300:
        assert words_for_a_contraction(record) <= 150


@pytest.mark.parametrize("message", GUIDE.messages.values(), ids=lambda message: str(message.id))
def test_every_message_has_a_form_for_a_networking_site(message: Message) -> None:
    assert message.short


def test_the_site_itself_uses_no_word_that_the_guide_avoids() -> None:
    assert GUIDE.site.prose
    found = [
        (str(entry.say), str(text))
        for entry in GUIDE.site.prose.banned
        for text in load_strings(Layers(ROOT / "templates"), "en")
        if re.search(rf"(?<!\w){re.escape(entry.say)}(?!\w)", text, re.IGNORECASE)
        and not any(phrase.lower() in text.lower() for phrase in entry.unless)
    ]
    assert found == []


def test_every_piece_of_advice_names_a_source_of_a_kind_that_about_explains() -> None:
    kinds = {source.kind for source in GUIDE.sources.values()}
    assert kinds == {"source article", "research", "book", "career service", "ours"}
    assert "casciaro-2014" not in GUIDE.sources


def test_every_task_to_write_shows_how_its_done() -> None:
    without = [
        (str(sheet.id), str(section.id))
        for sheet in GUIDE.worksheets.values()
        for section in sheet.sections
        if isinstance(section, WritingSection) and not section.example
    ]
    assert without == []


# The ways on from a moment are in the reader's own words.
LEADING = [record for record in GUIDE.records() if not isinstance(record, Moment)]


@pytest.mark.parametrize("record", LEADING, ids=lambda record: str(record.address))
def test_the_next_thing_is_said_in_a_few_words(record: BaseModel) -> None:
    assert [action.say for action in find(record, Action) if len(action.say.split()) > 7] == []
