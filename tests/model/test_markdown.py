"""Prose comes out as text, with only the few kinds of markup that are supported."""

from __future__ import annotations

import re
import time

import lxml.html
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pydantic import BaseModel

from generator.model.fields import Prose
from generator.model.foreign import CLOSE, OPEN, marked, plain
from generator.model.markdown import links, terms, to_html
from generator.model.units import passages


def html(text: str) -> str:
    return str(to_html(text, lambda target: f"../{target}/"))


def test_paragraphs_emphasis_and_lists_are_kept() -> None:
    assert html("One *two* **three**.\n\n- a\n- b") == (
        "<p>One <em>two</em> <strong>three</strong>.</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"
    )


def test_a_list_starts_with_the_number_that_was_typed() -> None:
    assert html("1999. was dry\n2000. was wet") == (
        '<ol start="1999">\n<li>was dry</li>\n<li>was wet</li>\n</ol>'
    )


def test_a_link_into_the_guide_is_resolved_and_one_to_the_web_is_kept() -> None:
    assert html("[a](principles/patience) [b](https://example.org/?x=1&y=2)") == (
        '<p><a href="../principles/patience/">a</a> <a href="https://example.org/?x=1&amp;y=2">b</a></p>'
    )


def test_links_into_the_guide_can_be_listed_for_checking() -> None:
    text = "[a](principles/patience#x) [b](https://example.org/) [c](mailto:a@example.org) *[d](about)*"
    assert [link.target for link in links(text) if link.inside] == ["principles/patience#x", "about"]


def test_a_link_without_text_is_listed_separately() -> None:
    text = "[](about) [ **  ** ](a) [*b*](b)\n\n[](https://example.org/)"
    assert [link.target for link in links(text) if not link.worded] == ["about", "https://example.org/"]


def test_a_link_to_a_term_becomes_a_button_that_opens_its_meaning() -> None:
    assert html("A [loose *tie*](glossary#weak-tie) helps.") == (
        '<p>A <button class="term" type="button" popovertarget="word-weak-tie">loose <em>tie</em></button>'
        " helps.</p>"
    )


def test_a_link_to_a_term_can_be_spelled_like_any_address() -> None:
    button = '<p><button class="term" type="button" popovertarget="word-weak-tie">tie</button></p>'
    assert html("[tie](glossary#weak%2Dtie)") == html('[tie](<glossary#weak-tie> "a tie")') == button


def test_a_text_that_looks_like_a_button_stays_text() -> None:
    assert terms(html('<button popovertarget="word-one"> popovertarget="word-two"')) == frozenset()


def test_punctuation_next_to_a_term_stays_next_to_it() -> None:
    made = html("Ask (“[tie](glossary#weak-tie)”), then go.")
    assert '<span class="held">(“<button' in made
    assert "tie</button>”),</span> then go." in made


def test_the_terms_of_a_page_are_listed_once_each() -> None:
    made = html("[a](glossary#one) [b](glossary#two) [c](glossary#one) [d](glossary)")
    assert terms(made) == {"one", "two"}
    assert '<a href="../glossary/">d</a>' in made


@pytest.mark.parametrize(
    "text",
    [
        '<button popovertarget="word-x">x</button>',
        '[x](glossary#a"onclick=alert)',
        "[x](glossary#)",
        "[x](glossary#A_b)",
        "[x](/glossary#a)",
        "[x](#word-a)",
        "[x](https://example.org/glossary#a)",
    ],
)
def test_nothing_else_becomes_a_button(text: str) -> None:
    assert_harmless(html(text))


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "![x](https://example.org/pixel.png)",
    "![x](javascript:alert(1))",
    "**x**{ onclick=alert(1) }",
    "# x {: onload=alert(1) }",
    '[x](https://example.org "t\\" onmouseover=alert(1)")',
    "<https://example.org>",
    "[x]: javascript:alert(1)\n\n[x]",
    "<svg/onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<style>*{display:none}</style>",
    "<!-- x --><iframe src=//example.org>",
    "--8<-- '/etc/passwd'",
    "{{ 7*7 }} {% raw %}",
    "    <script>alert(1)</script>",
    "```html\n<script>alert(1)</script>\n```",
    "| <b>a</b> |\n|---|\n| x |",
    "x\n===\n\n---\n> <b>",
]
ALLOWED = {"p", "em", "strong", "ul", "ol", "li", "a"}


def assert_harmless(made: str) -> None:
    tree = lxml.html.fragment_fromstring(made, create_parent="div")
    for element in tree.iterdescendants():
        assert element.tag in ALLOWED
        assert set(element.attrib) <= {"a": {"href"}, "ol": {"start"}}.get(element.tag, set())
        assert element.get("start", "1").isdigit()
        assert element.get("href", "../").startswith(("../", "https://", "http://", "mailto:", "glossary#"))


@pytest.mark.parametrize("attack", ATTACKS)
def test_unsupported_markup_comes_out_as_text(attack: str) -> None:
    assert_harmless(html(attack))


@given(st.text("ab<>[]()!*_`\"'&;:/#{}\\ \n=-+.1", max_size=80))
def test_no_text_makes_anything_but_the_few_elements(text: str) -> None:
    assert_harmless(html(text))


@pytest.mark.parametrize("character", ["<![", "[", "*", "_", "![", "(", "`", "<", "&#", "- ", "> "])
def test_the_longest_prose_is_rendered_quickly(character: str) -> None:
    started = time.process_time()
    html((character * 4000)[:4000])
    # Python-Markdown would hang for minutes on these characters, so it never gets text from authors.
    assert time.process_time() - started < 5


def test_each_paragraph_and_entry_that_is_not_translated_has_marks() -> None:
    text = marked("- **One.**\n- two,\n  three") + "\n\nUno.\n\n" + marked("*“Four,”* they said.")
    assert html(text).replace(OPEN, "{").replace(CLOSE, "}") == (
        "<ul>\n<li>{<strong>One.</strong>}</li>\n<li>{two,\nthree}</li>\n</ul>\n"
        "<p>Uno.</p>\n<p>{<em>“Four,”</em> they said.}</p>"
    )


LINES = ["- ", "+ ", "* ", "1. ", "2) ", "  ", "    ", "\n", "> ", "# "]
WORDS = ["**Go.**", "*“hello,”*", "a", "**", "*", "(", "[b](about)", "[t](glossary#t)", "“", ".", "\n", " "]
prose = st.lists(st.sampled_from(LINES + WORDS) | st.text("a*-+.[]()<_ \n\\"), max_size=20).map("".join)


@given(prose)
def test_marks_change_nothing_else(text: str) -> None:
    assert plain(html(marked(text))) == html(text)


EMPTY_ENTRY = re.compile(r"(?:^|\s)(?:[-*+]|\d+[.)])\s*$", re.MULTILINE)


class Passage(BaseModel):
    text: Prose


@given(prose)
@example("+ one\n+ two").via("a list with another mark")
@example("- one\n\n  more of one\n- two").via("an entry of two paragraphs")
@example("1) one\n2) two").via("numbers with another mark")
def test_the_parts_of_a_passage_say_the_same_as_the_whole(text: str) -> None:
    assume("\\" not in text and not EMPTY_ENTRY.search(text))
    (place,) = passages(Passage.model_construct(text=Prose(Prose.clean(text))), "a")
    parts = "\n\n".join(place.parts)
    assert html(parts).split() == html(Prose.clean(text)).split()
