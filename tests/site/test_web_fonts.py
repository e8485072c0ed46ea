"""The web fonts are small, the same every time, and made once."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from generator.site.web_fonts import web_fonts
from tests.support.loops import every


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, small_original: Path) -> Path:
    """The fonts that a build has made."""
    folder = tmp_path_factory.mktemp("cache")
    shutil.copytree(small_original / "build/cache/fonts", folder / "fonts")
    return folder


def test_all_three_together_are_smaller_than_a_photo(cache: Path) -> None:
    fonts = web_fonts(cache)
    assert set(fonts) == {f"assets/fonts/{name}.woff2" for name in ("text-400", "text-700", "serif-600")}
    assert sum(map(len, fonts.values())) < 44_000


def test_each_has_every_character_in_the_guide(cache: Path) -> None:
    for data in every(web_fonts(cache).values()):
        letters = TTFont(BytesIO(data)).getBestCmap()
        assert all(ord(letter) in letters for letter in "AZaz09&“”’–…éñß·#")


def test_the_heading_font_is_not_variable(cache: Path) -> None:
    assert "fvar" not in TTFont(BytesIO(web_fonts(cache)["assets/fonts/serif-600.woff2"]))


def test_they_are_made_once_and_again_if_one_is_corrupt(cache: Path) -> None:
    fonts = web_fonts(cache)
    before = {path: path.stat().st_mtime_ns for path in (cache / "fonts").iterdir()}
    assert len(before) == 3
    assert web_fonts(cache) == fonts
    assert {path: path.stat().st_mtime_ns for path in before} == before
    corrupt = min(before)
    corrupt.write_bytes(corrupt.read_bytes()[:-1])
    assert web_fonts(cache) == fonts


def test_they_are_the_same_bytes_every_time(cache: Path, tmp_path: Path) -> None:
    assert web_fonts(tmp_path) == web_fonts(cache)
