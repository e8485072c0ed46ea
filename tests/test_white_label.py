"""An organization can rebrand a guide with settings alone, on the site and on paper."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, get_args

import pymupdf
import pytest
from markupsafe import Markup
from PIL import Image
from playwright.sync_api import Browser, Page

from generator.build import build, load_checked
from generator.cli.check import check_all
from generator.downloads import sheets
from generator.engine.disk_cache import Caches
from generator.layers import Layers
from generator.model.brand import Phone
from generator.model.colors import ACCENT, NIGHT, PAPER, Colors, Shades
from generator.model.guide import Guide
from generator.model.paper_sizes import EDITIONS, PAPERS, EditionId
from generator.pages.page import SitePage
from generator.paper.context import PrintContext
from generator.paper.poster import posters
from generator.paper.sheet_data import guide_data
from generator.paper.worksheet import pdf
from generator.problems import ContentError, Refusal
from generator.project import Project
from generator.site.social_cards import COLORS, ICON, pictures
from tests.support.hosting import hosted
from tests.support.loops import every
from tests.support.paths import REAL_URL, ROOT
from tests.support.white_label import LOGO, documented_files
from tests.support.without_pdfs import ENGLISH, build_without_pdfs

SETTINGS = """
logo: brand/logo.svg
colors: {accent: "#8a1c4a"}
based-on: {name: Talks & More, url: "https://talks.example/"}
contact:
  name: Bell & Sons
  mail: talk@north.example
  phone: +1 555 0100
  url: https://north.example/careers
editions: [large-print, print]
cadence:
  daily: {ideal: 5, latest: 9}
  hard-talk: {ideal: 2, latest: 4}
