"""Stages the pages as an ordinary MkDocs project, which compatible generators can build, too.

A project is a value first, the bytes of each file by path; only `write` touches the disk.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path

from generator.engine.files import remove_empty_folders, walk
from generator.load.strings import Strings
from generator.model.guide import Guide
from generator.model.page_kinds import PAGE_KINDS
from generator.pages.page import NOT_FOUND, SitePage
from generator.pages.structured_data import json_ld
from generator.site import assets, scripts, social_cards
from generator.site.assets import Files, files, site_assets
from generator.site.mkdocs_config import mkdocs_yml, one_line, siblings, source_path
from generator.site.search_index import language_file


def project(
    guide: Guide, pages: tuple[SitePage, ...], attachments: Files, templates: Path, strings: Strings
) -> Files:
    """Return the whole MkDocs project as files.

    `attachments` are other files of the site (fonts, pictures, PDFs) by address; `templates` is the folder
    of templates. Raises `ContentError` for templates that can't be used.
    """
    style_files = {address: data for address, data in attachments.items() if address.startswith("assets/")}
    modules = scripts.modules(templates, guide.site.language)
    generated = {f"scripts/{name}": text.encode() for name, text in modules.items()}
    ours = {**site_assets(templates / "site/assets", generated), **style_files}
    ours |= language_file(guide.site.language)
    folder, fingerprinted = assets.fingerprinted(assets.branded(ours, guide.site))
    others = {address: data for address, data in attachments.items() if address not in style_files}
    icon = social_cards.ICON if social_cards.ICON in attachments else None
    staged = {f"overrides/{path}": data for path, data in files(templates / "site/theme").items()}
    staged |= {f"docs/{address}": data for address, data in {**others, **fingerprinted}.items()}
    staged["mkdocs.yml"] = mkdocs_yml(guide, pages, folder, icon, strings)

    sections = {page.address: page for page in pages if page.kind == "section"}
    ranges = siblings(pages)
    repository = guide.site.repository
    edit_urls = {
        record.address: repository.edit_url(record.id.where.file) for record in guide.records() if repository
    }
    for page in pages:
        if page.address == NOT_FOUND:
            continue
        kind = PAGE_KINDS[page.kind]
        section = sections[f"{page.address.partition('/')[0]}/"] if kind.in_section else None
        card = social_cards.address(page)
        optional = {
            "card": card if card in attachments else None,
            "edit": escape(edit_urls.get(page.address) or ""),
            "siblings": ranges.get(page.address),
            "script": kind.script,
            "structured": guide.site.public_url and json_ld(page, guide, section),
        }
        staged[f"docs/{source_path(page)}"] = _markdown(page, optional)
    return staged


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


def _markdown(page: SitePage, optional: Mapping[str, object]) -> bytes:
    """Return the page as Markdown: front matter and one line of HTML.

    `optional` is more front matter; empty values are left out.

    Python-Markdown keeps a line of HTML as it is if it begins with a block element. With line breaks, it
    would read a stray code fence or an empty line as Markdown. Themes don't escape front matter, so we do.
    """
    kind = PAGE_KINDS[page.kind]
    about: dict[str, object] = {
        "title": escape(page.title),
        "description": escape(page.description),
        "kind": page.kind,
        "tags": [escape(word, quote=False) for word in page.aliases],
        "tools": kind.tools,
        **{name: value for name, value in optional.items() if value},
    }
    if kind.boost != 1:
        about["search"] = {"boost": kind.boost}
    front = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in about.items())
    return f"---\n{front}---\n\n{one_line(page.body)}\n".encode()
