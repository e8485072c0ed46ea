"""The reading grade matches counts done by hand."""

from __future__ import annotations

import pytest

from generator.check.prose import spanish_grade
from generator.check.prose.english_grade import syllables
from generator.check.prose.readability import LEAST_WORDS, grade, sentences

COUNTED = {
    1: "a the through friend friends asked named school make times clothes you’re it’s don’t rules here eye",
    2: "table people wanted boxes being trying saying likely somewhere someone every quiet client didn’t "
    "couldn’t settled handled action social special poem evening business maybe message changes phrases "
    "useful careful language science sometimes worksheet study answer",
    3: "media period curious usual easier happier somebody everyone anyone video idea area example introduce "
    "company remember résumé employer interview relation personal hospital creative studying principle",
    4: "appreciate experience material information society conversation January community",
    5: "university opportunity",
}


@pytest.mark.parametrize(("count", "words"), COUNTED.items())
def test_syllables_match_a_dictionary(count: int, words: str) -> None:
    assert {word: syllables(word) for word in words.split()} == dict.fromkeys(words.split(), count)


@pytest.mark.parametrize("number", ["7", "2026", "1,000.5"])
def test_a_number_counts_as_one_syllable(number: str) -> None:
    assert syllables(number) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask. Then wait… And then? “Go!” he said.", ["Ask", "Then wait", "And then", "Go", "he said"]),
        ("Dr. Lee and Amina K. wrote to Mrs. Abe.", ["Dr Lee and Amina K wrote to Mrs Abe"]),
        ("See 3.5 notes at 10:30, then stop", ["See 3.5 notes at 10:30 then stop"]),
        ("A title\n\nA paragraph over\ntwo lines", ["A title", "A paragraph over two lines"]),
        ("First\n- one entry\n- and another\n2. a third", ["First", "one entry", "and another", "a third"]),
        ("Bring a thing, e.g. a pen, i.e. one. Go", ["Bring a thing e g a pen i e one", "Go"]),
        ("… – !", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    found = list(sentences(text))
    assert [" ".join(sentence.words) for sentence in found] == expected
    for sentence in found:
        assert text[sentence.start :].startswith(sentence.words[0])
        assert text[: sentence.end].endswith(sentence.words[-1])


def test_the_grade_follows_the_formula_of_kincaid() -> None:
    # 12 words and 14 syllables in each of ten sentences: 0.39 × 12 + 11.8 × 14/12 - 15.59.
    easy = "We like to meet our people where they live and work today. " * 10
    assert grade(list(sentences(easy)), "en") == pytest.approx(2.857, abs=0.001)
    # 7 words and 27 syllables (5, 4, 4, 3, 4, 4 and 3) in each of fifteen: 0.39 × 7 + 11.8 × 27/7 - 15.59.
    hard = "University communities appreciate personal conversation experience immensely. " * 15
    assert grade(list(sentences(hard)), "en") == pytest.approx(32.654, abs=0.001)
    # Half and half: 10 × 12 + 15 × 7 words and 10 × 14 + 15 × 27 syllables in 25 sentences.
    assert grade(list(sentences(easy + hard)), "en") == pytest.approx(16.502, abs=0.001)


def test_a_few_words_have_no_grade() -> None:
    assert grade(list(sentences("word " * (LEAST_WORDS - 1))), "en") is None
    assert grade(list(sentences("word " * LEAST_WORDS)), "en") is not None
    assert grade([], "en") is None


def test_labels_do_not_make_a_page_look_easier() -> None:
    page = "We asked several experienced supervisors about their responsibilities and interviews. " * 12
    labels = "\n\n".join(["Name", "When", "Who to ask", "What I promised"] * 10)
    assert grade([*sentences(f"{labels}\n\n{page}")], "en") == grade([*sentences(page)], "en")
    assert [
        one.is_label for one in sentences("Go now.\n\nGo now\n\nI asked if I can mention their name")
    ] == [
        False,
        True,
        False,
    ]


SPANISH = {
    1: "a y yo muy hay ley guion tren quien 7",
    2: "ciudad veinte viaje ruido día país agua leer ahí pingüe",
    3: "ahora ayuda oído leído pingüino búsqueda contacto camináis",
    4: "entrevista despedida amistades averigua",
    5: "conversaciones recordatorio",
}


@pytest.mark.parametrize(("count", "words"), SPANISH.items())
def test_spanish_syllables_are_those_of_its_spelling(count: int, words: str) -> None:
    counted = {word: spanish_grade.syllables(word) for word in words.split()}
    assert counted == dict.fromkeys(words.split(), count)


def test_a_spanish_text_has_the_grade_of_fernández_huerta() -> None:
    # 8 words and 14 syllables in each sentence: an ease of 206.84 - 60 × 14/8 - 1.02 × 8 = 93.68.
    easy = "Cada mes llama a tus dos mejores amigos. " * 15
    assert grade(list(sentences(easy)), "es") == 4
    # 10 words and 21 syllables: an ease of 70.64, between grades 5 and 6.
    usual = "Recuerda con amabilidad lo que pediste a tu antiguo jefe. " * 12
    assert grade(list(sentences(usual)), "es") == pytest.approx(5.936, abs=0.001)
    hard = "Organizaciones internacionales recomiendan responsabilidades extraordinarias. " * 25
    assert grade(list(sentences(hard)), "es") == 16


def test_a_language_without_a_formula_has_no_grade() -> None:
    assert grade(list(sentences("Ein Wort. " * LEAST_WORDS)), "de") is None
