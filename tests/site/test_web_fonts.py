"""The web fonts are small, the same every time, and made once."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from generator.engine.disk_cache import Caches
from generator.project import Project
from generator.site.web_fonts import font_faces, web_fonts
from tests.support.loops import every


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, small_original: Path) -> Project:
    """One with the fonts that a build has made."""
    project = Project(tmp_path_factory.mktemp("project"))
    shutil.copytree(small_original / "build/cache/fonts", project.build / "cache/fonts")
    return project


def test_all_three_together_are_smaller_than_a_photo(project: Project) -> None:
    fonts = web_fonts(Caches(project), "en")
    assert set(fonts) == {f"assets/fonts/{name}.woff2" for name in ("text-400", "text-700", "serif-600")}
    assert sum(map(len, fonts.values())) < 44_000


def test_each_has_every_character_in_the_guide(project: Project) -> None:
    for data in every(web_fonts(Caches(project), "en").values()):
        letters = TTFont(BytesIO(data)).getBestCmap()
        assert all(ord(letter) in letters for letter in "AZaz09&“”’–…éñß·#")


def test_the_heading_font_is_not_variable(project: Project) -> None:
    assert "fvar" not in TTFont(BytesIO(web_fonts(Caches(project), "en")["assets/fonts/serif-600.woff2"]))


def test_they_are_made_once_and_again_if_one_is_corrupt(project: Project) -> None:
    fonts = web_fonts(Caches(project), "en")
    before = {path: path.stat().st_mtime_ns for path in (project.build / "cache/fonts").iterdir()}
    assert len(before) == 3
    assert web_fonts(Caches(project), "en") == fonts
    assert {path: path.stat().st_mtime_ns for path in before} == before
    corrupt = min(before)
    corrupt.write_bytes(corrupt.read_bytes()[:-1])
    assert web_fonts(Caches(project), "en") == fonts


def test_a_site_in_arabic_letters_has_them_too_and_no_other_site(project: Project) -> None:
    fonts = web_fonts(Caches(project), "fa")
    added = fonts.keys() - web_fonts(Caches(project), "en").keys()
    assert added == {f"assets/fonts/other-{weight}.woff2" for weight in (400, 700)}
    for name in every(added):
        letters = TTFont(BytesIO(fonts[name])).getBestCmap()
        assert all(ord(letter) in letters for letter in "ابتیگ،؟\u200c")
        assert ord("a") not in letters  # those are in the fonts of every site
        assert len(fonts[name]) < 30_000
        assert name.removeprefix("assets/") in font_faces("fa")
    assert font_faces("es") == ""


@pytest.mark.parametrize(("language", "letters"), [("uk", "їґщюЯ"), ("el", "άψωΣς"), ("vi", "ảđếộữỳ")])
def test_a_site_in_letters_of_noto_sans_has_them_in_text_and_headings(
    language: str, letters: str, project: Project
) -> None:
    fonts = web_fonts(Caches(project), language)
    added = fonts.keys() - web_fonts(Caches(project), "en").keys()
    assert added == {f"assets/fonts/other-{weight}.woff2" for weight in (400, 600, 700)}
    for name in every(added):
        font = TTFont(BytesIO(fonts[name]))
        assert all(ord(letter) in font.getBestCmap() for letter in letters)
        assert ("Serif" in font["name"].getDebugName(1)) == ("600" in name)
        assert len(fonts[name]) < 30_000
        assert name.removeprefix("assets/") in font_faces(language)


def test_they_are_the_same_bytes_every_time(project: Project, tmp_path: Path) -> None:
    assert web_fonts(Caches(Project(tmp_path)), "en") == web_fonts(Caches(project), "en")
