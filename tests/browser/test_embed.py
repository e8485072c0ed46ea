"""Pages of the guide in a frame of another site: a course that the host allows, and one that it doesn't."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import product
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

import icalendar
import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from generator.build import build
from generator.project import Project
from tests.support.axe import AXE, violations
from tests.support.headers_file import joined, rules
from tests.support.hosting import StaticHandler, StaticServer, hosted, running
from tests.support.nightly import representatives
from tests.support.waiting import wait_until

SHEET, LIST, MOMENT = "worksheets/one-talk/", "checklists/before-the-talk/", "moments/asked-no-answer/"
FEEDBACK = "feedback: issues\nrepository: {url: https://github.com/north/guide}\n"
NOW = "2026-11-28T09:00:00"


class Sites(NamedTuple):
    """The addresses of three sites, and the folder of what the first two contain besides the guide."""

    guide: str
    course: str
    """A site that can show pages of the guide. For browsers, it's of someone else."""
    stranger: str
    folder: Path

    def lesson(self, page: str) -> str:
        """Return the name of a page of the course that shows a `page` of the guide."""
        frame = f'<iframe src="{self.guide}{page}" title="A page" width="100%" height="500"></iframe>'
        sizes = f'<script src="{self.guide}embed/frame.js" async></script>'
        head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Lesson</title>'
        style = "<style>* {box-sizing: border-box}</style>"
        name = f"{page.replace('/', '-')}lesson.html"  # a browser could have another one with the same name
        (self.folder / name).write_text(f"{head}{style}<h1>Lesson</h1>{frame}{sizes}", "utf-8")
        return name


@pytest.fixture(scope="module")
def sites(
    tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]
) -> Iterator[Sites]:
    folder = tmp_path_factory.mktemp("embed")
    guide, lessons = copy_small_guide(folder / "guide"), folder / "lessons"
    lessons.mkdir()
    with ExitStack() as hosts:
        host = hosts.enter_context(running(_server(lessons)))
        course = host.replace("127.0.0.1", "localhost")  # so that browsers keep the two apart
        settings = guide / "site_config.yml"
        ours = f"embed: {{allowed: ['{course}']}}\n{FEEDBACK}"
        settings.write_text(settings.read_text("utf-8") + ours, "utf-8")
        build(Project.at(guide), guide / "build/site", lambda step: None)
        found = rules((guide / "build/site/_headers").read_text("utf-8"))
        headers = partial(joined, found)
        address = hosts.enter_context(hosted(guide / "build/site", "/guide/", headers))
        stranger = hosts.enter_context(hosted(lessons))
        yield Sites(address, course, stranger, lessons)


def _server(folder: Path) -> StaticServer:
    return StaticServer(("127.0.0.1", 0), partial(StaticHandler, "/", directory=str(folder)))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1000, "height": 700}, locale="en-US")
    yield context
    context.close()


def framed(page: Page) -> Frame:
    """Return the frame in a lesson, once its scripts have run."""
    wait_until(lambda: len(page.frames) == 2 and page.frames[1].url != "about:blank", "there's a frame")
    frame = page.frames[1]
    frame.wait_for_load_state("networkidle")
    return frame


@pytest.fixture
def lesson(context: BrowserContext, sites: Sites) -> Callable[[str], tuple[Page, Frame]]:
    """Open a lesson of the course that shows a page of the guide."""
    page = context.new_page()
    page.clock.set_fixed_time(NOW)

    def open(path: str) -> tuple[Page, Frame]:
        page.goto(sites.course + sites.lesson(f"embed/{path}"), wait_until="networkidle")
        return page, framed(page)

    return open


def height(page: Page) -> float:
    """Return how high the frame is, without its border."""
    return float(page.evaluate("document.querySelector('iframe').clientHeight"))


def test_only_the_sites_that_the_host_names_show_a_page_and_only_the_one_made_for_it(
    context: BrowserContext, sites: Sites
) -> None:
    page = context.new_page()
    shown = {}
    for site in (sites.course, sites.stranger):
        for path in (SHEET, f"embed/{SHEET}", ""):
            page.goto(site + sites.lesson(path), wait_until="networkidle")
            shown[site, path] = page.frames[1].locator("h1").count() == 1
    assert [one for one, visible in shown.items() if visible] == [(sites.course, f"embed/{SHEET}")]


