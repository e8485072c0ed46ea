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


class _Anchor(NamedTuple):
    """An ID on a page, which an edit of that page can remove."""

    file: str
    id: str


Findings = tuple[tuple[HtmlLink, str | _Anchor], ...]
"""Links of a file that may be broken, each with what's wrong with it, or with the ID that has to exist."""
_findings: Memo[Findings] = Memo()
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
    anchors: list[tuple[str, HtmlLink, _Anchor]] = []
    for name in names:
        if name.endswith(".css"):
            urls = STYLE_URL.findall((site / name).read_text("utf-8", "replace"))
            fetched = (HtmlLink(url or imported, 1, True) for url, imported in urls)
            findings = _resolve(name, fetched, base, files)
        elif name.endswith(".html"):
            facts = page_facts((site / name).read_bytes())
            links = (*facts.links, *(_as_path(card, url, base) for card in facts.cards))
            key = (name, facts, url, all_names)
            findings = _findings.get_or_compute(key, lambda: _resolve(name, links, base, files))  # noqa: B023
            ids[name] = frozenset(facts.ids)
            yield from _repeated_ids(name, facts)
        else:
            continue
        for link, found in findings:
            if isinstance(found, str):
                yield _problem(name, link, found)
            else:
                anchors.append((name, link, found))
    for name, link, anchor in anchors:
        if anchor.id not in ids[anchor.file]:
            yield _problem(name, link, f"“{link.target}” leads to a page that doesn’t have this ID")


def _problem(name: str, link: HtmlLink, message: str) -> Problem:
    return Problem(Location(name, link.line), "broken-link", message, "fix the link or its target")


def _repeated_ids(name: str, facts: PageFacts) -> Problems:
    for id, times in Counter(facts.ids).items():
        if times > 1:
            message = f"the ID “{id}” appears {times} times on this page"
            yield Problem(Location(name), "id-twice", message, "rename one")


def _resolve(name: str, links: Iterable[HtmlLink], base: str, files: Mapping[str, str]) -> Findings:
    """Return those of the `links` in the file `name` that may be broken.

    `base` is the path of the site on its server. `files` has the file at each address on the site: at its own
    name, and a page also at its folder.
    """
    return tuple((link, found) for link in links if (found := _target(name, link, base, files)))


def _target(name: str, link: HtmlLink, base: str, files: Mapping[str, str]) -> str | _Anchor | None:
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
    return _Anchor(file, id) if id and file.endswith(".html") else None


def _as_path(card: HtmlLink, url: str, base: str) -> HtmlLink:
    """Return the link to a picture that other sites show, which names the whole address, as a path."""
    return card._replace(target=base + card.target.removeprefix(url)) if card.target.startswith(url) else card
