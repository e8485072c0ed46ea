"""What of a built page a browser acts on: links, files, scripts and styles, and the places in it."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import lxml.html

from generator import forking, tree
from generator.memory import Memory, digest

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


class Link(NamedTuple):
    """An address in a page."""

    target: str
    line: int
    fetched: bool
    """Whether a browser fetches it without being asked."""


@dataclass(frozen=True, slots=True)
class Document:
    """One page."""

    links: tuple[Link, ...]
    """Each address once, where it stands first."""
    cards: tuple[Link, ...]
    """Pictures that other sites show of it."""
    ids: tuple[str, ...]
    """Every id, as often as it stands there."""
    scripts: frozenset[str]
    """The hash of each script that stands in the page, as a policy names it."""
    inline: tuple[tuple[int, str], ...]
    """Lines and names of styles and scripts that a policy stops: those in attributes, and style elements."""


_documents: Memory[Document] = Memory()


def document(html: bytes) -> Document:
    """Return what is in the page `html`."""
    return _documents.of(digest(html), lambda: _read(html))


def read_all(site: Path) -> None:
    """Read all pages under `site` at once, on all cores; `document` knows them then."""

    def read(name: str) -> tuple[bytes, Document]:
        html = (site / name).read_bytes()
        return digest(html), document(html)

    for key, found in forking.each(read, [name for name in tree.names(site) if name.endswith(".html")]):
        _documents.of(key, lambda found=found: found)  # type: ignore[misc]


def repeated(ids: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Yield those of `ids` that stand more than once, and how often."""
    if len(ids) != len(set(ids)):
        yield from ((id, times) for id, times in Counter(ids).items() if times > 1)


def _read(html: bytes) -> Document:
    tree: lxml.html.HtmlElement = lxml.html.document_fromstring(
        html, parser=lxml.html.HTMLParser(encoding="utf-8")
    )
    links: dict[tuple[str, bool], Link] = {}
    cards, ids, scripts, inline = list[Link](), list[str](), set[str](), list[tuple[int, str]]()
    for element in tree.iter("*"):
        tag, line = element.tag, element.sourceline or 1
        if tag == "style":
            inline.append((line, "a style element"))
        elif tag == "script" and not element.get("src") and element.get("type") not in DATA:
            scripts.add(_hash(element.text or ""))
        for name, value in element.items():
            if name == "id":
                ids.append(value)
            elif name in ADDRESSES or name == "srcset":
                for link in _links(element, name, value, line):
                    links.setdefault((link.target, link.fetched), link)
            elif name == "style" or name.startswith("on"):
                inline.append((line, f"the attribute “{name}”"))
            elif name == "content" and element.get("http-equiv", "").lower() == "refresh":
                link = Link(value.partition("=")[2].strip(), line, False)
                links.setdefault((link.target, False), link)
            elif name == "property" and value == "og:image":
                cards.append(Link(element.get("content", ""), line, True))
    return Document(tuple(links.values()), tuple(cards), tuple(ids), frozenset(scripts), tuple(inline))


def _links(element: lxml.html.HtmlElement, name: str, value: str, line: int) -> Iterator[Link]:
    tag = element.tag
    if name == "srcset":
        yield from (Link(one.split()[0], line, True) for one in value.split(",") if one.strip())
    elif name not in ON_AN_OBJECT or tag == "object":
        relations = element.get("rel", "").split() if tag == "link" else ()
        yield Link(value.strip(), line, ADDRESSES[name] or not FETCHING_RELATIONS.isdisjoint(relations))


def _hash(script: str) -> str:
    # Browsers read every line end as a single sign.
    text = script.replace("\r\n", "\n").replace("\r", "\n")
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
