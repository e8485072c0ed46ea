"""Follows every link of the built site and tells which lead nowhere, or out of it without need.

The built HTML is read, not the staged pages: what a reader's browser gets is what counts.
Links to other sites are left alone; whether those answer is not for a build to find out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from posixpath import basename, dirname, join, normpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from generator.engine.files import walk
from generator.engine.memo import Memo, digest
from generator.problems import Location, Problem, Problems
from generator.publish.html import HtmlLink, PageFacts, document, repeated

STYLE_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")
STYLE_IMPORT = re.compile(r"@import\s+['\"]([^'\"]+)['\"]")


class _Anchor(NamedTuple):
    """A place on a page, to which another one leads."""

    link: HtmlLink
    file: str
    id: str


class ResolvedLinks(NamedTuple):
    """Where the links of one file lead."""

    broken: tuple[tuple[HtmlLink, str], ...]
    """Those that are wrong, and what is wrong with each."""
    anchors: tuple[_Anchor, ...]


_known: Memo[ResolvedLinks] = Memo()
"""Where links lead, by the name of their file, by what is in it, and by the names of all files."""


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of the site, as links name them."""

    base: str
    """The path of the site on its server."""
    at: Mapping[str, str]
    """The name of the file at each address: its own name, or the folder whose page it is."""
    key: bytes

    @classmethod
    def of(cls, names: Sequence[str], base: str) -> _Files:
        """Return the files with these `names`, under the path `base` of a server."""
        pages = {dirname(name) or ".": name for name in names if basename(name) == "index.html"}
        return cls(base, {**pages, **dict(zip(names, names, strict=True))}, digest(base, *names))


def broken_links(site: Path, url: str) -> Problems:
    """Yield a problem for each broken link, dead anchor, repeated id and foreign resource under `site`.

    `url` is the address at which the site is published: a page that can be shown at any depth,
    such as 404.html, names its files by that address's path.
    """
    names = walk(site)
    files = _Files.of(names, urlsplit(url).path)
    ids: dict[str, frozenset[str]] = {}
    anchors: list[tuple[str, _Anchor]] = []
    for name in names:
        if name.endswith(".css"):
            led = _followed(name, _of_a_style(site / name), files)
        elif name.endswith(".html"):
            page = document((site / name).read_bytes())
            led = _known.get_or_compute(
                (name, page, url, files.key),
                lambda: _of_a_page(name, page, url, files),  # noqa: B023
            )
            ids[name] = frozenset(page.ids)
            for id, times in repeated(page.ids):
                told = f"the id “{id}” stands {times} times on this page"
                yield Problem(Location(name), "id-twice", told, "rename one")
        else:
            continue
        for link, message in led.broken:
            yield _problem(name, link, message)
        anchors += ((name, anchor) for anchor in led.anchors)
    for name, anchor in anchors:
        if anchor.id not in ids[anchor.file]:
            yield _problem(name, anchor.link, f"“{anchor.link.target}” leads to no part of that page")


def _problem(name: str, link: HtmlLink, message: str) -> Problem:
    return Problem(Location(name, link.line), "broken-link", message, "mend the link or its target")


def _of_a_page(name: str, page: PageFacts, url: str, files: _Files) -> ResolvedLinks:
    return _followed(name, (*page.links, *(_own(card, url, files.base) for card in page.cards)), files)


def _followed(name: str, links: Iterable[HtmlLink], files: _Files) -> ResolvedLinks:
    """Return where `links` of the file `name` lead."""
    broken, anchors, folder = list[tuple[HtmlLink, str]](), list[_Anchor](), dirname(name)
    for link in links:
        led = _end(name, folder, link, files)
        if isinstance(led, _Anchor):
            anchors.append(led)
        elif led:
            broken.append((link, led))
    return ResolvedLinks(tuple(broken), tuple(anchors))


def _end(name: str, folder: str, link: HtmlLink, files: _Files) -> _Anchor | str | None:
    """Return what is wrong with a link of the file `name` in `folder`, or the place that it leads to."""
    try:
        address = urlsplit(link.target)
    except ValueError:
        return f"“{link.target}” is not an address"
    if address.scheme or address.netloc:
        foreign = link.fetched and address.scheme != "data"
        return f"“{link.target}” would be fetched from another site" if foreign else None
    path = unquote(address.path)
    if path.startswith("/"):
        if not path.startswith(files.base):
            return f"“{link.target}” leads out of the site"
        path = normpath(path.removeprefix(files.base) or ".")
    else:
        path = normpath(join(folder, path)) if path else name
    if path.startswith(".."):
        return f"“{link.target}” leads out of the site"
    file = files.at.get(path)
    if not file:
        return f"“{link.target}” leads to nothing"
    anchor = unquote(address.fragment)
    return _Anchor(link, file, anchor) if anchor and file.endswith(".html") else None


def _of_a_style(path: Path) -> Iterator[HtmlLink]:
    text = path.read_text("utf-8", "replace")
    yield from (
        HtmlLink(target, 1, True) for target in (*STYLE_URL.findall(text), *STYLE_IMPORT.findall(text))
    )


def _own(card: HtmlLink, url: str, base: str) -> HtmlLink:
    """Return the picture that others show of a page; it is named with the whole address of the site."""
    return card._replace(target=base + card.target.removeprefix(url)) if card.target.startswith(url) else card
