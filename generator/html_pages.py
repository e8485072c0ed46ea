"""Pages for MkDocs that bring their HTML with them, and their places for the search.

A staged page is front matter of ours and one line of HTML. Python-Markdown would read every tag of it and
change nothing, and the theme would read it once more for the search: together two thirds of a build. MkDocs
lets a plugin give a file a page of its own kind.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from jinja2 import BytecodeCache, ChoiceLoader, DictLoader, Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils.templates import TemplateContext

from generator.memory import Memory, MemoryOfTexts, digest
from generator.search_sections import places

READY = "ready.html"
"""Stands in for the templates of the theme where a page is laid out already."""
FIRST = 100
"""Before the theme's own plugin, which is to find nothing left to read."""
SEARCH = "material/search"


class HtmlPage(Page):
    """A page whose source is front matter, a JSON value on each line, and HTML."""

    source: bytes
    """A key for what was read."""
    laid_out: str | None = None
    """All of it, where it was laid out before."""

    def read_source(self, config: MkDocsConfig) -> None:
        """Read the front matter and the HTML from the staged file."""
        text = self.file.content_string
        self.source = digest(text)
        front, _, html = text.removeprefix("---\n").partition("\n---\n")
        pairs = (line.partition(": ") for line in front.splitlines())
        self.meta = {name: json.loads(value) for name, _, value in pairs}
        self.markdown = html.strip()

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take the HTML as it is; its headings make no table of contents, nor would they in Markdown."""
        self.content = self.markdown
        self.toc = TableOfContents([])
        self.present_anchor_ids = set()


class HtmlPages(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """Makes every page of a project an `HtmlPage`, and lays it out once as long as it does not change."""

    def __init__(self, frame: bytes, kept: BytecodeCache | None) -> None:
        """Take a key for what pages have around them, and where compiled templates are kept."""
        super().__init__()
        self.frame = frame
        self.kept = kept

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Give each file its page, under the title that the navigation has for it."""
        titles = {path: title for title, path in _entries(config.nav)}
        for file in files.documentation_pages():
            HtmlPage(titles.get(file.src_uri), file, config)
        return files

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Take what was laid out of the very same page before."""
        assert isinstance(page, HtmlPage)
        page.laid_out = _pages.known(self._key(page))
        if page.laid_out is not None:
            page.meta["template"] = READY
        return markdown

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Keep what is compiled from now on, and add a template for pages that are laid out already."""
        assert env.loader
        env.bytecode_cache = self.kept
        env.loader = ChoiceLoader([DictLoader({READY: "{{ page.laid_out }}"}), env.loader])
        return env

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Remember the page as it was laid out."""
        assert isinstance(page, HtmlPage)
        return _pages.of(self._key(page), lambda: output)

    def _key(self, page: HtmlPage) -> Hashable:
        return self.frame, page.url, page.source

    @event_priority(FIRST)
    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Tell the index of the search what can be found on `page`."""
        plugin: Any = config.plugins[SEARCH]
        plugin.search_index.entries.extend(entries(page.url, page.meta, page.content or ""))
        page.meta["search"] = {"exclude": True}
        return context


_pages = MemoryOfTexts()
"""Whole pages, by what stands around them, their address and their source."""
_known: Memory[tuple[tuple[str, str, str], ...]] = Memory()
"""The places of each page, by its HTML."""


def entries(url: str, meta: Mapping[str, Any], html: str) -> Iterator[dict[str, Any]]:
    """Yield what the index holds of a page at `url`, as the theme writes it."""
    weight = {"boost": meta["search"]["boost"]} if "search" in meta else {}
    for anchor, title, text in _known.of(digest(html), lambda: tuple(places(html))):
        location = f"{url}#{anchor}" if anchor else url
        found = {"location": location, "title": title or str(meta["title"]), "text": text}
        yield {**found, "tags": [*meta["tags"]], **weight}


def _entries(nav: object) -> Iterator[tuple[str | None, str]]:
    """Yield the titles and paths in the navigation of a project, as it was written."""
    if isinstance(nav, list):
        for item in nav:
            yield from _entries(item)
    elif isinstance(nav, dict):
        for title, value in nav.items():
            if isinstance(value, str):
                yield title, value
            else:
                yield from _entries(value)
