"""Opens a staged project with MkDocs and renders Material's theme.

MkDocs itself reads settings, theme and navigation again for each build. Here, a project stays open as long as
these don't change.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from fnmatch import fnmatch
from io import BytesIO
from pathlib import Path
from posixpath import dirname
from typing import Any

from jinja2 import BytecodeCache, ChoiceLoader, Environment, FileSystemLoader
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import get_build_timestamp, get_relative_url
from mkdocs.utils.templates import TemplateContext

from generator.engine.files import walk
from generator.layers import Layers
from generator.pages.templates import loader
from generator.site.mkdocs_config import source_path
from generator.site.stage import Stage

UNUSED = (
    *("*.map", "assets/javascripts/lunr/*", "assets/images/favicon.png"),
    "assets/stylesheets/*.css",
)
"""Files of Material that no page of ours needs: source maps, search in other languages, an icon, styles."""
SEARCH = "material/search"
SITE_MAP = "sitemap.xml"
TEMPLATE = "main.html"
THEME = "site/theme"
"""What we change in the theme, in the folder of templates."""


class MkDocsProject:
    """An open project. Pages can be rendered again as long as only the content of its files changes."""

    def __init__(self, staged: Stage, layers: Layers, compiled: BytecodeCache | None) -> None:
        """Open the project `staged`; its theme is in `layers`, `compiled` keeps compiled templates.

        Raises what MkDocs raises.
        """
        theme = layers.program / THEME
        settings = json.loads(staged.settings)
        settings["theme"]["custom_dir"] = str(theme)
        # MkDocs wants a folder of documents, but it gets them from here.
        config = load_config(
            BytesIO(b"{}"),
            config_file_path=str(theme.parent / "mkdocs.yml"),
            docs_dir=str(theme),
            strict=True,
            **settings,
        )
        config.theme.dirs[:1] = map(str, layers.folders(THEME))
        config.plugins.on_startup(command="build", dirty=False)
        config = config.plugins.on_config(config)
        config.plugins.on_pre_build(config=config)
        names = [*staged.files, *(source_path(page) for page in staged.pages)]
        # In the order in which MkDocs finds files, which is that of its site map.
        names = sorted(names, key=lambda name: (dirname(name).split("/"), name))
        files = Files([File.generated(config, name, content=b"") for name in names])
        templates = config.theme.get_env()
        templates.bytecode_cache = compiled
        templates.loader = ChoiceLoader([FileSystemLoader(config.theme.dirs), loader(layers, THEME)])
        files.add_files_from_theme(Environment(loader=ThemeLoader(config.theme.dirs)), config)
        files = config.plugins.on_files(files, config=config)
        set_exclusions(files, config)
        menu = get_navigation(files, config)  # warns about files without a page
        self.config = config
        self.menu: Navigation = config.plugins.on_nav(menu, config=config, files=files)
        self.pages = {file.page.url: file.page for file in files.documentation_pages() if file.page}
        """Pages by their addresses."""
        self._files = files.documentation_pages()
        self._of_theme = [file for file in files if _is_copied(file) and file.abs_src_path]
        self._templates = config.plugins.on_env(templates, config=config, files=files)
        search: Any = config.plugins[SEARCH]
        self.search_config: dict[str, Any] = json.loads(search.search_index.generate_search_index(None))[
            "config"
        ]
        """The settings of the search, as its index has to contain them."""

    def render(self, page: Page, content: str, menu: Navigation) -> str:
        """Return `page`, whose `meta` is set, as HTML: `content` with the theme around it."""
        page.content, page.toc = content, TableOfContents([])
        context = get_context(menu, self._files, self.config, page)
        return minify_html(self._templates.get_template(TEMPLATE).render(context))

    def theme_files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the address and content of each file of the theme, and of those it renders once."""
        for file in self._of_theme:
            yield file.dest_uri, file.content_bytes
        for name in sorted(self.config.theme.static_templates):
            text = self._render_whole(name)
            yield name, text.encode()
            if name == SITE_MAP:
                compressed = BytesIO()
                with gzip.GzipFile(
                    name, "wb", fileobj=compressed, mtime=get_build_timestamp()
                ) as file_object:
                    file_object.write(text.encode())
                yield f"{name}.gz", compressed.getvalue()

    def _render_whole(self, name: str) -> str:
        """Return a file that the theme makes for the whole site."""
        # The 404 page can be shown at any depth.
        absolute = name == "404.html"
        base = self.config.extra["base"] if absolute else get_relative_url(".", name)
        context: TemplateContext = get_context(self.menu, self._files, self.config, base_url=base)
        text = self._templates.get_template(name).render(context)
        return minify_html(text) if name.endswith(".html") else text


def minify_html(html: str) -> str:
    """Return a page without the theme's indentation and empty lines, which makes it a ninth smaller.

    Our own content is one line, and no element of the theme preserves line breaks.
    """
    lines = map(str.strip, html.split("\n"))
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
