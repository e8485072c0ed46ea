"""The page of a sheet has the same fields as every other version of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import get_args

import pytest
from lxml import html
from lxml.html import HtmlElement

from generator.layers import Layers
from generator.load.loader import load
from generator.model.fields import Slug
from generator.model.guide import Guide
from generator.model.worksheet import AnySection, Worksheet
from generator.paper.fillable_fields import FormField, fields, header_fields
from generator.project import Project
from tests.support.every_kind import EVERY_KIND, page_of
from tests.support.loops import every
from tests.support.paths import ROOT
from tests.support.rendering import environment
from tests.support.without_pdfs import ENGLISH

SHIPPED = tuple(path.stem for path in sorted((ROOT / "content" / "worksheets").glob("*.yml")))

KINDS = {get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(get_args(AnySection)[0])}
"""Every kind of section in the model."""


@pytest.fixture
def guide(small_guide: Path) -> Guide:
    """The small guide with `EVERY_KIND` in it."""
    (small_guide / "content/worksheets/every-kind.yml").write_text(EVERY_KIND, "utf-8")
    outline = small_guide / "content/guide.yml"
    outline.write_text(outline.read_text("utf-8").replace("[one-talk]", "[one-talk, every-kind]"), "utf-8")
    guide = load(Project.at(small_guide)).guide
    assert guide is not None
    return guide


@cache
def shipped() -> Guide:
    """The guide of this repository."""
    guide = load(Project.at(ROOT)).guide
    assert guide is not None, "the content has errors; see `advice check`"
    return guide


def fields_of(worksheet: Worksheet) -> Iterator[FormField]:
    yield from header_fields(ENGLISH)
    for part in worksheet.sections:
        yield from fields(part, ENGLISH)


def ids_of(worksheet: Worksheet) -> list[str]:
    return [field.id for field in fields_of(worksheet)]


def compare(worksheet: Worksheet, found: list[str]) -> None:
    """Fail if fields are missing, unknown or out of order, naming the sheet and the fields."""
    ids = ids_of(worksheet)
    lacking = [id for id in ids if id not in found]
    stray = [id for id in found if id not in ids]
    assert not lacking, f"the page of “{worksheet.id}” lacks {', '.join(lacking)}"
    assert not stray, f"the page of “{worksheet.id}” has the unknown {', '.join(stray)}"
    assert found == ids, f"the page of “{worksheet.id}” has its fields in another order"


@pytest.mark.parametrize("id", SHIPPED)
def test_the_page_of_every_sheet_has_every_field_in_order(id: str) -> None:
    worksheet = shipped().worksheets[Slug(id)]
    compare(worksheet, page_of(worksheet, shipped()).xpath("//@data-field"))


def test_a_page_has_every_field_of_every_kind_in_order(guide: Guide) -> None:
    worksheet = guide.worksheets[Slug("every-kind")]
    assert {part.kind for part in worksheet.sections} == KINDS
    compare(worksheet, page_of(worksheet, guide).xpath("//@data-field"))


def test_a_field_missing_from_a_page_is_reported_with_its_sheet(guide: Guide) -> None:
    worksheet = guide.worksheets[Slug("every-kind")]
    found = [id for id in ids_of(worksheet) if id != "give-week-2-gave"]
    with pytest.raises(AssertionError, match="the page of “every-kind” lacks give-week-2-gave"):
        compare(worksheet, found)


CONTROLS = {
    "text": {"textarea"},
    "lines": {"textarea"},
    "date": {"text"},
    "check": {"checkbox"},
    "choice": {"radio", "select"},
}
"""The control for each kind of field. A script turns date fields into native ones."""


def control_of(place: HtmlElement) -> HtmlElement:
    """Return the first control of a field."""
    return place.xpath("descendant-or-self::*[self::input or self::textarea or self::select]")[0]


def name_of(control: HtmlElement, page: HtmlElement) -> str:
    """Return the name that a screen reader announces for a control or its group."""
    group = control.xpath("ancestor::*[@role='radiogroup']")
    if label := (group[0] if group else control).get("aria-label"):
        return str(label)
    (label,) = page.xpath("//label[@for=$id]", id=control.get("id"))
    return str(label.text_content())


def test_every_field_is_a_control_of_its_kind_with_its_name(guide: Guide) -> None:
    worksheet = guide.worksheets[Slug("every-kind")]
    page = page_of(worksheet, guide)
    for field in every(fields_of(worksheet)):
        (place,) = page.xpath("//*[@data-field=$id]", id=field.id)
        control = control_of(place)
        assert {control.get("name") for control in place.xpath(".//*[@name]")} == {field.id}
        number = field.id in ("sums-talk", "sums-hear")
        allowed = {"number"} if number else {"text"} if field.asks else CONTROLS[field.kind]
        assert control.get("type", control.tag) in allowed, field.id
        assert control.get("data-asks") == field.asks
        name = name_of(control, page)
        assert name == field.label or name.lower() in field.label.lower() or "written out" in field.label


def test_a_choice_has_the_options_in_the_list_of_fields(guide: Guide) -> None:
    worksheet = guide.worksheets[Slug("every-kind")]
    page = page_of(worksheet, guide)
    for field in every(fields_of(worksheet)):
        (place,) = page.xpath("//*[@data-field=$id]", id=field.id)
        offered = place.xpath(".//option[not(@value)]/text() | .//input[@type='radio']/@value")
        assert tuple(offered) == field.choices, field.id


def test_a_field_lists_the_names_it_was_saved_under_before() -> None:
    jinja = environment(Layers(ROOT / "templates"), ENGLISH)
    macros = jinja.get_template("sections.html.j2").make_module({"fields": partial(fields, strings=ENGLISH)})
    field = FormField("new", "lines", "What I saw", was=("old", "older"))
    place = html.fromstring(str(macros.lines(field)))  # type: ignore[attr-defined]
    assert (place.get("data-field"), place.get("data-was")) == ("new", "old older")


def test_no_control_has_two_labels_or_a_missing_one(guide: Guide) -> None:
    page = page_of(guide.worksheets[Slug("every-kind")], guide)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    named = " ".join(page.xpath("//@for | //@aria-describedby | //@aria-labelledby"))
    assert set(named.split()) <= set(ids)


def test_every_field_is_in_a_group_whose_help_is_heard(guide: Guide) -> None:
    page = page_of(guide.worksheets[Slug("every-kind")], guide)
    texts = {
        element.get("id"): " ".join(element.text_content().split()) for element in page.xpath("//*[@id]")
    }
    groups = {
        texts[group.get("aria-labelledby")]: [texts[id] for id in group.get("aria-describedby").split()]
        for group in page.xpath('//form//section[@role = "group"]')
    }
    sections = guide.worksheets[Slug("every-kind")].sections
    for section in every([one for one in sections if one.title in groups]):
        assert groups[section.title][0] == section.help
    for field in every(page.xpath("//form//*[@data-field]")):
        named = field.xpath('ancestor::section[@role = "group"]') or field.xpath(
            'ancestor::div[@class = "whose"]'
        )
        assert named, field.get("data-field")


def test_every_label_and_help_text_is_on_the_page(guide: Guide) -> None:
    worksheet = guide.worksheets[Slug("every-kind")]
    text = page_of(worksheet, guide).text_content()
    for part in every(worksheet.sections):
        texts = [*texts_in(part.model_dump(exclude={"kind", "id", "text"}))]
        for strings in texts if part.kind != "facilitation" else ():
            assert strings in text, f"{part.id}: {strings}"


def texts_in(value: object) -> Iterator[str]:
    """Yield every text for readers in a section, at any depth."""
    match value:
        case str():
            yield value
        case dict():
            for key, inner in value.items():
                if key not in ("id", "type"):
                    yield from texts_in(inner)
        case list() | tuple():
            for inner in value:
                yield from texts_in(inner)


def test_a_leader_note_is_on_no_worksheet_page(guide: Guide) -> None:
    page = page_of(guide.worksheets[Slug("every-kind")], guide)
    assert not page.xpath('//*[@id="group"]')
    assert "work in pairs" not in page.text_content()