def test_a_frame_is_as_high_as_its_page(lesson: Callable[[str], tuple[Page, Frame]]) -> None:
    page, frame = lesson(LIST)
    content = "Math.ceil(document.documentElement.getBoundingClientRect().height)"
    wait_until(lambda: height(page) == frame.evaluate(content) != 500, "the frame fits")
    before = height(page)
    for reasons in frame.locator(".why").all()[:3]:
        reasons.locator("summary").click()
    wait_until(lambda: height(page) == frame.evaluate(content) > before, "the frame has grown")
    assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight")
    page.set_viewport_size({"width": 340, "height": 700})
    wait_until(lambda: height(page) == frame.evaluate(content), "the frame fits a phone")
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_no_one_else_changes_the_height(lesson: Callable[[str], tuple[Page, Frame]]) -> None:
    page, frame = lesson(LIST)
    wait_until(lambda: height(page) != 500, "the frame fits")
    page.evaluate(
        "() => {const frame = document.querySelector('iframe'); window.heights = [];"
        "new MutationObserver(() => heights.push(frame.clientHeight)).observe(frame, {attributes: true})}"
    )
    page.evaluate("postMessage({from: 'guide', height: 7}, '*')")  # from the course itself
    wrong = (
        "{height: 7}",
        "{from: 'guide', height: '7px'}",
        "{from: 'guide', height: 1e9, top: NaN}",
        "null",
    )
    for data in (*wrong, "{from: 'guide', height: 777}"):
        frame.evaluate(f"parent.postMessage({data}, '*')")
    wait_until(lambda: height(page) == 777, "the page in the frame is heard")
    assert page.evaluate("heights")[:1] == [777]


def test_links_within_the_page_scroll_the_course_and_others_open_a_tab(
    context: BrowserContext, sites: Sites, lesson: Callable[[str], tuple[Page, Frame]]
) -> None:
    page, frame = lesson(SHEET)
    wait_until(lambda: height(page) != 500, "the frame fits")
    frame.locator("[data-pointer] a").click()
    within = "document.querySelector('#keeping').getBoundingClientRect().top"
    above = "document.querySelector('iframe').getBoundingClientRect().top"
    wait_until(lambda: abs(page.evaluate(above) + frame.evaluate(within)) < 20, "the part is in sight")
    with context.expect_page() as opened:
        frame.locator(".onward a").click()
    assert opened.value.url == sites.guide + LIST
    with context.expect_page() as whole:
        frame.locator("[data-whole]").click()
    assert whole.value.url == sites.guide + SHEET
    assert page.url.startswith(sites.course)


def test_answers_are_kept_with_consent(
    context: BrowserContext, sites: Sites, lesson: Callable[[str], tuple[Page, Frame]]
) -> None:
    page, frame = lesson(SHEET)
    note = frame.locator("#keeping-risk")
    expect(note).to_contain_text("keep what you write here separate")
    frame.fill("form.paper textarea >> nth=0", "He said it twice.")
    expect(frame.locator("[data-status]")).to_contain_text("tab")
    _, frame = lesson(SHEET)
    expect(frame.locator("form.paper textarea >> nth=0")).to_have_value("He said it twice.")
    assert frame.evaluate("Object.keys(localStorage).length") == 0
    frame.check("[data-keep]")
    page.close()
    again = context.new_page()
    again.goto(sites.course + sites.lesson(f"embed/{SHEET}"), wait_until="networkidle")
    expect(framed(again).locator("form.paper textarea >> nth=0")).to_have_value("He said it twice.")


def test_answers_can_be_saved_as_a_file_and_as_a_pdf(
    lesson: Callable[[str], tuple[Page, Frame]], tmp_path: Path
) -> None:
    page, frame = lesson(SHEET)
    frame.fill("form.paper textarea >> nth=0", "He said it twice.")
    with page.expect_download() as file:
        frame.click("[data-save]")
    assert "He said it twice." in Path(file.value.path()).read_text("utf-8")
    with page.expect_download() as form:
        frame.click("[data-pdf] button")
    assert Path(form.value.path()).read_bytes().startswith(b"%PDF")
    assert form.value.suggested_filename.endswith(".pdf")


