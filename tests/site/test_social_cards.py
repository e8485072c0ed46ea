"""Social cards have the right size, are small and cached, and never cut a title."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from markupsafe import Markup
from PIL import Image

from generator.engine.disk_cache import Caches
from generator.model.fields import Language
from generator.model.mark import Mark
from generator.pages.page import SitePage
from generator.problems import ContentError, Location
from generator.project import Project
from generator.site import social_cards
from generator.site.social_cards import ICON, pictures
from tests.support.loaded import real_guide
from tests.support.loops import every
from tests.support.paths import ROOT
from tests.support.without_pdfs import ENGLISH

LONG = (
    "Tell everyone who helped you how all of it turned out, and what came of it in the end, even if it is "
    "not the news that you had hoped for, and thank them for the Donaudampfschifffahrtsgesellschaft too"
)
SITE = real_guide().site


RING = Mark("x.svg", "0 0 48 48", Markup('<circle fill="currentColor" cx="24" cy="24" r="20"/>'))


def page(title: str, where: str = "principles/one/", mark: Mark | None = None) -> SitePage:
    return SitePage(where, "principle", title, "", title, Markup, mark=mark)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    return Project(tmp_path)


def drawn(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def test_a_card_has_the_usual_dimensions_and_is_a_small_file(project: Project) -> None:
    made = pictures(SITE, [page("Be patient"), page(LONG, "")], project, Caches(project), ENGLISH)
    assert [*made] == ["social/principles/one.png", "social/index.png", ICON]
    for name in [*made][:2]:
        assert drawn(made[name]).size == (1200, 630)
    assert len(made["social/principles/one.png"]) < 20_000
    assert drawn(made[ICON]).size == (180, 180)


def test_a_long_title_does_not_touch_the_edges_or_the_name(project: Project) -> None:
    card = drawn(pictures(SITE, [page(LONG)], project, Caches(project), ENGLISH)["social/principles/one.png"])
    paper = card.getpixel((2, 2))
    margins = [(0, 0, 80, 630), (1120, 0, 1200, 630), (0, 0, 1200, 60), (0, 456, 1200, 466)]
    assert [card.crop(box).getcolors() for box in margins] == [
        [((right - left) * (low - top), paper)] for left, top, right, low in margins
    ]


def test_a_card_shows_the_mark_of_its_page_in_the_accent_color(project: Project) -> None:
    pages = [page("Be patient", mark=RING), page("Be patient", "principles/two/"), page(LONG, "a/", RING)]
    made = pictures(SITE, pages, project, Caches(project), ENGLISH)
    marked, plain, long = (drawn(made[social_cards.address(one)]) for one in pages)
    place = (880, 180, 1112, 420)
    accent, paper = (11, 90, 88), plain.getpixel((2, 2))
    counts = {color: count for count, color in marked.crop(place).getcolors() or ()}
    assert counts[accent] > 10_000
    assert [color for _, color in plain.crop(place).getcolors() or ()] == [paper]
    # The words of a long title don't reach the mark.
    assert [color for _, color in long.crop((814, 100, 850, 440)).getcolors() or ()] == [paper]


def test_a_cached_card_needs_no_typesetting_and_is_the_same(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def typeset(*_: object) -> None:
        raise AssertionError("something was typeset")  # in another process, which can't send all exceptions

    first = pictures(SITE, [page("Be patient")], project, Caches(project), ENGLISH)
    monkeypatch.setattr(social_cards, "_pages", typeset)
    assert pictures(SITE, [page("Be patient")], project, Caches(project), ENGLISH) == first
    with pytest.raises(AssertionError, match="something was typeset"):
        pictures(SITE, [page("Be kind")], project, Caches(project), ENGLISH)


def test_a_title_with_characters_missing_from_the_fonts_has_no_card(project: Project) -> None:
    made = pictures(
        SITE, [page("忍耐"), page("Patience", "principles/two/")], project, Caches(project), ENGLISH
    )
    assert [*made] == ["social/principles/two.png", ICON]


def test_a_card_in_arabic_letters_starts_on_the_right(project: Project) -> None:
    site = SITE.model_copy(update={"language": Language("ar")})
    card = drawn(
        pictures(site, [page("الصبر")], project, Caches(project), ENGLISH)["social/principles/one.png"]
    )
    paper = card.getpixel((2, 2))
    halves = [card.crop((left, 120, left + 600, 440)).getcolors() for left in (0, 600)]
    assert halves[0] == [(600 * 320, paper)]
    assert halves[1] != [(600 * 320, paper)]


def test_an_error_in_the_template_of_cards_is_reported_with_its_line(tmp_path: Path) -> None:
    for name in ("site/card", "site/assets"):
        (tmp_path / "templates" / name).mkdir(parents=True)
    (tmp_path / "templates/site/assets/favicon.svg").write_text("<svg/>")
    (tmp_path / "templates/site/card/card.typ").write_text("#let a = 1\n#unknown\n")
    project = Project(tmp_path)
    with pytest.raises(ContentError) as raised:
        pictures(SITE, [page("Be patient")], project, Caches(project), ENGLISH)
    assert raised.value.problems[0].location == Location("templates/site/card/card.typ", 2, 1)


def test_every_page_of_the_guide_links_to_its_social_card(real_site: Path) -> None:
    pages = [path for path in real_site.rglob("index.html") if "og:title" in path.read_text("utf-8")]
    assert len(pages) > 50
    for path in every(pages):
        names = path.parent.relative_to(real_site).parts
        top = ("es",) if names[:1] == ("es",) else ()
        card = "/".join((*top, "social", *(names[len(top) :] or ("index",)))) + ".png"
        assert f'property="og:image" content="{SITE.url}{card}"' in path.read_text("utf-8")
        assert (real_site / card).stat().st_size < 20_000
