"""Which words count as misspelt."""

from __future__ import annotations

from generator.spelling import misspelt, suggestion


def test_a_slip_is_found_and_mended() -> None:
    assert misspelt({"receive", "recieve", "colour"}, "en") == {"recieve", "colour"}
    assert suggestion("recieve", "en") == "receive"
    assert suggestion("colour", "en") == "color"
    assert suggestion("qzxvwq", "en") is None


def test_possessives_and_short_forms_are_right_when_their_word_is() -> None:
    fine = {"friend's", "friends'", "don't", "could've", "that'd", "who'll", "they're"}
    assert misspelt({*fine, "freind's", "whould've"}, "en") == {"freind's", "whould've"}


def test_another_language_has_a_dictionary_of_its_own() -> None:
    assert misspelt({"guten", "tag", "recieve"}, "de") == {"recieve"}


def test_a_language_without_a_dictionary_has_no_misspelt_word() -> None:
    assert misspelt({"qzxvwq"}, "cy") == set()
    assert suggestion("qzxvwq", "cy") is None
