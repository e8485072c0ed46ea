"""One PDF of all sheets for each paper size, and one ZIP of all files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import outloud  # type: ignore[import-untyped]
import page as page_validation
import pikepdf
import pymupdf
import pypdf
import pytest

from generator.downloads.combined_pdfs import short_name
from generator.downloads.sheets import make_downloads
from generator.engine.disk_cache import Caches
from generator.pages.page import Downloads
from generator.paper.pdf.merge import Chapter, merged, pages_before
from generator.project import Project
from tests.support.loaded import real_guide
from tests.support.loops import every
from tests.support.without_pdfs import ENGLISH

GUIDE = real_guide()
TITLES = [GUIDE.worksheets[id].title for id in GUIDE.outline.worksheets.show]
CARDS = sum(sheet.has_cards for sheet in GUIDE.worksheets.values())
NAMES = {id: short_name(GUIDE.worksheets[id], GUIDE) for id in GUIDE.outline.worksheets.show}
every_paper = pytest.mark.parametrize("paper", GUIDE.site.papers)


@pytest.fixture(scope="module")
def made(real_site: Path) -> Downloads:
    """As published: what the site was built from is still there."""
    project = Project.at(real_site.parent.parent)
    return make_downloads(GUIDE, project, Caches(project), lambda step: None)


@pytest.fixture
def bundle(made: Downloads, paper: str) -> bytes:
    return made.files[f"worksheets/all-sheets-{paper}.pdf"]


@cache
def texts(document: bytes) -> list[str]:
    """Return the text of each page."""
    with pymupdf.open(stream=document) as opened:  # type: ignore[no-untyped-call]
        return [page.get_text() for page in opened]


def outline(document: bytes) -> dict[str, int]:
    """Return the page number that each bookmark leads to."""
    with pikepdf.open(io.BytesIO(document)) as opened, opened.open_outline() as bookmarks:
        numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages, start=1)}
        return {
            str(item.title): numbers[item.to_dictionary_object(opened).Dest[0].objgen]
            for item in bookmarks.root
        }


# One PDF


@every_paper
def test_every_sheet_is_complete_and_starts_on_a_front_side(
    made: Downloads, bundle: bytes, paper: str
) -> None:
    places = outline(bundle)
    assert [*places] == [GUIDE.outline.worksheets.title, *TITLES]
    for id in every(GUIDE.outline.worksheets.show):
        start = places[GUIDE.worksheets[id].title]
        assert start % 2 == 1
        single = texts(made.files[f"worksheets/{id}/{id}-{paper}-print.pdf"])
        for page, text in enumerate(single, start=start):
            assert texts(bundle)[page - 1] == f"{text}{NAMES[id]} {page}\n", id


@every_paper
def test_every_page_of_a_sheet_has_its_tab_at_the_outer_edge(bundle: bytes) -> None:
    heights = dict[str, float]()
    with pymupdf.open(stream=bundle) as opened:  # type: ignore[no-untyped-call]
        for number, page in every([*enumerate(opened, start=1)][2:]):
            tab, edge = tab_of(page), page.rect.width if number % 2 else 0
            assert tab.x1 == pytest.approx(edge) if number % 2 else tab.x0 == pytest.approx(edge)
            assert tab.width < 30
            name = next(name for name in every(NAMES.values()) if f"{name} {number}\n" in page.get_text())
            place = tab.y0 / (page.rect.height - tab.height)  # a landscape page is less high
            assert heights.setdefault(name, place) == pytest.approx(place), "on both sides in one place"
            for word in page.get_text("words"):
                inside = tab.contains(pymupdf.Rect(word[:4]))  # type: ignore[no-untyped-call]
                assert inside or not tab.intersects(pymupdf.Rect(word[:4])), word[4]  # type: ignore[no-untyped-call]
        assert [*heights.values()] == sorted({*heights.values()}), "one below the other"
        assert "Patience" not in opened[1].get_text(), "a blank back has no tab"


def tab_of(page: Any) -> Any:
    """Return the filled rectangle that touches the left or the right edge of the page."""
    (tab,) = (
        one["rect"]
        for one in page.get_drawings()
        if one["type"] == "f" and (one["rect"].x0 < 1 or one["rect"].x1 > page.rect.width - 1)
    )
    return tab


@every_paper
def test_viewers_call_each_page_by_its_sheet_and_number(bundle: bytes) -> None:
    places = outline(bundle)
    with pikepdf.open(io.BytesIO(bundle)) as document:
        labels = [str(page.label) for page in document.pages]
    for id in every(GUIDE.outline.worksheets.show):
        start = places[GUIDE.worksheets[id].title]
        assert labels[start - 1] == f"{NAMES[id]} {start}"
    assert labels[0] == "1"


def test_two_sheets_about_one_principle_are_called_by_their_titles() -> None:
    patience, plan = GUIDE.worksheets["patience"], GUIDE.worksheets["weekly-plan"]
    assert short_name(patience, GUIDE) == "Patience"
    assert short_name(plan, GUIDE) == plan.title
    both = {**GUIDE.worksheets, "weekly-plan": plan.model_copy(update={"principle": patience.principle})}
    assert short_name(patience, replace(GUIDE, worksheets=both)) == patience.title


@every_paper
def test_the_first_page_lists_each_sheet_with_its_page_and_a_link(bundle: bytes) -> None:
    places = outline(bundle)
    listed = " ".join(texts(bundle)[0].split())
    with pikepdf.open(io.BytesIO(bundle)) as document:
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}
        jumps = {str(one.Contents): numbers[one.Dest[0].objgen] for one in document.pages[0].obj.Annots}
    for title in every(TITLES):
        assert f"Page {places[title]}" in listed
        assert jumps[f"{title}, page {places[title]}"] == places[title]
    assert len(jumps) == len(TITLES)


@every_paper
@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_it_meets_the_standards(bundle: bytes, profile: Any) -> None:
    report = page_validation.validate_pdf_bytes(bundle, profile=profile)
    assert report.is_compliant, [str(failure) for failure in report.failures]


@every_paper
def test_screen_readers_find_everything_in_the_sheets(
    made: Downloads, bundle: bytes, paper: str, tmp_path: Path
) -> None:
    path = tmp_path / "all.pdf"
    path.write_bytes(bundle)
    result = outloud.check(str(path))
    assert not result.error
    # A sheet's footer is only on that sheet's pages, so the checker takes it for untagged prose
    # (TAG-002). In a PDF of a single sheet, the same footer is no error.
    assert {one.rule for one in result.findings if one.severity == "error"} <= {"TAG-002"}
    with pikepdf.open(io.BytesIO(bundle)) as whole:
        (book,) = kids(whole.Root.StructTreeRoot)
        parts = [part for part in kids(book) if str(part.S) == "/Part"]
        assert len(parts) == len(TITLES)
        for id, part in zip(GUIDE.outline.worksheets.show, parts, strict=True):
            with pikepdf.open(io.BytesIO(made.files[f"worksheets/{id}/{id}-{paper}-print.pdf"])) as single:
                (alone,) = kids(single.Root.StructTreeRoot)
                assert roles(part)[1:] == roles(alone)[1:]


@every_paper
def test_no_two_tags_have_the_same_id(bundle: bytes) -> None:
    with pikepdf.open(io.BytesIO(bundle)) as document:
        tags = document.Root.StructTreeRoot
        parents = pikepdf.NumberTree(tags.ParentTree)
        used = [
            *(int(page.obj.StructParents) for page in document.pages if "/StructParents" in page.obj),
            *(int(one.StructParent) for page in document.pages for one in page.obj.get("/Annots", [])),
        ]
        assert len(used) == len({*used})
        assert {*used} == {int(key) for key in parents}
        for page in document.pages:
            for one in page.obj.get("/Annots", []):
                tag = parents[int(one.StructParent)]
                assert one.objgen in [kid.Obj.objgen for kid in kids(tag) if "/Obj" in kid]
        ids = [str(element.ID) for element in below(tags) if "/ID" in element]
        assert len(ids) == len({*ids})
        assert {*ids} == {str(id) for id in pikepdf.NameTree(tags.IDTree)}
        heads = {
            str(head)
            for element in below(tags)
            for about in kids_of(element.get("/A"))
            for head in kids_of(about.get("/Headers"))
        }
        assert heads <= {*ids}


def kids_of(value: Any) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, pikepdf.Array) else [value]


def kids(element: Any) -> list[Any]:
    return [kid for kid in kids_of(element.get("/K")) if isinstance(kid, pikepdf.Dictionary)]


def below(element: Any) -> Iterator[Any]:
    for kid in kids(element):
        if "/S" in kid:
            yield kid
            yield from below(kid)


def roles(element: Any) -> list[str]:
    return [str(element.S), *(str(one.S) for one in below(element))]


def test_after_a_two_page_list_every_sheet_still_starts_on_a_front_side() -> None:
    one, two = blank(1), blank(2)
    chapters = [Chapter("one", one), Chapter("two", two), Chapter("three", two)]
    assert [*pages_before(chapters, 1)] == [3, 5, 7]
    assert [*pages_before(chapters, 2)] == [3, 5, 7]
    assert [*pages_before(chapters, 3)] == [5, 7, 9]


@cache
def blank(pages: int) -> bytes:
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        saved = io.BytesIO()
        document.save(saved)
        return saved.getvalue()


def test_merging_gives_the_same_bytes_each_time(made: Downloads) -> None:
    id = GUIDE.outline.worksheets.show[0]
    sheet = Chapter("sheet", made.files[f"worksheets/{id}/{id}-a4-print.pdf"])
    assert merged(sheet, [sheet, sheet], ENGLISH) == merged(sheet, [sheet, sheet], ENGLISH)


# One ZIP


def test_the_zip_contains_every_pdf_and_a_list_of_them(made: Downloads) -> None:
    with zipfile.ZipFile(io.BytesIO(made.files["worksheets/sheets.zip"])) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        for download in (one for sheet in made.sheets.values() for one in sheet.downloads):
            assert f"worksheets/{download.paper}/{download.file}" in names
        assert len(names) == 1 + len(GUIDE.site.papers) * (2 + 4 * len(TITLES) + CARDS)
        for paper in every(GUIDE.site.papers):
            name = f"worksheets/posters-{paper}.pdf"
            assert archive.read(name) == made.files[name]
        read_me = archive.read("worksheets/read-me.txt").decode()
        day = GUIDE.outline.updated
        for entry in every(archive.infolist()):
            assert entry.date_time == (day.year, day.month, day.day, 0, 0, 0)
            assert entry.external_attr == 0o644 << 16
    assert read_me.count("\n") == read_me.count("\r\n")
    assert all(title in read_me for title in TITLES)
    assert "large-print" in read_me


def test_downloads_are_described_correctly(made: Downloads) -> None:
    assert [(one.file, one.paper, one.edition) for one in made.collections] == [
        *((f"all-sheets-{paper}.pdf", paper, "all") for paper in GUIDE.site.papers),
        *((f"posters-{paper}.pdf", paper, "posters") for paper in GUIDE.site.papers),
        ("sheets.zip", None, "zip"),
    ]
    for one in every(made.collections):
        data = made.files[f"worksheets/{one.file}"]
        assert len(data) == one.size
        if one.paper:
            assert len(pypdf.PdfReader(io.BytesIO(data)).pages) == one.pages