analytics: none
overlay: overlays/north
repository: {url: https://git.example/north/guide, edit: edit/main}
social:
  - {name: Mastodon, url: "https://social.example/@north"}
translations:
  - {name: Español, url: "https://north.example/es/", language: es}
"""
CHERRY = (0x8A / 255, 0x1C / 255, 0x4A / 255)
STAMP = re.compile("[0-9a-f]{8}[.]?")
OVERLAY = {
    "guide.yml": "pages: [why-it-is-hard, our-rooms]\n",
    "principles/ask-first.yml": "summary: In our house, ask before you tell.\n",
    "pages/our-rooms.yml": """
title: Our rooms
name: Rooms
summary: Where two people can talk in peace.
passages:
  - {id: first-floor, title: First floor, text: Knock before you enter.}
next: {say: Ask first, to: principles/ask-first}
""",
}


def add_brand(folder: Path, settings: str = SETTINGS) -> Path:
    """Give the guide in `folder` an organization's branding and texts."""
    config = folder / "site_config.yml"
    config.write_text(config.read_text("utf-8") + settings, "utf-8")
    files = {"brand/logo.svg": LOGO, **{f"overlays/north/{name}": text for name, text in OVERLAY.items()}}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Path:
    return add_brand(copy_small_guide(tmp_path_factory.mktemp("place") / "guide"))


@pytest.fixture(scope="module")
def guide(place: Path) -> Guide:
    return load_checked(Project.at(place))


@pytest.fixture(scope="module")
def site(place: Path) -> Path:
    return build_without_pdfs(place, place.parent / "site")


@pytest.fixture(scope="module")
def visit(site: Path, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page of the site with light or dark colors, and fails if the browser blocks anything."""
    complaints: list[str] = []
    with hosted(site) as address:

        def opened(where: str, colors: Literal["light", "dark"] = "light", width: int = 1280) -> Page:
            page = browser.new_page(color_scheme=colors, viewport={"width": width, "height": 800})
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(address + where)
            return page

        yield opened
    assert complaints == []


def color_of(page: Page, what: str) -> str:
    found: str = page.locator(what).first.evaluate("element => getComputedStyle(element).color")
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", found)[:3])


@pytest.mark.parametrize("width", [1280, 320])
def test_the_logo_is_shown_and_the_name_is_announced_once(visit: Callable[..., Page], width: int) -> None:
    page = visit("principles/ask-first/", width=width)
    home = page.get_by_role("banner").get_by_role("link", name="Giving Feedback", exact=True)
    logo = home.locator("img")
    assert logo.get_attribute("alt") == ""  # the name is next to it
    box = logo.bounding_box()
    assert box
    assert box["height"] == 40
    assert 80 <= box["width"] <= 100
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_the_accent_is_the_color_in_light_mode_and_a_lighter_shade_in_dark_mode(
    visit: Callable[..., Page],
) -> None:
    day, night = visit("principles/ask-first/"), visit("principles/ask-first/", "dark")
    assert color_of(day, "h1") == "#8a1c4a"
    light = color_of(night, "h1")
    assert light == Colors.model_validate({"accent": "#8a1c4a"}).night.accent
    assert Shades.by_night(light).ratio >= 4.5
    for page in (day, night):
        page.close()


def test_a_printed_page_has_the_colors_of_light_mode(visit: Callable[..., Page]) -> None:
    page = visit("principles/ask-first/", "dark")
    page.emulate_media(media="print")
    assert color_of(page, "h1") == "#8a1c4a"
    page.close()


def test_the_footer_of_every_page_names_the_contact_and_the_changes(
    site: Path, visit: Callable[..., Page]
) -> None:
    page = visit("principles/ask-first/")
    foot = page.get_by_role("contentinfo")
    links = foot.get_by_role("link").evaluate_all("all => all.map(a => [a.textContent.trim(), a.href])")
    assert "Contact: Bell & Sons" in foot.inner_text()
    assert "Based on Talks & More." in foot.inner_text()
    for link in (
        ["talk@north.example", "mailto:talk@north.example"],
        ["+1 555 0100", "tel:+15550100"],
        ["north.example/careers", "https://north.example/careers"],
        ["Talks & More", "https://talks.example/"],
        ["Español", "https://north.example/es/"],
        ["Mastodon", "https://social.example/@north"],
        ["git.example/north/guide", "https://git.example/north/guide"],
        [
            "Suggest an edit",
            "https://git.example/north/guide/edit/main/content/principles/ask-first.yml",
        ],
    ):
        assert link in links
    page.close()
    for path in every(site.rglob("*.html")):
        text = path.read_text("utf-8")
        assert "md-footer" not in text or "mailto:talk@north.example" in text, path.name


@pytest.mark.parametrize(
    ("written", "dialed"),
    [("+1 555 0100", "+15550100"), ("+49 (0) 30 123", "+4930123"), ("(030) 123-45", "03012345")],
)
def test_a_phone_number_is_dialed_as_people_mean_it(written: str, dialed: str) -> None:
    assert Phone(written).dialed == dialed


def test_the_pages_show_the_days_and_texts_of_the_overlay(visit: Callable[..., Page]) -> None:
    page = visit("tools/contacts/")
    rows = page.locator(".rhythm tr").all_inner_texts()
    assert any("After 5 days, 9 days at the latest" in row for row in rows)
    assert any("After 21 days, 45 days at the latest" in row for row in rows)
    assert any("After 2 days, 4 days at the latest" in row for row in rows)
    assert page.get_by_role("link", name="Rooms").count() > 0
    page.goto(page.url.replace("tools/contacts/", "principles/ask-first/"))
    assert page.locator(".lead").first.inner_text() == "In our house, ask before you tell."
    page.close()


def test_the_source_link_of_a_new_page_points_to_the_overlay(site: Path) -> None:
    assert "edit/main/overlays/north/pages/our-rooms.yml" in (site / "our-rooms/index.html").read_text(
        "utf-8"
    )


@pytest.fixture(scope="module")
def sheet(guide: Guide) -> Iterator[Any]:
    context = PrintContext(guide, Layers(ROOT / "templates"), ENGLISH)
    made = pdf(guide.worksheets["one-talk"], context, PAPERS["a4"])
    with pymupdf.open(stream=made) as document:  # type: ignore[no-untyped-call]
        yield document


def test_each_page_of_a_sheet_names_the_contact_in_its_footer(sheet: Any) -> None:
    for page in sheet:
        foot = page.get_text(clip=(0, page.rect.height - 50, page.rect.width, page.rect.height))
        assert "Bell & Sons · talk@north.example · +1 555 0100 · north.example/careers" in foot


def in_cherry(fill: tuple[float, ...] | None) -> bool:
    return bool(fill) and all(abs(a - b) < 0.01 for a, b in zip(fill or (), CHERRY, strict=True))


def spans_of(page: Any) -> list[dict[str, Any]]:
    """Return the runs of text in one font and size."""
    lines = (line for block in page.get_text("dict")["blocks"] for line in block.get("lines", []))
    return [span for line in lines for span in line["spans"]]


def test_a_sheet_has_the_color_and_the_logo(sheet: Any) -> None:
    drawn = {
        (page.number, drawing["rect"].y1 < 40)
        for page in sheet
        for drawing in page.get_drawings()
        if in_cherry(drawing["fill"])
    }
    assert (0, True) in drawn
    assert (1, True) not in drawn
    (title,) = (span for span in spans_of(sheet[0]) if span["text"] == "One talk")
    assert title["color"] == 0x8A1C4A


def test_a_poster_has_the_color_the_logo_and_the_contact(guide: Guide) -> None:
    principle, context = (
        guide.principles["ask-first"],
        PrintContext(guide, Layers(ROOT / "templates"), ENGLISH),
    )
    made = posters([principle], principle.title, context, PAPERS["a4"])
    document: Any
    with pymupdf.open(stream=made) as document:  # type: ignore[no-untyped-call]
        (page,) = document
        below = page.rect.height - 150
        foot = " ".join(page.get_text(clip=(0, below, page.rect.width, page.rect.height)).split())
        painted = [drawing["rect"] for drawing in page.get_drawings() if in_cherry(drawing["fill"])]
        spans = [span for span in spans_of(page) if span["text"].strip() in ("Ask before", "you tell")]
    assert "Bell & Sons · talk@north.example · +1 555 0100 · north.example/careers" in foot
    assert any(box.y0 > below for box in painted)
    assert [span["color"] for span in spans] == [0x8A1C4A] * 2


def test_logo_and_contact_take_no_space_from_a_sheet(guide: Guide, sheet: Any) -> None:
    plain = replace(guide, site=guide.site.model_copy(update={"logo": None, "contact": None}))
    context = PrintContext(plain, Layers(ROOT / "templates"), ENGLISH)
    made = pdf(guide.worksheets["one-talk"], context, PAPERS["a4"])
    document: Any
    with pymupdf.open(stream=made) as document:  # type: ignore[no-untyped-call]
        for page, other in zip(document, sheet, strict=True):
            body = (0, 40, page.rect.width, page.rect.height - 50)
            words, others = (
                [word[:5] for word in one.get_text("words", clip=body) if not STAMP.fullmatch(word[4])]
                for one in (page, other)
            )
            assert words == others


def test_unset_brand_options_are_not_passed_to_a_sheet(small_guide: Path) -> None:
    assert set(guide_data(load_checked(Project.at(small_guide)))) == {"site", "license"}


def test_sheets_are_made_again_only_when_what_they_show_changes(guide: Guide) -> None:
    site = guide.site
    printed = site.model_dump_json()
    assert site.logo
    repainted = site.logo.read(b"other", 1)
    unseen: tuple[dict[str, object], ...] = (
        {"editions": ("print",)}, {"cadence": {}}, {"repository": None}, {"social": ()}, {"translations": ()},
    )  # fmt: skip
    seen: tuple[dict[str, object], ...] = ({"colors": None}, {"contact": None}, {"logo": repainted})
    assert {site.model_copy(update=change).model_dump_json() for change in unseen} == {printed}
    assert printed not in {site.model_copy(update=change).model_dump_json() for change in seen}


def test_an_edition_that_is_turned_off_is_offered_nowhere(small_guide: Path) -> None:
    config = small_guide / "site_config.yml"
    config.write_text(config.read_text("utf-8") + "editions: [fillable, print]\n", "utf-8")
    project = Project.at(small_guide)
    guide = load_checked(project)
    made = sheets.make_downloads(guide, project, Caches(project), lambda step: None)
    assert [one.edition for one in made.sheets["one-talk"].downloads] == ["print", "fillable"]
    every = {*made.files}
    assert not [name for name in every if "large-print" in name or "ink-saving" in name]
    for name in ("worksheets/sheets.zip", "workshops/first-remark/first-remark-pack.zip"):
        with zipfile.ZipFile(io.BytesIO(made.files[name])) as packed:
            text = packed.read(packed.namelist()[0]).decode()
            assert "arge print" not in text
            assert "little ink" not in text
            assert not [one for one in packed.namelist() if "large-print" in one]
    assert [job.edition for job in sheets.select(guide, [], [], [])] == ["print", "fillable"]


def test_the_settings_accept_exactly_the_editions_that_exist() -> None:
    assert get_args(EditionId) == tuple(EDITIONS)


def test_pictures_for_sharing_show_the_logo_and_the_color(guide: Guide, place: Path) -> None:
    page = SitePage("principles/one/", "principle", "Ask first", "", "Ask first", Markup)
    project = Project.at(place)
    made = pictures(guide.site, [page], project, Caches(project), ENGLISH)
    card = Image.open(io.BytesIO(made["social/principles/one.png"])).convert("RGB")
    assert (138, 28, 74) in {color for _, color in card.getcolors(1_000_000) or []}
    # The logo is too wide for a small square, so the icon is the default one in their color.
    assert Image.open(io.BytesIO(made[ICON])).convert("RGB").getpixel((2, 2)) == (138, 28, 74)


def test_a_guide_that_sets_no_colors_has_those_of_its_style() -> None:
    tokens = (ROOT / "templates/site/assets/style/1-tokens.css").read_text("utf-8")
    day, _, night = tokens.partition('[data-md-color-scheme="night"]')
    assert f"--accent: {ACCENT};" in day
    assert f"--paper: {PAPER};" in day
    assert f"--paper: {NIGHT};" in night
    assert "#" + bytes(COLORS["accent"]).hex() == ACCENT
    for shades, text in ((Shades.by_day(ACCENT), day), (Shades.by_night(ACCENT), night)):
        assert all(f": {ground};" in text for ground in shades.grounds[:2])
        assert f"--on-accent: {shades.on_accent};" in text
    assert ACCENT in (ROOT / "templates/site/assets/favicon.svg").read_text("utf-8")


def test_no_site_is_published_into_the_overlay(small_guide: Path) -> None:
    add_brand(small_guide)
    project = Project.at(small_guide)
    for out in ("overlays/north/site", "overlays/north/pages/new"):
        with pytest.raises(Refusal, match="part of the guide’s sources"):
            build(project, small_guide / out, lambda step: None)
    with pytest.raises(Refusal, match="didn’t make"):
        build(project, small_guide / "overlays/north", lambda step: None)
    assert not (small_guide / "overlays/north/site").exists()


def test_a_corrupt_logo_is_reported_and_not_shown(small_guide: Path) -> None:
    add_brand(small_guide)
    (small_guide / "brand/logo.svg").write_text("<svg/>", "utf-8")
    with pytest.raises(ContentError) as raised:
        load_checked(Project.at(small_guide))
    assert [problem.rule for problem in raised.value.problems] == ["bad-logo"]


def test_the_settings_in_the_hosting_document_work_for_this_guide(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    files = documented_files()
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    guide, warnings = check_all(Project.at(tmp_path, REAL_URL))
    # What these settings add and reword isn’t in Spanish.
    assert [one.rule for one in warnings] == ["interface-unfinished", "untranslated"]
    assert len(files) == 6
    assert guide.contacts
    assert guide.contacts.rings[0].ideal == 21
    assert guide.contacts.rings[0].hint.endswith("every three weeks.")
    assert guide.pages["our-rooms"].title == "Where to find us"
    assert guide.site.editions == ("print", "fillable", "large-print")
