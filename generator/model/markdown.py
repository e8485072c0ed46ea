"""Turns authors' prose into safe HTML, and finds the links in it.

Prose is a small part of Markdown: paragraphs, emphasis, lists and links. Everything else stays text. It never
reaches Python-Markdown, which lets attributes and raw HTML through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from generator.model.foreign import CLOSE, OPEN, without_marks

_markdown = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False}).disable(
    """
    autolink backticks blockquote code fence heading hr html_block html_inline image lheading reference
    strikethrough table
    """.split()
)
_cleaner = nh3.Cleaner(
    tags={"a", "em", "li", "ol", "p", "strong", "ul"},
    attributes={"a": {"href"}, "ol": {"start"}, "*": set()},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
_OPEN, _CLOSE = (Token("text", "", 0, content=mark) for mark in (OPEN, CLOSE))
ON_THE_WEB = ("http://", "https://", "mailto:")
TERM = "glossary#"
"""Starts a link to a term, which shows the meaning in place instead of opening a page."""
MEANING = "word-"
"""Starts the ID of the element with the meaning of a term, on every page that links to it."""
LINK = "]("
"""In the middle of every link."""
TARGET = re.compile(r"(?<=\])\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)")
"""Where a link leads to, in parentheses, as it's usually written."""
_TERM_LINK = re.compile(r'([(“‘]*)<a href="glossary#([a-z0-9-]+)">(.*?)</a>([).,;:!?”’…]*)', re.DOTALL)
_BUTTON = re.compile(rf'<button class="term" type="button" popovertarget="{MEANING}([a-z0-9-]+)"')


class MarkdownLink(NamedTuple):
    """A link in prose."""

    target: str
    """Without escapes."""
    worded: bool
    """Whether it has text; without any, no one could see or click it."""

    @property
    def inside(self) -> bool:
        """Whether it stays inside the guide."""
        return not self.target.startswith(ON_THE_WEB)


def to_html(text: str, resolve: Callable[[str], str]) -> Markup:
    """Return `text` as HTML; `resolve` turns a link such as `principles/asking` into an address.

    A link to a term becomes a button for the element whose ID is `word-` and the ID of the term, which the
    page has to contain. No other link does: a resolved address has a slash before its anchor. Marks around
    what isn't translated are put inside its paragraphs and entries, where they can't change its structure.
    """
    text, marked_lines = without_marks(text)
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.type == "inline" and token.map and token.map[0] in marked_lines:
            token.children = [_OPEN, *(token.children or ()), _CLOSE]
    for link in (child for token in tokens for child in token.children or () if child.type == "link_open"):
        target = _target(link)
        if not target.startswith(ON_THE_WEB):
            link.attrSet("href", target if target.startswith(TERM) else resolve(target))
    cleaned = _cleaner.clean(_markdown.renderer.render(tokens, _markdown.options, {})).strip()
    return Markup(_TERM_LINK.sub(_button, cleaned))


def terms(html: str) -> frozenset[str]:
    """Return the IDs of the terms that buttons in `html` open."""
    return frozenset(_BUTTON.findall(html))


def _button(link: re.Match[str]) -> str:
    """Return the button in place of a link to a term.

    A line can break on either side of a button, so punctuation next to it is kept with it.
    """
    before, id, text, after = link.groups()
    button = f'<button class="term" type="button" popovertarget="{MEANING}{id}">{text}</button>'
    return f'<span class="held">{before}{button}{after}</span>' if before or after else button


def links(text: str) -> Iterator[MarkdownLink]:
    """Yield the links in `text`, in order."""
    if LINK not in text:
        return
    for token in _markdown.parse(text):
        inside = token.children or []
        for place, child in enumerate(inside):
            if child.type == "link_open":
                end = next(n for n in range(place, len(inside)) if inside[n].type == "link_close")
                yield MarkdownLink(_target(child), any(part.content.strip() for part in inside[place:end]))


def unlinked(text: str) -> Iterator[str]:
    """Yield what stays text in each paragraph of `text`, without emphasis and links."""
    for token in _markdown.parse(text):
        depth, kept = 0, ""
        for child in token.children or ():
            depth += child.nesting if child.type.startswith("link") else 0
            kept += "" if depth else child.content or " "
        yield kept


def _target(link: Token) -> str:
    return unquote(unescape(str(link.attrGet("href"))))
