"""All editions of all sheets are named, counted, made on every core, and only when something changed."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from generator.check.check import check
from generator.downloads import sheets
from generator.downloads.jobs import PicturesJob, SheetJob
from generator.downloads.make import Job, Made, run_jobs
from generator.downloads.sheets import make_downloads, make_file, make_sheets, select
from generator.engine.disk_cache import Blobs, Caches, DiskCache
from generator.engine.workers import map_items
from generator.layers import Layers
from generator.load.loader import load
from generator.model.fields import Slug
from generator.model.guide import Guide
from generator.model.paper_sizes import EDITIONS, PAPERS, Paper
from generator.pages.page import Downloads
from generator.paper.context import PrintContext
from generator.paper.pdf.form import to_form
from generator.paper.sheet_data import stamp
from generator.paper.worksheet import pdf
from generator.problems import ContentError, Refusal, SystemFailure
from generator.project import Project
from tests.support.loaded import real_guide
from tests.support.loops import every
from tests.support.nightly import representatives
from tests.support.paths import REAL_URL, ROOT
from tests.support.terminal import advice
from tests.support.without_pdfs import ENGLISH
from tests.support.worker_tasks import double, end, end_while_sending, fail, fail_beyond_words

REAL = real_guide()


@dataclass(frozen=True)
class EditingJob(Job):
    """A job during which the template is edited."""

    template: Path
    more: bytes = field(compare=False, repr=False)

    def page(self, guide: Guide) -> tuple[str, str]:
        return "", "A page"

    def inputs(self, context: PrintContext) -> list[str]:
        return ["a worksheet"]

    def make(self, context: PrintContext, made: Made) -> Blobs:
        self.template.write_bytes(self.template.read_bytes() + self.more)
        return (self.template.read_bytes(),)


def quiet(step: str) -> None:
    """Progress that no one reads."""


def guide_of(project: Project) -> Guide:
    return check(load(project))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("guide") / "guide"
    shutil.copytree(ROOT / "tests" / "guide", folder)
    return Project.at(folder)


@pytest.fixture(scope="module")
def messages() -> list[str]:
    return []


@pytest.fixture(scope="module")
def made(project: Project, messages: list[str]) -> Downloads:
    return make_downloads(guide_of(project), project, Caches(project), messages.append)


# Files


def test_each_file_is_named_after_sheet_paper_and_edition(made: Downloads) -> None:
    (sheet,) = made.sheets.values()
    assert [(one.file, one.paper, one.edition) for one in sheet.downloads] == [
        (f"one-talk-a4-{edition}.pdf", "a4", edition)
        for edition in ("print", "fillable", "large-print", "ink-saving")
    ]


def test_what_pages_say_about_a_file_is_true(made: Downloads) -> None:
    (sheet,) = made.sheets.values()
    for download in every(sheet.downloads):
        data = made.files[f"worksheets/one-talk/{download.file}"]
        assert len(data) == download.size
        with pikepdf.open(io.BytesIO(data)) as document:
            assert len(document.pages) == download.pages
            assert ("/AcroForm" in document.Root) == (download.edition == "fillable")


def test_there_is_a_picture_of_each_page_in_two_sizes(made: Downloads) -> None:
    (sheet,) = made.sheets.values()
    assert len(sheet.pictures) == sheet.downloads[0].pages
    for picture in every(sheet.pictures):
        assert picture.small
        for name, share in ((picture.file, 1), (picture.small, 2)):
            with Image.open(io.BytesIO(made.files[f"worksheets/one-talk/{name}"])) as image:
                assert image.size == (picture.width // share, picture.height // share)


def test_a_page_shows_the_version_printed_on_the_paper(made: Downloads, project: Project) -> None:
    guide = guide_of(project)
    assert made.sheets["one-talk"].stamp == stamp(guide.worksheets["one-talk"], guide, ENGLISH)


def test_each_file_can_be_made_by_itself(made: Downloads, project: Project) -> None:
    guide = guide_of(project)
    for name, data in every(made.files.items()):
        assert make_file(name, guide, project) == data, name


def test_only_what_a_file_needs_is_made_for_it(
    made: Downloads, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = list[Job]()

    def noted(jobs: Sequence[Job], *others: Any) -> Made:
        wanted[:] = jobs
        return run_jobs(jobs, *others)

    monkeypatch.setattr(sheets, "run_jobs", noted)
    assert make_file("worksheets/one-talk/one-talk-a4-ink-saving.pdf", guide_of(project), project)
    assert wanted == [SheetJob(Slug("one-talk"), "a4", "ink-saving")]
    assert make_file("worksheets/one-talk/one-talk-1-small.webp", guide_of(project), project)
    assert [type(job) for job in wanted] == [PicturesJob]


@pytest.mark.parametrize(
    "name",
    ["", "worksheets/one-talk/", "one-talk-a4-print.pdf", "worksheets/one-talk/one-talk-9.webp",
     "worksheets/one-talk/one-talk-letter-print.pdf", "worksheets/one-talk/index.html"],
)  # fmt: skip
def test_no_other_file_is_made(project: Project, name: str) -> None:
    assert make_file(name, guide_of(project), project) is None


def test_progress_counts_a_page_when_its_last_job_in_a_step_is_done(
    made: Downloads, messages: list[str]
) -> None:
    counts, titles = zip(*(line.split(" (") for line in messages), strict=True)
    assert counts == (
        *(f"Typesetting worksheets: {done} of 5" for done in range(1, 6)),
        "Combining worksheets: 1 of 2",
        "Combining worksheets: 2 of 2",
    )
    principles = {"Ask before you tell)", "Say what you saw)", "Two habits)"}
    # In any order, since they run in parallel.
    assert {*titles[:5]} == {"One talk)", "A first remark)", *principles}
    assert {*titles[5:]} == {"Sheets)", "A first remark)"}


def test_adding_a_paper_size_takes_one_entry(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PAPERS, "a5", Paper("a5", "A5", 148, 210))
    (job,) = select(guide_of(project), ["one-talk"], ["a5"], ["large-print"])
    (data,) = make_sheets((job,), guide_of(project), project, quiet).values()
    with pikepdf.open(io.BytesIO(data)) as document:
        assert [round(float(side) / 72 * 25.4) for side in document.pages[0].mediabox[2:]] == [148, 210]


ON_PAPER = [edition.id for edition in EDITIONS.values() if not edition.fillable]


def is_a_turn(case: tuple[str, str]) -> bool:
    """Whether it's the turn of this edition; all are made of the same sections by the same template."""
    sheet, edition = case
    return [*REAL.worksheets].index(sheet) % len(ON_PAPER) == ON_PAPER.index(edition)


