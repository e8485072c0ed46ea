"""Reads a built page for what a browser acts on: links, IDs, files it fetches, scripts and styles."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from lxml import etree

from generator.site.search_sections import SearchSection, SectionReader

DATA_TYPES = ("application/json", "application/ld+json")
"""Types of script elements that contain no code."""
FETCHING_RELATIONS = frozenset(["stylesheet", "preload", "icon", "modulepreload", "preconnect", "manifest"])
ADDRESSES = {
    **dict.fromkeys(("href", "action", "formaction", "cite", "longdesc"), False),
    **dict.fromkeys(("src", "poster", "background", "xlink:href", "data"), True),
}
"""Attributes that contain an address, and whether a browser fetches it without a click."""
WAY = "data-next"
"""The attribute of a link to the one next thing, which the search doesn't find."""
PLAIN = frozenset(["class", "alt", "title", "role", "type", "lang"])
"""Frequent attributes on which nothing depends here."""


class HtmlLink(NamedTuple):
    """An address in a page."""

    target: str
    line: int
    fetched: bool
    """Whether a browser fetches it without a click."""


@dataclass(frozen=True, slots=True, eq=False)
class PageFacts:
    """What a browser acts on in one page."""

    links: tuple[HtmlLink, ...]
    """Each address once, where it appears first."""
    cards: tuple[HtmlLink, ...] = ()
    """Pictures that other sites show when someone shares the page."""
    ids: tuple[str, ...] = ()
    """Every ID, as often as it appears."""
    scripts: frozenset[str] = frozenset()
    """The hash of each inline script, as a security policy lists it."""
    inline: tuple[tuple[int, str], ...] = ()
    """Line and name of what a policy blocks: style elements, and styles and scripts in attributes."""


def script_hash(script: str) -> str:
    """Return the hash of an inline script, as a security policy lists it."""
    # Browsers read every line end as one character.
    text = script.replace("\r\n", "\n").replace("\r", "\n")
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def read_page(html: str | bytes) -> PageFacts:
    """Return what a browser acts on in the whole page `html`."""
    # The plain elements of lxml, because those of lxml.html are slower to create.
    root: Any = etree.fromstring(html, etree.HTMLParser(encoding="utf-8"))
    found = _Reader()
    for element in root.iter("*"):
        found.read(element.tag, element.attrib, element.sourceline or 1)
        if is_code(element.tag, element.attrib):
            found.scripts.add(script_hash(element.text or ""))
    return found.facts()


class Body(NamedTuple):
    """What the content of a page consists of."""

    facts: PageFacts
    """All of it on line 1."""
    sections: tuple[SearchSection, ...]
    ways: tuple[str, ...]
    """The addresses that its own words lead to: not those in breadcrumbs, lists of sources and meanings."""
    runs: bool
    """Whether there are inline scripts in it."""


def read_body(html: str) -> Body:
    """Return what's in the content of a page."""
    text = f"<html><body>{html}</body></html>"
    return etree.fromstring(text, etree.HTMLParser(target=_BodyReader()))  # type: ignore[arg-type,return-value]


class _Reader:
    """Collects what a browser acts on, element by element."""

    def __init__(self) -> None:
        self.links: dict[tuple[str, bool], HtmlLink] = {}
        self.cards, self.ids, self.scripts = list[HtmlLink](), list[str](), set[str]()
        self.inline = list[tuple[int, str]]()

    def read(self, tag: str, attributes: Mapping[str, str], line: int) -> None:
        """Read one element."""
        if tag == "style":
            self.inline.append((line, "a style element"))
        for name, value in attributes.items():
            if name in PLAIN:
                continue
            if name == "id":
                self.ids.append(value)
            elif name in ADDRESSES or name == "srcset":
                for target, fetched in _addresses(tag, attributes, name, value):
                    self.links.setdefault((target, fetched), HtmlLink(target, line, fetched))
            elif name == "style" or name.startswith("on"):
                self.inline.append((line, f"the attribute “{name}”"))
            elif name == "content" and attributes.get("http-equiv", "").lower() == "refresh":
                target = value.partition("=")[2].strip()
                self.links.setdefault((target, False), HtmlLink(target, line, False))
            elif name == "property" and value == "og:image":
                self.cards.append(HtmlLink(attributes.get("content", ""), line, True))

    def facts(self) -> PageFacts:
        """Return what was found."""
        links, cards, ids = tuple(self.links.values()), tuple(self.cards), tuple(self.ids)
        return PageFacts(links, cards, ids, frozenset(self.scripts), tuple(self.inline))


class _BodyReader(SectionReader):
    """A target for lxml's parser that reads both what a browser acts on and what the search finds."""

    def __init__(self) -> None:
        super().__init__()
        self._found, self._runs = _Reader(), False
        self._ways = dict[str, None]()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Read the beginning of an element."""
        self._runs |= tag == "script" and is_code(tag, attributes)
        if tag == "a" and "href" in attributes and (WAY in attributes or not self._excluded):
            self._ways[attributes["href"]] = None
        if attributes or tag == "style":
            self._found.read(tag, attributes, 1)
        super().start(tag, attributes)

    def close(self) -> Body:
        """Return what was read."""
        body = Body(self._found.facts(), tuple(self.sections()), tuple(self._ways), self._runs)
        vars(self).clear()  # lxml's reference to this object is in a cycle, which stays in memory
        return body


def is_code(tag: str, attributes: Mapping[str, str]) -> bool:
    """Return whether an element is an inline script."""
    return tag == "script" and "src" not in attributes and attributes.get("type") not in DATA_TYPES


def _addresses(tag: str, attributes: Mapping[str, str], name: str, value: str) -> Iterator[tuple[str, bool]]:
    """Yield the addresses in the attribute `name`, and whether a browser fetches each without a click."""
    if name == "srcset":
        yield from ((one.split()[0], True) for one in value.split(",") if one.strip())
    elif name != "data" or tag == "object":
        relations = attributes.get("rel", "").split() if tag == "link" else ()
        yield value.strip(), ADDRESSES[name] or not FETCHING_RELATIONS.isdisjoint(relations)
