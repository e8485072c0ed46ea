"""Which words count as misspelt."""

from __future__ import annotations

import pytest
from spellchecker import SpellChecker

from generator.check.prose.spelling import misspelt, suggestion


def test_a_slip_is_found_and_mended() -> None:
    assert misspelt({"receive", "recieve", "colour"}, "en") == {"recieve", "colour"}
    assert suggestion("recieve", "en") == "receive"
    assert suggestion("colour", "en") == "color"
    assert suggestion("qzxvwq", "en") is None
    assert suggestion("w" * 80, "en") is None


def test_possessives_and_short_forms_are_right_when_their_word_is() -> None:
    fine = {"friend's", "friends'", "don't", "could've", "that'd", "who'll", "they're"}
    assert misspelt({*fine, "freind's", "whould've"}, "en") == {"freind's", "whould've"}


def test_another_language_has_a_dictionary_of_its_own() -> None:
    assert misspelt({"guten", "tag", "recieve"}, "de") == {"recieve"}


@pytest.mark.parametrize(
    ("language", "fine", "wrong"),
    [
        ("fr", {"l'ami", "qu'il", "jusqu'à", "aujourd'hui", "d'accord"}, "l'amii"),
        ("it", {"l'amico", "dell'uomo", "c'è"}, "dell'uomoo"),
    ],
)
def test_a_word_may_lean_on_the_next(language: str, fine: set[str], wrong: str) -> None:
    assert misspelt({*fine, wrong}, language) == {wrong}


def test_a_language_without_a_dictionary_has_no_misspelt_word() -> None:
    assert misspelt({"qzxvwq"}, "cy") == set()
    assert suggestion("qzxvwq", "cy") is None


@pytest.mark.parametrize("language", ["ru", "eu"])
def test_every_word_of_a_dictionary_is_right(language: str) -> None:
    held = {
        word for number, word in enumerate(SpellChecker(language)) if number % 20 == 0 or not word.isalpha()
    }
    assert misspelt({*held, "qzxvwq"}, language) == {"qzxvwq"}
