"""Material's style sheet has the rules that a page of ours can need, and no others."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from generator.layers import Layers
from generator.site.theme_style import ADDRESS, mentioned, theme_style, trimmed
from tests.support.loops import every
from tests.support.paths import ROOT


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (".a{color:red}.b{color:blue}", ".a{color:red}"),
        (".a,.b,p{color:red}", ".a,p{color:red}"),
        (".a .b,.b:hover{color:red}", ""),
        # These match without the class, too.
        (".a:not(.b){color:red}", ".a:not(.b){color:red}"),
        (".a:is(.b,p){color:red}", ".a:is(.b,p){color:red}"),
        ("@media print{.b{color:red}}p{color:red}", "p{color:red}"),
        ("@media print{.a{margin:.8rem}.b{margin:0}}", "@media print{.a{margin:.8rem}}"),
        ("@font-face{src:url(x.b)}@keyframes c{0%{left:0}to{left:1px}}", None),
        ("b,.ab{color:red}", "b{color:red}"),
    ],
)
def test_only_selectors_that_need_an_unused_class_are_left_out(style: str, expected: str | None) -> None:
    assert trimmed(style, frozenset("a")) == (style if expected is None else expected)


def test_every_class_on_a_page_is_in_a_text_that_is_looked_at(real_site: Path) -> None:
    (whole,) = Path(str(files("material") / "templates/assets/stylesheets")).glob("main.*.css")
    named = {*re.findall(r"\.([A-Za-z_][\w-]*)", whole.read_text("utf-8"))}
    words = mentioned(Layers(ROOT / "templates"))
    assert len(named - words) > 100
    for page in every(real_site.rglob("*.html")):
        classes = re.findall(r'\sclass="([^"]*)"', page.read_text("utf-8"))
        on_page = {name for each in classes for name in each.split()}
        assert on_page & named <= words, page


def test_it_is_published_instead_of_the_whole(real_site: Path) -> None:
    (published,) = real_site.glob(f"assets/*/{Path(ADDRESS).name}")
    assert published.read_bytes() == theme_style(Layers(ROOT / "templates"))
    assert not [*real_site.glob("assets/stylesheets/*")]
