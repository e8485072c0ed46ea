"""Where a question or an exclamation in Spanish lacks its first mark."""

from __future__ import annotations

import pytest

from generator.check.prose.opening_marks import unopened


@pytest.mark.parametrize(
    "text",
    [
        "¿Qué haces? ¡Bien! Pregunta: “¿Tienes un momento?”",
        "Si no contesta, ¿qué haces?",
        "¿Cómo que no!",
        "¡¿De verdad?!",
        "Sin preguntas.\n\n- ¿Y aquí?\n- Tampoco",
        "(?) … ?",
    ],
)
def test_what_is_opened_is_right(text: str) -> None:
    assert list(unopened(text)) == []


def test_what_is_not_opened_is_found_where_it_ends() -> None:
    text = "¿Qué haces? Tienes tiempo?\n\n¿Empieza\n- Y acaba?\n- Qué bien!"
    assert [(text[:place].split()[-1], mark) for place, mark in unopened(text)] == [
        ("tiempo", "¿"),
        ("acaba", "¿"),
        ("bien", "¡"),
    ]
