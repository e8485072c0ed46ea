"""The files of a workshop: run sheets and booklets next to its page, and all of them in one ZIP."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import outloud  # type: ignore[import-untyped]
import page as page_validation
import pikepdf
import pypdf
import pytest

from generator.check.check import check
from generator.cli.check import check_all
from generator.downloads.jobs import MOST_POSTERS, principles_with_posters
from generator.downloads.sheets import make_downloads
from generator.engine.disk_cache import Caches
from generator.load.loader import load
from generator.model.fields import Slug
from generator.model.guide import Guide
from generator.pages.page import Downloads
from generator.problems import ContentError
from generator.project import Project
from tests.support.loops import every
from tests.support.nightly import stood_for_by
from tests.support.paths import ROOT

PAGE = "workshops/first-remark/"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small guide, for both paper sizes."""
    folder = tmp_path_factory.mktemp("guide") / "guide"
    shutil.copytree(ROOT / "tests" / "guide", folder)
    config = folder / "site_config.yml"
    config.write_text(config.read_text("utf-8").replace("papers: [a4]", "papers: [a4, letter]"), "utf-8")
    return Project.at(folder)


@pytest.fixture(scope="module")
def made(project: Project) -> Downloads:
    downloads = make_downloads(check(load(project)), project, Caches(project), lambda step: None)
    return replace(downloads, files={**downloads.files})  # later builds remove them from the cache


@pytest.fixture
def changed(project: Project) -> Iterator[Callable[[str, str], Downloads]]:
    """Edits the workshop's file and makes the downloads. Restores the file after the test."""
    file = project.content / "workshops" / "first-remark.yml"
    before = file.read_text("utf-8")

    def change(old: str, new: str) -> Downloads:
        assert old in before
        file.write_text(before.replace(old, new), "utf-8")
        downloads = make_downloads(check(load(project)), project, Caches(project), lambda step: None)
        return replace(downloads, files={**downloads.files})

    yield change
    file.write_text(before, "utf-8")


def pages(document: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages]


# Files


def test_each_file_is_named_after_its_contents(made: Downloads) -> None:
    assert [(one.file, one.edition, one.length, one.paper) for one in made.by_page[PAGE]] == [
        ("first-remark-30-a4.pdf", "run", 30, "a4"),
        ("first-remark-45-a4.pdf", "run", 45, "a4"),
        ("first-remark-30-letter.pdf", "run", 30, "letter"),
        ("first-remark-45-letter.pdf", "run", 45, "letter"),
        ("first-remark-30-booklet-a4.pdf", "booklet", 30, "a4"),
        ("first-remark-45-booklet-a4.pdf", "booklet", 45, "a4"),
        ("first-remark-30-booklet-letter.pdf", "booklet", 30, "letter"),
        ("first-remark-45-booklet-letter.pdf", "booklet", 45, "letter"),
        ("first-remark-pack.zip", "pack", None, None),
    ]


def test_what_pages_say_about_a_file_is_true(made: Downloads) -> None:
    widths = {"a4": 595, "letter": 612}
    for one in every(made.by_page[PAGE]):
        data = made.files[PAGE + one.file]
        assert one.size == len(data)
        if one.paper:
            read = pypdf.PdfReader(io.BytesIO(data))
            assert len(read.pages) == one.pages
            assert int(read.pages[0].mediabox.width) == widths[one.paper]
        if one.edition == "run":
            assert f"Run sheet · {one.length} minutes" in read.pages[0].extract_text()


def test_a_guide_without_workshops_has_no_zip_files_for_them(project: Project) -> None:
    guide = check(load(project))
    outline = guide.outline.model_copy(update={"workshops": None})
    packs = make_downloads(
        replace(guide, outline=outline, workshops={}), project, Caches(project), lambda step: None
    ).by_page
    assert [*packs] == [principle.address for principle in guide.principles.values()]


@pytest.mark.parametrize("id", ["ask-first", "say-what-you-saw"])
def test_each_principle_has_its_posters(made: Downloads, id: str) -> None:
    address = f"principles/{id}/"
    assert [(one.file, one.edition, one.paper, one.pages) for one in made.by_page[address]] == [
        (f"{id}-poster-a4.pdf", "poster", "a4", 1),
        (f"{id}-poster-letter.pdf", "poster", "letter", 1),
    ]
    for one in every(made.by_page[address]):
        assert len(made.files[address + one.file]) == one.size


