"""What of a built page a browser acts on: links, files, scripts and styles, and the places in it."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from generator.engine import workers
from generator.engine.files import walk
from generator.engine.memo import Memo, digest

DATA = ("application/json", "application/ld+json")
"""Types of script elements in which nothing runs."""
FETCHING_RELATIONS = frozenset(["stylesheet", "preload", "icon", "modulepreload", "preconnect", "manifest"])
ADDRESSES = {
    **dict.fromkeys(("href", "action", "formaction", "cite", "longdesc"), False),
    **dict.fromkeys(("src", "poster", "background", "xlink:href", "data"), True),
}
"""Attributes that hold an address, and whether a browser fetches it without being asked."""
ON_AN_OBJECT = frozenset(["data"])
"""Addresses on that element alone."""


class HtmlLink(NamedTuple):
    """An address in a page."""

    target: str
    line: int
    fetched: bool
    """Whether a browser fetches it without being asked."""


@dataclass(frozen=True, slots=True, eq=False)
class PageFacts:
    """One page."""

    links: tuple[HtmlLink, ...]
    """Each address once, where it stands first."""
    cards: tuple[HtmlLink, ...]
    """Pictures that other sites show of it."""
    ids: tuple[str, ...]
    """Every id, as often as it stands there."""
    scripts: frozenset[str]
    """The hash of each script that stands in the page, as a policy names it."""
    inline: tuple[tuple[int, str], ...]
    """Lines and names of styles and scripts that a policy stops: those in attributes, and style elements."""


_documents: Memo[PageFacts] = Memo()


def document(html: bytes) -> PageFacts:
    """Return what is in the page `html`."""
    return _documents.get_or_compute(digest(html), lambda: _read(html))


def read_all(site: Path) -> None:
    """Read all pages under `site` at once, on all cores; `document` knows them then."""

    def read(name: str) -> tuple[bytes, PageFacts]:
        html = (site / name).read_bytes()
        return digest(html), document(html)

    for key, found in workers.map_chunks(read, [name for name in walk(site) if name.endswith(".html")]):
        _documents.get_or_compute(key, lambda found=found: found)  # type: ignore[misc]


def repeated(ids: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Yield those of `ids` that stand more than once, and how often."""
    if len(ids) != len(set(ids)):
        yield from ((id, times) for id, times in Counter(ids).items() if times > 1)


def _read(html: bytes) -> PageFacts:
    # The plain elements of lxml: those of lxml.html know nothing that is asked here, and are slower to make.
    root: Any = etree.fromstring(html, etree.HTMLParser(encoding="utf-8"))
    links: dict[tuple[str, bool], HtmlLink] = {}
    cards, ids, scripts, inline = list[HtmlLink](), list[str](), set[str](), list[tuple[int, str]]()
    for element in root.iter("*"):
        tag = element.tag
        if tag == "style":
            inline.append((element.sourceline or 1, "a style element"))
        elif tag == "script" and not element.get("src") and element.get("type") not in DATA:
            scripts.add(_hash(element.text or ""))
        for name in element.attrib:
            if name == "id":
                ids.append(element.get(name, ""))
            elif name in ADDRESSES or name == "srcset":
                for target, fetched in _addresses(element, name):
                    if (target, fetched) not in links:
                        links[target, fetched] = HtmlLink(target, element.sourceline or 1, fetched)
            elif name == "style" or name.startswith("on"):
                inline.append((element.sourceline or 1, f"the attribute “{name}”"))
            elif name == "content" and element.get("http-equiv", "").lower() == "refresh":
                target = element.get(name, "").partition("=")[2].strip()
                links.setdefault((target, False), HtmlLink(target, element.sourceline or 1, False))
            elif name == "property" and element.get(name) == "og:image":
                cards.append(HtmlLink(element.get("content", ""), element.sourceline or 1, True))
    return PageFacts(tuple(links.values()), tuple(cards), tuple(ids), frozenset(scripts), tuple(inline))


def _addresses(element: Any, name: str) -> Iterator[tuple[str, bool]]:
    """Yield the addresses in the attribute `name`, and whether a browser fetches them without being asked."""
    value = element.get(name, "")
    if name == "srcset":
        yield from ((one.split()[0], True) for one in value.split(",") if one.strip())
    elif name not in ON_AN_OBJECT or element.tag == "object":
        relations = element.get("rel", "").split() if element.tag == "link" else ()
        yield value.strip(), ADDRESSES[name] or not FETCHING_RELATIONS.isdisjoint(relations)


def _hash(script: str) -> str:
    # Browsers read every line end as a single sign.
    text = script.replace("\r\n", "\n").replace("\r", "\n")
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
