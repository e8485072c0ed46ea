"""Pages for MkDocs that bring their HTML with them, and their places for the search.

A staged page is front matter of ours and one line of HTML. Python-Markdown would read every tag of it and
change nothing, and the theme would read it once more for the search: together two thirds of a build. MkDocs
lets a file have a page of its own kind.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from generator.search_sections import places


class HtmlPage(Page):
    """A page whose source is front matter, a JSON value on each line, and HTML."""

    def read_source(self, config: MkDocsConfig) -> None:
        """Read the front matter and the HTML from the staged file."""
        front, _, html = self.file.content_string.removeprefix("---\n").partition("\n---\n")
        pairs = (line.partition(": ") for line in front.splitlines())
        self.meta = {name: json.loads(value) for name, _, value in pairs}
        self.markdown = html.strip()

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take the HTML as it is; its headings make no table of contents, nor would they in Markdown."""
        self.content = self.markdown
        self.toc = TableOfContents([])
        self.present_anchor_ids = set()

    def forget(self) -> None:
        """Let go of what was read, which is needed no longer once the page is written."""
        self.markdown = self.content = None
        self.meta = {}


def entries(url: str, meta: Mapping[str, Any], html: str) -> Iterator[dict[str, Any]]:
    """Yield what the index holds of a page at `url`, as the theme writes it."""
    weight = {"boost": meta["search"]["boost"]} if "search" in meta else {}
    for anchor, title, text in places(html):
        location = f"{url}#{anchor}" if anchor else url
        found = {"location": location, "title": title or str(meta["title"]), "text": text}
        yield {**found, "tags": [*meta["tags"]], **weight}
