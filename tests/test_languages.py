"""A guide in several languages is one site, with every page in each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import etree, html

from generator.build import build
from generator.cli.check import check_all
from generator.engine.build_result import BuildResult
from generator.engine.files import walk
from generator.model.foreign import CLOSE, OPEN
from generator.problems import ContentError
from generator.project import Project
from generator.publish.swap import MANIFEST
from generator.rebuild import Note
from generator.site.social_cards import ICON
from tests.support.headers_file import rules, sent
from tests.support.loops import every
from tests.support.pseudo_language import arabic, translate
from tests.support.translated_guide import begin, edit, path_of
from tests.support.without_pdfs import make_no_papers

SITE = "https://feedback.internal/guide/"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
XHTML = "{http://www.w3.org/1999/xhtml}"
ONLY_AT_THE_TOP = {"robots.txt", "_headers", MANIFEST}
"""Files that search engines, hosts and this program look for only at the top of a site."""


def built(folder: Path) -> tuple[BuildResult, list[str]]:
    """Build the guide in `folder`; return the result, and the steps that were reported."""
    steps, target = list[str](), folder / "build/site"
    return build(Project.at(folder), target, steps.append, staging=folder / "staging"), steps


@pytest.fixture(scope="module")
def in_two(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Path:
    """The site of the small guide in English and in Arabic letters."""
    folder = copy_small_guide(tmp_path_factory.mktemp("two") / "guide")
    translate(folder, "ar", arabic)
    with (folder / "site_config.yml").open("a", encoding="utf-8") as settings:
        settings.write("editions: [print]\n")  # the others take long, and are named in the same way
    return built(folder)[0].site


def own_files(site: Path) -> set[str]:
    """Return the names of the files in the original language, except those with a digest of their content."""
    return {name for name in walk(site) if not name.startswith(("ar/", "assets/"))}


def test_each_language_has_every_file_of_the_site(in_two: Path) -> None:
    names = {name for name in walk(in_two / "ar") if not name.startswith("assets/")}
    to_copy = [name for name in names if name.endswith((".pdf", ".zip"))]
    assert all(name.endswith(("-ar.pdf", "-ar.zip")) for name in every(to_copy))
    other = {re.sub(r"-ar(?=\.(?:pdf|zip)$)", "", name) for name in names}
    zips = {name for name in (*other, *own_files(in_two)) if name.endswith("-offline.zip")}
    assert len(zips) == 2  # named like the guide
    assert other - zips == own_files(in_two) - zips - ONLY_AT_THE_TOP


def test_each_page_leads_to_its_twin_and_tells_search_engines(in_two: Path) -> None:
    for name in every(sorted(name for name in own_files(in_two) if name.endswith("index.html"))):
        address = name.removesuffix("index.html")
        pair = {"en": SITE + address, "ar": f"{SITE}ar/{address}"}
        for code, own in pair.items():
            page = html.parse(str(in_two / own.removeprefix(SITE) / "index.html")).getroot()
            if page.xpath("//meta[@http-equiv='refresh']"):
                continue  # a redirect
            assert page.get("lang") == code, own
            assert page.get("dir") == {"en": "ltr", "ar": "rtl"}[code], own
            if not page.xpath("//link[@rel='canonical']") or page.xpath("//meta[@name='robots']"):
                continue  # a page in a frame
            told = {link.get("hreflang"): link.get("href") for link in page.xpath("//link[@hreflang]")}
            assert told == {**pair, "x-default": pair["en"]}, own
            links = {urljoin(own, link.get("href")) for link in page.xpath("//header//a[@hreflang]")}
            assert links == {pair[{"en": "ar", "ar": "en"}[code]]}, own


def test_the_site_maps_lead_to_all_languages(in_two: Path) -> None:
    robots = (in_two / "robots.txt").read_text("utf-8")
    assert re.findall("^Sitemap: (.*)$", robots, re.MULTILINE) == [
        f"{SITE}sitemap.xml",
        f"{SITE}ar/sitemap.xml",
    ]
    for folder in ("", "ar/"):
        tree = etree.parse(in_two / folder / "sitemap.xml")
        for url in every(tree.getroot()):
            (location, *_) = (one.text or "" for one in url)
            address = location.removeprefix(SITE + folder)
            others = {link.get("hreflang"): link.get("href") for link in url.iter(f"{XHTML}link")}
            assert others == {"en": SITE + address, "ar": f"{SITE}ar/{address}"}


def test_the_feed_says_what_is_in_the_original_language(site_in_languages: Path) -> None:
    def texts(folder: str, language: str = "") -> set[str | None]:
        tree = etree.parse(site_in_languages / folder / "feed.xml")
        names = ("title", "subtitle", "name", "summary")
        found = [one for name in names for one in tree.iter(f"{{*}}{name}")]
        return {one.text for one in found if one.get(XML_LANGUAGE, "") == language}

    original = texts("")
    for folder in every(("es", "ar")):
        assert texts(folder, "en"), folder
        assert texts(folder, "en") <= original, folder
        assert texts(folder), folder
        assert texts(folder).isdisjoint(original), folder


def test_hosts_get_the_headers_for_every_language(in_two: Path) -> None:
    found = rules((in_two / "_headers").read_text("utf-8"))
    styles = [name for name in walk(in_two) if name.endswith("/guide.css")]
    assert {name.partition("/")[0] for name in styles} == {"assets", "ar"}
    for name in every(styles):
        assert "immutable" in sent(found, f"/guide/{name}")["Cache-Control"]
    assert sent(found, "/guide/ar/feed.xml")["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "Cache-Control" not in sent(found, "/guide/ar/")


def test_no_mark_of_an_untranslated_text_is_left(in_two: Path) -> None:
    texts = (".html", ".json", ".xml", ".txt", ".js", ".css")
    for name in every([one for one in walk(in_two) if one.endswith(texts)]):
        text = (in_two / name).read_text("utf-8")
        assert OPEN not in text, name
        assert CLOSE not in text, name
    assert (in_two / "ar" / ICON).is_file()


def test_a_language_of_which_little_is_translated_is_not_published(small_guide: Path) -> None:
    begin(small_guide, ("site/name", "A guide to feedback", "Una guía"))
    steps, notes = list[str](), list[Note]()
    result = build(Project.at(small_guide), small_guide / "site", steps.append, keep=notes.append)
    assert [([*note.sites], [*note.coverage]) for note in notes] == [(["en"], ["es"])]
    assert not (result.site / "es").exists()
    assert "hreflang" not in (result.site / "index.html").read_text("utf-8")
    (warning,) = (one for one in result.warnings if one.location.file.endswith("es.po"))
    assert "it’s published once half of the words are translated" in warning.message
    assert "Rendering pages" in steps  # and not “English: Rendering pages”, as if there were others


@pytest.fixture
def in_spanish(small_guide: Path) -> Path:
    """The small guide, completely translated, with a title that no font can print."""
    translate(small_guide, "es")
    catalog = path_of(small_guide)
    title = r'("worksheets/one-talk/title"\nmsgid "One talk"\nmsgstr) ".*"'
    text, count = re.subn(title, r'\1 "一次谈话"', catalog.read_text("utf-8"))
    assert count == 1
    catalog.write_text(text, "utf-8")
    return small_guide


def refused(folder: Path) -> set[tuple[str, str]]:
    """Return the rule and the file of each error that a check of the guide in `folder` finds."""
    try:
        check_all(Project.at(folder))
    except ContentError as error:
        return {(one.rule, one.location.file) for one in error.problems if one.severity == "error"}
    return set()


def test_a_check_finds_what_paper_in_another_language_could_not_show(in_spanish: Path) -> None:
    assert refused(in_spanish) == {("no-glyph", "content/languages/es.po")}
    # Before all of its texts are translated, a worksheet is printed in the original language.
    edit(in_spanish / "content/worksheets/one-talk.yml", "outcome: ", "outcome: Here, ")
    assert refused(in_spanish) == set()


def test_a_check_finds_mistakes_in_what_a_guide_says_in_place_of_the_program(in_spanish: Path) -> None:
    path_of(in_spanish).unlink()
    own = in_spanish / "templates/strings/es.po"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text('msgctxt "frame/nothing"\nmsgid "None"\nmsgstr "Nada"\n', "utf-8")
    assert refused(in_spanish) == {("template", "templates/strings/es.po")}


def test_no_page_can_be_where_another_language_is(small_guide: Path) -> None:
    begin(small_guide)
    page, outline = (small_guide / "content" / name for name in ("pages/why-it-is-hard.yml", "guide.yml"))
    page.with_stem("es").write_text(page.read_text("utf-8").replace("Why it is hard", "Spain"), "utf-8")
    edit(outline, "pages: [why-it-is-hard]", "pages: [why-it-is-hard, es]")
    with pytest.raises(ContentError, match="“es” is an address that the site uses itself"):
        built(small_guide)


def test_a_project_for_other_programs_is_in_the_original_language_only(in_two: Path) -> None:
    staging = in_two.parents[1] / "staging"
    settings = json.loads((staging / "mkdocs.yml").read_text("utf-8"))
    assert settings["theme"]["language"] == "en"
    assert settings["extra"]["languages"] == []
    names = walk(staging / "docs")
    assert "robots.txt" in names
    for name in every(name for name in names if name.endswith((".md", ".txt", ".xml"))):
        text = (staging / "docs" / name).read_text("utf-8")
        assert "../ar/" not in text, name
        assert f"{SITE}ar/" not in text, name


def test_progress_says_which_language_is_being_made(
    small_guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_no_papers(monkeypatch)
    translate(small_guide, "ar", arabic)
    _, steps = built(small_guide)
    assert steps.count("English: Rendering pages") == 1
    assert steps.count("العربية: Rendering pages") == 1
