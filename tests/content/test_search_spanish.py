"""The search of the guide in Spanish: what people type, and whether it finds what they need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
import yaml
from playwright.sync_api import Browser, Page

from tests.support.loops import every
from tests.support.searching import answers, asked, found, note

QUERIES = cast(
    dict[str, list[str]],
    yaml.safe_load(Path(__file__).with_name("queries-es.yml").read_text("utf-8")),
)
LEAST = 0.95
"""Share of the queries that must find an expected page among the first three."""


@pytest.fixture(scope="module")
def page(browser: Browser, real_address: str) -> Iterator[Page]:
    context = browser.new_context(locale="es-MX", viewport={"width": 1366, "height": 900})
    page = context.new_page()
    page.goto(f"{real_address}es/")
    page.locator(".md-search__input").click()
    yield page
    context.close()


def test_the_queries_find_an_expected_page_among_the_first_three(page: Page) -> None:
    found = asked(page, map(str, QUERIES))
    missed = {typed: found[typed][:3] for typed in QUERIES if not answers(found[typed][:3], QUERIES[typed])}
    assert len(QUERIES) >= 60
    assert len(missed) <= (1 - LEAST) * len(QUERIES), missed


def test_the_queries_name_pages_that_exist(real_site: Path) -> None:
    for address in every({address for expected in QUERIES.values() for address in expected}):
        assert (real_site / "es" / address / "index.html").exists(), address


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("¿Cómo pedir referencias?", "pedir referencias"),
        ("autoevaluación", "autoevaluacion"),
        ("¡gracias!", "GRACIAS"),
        ("compañeros", "companeros"),
        ("qué decir en un evento", "que decir en el evento"),
    ],
)
def test_accents_marks_and_small_words_do_not_matter(page: Page, typed: str, same: str) -> None:
    both = asked(page, [typed, same])
    assert both[typed] == both[same] != []


def test_what_is_misspelled_is_named_in_spanish(page: Page, real_address: str) -> None:
    assert found(page, "pasiencia", real_address)[0] == "es/principles/patience/"
    assert note(page) == "Ninguna página tiene “pasiencia”. Estos resultados son de “paciencia”."


DISTRESS = """
estoy deprimida | depresion | sin esperanza | suicidio | suisidio | ya no puedo mas | me rindo
quiero rendirme | matarme | hacerme dano | ya no quiero vivir
me siento muy deprimido por no encontrar trabajo | no aguanto mas | no valgo nada
no sirvo para nada | ataque de panico | desesperado buscando trabajo | agobiada | tengo ansiedad
me quiero morir | tirar la toalla | quiero desaparecer | deprimid | suicid | quitarme la vida
"""
HARMLESS = """
presión | espera | esperanza | prensa | rendimiento | aguantar | vida laboral | hotel | sin respuesta | toalla
no puedo ir a la reunión | puedo más
"""


def test_someone_in_distress_gets_the_page_about_it_and_others_do_not(page: Page) -> None:
    typed, harmless = (
        [*map(str.strip, text.strip().replace("\n", "|").split("|"))] for text in (DISTRESS, HARMLESS)
    )
    results = asked(page, [*typed, *harmless])
    first = {query: items[0][0] if items else "" for query, items in results.items()}
    assert {query for query in typed if first[query] != "too-much/"} == set()
    assert {query for query in harmless if first[query] == "too-much/"} == set()
