"""A translated guide offers what's whole in its language, and the original of everything else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from generator.build import load_checked
from generator.downloads.sheets import make_downloads, make_file, of_original
from generator.engine.disk_cache import Caches
from generator.load.strings import strings_of
from generator.load.translation import translated
from generator.model.fields import Language
from generator.model.guide import Guide
from generator.pages.page import Downloads
from generator.pages.pages import guide_pages
from generator.pages.templates import environment
from generator.project import Project
from tests.support.every_kind import add_every_kind
from tests.support.loops import every
from tests.support.pseudo_language import translate
from tests.support.terminal import advice


def quiet(step: str) -> None:
    pass


def in_german(project: Project) -> Guide:
    original = load_checked(project)
    found = translated(original, project, Language("de"))
    assert found.guide
    return replace(found.guide, original=original)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Project:
    folder = copy_small_guide(tmp_path_factory.mktemp("translated") / "guide")
    add_every_kind(folder)
    translate(folder, "de")
    return Project.at(folder)


@pytest.fixture(scope="module")
def original(project: Project) -> Downloads:
    return make_downloads(load_checked(project), project, Caches(project), quiet)


@pytest.fixture(scope="module")
def whole(project: Project, original: Downloads) -> Downloads:
    return make_downloads(in_german(project), project, Caches(project), quiet)


@pytest.fixture(scope="module")
def partly(project: Project, whole: Downloads, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Without the title of the worksheet every-kind."""
    root = tmp_path_factory.mktemp("partly") / "guide"
    shutil.copytree(project.root, root)
    catalog = root / "content/languages/de.po"
    before, title, after = catalog.read_text("utf-8").partition('msgctxt "worksheets/every-kind/title"')
    said, _, rest = after.partition("\n\n")
    catalog.write_text(before + title + said.partition("msgstr")[0] + 'msgstr ""\n\n' + rest, "utf-8")
    return Project.at(root)


def test_everything_is_in_the_language_if_it_is_translated(original: Downloads, whole: Downloads) -> None:
    assert whole.files.keys() == original.files.keys()
    assert [name for name in every(whole.files) if whole.files[name] == original.files[name]] == []
    assert {sheet.language for sheet in whole.sheets.values()} == {None}
    assert {download.language for download in whole.collections} == {None}


def test_what_is_not_whole_is_the_original_and_says_so(
    partly: Project, original: Downloads, whole: Downloads
) -> None:
    made = make_downloads(in_german(partly), partly, Caches(partly), quiet)
    assert made.files.keys() == original.files.keys()
    assert {id: sheet.language for id, sheet in made.sheets.items()} == {
        "one-talk": None,
        "every-kind": "en",
        "other-kinds": None,
    }
    folder = "worksheets/every-kind/"
    for name in every(name for name in made.files if name.startswith(folder)):
        assert made.files[name] == original.files[name], name
    # What contains it, too.
    collected = {download.file: download.language for download in made.collections}
    assert collected == {"all-sheets-a4.pdf": "en", "posters-a4.pdf": None, "sheets.zip": "en"}
    assert made.files["worksheets/sheets.zip"] == original.files["worksheets/sheets.zip"]
    assert made.sheets["every-kind"].stamp == original.sheets["every-kind"].stamp
    (pack,) = (downloads for address, downloads in made.packs.items() if address.startswith("workshops/"))
    assert {download.language for download in pack} == {None}  # it uses another worksheet
    talk = "worksheets/one-talk/one-talk-a4-print.pdf"
    assert made.files[talk] == whole.files[talk]


def test_a_preview_says_the_same_without_making_anything(partly: Project, original: Downloads) -> None:
    guide = in_german(partly)
    made, told = make_downloads(guide, partly, Caches(partly), quiet), of_original(original, guide)

    def languages(papers: Downloads) -> list[tuple[str, str | None]]:
        offered = (
            *(sheet.downloads for sheet in papers.sheets.values()),
            papers.collections,
            *papers.packs.values(),
        )
        return [(one.file, one.language) for downloads in offered for one in downloads]

    assert languages(told) == languages(made)
    assert of_original(original, load_checked(partly)) == original


def test_each_file_can_be_made_by_itself(partly: Project, original: Downloads, whole: Downloads) -> None:
    guide = in_german(partly)
    for sheet, made in (("every-kind", original), ("other-kinds", whole)):
        name = f"worksheets/{sheet}/{sheet}-a4-fillable.pdf"
        assert make_file(name, guide, partly) == made.files[name]


def test_languages_keep_each_other_in_the_caches(project: Project, whole: Downloads) -> None:
    caches, guide = Caches(project), in_german(project)
    assert guide.original
    for one in (guide.original, guide):
        make_downloads(one, project, caches, quiet)
    caches.prune()
    said = list[str]()
    for one in (guide.original, guide):
        make_downloads(one, project, Caches(project), said.append)
    assert said == []


def test_sheets_are_made_in_a_language_by_command(partly: Project) -> None:
    done = advice("sheets", "one-talk", "--language", "de", "--edition", "print", folder=partly.root)
    assert done.returncode == 0, done.stderr
    assert (partly.build / "sheets/de/one-talk-a4-print.pdf").is_file()
    done = advice("sheets", "every-kind", "--language", "de", folder=partly.root)
    assert done.returncode == 2
    assert "Not every text of these worksheets is translated into “de”: every-kind." in done.stderr
    done = advice("sheets", "--language", "fr", folder=partly.root)
    assert done.returncode == 2
    assert "The guide isn’t translated into “fr”. Its languages are: en, de." in done.stderr


def test_a_page_says_which_files_are_only_in_the_original(partly: Project, original: Downloads) -> None:
    guide = in_german(partly)
    strings = strings_of(guide, partly.templates)
    papers = of_original(original, guide)
    pages = guide_pages(guide, papers.sheets, environment(partly.templates, strings), papers.collections)
    shown = {page.address: html.fromstring(page.render()) for page in pages if page.kind == "worksheet"}
    for sheet, said in (("every-kind", True), ("one-talk", False)):
        page = shown[f"worksheets/{sheet}/"]
        links = [*page.iterfind(".//a[@data-paper]")]
        assert len(links) == 4
        assert {link.get("hreflang") for link in links} == {"en" if said else None}
        hints = [str(link.xpath("string(span[@class='hint'])")) for link in links]
        assert all((strings.parts.only_in(language="Englisch") in hint) == said for hint in hints)