def with_principles(guide: Guide, count: int) -> Guide:
    """Return `guide` with more principles, until there are so many."""
    like = guide.principles["ask-first"]
    more = {id: like.model_copy(update={"id": id}) for id in map(Slug, map("p{}".format, range(count)))}
    principles = dict([*guide.principles.items(), *more.items()][:count])
    section = guide.outline.principles.model_copy(update={"show": tuple(principles)})
    outline = guide.outline.model_copy(update={"principles": section})
    return replace(guide, principles=principles, outline=outline)


def test_a_guide_with_more_principles_than_fit_on_a_wall_has_no_posters(project: Project) -> None:
    guide = check(load(project))
    assert len(principles_with_posters(with_principles(guide, MOST_POSTERS))) == MOST_POSTERS
    many = with_principles(guide, MOST_POSTERS + 1)
    downloads = make_downloads(many, project, Caches(project), lambda step: None)
    assert [*downloads.by_page] == [PAGE]
    assert not [name for name in downloads.files if "poster" in name]
    for name in (f"{PAGE}first-remark-pack.zip", "worksheets/sheets.zip"):
        with zipfile.ZipFile(io.BytesIO(downloads.files[name])) as archive:
            (read_me,) = (one for one in archive.namelist() if one.endswith("read-me.txt"))
            assert b"poster" not in archive.read(read_me)
            assert not [one for one in archive.namelist() if "poster" in one]


# The booklet


@pytest.fixture(params=["a4", "letter"])
def paper(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def booklet(made: Downloads, paper: str) -> bytes:
    return made.files[f"{PAGE}first-remark-45-booklet-{paper}.pdf"]


def test_the_sheet_in_a_booklet_is_whole_and_starts_on_a_front_side(
    made: Downloads, booklet: bytes, paper: str
) -> None:
    front, back, *sheet = pages(booklet)
    assert "Today you prepare one talk" in front
    assert "Hold the talk within a week" in front
    assert "What was hard to say?" in back
    assert sheet == pages(made.files[f"worksheets/one-talk/one-talk-{paper}-print.pdf"])
    with pikepdf.open(io.BytesIO(booklet)) as opened, opened.open_outline() as outline:
        assert [str(item.title) for item in outline.root] == ["A first remark", "One talk"]
        assert "/AcroForm" not in opened.Root


def test_a_booklet_shows_no_times(booklet: bytes) -> None:
    assert not [page for page in pages(booklet) if "minute" in page.lower()]


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_a_booklet_meets_the_standards(booklet: bytes, profile: Any) -> None:
    report = page_validation.validate_pdf_bytes(booklet, profile=profile)
    assert report.is_compliant, [str(failure) for failure in report.failures]


def test_an_accessibility_checker_finds_no_error_in_a_booklet(booklet: bytes, tmp_path: Path) -> None:
    path = tmp_path / "booklet.pdf"
    path.write_bytes(booklet)
    result = outloud.check(str(path))
    assert not result.error
    # A sheet's footer is only on that sheet's pages, so the checker takes it for untagged prose.
    assert {one.rule for one in result.findings if one.severity == "error"} <= {"TAG-002"}


def test_without_a_worksheet_the_booklet_is_a_single_leaf(
    changed: Callable[[str, str], Downloads],
) -> None:
    without = changed("    sheet: one-talk\n    sections: [camera, opening]\n", "")
    page, back = pages(without.files[f"{PAGE}first-remark-45-booklet-a4.pdf"])
    assert "What we’ll do" in page
    assert "What we’ll do" not in back
    with zipfile.ZipFile(io.BytesIO(without.files[f"{PAGE}first-remark-pack.zip"])) as archive:
        assert [name for name in archive.namelist() if "one-talk" in name] == []


# The ZIP


def test_the_zip_contains_what_it_lists_with_the_same_bytes(made: Downloads) -> None:
    with zipfile.ZipFile(io.BytesIO(made.files[f"{PAGE}first-remark-pack.zip"])) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 22, 0, 0, 0)}
    read_me = found.pop("first-remark/read-me.txt").decode()
    expected = {}
    for size in ("a4", "letter"):
        for name in (f"30-{size}", f"45-{size}", f"30-booklet-{size}", f"45-booklet-{size}"):
            file = f"first-remark-{name}.pdf"
            expected[f"first-remark/{size}/{file}"] = made.files[PAGE + file]
        for edition in ("print", "large-print"):
            sheet = f"one-talk-{size}-{edition}.pdf"
            expected[f"first-remark/{size}/{sheet}"] = made.files[f"worksheets/one-talk/{sheet}"]
        poster = f"ask-first-poster-{size}.pdf"
        expected[f"first-remark/{size}/{poster}"] = made.files[f"principles/ask-first/{poster}"]
    assert found == expected
    assert [*found] == sorted(found, key=lambda name: "letter/" in name), (
        "files of a folder are not next to each other"
    )
    assert read_me.startswith("The workshop “A first remark” of Giving Feedback\r\n")
    assert read_me.count("\n") == read_me.count("\r\n")
    lengths = ("first-remark-30:", "first-remark-45:", "first-remark-30-booklet:", "first-remark-45-booklet:")
    for word in (*lengths, "one-talk: the worksheet", "ask-first-poster:"):
        assert f"  {word}" in read_me


