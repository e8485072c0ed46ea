"""Follows every link of the built site and tells which lead nowhere, or out of it without need.

The built HTML is read, not the staged pages: what a reader's browser gets is what counts.
Links to other sites are left alone; whether those answer is not for a build to find out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from generator.document import Link, document, repeated
from generator.problems import Place, Problem, Problems

STYLE_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")
STYLE_IMPORT = re.compile(r"@import\s+['\"]([^'\"]+)['\"]")


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A place on a page, to which another one leads."""

    name: str
    link: Link
    file: str
    id: str


def broken_links(site: Path, url: str) -> Problems:
    """Yield a problem for each broken link, dead anchor, repeated id and foreign resource under `site`.

    `url` is the address at which the site is published: a page that can be shown at any depth,
    such as 404.html, names its files by that address's path.
    """
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    base = urlsplit(url).path
    ids: dict[str, frozenset[str]] = {}
    anchors: list[_Anchor] = []
    for name in sorted(files):
        if name.endswith(".css"):
            links: Iterable[Link] = _of_a_style(site / name)
        elif name.endswith(".html"):
            page = document((site / name).read_bytes())
            links = (*page.links, *(_own(card, url, base) for card in page.cards))
            ids[name] = frozenset(page.ids)
            for id, times in repeated(page.ids):
                told = f"the id “{id}” stands {times} times on this page"
                yield Problem(Place(name), "id-twice", told, "rename one")
        else:
            continue
        for link in links:
            led = _followed(name, link, files, base)
            if isinstance(led, _Anchor):
                anchors.append(led)
            elif led:
                yield _problem(name, link, led)
    for anchor in anchors:
        if anchor.id not in ids[anchor.file]:
            told = f"“{anchor.link.target}” leads to no part of that page"
            yield _problem(anchor.name, anchor.link, told)


def _problem(name: str, link: Link, message: str) -> Problem:
    return Problem(Place(name, link.line), "broken-link", message, "mend the link or its target")


def _followed(name: str, link: Link, files: set[str], base: str) -> _Anchor | str | None:
    """Return what is wrong with a link of the page `name`, or the place that it leads to."""
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
        path = normpath(join(dirname(name), path)) if path else name
    if path.startswith(".."):
        return f"“{link.target}” leads out of the site"
    file = path if path in files else normpath(f"{path}/index.html")
    if file not in files:
        return f"“{link.target}” leads to nothing"
    anchor = unquote(address.fragment)
    return _Anchor(name, link, file, anchor) if anchor and file.endswith(".html") else None


def _of_a_style(path: Path) -> Iterator[Link]:
    text = path.read_text("utf-8", "replace")
    yield from (Link(target, 1, True) for target in (*STYLE_URL.findall(text), *STYLE_IMPORT.findall(text)))


def _own(card: Link, url: str, base: str) -> Link:
    """Return the picture that others show of a page; it is named with the whole address of the site."""
    return card._replace(target=base + card.target.removeprefix(url)) if card.target.startswith(url) else card
