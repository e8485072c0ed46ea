"""A guide in several languages: what readers keep is the same in each, online and offline."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.hosting import hosted
from tests.support.kept_answers import FILL, READ
from tests.support.nightly import longer_version_of, representatives
from tests.support.pseudo_language import accented
from tests.support.used_again import UsedAgain, new_tab, without_faults
from tests.support.waiting import PATIENCE

BASE = "/guide/"
SHEET, LIST, MOMENT = "worksheets/every-kind/", "checklists/before-the-talk/", "moments/asked-no-answer/"
CONTACTS, MY_WEEK = "tools/contacts/", "my-week/"


@pytest.fixture(scope="module")
def address(site_in_languages: Path) -> Iterator[str]:
    with hosted(site_in_languages, BASE) as found:
        yield found


@pytest.fixture(scope="module")
def readers(browser: Browser, address: str) -> Iterator[tuple[UsedAgain, list[str]]]:
    """A browser, and the errors on its pages."""
    with browser.new_context() as context:
        faults = list[str]()
        context.on("weberror", lambda fault: faults.append(str(fault.error)))
        yield UsedAgain(context, address), faults


@pytest.fixture
def reader(readers: tuple[UsedAgain, list[str]]) -> Iterator[BrowserContext]:
    """A browser that hasn't been used for the guide; any error on a page fails the test."""
    with without_faults(readers) as context:
        yield context


def opened(reader: BrowserContext, address: str) -> Page:
    page = new_tab(reader)
    page.clock.install(time="2026-11-28T09:00:00")
    page.goto(address)
    return page


def switch(page: Page, language: str) -> None:
    """Follow the link to the same page in another language."""
    page.locator(".languages").get_by_role("link", name=language).click()
    page.wait_for_load_state("networkidle")


def saved(page: Page, button: str) -> bytes:
    with page.expect_download() as download:
        page.locator(f"button[data-{button}]").first.click()
    return download.value.path().read_bytes()


def test_answers_are_the_same_in_every_language(reader: BrowserContext, address: str) -> None:
    page = opened(reader, address + SHEET)
    page.get_by_role("button", name="Add a row").first.click()
    given = page.evaluate(FILL)
    assert {"after-4-who", "people-1-answer", "people-1-day", "think-seen"} <= given.keys()
    page.clock.run_for(450)
    for language, folder in (("Español", "es/"), ("العربية", "ar/"), ("English", "")):
        switch(page, language)
        assert page.url == f"{address}{folder}{SHEET}"
        assert page.evaluate(READ) == given
        expect(page.locator("[data-ask], [data-note]").filter(has_text=re.compile("."))).to_have_count(0)
    switch(page, "Español")
    page.locator("[name=think-heard]").fill("el ventilador")
    page.clock.run_for(450)
    switch(page, "English")
    assert page.evaluate(READ) == given | {"think-heard": "el ventilador"}


def test_a_file_with_answers_opens_in_another_language(reader: BrowserContext, address: str) -> None:
    page = opened(reader, f"{address}es/{SHEET}")
    given = page.evaluate(FILL)
    file = saved(page, "save")
    assert json.loads(file)["page"] == SHEET.rstrip("/")
    page = reader.new_page()  # without what's kept in the other tab
    page.goto(address + SHEET)
    with page.expect_file_chooser() as chooser:
        page.locator("button[data-open]").click()
    chooser.value.set_files({"name": "a.json", "mimeType": "application/json", "buffer": file})
    expect(page.locator("[name=think-seen]")).to_have_value(given["think-seen"])
    assert page.evaluate(READ) == given


@longer_version_of(test_answers_are_the_same_in_every_language)
def test_each_language_opens_from_a_disk(
    reader: BrowserContext, site_in_languages: Path, tmp_path: Path
) -> None:
    page = reader.new_page()
    answers = dict[str, str]()
    for folder in ("", "es/", "ar/"):
        (archive,) = (site_in_languages / folder / "offline").glob("*.zip")
        with zipfile.ZipFile(archive) as files:
            files.extractall(tmp_path / f"disk/{folder}")
            (top,) = {name.partition("/")[0] for name in files.namelist()}
        place = (tmp_path / f"disk/{folder}" / top).as_uri()
        page.goto(f"{place}/{SHEET}index.html")
        assert page.locator(".language, .languages").count() == 0
        answers = answers or page.evaluate(FILL)
        # Chromium keeps what's written on all pages of a disk in one place.
        page.reload()
        assert page.evaluate(READ) == answers


def test_only_the_page_in_the_language_that_is_kept_tells_how_that_goes(
    reader: BrowserContext, address: str
) -> None:
    listen = """window.heard = 0;
        navigator.serviceWorker.addEventListener("message", () => { window.heard += 1; });"""
    pages = [reader.new_page(), reader.new_page()]
    for page, folder in zip(pages, ("es/", ""), strict=True):
        page.goto(f"{address}{folder}offline/")
        page.evaluate(listen)
    pages[1].locator("[data-keep]").click()
    expect(pages[1].locator("[data-remove]")).to_be_visible()
    assert [page.evaluate("window.heard > 0") for page in pages] == [False, True]


