"""What authors write stays text on every page, in every list, file and PDF.

In each round, every text of a small guide gets one of the attacks in support/attacks.yml. By default, there
are two rounds, enough to use every attack and every field. With `--attacks all`, there are as many rounds as
attacks, so every field gets every attack.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import pikepdf
import pytest
from lxml import etree
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request
from pydantic_core import PydanticCustomError
from pypdf import PdfReader

from generator.build import build
from generator.load.loader import load
from generator.model import brand, colors, fields, outline
from generator.model.fields import FieldText, Prose
from generator.model.paper_sizes import EDITIONS, PAPERS
from generator.model.record import WorksheetRef
from generator.model.settings import Analytics
from generator.model.source_text import SourceText
from generator.paper.context import PrintContext
from generator.paper.fillable_fields import sheet_fields
from generator.paper.pdf.form import to_form
from generator.paper.worksheet import pdf
from generator.project import Project
from tests.support.attacks import MARK, Attacked, Target, attacks, every_field
from tests.support.every_kind import add_every_kind
from tests.support.hosting import hosted
from tests.support.loops import every
from tests.support.paths import TESTS
from tests.support.without_pdfs import build_without_pdfs

ALLOWED_HOSTS = {"feedback.internal"}
"""Where links of the guide can lead, apart from addresses its authors write."""


FILE_NAME = r"[a-z0-9./-]+"
"""File names that the program makes from texts."""


READ_IN_WORDS = {"Search.care", "Search.synonyms"}
"""Texts whose words are indexed for the search one by one."""


REFUSALS = set(
    """
    angle-bracket bad-address bad-mail bad-phone blank empty hidden-character no-glyph short-form-too-long
    too-long unknown-link
    """.split()
)
"""Rules by which a field can refuse an attack."""


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Target:
    return Target(copy_small_guide(tmp_path_factory.mktemp("attacked") / "guide"), add_every_kind)


def test_every_text_that_readers_see_is_attacked(target: Target) -> None:
    assert every_field() == {slot.field for slot in target.slots}
    listed = attacks()
    assert len(listed) >= 60
    assert len({attack.text for attack in listed}) == len(listed)
    assert len(target.slots) > len(listed), "a round has to include every attack"


TYPES = [
    kind
    for module in (fields, brand, outline)
    for kind in vars(module).values()
    if isinstance(kind, type)
    and issubclass(kind, FieldText)
    and kind not in (FieldText, fields.ReaderText, WorksheetRef)
]
HARMLESS: dict[type[FieldText], str] = {
    fields.Slug: r"[a-z0-9]+(-[a-z0-9]+)*",
    fields.Link: r"[a-z0-9-]+(/[a-z0-9-]+)?(#[a-z0-9-]+)?",
    fields.Folder: r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*",
    fields.Url: r'https?://[^\s"<>\\]+',
    fields.SiteUrl: r"https?://[A-Za-z0-9.:/_~-]+/",
    fields.Language: r"[a-z]{2}",
    fields.Title: r"[^<>\n]+",
    fields.Summary: r"[^<>\n]+",
    fields.Text: r"[^\n]+",
    fields.Prose: r"(?s).+",
    colors.Color: r"#[0-9a-f]{6}",
    brand.Mail: r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+",
    brand.Phone: r"[0-9 ()/.+-]+",
    brand.Logo: r"[A-Za-z0-9_. /-]+\.(svg|png)",
    Analytics: "none",
}


@pytest.mark.parametrize("kind", dict.fromkeys(TYPES), ids=lambda kind: kind.__name__)
def test_a_value_is_harmless_or_refused_with_a_reason(kind: type[FieldText]) -> None:
    for attack in attacks():
        value, refusal = outcome(kind, attack.text)
        if refusal:
            assert re.fullmatch(r"[a-z-]+", refusal.type)
            assert {"message", "fix"} == {*(refusal.context or {})}
        else:
            assert re.fullmatch(HARMLESS[kind], value), attack.name
            assert len(value) <= kind.longest


def outcome(kind: type[FieldText], text: str) -> tuple[str, PydanticCustomError | None]:
    try:
        return kind.parse(SourceText(text)), None
    except PydanticCustomError as refusal:
        return "", refusal


# Pages

LOOK = (TESTS / "support/attacks.js").read_text("utf-8")
PARSED, USED = (f"(given) => {{ {LOOK} return {name}(given); }}" for name in ("parsed", "used"))


class Look(NamedTuple):
    """A page as parsed by a browser."""

    shape: Counter[str]
    said: list[str]
    alive: list[str]


def addresses(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def parsed(page: Page, address: str, site: Path) -> dict[str, Look]:
    """Return each page of `site` as parsed by a browser without scripts."""
    paths = addresses(site)
    page.goto(f"{address}robots.txt")
    looks = page.evaluate(PARSED, [f"{address}{path}" for path in paths])
    return {
        path: Look(Counter(look["shape"]), look["said"], look["alive"])
        for path, look in zip(paths, looks, strict=True)
    }


@pytest.fixture(scope="module")
def harmless(target: Target, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Look]:
    """The pages of the guide without attacks."""
    target.plain()
    site = build_without_pdfs(target.folder, tmp_path_factory.mktemp("harmless") / "site")
    with hosted(site, "/guide/") as address:
        page = browser.new_page()
        looks = parsed(page, address, site)
        page.close()
    return looks


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    whole = metafunc.config.getoption("--attacks") == "all"
    for name, alone in {"round": 0, "sheet_round": 33}.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, range(len(attacks())) if whole else [alone])


def letter(text: str) -> list[str]:
    """Return the parts of a mailto link, or else the text itself."""
    if not re.match(r"mailto:[^?]*\?", text):
        return [text]
    parts = parse_qs(text.partition("?")[2], strict_parsing=True)
    assert {*parts} == {"subject", "body"}
    return [value for values in parts.values() for value in values]


class Reader:
    """Checks that texts are shown as they were typed."""

    def __init__(self, attacked: Attacked) -> None:
        self.typed = {
            mark: one
            for mark, one in attacked.typed.items()
            if one[0].kind is not Prose and one[0].field not in READ_IN_WORDS
        }
        self.seen = set[str]()
        self.changed: list[str] = []

    def read(self, texts: Iterable[str], where: str) -> None:
        """Check that each text with a mark in it is shown as typed."""
        for text in (part for whole in texts for part in letter(whole)):
            shown = " ".join(text.split())
            for mark in self.typed.keys() & MARK.findall(shown):
                slot, attack, typed = self.typed[mark]
                # Some texts start a line, others follow a colon.
                if typed[1:] in shown:
                    self.seen.add(mark)
                elif not re.fullmatch(FILE_NAME, shown):
                    self.changed.append(f"{where}: {slot.field} with {attack.name}: {shown}")

    def check(self) -> None:
        """Fail unless each text was seen, and always as typed."""
        assert self.changed == []
        hidden = {
            f"{self.typed[mark][0].field} with {self.typed[mark][1].name}"
            for mark in {*self.typed} - self.seen
        }
        assert hidden == set()


def strings(value: Any) -> Iterator[str]:
    """Yield every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def check_files(site: Path, reader: Reader) -> None:
    """Check that the files for other programs can be read and contain what was typed."""
    reader.read(strings(json.loads((site / "guide.json").read_text("utf-8"))), "guide.json")
    feed = etree.fromstring((site / "feed.xml").read_bytes())
    assert {etree.QName(one).localname for one in feed.iter()} <= set(
        "feed id title subtitle updated link author name rights entry summary".split()
    )
    reader.read((one.text or "" for one in feed.iter()), "feed.xml")
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    for entry in index["docs"]:
        for text in (entry["title"], entry["text"]):
            # The theme shows both as HTML.
            assert not re.search(r"<(?!/?(p|em|strong|ul|ol|li|a|mark|b)\b)[a-z!/]", text, re.I), text
    assert not re.search(r"<(script|img|svg|iframe)", (site / "search/search_index.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(service_workers="block")
    yield context
    context.close()


def test_no_page_runs_fetches_or_changes_what_an_author_wrote(
    round: int, target: Target, harmless: dict[str, Look], context: BrowserContext, tmp_path: Path
) -> None:
    attacked = target.attack(round)
    assert {refused.problem.rule for refused in attacked.refused} <= REFUSALS
    assert all(refused.problem.message and refused.problem.fix for refused in attacked.refused)
    site = build_without_pdfs(attacked.folder, tmp_path / "site")
    assert addresses(site) == list(harmless)
    reader = Reader(attacked)
    events: list[str] = []
    with hosted(site, "/guide/") as address:
        tabs = [context.new_page() for _ in range(6)]
        for tab in tabs:
            watch(tab, address, events)
        for path, look in parsed(tabs[0], address, site).items():
            assert look.shape == harmless[path].shape, (path, look.shape - harmless[path].shape)
            assert sorted(look.alive) == sorted(harmless[path].alive), path
            reader.read(look.said, path)
        paths = addresses(site)
        for start in range(0, len(paths), len(tabs)):
            some = list(zip(tabs, paths[start:], strict=False))
            for tab, path in some:
                tab.goto(address + path.removesuffix("index.html"), wait_until="commit")
            for tab, path in some:
                tab.wait_for_load_state("load")
                used = tab.evaluate(USED)
                assert used["alive"] == [], path
                reader.read(used["said"], f"{path}, in use")
        search_for(tabs[0], address)
        for tab in tabs:
            tab.close()
    assert events == []
    check_files(site, reader)
    reader.check()


def watch(page: Page, address: str, events: list[str]) -> None:
    """Record dialogs, script errors and requests to other sites."""

    def dismiss(dialog: Dialog) -> None:
        events.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def note(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            events.append(request.url)

    page.on("dialog", dismiss)
    page.on("request", note)
    page.on("pageerror", lambda error: events.append(f"error {error.stack}"))


def search_for(page: Page, address: str) -> None:
    """Search for a word that many attacks contain, and check that the results have none of their elements."""
    page.goto(address)
    page.keyboard.press("/")
    page.locator(".md-search__input").press_sequentially("alert")
    page.locator(".md-search-result__item").first.wait_for()
    inside = page.evaluate(
        "() => [...document.querySelectorAll('.md-search-result *')].map(e => e.localName)"
    )
    assert {*inside} <= set(
        "div ol ul li a article h1 h2 p mark nav details summary span svg path em strong button".split()
    )


# Paper

FORBIDDEN_IN_PDF = set(
    "/JS /JavaScript /AA /OpenAction /Launch /EmbeddedFile /EmbeddedFiles /AF /XFA /RichMedia /SubmitForm "
    "/ImportData /GoToR /GoToE /Movie /Sound /Rendition".split()
)
BREAKS = re.compile(r"[\s\u00ad\u2010-]+")
"""Typst can add a hyphen where a line breaks inside a word."""


def check_pdf(document: bytes, reader: Reader, where: str, links: set[str]) -> None:
    """Check that a PDF has nothing active, links only to `links`, and shows what was typed."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        for one in opened.objects:
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                names = {*one.keys()} | {
                    str(value) for value in one.values() if isinstance(value, pikepdf.Name)
                }
                assert not names & FORBIDDEN_IN_PDF, where
        notes = [note for page in opened.pages for note in page.get("/Annots", [])]
        assert {str(note.Subtype) for note in notes} <= {"/Link", "/Widget"}
        targets = {str(note.A.URI) for note in notes if "/URI" in note.get("/A", {})}
        assert {target for target in targets if not target.startswith(tuple(links))} == set(), where
    text = squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages))
    for mark in reader.typed.keys() & MARK.findall(text):
        slot, attack, typed = reader.typed[mark]
        if squeezed(typed)[1:] in text:
            reader.seen.add(mark)
        else:
            at = text.index(mark)
            context = text[max(0, at - 120) : at + 60]
            reader.changed.append(f"{where}: {slot.field} with {attack.name}: {context}")


def squeezed(text: str) -> str:
    return BREAKS.sub("", unicodedata.normalize("NFC", text))


def test_a_form_contains_only_what_was_filled_in(sheet_round: int, target: Target) -> None:
    attacked = target.attack(sheet_round)
    reader = Reader(attacked)
    guide = load(target.project).guide
    assert guide
    for sheet in every(guide.worksheets.values()):
        context = PrintContext(guide, target.project.templates, target.strings)
        marked = pdf(sheet, context, PAPERS["a4"], EDITIONS["fillable"])
        form = to_form(marked, sheet, target.strings)
        listed = {field.id: field for field in sheet_fields(sheet, target.strings)}
        with pikepdf.open(io.BytesIO(form)) as opened:
            tooltips = {str(field.T): str(field.TU) for field in opened.Root.AcroForm.Fields}
        assert tooltips.keys() == listed.keys()
        assert all(listed[id].label in tooltip for id, tooltip in tooltips.items())
        check_pdf(form, reader, sheet.id, {guide.site.url, *links_of(attacked)})
    assert len(reader.seen) > 40
    assert reader.changed == []


def links_of(attacked: Attacked) -> set[str]:
    guide = load(Project.at(attacked.folder)).guide
    assert guide
    contact = guide.site.contact
    ways = [address for address, _ in contact.ways] if contact else []
    return {guide.site.url, guide.site.license.url, *ways}


def test_a_whole_site_and_its_pdfs_show_texts_as_typed(target: Target, browser: Browser) -> None:
    attacked = target.attack(67)
    with (attacked.folder / "site_config.yml").open("a", encoding="utf-8") as settings:
        settings.write("editions: [print]\n")  # the others have the same texts; forms are tested above
    site = build(Project.at(attacked.folder), attacked.folder / "build/site", lambda step: None).site
    reader = Reader(attacked)
    papers = sorted(site.rglob("*.pdf"))
    assert len(papers) > 5
    for path in papers:
        check_pdf(path.read_bytes(), reader, path.name, links_of(attacked))
    with hosted(site, "/guide/") as address:
        page = browser.new_page()
        for name, look in parsed(page, address, site).items():
            assert look.alive == [], name
            reader.read(look.said, name)
        page.close()
    check_files(site, reader)
    reader.check()