@pytest.mark.parametrize(("sheet", "edition"), representatives(product(REAL.worksheets, ON_PAPER), is_a_turn))
def test_every_edition_on_paper_has_every_field(sheet: str, edition: str) -> None:
    """`to_form` raises if a field is missing or unexpected."""
    worksheet = REAL.worksheets[sheet]
    marked = replace(EDITIONS[edition], fillable=True)
    context = PrintContext(REAL, Layers(ROOT / "templates"), ENGLISH)
    assert to_form(pdf(worksheet, context, PAPERS["a4"], marked), worksheet, ENGLISH)


# Cache

WARM = """
import hashlib
import sys
from pathlib import Path
from generator.check.check import check
from generator.load.loader import load
from generator.engine.disk_cache import Caches
from generator.project import Project
from generator.downloads.sheets import make_downloads
project = Project.at(Path(sys.argv[1]))
messages = []
made = make_downloads(check(load(project)), project, Caches(project), messages.append)
print(messages, sorted({"typst", "pikepdf", "PIL"} & set(sys.modules)))
print(hashlib.sha256(repr(sorted(made.files.items())).encode()).hexdigest())
"""


def run(project: Project) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", WARM, project.root], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_an_unchanged_sheet_is_reused_without_typesetting(made: Downloads, project: Project) -> None:
    loaded, digest = run(project)
    assert loaded == "[] []", "something was typeset again, or the typesetter was loaded"
    assert digest == hashlib.sha256(repr(sorted(made.files.items())).encode()).hexdigest()


def test_every_corrupt_entry_is_made_again(made: Downloads, project: Project) -> None:
    folder = project.build / "cache" / "sheets"
    for entry in sorted(folder.iterdir())[::3]:  # all of them would take long
        entry.write_bytes(entry.read_bytes()[:-1])
    assert make_downloads(guide_of(project), project, Caches(project), quiet) == made


def test_a_changed_sheet_is_made_again_and_the_old_one_is_not_kept(
    made: Downloads, project: Project, tmp_path: Path
) -> None:
    project = Project.at(shutil.copytree(project.root, tmp_path / "guide"))
    folder = project.build / "cache" / "sheets"
    file = project.content / "worksheets" / "one-talk.yml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("title: One talk\n", "title: One good talk\n"), "utf-8")
    caches = Caches(project)
    changed = make_downloads(guide_of(project), project, caches, quiet)
    caches.prune()
    assert changed.sheets["one-talk"].stamp != made.sheets["one-talk"].stamp
    papers = [name for name in made.files if name.endswith(".pdf")]
    posters = [name for name in papers if "poster" in name]
    assert len(posters) == 3
    assert [name for name in papers if changed.files[name] == made.files[name]] == posters
    assert {path.name for path in folder.iterdir()} == caches.of("sheets").used


# Selection


def test_without_names_everything_is_selected() -> None:
    jobs = select(REAL, (), (), ())
    assert len(jobs) == len({*jobs}) == len(REAL.outline.worksheets.show) * 2 * 4


