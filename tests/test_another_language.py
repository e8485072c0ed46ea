"""Every text that the program puts on paper or in scripts comes from templates/strings/.

A new language is one more file there. These tests make one up: every text is in «guillemets».
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from playwright.sync_api import Browser, Page, expect

from generator.build import load_checked
from generator.load.interface_texts import FORMS, PLACEHOLDER
from generator.load.po_file import PoEntry
from generator.load.strings import load_strings
from generator.model.fields import Slug
from generator.model.paper_sizes import EDITIONS, PAPERS
from generator.paper.context import PrintContext
from generator.paper.poster import posters
from generator.paper.run_sheet import booklet_front, run_sheet
from generator.paper.worksheet import pdf
from generator.project import Project
from tests.support.every_kind import add_every_kind
from tests.support.hosting import hosted
from tests.support.interface import say
from tests.support.node import node
from tests.support.own_template import own_template
from tests.support.paths import GUIDE, ROOT
from tests.support.searching import found, note
from tests.support.terminal import advice
from tests.support.without_pdfs import build_without_pdfs

TEMPLATES = ROOT / "templates"

FOR_READERS = re.compile(r"[^\W\d_]{2,}[,.;:]? [^\W\d_]{2,}|^\W*[A-Z][a-z]+|[^\W\d_][.?!…]$")
"""Two words in a row, a capitalized word, or a word that ends a sentence."""

NOT_FOR_READERS = {
    *("ArrowDown", "ArrowUp", "Enter", "Escape", "Shift", "Tab"),  # keys
    *("AbortError", "CsvMistake", "QuotaExceededError"),  # errors that other code recognizes by name
    "btn quiet",  # classes of the style
    *("Off", "Resources", "Subtype", "Type", "Worksheet"),  # names in a PDF
    *("/Tx BMC q", " Td", " Td ", "> Tj"),  # operators in a PDF
}
COUNTRIES = "BZ CA CL "
"""Countries that use US Letter paper."""

NOT_DRAWN = {"code", "room", "room_middle", "room_rings"}
"""Alternative texts of pictures."""
NOT_USED = {"pair", "four", "fours", "turn_minutes", "too_short", "too_many"}
"""Strings that the small guide's workshop doesn't need."""


OTHERWISE = {"scripts/contacts/numbers": "1", "frame/search/care/words": "hoffnungslos"}


def translated(entry: PoEntry) -> tuple[str, ...] | None:
    """Return a text in the made-up language; nothing for the texts of pages, which stay in English."""
    if entry.context in OTHERWISE:
        return (OTHERWISE[entry.context],)
    if not entry.context.startswith(("paper/", "scripts/", "frame/search/")):
        return None
    return tuple(f"«{re.sub('{a_', '{', text)}»" for text in entry.english)


def opened(document: bytes) -> Any:
    return pymupdf.open(stream=document)  # type: ignore[no-untyped-call]


def leaves(texts: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text with its name. For plurals, yield the form “other”."""
    if isinstance(texts, str):
        yield name, texts
    elif FORMS.issuperset(texts):
        yield name, texts["other"]
    else:
        for inner, text in texts.items():
            yield from leaves(text, inner)


