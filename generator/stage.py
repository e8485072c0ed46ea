"""Sets the pages out as an ordinary MkDocs project, so that any generator of that kind can build it.

Everything is a value first, a path in the project with its bytes; `write` alone touches the disk.
Themes of MkDocs do not escape titles and descriptions, so every string here is escaped by us.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from markupsafe import Markup

from generator import brand_files, offline, script_words, search_index, social_cards, tree
from generator.assets import Files, assets, files, stamped
from generator.brand import Contact
from generator.contents import Origin
from generator.interface import Section
from generator.model import Guide
from generator.navigation import beside, navigation, source
from generator.render import in_words
from generator.site_page import MISSING, SitePage
from generator.structured import structured

PROMINENCE = {
    "principle": 4, "start": 2, "checklist": 2, "worksheet": 2, "message": 2, "contacts": 2, "questions": 3,
    "workshop": 0.5,
}  # fmt: skip
"""How much a kind of page counts in the search, where it is not 1: a shared word finds advice first."""

SPACES = re.compile(r"[\t\r\n\f][ \t\r\n\f]*| [ \t\r\n\f]+")
"""All that is not a single space already."""

READ = frozenset(["home", "principle", "questions", "glossary", "page", "sources", "changes"])
"""Kinds of pages on which nothing is filled in or fetched; they do without the style of what is."""


def project(
    guide: Guide,
    pages: Iterable[SitePage],
    attachments: Mapping[str, bytes],
    templates: Path,
    words: Section,
) -> Files:
    """Return the whole MkDocs project as files.

    `attachments` are files of the site (fonts, pictures, PDFs) by address; `templates` is the
    folder that holds assets/ and theme/; `words` is what stands around every page.
    """
    every_page = tuple(pages)
    staged = {f"overrides/{path}": data for path, data in files(templates / "theme").items()}
    fetched = {path: data for path, data in attachments.items() if path.startswith("assets/")}
    modules = script_words.modules(templates, guide.site.language)
    said = {f"scripts/{name}": text.encode() for name, text in modules.items()}
    made = {**assets(templates / "assets", said), **fetched}
    folder, kept = stamped(brand_files.dressed(made, guide.site))
    staged |= {f"docs/{path}": data for path, data in {**attachments, **kept}.items() if path not in fetched}
    sources = _sources(guide)
    shelves = {page.address: page for page in every_page if page.kind == "shelf"}
    near = beside(every_page)
    for page in every_page:
        if page.address != MISSING:
            shelf = shelves.get(f"{page.address.partition('/')[0]}/") if page.kind != "shelf" else None
            card = social_cards.address(page)
            shown = card if card in attachments else None
            edited = sources.get(page.address)
            structure = structured(page, guide, shelf)
            staged[f"docs/{source(page)}"] = _markdown(page, structure, shown, edited, near.get(page.address))
    icon = social_cards.ICON if social_cards.ICON in attachments else None
    own = guide.site.mkdocs.values() if guide.site.mkdocs else {}
    staged["mkdocs.yml"] = _json(_joined(_settings(guide, every_page, folder, icon, words), own))
    return staged


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Make `folder` hold exactly `files`; a file that is right already is left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    there = set()
    for name in tree.names(folder):
        path = folder / name
        # A link would have us write into somebody's file or folder.
        if name in files and not path.is_symlink():
            there.add(name)
        else:
            path.unlink()
    tree.remove_empty_folders(folder)
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


def _joined(ours: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings of ours with those that a place adds; the two have no value in common."""
    return {
        **ours,
        **{
            name: _joined(ours[name], value) if isinstance(ours.get(name), Mapping) else value
            for name, value in own.items()
        },
    }


def _markdown(
    page: SitePage, structure: str, card: str | None, edited: str | None, near: tuple[int, int] | None
) -> bytes:
    """Return the page as Markdown: front matter, with `structure` for search engines, and one line of HTML.

    `card` is the address of the picture that is shown of it where somebody shares it, `edited` that of
    the place where its text can be changed; `near` says which pages of its
    section stand beside it, if not all.

    Python-Markdown leaves a line of HTML that begins with a block element as it is. On several
    lines, a stray code fence or blank line in it would be read as Markdown.
    """
    about: dict[str, object] = {
        "title": escape(page.title),
        "description": escape(page.description),
        "kind": page.kind,
        "tags": [escape(word, quote=False) for word in page.search_words],
    }
    about["structured"] = structure
    about["tools"] = page.kind not in READ
    if card:
        about["card"] = card
    if edited:
        about["edit"] = escape(edited)
    if near:
        about["beside"] = near
    if page.script:
        about["script"] = page.script
    if page.kind in PROMINENCE:
        about["search"] = {"boost": PROMINENCE[page.kind]}
    front = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in about.items())
    return f"---\n{front}---\n\n{one_line(page.body)}\n".encode()


