"""Terms are in alphabetical order, and show their meaning wherever a text links to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
import yaml
from lxml.html import HtmlElement, parse
from playwright.sync_api import Browser, Page, expect

from generator.model.foreign import marked, plain
from generator.model.glossary import Term
from generator.pages.glossary import in_order
from tests.support.hosting import hosted
from tests.support.without_pdfs import add, build_without_pdfs

WHY = "content/principles/ask-first.yml"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Path:
    """The small guide with more terms, two of them in one text and one on the home page."""
    folder = copy_small_guide(tmp_path_factory.mktemp("words") / "guide")
    glossary = yaml.safe_load((folder / "content/glossary.yml").read_text("utf-8"))
    glossary["terms"] += [
        {"id": "ask", "term": "Asking", "meaning": "A question first.", "see": "glossary#judgment"},
        {"id": "zeal", "term": "zeal", "meaning": "Too much of it.", "see": "principles"},
        {"id": "talk", "term": "talk", "meaning": "Two people.", "see": "principles/ask-first#one-question"},
    ]
    add(folder, "glossary.yml", glossary)
    weighed = "is [weighed](glossary#zeal). A [remark](glossary#remark) is a [Remark](glossary#remark)."
    replace(folder / WHY, "is *weighed*.", weighed)
    replace(folder / "content/guide.yml", "[why it is hard](why-it-is-hard)", "[r](glossary#remark)")
    return build_without_pdfs(folder, folder / "site")


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    with hosted(built, "/guide/") as address:
        yield address


def root(built: Path, page: str) -> HtmlElement:
    return parse(str(built / page / "index.html")).getroot()


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture
def principle(address: str, browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 700})
    page.goto(address + "principles/ask-first/")
    yield page
    page.close()


def test_terms_are_in_alphabetical_order_whatever_the_file_says(built: Path) -> None:
    terms = root(built, "glossary").xpath("//dl[@class='glossary']/div/dt")
    assert [words(term) for term in terms] == ["Asking", "judgment", "remark", "talk", "zeal"]
    assert [term.get("id") for term in terms] == ["ask", "judgment", "remark", "talk", "zeal"]


def test_the_alphabet_ignores_capitals_accents_and_marks_but_knows_letters_of_their_own() -> None:
    words = ["nube", "Ñandú", "ímpetu", "oso", "Zorro", "Índice", "nzima", marked("idea"), "Ärger"]
    terms = [
        Term.model_validate({"id": f"t{n}", "term": word, "meaning": "X."}) for n, word in enumerate(words)
    ]
    assert [plain(term.term) for term in in_order(terms)] == [
        *("Ärger", "idea", "ímpetu", "Índice", "nube", "nzima", "Ñandú", "oso", "Zorro")
    ]


def test_a_term_has_synonyms_a_meaning_and_sources(built: Path) -> None:
    (entry,) = root(built, "glossary").xpath("//dl/div[dt[@id='remark']]")
    assert words(entry.xpath("dd")[0]) == "Also: comment"
    assert words(entry.xpath("dd")[1]) == "Something that you saw another person do, and say to them."
    assert entry.xpath(".//a[@href='../sources/#team-practice']")


@pytest.mark.parametrize(
    ("word", "label", "target"),
    [
        ("remark", "More: Say what you saw", "../principles/say-what-you-saw/"),
        ("talk", "More: Ask before you tell", "../principles/ask-first/#one-question"),
        ("zeal", "More: Two habits", "../principles/"),
        ("ask", "More: judgment", "../glossary/#judgment"),
    ],
)
def test_a_term_links_to_the_page_with_more_about_it(built: Path, word: str, label: str, target: str) -> None:
    (more,) = root(built, "glossary").xpath(f"//div[dt[@id='{word}']]/dd/a[starts-with(., 'More')]")
    assert (words(more), more.get("href")) == (label, target)


def test_a_page_ends_with_each_of_its_terms_once(built: Path) -> None:
    page = root(built, "principles/ask-first")
    assert page.xpath("//button/@popovertarget") == ["word-zeal", "word-remark", "word-remark"]
    (section,) = page.xpath("//section[@class='words']")
    assert [words(term) for term in section.xpath(".//dt")] == ["remark", "zeal"]
    assert section.xpath(".//a/@href") == ["../../glossary/#remark", "../../glossary/#zeal"]


def test_a_page_without_terms_does_not_end_with_a_list(built: Path) -> None:
    for page in ("principles/say-what-you-saw", "glossary", "sources", "worksheets/one-talk"):
        assert not root(built, page).xpath("//section[@class='words']|//button[@popovertarget]"), page


def test_a_meaning_opens_by_keyboard_without_scripts_and_closes_with_escape(
    address: str, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "principles/ask-first/")
    meaning, word = page.locator("#word-zeal"), page.get_by_role("button", name="weighed")
    expect(meaning).to_be_hidden()
    word.focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    page.keyboard.press("Tab")
    expect(meaning.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(word).to_be_focused()
    context.close()


def test_a_meaning_opens_near_its_term_inside_the_window(principle: Page) -> None:
    for width, word in product((320, 390, 1366), principle.locator(".term").all()):
        principle.set_viewport_size({"width": width, "height": 700})
        word.scroll_into_view_if_needed()
        word.click()
        popover, link = principle.locator(".words :popover-open").bounding_box(), word.bounding_box()
        assert popover
        assert link
        assert popover["x"] >= 0
        assert popover["x"] + popover["width"] <= width
        gap = max(popover["y"] - link["y"] - link["height"], link["y"] - popover["y"] - popover["height"])
        assert 0 <= gap < 16
        principle.keyboard.press("Escape")


def test_a_whole_meaning_can_be_read_in_a_very_low_window(principle: Page) -> None:
    principle.set_viewport_size({"width": 320, "height": 110})
    principle.locator(".term").first.click()
    shown = principle.locator(".words :popover-open")
    box = shown.bounding_box()
    assert box
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 110
    shown.get_by_role("link").focus()
    expect(shown.get_by_role("link")).to_be_in_viewport(ratio=0.95)


def test_screen_readers_announce_a_meaning_at_its_link(principle: Page) -> None:
    principle.locator(".term").first.click()
    expect(principle.locator(".words :popover-open a")).to_have_accessible_description("Too much of it.")


def test_clicking_elsewhere_closes_a_meaning(principle: Page) -> None:
    principle.locator(".term").first.click()
    assert principle.locator(".words :popover-open").count() == 1
    principle.locator("h1").click()
    assert principle.locator(".words :popover-open").count() == 0


def test_terms_are_printed_at_the_end(principle: Page) -> None:
    heading = principle.get_by_role("heading", name="Words on this page")
    assert not heading.is_visible()
    principle.emulate_media(media="print")
    assert heading.is_visible()
    assert principle.locator("#word-remark").is_visible()
    assert principle.locator("#word-zeal").is_visible()


def test_browsers_without_popovers_show_the_terms_at_the_end(principle: Page) -> None:
    # Such a browser ignores the attribute, and CSS rules that mention popovers.
    principle.evaluate(
        """() => {
          for (const word of document.querySelectorAll("[popover]")) word.removeAttribute("popover");
          for (const sheet of document.styleSheets) {
            const drop = (rules) => {
              for (let i = rules.cssRules.length - 1; i >= 0; i--) {
                const rule = rules.cssRules[i];
                if (rule.conditionText?.includes("popover")) rules.deleteRule(i);
                else if (rule.cssRules) drop(rule);
              }
            };
            if (sheet.href?.includes("guide")) drop(sheet);
          }
        }"""
    )
    assert principle.get_by_role("heading", name="Words on this page").is_visible()
    assert principle.locator("#word-remark").is_visible()


def test_a_term_on_the_home_page_shows_its_meaning_too(built: Path) -> None:
    page = root(built, "")
    assert page.xpath("//div[@class='band']//button/@popovertarget") == ["word-remark"]
    assert page.xpath("//section[@class='words']//a/@href") == ["glossary/#remark"]
