"""Page and paper are one: what's on a page goes into its PDF, and what's in such a PDF onto the page."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import outloud  # type: ignore[import-untyped]
import page as page_validation
import pikepdf
import pymupdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from generator.build import build
from generator.load.loader import load
from generator.model.guide import Guide
from generator.paper.fillable_fields import sheet_fields
from generator.project import Project
from tests.support.every_kind import EVERY_KIND
from tests.support.form_filling import ENGINES, every_field, listed_choices, saved_values
from tests.support.headers_file import rules, sent
from tests.support.hosting import hosted
from tests.support.kept_answers import FILL, READ
from tests.support.kept_papers import papers_of_last_run
from tests.support.loaded import real_guide
from tests.support.nightly import longer_version_of, representatives
from tests.support.strange_pdfs import (
    PROTECTED,
    STRANGE,
    changed,
    endless,
    hostile,
    nothing,
    unmarked,
)
from tests.support.used_again import UsedAgain, new_tab, without_faults
from tests.support.waiting import wait_until
from tests.support.without_pdfs import ENGLISH

pytestmark = pytest.mark.usefixtures("node")
GUIDE = real_guide()
SHEET = "worksheets/every-kind/"


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Project:
    """A guide with a worksheet that has a section of every kind, built with its forms."""
    folder = copy_small_guide(tmp_path_factory.mktemp("forms") / "guide")
    text = EVERY_KIND.replace("{id: seen, ", "{id: seen, was: [spotted], ")
    text = text.replace('later, "no"]', '{id: later, label: in May, was: [someday]}, "no"]')
    (folder / "content/worksheets/every-kind.yml").write_text(f"pages: 6\n{text}", "utf-8")
    for name, old, new in (
        ("content/guide.yml", "[one-talk]", "[one-talk, every-kind]"),
        ("site_config.yml", "papers: [a4]", "papers: [a4, letter]\neditions: [print, fillable]"),
    ):
        file = folder / name
        assert old in file.read_text("utf-8")
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    project = Project.at(folder)
    with papers_of_last_run("every-kind", folder):
        build(project, folder / "build/site", lambda step: None)
    return project


@pytest.fixture(scope="module")
def address(every_kind: Project) -> Iterator[str]:
    """Where that guide is served, with the headers that hosts add."""
    site = every_kind.build / "site"
    headers = sent(rules((site / "_headers").read_text("utf-8")), "/guide/worksheets/every-kind/")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    # The server here answers in plain HTTP.
    with hosted(site, "/guide/", {name: headers[name] for name in ("Content-Security-Policy",)}) as address:
        yield address


@pytest.fixture(scope="module")
def blank(every_kind: Project) -> bytes:
    return (every_kind.build / "site" / SHEET / "every-kind-a4-fillable.pdf").read_bytes()


@contextmanager
def watched(browser: Browser) -> Iterator[tuple[BrowserContext, list[str]]]:
    """A browser in the United States, and what goes wrong in it.

    No page may log an error or ask another site for anything.
    """
    with browser.new_context(viewport={"width": 1366, "height": 900}, locale="en-US") as context:
        faults: list[str] = []
        context.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on("dialog", lambda dialog: faults.append(dialog.message))

        def asked(request: Request) -> None:
            if urlsplit(request.url).hostname not in ("127.0.0.1", None, ""):
                faults.append(request.url)

        context.on("request", asked)
        yield context, faults


@pytest.fixture(scope="module")
def readers(browser: Browser, address: str) -> Iterator[tuple[UsedAgain, list[str]]]:
    with watched(browser) as (context, faults):
        yield UsedAgain(context, address), faults


@pytest.fixture
def reader(readers: tuple[UsedAgain, list[str]]) -> Iterator[BrowserContext]:
    """A browser with empty storage."""
    with without_faults(readers) as context:
        yield context


@pytest.fixture(scope="module")
def filled(browser: Browser, address: str) -> Iterator[Page]:
    """A filled-in page, for files that change nothing."""
    with watched(browser) as (context, faults):
        page = opened(context, address)
        fill(page)
        yield page
        assert faults == []


def opened(reader: BrowserContext, address: str, path: str = SHEET) -> Page:
    page = new_tab(reader)
    page.clock.install()
    page.goto(address + path)
    return page


def fill(page: Page) -> dict[str, str]:
    """Answer every question of a page, and return the answers."""
    given: dict[str, str] = page.evaluate(FILL)
    page.clock.run_for(450)  # after a pause in typing, answers are stored, and the last message goes away
    return given


def write(page: Page, id: str, text: str) -> None:
    field(page, id).fill(text)
    page.clock.run_for(450)


def note(page: Page) -> Any:
    return page.locator("[data-note]")


def save_pdf(page: Page) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a PDF").click()
    expect(note(page)).to_contain_text("The PDF is saved.", timeout=30_000)
    assert download.value.suggested_filename.endswith(".pdf")
    return Path(download.value.path()).read_bytes()


def open_pdf(page: Page, pdf: bytes | Path, says: str | re.Pattern[str]) -> None:
    """Open a PDF, or a large one from its file, and wait for what the page says about it."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a file").click()
    if isinstance(pdf, Path):
        chooser.value.set_files(pdf)
    else:
        chooser.value.set_files({"name": "sheet.pdf", "mimeType": "application/pdf", "buffer": pdf})
    expect(note(page)).to_contain_text(says, timeout=30_000)


