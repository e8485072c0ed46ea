"""Which words of a text are looked up, and which appear twice in a row."""

from __future__ import annotations

import pytest

from generator.check.prose.words import HIDDEN, doubled, stem, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask one person.", ["Ask", "one", "person"]),
        ("a well-known friend–of–friends", ["well", "known", "friend", "of", "friends"]),
        ("don’t and don't", ["don’t", "and", "don't"]),
        ("“Mei’s” and the Novaks’ dog", ["Mei’s", "and", "the", "Novaks", "dog"]),
        ("*emphasis* and **more** and _this_", ["emphasis", "and", "more", "and", "this"]),
        ("the 3rd of 12 in PDF2", ["the", "of", "in"]),
        ("PDF, CVs, a QR code’s NASA’s edge", ["code’s", "edge"]),
        ("SHOUTING is not an abbreviation", ["SHOUTING", "is", "not", "an", "abbreviation"]),
        ("re\u0301sume\u0301 und Straße", ["re\u0301sume\u0301", "und", "Straße"]),
        ("I, Amina K.", ["Amina"]),
    ],
)
def test_words_are_found_as_a_dictionary_lists_them(text: str, found: list[str]) -> None:
    assert [word.text for word in words(text)] == found
    assert [text[word.start : word.end] for word in words(text)] == found


def test_words_are_normalized_before_they_are_looked_up() -> None:
    assert [word.key for word in words("Re\u0301sume\u0301 DON’T")] == ["résumé", "don't"]


@pytest.mark.parametrize(
    ("word", "without"), [("mei's", "mei"), ("james'", "james"), ("don't", "don't"), ("its", "its")]
)
def test_a_possessive_belongs_to_its_word(word: str, without: str) -> None:
    assert stem(word) == without


@pytest.mark.parametrize(
    ("text", "twice"),
    [
        ("Ask the the person", ["the"]),
        ("Ask the\nThe person", ["The"]),
        ("the *the* and **a** a", ["the", "a"]),
        ("don’t don’t", ["don’t"]),
        ("what they had had, and that that was so", []),
        ("It was so. So what? What, what?", []),
        ("a first paragraph\n\nparagraph two", []),
        ("- wait\n- wait\n\n* go\n* go", []),
        ("the theme, a bread read", []),
        ("we will win-win win", []),
        ("year 10 10", []),
        ("what is *the* [the list]", ["the"]),
        (f"a [list]{HIDDEN * 3} list", ["list"]),
        (f"a [list]{HIDDEN * 3}. List", []),
        ("il a a\u0300 faire", []),
    ],
)
def test_only_a_word_repeated_right_after_itself_is_reported(text: str, twice: list[str]) -> None:
    assert [word.text for word in doubled(text, "en")] == twice
    assert [text[word.start : word.end] for word in doubled(text, "en")] == twice


@pytest.mark.parametrize(
    ("language", "text", "twice"),
    [
        ("fr", "Vous vous demandez si la la lettre est lue.", ["la"]),
        ("de", "Leute, die die Liste lesen, und und", ["und"]),
        ("tr", "yavaş yavaş", []),
        ("hi", "नगर नगरी", []),
    ],
)
def test_each_language_has_words_that_may_be_doubled(language: str, text: str, twice: list[str]) -> None:
    assert [word.text for word in doubled(text, language)] == twice
