"""What a person without a mouse meets on a page: every stop of the Tab key, and whether it can be seen."""

from __future__ import annotations

from typing import TypedDict

from playwright.sync_api import Page

_STOP = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  const numbers = color => color.match(/[\\d.]+/g).map(Number);
  const light = color => numbers(color).slice(0, 3).map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if ((numbers(color)[3] ?? 1) > 0.9) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const contrast = element => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) return 0;
    const [a, b] = [light(outlineColor), light(behind(element.parentElement))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  // The element that shows the focus of a control can be its label, or the container of both.
  const labels = [...(focused.labels ?? [])];
  const shows = [focused, ...labels, focused.parentElement]
    .find(element => element?.offsetWidth > 4 && contrast(element) > 0) ?? focused;
  const box = shows.getBoundingClientRect();
  const places = [0.02, 0.5, 0.98].flatMap(x => [0.1, 0.5, 0.9].map(y =>
    document.elementFromPoint(box.left + box.width * x, box.top + box.height * y)));
  return {
    name: focused.ariaLabel || (focused.labels?.[0] ?? focused).textContent.trim().slice(0, 40),
    tag: focused.tagName,
    place: [...document.querySelectorAll("*")].indexOf(focused),
    inside: box.width > 0 && box.left >= -1 && box.right <= innerWidth + 1
      && (box.height > innerHeight || box.top >= -1 && box.bottom <= innerHeight + 1),
    covered: !places.some(hit => hit && [shows, ...labels].some(element => element.contains(hit))),
    contrast: contrast(shows),
    foot: focused.closest("footer") !== null,
  };
}"""


class Stop(TypedDict):
    """One stop of the Tab key."""

    name: str
    tag: str
    place: int
    """Its position among all elements, in reading order."""
    inside: bool
    """Whether the window holds it."""
    covered: bool
    contrast: float
    """Of its outline with the background; 0 if it has none."""
    foot: bool
    """Whether it's in the foot of the page."""


FRAMES = 10
"""How often a browser may draw a page before the element with the focus is where it can be seen."""


def stops(page: Page, most: int = 400, content_only: bool = False) -> list[Stop]:
    """Walk the page with the Tab key until it leaves the page; more than `most` stops are a trap.

    With `content_only`, the first stop has to skip the head, and the walk ends at the foot.
    """
    found: list[Stop] = []
    searching = False
    while len(found) < most:
        page.keyboard.press("Tab")
        stop: Stop | None = page.evaluate(_STOP)
        if stop is None:
            return found
        if stop["tag"] == "INPUT" and page.evaluate("document.activeElement.matches('.md-search__input')"):
            page.wait_for_function("document.querySelector('#__search').checked")
            stop = page.evaluate(_STOP)
            assert stop
            searching = True
        elif searching and not page.evaluate("document.querySelector('#__search').checked"):
            # A tenth of a second after a search, Material scrolls back to where the reader was before it.
            page.wait_for_function("!document.body.hasAttribute('data-md-scrolllock')")
            searching = False
        for _ in range(FRAMES):
            if not lost([stop]):
                break
            # A busy browser can still be scrolling to it.
            page.evaluate("new Promise(requestAnimationFrame)")
            stop = page.evaluate(_STOP)
            assert stop
        else:
            # Or it has forgotten to, which it doesn't twice.
            page.keyboard.press("Shift+Tab")
            page.keyboard.press("Tab")
            stop = page.evaluate(_STOP)
            assert stop
        if content_only and stop["foot"]:
            return found
        found.append(stop)
        if content_only and len(found) == 1:
            page.keyboard.press("Enter")
    raise AssertionError(f"the Tab key does not leave the page: {found[-3:]}")


def lost(found: list[Stop]) -> list[Stop]:
    """Return the stops at which a person couldn't see where they are."""
    return [stop for stop in found if not stop["inside"] or stop["covered"] or stop["contrast"] < 3]
