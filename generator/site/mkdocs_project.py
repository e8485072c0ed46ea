"""Opens a staged project with MkDocs and renders Material's theme.

MkDocs itself reads settings, theme and navigation again for each build. Here, a project stays open as long as
these don't change.
"""

from __future__ import annotations

import json
from io import BytesIO

from jinja2 import BytecodeCache, ChoiceLoader, FileSystemLoader
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils.templates import TemplateContext

from generator.layers import Layers
from generator.pages.foreign_text import foreign_attributes, with_languages
from generator.pages.page import NOT_FOUND
from generator.pages.templates import loader
from generator.site import search_index
from generator.site.frames import minify_html
from generator.site.mkdocs_config import source_path
from generator.site.stage import Stage

THEME = "site/theme"
"""What we change in the theme, in the folder of templates."""


class MkDocsProject:
    """An open project. Pages can be rendered again as long as only the content of its files changes."""

    def __init__(self, staged: Stage, layers: Layers, compiled: BytecodeCache | None) -> None:
        """Open the project `staged`; its theme is in `layers`, `compiled` keeps compiled templates.

        Raises what MkDocs raises.
        """
        self._foreign = foreign_attributes(staged.guide)
        theme = layers.program / THEME
        settings = json.loads(staged.settings)
        settings["theme"]["custom_dir"] = str(theme)
        # The index is ours. To find the last two, the plugin would compile templates of the theme each time.
        settings["plugins"] = [{"search": {**search_index.SETTINGS, "separator": " ", "pipeline": []}}]
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
        files = Files([File.generated(config, name, content=b"") for name in names])
        templates = config.theme.get_env()
        templates.bytecode_cache = compiled
        templates.loader = ChoiceLoader([loader(layers, THEME), FileSystemLoader(config.theme.dirs)])
        files = config.plugins.on_files(files, config=config)
        set_exclusions(files, config)
        menu = get_navigation(files, config)  # warns about files without a page
        self.config = config
        self.menu: Navigation = config.plugins.on_nav(menu, config=config, files=files)
        self.pages = {file.page.url: file.page for file in files.documentation_pages() if file.page}
        """Pages by their addresses."""
        self._files = files.documentation_pages()
        self._templates = config.plugins.on_env(templates, config=config, files=files)

    def render(self, template: str, page: Page, content: str, menu: Navigation) -> str:
        """Return `page`, whose `meta` is set, as HTML: `content` in a `template` of the theme."""
        page.content, page.toc = content, TableOfContents([])
        context = get_context(menu, self._files, self.config, page)
        return self._finished(self._templates.get_template(template).render(context))

    def missing_page(self) -> str:
        """Return the page for addresses that don't exist; it can be shown at any depth."""
        context: TemplateContext = get_context(
            self.menu, self._files, self.config, base_url=self.config.extra["base"]
        )
        return self._finished(self._templates.get_template(NOT_FOUND).render(context))

    def _finished(self, html: str) -> str:
        return with_languages(minify_html(html), self._foreign)
