"""Faults in the layout of a page, as seen at each width of the window."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TypedDict

from playwright.sync_api import Page

from tests.support.paths import ROOT

RULES = {
    "sideways": "the page scrolls sideways",
    "outside": "text or a control is outside the window, in nothing that scrolls",
    "cut off": "a box that doesn't scroll hides a part of its text",
    "narrow column": "three lines or more in less than 12 em, with room for 12 em next to them; in less than"
    " 8 em even without, if the row is wide enough for three columns of 12 em",
    "broken word": "a word of less than 8 em continues on the next line without a hyphen",
    "text on text": "lines of two blocks overlap",
    "control on control": "two controls overlap",
    "hidden text": "a text area, a date or a choice shows less than what's in it",
    "thin field": "a text field is less than 5.5 em wide, and less than a quarter of the window",
}
"""What `layout.js` finds."""
LOOK = Path(__file__).with_suffix(".js").read_text("utf-8")
STYLE = ROOT / "templates/site/assets/style"
NARROWEST, WIDEST = 320, 1920
USUAL = {NARROWEST, 390, 1100, 1366, WIDEST}
"""Phones, a laptop that enlarges everything by a quarter, and desktops."""
LONGER = """() => {
  const longer = word => word + word.slice(0, Math.round(word.length * 0.4));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    // Names in rings are readers' own, and were shortened to fit.
    if (!text.parentElement.closest("script, style, textarea, .placed")) {
      text.data = text.data.replace(/\\p{L}+/gu, longer);
    }
  }
}"""
"""Makes all words on a page longer by 40 percent, as in a language with long words."""


class Fault(TypedDict):
    """One fault at one width."""

    rule: str
    """A key of `RULES`."""
    place: str
    """A selector of the element."""
    text: str
    detail: str


def widths(letters: int = 16) -> list[int]:
    """Return the widths to look at: usual ones, and the first pixel of each layout in the style sheets.

    `letters` is the size of text that the reader set in the browser, in px; media queries depend on it.
    """
    style = "".join(file.read_text("utf-8") for file in STYLE.rglob("*.css"))
    limits = re.findall(r"\((min|max)-width: ([\d.]+)em\)", style)
    first = {
        math.ceil(float(em) * letters) if kind == "min" else math.floor(float(em) * letters) + 1
        for kind, em in limits
    }
    return sorted(width for width in USUAL | first if NARROWEST <= width <= WIDEST)


def faults(page: Page) -> list[Fault]:
    """Look at `page` in its window as it is now."""
    found: list[Fault] = page.evaluate(LOOK)
    return found


def set_letters(page: Page, size: int) -> None:
    """Set the size of text in the reader's browser, in px."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": size}})
    session.detach()