@pytest.mark.parametrize("language", representatives(["es", "ar"], "ar".__eq__))
def test_a_letter_that_is_not_translated_can_be_filled_in(
    reader: BrowserContext, address: str, language: str
) -> None:
    page = opened(reader, f"{address}{language}/messages/ask-for-five-minutes/")
    page.locator("[name=name]").fill("Zoë")
    expect(page.locator("[data-body]")).to_contain_text("Hello Zoë,")
    reader.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("button[data-copy]").click()
    expect(page.locator("[data-said]")).not_to_be_empty()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Hello Zoë,\n\nI noticed something")


def test_the_week_is_in_the_language_of_the_page(reader: BrowserContext, address: str) -> None:
    page = opened(reader, address + LIST)
    page.locator("[name=one-thing]").check()
    page.clock.run_for(450)
    page.goto(address + MOMENT)
    page.locator("[name=date]").fill("2026-11-27")
    page.clock.run_for(450)
    page.goto(address + CONTACTS)
    page.get_by_role("button", name="Add a person").click()
    page.get_by_label("Name", exact=True).fill("Łukasz")
    page.get_by_label("Last contact").fill("2026-11-01")
    page.get_by_role("button", name="Save", exact=True).click()

    switch(page, "Español")
    expect(page.get_by_role("heading", name="Łukasz")).to_be_visible()
    page.goto(f"{address}es/{LIST}")
    expect(page.locator("[name=one-thing]")).to_be_checked()
    # Its words are others, but nobody changed them.
    expect(page.locator(".changed-item")).to_have_count(0)
    page.goto(f"{address}es/{MOMENT}")
    expect(page.locator("[name=date]")).to_have_value("2026-11-27")
    page.goto(f"{address}es/{MY_WEEK}")
    title = accented("Before the talk")
    expect(page.locator("[data-part=go-on]")).to_contain_text(title)
    events = saved(page, "calendar").decode()
    switch(page, "English")
    expect(page.locator("[data-part=go-on]")).to_contain_text("Before the talk")
    in_english = saved(page, "calendar").decode()
    assert re.findall("UID:.*", events) == re.findall("UID:.*", in_english) != []
    page.goto(f"{address}es/")
    expect(page.locator("[data-go-on]")).to_contain_text(title)


def test_a_file_of_everything_is_asked_about_in_the_language_of_the_page(
    reader: BrowserContext, address: str
) -> None:
    page = opened(reader, f"{address}messages/ask-for-five-minutes/")
    page.locator("[name=name]").fill("Mei")
    page.goto(address + SHEET)
    page.locator("[name=think-seen]").fill("an open door")
    page.goto(address + MY_WEEK)
    file = saved(page, "save")
    page.goto(address + SHEET)
    page.locator("[name=think-seen]").fill("a closed door")
    page.goto(f"{address}es/{MY_WEEK}")
    with page.expect_file_chooser() as chooser:
        page.locator("button[data-open]").click()
    chooser.value.set_files({"name": "all.json", "mimeType": "application/json", "buffer": file})
    expect(page.locator("[data-ask]")).to_contain_text(accented("Every kind"))


def test_dark_colors_are_dark_in_every_language(reader: BrowserContext, address: str) -> None:
    page = opened(reader, address)
    page.locator("[data-colors]").click()
    for language in ("Español", "English"):
        switch(page, language)
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "night")
    page.goto(f"{address}es/no-such-page/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "night")


def test_the_same_part_of_a_page_is_shown_in_the_other_language(reader: BrowserContext, address: str) -> None:
    page = opened(reader, f"{address}principles/ask-first/#why")
    switch(page, "العربية")
    assert page.url == f"{address}ar/principles/ask-first/#why"


def kept(page: Page) -> list[str]:
    """Return the start of each cache's name: the path of the site that's kept."""
    names: list[str] = page.evaluate("caches.keys()")
    return sorted(name.rpartition(":")[0].removeprefix("guide-offline:") for name in names)


def test_each_language_is_kept_offline_by_itself(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    for folder in ("es/", ""):
        page.goto(f"{address}{folder}offline/")
        page.locator("[data-keep]").click()
        expect(page.locator("[data-remove]")).to_be_visible(timeout=PATIENCE * 1000)
    assert kept(page) == [BASE, f"{BASE}es/"]
    context.set_offline(True)
    for folder, title in (
        ("", "Ask before you tell"),
        ("es/", accented("Ask before you tell")),
    ):
        page.goto(f"{address}{folder}principles/ask-first/")
        expect(page.locator("h1")).to_have_text(title)
        page.locator("input[name=query]").press_sequentially(title.split()[0])
        expect(page.locator(".md-search-result__link").first).to_be_visible()
    page.goto(f"{address}ar/principles/ask-first/")
    assert page.url == f"{address}offline/#not-kept"
    context.set_offline(False)
    page.goto(f"{address}offline/")
    page.locator("[data-remove]").click()
    expect(page.locator("[data-keep]")).to_be_visible()
    assert kept(page) == [f"{BASE}es/"]
    context.set_offline(True)
    page.goto(f"{address}es/{LIST}")
    expect(page.locator("h1")).to_have_text(accented("Before the talk"))
    context.close()


def test_a_page_that_is_missing_is_missed_in_its_own_language(site_in_languages: Path) -> None:
    for folder, language, direction in (("", "en", "ltr"), ("es/", "es", "ltr"), ("ar/", "ar", "rtl")):
        html = (site_in_languages / folder / "404.html").read_text("utf-8")
        assert f'<html lang="{language}" dir="{direction}"' in html
        assert f'<a class="brand" href="{BASE}{folder}"' in html
