"""Languages are called what readers of a language call them."""

from __future__ import annotations

import pytest

from generator.model.language_names import english_name, name_in, own_name, text_direction


@pytest.mark.parametrize(
    ("language", "own", "english", "spanish", "direction"),
    [
        ("en", "English", "English", "inglés", "ltr"),
        ("es", "Español", "Spanish", "español", "ltr"),
        ("ar", "العربية", "Arabic", "árabe", "rtl"),
    ],
)
def test_a_language_has_names_and_a_direction(
    language: str, own: str, english: str, spanish: str, direction: str
) -> None:
    assert own_name(language) == own
    assert english_name(language) == english
    assert name_in(language, "es") == spanish
    assert text_direction(language) == direction


def test_what_babel_has_no_name_for_is_called_by_its_code() -> None:
    assert name_in("cs", "sa") == "cs"
