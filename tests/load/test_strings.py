"""One file has all the texts of the program in English, and no unused ones; others have their own."""

from __future__ import annotations

import json
import pickle
import re
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from html import unescape
from importlib import resources
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import html
from lxml.html import HtmlElement
from markupsafe import Markup
from pydantic import BaseModel

from generator.build import load_checked
from generator.downloads.combined_pdfs import AllSheetsJob, BookletJob
from generator.downloads.fingerprint import tools_fingerprint
from generator.downloads.jobs import PosterJob
from generator.downloads.make import Job
from generator.downloads.zip_files import PackJob, SheetsZipJob
from generator.engine.disk_cache import Blobs
from generator.layers import Layers
from generator.load.interface_texts import PLACEHOLDER
from generator.load.strings import Plural, Strings, StringTemplate, load_strings
from generator.model.brand import Contact, Mail
from generator.model.fields import Language, Title, Url
from generator.model.guide import Guide
from generator.model.language import LanguageReview, LanguageSettings, Translation
from generator.model.markdown import to_html
from generator.model.outline import Doors
from generator.model.paper_sizes import EDITIONS, PAPERS
from generator.model.settings import ParentGuide
from generator.model.sharing import Embed
from generator.model.worksheet import Drawing
from generator.model.workshop import Workshop
from generator.pages import redirects
from generator.pages.exports import export_files, records_json
from generator.pages.page import Download, Sheet, SheetPicture, SitePage
from generator.pages.pages import guide_pages
from generator.pages.templates import file_size, format_day
from generator.paper.context import PrintContext
from generator.paper.pdf.form import to_form
from generator.paper.sheet_data import help_lines
from generator.paper.worksheet import pdf
from generator.problems import ContentError, Problem
from generator.project import Project
from generator.publish import offline_copy
from generator.site import search_index
from generator.site.search_sections import SearchSection
from generator.site.stage import stage
from tests.support.interface import Said, say
from tests.support.loaded import guide_in, guide_of_tests
from tests.support.own_template import own_template
from tests.support.paths import ROOT
from tests.support.rendering import environment
from tests.support.without_pdfs import ENGLISH, build_without_pdfs

TEMPLATES = ROOT / "templates"
ELSEWHERE = ("names", "paper", "scripts")
"""Sections used in other texts, by Typst and by scripts, which have their own tests."""

REAL = guide_in(ROOT)
SMALL = guide_of_tests()


@pytest.fixture
def reported(tmp_path: Path) -> Callable[..., Strings]:
    """Loads the strings of a folder with an English file and, optionally, a German one."""

    def load_files(english: str, german: Mapping[str, Said] | None = None) -> Strings:
        folder = tmp_path / "strings"
        folder.mkdir(exist_ok=True)
        (folder / "en.yml").write_text(english, "utf-8")
        if german:
            say(tmp_path, "de", german)
        return load_strings(Layers(tmp_path), "de")

    return load_files


def problems(load: Callable[[], object]) -> list[Problem]:
    with pytest.raises(ContentError) as error:
        load()
    return list(error.value.problems)


# A text


def test_placeholders_can_be_anywhere_in_a_translation(reported: Callable[..., Strings]) -> None:
    words = reported("next: Page {number} of {count}", {"next": "Von {count} Seiten die {number}."})
    assert words.next(number=2, count=9) == "Von 9 Seiten die 2."


def test_a_text_with_a_link_is_html_with_everything_else_escaped(reported: Callable[..., Strings]) -> None:
    text = reported("see: R&D by {who}, at {link}").see(who="<b>", link=Markup('<a href="x">here</a>'))
    assert isinstance(text, Markup)
    assert text == 'R&amp;D by &lt;b&gt;, at <a href="x">here</a>'
    assert not isinstance(reported("see: R&D by {who}").see(who="<b>"), Markup)


def test_braces_in_values_are_not_placeholders(reported: Callable[..., Strings]) -> None:
    assert reported("both: '{one} and {two}'").both(one="{two}", two="b") == "{two} and b"


