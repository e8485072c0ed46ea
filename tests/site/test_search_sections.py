"""The search finds the same sections as the theme's own parser."""

from __future__ import annotations

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
        assert sections(html) == of_the_theme(html), page


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
    assert sections(f"<div>{html}</div>") == of_the_theme(f"<div>{html}</div>")


def test_nothing_inside_an_excluded_element_is_found() -> None:
    inside = "<div>gone</div><h2 id=a>gone</h2><br><p>gone</p>"
    html = f"<h2 id=b>B</h2>one<div data-search-exclude=yes>{inside}</div><p>two</p>"
    assert sections(html) == [("", "", ""), ("b", "B", "one<p>two</p>")]
