"""The search finds the same sections as the theme's own parser, with its words kept apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from material.plugins.search.plugin import Parser  # type: ignore[import-untyped]

from generator.publish.html import read_body
from generator.site.search_sections import EXCLUDED
from tests.support.loops import every


def sections(html: str) -> list[tuple[str, str, str]]:
    """Return the anchor, title and text of each section; the title is empty if it is the page's title."""
    return [*read_body(html).sections]


def of_the_theme(html: str) -> list[tuple[str, str, str]]:
    """Return the sections that Material's own parser finds.

    In that parser, an excluded element ends at the first nested element with the same name, and the rest is
    indexed, so such elements are renamed here. It also finds sections in excluded elements, but
    not their texts.
    """
    fragment = lxml.html.fragment_fromstring(html, create_parent="div")
    for element in fragment.iter("*"):
        if EXCLUDED in element.attrib and element.tag not in ("h1", "h2", "h3"):
            element.tag = "left-out"
    parser = Parser()
    parser.feed(lxml.html.tostring(fragment, encoding="unicode"))
    parser.close()
    return [
        (section.id or "", "".join(section.title).strip(), "".join(section.text).strip())
        for section in parser.data
        if not section.is_excluded() and (section.title or section.text or not section.id)
    ]


def test_every_page_of_the_guide_has_the_same_sections(real_staging: Path) -> None:
    staged = sorted((real_staging / "docs").rglob("*.md"))
    assert len(staged) > 50
    for page in every(staged):
        html = page.read_text("utf-8").partition("\n---\n")[2].strip()
        assert joined(sections(html)) == joined(of_the_theme(html)), page


def joined(sections: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return sections without what we add between texts."""
    return [(anchor, title, re.sub(r"[\s·:]", "", text)) for anchor, title, text in sections]


WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")


def words_of_nodes(html: str) -> Iterator[str]:
    """Yield the words of each text of a page by itself, so that none continues in the next."""
    for text in lxml.html.fragment_fromstring(html, create_parent="div").itertext():
        yield from WORD.findall(text)


def test_no_words_of_the_guide_run_together_in_the_search(real_site: Path, real_staging: Path) -> None:
    written: dict[str, set[str]] = {}
    for page in every(sorted((real_staging / "docs").rglob("*.md"))):
        address = page.relative_to(real_staging / "docs").as_posix().removesuffix("index.md")
        html = page.read_text("utf-8").partition("\n---\n")[2].strip()
        written[address] = {*words_of_nodes(html)}
    entries = json.loads((real_site / "search/pages.json").read_text("utf-8"))["docs"]
    strange = {}
    for entry in every(entries):
        text = " ".join(words_of_nodes(entry["text"]))
        known = written[entry["location"].partition("#")[0]]
        # The entries of a list of parts are from records, not from its page.
        if found := {*WORD.findall(text)} - known:
            strange[entry["location"]] = found
    assert strange == {}


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p><strong>When</strong> You asked for it</p>", "<p>When: You asked for it</p>"),
        ("<p><strong>When?</strong> You asked</p>", "<p>When? You asked</p>"),
        ("<p><strong>Wait</strong> a week, <strong>then</strong> Ana</p>", "<p>Wait a week, then Ana</p>"),
        ("<p><strong>Wait</strong>\n<span>For it</span></p>", "<p>Wait: For it</p>"),
        ("<p><label>Your name</label><small>Say it</small></p>", "<p>Your name · Say it</p>"),
        ("<p><a>all of it</a><span class=vh>, now</span></p>", "<p>all of it, now</p>"),
        ("<p>their <button>résumé</button> and <em>more</em></p>", "<p>their résumé and more</p>"),
        ("<dl><dt>Aim</dt><dd>A date.</dd><dt>Room</dt><dd>Any</dd></dl>", "Aim · A date. Room · Any"),
        ("<table><tr><th>At</th> <th>Step</th></tr>\n<tr><td>0:00</td></tr></table>", "At · Step · 0:00"),
        ("<ul><li>one</li><li><p>two</p></li></ul>", "<ul><li>one</li><li><p>two</p></li></ul>"),
        ("one<br>two", "one · two"),
    ],
)
def test_texts_that_are_apart_on_the_page_stay_apart(html: str, found: str) -> None:
    assert sections(f"<div>{html}</div>") == [("", "", found)]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Before</p><h2 id=a>A</h2><p>One</p><h3 id=b>B <em>or</em> <code>c</code></h3><ul><li>x</li></ul>",
        "<p>x &lt;b&gt; &amp; y</p><script>no()</script><style>p{}</style><p>z</p>",
        "<section><h2 id=a>A</h2><p>in</p></section><p>then</p><section><h2 id=b>B</h2></section><p>end</p>",
        "<h2>without a place</h2><p>x</p><h2 id=a>A</h2><p></p><p>y</p>",
        "<ul><li><h3 id=a>A</h3><p>in</p></li><li>two</li></ul> tail",
        "text <img src=x alt=y> more<br>and <pre>a  b</pre>",
        "<h1 data-search-exclude=yes>T</h1><p data-search-exclude=yes>gone</p><p>stays</p>",
        "<section data-search-exclude=yes><section>gone</section>gone</section><p>stays</p>",
        "<section data-search-exclude=yes><h2 id=a>gone</h2></section><p>stays</p>",
        "<h2 id=a data-search-exclude=yes>gone</h2><p>gone</p><h2 id=b>B</h2><p>stays</p>",
        "",
    ],
)
def test_odd_pages_have_the_same_sections(html: str) -> None:
    assert joined(sections(f"<div>{html}</div>")) == joined(of_the_theme(f"<div>{html}</div>"))


def test_nothing_inside_an_excluded_element_is_found() -> None:
    inside = "<div>gone</div><h2 id=a>gone</h2><br><p>gone</p>"
    html = f"<h2 id=b>B</h2>one<div data-search-exclude=yes>{inside}</div><p>two</p>"
    assert sections(html) == [("", "", ""), ("b", "B", "one<p>two</p>")]
