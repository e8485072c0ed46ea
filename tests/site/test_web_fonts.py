"""The web fonts are small, have the letters of a language, and are made from our typefaces."""

from __future__ import annotations

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from generator.site.web_fonts import FILES, font_faces, web_fonts
from tests.support.loops import every
from tests.support.nightly import representatives
from tests.support.web_font_files import makers

MAKERS = makers()


@pytest.mark.parametrize(
    "name",
    representatives(sorted(MAKERS), {"text-400.woff2", "Grek-600.woff2", "Arab-700.woff2"}.__contains__),
)
def test_each_file_is_made_from_its_typeface(name: str, pytestconfig: pytest.Config) -> None:
    made = MAKERS[name]()
    if pytestconfig.getoption("update"):
        (FILES / name).write_bytes(made)
    assert (FILES / name).read_bytes() == made


def test_there_are_no_other_files() -> None:
    assert {path.name for path in FILES.iterdir()} == MAKERS.keys()


def test_all_three_together_are_smaller_than_a_photo() -> None:
    fonts = web_fonts("en")
    assert set(fonts) == {f"assets/fonts/{name}.woff2" for name in ("text-400", "text-700", "serif-600")}
    assert sum(map(len, fonts.values())) < 44_000


def test_each_has_every_character_in_the_guide() -> None:
    for data in every(web_fonts("en").values()):
        letters = TTFont(BytesIO(data)).getBestCmap()
        assert all(ord(letter) in letters for letter in "AZaz09&“”’–…éñß·#")


def test_the_heading_font_is_not_variable() -> None:
    assert "fvar" not in TTFont(BytesIO(web_fonts("en")["assets/fonts/serif-600.woff2"]))


def test_a_site_in_arabic_letters_has_them_too_and_no_other_site() -> None:
    fonts = web_fonts("fa")
    added = fonts.keys() - web_fonts("en").keys()
    assert added == {f"assets/fonts/other-{weight}.woff2" for weight in (400, 700)}
    for name in every(added):
        letters = TTFont(BytesIO(fonts[name])).getBestCmap()
        assert all(ord(letter) in letters for letter in "ابتیگ،؟\u200c")
        assert ord("a") not in letters  # those are in the fonts of every site
        assert len(fonts[name]) < 30_000
        assert name.removeprefix("assets/") in font_faces("fa")
    assert font_faces("es") == ""


@pytest.mark.parametrize(("language", "letters"), [("uk", "їґщюЯ"), ("el", "άψωΣς"), ("vi", "ảđếộữỳ")])
def test_a_site_in_letters_of_noto_sans_has_them_in_text_and_headings(language: str, letters: str) -> None:
    fonts = web_fonts(language)
    added = fonts.keys() - web_fonts("en").keys()
    assert added == {f"assets/fonts/other-{weight}.woff2" for weight in (400, 600, 700)}
    for name in every(added):
        font = TTFont(BytesIO(fonts[name]))
        assert all(ord(letter) in font.getBestCmap() for letter in letters)
        assert ("Serif" in font["name"].getDebugName(1)) == ("600" in name)
        assert len(fonts[name]) < 30_000
        assert name.removeprefix("assets/") in font_faces(language)
