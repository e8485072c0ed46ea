"""Checks every link of the built site, and finds files that would be fetched from another site.

This reads the built HTML, because what counts is what a reader's browser gets. Links to other sites aren't
followed: the program never uses the network.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from posixpath import basename, dirname, join, normpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from generator.engine.files import walk
from generator.engine.memo import Memo, digest
from generator.problems import Location, Problem, Problems
from generator.publish.html import HtmlLink, PageFacts, page_facts

STYLE_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)|@import\s+['\"]([^'\"]+)['\"]")


class _AnchorLink(NamedTuple):
    """A link to an ID on a page."""

    link: HtmlLink
    file: str
    id: str


class ResolvedLinks(NamedTuple):
    """Where the links of one file lead."""

    broken: tuple[tuple[HtmlLink, str], ...]
    """Each broken link, and what's wrong with it."""
    anchors: tuple[_AnchorLink, ...]
    """Links to an ID, which other files can remove."""


_resolved: Memo[ResolvedLinks] = Memo()
"""By the name of the page, its content, the address of the site and the names of all files."""


def broken_links(site: Path, url: str) -> Problems:
    """Yield a problem for each broken link, missing anchor, repeated ID and foreign resource in `site`.

    `url` is the address of the site. A page that hosts show at any depth, such as 404.html, names files by
    the path in it.
    """
    names = walk(site)
    base = urlsplit(url).path
    folders = {dirname(name) or ".": name for name in names if basename(name) == "index.html"}
    files = {**folders, **dict(zip(names, names, strict=True))}
    all_names = digest(*names)
    ids: dict[str, frozenset[str]] = {}
    anchors: list[tuple[str, _AnchorLink]] = []
    for name in names:
        if name.endswith(".css"):
            urls = STYLE_URL.findall((site / name).read_text("utf-8", "replace"))
            fetched = (HtmlLink(url or imported, 1, True) for url, imported in urls)
            resolved = _resolve(name, fetched, base, files)
        elif name.endswith(".html"):
            facts = page_facts((site / name).read_bytes())
            links = (*facts.links, *(_as_path(card, url, base) for card in facts.cards))
            key = (name, facts, url, all_names)
            resolved = _resolved.get_or_compute(key, lambda: _resolve(name, links, base, files))  # noqa: B023
            ids[name] = frozenset(facts.ids)
            yield from _repeated_ids(name, facts)
        else:
            continue
        for link, message in resolved.broken:
            yield _problem(name, link, message)
        anchors += ((name, anchor) for anchor in resolved.anchors)
    for name, anchor in anchors:
        if anchor.id not in ids[anchor.file]:
            message = f"“{anchor.link.target}” leads to a page that doesn’t have this ID"
            yield _problem(name, anchor.link, message)


def _problem(name: str, link: HtmlLink, message: str) -> Problem:
    return Problem(Location(name, link.line), "broken-link", message, "fix the link or its target")


def _repeated_ids(name: str, facts: PageFacts) -> Problems:
    for id, times in Counter(facts.ids).items():
        if times > 1:
            message = f"the ID “{id}” appears {times} times on this page"
            yield Problem(Location(name), "id-twice", message, "rename one")


def _resolve(name: str, links: Iterable[HtmlLink], base: str, files: Mapping[str, str]) -> ResolvedLinks:
    """Return where the `links` of the file `name` lead.

    `base` is the path of the site on its server. `files` has the file at each address on the site: at its own
    name, and a page also at its folder.
    """
    broken, anchors = list[tuple[HtmlLink, str]](), list[_AnchorLink]()
    for link in links:
        target = _target(name, link, base, files)
        if isinstance(target, _AnchorLink):
            anchors.append(target)
        elif target:
            broken.append((link, target))
    return ResolvedLinks(tuple(broken), tuple(anchors))


def _target(name: str, link: HtmlLink, base: str, files: Mapping[str, str]) -> _AnchorLink | str | None:
    """Return what's wrong with a link of the file `name`, or the ID it leads to, if any."""
    try:
        address = urlsplit(link.target)
    except ValueError:
        return f"“{link.target}” isn’t an address"
    if address.scheme or address.netloc:
        foreign = link.fetched and address.scheme != "data"
        return f"“{link.target}” would be fetched from another site" if foreign else None
    path = unquote(address.path)
    outside = path.startswith("/") and not path.startswith(base)
    if path.startswith("/"):
        path = normpath(path.removeprefix(base) or ".")
    else:
        path = normpath(join(dirname(name), path)) if path else name
    if outside or path.startswith(".."):
        return f"“{link.target}” leads out of the site"
    file = files.get(path)
    if not file:
        return f"“{link.target}” leads to nothing"
    id = unquote(address.fragment)
    return _AnchorLink(link, file, id) if id and file.endswith(".html") else None


def _as_path(card: HtmlLink, url: str, base: str) -> HtmlLink:
    """Return the link to a picture that other sites show, which names the whole address, as a path."""
    return card._replace(target=base + card.target.removeprefix(url)) if card.target.startswith(url) else card
