"""The drawings on worksheets follow what readers write: dates to come, a beam that leans, names in rings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.support.used_again import UsedAgain, new_tab

PATIENCE = "worksheets/patience/"
DATES = ("sent", "nudge", "rest")


@pytest.fixture(scope="module")
def readers(browser: Browser, real_address: str) -> Iterator[UsedAgain]:
    with browser.new_context(viewport={"width": 1366, "height": 900}) as context:
        yield UsedAgain(context, real_address)


@pytest.fixture
def reader(readers: UsedAgain) -> Iterator[BrowserContext]:
    """A browser on November 22, 2026."""
    with readers.by_newcomer() as context:
        context.clock.set_fixed_time("2026-11-22T10:00:00")
        yield context


def opened(reader: BrowserContext, address: str) -> Page:
    page = new_tab(reader)
    page.goto(address)
    expect(page.locator("form.live")).to_be_visible()
    return page


def field(page: Page, id: str) -> Locator:
    return page.locator(f'form [name="{id}"]')


def dates(page: Page, row: int = 1) -> list[str]:
    return [field(page, f"reply-log-{row}-{date}").input_value() for date in DATES]


def test_the_first_date_of_a_line_proposes_the_others(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + PATIENCE)
    field(page, "reply-log-1-sent").fill("2026-11-20")
    assert dates(page) == ["2026-11-20", "2026-11-27", "2026-12-25"]
    assert dates(page, 2) == ["", "", ""]


def test_proposed_dates_move_along_and_chosen_ones_stay(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + PATIENCE)
    field(page, "reply-log-1-rest").fill("2027-01-15")
    field(page, "reply-log-1-sent").fill("2026-11-20")
    assert dates(page) == ["2026-11-20", "2026-11-27", "2027-01-15"]
    field(page, "reply-log-1-sent").fill("2026-11-22")
    assert dates(page) == ["2026-11-22", "2026-11-29", "2027-01-15"]
    field(page, "reply-log-1-nudge").fill("2026-12-02")
    field(page, "reply-log-1-sent").fill("2026-11-24")
    assert dates(page) == ["2026-11-24", "2026-12-02", "2027-01-15"]


def test_proposed_dates_are_kept_like_typed_ones(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + PATIENCE)
    field(page, "reply-log-1-sent").fill("2026-11-20")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    page.reload()
    assert dates(page) == ["2026-11-20", "2026-11-27", "2026-12-25"]
    # The page still knows which dates it has proposed.
    field(page, "reply-log-1-sent").fill("2026-11-21")
    assert dates(page) == ["2026-11-21", "2026-11-28", "2026-12-26"]


def test_dots_are_filled_when_their_day_has_come(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + PATIENCE)
    field(page, "reply-log-1-sent").fill("2026-11-15")
    passed = [field(page, f"reply-log-1-{date}").locator("xpath=ancestor::td") for date in DATES]
    assert ["passed" in (cell.get_attribute("class") or "").split() for cell in passed] == [True, True, False]


def test_the_beam_leans_to_the_fuller_side(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + "worksheets/helping/")

    def lean() -> float:
        pivot = page.locator(".seesaw .pivot")
        return float(pivot.evaluate("pivot => pivot.style.getPropertyValue('--lean')"))

    assert lean() == 0
    field(page, "limits-gladly").fill("a ride\na course\nan hour")
    assert lean() == -3
    field(page, "limits-to-ask").fill("a name")
    assert lean() == -2
    field(page, "limits-gladly").fill("")
    assert lean() == 1


def test_names_appear_in_their_rings_as_text(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + "worksheets/connecting/")
    field(page, "map-close").fill("Rosa, <b>Mei</b>\n\nJo;")
    placed = page.locator('.ring[data-names="map-close"] > .placed')
    assert placed.all_inner_texts() == ["Rosa", "<b>Mei</b>", "Jo"]
    field(page, "map-close").fill(", ".join(f"Person {number}" for number in range(30)))
    expect(placed).to_have_count(8)
    field(page, "map-close").fill("")
    expect(placed).to_have_count(0)
    assert page.locator(".mapped .rings").get_attribute("aria-hidden") == "true"


def test_many_long_names_stay_inside_the_page(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + "worksheets/connecting/")
    for ring in ("close", "now-and-then", "lost-touch"):
        field(page, f"map-{ring}").fill("\n".join(["Maria-Magdalena Featherstonehaugh"] * 8))
    for width in (1100, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_drawing_is_filled_in_by_keyboard(reader: BrowserContext, real_address: str) -> None:
    page = opened(reader, real_address + "worksheets/weekly-plan/")
    field(page, "days-monday").focus()
    page.keyboard.type("text Rosa")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(field(page, "days-monday-done")).to_be_checked()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "days-tuesday"


# How far each is from the start of what it's in, and the slope of the beam.
PLACES = """() => {
  const rtl = document.body.dir === "rtl";
  const places = [];
  for (const [inner, outer] of [[".placed", ".ring"], [".station", "td"], [".part > .takes", ".part"]]) {
    for (const one of document.querySelectorAll(inner)) {
      const own = one.getBoundingClientRect();
      const around = one.parentElement.closest(outer).getBoundingClientRect();
      if (own.width) places.push(Math.round(rtl ? around.right - own.right : own.left - around.left));
    }
  }
  const pivot = document.querySelector(".pivot");
  const beam = pivot && new DOMMatrix(getComputedStyle(pivot, "::before").transform);
  return [...places, beam ? Math.round((rtl ? -1 : 1) * 1000 * beam.b) : 0];
}"""


@pytest.mark.parametrize(
    ("sheet", "filled"),
    [("patience", "reply-log-1-sent"), ("connecting", "map-close"), ("helping", "limits-gladly")],
)
def test_drawings_are_mirrored_where_people_write_from_right_to_left(
    sheet: str, filled: str, reader: BrowserContext, real_address: str
) -> None:
    page = opened(reader, f"{real_address}worksheets/{sheet}/")
    page.emulate_media(reduced_motion="reduce")
    field(page, filled).fill("2026-11-20" if sheet == "patience" else "Rosa\nMei\nJo")
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate("document.body.dir = 'ltr'")
        usual = page.evaluate(PLACES)
        assert usual
        page.evaluate("document.body.dir = 'rtl'")
        assert page.evaluate(PLACES) == usual, width
