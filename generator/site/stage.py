"""Sets the pages out as an ordinary MkDocs project, so that any generator of that kind can build it.

Everything is a value first, a path in the project with its bytes; `write` alone touches the disk.
Themes of MkDocs do not escape titles and descriptions, so every string here is escaped by us.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from generator.engine.files import remove_empty_folders, walk
from generator.load.strings import Strings
from generator.model.guide import Guide
from generator.model.page_kinds import PAGE_KINDS
from generator.pages.page import NOT_FOUND, SitePage
from generator.pages.structured_data import json_ld
from generator.site import assets, scripts, social_cards
from generator.site.assets import Files, files, site_assets, stamped
from generator.site.mkdocs_config import _joined, _json, _settings, beside, one_line, source


def project(
    guide: Guide,
    pages: Iterable[SitePage],
    attachments: Mapping[str, bytes],
    templates: Path,
    strings: Strings,
) -> Files:
    """Return the whole MkDocs project as files.

    `attachments` are files of the site (fonts, pictures, PDFs) by address; `templates` is the
    folder that holds assets/ and theme/; `strings` is what stands around every page.
    """
    every_page = tuple(pages)
    staged = {f"overrides/{path}": data for path, data in files(templates / "site/theme").items()}
    fetched = {path: data for path, data in attachments.items() if path.startswith("assets/")}
    modules = scripts.modules(templates, guide.site.language)
    said = {f"scripts/{name}": text.encode() for name, text in modules.items()}
    made = {**site_assets(templates / "site/assets", said), **fetched}
    folder, kept = stamped(assets.branded(made, guide.site))
    staged |= {f"docs/{path}": data for path, data in {**attachments, **kept}.items() if path not in fetched}
    sources = _sources(guide)
    sections = {page.address: page for page in every_page if page.kind == "section"}
    relative_to_cwd = beside(every_page)
    for page in every_page:
        if page.address != NOT_FOUND:
            listed = PAGE_KINDS[page.kind].in_section
            section = sections[f"{page.address.partition('/')[0]}/"] if listed else None
            card = social_cards.address(page)
            shown = card if card in attachments else None
            edited = sources.get(page.address)
            structure = json_ld(page, guide, section)
            staged[f"docs/{source(page)}"] = _markdown(
                page, structure, shown, edited, relative_to_cwd.get(page.address)
            )
    icon = social_cards.ICON if social_cards.ICON in attachments else None
    own = guide.site.mkdocs.values() if guide.site.mkdocs else {}
    staged["mkdocs.yml"] = _json(_joined(_settings(guide, every_page, folder, icon, strings), own))
    return staged


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Make `folder` hold exactly `files`; a file that is right already is left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    there = set()
    for name in walk(folder):
        path = folder / name
        # A link would have us write into somebody's file or folder.
        if name in files and not path.is_symlink():
            there.add(name)
        else:
            path.unlink()
    remove_empty_folders(folder)
    for name, data in files.items():
        path = folder / name
        if name not in there or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def _sources(guide: Guide) -> dict[str, str]:
    """Return where the text of each page can be changed, by the address of the page, if somebody said so."""
    if not guide.site.mkdocs:
        return {}
    settings = guide.site.mkdocs.settings
    files = {record.address: record.id.where.file for record in guide.records()}
    places = {address: settings.edit_address(file) for address, file in files.items()}
    return {address: place for address, place in places.items() if place}


def _markdown(
    page: SitePage,
    structure: str,
    card: str | None,
    edited: str | None,
    relative_to_cwd: tuple[int, int] | None,
) -> bytes:
    """Return the page as Markdown: front matter, with `structure` for search engines, and one line of HTML.

    `card` is the address of the picture that is shown of it where somebody shares it, `edited` that of
    the place where its text can be changed; `relative_to_cwd` says which pages of its
    section stand beside it, if not all.

    Python-Markdown leaves a line of HTML that begins with a block element as it is. On several
    lines, a stray code fence or blank line in it would be read as Markdown.
    """
    kind = PAGE_KINDS[page.kind]
    about: dict[str, object] = {
        "title": escape(page.title),
        "description": escape(page.description),
        "kind": page.kind,
        "tags": [escape(word, quote=False) for word in page.aliases],
    }
    about["structured"] = structure
    about["tools"] = kind.tools
    if card:
        about["card"] = card
    if edited:
        about["edit"] = escape(edited)
    if relative_to_cwd:
        about["beside"] = relative_to_cwd
    if kind.script:
        about["script"] = kind.script
    if kind.boost != 1:
        about["search"] = {"boost": kind.boost}
    front = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in about.items())
    return f"---\n{front}---\n\n{one_line(page.body)}\n".encode()