def test_names_select_sheets(project: Project) -> None:
    jobs = select(guide_of(project), ["one-talk", "one-talk"], ["letter"], ["print", "fillable"])
    assert jobs == (SheetJob("one-talk", "letter", "print"), SheetJob("one-talk", "letter", "fillable"))
    made = make_sheets(jobs[:1], guide_of(project), project, quiet)
    assert [*made] == ["one-talk-letter-print.pdf"]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ((["one-tlak"], [], []), "There’s no worksheet “one-tlak”. Did you mean “one-talk”?"),
        (([], ["leter"], []), "There’s no paper “leter”. Did you mean “letter”?"),
        (([], [], ["filable"]), "There’s no edition “filable”. Did you mean “fillable”?"),
        (([], [], ["x"]), "There’s no edition “x”. Choose from: print, fillable, large-print, ink-saving."),
    ],
)
def test_an_unknown_name_is_refused(names: tuple[Sequence[str], ...], message: str, project: Project) -> None:
    with pytest.raises(Refusal) as refused:
        select(guide_of(project), *names)
    assert str(refused.value) == message


def test_the_command_makes_one_sheet_and_shows_where_it_is(project: Project, tmp_path: Path) -> None:
    words = ["sheets", "one-talk", "--paper", "a4", "--edition", "print", "--out", str(tmp_path / "out")]
    done = advice(*words, "--project", project.root)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[0] == str(tmp_path / "out" / "one-talk-a4-print.pdf")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["one-talk-a4-print.pdf"]


def test_the_command_refuses_an_unknown_sheet(project: Project) -> None:
    done = advice("sheets", "one-tlak", "--project", project.root)
    assert done.returncode == 2
    assert "Did you mean “one-talk”?" in done.stderr


# Errors


def test_problems_of_all_sheets_are_reported_together(project: Project) -> None:
    worksheets = {id: sheet.model_copy(update={"pages": 1}) for id, sheet in REAL.worksheets.items()}
    guide = replace(REAL, worksheets=worksheets)
    first, second = [*worksheets][:2]
    jobs = (SheetJob(first, "a4", "print"), SheetJob(second, "letter", "print"))
    with pytest.raises(ContentError) as caught:
        make_sheets(jobs, guide, Project.at(ROOT, REAL_URL), quiet)
    assert {problem.location.file for problem in caught.value.problems} == {
        f"content/worksheets/{id}.yml" for id in (first, second)
    }


# Worker processes


@pytest.mark.parametrize("count", [0, 1, 5])
def test_results_come_in_the_order_of_the_items(count: int) -> None:
    done: list[int] = []
    assert map_items(double, 3, range(count), done.append) == [3 * item for item in range(count)]
    assert sorted(done) == [*range(count)]


def test_a_killed_worker_is_reported_and_nothing_hangs() -> None:
    with pytest.raises(SystemFailure, match="was killed"):
        map_items(end, 3, range(4))


def test_nothing_hangs_if_a_worker_is_killed_while_sending() -> None:
    with pytest.raises(SystemFailure, match="was killed"):
        map_items(end_while_sending, 50_000_000, range(2))


def test_a_failure_that_cannot_be_sent_is_reported_anyway() -> None:
    with pytest.raises(RuntimeError, match="no words for it"):
        map_items(fail_beyond_words, 3, range(2))


def test_a_failure_in_a_worker_fails_the_whole_run() -> None:
    with pytest.raises(SystemFailure, match="cannot be done"):
        map_items(fail, 3, range(4))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists every thread")
@pytest.mark.parametrize("others", [0, 1])
def test_workers_are_forked_unless_another_thread_could_hold_a_lock(others: int) -> None:
    program = f"""
import sys, threading
from tests.support.worker_tasks import knows
from generator.engine.workers import map_items
sys.modules["already-loaded"] = sys
for _ in range({others}):
    threading.Thread(target=threading.Event().wait, daemon=True).start()
if __name__ == "__main__":
    print(map_items(knows, "already-loaded", range(4)))
"""
    path = os.pathsep.join(sys.path)
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
    )
    assert (ended.stdout.strip(), ended.stderr) == (str([not others] * 4), "")


def test_a_template_changed_during_typesetting_does_not_affect_later_builds(project: Project) -> None:
    """Such a sheet could come from either template, so it must not be cached for one of them."""
    (project.root / "mine").mkdir()
    template = shutil.copytree(ROOT / "templates", project.root / "mine/templates") / "paper/strings.typ"
    before = template.read_bytes()
    context = PrintContext(guide_of(project), Layers(project.root / "mine/templates"), ENGLISH)
    cache = DiskCache(project.root / "mine/cache")
    with pytest.raises(Refusal, match="The templates changed while worksheets were being typeset"):
        run_jobs([EditingJob(template, b"// another\n")], context, cache, quiet)
    template.write_bytes(before)
    job = EditingJob(template, b"")
    assert run_jobs([job], context, cache, quiet)[job] == (before,)