def test_an_unfilled_placeholder_is_an_error(reported: Callable[..., Strings]) -> None:
    with pytest.raises(TypeError, match=r"there’s no value for \{two\}"):
        reported("both: '{one} and {two}'").both(one="a")


@pytest.mark.parametrize(("count", "expected"), [(1, "1 day"), (0, "0 days"), (21, "21 days")])
def test_a_text_has_the_plural_form_that_english_uses_for_a_number(
    reported: Callable[..., Strings], count: int, expected: str
) -> None:
    assert reported("days: {one: '{count} day', other: '{count} days'}").days(count=count) == expected


@pytest.mark.parametrize(
    ("count", "expected"), [(1, "1 dzień"), (3, "3 dni"), (22, "22 dni"), (25, "25 dni (wiele)")]
)
def test_a_language_can_have_its_own_plural_forms(tmp_path: Path, count: int, expected: str) -> None:
    (tmp_path / "strings").mkdir()
    (tmp_path / "strings/en.yml").write_text("days: {one: '{count} day', other: '{count} days'}", "utf-8")
    say(tmp_path, "pl", {"days": ("{count} dzień", "{count} dni", "{count} dni (wiele)")})
    assert load_strings(Layers(tmp_path), "pl").days(count=count) == expected


def test_no_is_a_text_and_not_a_boolean(reported: Callable[..., Strings]) -> None:
    assert reported("answers: {yes: Yes, no: No}").answers["no"] == "No"


def test_strings_can_be_sent_to_another_process(reported: Callable[..., Strings]) -> None:
    words = pickle.loads(pickle.dumps(reported("a: {b: {one: '{count} b', other: '{count} bs'}}")))
    assert words.a.b(count=2) == "2 bs"


# Another language


def test_a_partial_translation_leaves_the_rest_in_english(reported: Callable[..., Strings]) -> None:
    english = (
        "menu: {home: Home, more: {books: Books, films: Films}}\ndays: {one: a day, other: '{count} days'}"
    )
    words = reported(english, {"menu/more/films": "Filme"})
    assert (words.menu.home, words.menu.more.books, words.menu.more.films) == ("Home", "Books", "Filme")
    assert words.days(count=1) == "a day"


def test_a_language_without_a_file_gets_everything_in_english(reported: Callable[..., Strings]) -> None:
    words = reported("home: Home")
    assert (words.home, words.language) == ("Home", "en")


def test_dates_and_numbers_are_written_as_the_language_writes_them(reported: Callable[..., Strings]) -> None:
    english = "sizes: {megabytes: '{number} MB', kilobytes: '{number} kB', span: '{least} to {most}'}"
    words = reported(english, {"sizes/span": "{least} bis {most}"})
    assert format_day(date(2026, 3, 5), words) == "5. März 2026"
    assert file_size([1_200_000, 2_300_000], words) == "1,2 bis 2,3 MB"


def test_pages_are_translated_as_far_as_the_file_of_their_language_goes(small_guide: Path) -> None:
    config = small_guide / "site_config.yml"
    config.write_text(config.read_text("utf-8").replace("language: en", "language: de"), "utf-8")
    german: dict[str, Said] = {
        "names/principles": "Grundsätze",
        "principle/practices": ("eine Sache", "{number} Sachen"),
        "numbers/3": "drei",
    }
    own_template(small_guide, "strings/en.yml")
    say(small_guide / "templates", "de", german)
    project = Project.at(small_guide)
    words = load_strings(project.templates, "de")
    pages = {
        page.address: page
        for page in guide_pages(load_checked(project), {}, environment(project.templates, words))
    }
    page = html.fromstring(pages["principles/ask-first/"].render())
    assert pages["principles/"].label == page.xpath('string(//*[@class="eyebrow"]/a)') == "Grundsätze"
    assert page.xpath('string(//*[@id="practices"])') == "Drei Sachen"
    assert page.xpath('string(//*[@id="in-short"])') == "In short"