def test_a_moment_says_what_to_do_today(sites: Sites, lesson: Callable[[str], tuple[Page, Frame]]) -> None:
    page, frame = lesson(MOMENT)
    frame.fill("[type=date]", "2026-11-20")
    expect(frame.locator("[data-now] h2")).to_be_visible()
    expect(frame.locator("[data-today]")).to_contain_text("8")
    calendar = frame.locator("li[data-kind=calendar]")
    if not calendar.locator("button").is_visible():
        calendar.locator("summary").click()
    with page.expect_download() as file:
        calendar.locator("[data-calendar]").click()
    [event] = icalendar.Calendar.from_ical(Path(file.value.path()).read_bytes()).walk("VEVENT")
    assert event["URL"] == sites.guide + MOMENT
    # Contacts are kept where the frame can't write.
    assert frame.locator("[data-add]").count() == 0
    assert frame.locator("li[data-kind=person] a").count() == 1


def test_a_checklist_counts(lesson: Callable[[str], tuple[Page, Frame]]) -> None:
    _, frame = lesson(LIST)
    frame.check("[type=checkbox] >> nth=0")
    expect(frame.locator("[data-checked]")).to_contain_text("1 of 4")


def test_printing_prints_the_sheet_and_where_it_is_from(lesson: Callable[[str], tuple[Page, Frame]]) -> None:
    page, frame = lesson(SHEET)
    page.emulate_media(media="print")
    shown = frame.locator("body").inner_text()
    assert "What a camera would have shown" in shown
    assert "Giving Feedback is free to read" in shown
    assert not re.search("Save my answers|Open this page|Not clear|download a copy", shown)


def test_everything_comes_from_the_guide_and_nothing_is_blocked(
    context: BrowserContext, sites: Sites
) -> None:
    page, asked, faults = context.new_page(), list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    for path in (SHEET, LIST, MOMENT):
        page.goto(sites.course + sites.lesson(f"embed/{path}"), wait_until="networkidle")
        framed(page)
    hosts = {urlsplit(url).netloc for url in asked if urlsplit(url).path != "/favicon.ico"}
    assert hosts == {urlsplit(sites.guide).netloc, urlsplit(sites.course).netloc}
    scripts = {urlsplit(url).path.rpartition("/")[2] for url in asked if url.startswith(sites.guide)}
    assert {"frame.js", "embed.js", "sheet.js"} <= scripts
    assert not [name for name in scripts if name.startswith(("bundle", "search"))]
    assert [fault for fault in faults if "favicon" not in fault and "404" not in fault] == []


PAGES = (SHEET, LIST, MOMENT)
VIEWS: list[tuple[int, Literal["light", "dark"]]] = [(1000, "light"), (390, "dark")]


@pytest.mark.usefixtures("node")
@pytest.mark.parametrize(
    ("path", "width", "scheme"),
    representatives(
        [(path, *view) for path, view in product(PAGES, VIEWS)],
        lambda case: PAGES.index(case[0]) % len(VIEWS) == VIEWS.index(case[1:]),
    ),
)
def test_pages_for_frames_are_accessible(
    path: str, width: int, scheme: Literal["light", "dark"], browser: Browser, sites: Sites
) -> None:
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    context.add_init_script(path=AXE)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{sites.guide}embed/{path}", wait_until="networkidle")
    assert violations(page) == []
    context.close()


def test_a_frame_is_filled_in_by_keyboard(lesson: Callable[[str], tuple[Page, Frame]]) -> None:
    page, frame = lesson(LIST)
    page.locator("h1").click()
    for part in ("form.list [type=checkbox] >> nth=0", "[data-whole]"):
        for _ in range(60):
            page.keyboard.press("Tab")
            if frame.locator(part).evaluate("part => part === document.activeElement"):
                break
        expect(frame.locator(part)).to_be_focused()
        page.keyboard.press("Space")  # does nothing on a link
    expect(frame.locator("[data-checked]")).to_contain_text("1 of 4")


def test_without_scripts_a_page_reads_and_its_links_open_tabs(browser: Browser, sites: Sites) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{sites.guide}embed/{LIST}")
    assert page.locator("form.list [type=checkbox]").count() == 4
    with context.expect_page() as opened:
        page.locator(".onward a").click()
    assert opened.value.url.startswith(f"{sites.guide}messages/")
    context.close()
