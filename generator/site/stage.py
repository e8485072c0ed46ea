"""Stages the pages as an ordinary MkDocs project, which compatible generators can build, too.

A project is a value. It's written to a folder only on request, for other programs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from pathlib import Path

from markupsafe import Markup

from generator.engine.files import remove_empty_folders, walk
from generator.engine.lazy import Lazy, merged
from generator.layers import PROGRAM_PREFIX, Layers
from generator.load import own_templates
from generator.load.strings import Strings
from generator.model.guide import Guide
from generator.model.page_kinds import page_kind
from generator.pages.page import EMBED, EMBED_SCRIPT, NOT_FOUND, SitePage
from generator.pages.structured_data import json_ld
from generator.problems import ContentError
from generator.site import assets, scripts, social_cards, theme_style
from generator.site.assets import Files, site_assets, vendored
from generator.site.material_files import theme_scripts
from generator.site.mkdocs_config import OVERRIDES, mkdocs_yml, one_line, siblings, source_path
from generator.site.search_index import language_file

TO_OTHER_PAGE = re.compile(r'<a\b(?=[^>]* href="(?!#|(?:mailto|sms|tel):))')
PROJECT = ("mkdocs.yml", "docs", OVERRIDES, "site")
"""What's in the folder of a project; MkDocs builds into the last."""

LANGUAGES = f"{own_templates.THEME}partials/languages/"
"""Texts of the theme in other languages: all that pages use of its templates."""


@dataclass(frozen=True, slots=True)
class StagedPage:
    """A page, and what the theme needs to know about it."""

    page: SitePage
    front: Mapping[str, object]
    """Its front matter, escaped, because themes don't escape it."""

    @property
    def body(self) -> str:
        """Its content on one line of HTML, rendered again each time."""
        return one_line(self.page.render())

    def source(self, body: str) -> bytes:
        """Return the page as Markdown: front matter, with a JSON value on each line, and `body`, on one line.

        Python-Markdown keeps a line of HTML as it is if it begins with a block element. With line breaks, it
        would read a stray code fence or an empty line as Markdown.
        """
        front = "".join(
            f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in self.front.items()
        )
        return f"---\n{front}---\n\n{body}\n".encode()


@dataclass(frozen=True, slots=True)
class Stage:
    """An ordinary MkDocs project, as a value."""

    guide: Guide
    settings: bytes
    """The file mkdocs.yml."""
    theme: Files
    """What we change in Material's theme, by path in its folder."""
    files: Mapping[str, bytes]
    """Files that are published as they are, by address; most are read on demand."""
    pages: tuple[SitePage, ...]
    """Every page but the one for addresses that don't exist, which is part of the theme."""
    siblings: Mapping[str, tuple[int, int]]
    """Which neighbors each page of a long section lists, by its address."""

    def staged(self, page: SitePage) -> StagedPage:
        """Return `page` with what the theme needs to know about it."""
        kind, card = page_kind(page.kind), social_cards.address(page)
        optional = {
            "card": card if card in self.files else None,
            "edit": self._edit_url(page),
            "siblings": self.siblings.get(page.address),
            "style": kind.style,
            "script": kind.script,
            "structured": self.guide.site.public_url and json_ld(page, self.guide),
        }
        return StagedPage(page, _front(page, optional))

    def _edit_url(self, page: SitePage) -> str | None:
        """Return the address for editing the file of `page`, if it has the words that readers see."""
        repository = None if self.guide.translation else self.guide.site.repository
        return escape(repository.edit_url(page.file) or "") if repository and page.file else None

    def versions(self, page: SitePage) -> Iterator[StagedPage]:
        """Yield `page` and, if other sites can show it in a frame, the page for that."""
        yield self.staged(page)
        if render := page.render_embedded:
            kind, address = page_kind(page.kind), f"{EMBED}{page.address}"
            shown = replace(page, address=address, render=lambda: in_new_tabs(render()))
            needed = {"style": kind.style, "script": kind.script, "embedded": True}
            yield StagedPage(shown, _front(shown, needed))

    def project_files(self) -> Files:
        """Return the files of the project, by path."""
        files = {f"docs/{address}": data for address, data in self.files.items()}
        return files | self.sources(lambda page: page.body)

    def sources(self, body: Callable[[StagedPage], str]) -> Files:
        """Return the settings, the theme, and the pages with what `body` returns for each, by path."""
        pages = [*map(self.staged, self.pages)]
        return {
            "mkdocs.yml": self.settings,
            **{f"{OVERRIDES}/{path}": data for path, data in self.theme.items()},
            **{f"docs/{source_path(one.page)}": one.source(body(one)) for one in pages},
        }