# Errors in a file


@pytest.mark.parametrize(
    ("own", "line", "message", "fix"),
    [
        ("home: Start\nhoem: Start", 2, "the program has no text “hoem” here", "did you mean “home”?"),
        ("zzz: x", 1, "the program has no text “zzz” here", "delete it; the program doesn’t use it"),
        ("see: Look at {pgae}", 1, "“see” can’t have the placeholder {pgae}", "its placeholders are: {page}"),
        ("home: '{page}'", 1, "“home” can’t have the placeholder {page}", "its placeholders are: none"),
        ("home:", 1, "“home” has no text", "write it after the colon"),
        ("home: [Start]", 1, "“home” has no text", "write it after the colon"),
        ("days: {one: one day}", 1, "“days” has no form for other numbers", "add the form “other”"),
        (
            "home: {other: x}",
            1,
            "“home” isn’t structured like the program’s",
            "copy the structure of the program’s",
        ),
        (
            "menu: Menu",
            1,
            "“menu” isn’t structured like the program’s",
            "copy the structure of the program’s",
        ),
        (
            "menu: {top: {a: b}}",
            1,
            "“top” isn’t structured like the program’s",
            "copy the structure of the program’s",
        ),
    ],
)
def test_an_unusable_text_of_a_guide_is_reported_with_its_line(
    tmp_path: Path, own: str, line: int, message: str, fix: str
) -> None:
    english = "home: Home\nsee: See {page}\nmenu: {top: Top}\ndays: {one: a day, other: '{count} days'}"
    for folder, text in (("program", english), ("own", own)):
        (tmp_path / folder / "strings").mkdir(parents=True)
        (tmp_path / folder / "strings/en.yml").write_text(text, "utf-8")
    layers = Layers(tmp_path / "program", tmp_path / "own")
    (problem,) = problems(lambda: load_strings(layers, "en"))
    assert (problem.location.file, problem.location.line) == ("templates/strings/en.yml", line)
    assert (problem.message, problem.fix) == (message, fix)


def test_a_file_with_invalid_yaml_is_reported_with_its_line(reported: Callable[..., Strings]) -> None:
    (problem,) = problems(lambda: reported("home: Home\nmenu: [a"))
    assert problem.location.file == "templates/strings/en.yml"


def test_a_file_not_named_after_a_language_is_reported(tmp_path: Path) -> None:
    (tmp_path / "strings").mkdir()
    (tmp_path / "strings/en.yml").write_text("home: Home", "utf-8")
    (tmp_path / "strings/xq.po").write_text("", "utf-8")
    (problem,) = problems(lambda: load_strings(Layers(tmp_path), "xq"))
    assert (problem.location.file, problem.message) == (
        "templates/strings/xq.po",
        "this isn’t a known language code",
    )


def test_an_edit_takes_effect_at_once(reported: Callable[..., Strings]) -> None:
    assert reported("home: Home").home == "Home"
    assert reported("home: First page").home == "First page"


def test_sheets_are_made_again_for_a_changed_string_on_paper_but_not_on_a_page(
    reported: Callable[..., Strings],
) -> None:
    def made_with(english: str) -> str:
        return tools_fingerprint(PrintContext(SMALL, Layers(TEMPLATES), reported(english)))

    before = made_with("fields: {name: Name}\npaper: {page: Page}\nmenu: {home: Home}")
    assert made_with("fields: {name: Your name}\npaper: {page: Page}\nmenu: {home: Home}") != before
    assert made_with("fields: {name: Name}\npaper: {page: Side}\nmenu: {home: Home}") != before
    assert made_with("fields: {name: Name}\npaper: {page: Page}\nmenu: {home: Begin}") == before


# Every text in the English file is used, with all its placeholders filled in


