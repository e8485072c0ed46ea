"""Words in sentences: the article that a name needs."""

from __future__ import annotations

import pytest

from generator.model.words import capital, with_article


@pytest.mark.parametrize(
    "phrase",
    [
        *(
            "a right",
            "an idea",
            "an hour",
            "a history",
            "an honor",
            "a unit",
            "a union",
            "a use",
            "a utility",
        ),
        *("an umbrella", "an unimportant thing", "an uninvited guest", "a European rule", "a one-pager"),
        *("an FAQ", "a UFO", "an MRI", "a URL", "an Idea", "a story"),
    ],
)
def test_a_name_has_the_article_that_it_sounds_like(phrase: str) -> None:
    assert with_article(phrase.partition(" ")[2]) == phrase


def test_only_the_first_letter_becomes_a_capital() -> None:
    assert [capital(text) for text in ("first steps", "FAQ", "émigré", "საქმე", "")] == [
        "First steps",
        "FAQ",
        "Émigré",
        "საქმე",
        "",
    ]