@pytest.fixture(scope="module")
def guide_folder(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Path:
    """The small guide in a language that only has a strings file."""
    folder = copy_small_guide(tmp_path_factory.mktemp("language") / "guide")
    own_template(folder, "strings/en.yml")
    say(folder / "templates", "de", translated)
    config = folder / "site_config.yml"
    config.write_text(config.read_text("utf-8").replace("language: en", "language: de"), "utf-8")
    add_every_kind(folder)
    return folder


# A guide's own


def test_a_guide_begins_the_words_of_its_language_and_takes_in_what_it_rewords(tmp_path: Path) -> None:
    guide = Path(shutil.copytree(GUIDE, tmp_path / "guide"))
    config = guide / "site_config.yml"
    config.write_text(config.read_text("utf-8").replace("language: en", "language: de"), "utf-8")
    assert "Wrote templates/strings/de.po." in advice("translate", "de", "--interface", folder=guide).stdout
    catalog = guide / "templates/strings/de.po"
    begun = catalog.read_text("utf-8")
    catalog.write_text(begun.replace('msgid "Menu"\nmsgstr ""', 'msgid "Menu"\nmsgstr "Menü"'), "utf-8")
    (guide / "templates/strings/en.yml").write_text("frame:\n  map: All of it\n", "utf-8")
    advice("translate", "de", "--interface", folder=guide)
    assert 'msgctxt "frame/map"\nmsgid "All of it"\n' in catalog.read_text("utf-8")
    frame = load_strings(Project.at(guide).templates, "de").frame
    assert (frame.menu, frame.map, frame.skip) == ("Menü", "All of it", "Skip to main content")


def test_a_guide_in_spanish_needs_no_words_of_its_own(tmp_path: Path) -> None:
    guide = Path(shutil.copytree(GUIDE, tmp_path / "guide"))
    done = advice("translate", "es", "--interface", folder=guide)
    assert done.stdout == "The program says everything in Spanish.\n"
    assert not (guide / "templates").exists()


# Where text can be


def test_no_script_contains_text_for_readers() -> None:
    paths = [
        path
        for folder in ("site/assets", "publish/worker")
        for path in sorted((TEMPLATES / folder).rglob("*.js"))
    ]
    done = node("literals.mjs", given=json.dumps([path.read_text("utf-8") for path in paths]))
    assert done.returncode == 0, done.stderr
    found = [
        (path.name, text)
        for path, texts in zip(paths, json.loads(done.stdout), strict=True)
        for text in texts
        if FOR_READERS.search(text) and text not in NOT_FOR_READERS
    ]
    (countries,) = (one for one in found if one[1].startswith(COUNTRIES))
    assert [one for one in found if one != countries] == []


def test_text_in_a_script_would_be_found() -> None:
    script = 'const a = x ? `${n} people.` : ["Saved", place.querySelector("main p"), `Take ${n} home`];'
    done = node("literals.mjs", given=json.dumps([script]))
    (texts,) = json.loads(done.stdout)
    assert [text for text in texts if FOR_READERS.search(text)] == [" people.", "Saved", "Take "]


TYPST_COMMENT = re.compile(r"^\s*//.*$| // .*$", re.MULTILINE)
TYPST_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
TYPST_CONTENT = re.compile(r"\[([^\[\]]*)\]")
TYPST_PLACES = re.compile(r"(?:(?<=[\w(-])|(?<=: ))\([^()]*\)")
TYPST_CODE = re.compile(r"#[\w.-]+(?:\(\))?|<[\w-]+>")
TYPEFACES = {"Atkinson Hyperlegible", "Source Serif 4"}


def typst_words(text: str) -> Iterator[str]:
    """Yield the text that a Typst file itself would print."""
    code = TYPST_COMMENT.sub("", text)
    for match in TYPST_TEXT.finditer(code):
        if FOR_READERS.search(match[1]) and match[1] not in TYPEFACES:
            yield match[1]
    code = TYPST_TEXT.sub('""', code)
    while content := TYPST_CONTENT.search(code):
        shown = content[1]
        while (less := TYPST_PLACES.sub("", shown)) != shown:
            shown = less
        if re.search(r"[^\W\d_]{2,}", TYPST_CODE.sub("", shown)):
            yield content[1]
        code = code.replace(content[0], "", 1)


def test_no_typst_file_contains_text_for_readers() -> None:
    paths = [*(TEMPLATES / "paper").glob("*.typ"), *(TEMPLATES / "site/card").glob("*.typ")]
    assert len(paths) > 10
    assert {path.name: found for path in paths if (found := [*typst_words(path.read_text("utf-8"))])} == {}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('#let name = "Worksheet"', ["Worksheet"]),
        ("text(weight: 700)[Page #page.display() of #last]", ["Page #page.display() of #last"]),
        ("[#text(fill: soft, words.page) · #small(body)]", []),
        ('#import "style.typ": dress // The look', []),
    ],
)
def test_text_in_a_typst_file_would_be_found(code: str, found: list[str]) -> None:
    assert [*typst_words(code)] == found


# Paper


def test_paper_is_in_the_language_of_the_guide(guide_folder: Path) -> None:
    project = Project.at(guide_folder)
    guide = load_checked(project)
    small, *every_kind = (guide.worksheets[Slug(id)] for id in ("one-talk", "every-kind", "other-kinds"))
    first = every_kind[0]
    two_sides = first.model_copy(update={"pause": True, "pages": 2, "sections": first.sections[:8]})
    workshop = next(iter(guide.workshops.values()))
    words, paper = load_strings(project.templates, "de"), PAPERS["a4"]
    context = PrintContext(guide, project.templates, words)
    made = [
        pdf(small, context, paper),
        pdf(two_sides, context, paper),
        # Large print takes the pages it needs.
        *(pdf(sheet, context, paper, EDITIONS["large-print"]) for sheet in every_kind),
        *(
            pdf(sheet, context, paper, replace(EDITIONS["large-print"], fillable=True))
            for sheet in every_kind
        ),
        run_sheet(workshop, max(workshop.lengths), context, paper),
        booklet_front(workshop, max(workshop.lengths), context, paper),
        posters(guide.principles.values(), "", context, paper),
    ]
    printed = "".join(page.get_text() for document in made for page in opened(document))
    printed = re.sub(r"\s", "", printed)
    texts = words.paper.plain()
    missing = {
        name: piece
        for name, text in leaves({key: texts[key] for key in ("sheet", "end", "run", "booklet", "poster")})
        if name not in NOT_DRAWN | NOT_USED
        for piece in PLACEHOLDER.split(text)[::2]
        if re.sub(r"\s", "", piece) not in printed
    }
    assert missing == {}
    updated = guide.outline.updated
    assert f"{updated.day}." in printed  # days come first in German
    assert f"{updated:%B}{updated.day}," not in printed


