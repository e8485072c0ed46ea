"""Opens a staged project with MkDocs and renders its pages.

MkDocs itself reads settings, theme and navigation again for each build. Here, a project stays open as long as
these don't change, and pages are rendered on all cores.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Iterator
from fnmatch import fnmatch
from io import BytesIO
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import get_build_timestamp, get_relative_url
from mkdocs.utils.templates import TemplateContext

from generator.engine import workers
from generator.engine.files import walk
from generator.engine.memo import Memo, digest
from generator.site import search_sections

PALETTE = re.compile(r'<link rel="stylesheet" href="[^"]*/palette\.[^"]*">')
"""The link to Material's own colors; ours are in the guide's style sheet."""
UNUSED = (
    *("*.map", "assets/javascripts/lunr/*", "assets/images/favicon.png"),
    "assets/stylesheets/palette.*.css",
)
"""Files of Material that no page of ours needs: source maps, search in other languages, an icon, colors."""
SEARCH = "material/search"
SITE_MAP = "sitemap.xml"
TEMPLATE = "main.html"


class MkDocsProject:
    """An open project. It can be built again as long as only the content of its files changes."""

    def __init__(self, staging: Path, key: bytes, compiled: BytecodeCache | None) -> None:
        """Open the project in `staging`; `compiled` keeps compiled templates.

        `key` identifies everything on pages except their own content. Raises what MkDocs raises.
        """
        # Read as JSON; as YAML, a thousand entries of the menu take a second.
        path = staging / "mkdocs.yml"
        settings = json.loads(path.read_bytes())
        config = load_config(BytesIO(b"{}"), config_file_path=str(path), strict=True, **settings)
        config.plugins.on_startup(command="build", dirty=False)
        config = config.plugins.on_config(config)
        config.plugins.on_pre_build(config=config)
        files = get_files(config)
        templates = config.theme.get_env()
        templates.bytecode_cache = compiled
        files.add_files_from_theme(Environment(loader=ThemeLoader(config.theme.dirs)), config)
        titles = {path: title for title, path in _in_menu(config.nav)}
        for file in files.documentation_pages():
            if file.src_uri in titles:
                HtmlPage(titles[file.src_uri], file, config)
        files = config.plugins.on_files(files, config=config)
        set_exclusions(files, config)
        menu = get_navigation(files, config)  # warns about files without a page
        for file in files.documentation_pages():
            if not isinstance(file.page, HtmlPage):
                HtmlPage(None, file, config)
        self.config = config
        self.files = files
        self.pages = files.documentation_pages()
        self.copied = [file for file in files if _is_copied(file)]
        self.menu = config.plugins.on_nav(menu, config=config, files=files)
        self.templates = config.plugins.on_env(templates, config=config, files=files)
        self.key = key

    def build(self, out: Path) -> None:
        """Build the project from the current content of its files into the folder `out`.

        Raises what MkDocs and Jinja raise.
        """
        self.config.site_dir = str(out)
        for file in self.copied:
            assert file.abs_src_path
            path = out / file.dest_uri
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file.abs_src_path, path)
        for name in self.config.theme.static_templates:
            self._write_template(out / name, name)
        search: Any = self.config.plugins[SEARCH]

        def write(page: HtmlPage) -> list[Any]:
            key = (self.key, page.url, digest(page.file.content_bytes))
            path = out / page.file.dest_uri
            path.parent.mkdir(parents=True, exist_ok=True)
            html, entries = _pages.get_or_compute(key, lambda: self._render(page))
            path.write_text(html, encoding="utf-8")
            return entries

        pages = [file.page for file in self.pages if isinstance(file.page, HtmlPage)]
        search.search_index.entries = [entry for found in workers.map_chunks(write, pages) for entry in found]
        self.config.plugins.on_post_build(config=self.config)
        search.search_index.entries = []

    def _render(self, page: HtmlPage) -> tuple[str, list[Any]]:
        """Return the HTML of `page` and its entries in the search index."""
        page.read_source(self.config)
        entries = search_sections.entries(page)
        page.render(self.config, self.files)
        # So that Material doesn't make entries, too.
        page.meta["search"] = {"exclude": True}
        page.active = True
        try:
            context = get_context(self.menu, self.pages, self.config, page)
            context = self.config.plugins.on_page_context(
                context, page=page, config=self.config, nav=self.menu
            )
            html = self.templates.get_template(TEMPLATE).render(context)
        finally:
            page.active = False
            page.forget()
        html = self.config.plugins.on_post_page(html, page=page, config=self.config)
        return minify_html(html), entries

    def _write_template(self, path: Path, name: str) -> None:
        """Write a file that the theme makes for the whole site."""
        # The 404 page can be shown at any depth.
        absolute = name == "404.html"
        base = self.config.extra["base"] if absolute else get_relative_url(".", name)
        context: TemplateContext = get_context(self.menu, self.pages, self.config, base_url=base)
        text = self.templates.get_template(name).render(context)
        path.write_text(minify_html(text) if path.suffix == ".html" else text, encoding="utf-8")
        if name == SITE_MAP:
            compressed = BytesIO()
            with gzip.GzipFile(name, "wb", fileobj=compressed, mtime=get_build_timestamp()) as file:
                file.write(text.encode())
            path.with_name(f"{name}.gz").write_bytes(compressed.getvalue())


_pages: Memo[tuple[str, list[Any]]] = Memo(large=True)
"""Rendered pages and their search entries, by the key of the project, their address and their source."""


def minify_html(html: str) -> str:
    """Return a page without the theme's indentation and empty lines, which makes it a ninth smaller.

    Our own content is one line, and no element of the theme preserves line breaks.
    """
    lines = map(str.strip, PALETTE.sub("", html).split("\n"))
    return "\n".join(filter(None, lines)) + "\n"


def _is_copied(file: File) -> bool:
    included: bool = file.inclusion.is_included()  # type: ignore[no-untyped-call]
    unused = any(fnmatch(file.dest_uri, pattern) for pattern in UNUSED)
    return included and not unused and not file.is_documentation_page()


class ThemeLoader(FileSystemLoader):
    """Lists the templates of a theme without walking through ten thousand icons in a hidden folder."""

    def list_templates(self) -> list[str]:
        found = set()
        for folder in map(Path, self.searchpath):
            for top in folder.iterdir():
                if top.is_file():
                    found.add(top.name)
                elif not top.name.startswith("."):
                    found |= {f"{top.name}/{name}" for name in walk(top)}
        return sorted(found)


def _in_menu(nav: Any) -> Iterator[tuple[str, str]]:
    """Yield the titles and paths in `nav` of mkdocs.yml."""
    for title, value in (pair for entry in nav for pair in entry.items()):
        if isinstance(value, str):
            yield title, value
        else:
            yield from _in_menu(value)


class HtmlPage(Page):
    """A page whose source is front matter, with a JSON value on each line, and HTML."""

    def read_source(self, config: MkDocsConfig) -> None:
        """Read the front matter and the HTML from the staged file."""
        front, _, html = self.file.content_string.removeprefix("---\n").partition("\n---\n")
        pairs = (line.partition(": ") for line in front.splitlines())
        self.meta = {name: json.loads(value) for name, _, value in pairs}
        self.markdown = html.strip()

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Use the HTML as it is, without a table of contents; Markdown wouldn't make one of HTML, either."""
        self.content = self.markdown
        self.toc = TableOfContents([])
        self.present_anchor_ids = set()

    def forget(self) -> None:
        """Free the memory of a page that has been written."""
        self.markdown = self.content = None
        self.meta = {}