def one_line(html: str) -> str:
    """Return `html` on one line; no element of ours keeps line breaks."""
    return SPACES.sub(" ", html).strip()


def _settings(
    guide: Guide,
    pages: tuple[SitePage, ...],
    assets_folder: str,
    touch_icon: str | None,
    words: Section,
) -> dict[str, object]:
    """Return what mkdocs.yml says."""
    site = guide.site
    missing = next(page for page in pages if page.address == MISSING)
    return {
        "site_name": escape(site.name),
        "site_url": site.url,
        "site_description": escape(site.description),
        "nav": navigation(pages),
        "not_in_nav": "".join(f"/{page.address}index.md\n" for page in pages if not page.in_menu),
        "use_directory_urls": True,
        "theme": _theme(site.language, brand_files.icon(site, assets_folder)),
        "extra_css": [f"{assets_folder}/guide.css"],
        "extra_javascript": [{"path": f"{assets_folder}/guide.js", "type": "module"}],
        "markdown_extensions": [],
        "plugins": [{"search": _search(site.language)}],
        "validation": {
            "nav": dict.fromkeys(("omitted_files", "not_found", "absolute_links"), "warn"),
            "links": dict.fromkeys(("not_found", "anchors", "absolute_links", "unrecognized_links"), "warn"),
        },
        "extra": {
            "generator": False,
            "assets": assets_folder,
            "touch_icon": touch_icon,
            **brand_files.told(site, assets_folder),
            "contact": _contact(site.contact, words) if site.contact else None,
            "privacy": escape(site.privacy),
            "updated": in_words(guide.contents.updated, words),
            "words": _words(guide, pages, words),
            "changes": guide.changes.address if guide.changes else None,
            "offline": offline.PAGE if guide.site.offline else None,
            "footer": [
                {"title": escape(page.label), "url": page.address}
                for page in pages
                if page.kind == "page" and not page.in_menu
            ],
            "missing": {"title": escape(missing.title), "body": one_line(missing.body)},
        },
    }


def _words(guide: Guide, pages: tuple[SitePage, ...], words: Section) -> dict[str, object]:
    """Return what the theme says around every page, as HTML; the place of the day is left for it to fill."""
    said, site = words.frame, guide.site
    name = Markup("<strong>{}</strong>").format(site.name)
    link = Markup('<a href="{}" rel="license">{}</a>').format(site.license.url, site.license.name)
    return {
        **{name: escape(said[name]) for name in ("menu", "sections", "colors", "changed", "suggest")},
        "offline": escape(words.offline.title),
        "terms": str(said.terms(site=name, license=link)),
        "based": str(said.based(guide=_origin(site.based_on))) if site.based_on else "",
        "all": {
            escape(page.label): escape(said.all[page.address.rstrip("/")])
            for page in pages
            if page.kind == "shelf"
        },
        # By Material's own names, and plain: it puts some into a script.
        "theme": {
            "action.skip": said.skip,
            "search.placeholder": said.search.placeholder,
            "search.result.initializer": said.search.begin,
            "search.result.placeholder": said.search.begin,
            "search.result.none": said.search.none,
            "search.result.one": said.search.page,
            "search.result.other": said.search.pages,
            "search.result.more.one": said.search.place,
            "search.result.more.other": said.search.places,
        },
    }


def _origin(origin: Origin) -> Markup:
    return Markup('<a href="{}">{}</a>').format(origin.url, origin.name)


def _contact(contact: Contact, words: Section) -> dict[str, object]:
    ways = [{"link": escape(link), "words": escape(shown)} for link, shown in contact.ways]
    name = Markup("<strong>{}</strong>").format(contact.name)
    return {"name": str(words.frame.contact(name=name)), "ways": ways}


def _search(language: str) -> dict[str, object]:
    """Return how words are weighed and cut; what else the index knows, `search_index` adds."""
    return {
        "lang": language,
        "separator": search_index.SEPARATOR,
        "pipeline": ["stemmer"],
        "fields": {field: {"boost": boost} for field, boost in search_index.BOOSTS.items()},
    }


def _theme(language: str, icon: str) -> dict[str, object]:
    return {
        "name": "material",
        "custom_dir": "overrides",
        "language": language,
        "font": False,
        "favicon": icon,
        "palette": [
            _palette("light", "paper"),
            _palette("dark", "night"),
        ],
    }


def _palette(preferred: str, scheme: str) -> dict[str, object]:
    return {
        "media": f"(prefers-color-scheme: {preferred})",
        "scheme": scheme,
        "primary": "custom",
        "accent": "custom",
    }


def _json(value: object) -> bytes:
    """Return `value` as JSON, which is valid YAML that nobody can mistake."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
