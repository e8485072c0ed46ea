"""A mark is a small drawing in the color of the text around it. Stories cover refused marks as well."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from generator.build import load_checked
from generator.layers import Layers
from generator.load.marks import LARGEST, parse
from generator.model.fields import Slug
from generator.model.guide import Guide
from generator.pages.pages import guide_pages
from generator.problems import ContentError
from generator.project import Project
from tests.support.drawings import DANGEROUS
from tests.support.loops import every
from tests.support.paths import ROOT
from tests.support.rendering import environment
from tests.support.without_pdfs import ENGLISH, build_without_pdfs

OPEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 48 48">'
)
RING = '<circle cx="24" cy="24" r="9"/>'


def shapes(inside: str, start: str = OPEN) -> str:
    return str(parse(f"{start}{inside}</svg>".encode(), "content/marks/x.svg").shapes)


def faults(data: str | bytes) -> str:
    with pytest.raises(ContentError) as reported:
        parse(data.encode() if isinstance(data, str) else data, "content/marks/x.svg")
    problems = reported.value.problems
    assert {(one.rule, one.location.file) for one in problems} == {("bad-mark", "content/marks/x.svg")}
    assert all(one.fix for one in problems)
    return " ".join(one.message for one in problems)


def add_mark(folder: Path, name: str, inside: str = RING) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{OPEN}{inside}</svg>", "utf-8")


# Reading one


def test_what_has_no_color_gets_that_of_the_text_around_it() -> None:
    assert shapes(RING) == f'<g fill="currentColor">{RING}</g>'
    start = OPEN.replace(">", ' fill="none" stroke="currentcolor" stroke-width="3">')
    assert shapes(RING, start) == f'<g fill="none" stroke="currentColor" stroke-width="3">{RING}</g>'


def test_only_what_is_drawn_is_kept() -> None:
    inside = """
      <!-- made with a program --><title>Ring</title><metadata><x xmlns="urn:x">y</x></metadata><defs/>
      <n:view xmlns:n="urn:n" n:zoom="2"/>
      <g id="layer" class="a" xmlns:n="urn:n" n:label="one" transform="translate(1
         2)"><circle id="content" cx="24" cy="24" r="9" data-x="1"></circle></g>
    """
    assert shapes(inside) == f'<g fill="currentColor"><g transform="translate(1 2)">{RING}</g></g>'


def test_the_view_box_can_come_from_the_size_and_have_any_origin() -> None:
    start = OPEN.replace('viewBox="0 0 48 48"', 'width="24px" height="24"')
    assert parse(f"{start}{RING}</svg>".encode(), "x").box == "0 0 24 24"
    start = OPEN.replace("0 0 48 48", " -8,-8 16.0 16")
    assert parse(f"{start}{RING}</svg>".encode(), "x").box == "-8 -8 16 16"


@pytest.mark.parametrize("inside", DANGEROUS)
def test_what_a_logo_cannot_have_a_mark_cannot_have(inside: str) -> None:
    assert faults(f"{OPEN}{RING}{inside}</svg>")


@pytest.mark.parametrize(
    ("inside", "reported"),
    [
        ('<use href="#a"/>', "“use”, which isn’t a plain shape"),
        ('<image href="data:image/png;base64,x"/>', "“image”, which isn’t a plain shape"),
        ('<linearGradient id="a"/>', "“linearGradient”, which isn’t a plain shape"),
        ('<path fill="#000" d="M0 0"/>', "fill is “#000”, but a mark has the color of the text"),
        ('<path stroke="url(#a)" d="M0 0"/>', "stroke is “url(#a)”"),
        ('<path style="fill: teal" d="M0 0"/>', "it has a style"),
        ('<path opacity=".5" d="M0 0"/>', "it uses “opacity”"),
        ('<path filter="url(#a)" d="M0 0"/>', "it uses “filter”"),
    ],
)
def test_what_would_look_wrong_on_a_page_is_reported(inside: str, reported: str) -> None:
    assert reported in faults(f"{OPEN}{RING}{inside}</svg>")


def test_a_mark_is_small_square_and_not_empty() -> None:
    assert "5 kB, but the limit is 4 kB" in faults(OPEN + RING + " " * (LARGEST + 1000) + "</svg>")
    assert "96 wide and 48 high" in faults(OPEN.replace("0 0 48", "0 0 96") + RING + "</svg>")
    assert "nothing in it" in faults(f"{OPEN}<g><g/></g><title>x</title></svg>")
    assert "valid SVG" in faults(OPEN)
    assert "UTF-8" in faults(f"{OPEN}{RING}</svg>".encode("utf-16"))


def test_an_entity_bomb_is_refused_at_once() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20))
    assert "valid SVG" in faults(f'<!DOCTYPE svg [<!ENTITY e0 "x">{entities}]>{OPEN}{RING}&e19;</svg>')


def test_a_value_cannot_end_its_attribute() -> None:
    assert '<path d="M0 0&#34;&gt;&lt;script&gt;"/>' in shapes('<path d="M0 0&quot;>&lt;script>"/>')


# A guide with marks of its own, and one without


def pages(guide: Guide) -> dict[str, html.HtmlElement]:
    made = guide_pages(guide, {}, environment(Layers(ROOT / "templates"), ENGLISH))
    return {page.address: html.fromstring(page.render()) for page in made}


def test_a_sheet_without_its_own_mark_has_that_of_its_principle(small_guide: Path) -> None:
    add_mark(small_guide, "content/marks/ask-first.svg")
    guide = load_checked(Project.at(small_guide))
    principle, sheet = guide.principles["ask-first"], guide.worksheets["one-talk"]
    mark = guide.mark(principle)
    assert mark
    assert RING in mark.shapes
    assert guide.mark(sheet) == mark
    assert guide.mark(guide.principles["say-what-you-saw"]) is None
    add_mark(small_guide, "content/marks/one-talk.svg", '<path d="M1 1"/>')
    guide = load_checked(Project.at(small_guide))
    own = guide.mark(sheet)
    assert own
    assert "M1 1" in own.shapes
    assert guide.mark(principle) == mark
    for_all = sheet.model_copy(update={"id": Slug("other"), "principle": None})
    assert guide.mark(for_all) is None


def test_each_name_has_its_mark_and_screen_readers_skip_it(small_guide: Path) -> None:
    add_mark(small_guide, "content/marks/ask-first.svg")
    site = pages(load_checked(Project.at(small_guide)))
    for address, count in {
        "": 2,  # a moment of the principle has it, too
        "principles/": 1,
        "principles/ask-first/": 2,  # its worksheet has it, too
        "principles/say-what-you-saw/": 0,
        "worksheets/": 1,
        "worksheets/one-talk/": 1,
        "checklists/before-the-talk/": 0,
    }.items():
        marks = site[address].find_class("mark")
        assert len(marks) == count, address
        assert {mark.get("aria-hidden") for mark in marks} <= {"true"}
    (title,) = site["principles/ask-first/"].find_class("titled")
    assert [child.tag for child in title] == ["svg", "h1"]


def test_a_guide_without_marks_has_numbers_instead(small_guide: Path) -> None:
    guide = load_checked(Project.at(small_guide))
    assert guide.marks == {}
    for address, page in every(pages(guide).items()):
        assert not page.find_class("mark"), address


def test_a_site_with_marks_passes_all_checks_of_its_pages(small_guide: Path, tmp_path: Path) -> None:
    add_mark(small_guide, "content/marks/one-talk.svg")
    site = build_without_pdfs(small_guide, tmp_path / "site")
    assert '<svg class="mark" viewBox="0 0 48 48"' in (site / "worksheets/index.html").read_text("utf-8")


def overlaid(folder: Path) -> Path:
    config = folder / "site_config.yml"
    config.write_text(f"{config.read_text('utf-8')}overlay: ours\n", "utf-8")
    return folder / "ours"


def test_an_overlay_can_consist_of_marks(small_guide: Path) -> None:
    add_mark(small_guide, "content/marks/ask-first.svg")
    overlaid(small_guide)
    add_mark(small_guide, "ours/marks/ask-first.svg", '<path d="M7 7"/>')
    add_mark(small_guide, "ours/marks/say-what-you-saw.svg")
    marks = load_checked(Project.at(small_guide)).marks
    assert [*marks] == ["ask-first", "say-what-you-saw"]
    assert "M7 7" in marks["ask-first"].shapes
    assert marks["ask-first"].file == "ours/marks/ask-first.svg"


def test_a_mark_of_something_that_the_overlay_hides_is_no_mistake(small_guide: Path) -> None:
    add_mark(small_guide, "content/marks/say-what-you-saw.svg")
    (overlaid(small_guide) / "principles").mkdir(parents=True)
    (small_guide / "ours/principles/say-what-you-saw.yml").write_text("hide: yes\n", "utf-8")
    (small_guide / "ours/guide.yml").write_text("principles: {show: [ask-first]}\n", "utf-8")
    with pytest.raises(ContentError) as reported:
        load_checked(Project.at(small_guide))
    assert "unknown-mark" not in {problem.rule for problem in reported.value.problems}


def test_other_files_next_to_marks_are_left_alone(small_guide: Path) -> None:
    for name in ("README.md", "ask-first.svg~", ".ask-first.svg.swp", "sketch.ai"):
        path = small_guide / "content/marks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", "utf-8")
    assert load_checked(Project.at(small_guide)).marks == {}


def test_the_example_in_the_document_for_authors_can_be_copied_unchanged() -> None:
    (example,) = re.findall(r"```svg\n(.*?)```", (ROOT / "docs/writing.md").read_text("utf-8"), re.DOTALL)
    assert parse(example.encode(), "content/marks/x.svg").box == "0 0 48 48"


def test_every_mark_of_this_guide_is_small() -> None:
    files = [*(ROOT / "content/marks").glob("*.svg")]
    assert len(files) == 8
    for file in every(files):
        assert file.stat().st_size < 2_000, file.name


@pytest.mark.parametrize(
    "attributes",
    [
        'viewBox="none" width="48" height="48"',
        'viewBox="a b 48 48"',
        'viewBox="0 0 inf inf"',
        'viewBox="0 0 nan 48"',
        'viewBox="0 0 48"',
        'width="1.2.3" height="1"',
        'width="." height="."',
    ],
)
def test_a_size_that_is_no_size_is_reported(attributes: str) -> None:
    assert faults(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{RING}</svg>')


def test_a_style_hidden_in_definitions_is_not_dropped_silently() -> None:
    found = faults(f"{OPEN}<defs><style>.a{{fill:none;stroke:#000}}</style></defs>{RING}</svg>")
    assert "it has a style of its own" in found