def leaves(words: Strings, path: str = "") -> Iterator[tuple[str, StringTemplate | Plural]]:
    for name in dir(words):
        text = words[name]
        if isinstance(text, Strings):
            yield from leaves(text, f"{path}{name}.")
        else:
            yield path + name, text


LEAVES = dict(leaves(ENGLISH))


def test_every_string_can_be_looked_up_by_name() -> None:
    def reached(words: Strings) -> Iterator[bool]:
        for name in dir(words):
            text = getattr(words, name)
            yield text is words[name]
            if isinstance(text, Strings):
                yield from reached(text)

    assert all(reached(ENGLISH))


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The identities of the texts that were looked up."""
    found: set[int] = set()
    by_name, by_value = Strings.__getattr__, Strings.__getitem__

    def attribute(words: Strings, name: str) -> Any:
        text = by_name(words, name)
        found.add(id(text))
        return text

    def entry(words: Strings, name: str) -> Any:
        text = by_value(words, name)
        found.add(id(text))
        return text

    monkeypatch.setattr(Strings, "__getattr__", attribute)
    monkeypatch.setattr(Strings, "__getitem__", entry)
    return found


def sample_sheets(guide: Guide) -> dict[str, Sheet]:
    """Return made-up sheets in every edition and both paper sizes."""
    downloads = tuple(
        Download(f"{edition}-{paper}.pdf", paper, count, 900_000 * count, edition)
        for edition in EDITIONS
        for paper, count in zip(PAPERS, (1, 2), strict=True)
    )
    cards = Download("cards.pdf", "a4", 2, 9_000, "cards")
    sheet = Sheet((SheetPicture("page.webp", 640, 900),), (*downloads, cards), "0123abcd")
    return dict.fromkeys(guide.worksheets, sheet)


def rendered(guide: Guide, words: Strings = ENGLISH) -> tuple[SitePage, ...]:
    collections = (
        Download("all.pdf", "a4", 9, 999, "all"),
        Download("posters.pdf", "a4", 5, 999, "posters"),
        Download("all.zip", None, 0, 999, "zip"),
    )
    pack = (
        Download("run.pdf", "a4", 9, 999, "run", 60),
        Download("booklet.pdf", "a4", 9, 999, "booklet", 60),
        Download("pack.zip", None, 0, 999, "pack"),
    )
    jinja = environment(Layers(TEMPLATES), words)
    posters = Download("p.pdf", "a4", 1, 999, "poster"), Download("q.pdf", "letter", 1, 9_000, "poster")
    packs = {
        **{one.address: pack for one in guide.workshops.values()},
        **dict.fromkeys((one.address for one in guide.principles.values()), posters),
    }
    return guide_pages(guide, sample_sheets(guide), jinja, collections, packs)


def without_sheets(workshop: Workshop) -> Workshop:
    """Return the workshop without its worksheets."""
    steps = [step.model_copy(update={"sheet": None, "sections": ()}) for step in workshop.activities]
    return workshop.model_copy(update={"activities": tuple(steps)})


def test_every_string_is_used_with_all_its_placeholders(used: set[int]) -> None:
    workshops = {name: without_sheets(one) for name, one in SMALL.workshops.items()}
    contact = Contact(name=Title("Us"), mail=Mail("us@team.example"))
    origin = ParentGuide(name=Title("Theirs"), url=Url("https://theirs.example/"))
    embed = Embed.model_validate({"allowed": ["https://courses.example.edu"]})
    site = SMALL.site.model_copy(update={"contact": contact, "based_on": origin, "embed": embed})
    heavy = SMALL.principles["ask-first"].model_copy(update={"local_help": ("crisis",)})
    principles = {**SMALL.principles, "ask-first": heavy}
    talk = SMALL.worksheets["one-talk"]
    twice = [one.model_copy(update={"twice": True}) if one.kind == "rating" else one for one in talk.sections]
    room = {
        "kind": "drawing",
        "id": "map",
        "title": "A map",
        "help": "Draw.",
        "label": "People",
        "height": "8",
    }
    drawing = Drawing.model_validate({**room, "center": "me", "rings": ("near", "far")})
    sheets = {"one-talk": talk.model_copy(update={"sections": (*twice, drawing)})}
    bare = replace(SMALL, workshops=workshops, principles=principles, site=site, worksheets=sheets)
    door = {"say": "I noticed something", "to": "principles"}
    doors = Doors.model_validate({"title": "What now?", "show": [door, door]})
    home = SMALL.outline.home.model_copy(update={"doors": doors})
    outline = SMALL.outline.model_copy(update={"moments": None, "home": home})
    bare = replace(bare, moments={}, outline=outline)
    for guide in (REAL, SMALL, bare):
        pages = rendered(guide)
        dict(export_files(guide, pages, ENGLISH, records_json(guide).values()))
        stage(guide, pages, {}, Layers(TEMPLATES), ENGLISH)
        search_index.settings(guide, ENGLISH)
        for page in pages:
            page.render()
            if page.render_embedded:
                page.render_embedded()
            search_index.entries(page, [SearchSection("", "", "")], ENGLISH)
    use_words_of_translations(bare)
    sheet = SMALL.worksheets["one-talk"].model_copy(update={"was": ("old-talk",)})
    redirects.redirect_pages(
        replace(SMALL, worksheets={"one-talk": sheet}), environment(Layers(TEMPLATES), ENGLISH)
    )
    _print_everything()
    assert [*help_lines(REAL.worksheets["patience"], REAL, ENGLISH)]
    spelled = environment(Layers(TEMPLATES), ENGLISH).from_string("{{ number | spelled }}")
    assert all(spelled.render(number=number).isalpha() for number in range(1, 13))
    offline_copy.read_me(SMALL, ENGLISH)
    unused = [
        name
        for name, text in LEAVES.items()
        if id(text) not in used and name.partition(".")[0] not in ELSEWHERE
    ]
    assert sorted(unused) == []


def use_words_of_translations(guide: Guide) -> None:
    """Say what readers of a translated guide see at the foot of each page, and next to a file in German."""
    pages = rendered(guide)
    for review in (None, LanguageReview.model_validate({"by": "Ann", "on": "2027-02-01"})):
        settings = LanguageSettings(name=Title("English"), reviewed=review, terms={})
        translation = Translation(Language("de"), settings, frozenset())
        stage(replace(guide, translation=translation), pages, {}, Layers(TEMPLATES), ENGLISH)
    file = Download("one-talk.pdf", "a4", 1, 999, language="de")
    jinja = environment(Layers(TEMPLATES), ENGLISH)
    for page in guide_pages(SMALL, {"one-talk": Sheet((), (file,), "0123abcd")}, jinja):
        page.render()


def _print_everything() -> None:
    """Make every kind of file that contains strings, apart from pages."""
    sheet, context = SMALL.worksheets["one-talk"], PrintContext(SMALL, Layers(TEMPLATES), ENGLISH)
    document = pdf(sheet, context, PAPERS["a4"], EDITIONS["fillable"])
    to_form(document, sheet, ENGLISH)
    made = defaultdict[Job, Blobs](lambda: (document, b"2"))
    for job in (
        AllSheetsJob("a4"),
        SheetsZipJob(),
        BookletJob("first-remark", "a4", 45),
        PackJob("first-remark"),
        PosterJob("ask-first", "a4"),
    ):
        job.make(context, made)
    for with_cards in (SheetsZipJob(), PackJob("helping")):
        with_cards.make(PrintContext(REAL, Layers(TEMPLATES), ENGLISH), made)
    fewer = replace(SMALL, site=SMALL.site.model_copy(update={"editions": ("print",)}))
    PackJob("first-remark").make(PrintContext(fewer, Layers(TEMPLATES), ENGLISH), made)


# Pages contain no other text

OPEN, CLOSE = "⟦", "⟧"


def marked(text: Any) -> Any:
    """Return the content of a strings file with marks around every text."""
    if isinstance(text, dict):
        return {str(name): marked(inner) for name, inner in text.items()}
    return f"{OPEN}{text}{CLOSE}"


def mark(templates: Path) -> None:
    file = templates / "strings/en.yml"
    file.write_text(json.dumps(marked(yaml.safe_load(file.read_text("utf-8")))), "utf-8")


@pytest.fixture
def marked_words(tmp_path: Path) -> Strings:
    shutil.copytree(TEMPLATES / "strings", tmp_path / "strings")
    mark(tmp_path)
    return load_strings(Layers(tmp_path), "en")


@pytest.fixture(scope="module")
def marked_site(tmp_path_factory: pytest.TempPathFactory, copy_small_guide: Callable[[Path], Path]) -> Path:
    """The small guide, built with marks around every text of the program."""
    guide = copy_small_guide(tmp_path_factory.mktemp("marked") / "guide")
    own_template(guide, "strings/en.yml")
    mark(guide / "templates")
    return build_without_pdfs(guide, guide / "site")


def outside_marks(*pieces: str) -> Iterator[str]:
    """Yield the parts of `pieces` outside the marks. A mark can open in one piece and close in another."""
    depth = 0
    for piece in pieces:
        for part in re.split(f"([{OPEN}{CLOSE}])", piece):
            depth += (part == OPEN) - (part == CLOSE)
            if not depth and part != CLOSE:
                yield part
    assert depth == 0, pieces


SPOKEN = ("alt", "aria-label", "placeholder", "title", "data-heading")
DESCRIBED = ("description", "og:title", "og:description", "og:site_name", "og:image:alt")
SILENT = ("script", "style")
LETTER = re.compile(r"[^\W\d_]")


def texts(page: HtmlElement) -> Iterator[str]:
    """Yield each text outside the marks on `page`, including attributes that are shown or read aloud."""
    silent = " or ".join(f"parent::{tag}" for tag in SILENT)
    yield from outside_marks(*page.xpath(f"//text()[not({silent})]"))
    for name in SPOKEN:
        for value in page.xpath(f"//@{name}"):
            yield from outside_marks(value)
    for name in DESCRIBED:
        for value in page.xpath(f'//meta[@name="{name}" or @property="{name}"]/@content'):
            yield from outside_marks(value)


def plain(text: str) -> str:
    return " ".join(text.split()).strip(" .,:;()·-0123456789").casefold()


def texts_in(value: object) -> Iterator[str]:
    """Yield all texts in `value`, whole and split at emphasis, links, placeholders and titles in quotes."""
    if isinstance(value, str):
        yield value
        yield from re.split(r"\{[a-z0-9-]+\}", value)
        quoted = re.split(r"(?<=“)|(?=[.,]?”)", value)
        yield from ("".join(quoted[start:end]) for start, end in combinations(range(len(quoted) + 1), 2))
        prose = html.fromstring(f"<div>{to_html(value, lambda link: link)}</div>")
        yield from map(str, prose.itertext())
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts_in(getattr(value, name))
    elif isinstance(value, dict):
        yield from texts_in([*value, *value.values()])
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from texts_in(inner)


def material_texts() -> Iterator[str]:
    language = resources.files("material") / "templates/partials/languages/en.html"
    yield from re.findall(r'": "(.*)"', language.read_text("utf-8"))


def known(guide: Guide) -> set[str]:
    """Return the texts that the authors of `guide` wrote, the texts of Material, and dates."""
    changes = guide.changes.changes if guide.changes else ()
    days = [guide.outline.updated, *(change.day for change in changes)]
    help = guide.site.local_help.entries if guide.site.local_help else ()
    everything: Iterable[str] = (
        *(text for entry in help for _, text in entry.ways),
        *texts_in([guide.site, guide.outline, *guide.records(), *guide.sources.values()]),
        *material_texts(),
        *(format_day(day, ENGLISH) for day in days),
    )
    return {plain(text) for text in everything}


def unknown_texts(pages: Mapping[str, str], guide: Guide) -> dict[str, set[str]]:
    """Return the texts on each of `pages` that come neither from the guide nor from the strings."""
    ours, address = known(guide), guide.site.url.removeprefix("https://")
    found = dict[str, set[str]]()
    for name, page in pages.items():
        # In <title>, the title of the page comes before the name of the site.
        shown = {plain(one) for text in texts(html.fromstring(page)) for one in text.split(" - ")}
        found[name] = {text for text in shown - ours if LETTER.search(text) and not text.startswith(address)}
    return {name: unknown for name, unknown in found.items() if unknown}


def test_every_text_on_a_page_is_from_the_guide_or_the_strings(marked_site: Path) -> None:
    found = {path.as_posix(): path.read_text("utf-8") for path in marked_site.rglob("*.html")}
    assert len(found) > 15
    assert unknown_texts(found, SMALL) == {}
    empty = re.compile(rf"{OPEN}[^{CLOSE}]*{PLACEHOLDER.pattern}")
    assert [name for name, page in found.items() if empty.search(page)] == []


def test_every_text_is_accounted_for_with_downloads_and_every_kind_of_section(marked_words: Strings) -> None:
    assert unknown_texts({page.address: page.render() for page in rendered(REAL, marked_words)}, REAL) == {}


def test_text_in_a_template_would_be_found() -> None:
    page = (
        f"<title>{OPEN}x{CLOSE} - Giving Feedback</title><p>{OPEN}On <b>this{CLOSE}</b> page<img alt='a b'>"
    )
    assert unknown_texts({"page": page}, SMALL) == {"page": {"page", "a b"}}


def test_other_files_contain_no_other_text(marked_site: Path) -> None:
    (edition,) = marked_site.glob("offline/*.zip")
    with zipfile.ZipFile(edition) as file:
        (read_me,) = (file.read(name).decode() for name in file.namelist() if name.endswith("read-me.txt"))
    for whole in (read_me, (marked_site / "llms.txt").read_text("utf-8")):
        # Leave out addresses and the Markdown of links.
        pieces = re.split(r"https?://[^\s)⟧]+|[\[\]()<>#\r\n]+", whole)
        shown = {plain(text) for text in outside_marks(*pieces)}
        assert {text for text in shown - known(SMALL) if LETTER.search(text)} == set()


# Templates contain no text, not even in parts that these guides don't show

JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
CODE = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
ATTRIBUTE = re.compile(rf' (?:{"|".join(SPOKEN)})="([^"]*)"')
PAGE_TEMPLATES = [*TEMPLATES.glob("pages/*.j2"), *TEMPLATES.glob("site/theme/**/*.html")]


def written_text(template: str) -> set[str]:
    """Return the text that is written in a template."""
    bare = CODE.sub("", JINJA.sub("", template))
    # Attributes left over where a macro makes part of a tag are not text.
    text = re.sub(r'[\w-]+="[^"]*"', "", re.sub(r"<[^<>]*>", "\n", bare))
    pieces = (*ATTRIBUTE.findall(bare), *text.splitlines())
    return {plain(unescape(text)) for text in pieces if LETTER.search(unescape(text))}


@pytest.mark.parametrize("path", PAGE_TEMPLATES, ids=lambda path: path.name)
def test_no_page_template_contains_text(path: Path) -> None:
    assert written_text(path.read_text("utf-8")) == set()


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('<p title="Go on">{{ words.home }}</p>', {"go on"}),
        ("<p>{% if page %}Contact: <b>{{ name }}</b>{% endif %}</p>", {"contact"}),
        ('<a class="go" href="#x">{{ links.go }}&nbsp;· {{ number }}</a>', set()),
    ],
)
def test_words_written_in_a_template_would_be_found(template: str, expected: set[str]) -> None:
    assert written_text(template) == expected