def field(page: Page, id: str) -> Any:
    return page.locator(f'form [name="{id}"]')


def ids(guide: Guide, sheet: str) -> set[str]:
    found = next(one for id, one in guide.worksheets.items() if id == sheet)
    return {field.id for field in sheet_fields(found, ENGLISH)}


def texts(pdf: bytes) -> dict[str, str]:
    """Return what two engines show of a PDF; a third only draws pictures."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    for page in document:
        page.flatten()
    pdfium = " ".join(page.get_textpage().get_text_bounded() for page in document)
    with pymupdf.open(stream=pdf) as other:  # type: ignore[no-untyped-call]
        other.bake(annots=False)
        mupdf = " ".join(str(page.get_text()) for page in other)
    return {"PDFium": pdfium, "MuPDF": mupdf}


# From the page to paper and back


def round_trip(reader: BrowserContext, browser: Browser, address: str, path: str, guide: Guide) -> bytes:
    """Fill in a page, save its PDF, and open that on the page in another browser."""
    page = opened(reader, address, path)
    given = fill(page)
    assert given.keys() == ids(guide, path.split("/")[1])
    pdf = save_pdf(page)
    assert save_pdf(page) == pdf
    written = saved_values(pdf)
    assert written.keys() == given.keys()
    assert [id for id, value in written.items() if value in ("", "Off")] == []
    with browser.new_context() as another:
        fresh = opened(another, address, path)
        open_pdf(fresh, pdf, f"Opened: {len(given)} answers from the file.")
        assert fresh.evaluate(READ) == given
        fresh.reload()
        assert fresh.evaluate(READ) == given
    return pdf


LENGTH_RULE = "PDFA2A-STREAM-LENGTH-001"
"""It takes a carriage return at the end of a stream, as one in 256 have, for a part of the line end."""


def test_every_field_goes_into_the_pdf_and_comes_back(
    reader: BrowserContext, browser: Browser, address: str, every_kind: Project
) -> None:
    guide = load(every_kind).guide
    assert guide
    pdf = round_trip(reader, browser, address, SHEET, guide)
    for profile in ("ua1", "2a"):
        report = page_validation.validate_pdf_bytes(pdf, profile=profile)
        assert [failure for failure in report.failures if failure.rule_id != LENGTH_RULE] == []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.check_pdf_syntax() == []  # with the lengths of streams
        assert "/NeedAppearances" not in document.Root.AcroForm
        assert str(document.docinfo["/Worksheet"]) == "worksheets/every-kind"
    for engine, text in texts(pdf).items():
        assert "Zoë Şahin" in text, engine
        assert "in May" in text, engine


@longer_version_of(test_every_field_goes_into_the_pdf_and_comes_back)
@pytest.mark.parametrize("sheet", GUIDE.worksheets)
def test_every_sheet_of_the_guide_does(
    sheet: str, reader: BrowserContext, browser: Browser, real_address: str, tmp_path: Path
) -> None:
    pdf = round_trip(reader, browser, real_address, f"worksheets/{sheet}/", GUIDE)
    path = tmp_path / "filled.pdf"
    path.write_bytes(pdf)
    result = outloud.check(str(path))
    assert not result.errors, result.findings


def test_the_paper_is_the_usual_one_unless_the_reader_chooses(reader: BrowserContext, address: str) -> None:
    def width(pdf: bytes) -> int:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return round(float(document.pages[0].MediaBox[2]))

    page = opened(reader, address)
    assert width(save_pdf(page)) == 612
    paper = page.get_by_role("combobox", name="Paper")
    paper.select_option("A4")
    assert width(save_pdf(page)) == 595
    expect(page.get_by_role("group", name="Paper").get_by_label("A4")).to_be_checked()
    page.reload()
    expect(paper).to_have_value("every-kind-a4-fillable.pdf")
    # It's no answer, and stays until everything is cleared.
    page.get_by_role("button", name=re.compile("^Clear my")).click()
    page.get_by_role("button", name="Clear this page").click()
    expect(paper).to_have_value("every-kind-a4-fillable.pdf")
    page.get_by_role("button", name=re.compile("^Clear my")).click()
    page.get_by_role("button", name="Clear every page of this guide").click()
    expect(paper).to_have_value("every-kind-letter-fillable.pdf")


def test_what_paper_cannot_show_is_said_and_stays_on_the_page(reader: BrowserContext, address: str) -> None:
    page = opened(reader, address)
    write(page, "after-3-who", "Mia")
    for row in (4, 5):
        page.locator("[data-add=after]").click()
        write(page, f"after-{row}-who", f"Person {row}")
        write(page, f"after-{row}-said", "Thanks")
    write(page, "think-heard", "word " * 500)
    write(page, "name", "Олена 你好")
    pdf = save_pdf(page)
    expect(note(page)).to_contain_text(
        "4 answers have no place on paper, so they’re only on this page (“What came of it, row 4: Who”; "
        "“What came of it, row 4: What was said”; “What came of it, row 5: Who”; and 1 more)."
    )
    expect(note(page)).to_contain_text(
        "1 answer is longer than its place on paper (“What I heard”), so you can see only the beginning. "
        "To print everything, print this page instead."
    )
    expect(note(page)).to_contain_text("doesn’t have every character you used (“О”; “л”; “е”; and 4 more).")
    expect(field(page, "after-5-who")).to_have_value("Person 5")
    written = saved_values(pdf)
    assert written["name"] == "Олена 你好"
    assert written["think-heard"] == ("word " * 500)
    assert {text.count("????") for text in texts(pdf).values()} == {1}


def test_answers_of_an_older_sheet_go_along_as_far_as_they_can(reader: BrowserContext, address: str) -> None:
    older = {"people-1-answer": "someday", "people-2-answer": "perhaps", "gone-question": "mine"}
    record = {"format": 1, "kind": "answers", "page": "worksheets/every-kind", "answers": older}
    page = opened(reader, address)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a file").click()
    text = json.dumps(record).encode()
    chooser.value.set_files({"name": "a.json", "mimeType": "application/json", "buffer": text})
    expect(note(page)).to_contain_text("Opened: 3 answers")
    pdf = save_pdf(page)
    expect(note(page)).to_contain_text(
        "1 answer has no place on paper, so it’s only on this page (“gone-question”)."
    )
    written = saved_values(pdf)
    assert (written["people-1-answer"], written["people-2-answer"]) == ("later", "perhaps")
    assert all("perhaps" in text for text in texts(pdf).values())


# From other programs to the page


def answers(form: bytes) -> tuple[dict[str, str | bool], dict[str, str]]:
    """Return what to fill into every field of a form, and what the page should then show."""
    written: dict[str, str | bool] = {}
    shown: dict[str, str] = {}
    with pikepdf.open(io.BytesIO(form)) as document:
        for one in every_field(document):
            name, kind = str(one.T), str(one.FT)
            if kind == "/Ch":
                written[name] = shown[name] = listed_choices(one)[1][0]
            elif "/Kids" in one:
                # The scales of this sheet are numbers from one.
                written[name], shown[name] = "choice-2", "2"
            elif kind == "/Btn":
                written[name], shown[name] = True, "yes"
            elif re.search(r"-day$|-by$|^date$", name):
                written[name] = shown[name] = "2026-12-01"
            else:
                written[name] = shown[name] = "12" if name.startswith("sums-") else "Zoë Ş."
    return written, shown


@pytest.mark.parametrize("engine", representatives(ENGINES, {"pdf.js"}.__contains__))
def test_a_pdf_filled_in_by_another_program_goes_on_on_its_page(
    engine: str, reader: BrowserContext, address: str, blank: bytes
) -> None:
    written, shown = answers(blank)
    page = opened(reader, address)
    open_pdf(page, ENGINES[engine](blank, written), f"Opened: {len(shown)} answers from the file.")
    assert page.evaluate(READ) == shown


@pytest.mark.parametrize("engine", representatives(ENGINES, {"pdf.js"}.__contains__))
def test_a_pdf_from_the_page_goes_on_in_another_program_and_comes_back(
    engine: str, reader: BrowserContext, address: str
) -> None:
    page = opened(reader, address)
    write(page, "name", "Zoë Ş.")
    open_pdf(page, ENGINES[engine](save_pdf(page), {"name": "Noor"}), "")
    expect(page.locator("[data-ask]")).to_contain_text("Your name: here “Zoë Ş.”, the other “Noor”.")
    page.get_by_role("button", name="Use the other answers").click()
    expect(field(page, "name")).to_have_value("Noor")


def with_values(form: bytes, values: Mapping[str, str], names: Mapping[str, str] | None = None) -> bytes:
    """Return a form with texts in it, and with some of its fields renamed."""

    def change(document: pikepdf.Pdf) -> None:
        for one in every_field(document):
            name = str(one.T)
            if name in values:
                one.V = pikepdf.String(values[name])
            one.T = pikepdf.String((names or {}).get(name, name))

    return changed(form, change)


def test_a_pdf_never_replaces_an_answer_without_asking(
    reader: BrowserContext, address: str, blank: bytes
) -> None:
    page = opened(reader, address)
    write(page, "name", "Ada")
    pdf = with_values(blank, {"name": "Bob", "think-heard": "the fan"})
    open_pdf(page, pdf, "Opened: 2 answers")
    expect(page.locator("[data-ask]")).to_contain_text("Your name: here “Ada”, the other “Bob”.")
    expect(field(page, "think-heard")).to_have_value("the fan")
    page.get_by_role("button", name="Keep these answers").click()
    expect(field(page, "name")).to_have_value("Ada")


@pytest.mark.parametrize("marked", representatives([True, False], (False).__eq__))
def test_a_pdf_from_before_fields_were_renamed_finds_its_fields(
    marked: bool, reader: BrowserContext, address: str, blank: bytes
) -> None:
    values = {"think-seen": "a door", "people-1-answer": "someday", "people-2-answer": "in May"}
    older = with_values(blank, values, {"think-seen": "think-spotted", "think-heard": "think-gone"})
    page = opened(reader, address)
    open_pdf(page, older if marked else changed(older, unmarked), "Opened: 3 answers")
    expect(field(page, "think-seen")).to_have_value("a door")
    expect(field(page, "people-1-answer")).to_have_value("later")
    expect(field(page, "people-2-answer")).to_have_value("later")


def test_answers_to_questions_that_are_gone_are_kept(
    reader: BrowserContext, address: str, blank: bytes
) -> None:
    page = opened(reader, address)
    open_pdf(page, with_values(blank, {"name": "Ada"}, {"name": "pet"}), "isn’t on this page anymore")


@longer_version_of(test_answers_of_an_older_sheet_go_along_as_far_as_they_can)
def test_a_date_in_words_and_a_number_in_words_are_kept(
    reader: BrowserContext, address: str, blank: bytes
) -> None:
    page = opened(reader, address)
    open_pdf(page, with_values(blank, {"date": "next Friday", "sums-talk": "a dozen"}), "Opened: 2 answers")
    expect(field(page, "date")).to_have_value("next Friday")
    expect(field(page, "sums-talk")).to_have_value("a dozen")


def test_a_pdf_that_is_protected_against_changes_can_be_read(
    reader: BrowserContext, address: str, blank: bytes
) -> None:
    page = opened(reader, address)
    pdf = changed(with_values(blank, {"name": "Zoë"}), nothing, PROTECTED)
    open_pdf(page, pdf, "Opened: 1 answer")
    expect(field(page, "name")).to_have_value("Zoë")


@pytest.mark.parametrize(
    "path",
    representatives(
        ["checklists/before-the-talk/", "messages/ask-for-five-minutes/", "worksheets/one-talk/"],
        {"checklists/before-the-talk/"}.__contains__,
    ),
)
def test_any_page_says_where_a_pdf_belongs(
    path: str, reader: BrowserContext, address: str, blank: bytes
) -> None:
    page = opened(reader, address, path)
    open_pdf(page, blank, "belongs to the page “Every kind · Giving Feedback”. Please open it there.")


# Files that aren't what they seem


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_pdf_is_explained_and_changes_nothing(
    name: str, filled: Page, blank: bytes, tmp_path: Path
) -> None:
    make, says = STRANGE[name]
    file = tmp_path / "sheet.pdf"
    file.write_bytes(make(blank))
    given = filled.evaluate(READ)
    # The message about the file before may be the same.
    note(filled).evaluate("note => { note.textContent = ''; }")
    open_pdf(filled, file, says)
    expect(note(filled)).to_contain_text(re.compile("Nothing was changed|Please open it there"))
    assert filled.evaluate(READ) == given


def test_scripts_in_a_pdf_never_run(reader: BrowserContext, address: str, blank: bytes) -> None:
    page = opened(reader, address)
    open_pdf(page, changed(blank, hostile), "Opened: 1 answer")
    expect(field(page, "name")).to_have_value("<img src=x onerror=alert(1)><script>alert(2)</script>")
    assert page.locator("form img, form script").count() == 0


def test_an_endless_file_is_given_up(
    reader: BrowserContext, address: str, blank: bytes, tmp_path: Path
) -> None:
    page = reader.new_page()
    page.clock.install()
    page.goto(address + SHEET)
    ended: list[str] = []
    page.on("worker", lambda worker: worker.on("close", lambda one: ended.append(one.url)))
    write(page, "name", "Ada")
    file = tmp_path / "endless.pdf"
    file.write_bytes(endless())
    open_pdf(page, file, "Opening the file…")

    def is_given_up() -> bool:
        page.clock.run_for(21_000)
        return "takes too long to read, so we stopped" in note(page).inner_text()

    wait_until(is_given_up, "the page gives up")
    wait_until(lambda: page.evaluate("true") and ended, "the worker ends")
    assert [Path(url).name for url in ended] == ["forms.js"]
    expect(field(page, "name")).to_have_value("Ada")
    # The next file gets a new worker.
    open_pdf(page, blank, "aren’t any answers")


def test_without_a_connection_the_page_says_what_is_missing(
    browser: Browser, address: str, blank: bytes
) -> None:
    with browser.new_context() as reader:
        page = opened(reader, address)
        write(page, "name", "Ada")
        reader.set_offline(True)
        page.get_by_role("button", name="Save as a PDF").click()
        expect(note(page)).to_contain_text("A part of this page didn’t load. Check your connection")
        open_pdf(page, blank, "We couldn’t open that file. Are you offline?")
        expect(field(page, "name")).to_have_value("Ada")
        reader.set_offline(False)
        assert saved_values(save_pdf(page))["name"] == "Ada"


# Offline


def there_and_back(page: Page) -> None:
    """Save the filled-in sheet as a PDF, clear the page, and open the PDF there."""
    given = fill(page)
    pdf = save_pdf(page)
    page.get_by_role("button", name=re.compile("^Clear my")).click()
    page.get_by_role("button", name="Clear this page").click()
    open_pdf(page, pdf, f"Opened: {len(given)} answers")
    assert page.evaluate(READ) == given


def test_a_guide_kept_on_a_device_makes_and_reads_pdfs(browser: Browser, address: str) -> None:
    with browser.new_context() as reader:
        page = opened(reader, address, "offline/")
        page.get_by_role("button", name="Save the guide on this device").click()
        expect(page.get_by_role("button", name="Remove it from this device")).to_be_focused(timeout=30_000)
        reader.set_offline(True)
        page.goto(address + SHEET)
        there_and_back(page)


@longer_version_of(test_a_guide_kept_on_a_device_makes_and_reads_pdfs)
def test_a_guide_on_a_disk_makes_and_reads_pdfs(
    browser: Browser, every_kind: Project, blank: bytes, tmp_path: Path
) -> None:
    (edition,) = (every_kind.build / "site/offline").glob("*.zip")
    with zipfile.ZipFile(edition) as archive:
        archive.extractall(tmp_path)
        names = archive.namelist()
    assert [name for name in names if name.endswith("/pdf/LICENSE.txt")]
    assert "by Andrew Dillon" in (tmp_path / edition.stem / "read-me.txt").read_text("utf-8")
    with browser.new_context() as reader:
        faults: list[str] = []
        reader.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page = opened(reader, (tmp_path / edition.stem).as_uri(), f"/{SHEET}index.html")
        there_and_back(page)
        for name in ("with a password", "cut off", "in circles"):
            make, says = STRANGE[name]
            open_pdf(page, make(blank), says)
        assert faults == []


# What a visit costs


def test_a_visit_loads_nothing_of_this_until_it_is_used(reader: BrowserContext, address: str) -> None:
    asked: list[str] = []
    page = reader.new_page()
    page.on("request", lambda request: asked.append(urlsplit(request.url).path.rpartition("/")[2]))
    page.goto(address + SHEET)
    fill(page)
    page.wait_for_load_state("networkidle")
    parts = {"filling.js", "pdf.js", "pdf-lib.js", "forms.js", "every-kind-letter-fillable.pdf"}
    assert parts.isdisjoint(asked)
    save_pdf(page)
    assert "pdf.js" in asked
