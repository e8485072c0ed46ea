"""Every broken link of a built site is reported, and no working link is."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.publish.links import LinkCheck
from tests.support.whole_site import broken_links

URL = "https://example.org/guide/"


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def problems(site: Path, files: dict[str, str]) -> list[str]:
    for name, text in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return [problem.message for problem in broken_links(site, URL)]


WHOLE = {
    "index.html": page("<h1 id='top'>x</h1>"),
    "a/index.html": page("<h2 id='part'>x</h2>"),
    "a/sheet.pdf": "%PDF",
    "assets/x.css": "p{}",
}


@pytest.mark.parametrize(
    "body",
    [
        "<a href='a/'>x</a>",
        "<a href='a/index.html#part'>x</a>",
        "<a href='./a/#part'>x</a>",
        "<a href='#top'>x</a><p id='top'>",
        "<a href='a/sheet.pdf'>x</a>",
        "<a href='/guide/a/#part'>x</a>",
        "<a href='a/?x=1#part'>x</a>",
        "<a href='https://example.com/'>x</a>",
        "<a href='mailto:a@example.org'>x</a>",
        "<img src='data:image/gif;base64,R0lGOD'>",
        "<a href='.'>x</a>",
        "<a href=''>x</a>",
    ],
)
def test_a_working_link_is_not_reported(body: str, tmp_path: Path) -> None:
    assert problems(tmp_path, {**WHOLE, "index.html": page(body)}) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<a href='b/'>x</a>", "“b/” leads to nothing"),
        ("<a href='a/#gone'>x</a>", "“a/#gone” leads to a page that doesn’t have this ID"),
        ("<a href='#gone'>x</a>", "“#gone” leads to a page that doesn’t have this ID"),
        ("<a href='A/'>x</a>", "“A/” leads to nothing"),
        ("<a href='../x'>x</a>", "“../x” leads out of the site"),
        ("<a href='/a/'>x</a>", "“/a/” leads out of the site"),
        ("<a href='a/%2e%2e/%2e%2e/x'>x</a>", "“a/%2e%2e/%2e%2e/x” leads out of the site"),
        ("<img src='a/sheet.webp'>", "“a/sheet.webp” leads to nothing"),
        ("<img srcset='a/sheet.pdf 1x, a/two.webp 2x'>", "“a/two.webp” leads to nothing"),
        ("<script src='https://example.com/x.js'></script>", "“https://example.com/x.js” would be fetched"),
        ("<img src='//example.com/pixel.gif'>", "“//example.com/pixel.gif” would be fetched"),
        ("<p id='x'></p><p id='x'></p>", "the ID “x” appears 2 times on this page"),
        ("<a href='http://[x'>x</a>", "“http://[x” isn’t an address"),
    ],
)  # fmt: skip
def test_a_broken_link_is_found(body: str, message: str, tmp_path: Path) -> None:
    (found,) = problems(tmp_path, {**WHOLE, "index.html": page(body)})
    assert found.startswith(message)


def test_links_of_style_sheets_and_fonts_are_checked(tmp_path: Path) -> None:
    files = {
        **WHOLE,
        "index.html": page(
            "", "<link rel=stylesheet href=assets/x.css><link rel=preload href=assets/no.woff2>"
        ),
        "assets/x.css": "@font-face{src:url(fonts/gone.woff2)} a{background:url('data:image/png;base64,xx')}",
    }
    assert problems(tmp_path, files) == [
        "“fonts/gone.woff2” leads to nothing",
        "“assets/no.woff2” leads to nothing",
    ]


def test_a_style_sheet_from_another_site_is_reported_but_not_a_canonical_address(tmp_path: Path) -> None:
    head = "<link rel=stylesheet href=https://fonts.example.com/x.css><link rel=canonical href=https://example.org/guide/>"
    assert problems(tmp_path, {"index.html": page("", head)}) == [
        "“https://fonts.example.com/x.css” would be fetched from another site"
    ]


def test_the_picture_for_shared_links_has_to_exist_on_this_site(tmp_path: Path) -> None:
    shown = "<meta property='og:image' content='{}'>".format
    assert problems(tmp_path, {**WHOLE, "index.html": page("", shown(f"{URL}a/sheet.pdf"))}) == []
    for target, message in (
        (f"{URL}social/gone.png", "“/guide/social/gone.png” leads to nothing"),
        ("https://example.com/x.png", "“https://example.com/x.png” would be fetched from another site"),
    ):
        assert problems(tmp_path, {**WHOLE, "index.html": page("", shown(target))}) == [message]


def test_the_page_and_the_line_are_named(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<html>\n<body>\n<a href=gone/>x</a>", "utf-8")
    (problem,) = broken_links(tmp_path, URL)
    assert (problem.location.file, problem.location.line) == ("index.html", 3)


def test_changes_in_other_files_are_noticed_when_the_page_is_unchanged(tmp_path: Path) -> None:
    linking = page("<a href='a/#part'>x</a> <a href='a/sheet.pdf'>y</a>")
    assert problems(tmp_path, {**WHOLE, "index.html": linking}) == []
    assert problems(tmp_path, {"a/index.html": page("")}) == [
        "“a/#part” leads to a page that doesn’t have this ID"
    ]
    (tmp_path / "a/sheet.pdf").unlink()
    assert problems(tmp_path, {"a/index.html": WHOLE["a/index.html"]}) == ["“a/sheet.pdf” leads to nothing"]


@pytest.mark.parametrize(
    ("ways", "leads"),
    [
        ([], False),
        (["#part"], False),
        ([""], False),
        (["./"], False),
        (["index.html#part"], False),
        (["https://example.com/a/"], False),
        (["mailto:a@example.org"], False),
        (["http://[x"], False),
        (["sheet.pdf"], False),
        (["../../../"], False),
        (["../gone/"], False),
        (["#part", "../"], True),
        (["../#top"], True),
        (["/guide/b/"], True),
    ],
)
def test_a_page_whose_words_lead_to_no_other_page_is_a_dead_end(ways: list[str], leads: bool) -> None:
    links = LinkCheck(["index.html", "a/index.html", "a/sheet.pdf", "b/index.html"], URL)
    links.add_ways("a/index.html", ways)
    found = [(problem.location.file, problem.rule) for problem in links.problems(lambda name: "")]
    assert found == ([] if leads else [("a/index.html", "dead-end")])
