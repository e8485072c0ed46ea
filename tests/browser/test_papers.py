"""The size of paper: guessed, chosen once for every download, and kept only as the reader likes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.nightly import representatives
from tests.support.page_weight import PHONE
from tests.support.paths import ROOT

SHEET = "worksheets/patience/"
FORM_BEGINS = 1.5 * PHONE["height"]
"""Pixels from the top of a worksheet's page on a phone, at most."""


def offered(page: Page) -> list[str]:
    """Return the files that the visible links of the list of downloads lead to."""
    links = page.locator(".take a:visible")
    return [str(link).rpartition("/")[2] for link in links.evaluate_all("all => all.map(one => one.href)")]


def switch(page: Page, size: str) -> None:
    page.get_by_role("group", name="Paper").get_by_label(size).check()


PATIENCE = [
    "patience-{}-print.pdf",
    "patience-{}-fillable.pdf",
    "patience-{}-large-print.pdf",
    "patience-{}-ink-saving.pdf",
]


@pytest.mark.parametrize(("locale", "paper"), [("en-US", "letter"), ("en-GB", "a4")])
def test_each_purpose_has_one_link_for_the_paper_of_the_readers_country(
    browser: Browser, real_address: str, locale: str, paper: str
) -> None:
    with browser.new_context(locale=locale) as context:
        page = context.new_page()
        page.goto(real_address + SHEET, wait_until="networkidle")
        assert offered(page) == [name.format(paper) for name in PATIENCE]


def test_a_reader_who_chooses_a4_gets_it_everywhere_in_this_tab(browser: Browser, real_address: str) -> None:
    with browser.new_context(locale="en-US") as context:
        page = context.new_page()
        page.goto(real_address + SHEET)
        expect(page.get_by_role("combobox", name="Paper")).to_have_value("patience-letter-fillable.pdf")
        switch(page, "A4")
        assert offered(page) == [name.format("a4") for name in PATIENCE]
        expect(page.get_by_role("combobox", name="Paper")).to_have_value("patience-a4-fillable.pdf")

        page.goto(real_address + "worksheets/helping/")
        expect(page.get_by_role("group", name="Paper").get_by_label("A4")).to_be_checked()
        assert "helping-a4-print.pdf" in offered(page)
        page.goto(real_address + "workshops/patience/")
        expect(page.get_by_role("group", name="Paper").get_by_label("A4")).to_be_checked()

        other = context.new_page()
        other.goto(real_address + SHEET)
        expect(other.get_by_role("combobox", name="Paper")).to_have_value("patience-letter-fillable.pdf")


def test_the_choice_outlives_the_tab_only_if_answers_do(browser: Browser, real_address: str) -> None:
    with browser.new_context(locale="en-US") as context:
        page = context.new_page()
        page.goto(real_address + SHEET)
        page.get_by_label("Save my answers on this device").check()
        page.get_by_role("combobox", name="Paper").select_option("A4")
        expect(page.get_by_role("group", name="Paper").get_by_label("A4")).to_be_checked()
        page.close()
        again = context.new_page()
        again.goto(real_address + SHEET)
        expect(again.get_by_role("group", name="Paper").get_by_label("A4")).to_be_checked()


def test_without_scripts_both_papers_can_be_reached(browser: Browser, real_address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(real_address + SHEET)
        for size, name in (("A4", "a4"), ("US Letter", "letter")):
            switch(page, size)
            assert offered(page) == [file.format(name) for file in PATIENCE]


SHEETS = sorted(file.stem for file in (ROOT / "content/worksheets").glob("*.yml"))


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
        yield context.new_page()


@pytest.mark.parametrize(
    "sheet", representatives(SHEETS, {"patience", "contact-tracker", "weekly-plan"}.__contains__)
)
def test_the_form_begins_within_a_screen_and_a_half_of_a_phone(
    sheet: str, phone: Page, real_address: str
) -> None:
    phone.goto(f"{real_address}worksheets/{sheet}/", wait_until="networkidle")
    begins = phone.locator("form.paper").evaluate("form => form.getBoundingClientRect().top + scrollY")
    assert begins <= FORM_BEGINS
