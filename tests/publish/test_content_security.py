"""Browsers run the scripts of the site, and none that someone else put into a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.publish.content_security import policy, problems_with_policy, protect
from generator.publish.html import read_page
from tests.support.hosting import hosted

PAGE = """<!doctype html>
<html><head>
<meta charset="utf-8">
<title>A page</title>
<script type="application/ld+json">{{"name": "data"}}</script>
<script src="own.js"></script>
</head><body>{body}</body></html>
"""


def filled(site: Path, **pages: str) -> Path:
    for name, text in {**pages, "own": "window.own = true"}.items():
        path = site / f"{name}.{'js' if name == 'own' else 'html'}"
        path.write_text(text, "utf-8", newline="")
    return site


def add_policy(site: Path) -> str:
    """Protect every page in the folder `site`; return the policy for all of them."""
    hashes: set[str] = set()
    for path in sorted(site.glob("*.html")):
        html = path.read_bytes().decode()
        facts = read_page(html)
        assert list(problems_with_policy(path.name, html, facts)) == []
        path.write_bytes(protect(html, facts).encode())
        hashes |= facts.scripts
    return policy(hashes)


@pytest.mark.parametrize(
    "script",
    [
        "window.theme = 'a'",
        "window.theme = '&amp; é “x” <b> // <!-- '",
        "\r\nwindow.theme =\r\n 'line ends of Windows'\r",
        "",
    ],
    ids=["plain", "characters", "line-ends", "none"],
)
def test_a_browser_runs_the_scripts_of_the_theme_and_no_other(
    script: str, tmp_path: Path, browser: Browser
) -> None:
    filled(tmp_path, index=PAGE.format(body=f"<script>{script}</script>"))
    add_policy(tmp_path)
    page = tmp_path / "index.html"
    smuggled = b"<script>window.smuggled = true</script><img src=x onerror='window.smuggled = true'></body>"
    page.write_bytes(page.read_bytes().replace(b"</body>", smuggled))
    with hosted(tmp_path) as address:
        context = browser.new_context()
        tab = context.new_page()
        tab.goto(address, wait_until="networkidle")
        ran = tab.evaluate("[window.own === true, 'theme' in window, 'smuggled' in window]")
        context.close()
    assert ran == [True, bool(script), False]


def test_the_policy_is_in_every_page_before_anything_that_loads(tmp_path: Path) -> None:
    everywhere = add_policy(
        filled(
            tmp_path,
            **{name: PAGE.format(body=f"<script>n = '{name}'</script>") for name in ("index", "404")},
        )
    )
    digest = r" 'sha256-[A-Za-z0-9+/]{43}='"
    assert len(re.findall(digest, everywhere)) == 2  # and none for the data
    for name in ("index", "404"):
        head = (tmp_path / f"{name}.html").read_text("utf-8").partition("<title>")[0]
        element = r'<meta charset="utf-8"><meta http-equiv="content-security-policy" content="([^"]*)">'
        [in_page] = re.findall(element + '<meta name="referrer" content="no-referrer">', head)
        [own] = re.findall(digest, in_page)
        assert own in everywhere
        assert re.sub(digest, "", in_page) == re.sub(digest, "", everywhere)


def test_the_policy_allows_no_unsafe_source(tmp_path: Path) -> None:
    policy = add_policy(filled(tmp_path, index=PAGE.format(body="")))
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert not re.search(r"unsafe|\*|https?:", policy)


@pytest.mark.parametrize(
    "page",
    [
        "<!doctype html><title>x</title>",
        PAGE.replace("<meta", "<script src='early.js'></script><meta"),
    ],
    ids=["no-encoding", "loads-before"],
)
def test_a_page_that_cannot_be_protected_is_named(page: str) -> None:
    (problem,) = problems_with_policy("strange.html", page, read_page(page))
    assert (problem.location.file, problem.rule) == ("strange.html", "unprotected")
    assert "templates/site/theme" in problem.fix


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<p style='color: red'>x</p>", "the attribute “style”"),
        ("<style>p { color: red }</style>", "a style element"),
        ("<button onclick='go()'>x</button>", "the attribute “onclick”"),
    ],
)
def test_what_browsers_would_silently_ignore_is_reported(body: str, what: str) -> None:
    html = PAGE.format(body=body)
    (problem,) = problems_with_policy("index.html", html, read_page(html))
    assert what in problem.message
    assert problem.location.line == 7
