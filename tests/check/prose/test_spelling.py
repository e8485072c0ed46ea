"""Which words count as misspelled."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest
from spellchecker import SpellChecker

from generator.check.prose import hunspell_dictionary
from generator.check.prose.spelling import misspelled, suggestion
from tests.support.loops import every


def test_a_typo_is_found_and_corrected() -> None:
    assert misspelled({"receive", "recieve", "colour"}, "en") == {"recieve", "colour"}
    assert suggestion("recieve", "en") == "receive"
    assert suggestion("colour", "en") == "color"
    assert suggestion("qzxvwq", "en") is None
    assert suggestion("w" * 80, "en") is None


def test_possessives_and_contractions_of_correct_words_are_correct() -> None:
    fine = {"friend's", "friends'", "don't", "could've", "that'd", "who'll", "they're"}
    assert misspelled({*fine, "freind's", "whould've"}, "en") == {"freind's", "whould've"}


def test_each_language_has_its_own_dictionary() -> None:
    assert misspelled({"guten", "tag", "recieve"}, "de") == {"recieve"}


@pytest.mark.parametrize(
    ("language", "fine", "wrong"),
    [
        ("fr", {"l'ami", "qu'il", "jusqu'à", "aujourd'hui", "d'accord"}, "l'amii"),
        ("it", {"l'amico", "dell'uomo", "c'è"}, "dell'uomoo"),
    ],
)
def test_a_shortened_word_can_be_joined_to_the_next(language: str, fine: set[str], wrong: str) -> None:
    assert misspelled({*fine, wrong}, language) == {wrong}


def test_a_language_without_a_dictionary_has_no_misspelled_word() -> None:
    for language in ("cy", "ru"):
        assert misspelled({"qzxvwq"}, language) == set()
        assert suggestion("qzxvwq", language) is None


@pytest.mark.parametrize("language", ["pt", "nl"])
def test_every_word_in_a_dictionary_is_correct(language: str) -> None:
    listed = {
        word for number, word in enumerate(SpellChecker(language)) if number % 20 == 0 or not word.isalpha()
    }
    assert misspelled({*listed, "qzxvwq"}, language) == {"qzxvwq"}


FINE = {
    *"oficina computadora ordenador celular carro plática tenés laburo currículum subtítulos reinserción "
    "preséntate enviárselo compártelo decídelo imprímela quítalo arréglalo cuéntaselo míralos recordarle "
    "madrid méxico andrea".split()
}
"""Words of several countries, with pronouns, and names."""


def test_spanish_has_the_words_of_all_countries_with_their_endings() -> None:
    wrong = {*"entrebista trabjo resposable tambien mensage conosco quítaló pájjalo decidelo".split()}
    assert misspelled(FINE | wrong, "es") == wrong
    meant = {"entrebista": "entrevista", "tambien": "también", "trabjo": "trabajo", "qzxvwq": None}
    assert {typed: suggestion(typed, "es") for typed in meant} == meant


def test_the_dictionaries_are_those_that_their_readme_names() -> None:
    folder = hunspell_dictionary.FOLDER
    readme = (folder / "README.md").read_text("utf-8")
    named = re.findall(r"^\| `(.+)` \| `(\w{64})` \|$", readme, re.MULTILINE)
    files = {path for path in folder.glob("*/*") if path.suffix in (".aff", ".dic")}
    assert {folder / name: digest for name, digest in named} == {
        path: sha256(path.read_bytes()).hexdigest() for path in every(files)
    }
