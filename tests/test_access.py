"""What a tool can see of access: axe finds no fault on any kind of page, wide and light, narrow and dark.

The rules are those of WCAG 2.2 A and AA and the best practices; what no tool sees is walked
through by keyboard in the tests of each page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from conftest import TESTS
from playwright.sync_api import Browser, Page

AXE = TESTS / "node/node_modules/axe-core/axe.min.js"
RULES = "wcag2a wcag2aa wcag21a wcag21aa wcag22aa best-practice".split()
KINDS = [
    "", "start/", "principles/", "principles/patience/", "checklists/before-you-meet/", "worksheets/",
    "worksheets/patience/", "worksheets/contact-tracker/", "messages/polite-nudge/", "workshops/",
    "workshops/patience/", "questions/", "tools/contacts/", "glossary/", "sources/", "about/",
    "changes/", "offline/", "404.html",
]  # fmt: skip


@contextmanager
def opened(browser: Browser, address: str, width: int = 1366) -> Iterator[Page]:
    # axe is put into the page by us, which a site with a policy would refuse.
    context = browser.new_context(viewport={"width": width, "height": 844}, bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def faults(page: Page) -> list[str]:
    """Return what axe finds wrong: the rule, what is wrong, and the first places."""
    if page.evaluate("typeof axe") == "undefined":
        page.add_script_tag(path=AXE)
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules},"
        " rules: {'target-size': {enabled: true}}})",
        RULES,
    )
    return [
        f"{fault['id']}: {fault['help']}: {[node['html'][:120] for node in fault['nodes'][:3]]}"
        for fault in found["violations"]
    ]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind or "home")
def test_axe_finds_no_fault(kind: str, browser: Browser, real_address: str) -> None:
    with opened(browser, real_address + kind) as page:
        assert faults(page) == [], "on a desktop"
        page.emulate_media(color_scheme="dark")
        page.wait_for_timeout(300)  # the theme follows the reader, and its colors fade
        page.set_viewport_size({"width": 390, "height": 844})
        assert faults(page) == [], "on a phone, in the dark"


def test_axe_would_find_a_fault(browser: Browser, real_address: str) -> None:
    with opened(browser, real_address) as page:
        page.evaluate("document.querySelector('main').append(document.createElement('input'))")
        assert any(fault.startswith("label") for fault in faults(page))


def test_axe_finds_no_fault_while_the_page_asks(browser: Browser, real_address: str) -> None:
    with opened(browser, real_address + "checklists/before-you-meet/") as page:
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button", name="Clear my").click()
        assert faults(page) == []


def test_axe_finds_no_fault_in_the_editor_of_a_contact(browser: Browser, real_address: str) -> None:
    with opened(browser, real_address + "tools/contacts/", 390) as page:
        page.get_by_role("button", name="Add a person").click()
        assert faults(page) == []


def test_axe_finds_no_fault_while_a_meaning_is_shown(browser: Browser, real_address: str) -> None:
    with opened(browser, real_address + "questions/", 390) as page:
        page.locator(".term").first.click()
        assert page.locator(".words [popover]:popover-open").count() == 1
        assert faults(page) == []
