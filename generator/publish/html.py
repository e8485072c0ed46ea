"""Reads a built page for what a browser acts on: links, IDs, files it fetches, scripts and styles."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from generator.engine import workers
from generator.engine.files import walk
from generator.engine.memo import Memo, digest

DATA_TYPES = ("application/json", "application/ld+json")
"""Types of script elements that contain no code."""
FETCHING_RELATIONS = frozenset(["stylesheet", "preload", "icon", "modulepreload", "preconnect", "manifest"])
ADDRESSES = {
    **dict.fromkeys(("href", "action", "formaction", "cite", "longdesc"), False),
    **dict.fromkeys(("src", "poster", "background", "xlink:href", "data"), True),
}
"""Attributes that contain an address, and whether a browser fetches it without a click."""


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
    cards: tuple[HtmlLink, ...]
    """Pictures that other sites show when someone shares the page."""
    ids: tuple[str, ...]
    """Every ID, as often as it appears."""
    scripts: frozenset[str]
    """The hash of each inline script, as a security policy lists it."""
    inline: tuple[tuple[int, str], ...]
    """Line and name of what a policy blocks: style elements, and styles and scripts in attributes."""


_facts: Memo[PageFacts] = Memo()
"""By the digest of the page."""


def page_facts(html: bytes) -> PageFacts:
    """Return what a browser acts on in the page `html`."""
    return _facts.get_or_compute(digest(html), lambda: _read(html))


def read_pages(site: Path) -> None:
    """Read all pages of `site` on all cores, so that `page_facts` returns at once."""

    def read(name: str) -> tuple[bytes, PageFacts]:
        html = (site / name).read_bytes()
        return digest(html), page_facts(html)

    for key, facts in workers.map_chunks(read, [name for name in walk(site) if name.endswith(".html")]):
        _facts.get_or_compute(key, lambda facts=facts: facts)  # type: ignore[misc]


def script_hash(script: str) -> str:
    """Return the hash of an inline script, as a security policy lists it."""
    # Browsers read every line end as one character.
    text = script.replace("\r\n", "\n").replace("\r", "\n")
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _read(html: bytes) -> PageFacts:
    # The plain elements of lxml, because those of lxml.html are slower to create.
    root: Any = etree.fromstring(html, etree.HTMLParser(encoding="utf-8"))
    links: dict[tuple[str, bool], HtmlLink] = {}
    cards, ids, scripts, inline = list[HtmlLink](), list[str](), set[str](), list[tuple[int, str]]()
    for element in root.iter("*"):
        tag, line = element.tag, element.sourceline or 1
        if tag == "style":
            inline.append((line, "a style element"))
        elif tag == "script" and not element.get("src") and element.get("type") not in DATA_TYPES:
            scripts.add(script_hash(element.text or ""))
        for name, value in element.attrib.items():
            if name == "id":
                ids.append(value)
            elif name in ADDRESSES or name == "srcset":
                for target, fetched in _addresses(element, name, value):
                    links.setdefault((target, fetched), HtmlLink(target, line, fetched))
            elif name == "style" or name.startswith("on"):
                inline.append((line, f"the attribute “{name}”"))
            elif name == "content" and element.get("http-equiv", "").lower() == "refresh":
                target = value.partition("=")[2].strip()
                links.setdefault((target, False), HtmlLink(target, line, False))
            elif name == "property" and value == "og:image":
                cards.append(HtmlLink(element.get("content", ""), line, True))
    return PageFacts(tuple(links.values()), tuple(cards), tuple(ids), frozenset(scripts), tuple(inline))


def _addresses(element: Any, name: str, value: str) -> Iterator[tuple[str, bool]]:
    """Yield the addresses in the attribute `name`, and whether a browser fetches each without a click."""
    if name == "srcset":
        yield from ((one.split()[0], True) for one in value.split(",") if one.strip())
    elif name != "data" or element.tag == "object":
        relations = element.get("rel", "").split() if element.tag == "link" else ()
        yield value.strip(), ADDRESSES[name] or not FETCHING_RELATIONS.isdisjoint(relations)
