"""A translated guide offers what's whole in its language, and the original of everything else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import pytest
from lxml import html

from generator.build import load_checked
from generator.downloads.combined_pdfs import AllSheetsJob, short_name
from generator.downloads.jobs import AllPostersJob, PosterJob, RunSheetJob, SheetJob
from generator.downloads.make import Job, in_language_of
from generator.downloads.sheets import make_downloads, make_file, of_original
from generator.downloads.zip_files import PackJob, SheetsZipJob
from generator.engine.disk_cache import Caches
from generator.load.strings import strings_of
from generator.load.translation import translated
from generator.model.fields import Language
from generator.model.guide import Guide
from generator.model.paper_sizes import PRINT
from generator.pages.page import Downloads
from generator.pages.pages import guide_pages
from generator.paper.sheet_data import sheet_data
from generator.project import Project
from tests.support.every_kind import add_every_kind
from tests.support.loops import every
from tests.support.pseudo_language import translate
from tests.support.rendering import environment
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
    with (folder / "site_config.yml").open("a", encoding="utf-8") as settings:
        settings.write("editions: [print, fillable]\n")  # the others have the same texts in other sizes
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
    return without(root, "worksheets/every-kind/title")


def without(root: Path, context: str) -> Project:
    """Return the project in the folder `root`, after the first answer with this `context` is taken out."""
    catalog = root / "content/languages/de.po"
    before, title, after = catalog.read_text("utf-8").partition(f'msgctxt "{context}"')
    said, _, rest = after.partition("\n\n")
    assert said
    catalog.write_text(before + title + said.partition("msgstr")[0] + 'msgstr ""\n\n' + rest, "utf-8")
    return Project.at(root)


def test_everything_is_in_the_language_if_it_is_translated(original: Downloads, whole: Downloads) -> None:
    assert {without_language(name) for name in whole.files} == original.files.keys()
    pairs = [(whole.files[name], original.files[without_language(name)]) for name in every(whole.files)]
    assert [one for one, other in pairs if one == other] == []
    assert {sheet.language for sheet in whole.sheets.values()} == {None}
    assert {download.language for download in whole.collections} == {None}


def without_language(name: str) -> str:
    """Return what the file `name` is called in the original; pictures of sheets are called the same."""
    found = re.sub(r"-de(?=\.(?:pdf|zip)$)", "", name)
    assert (found == name) == name.endswith(".webp")
    return found


def test_what_is_in_a_zip_is_named_for_the_language_too(original: Downloads, whole: Downloads) -> None:
    for ending, papers in (("", original), ("-de", whole)):
        with ZipFile(BytesIO(papers.files[f"worksheets/sheets{ending}.zip"])) as archive:
            names = {PurePosixPath(name) for name in archive.namelist()}
        assert {name.parts[0] for name in names} == {f"worksheets{ending}"}
        pdfs = [name.stem for name in names if name.suffix == ".pdf"]
        assert all(name.endswith("-de") == bool(ending) for name in every(pdfs))


def test_what_is_not_whole_is_the_original_and_says_so(
    partly: Project, original: Downloads, whole: Downloads
) -> None:
    made = make_downloads(in_german(partly), partly, Caches(partly), quiet)
    assert {id: sheet.language for id, sheet in made.sheets.items()} == {
        "one-talk": None,
        "every-kind": "en",
        "other-kinds": None,
    }
    folder = "worksheets/every-kind/"
    names = [name for name in original.files if name.startswith(folder)]
    assert names == [name for name in made.files if name.startswith(folder)]
    for name in every(names):
        assert made.files[name] == original.files[name], name
    # What contains it, too.
    collected = {download.file: download.language for download in made.collections}
    assert collected == {"all-sheets-a4.pdf": "en", "posters-a4-de.pdf": None, "sheets.zip": "en"}
    assert made.files["worksheets/sheets.zip"] == original.files["worksheets/sheets.zip"]
    assert made.sheets["every-kind"].stamp == original.sheets["every-kind"].stamp
    (pack,) = (downloads for address, downloads in made.by_page.items() if address.startswith("workshops/"))
    assert {download.language for download in pack} == {None}  # it uses another worksheet
    talk = "worksheets/one-talk/one-talk-a4-print-de.pdf"
    assert made.files[talk] == whole.files[talk]


def test_a_sheet_leaves_out_what_its_principle_is_called_if_that_is_not_translated(
    project: Project, tmp_path: Path
) -> None:
    shutil.copytree(project.root, tmp_path / "guide")
    guide = in_german(without(tmp_path / "guide", "principles/ask-first/name"))
    sheet, strings = guide.worksheets["one-talk"], strings_of(guide, project.templates)
    assert in_language_of(guide, SheetJob("one-talk", "a4", "print"))
    assert sheet_data(sheet, guide, strings, PRINT)["principle"] is None
    assert short_name(sheet, guide) == sheet.title
    whole = in_german(project)
    named = sheet_data(whole.worksheets["one-talk"], whole, strings, PRINT)["principle"]
    assert named == whole.principles["ask-first"].name


@pytest.mark.parametrize(
    ("context", "kinds"),
    [
        ("guide/worksheets/title", {AllSheetsJob, SheetsZipJob, AllPostersJob}),
        ("site/description", {PosterJob, AllPostersJob, SheetsZipJob, PackJob}),
    ],
)
def test_what_prints_a_text_of_the_whole_guide_is_the_original_without_it(
    context: str, kinds: set[type[Job]], project: Project, tmp_path: Path
) -> None:
    shutil.copytree(project.root, tmp_path / "guide")
    guide = in_german(without(tmp_path / "guide", context))
    every_kind: tuple[Job, ...] = (
        *(SheetJob("one-talk", "a4", "print"), RunSheetJob("first-remark", "a4", 30)),
        *(PosterJob("ask-first", "a4"), AllPostersJob("a4"), AllSheetsJob("a4")),
        *(SheetsZipJob(), PackJob("first-remark")),
    )
    assert {type(job) for job in every_kind if not in_language_of(guide, job)} == kinds


def test_a_preview_says_the_same_without_making_anything(partly: Project, original: Downloads) -> None:
    guide = in_german(partly)
    made, told = make_downloads(guide, partly, Caches(partly), quiet), of_original(original, guide)

    def languages(papers: Downloads) -> list[tuple[str, str | None]]:
        offered = (
            *(sheet.downloads for sheet in papers.sheets.values()),
            papers.collections,
            *papers.by_page.values(),
        )
        return [(one.file, one.language) for downloads in offered for one in downloads]

    assert languages(told) == languages(made)
    assert of_original(original, load_checked(partly)) == original
    older = replace(original, sheets={**original.sheets, "gone": original.sheets["one-talk"]})
    assert of_original(older, guide) == told


def test_each_file_can_be_made_by_itself(partly: Project, original: Downloads, whole: Downloads) -> None:
    guide = in_german(partly)
    for sheet, made, ending in (("every-kind", original, ""), ("other-kinds", whole, "-de")):
        name = f"worksheets/{sheet}/{sheet}-a4-fillable{ending}.pdf"
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
    assert (partly.build / "sheets/de/one-talk-a4-print-de.pdf").is_file()
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
        assert len(links) == 2
        assert {link.get("hreflang") for link in links} == {"en" if said else None}
        hints = [str(link.xpath("string(span[@class='hint'])")) for link in links]
        assert all((strings.parts.only_in(language="Englisch") in hint) == said for hint in hints)