# Cache

WARM = """
import hashlib
import sys
from pathlib import Path
from generator.check.check import check
from generator.load.loader import load
from generator.model.fields import Slug
from generator.model.guide import Guide
from generator.engine.disk_cache import Caches
from generator.project import Project
from generator.downloads.sheets import make_downloads
project = Project.at(Path(sys.argv[1]))
messages = []
made = make_downloads(check(load(project)), project, Caches(project), messages.append)
print(len(messages), sorted({"typst", "pikepdf", "PIL"} & set(sys.modules)))
print(hashlib.sha256(repr(sorted(made.files.items())).encode()).hexdigest())
"""


def run(folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", WARM, folder], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def digest(made: Downloads) -> str:
    return hashlib.sha256(repr(sorted(made.files.items())).encode()).hexdigest()


def test_unchanged_files_are_reused_without_typesetting(made: Downloads, project: Project) -> None:
    # An earlier test could have skipped some files.
    make_downloads(check(load(project)), project, Caches(project), lambda step: None)
    assert run(project.root) == ["0 []", digest(made)]


@stood_for_by(
    "test_reproducible.py",
    "test_the_site_does_not_depend_on_folder_time_zone_locale_seed_umask_or_cores",
)
def test_another_process_in_another_folder_makes_the_same_bytes(
    made: Downloads, project: Project, tmp_path: Path
) -> None:
    ignore = shutil.ignore_patterns("build")
    folder = shutil.copytree(project.root, tmp_path / "elsewhere", ignore=ignore)
    assert run(folder)[1] == digest(made)


def test_a_change_in_the_leaders_instructions_changes_no_booklet(
    made: Downloads, changed: Callable[[str, str], Downloads]
) -> None:
    new = changed("Chairs in pairs.", "Chairs in a ring.")
    different = {name for name, data in new.files.items() if made.files[name] != data}
    assert different == {
        *(f"{PAGE}first-remark-{length}-{size}.pdf" for length in (30, 45) for size in ("a4", "letter")),
        f"{PAGE}first-remark-pack.zip",
    }


def test_a_change_to_one_length_does_not_change_other_run_sheets(
    made: Downloads, changed: Callable[[str, str], Downloads]
) -> None:
    new = changed("Everyone names a day.", "Everyone names a weekday.")
    name = "{}first-remark-{}-a4.pdf"
    assert new.files[name.format(PAGE, 30)] == made.files[name.format(PAGE, 30)]
    assert new.files[name.format(PAGE, 45)] != made.files[name.format(PAGE, 45)]


# Errors


@pytest.mark.parametrize(
    ("name", "line"),
    [("workshops/first-remark.yml", "room: Chairs in pairs"), ("guide.yml", "  lead: To prepare with a pen")],
)
def test_an_unprintable_character_is_reported_before_anything_is_typeset(
    name: str, line: str, project: Project
) -> None:
    file = project.content / name
    before = file.read_text("utf-8")
    try:
        file.write_text(before.replace(f"{line}.", f"{line} ☕."), "utf-8")
        with pytest.raises(ContentError) as caught:
            check_all(project)
    finally:
        file.write_text(before, "utf-8")
    (problem,) = caught.value.problems
    assert problem.rule == "no-glyph"
    assert problem.location.file == f"content/{name}"
    assert problem.location.excerpt == f"{line} ☕."
