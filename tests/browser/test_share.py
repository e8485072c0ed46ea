"""Sharing a link to a message or a practice: with the system, by copying, or by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.support.paths import REAL_URL
from tests.support.waiting import wait_until

MESSAGE = "messages/polite-nudge/"
SHEET = """(outcome) => {
  window.taken = [];
  navigator.share = async (data) => {
    window.taken.push(data.url);
    if (outcome) throw new DOMException("", outcome);
  };
}"""
"""Gives the browser a list of ways to share, which ends as `outcome` says."""

BLOCKED = """() => {
  navigator.clipboard.writeText = async () => { throw new DOMException("", "NotAllowedError"); };
}"""


@pytest.fixture
def reader(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        yield context


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_link_to_a_message_is_its_plain_public_address(reader: BrowserContext, real_address: str) -> None:
    page = reader.new_page()
    page.goto(f"{real_address}{MESSAGE}?from=mail#blanks", wait_until="networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name=re.compile("^Copy a link ?: Send one friendly follow-up$")).click()
    expect(page.get_by_role("status").filter(has_text="The link is copied.")).to_be_visible()
    assert copied(page) == REAL_URL + MESSAGE
    assert [url for url in asked if not url.startswith(real_address)] == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_link_to_a_practice_leads_right_to_it(reader: BrowserContext, real_address: str) -> None:
    page = reader.new_page()
    page.goto(f"{real_address}principles/patience/")
    button = page.get_by_role("button", name="Copy a link").nth(1)
    title = button.locator(".vh").inner_text().removeprefix(": ")
    button.press("Enter")
    expect(page.get_by_role("status").filter(has_text="The link is copied.")).to_be_visible()
    page.goto(copied(page).replace(REAL_URL, real_address))
    expect(page.locator(":target")).to_contain_text(title)


def without_public_address(route: Route) -> None:
    """Answer like a guide whose address is still a placeholder."""
    response = route.fetch()
    page, count = re.subn(r"<link rel=\"?canonical[^>]*>", "", response.text())
    assert count == 1
    route.fulfill(response=response, body=page)


def test_a_guide_without_a_public_address_is_shared_from_where_it_is_read(
    reader: BrowserContext, real_address: str
) -> None:
    reader.route(f"{real_address}{MESSAGE}*", without_public_address)
    page = reader.new_page()
    page.goto(f"{real_address}{MESSAGE}?from=mail")
    page.get_by_role("button", name="Copy a link").click()
    expect(page.get_by_role("status").filter(has_text="The link is copied.")).to_be_visible()
    assert copied(page) == real_address + MESSAGE


def test_where_the_system_can_share_it_does(reader: BrowserContext, real_address: str) -> None:
    reader.add_init_script(f"({SHEET})('')")
    page = reader.new_page()
    page.goto(real_address + MESSAGE)
    page.get_by_role("button", name=re.compile("^Share a link ?: Send one friendly follow-up$")).click()
    wait_until(lambda: page.evaluate("taken") == [REAL_URL + MESSAGE], "the system got the link")
    expect(page.locator(".share [role=status]")).to_be_empty()


@pytest.mark.parametrize(
    ("outcome", "says"), [("AbortError", ""), ("NotAllowedError", "The link is copied.")]
)
def test_only_a_reader_who_did_not_change_their_mind_gets_the_link_in_another_way(
    reader: BrowserContext, real_address: str, outcome: str, says: str
) -> None:
    reader.add_init_script(f"({SHEET})('{outcome}')")
    page = reader.new_page()
    page.goto(real_address + MESSAGE)
    page.get_by_role("button", name="Share a link").click()
    wait_until(lambda: page.evaluate("taken") == [REAL_URL + MESSAGE], "the system got the link")
    expect(page.locator(".share [role=status]")).to_contain_text(says)


def test_if_copying_is_blocked_the_link_is_selected(browser: Browser, real_address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(real_address + MESSAGE)
        page.evaluate(BLOCKED)
        page.get_by_role("button", name="Copy a link").click()
        expect(page.get_by_role("status").filter(has_text="copy it yourself")).to_be_visible()
        assert page.evaluate("String(getSelection())") == REAL_URL + MESSAGE


def test_without_scripts_there_is_no_button(browser: Browser, real_address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        for path in (MESSAGE, "principles/patience/"):
            page.goto(real_address + path)
            expect(page.get_by_role("button", name="Copy a link")).to_have_count(0)