# Scripts

MADE_BY_SCRIPTS = """source => {
  const words = (element) => element.matches("script, style") ? [] :
    [...element.childNodes].filter((one) => one.nodeType === 3).map((one) => one.data);
  const texts = (root) => [...root.querySelectorAll("*")].flatMap((element) => [
    ...words(element),
    element.getAttribute("aria-label") ?? "",
    ...(element instanceof HTMLTemplateElement ? texts(element.content) : []),
  ]).map((text) => text.trim()).filter(Boolean);
  const given = new Set(texts(new DOMParser().parseFromString(source, "text/html")));
  return texts(document.querySelector("article")).filter((text) => !given.has(text));
}"""


def untranslated(page: Page, source: str, *typed: str) -> list[str]:
    """Return the text that scripts add to `page` and that is neither in the strings nor typed."""
    found: list[str] = page.evaluate(MADE_BY_SCRIPTS, source)
    assert [text for text in found if "«" in text]
    unsaid = [text for text in found if not re.fullmatch(r"«.*»", text, re.DOTALL)]
    return [text for text in unsaid if text not in typed]


@pytest.fixture(scope="module")
def address(guide_folder: Path) -> Iterator[str]:
    site = build_without_pdfs(guide_folder, guide_folder.parent / "site")
    with hosted(site) as address:
        yield address


def test_scripts_are_in_the_language_of_the_guide(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))

    source = page.goto(f"{address}worksheets/one-talk/").text()  # type: ignore[union-attr]
    page.locator("textarea").first.fill("A word")
    status = page.locator("[data-status]")
    expect(status).to_have_text("«Saved in this tab until you close it.»")
    assert untranslated(page, source, "A word") == []
    page.locator("[data-keep]").check()
    expect(status).to_contain_text("«Saved on this device, ")
    page.locator("[data-clear]").click()
    assert untranslated(page, source, "A word") == []
    page.get_by_role("button", name="«Clear this page»", exact=True).click()
    expect(page.locator("[data-note]")).to_have_text("«Cleared.»")

    source = page.goto(f"{address}tools/contacts/").text()  # type: ignore[union-attr]
    page.locator("[data-add]").click()
    assert untranslated(page, source) == []
    page.locator("#contact-name").fill("Ann")
    page.locator("[data-editor] [type=submit]").click()
    expect(page.locator("[data-said]")).to_contain_text("«Ann was added under ")
    page.locator("[data-act=done]").first.click()
    expect(page.locator("[data-words]").last).to_contain_text("«Ann: last contact today. Next: «")
    assert untranslated(page, source, "Ann") == []
    count = page.locator("[data-section=later] [data-count]")
    expect(count).to_have_text("«1 person. Nothing to do here yet.»")
    page.close()
    assert faults == []


def test_the_search_speaks_the_language_of_the_guide(
    browser: Browser, guide_folder: Path, tmp_path: Path
) -> None:
    # Without a page for people in distress, the search has words for them.
    folder = Path(shutil.copytree(guide_folder, tmp_path / "guide"))
    outline = folder / "content/guide.yml"
    outline.write_text(outline.read_text("utf-8").replace("help: why-it-is-hard\n", ""), "utf-8")
    with hosted(build_without_pdfs(folder, tmp_path / "site")) as address:
        searches_in_the_language_of_the_guide(browser, address)


def searches_in_the_language_of_the_guide(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(address)
    page.locator(".md-search__input").click()
    assert "principles/ask-first/" in found(page, "permision", address)
    assert note(page) == "«No page has “permision”. Showing results for “permission” instead.»"
    assert found(page, "Ich bin hoffnungslos", address) == []
    assert note(page).startswith("«This guide doesn’t cover that.» «You don’t have to carry it alone.")
    page.close()
