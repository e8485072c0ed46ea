"""Part of a text can be located in its file, whichever YAML style the author used."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from generator.check.prose.texts import TextUse
from generator.check.prose.words import words
from generator.load.yaml_nodes import parse
from generator.model.fields import FieldText, Prose, Text
from generator.model.source_text import SourceText
from generator.problems import ContentError

WAYS = {
    "plain": "field: one two\n  three four\n",
    "literal": "field: |\n  one two\n\n  three four\n",
    "literal with a note": "field: |-  # a note\n    one two\n    three four\n",
    "folded": "field: >\n  one two\n  three four\n",
    "double quotes": 'field: "one two\n\n  three four"\n',
    "single quotes": "field: 'one two\n  three four'\n",
    "list": "field: [one two three\n  four]\n",
}


def value(typed: str) -> SourceText:
    node = parse(typed.encode(), "file.yml")[SourceText("field")]
    found = node[0] if isinstance(node, list) else node
    assert isinstance(found, SourceText)
    return found


def is_at(typed: str, text: FieldText, word: str) -> str:
    """Return the text at the location reported for `word`."""
    start = text.index(word)
    place = text.place(start, start + len(word))
    assert typed.split("\n")[place.line - 1] == place.excerpt
    return place.excerpt[place.column - 1 :][: place.length]


@pytest.mark.parametrize("typed", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("kind", [Text, Prose])
def test_every_word_is_found_on_its_own_line(typed: str, kind: type[FieldText]) -> None:
    text = kind.parse(value(typed))
    for word in ("one", "two", "three", "four"):
        assert is_at(typed, text, word) == word


def test_two_single_quotes_stand_for_one() -> None:
    typed = "field: 'it''s theirs, isn''t it'\n"
    text = Text.parse(value(typed))
    assert is_at(typed, text, "theirs") == "theirs"
    assert is_at(typed, text, "isn't") == "isn''t"


def test_a_text_over_two_lines_is_underlined_on_the_first() -> None:
    typed = "field: |\n  one two\n  three four\n"
    assert is_at(typed, Prose.parse(value(typed)), "two\nthree") == "two"


def test_a_text_spelled_differently_in_the_file_is_located_as_a_whole() -> None:
    text = Text.parse(value('field: "caf\\u00e9 and more"\n'))
    place = text.place(5, 8)
    assert (place.line, place.column) == (1, 8)
    assert place == text.where


@settings(max_examples=500, deadline=None)
@given(
    st.text("aé ’'\"-,:#.*[](){}\\\n1ßЖ", min_size=1, max_size=80),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.sampled_from([12, 1000]),
    st.sampled_from([Text, Prose]),
)
def test_every_word_is_where_its_location_says(
    typed: str, style: str | None, width: int, kind: type[FieldText]
) -> None:
    written = yaml.safe_dump({"field": typed}, default_style=style, width=width, allow_unicode=True)
    try:
        text = kind.parse(parse(written.encode(), "file.yml")[SourceText("field")])
    except (
        ContentError,
        PydanticCustomError,
    ):  # not valid in a guide; other tests check what is reported then
        return
    for word in words(TextUse(text, "running").plain):
        place = text.place(word.start, word.end)
        shown = place.excerpt[place.column - 1 :][: place.length]
        assert written.split("\n")[place.line - 1] == place.excerpt
        if shown.replace("''", "'") != word.text:  # only quotes can hide where a word is
            assert place == text.where
            assert re.search(r"['\"]", written)


def test_a_text_keeps_no_dictionary_and_its_place_is_not_worked_out_before_a_message_needs_it() -> None:
    text = Text.parse(parse(b"field: some words", "file.yml")[SourceText("field")])
    assert not vars(text)
    assert text.where is not text.where  # no place is kept
