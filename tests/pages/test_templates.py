"""Templates escape values, and errors in them have a location."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from jinja2 import Environment

from generator.build import load_checked
from generator.layers import Layers
from generator.pages.compiled_templates import CompiledTemplates
from generator.pages.templates import environment, path_to_root, render
from generator.problems import ContentError, Problem
from generator.project import Project
from tests.support.paths import TESTS
from tests.support.without_pdfs import ENGLISH

GUIDE = load_checked(Project.at(TESTS / "guide"))


def render_template(folder: Path, template: str, here: str = "", /, **values: object) -> str:
    pages = folder / "pages"
    pages.mkdir(parents=True, exist_ok=True)
    (pages / "page.html.j2").write_text(template, "utf-8")
    values = {"here": here, "guide": GUIDE, **values}
    return str(render(environment(Layers(folder), ENGLISH), ["page.html.j2"], values))


def problem(folder: Path, template: str, **values: object) -> Problem:
    with pytest.raises(ContentError) as error:
        render_template(folder / "templates", template, **values)
    (only,) = error.value.problems
    return only


@pytest.fixture
def habit() -> object:
    class Habit:
        summary = "Wait a week."

    return Habit()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", "a & b", '" onclick="x']
)
def test_what_an_author_wrote_comes_out_as_text(tmp_path: Path, text: str) -> None:
    page = render_template(tmp_path, '<p title="{{ text }}">{{ text }}</p>', text=text)
    assert "<script" not in page
    assert "49" not in page
    assert '" onclick' not in page
    assert page.count("<") == 2


def test_prose_becomes_html_with_links_from_its_own_page(tmp_path: Path) -> None:
    page = render_template(
        tmp_path, "{{ text | prose }}", "../../", text="See [this](habits/wait#a) **now**."
    )
    assert page == '<p>See <a href="../../habits/wait/#a">this</a> <strong>now</strong>.</p>'


@dataclass
class Named:
    """What a template asks of a record."""

    title: str
    address: str


NAMED = {
    title: Named(title, address)
    for title, address in (("Be patient", "habits/wait/"), ("Ask & thank", "notes/ask/"), ("Itself", "here/"))
}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See “Be patient.” Then go", "See “<a>Be patient</a>.” Then go"),
        ("“Be patient,” they said", "“<a>Be patient</a>,” they said"),
        ("1 < 2, “Ask & thank”", "1 &lt; 2, “<a>Ask &amp; thank</a>”"),
        ("“Be patient” or “Ask & thank”?", "“<a>Be patient</a>” or “<a>Ask &amp; thank</a>”?"),
        ("Be patient", "Be patient"),
        ("“be patient”", "“be patient”"),
        ("“Be patient, please”", "“Be patient, please”"),
        ("“Be patient", "“Be patient"),
        ("“Itself” & “x”", "“Itself” &amp; “x”"),
    ],
)
def test_a_title_in_quotes_is_a_link(tmp_path: Path, text: str, shown: str) -> None:
    page = render_template(tmp_path, "{{ text | linked }}", "../", text=text, named=NAMED, address="here/")
    assert re.sub(r'<a href="../(habits/wait|notes/ask)/">', "<a>", page) == shown


def test_prose_contains_no_html_from_its_author(tmp_path: Path) -> None:
    text = "<img src=x onerror=alert(1)> **x**{ onclick=alert(1) } [y](javascript:alert(1))"
    page = render_template(tmp_path, "{{ text | prose }}", text=text)
    assert "<img" not in page
    assert 'href="javascript' not in page


def test_a_misspelled_field_is_reported_with_its_line_and_a_suggestion(tmp_path: Path, habit: object) -> None:
    found = problem(tmp_path, "<p>\n  {{ habit.sumary }}\n</p>", habit=habit)
    assert found.rule == "template"
    assert (found.location.file, found.location.line) == ("templates/pages/page.html.j2", 2)
    assert found.location.excerpt == "  {{ habit.sumary }}"
    assert "“sumary” is unknown here; did you mean “summary”?" in found.message


def test_an_unknown_name_is_reported_with_its_line(tmp_path: Path) -> None:
    found = problem(tmp_path, "\n\n{{ unknown_name }}")
    assert found.location.line == 3
    assert "“unknown_name” is unknown here" in found.message


def test_a_template_with_a_syntax_error_is_reported_with_its_line(tmp_path: Path) -> None:
    found = problem(tmp_path, "<p>\n{% if %}\n</p>")
    assert found.location.line == 2
    assert found.rule == "template"


def test_an_unknown_filter_is_reported_with_its_line(tmp_path: Path) -> None:
    assert problem(tmp_path, "\n{{ 1 | no_such_filter }}").location.line == 2


def test_a_compiled_template_is_found_again_where_its_folder_was_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def error_in(folder: Path) -> Problem:
        jinja = environment(Layers(folder.parent), ENGLISH, CompiledTemplates(tmp_path))
        with pytest.raises(ContentError) as error:
            render(jinja, ["page.html.j2"], {})
        (only,) = error.value.problems
        return only

    folder = tmp_path / "before/pages"
    folder.mkdir(parents=True)
    text = "{% macro name() %}\n{{ unknown_name }}{% endmacro %}\n{{ name() }}"
    (folder / "page.html.j2").write_text(text, "utf-8")
    before = error_in(folder)
    moved = folder.parent.rename(tmp_path / "after") / "pages"
    with monkeypatch.context() as patch:
        patch.setattr(Environment, "compile", lambda *_, **__: pytest.fail("it's compiled again"))
        after = error_in(moved)
    assert (before.location.line, before.location.excerpt) == (2, "{{ unknown_name }}{% endmacro %}")
    assert (after.location.line, after.location.excerpt) == (2, "{{ unknown_name }}{% endmacro %}")
    # Another template of this name is compiled.
    (moved / "page.html.j2").write_text("\n\n{{ other_name }}", "utf-8")
    assert error_in(moved).location.line == 3
    assert len([*(tmp_path / "cache/templates").iterdir()]) == 1


def test_a_missing_template_is_reported_by_name(tmp_path: Path) -> None:
    found = problem(tmp_path, '{% include "gone.html.j2" %}')
    assert "gone.html.j2" in found.message


def test_adding_a_number_and_a_text_is_an_error_in_the_template(tmp_path: Path) -> None:
    assert problem(tmp_path, '\n{{ 1 + "a" }}').location.line == 2


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("habits/wait", "habits/wait/"),
        ("habits/wait#week", "habits/wait/#week"),
        ("habits", "habits/"),
        ("pages/about#license", "about/#license"),
        ("about", "about/"),
    ],
)
def test_a_link_names_an_address(link: str, address: str) -> None:
    assert GUIDE.address_at(link) == address


def test_a_relative_link_goes_up_one_level_for_each_part_of_the_address() -> None:
    assert [path_to_root(address) for address in ("", "habits/", "habits/wait/")] == ["", "../", "../../"]


def test_a_link_from_the_home_page_to_itself_is_not_empty(tmp_path: Path) -> None:
    assert render_template(tmp_path, '{{ "" | link }}') == "./"


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ([96_123], "96 kB"),
        ([12], "1 kB"),
        ([96_123, 95_900], "96 kB"),
        ([98_400, 96_123], "96 to 98 kB"),
        ([999_900, 2_310_000], "1.0 to 2.3 MB"),
        ([850_000, 1_240_000], "850 kB to 1.2 MB"),
    ],
)
def test_files_are_listed_with_their_sizes(tmp_path: Path, sizes: list[int], shown: str) -> None:
    assert render_template(tmp_path, "{{ sizes | size }}", sizes=sizes) == shown


def test_small_numbers_are_shown_in_words(tmp_path: Path) -> None:
    assert render_template(tmp_path, "{{ 4 | spelled | capital }} {{ 13 | spelled }}") == "Four 13"


def test_a_date_is_shown_as_readers_write_it(tmp_path: Path) -> None:
    assert render_template(tmp_path, "{{ day | day }}", day=date(2026, 5, 4)) == "May 4, 2026"
