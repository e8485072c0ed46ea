"""Follows every link of the built site and tells which lead nowhere, or out of it without need.

The built HTML is read, not the staged pages: what a reader's browser gets is what counts.
Links to other sites are left alone; whether those answer is not for a build to find out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit

import lxml.html

from generator.problems import Place, Problem, Problems

STYLE_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")
OWN_FETCHES = frozenset(["src", "poster", "data", "style", None])
"""Attributes whose address the browser fetches without being asked; None stands for a style element."""
STYLE_IMPORT = re.compile(r"@import\s+['\"]([^'\"]+)['\"]")
FETCHING_RELATIONS = frozenset(["stylesheet", "preload", "icon", "modulepreload", "preconnect", "manifest"])


@dataclass(frozen=True, slots=True)
class _Link:
    line: int
    target: str
    fetched: bool


@dataclass(frozen=True, slots=True)
class _Document:
    links: tuple[_Link, ...]
    ids: Counter[str]


def broken_links(site: Path, url: str) -> Problems:
    """Yield a problem for each broken link, dead anchor, repeated id and foreign resource under `site`.

    `url` is the address at which the site is published: a page that can be shown at any depth,
    such as 404.html, names its files by that address's path.
    """
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    documents = {name: _read(site / name, url) for name in sorted(files) if name.endswith((".html", ".css"))}
    for name, document in documents.items():
        for id, times in document.ids.items():
            if times > 1:
                yield Problem(
                    Place(name), "id-twice", f"the id “{id}” stands {times} times on this page", "rename one"
                )
        for link in document.links:
            if message := _fault(name, link, files, documents, urlsplit(url).path):
                yield Problem(
                    Place(name, max(link.line, 1)), "broken-link", message, "mend the link or its target"
                )


def _fault(name: str, link: _Link, files: set[str], documents: dict[str, _Document], base: str) -> str | None:
    try:
        address = urlsplit(link.target)
    except ValueError:
        return f"“{link.target}” is not an address"
    if address.scheme or address.netloc:
        foreign = link.fetched and address.scheme != "data"
        return f"“{link.target}” would be fetched from another site" if foreign else None
    path = unquote(address.path)
    if path.startswith("/"):
        if not path.startswith(base):
            return f"“{link.target}” leads out of the site"
        path = normpath(path.removeprefix(base) or ".")
    else:
        path = normpath(PurePosixPath(name).parent / path) if path else name
    if path.startswith(".."):
        return f"“{link.target}” leads out of the site"
    file = path if path in files else normpath(f"{path}/index.html")
    if file not in files:
        return f"“{link.target}” leads to nothing"
    anchor = unquote(address.fragment)
    if anchor and file.endswith(".html") and anchor not in documents[file].ids:
        return f"“{link.target}” leads to no part of that page"
    return None


def _read(path: Path, url: str) -> _Document:
    if path.suffix == ".css":
        text = path.read_text("utf-8", "replace")
        targets = [*STYLE_URL.findall(text), *STYLE_IMPORT.findall(text)]
        return _Document(tuple(_Link(1, target, True) for target in targets), Counter())
    tree = lxml.html.fromstring(path.read_bytes(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    return _Document(
        (*_links(tree), *_cards(tree, url)),
        Counter(id for element in tree.iter("*") if (id := element.get("id"))),
    )


def _links(tree: lxml.html.HtmlElement) -> Iterator[_Link]:
    for element, attribute, target, _ in tree.iterlinks():
        relations = set(element.get("rel", "").split())
        fetched = attribute in OWN_FETCHES or (element.tag == "link" and bool(relations & FETCHING_RELATIONS))
        yield _Link(element.sourceline or 1, target.strip(), fetched)
    for element in tree.iter("img", "source"):
        for candidate in filter(None, element.get("srcset", "").split(",")):
            yield _Link(element.sourceline or 1, candidate.split()[0], True)


def _cards(tree: lxml.html.HtmlElement, url: str) -> Iterator[_Link]:
    """Yield the pictures that others show of the page; they are named with the whole address of the site."""
    for element in tree.xpath("//meta[@property='og:image']"):
        target = element.get("content", "")
        own = urlsplit(url).path + target.removeprefix(url) if target.startswith(url) else target
        yield _Link(element.sourceline or 1, own, True)
