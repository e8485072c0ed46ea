"""Turns authors' prose into safe HTML, and tells which links it holds.

The prose is a small part of Markdown: paragraphs, emphasis, lists and links. Everything else
stays text. It never reaches Python-Markdown, which lets attributes and raw HTML through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_markdown = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False}).disable(
    [
        "code",
        "fence",
        "heading",
        "hr",
        "html_block",
        "html_inline",
        "image",
        "lheading",
        "reference",
        "table",
        "backticks",
        "strikethrough",
        "autolink",
        "blockquote",
    ]
)
_cleaner = nh3.Cleaner(
    tags={"a", "em", "li", "ol", "p", "strong", "ul"},
    attributes={"a": {"href"}, "*": set()},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)

ON_THE_WEB = ("http://", "https://", "mailto:")


def to_html(text: str, resolve: Callable[[str], str]) -> Markup:
    """Return `text` as HTML; `resolve` turns a link such as `principles/asking` into an address."""
    tokens = _markdown.parse(text)
    for link in _links(tokens):
        target = _target(link)
        if not target.startswith(ON_THE_WEB):
            link.attrSet("href", resolve(target))
    return Markup(_cleaner.clean(_markdown.renderer.render(tokens, _markdown.options, {})).strip())


def links(text: str) -> Iterator[str]:
    """Yield the targets of the links in `text` that stay inside the guide."""
    for link in _links(_markdown.parse(text)):
        if not _target(link).startswith(ON_THE_WEB):
            yield _target(link)


def _target(link: Token) -> str:
    return unquote(unescape(str(link.attrGet("href"))))


def _links(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from (child for child in token.children or () if child.type == "link_open")