def stage(
    guide: Guide,
    pages: tuple[SitePage, ...],
    attachments: Mapping[str, bytes],
    templates: Layers,
    strings: Strings,
) -> Stage:
    """Return the whole MkDocs project.

    `attachments` are other files of the site (fonts, pictures, PDFs) by address; `templates`
    are what it's made with. Raises `ContentError` for templates that can't be used.
    """
    style_files = {address: attachments[address] for address in attachments if address.startswith("assets/")}
    modules = scripts.modules(strings, guide.depth)
    generated = {f"scripts/{name}": text.encode() for name, text in modules.items()}
    ours = {**site_assets(templates, generated), **vendored(templates), **style_files}
    ours |= language_file(guide.site.language) | {theme_style.ADDRESS: theme_style.theme_style(templates)}
    ours |= theme_scripts()
    if guide.site.embed:
        ours |= assets.embedding(templates)
    # Other sites load it, so its address stays.
    public = {name: ours.pop(name) for name in [EMBED_SCRIPT] if name in ours}
    folder, fingerprinted = assets.fingerprinted(assets.branded(ours, guide.site))
    others = Lazy(
        {name: partial(attachments.__getitem__, name) for name in attachments if name not in style_files}
    )
    icon = social_cards.ICON if social_cards.ICON in attachments else None
    return Stage(
        guide,
        mkdocs_yml(guide, pages, folder, icon, strings),
        _theme(templates),
        merged(others, fingerprinted, public),
        tuple(page for page in pages if page.address != NOT_FOUND),
        siblings(pages),
    )


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Make `folder` hold exactly `files`, without touching those that are up to date."""
    folder.mkdir(parents=True, exist_ok=True)
    present = set()
    for name in walk(folder):
        path = folder / name
        # Through a link, we'd write into a file or folder outside.
        if name in files and not path.is_symlink():
            present.add(name)
        else:
            path.unlink()
    remove_empty_folders(folder)
    for name, data in files.items():
        path = folder / name
        if name not in present or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def check_theme(templates: Layers) -> None:
    """Raise `ContentError` for files of the guide's own that no theme uses."""
    unused = (name for name in own_templates.unused(templates) if name.startswith(own_templates.THEME))
    if strays := [name for name in unused if not name.startswith(LANGUAGES)]:
        raise ContentError(own_templates.stray(name, templates) for name in strays)


def _theme(templates: Layers) -> Files:
    """Return what we change in the theme, and the program's version of what the guide changes."""
    check_theme(templates)
    folder = "site/theme"
    paths = {
        **templates.files(folder),
        **{
            f"{PROGRAM_PREFIX}/{name}": path
            for name in templates.own_files(folder)
            if (path := templates.program / folder / name).is_file()
        },
    }
    return {name: path.read_bytes() for name, path in paths.items()}


def in_new_tabs(html: str) -> Markup:
    """Return the content of a page in a frame, which has no room for others: links to them open new tabs."""
    return Markup(TO_OTHER_PAGE.sub('<a target="_blank"', html))


def _front(page: SitePage, optional: Mapping[str, object]) -> dict[str, object]:
    """Return the front matter of `page`; `optional` is more of it, without empty values."""
    kind = page_kind(page.kind)
    front: dict[str, object] = {
        "title": escape(page.title),
        "description": escape(page.description),
        "kind": page.kind,
        "tags": [escape(word, quote=False) for word in page.aliases],
        "tools": kind.tools,
        **{name: value for name, value in optional.items() if value},
    }
    if kind.boost != 1:
        front["search"] = {"boost": kind.boost}
    return front
