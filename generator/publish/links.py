"""Checks every link of the built site, and finds files that would be fetched from another site.

This reads the built HTML, because what counts is what a reader's browser gets. Links to other sites aren't
followed: the program never uses the network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from posixpath import basename, dirname, join, normpath, relpath
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from generator.load import own_styles
from generator.model.guide import Guide
from generator.problems import Location, Problem, Problems
from generator.publish.html import HtmlLink, PageFacts, read_page


class _Anchor(NamedTuple):
    """An ID on a page, which an edit of that page can remove."""

    file: str
    id: str


class LinkCheck:
    """Follows the links of a site, page by page, while it's being made."""

    def __init__(
        self, names: Collection[str], url: str, ids: Mapping[str, Collection[str]] = MappingProxyType({})
    ) -> None:
        """Prepare for a site with files called `names`, at the address `url`; some pages have known `ids`.

        Those of another site on the same host, such as the guide in another language, begin with “../”. A
        page that hosts show at any depth, such as 404.html, names files by the path in that address.
        """
        self._url, self._base = url, urlsplit(url).path
        folders = {dirname(name) or ".": name for name in names if basename(name) == "index.html"}
        self._files = {**folders, **{name: name for name in names}}
        self._found: dict[tuple[str, str, bool], str | _Anchor | None] = {}
        self._ids: dict[str, Collection[str]] = {**ids}
        self._anchors: list[tuple[str, _Anchor]] = []
        self._wrong: dict[str, None] = {}
        """Names of the files with a problem."""
        self._dead_ends: list[str] = []
        """Names of the pages that lead to no other page."""

    def add_page(self, name: str, *facts: PageFacts) -> None:
        """Follow the links of a page, whose `facts` can be those of several parts of it."""
        ids = [id for part in facts for id in part.ids]
        self._ids[name] = unique = frozenset(ids)
        if len(unique) < len(ids):
            self._wrong[name] = None
        for part in facts:
            self._follow(name, part)

    def add_ways(self, name: str, ways: Iterable[str]) -> None:
        """Note whether one of the `ways`, the links in the words of page `name`, leads to another page."""
        if not any(self._is_other_page(name, way) for way in ways):
            self._dead_ends.append(name)

    def add_style(self, name: str, text: str) -> None:
        """Follow the addresses in a style sheet."""
        self._follow(name, _style_facts(text))

    def problems(self, read: Callable[[str], str]) -> Problems:
        """Yield a problem for each dead end, broken link, missing anchor, repeated ID and foreign resource.

        `read` returns the text of a file. Only those with problems are read again, for the lines.
        """
        self._wrong |= {
            name: None for name, anchor in self._anchors if anchor.id not in self._ids[anchor.file]
        }
        for name in sorted(self._dead_ends):
            message = "this page leads to no other page of the guide, so readers would stop here"
            fix = "link to the page that helps next from its text, or show its “next” in the template"
            yield Problem(Location(name), "dead-end", message, fix)
        for name in sorted(self._wrong):
            text = read(name)
            facts = read_page(text) if name.endswith(".html") else _style_facts(text)
            for id, times in Counter(facts.ids).items():
                if times > 1:
                    message = f"the ID “{id}” appears {times} times on this page"
                    yield Problem(Location(name), "id-twice", message, "rename one")
            for link in self._links(facts):
                found = self._target(name, link)
                if isinstance(found, _Anchor) and found.id not in self._ids[found.file]:
                    found = f"“{link.target}” leads to a page that doesn’t have this ID"
                if isinstance(found, str):
                    yield Problem(
                        Location(name, link.line), "broken-link", found, "fix the link or its target"
                    )

    def _links(self, facts: PageFacts) -> Iterator[HtmlLink]:
        """Yield all links; those to pictures that other sites show, which are whole addresses, as paths."""
        yield from facts.links
        for card in facts.cards:
            own = card.target.startswith(self._url)
            yield card._replace(target=self._base + card.target.removeprefix(self._url)) if own else card

    def _follow(self, name: str, facts: PageFacts) -> None:
        for link in self._links(facts):
            found = self._target(name, link)
            if isinstance(found, _Anchor) and found.file != name:
                self._anchors.append((name, found))
            elif found and not (isinstance(found, _Anchor) and found.id in self._ids[name]):
                self._wrong[name] = None

    def _target(self, name: str, link: HtmlLink) -> str | _Anchor | None:
        """Return what's wrong with a link of the file `name`, or the ID it leads to, if any."""
        if link.target[:1] in ("", "#", "?"):
            return self._followed(name, link)
        # Pages in the same folder have many links in common.
        folder = dirname(name)
        key = dirname(folder) if link.target.startswith("../") else folder, link.target, link.fetched
        if key not in self._found:
            self._found[key] = self._followed(name, link)
        return self._found[key]

    def _followed(self, name: str, link: HtmlLink) -> str | _Anchor | None:
        try:
            address = urlsplit(link.target)
        except ValueError:
            return f"“{link.target}” isn’t an address"
        if address.scheme or address.netloc:
            foreign = link.fetched and address.scheme != "data"
            return f"“{link.target}” would be fetched from another site" if foreign else None
        path = self._path(name, address)
        if not path:
            return f"“{link.target}” leads out of the site"
        file = self._files.get(path)
        if not file:
            return f"“{link.target}” leads to nothing"
        id = unquote(address.fragment)
        return _Anchor(file, id) if id and file.endswith(".html") else None

    def _path(self, name: str, address: SplitResult) -> str:
        """Return the path to which an address without a host leads on the page `name`; empty if outside."""
        path = unquote(address.path)
        if path.startswith("/"):
            path = relpath(path, self._base)
        else:
            path = normpath(join(dirname(name), path)) if path else name
        return "" if path.startswith("..") and path not in self._files else path

    def _is_other_page(self, name: str, way: str) -> bool:
        try:
            address = urlsplit(way)
        except ValueError:
            return False
        file = "" if address.scheme or address.netloc else self._files.get(self._path(name, address), "")
        return file != name and file.endswith(".html")


def twins(guide: Guide, names: Iterable[str]) -> Iterator[str]:
    """Yield the paths of the pages `names` in the other languages of `guide`, which have the same pages."""
    pages = [name for name in names if basename(name) == "index.html"]
    return (f"{way}{name}" for way, _ in guide.ways for name in pages)


def _style_facts(text: str) -> PageFacts:
    urls = (url or imported for url, imported in own_styles.ADDRESS.findall(text))
    return PageFacts(tuple(HtmlLink(url, 1, True) for url in urls))
