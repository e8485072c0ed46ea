"""The menu of the site as MkDocs wants it, and which pages of a long section stand beside each."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any

from markupsafe import Markup

from generator.load.strings import Strings
from generator.model.brand import Contact
from generator.model.guide import Guide
from generator.model.page_kinds import PAGE_KINDS
from generator.model.settings import ParentGuide
from generator.pages.page import NOT_FOUND, OFFLINE_PAGE, SitePage
from generator.pages.templates import format_day
from generator.site import assets, search_index

MOST_BESIDE = 40
"""Pages of a section that are listed beside each; a longer list helps nobody, and makes pages longer."""


def source(page: SitePage) -> str:
    """Return where the source of `page` is staged, among those of all pages."""
    return f"{page.address}index.md"


def navigation(pages: tuple[SitePage, ...]) -> list[dict[str, object]]:
    """Return the pages as MkDocs wants its nav: a shelf is a section with its own page first.

    What is not in the menu is led to from the foot of every page.
    """
    navigation: list[dict[str, object]] = []
    for page in pages:
        entry = {escape(page.label): source(page)}
        if page.kind == "section":
            section: list[dict[str, str]] = [entry]
            navigation.append({escape(page.label): section})
        elif PAGE_KINDS[page.kind].in_section:
            section.append(entry)
        elif page.in_menu:
            navigation.append({**entry})
    return navigation


def beside(pages: tuple[SitePage, ...]) -> dict[str, tuple[int, int]]:
    """Return which pages of its section are listed beside each page, where they are not all, by its address.

    They are counted from the page of the section itself; the first is in the list and the last is not.
    """
    sections: list[list[SitePage]] = []
    for page in pages:
        if page.kind == "section":
            sections.append([page])
        elif PAGE_KINDS[page.kind].in_section:
            sections[-1].append(page)
    relative_to_cwd = {}
    for section in sections:
        if len(section) > MOST_BESIDE + 1:
            last = len(section) - MOST_BESIDE
            for place, page in enumerate(section):
                first = min(max(1, place - MOST_BESIDE // 2), last)
                relative_to_cwd[page.address] = (first, first + MOST_BESIDE)
    return relative_to_cwd


SPACES = re.compile(r"[\t\r\n\f][ \t\r\n\f]*| [ \t\r\n\f]+")
"""All that is not a single space already."""


def _joined(ours: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings of ours with those that a place adds; the two have no value in common."""
    return {
        **ours,
        **{
            name: _joined(ours[name], value) if isinstance(ours.get(name), Mapping) else value
            for name, value in own.items()
        },
    }


def one_line(html: str) -> str:
    """Return `html` on one line; no element of ours keeps line breaks."""
    return SPACES.sub(" ", html).strip()


def _settings(
    guide: Guide,
    pages: tuple[SitePage, ...],
    assets_folder: str,
    touch_icon: str | None,
    strings: Strings,
) -> dict[str, object]:
    """Return what mkdocs.yml says."""
    site = guide.site
    missing = next(page for page in pages if page.address == NOT_FOUND)
    return {
        "site_name": escape(site.name),
        "site_url": site.url,
        "site_description": escape(site.description),
        "nav": navigation(pages),
        "not_in_nav": "".join(
            f"/{page.address}index.md\n" for page in pages if not page.in_menu and page.address != NOT_FOUND
        ),
        "use_directory_urls": True,
        "theme": _theme(site.language, assets.icon(site, assets_folder)),
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
            **assets.told(site, assets_folder),
            "contact": _contact(site.contact, strings) if site.contact else None,
            "privacy": escape(site.privacy),
            "updated": format_day(guide.outline.updated, strings),
            "words": _words(guide, pages, strings),
            "changes": guide.changes.address if guide.changes else None,
            "offline": OFFLINE_PAGE if guide.site.offline else None,
            "footer": [
                {"title": escape(page.label), "url": page.address} for page in pages if page.in_footer
            ],
            "missing": {"title": escape(missing.title), "body": one_line(missing.body)},
        },
    }


def _words(guide: Guide, pages: tuple[SitePage, ...], strings: Strings) -> dict[str, object]:
    """Return what the theme says around every page, as HTML; the place of the day is left for it to fill."""
    said, site = strings.frame, guide.site
    name = Markup("<strong>{}</strong>").format(site.name)
    link = Markup('<a href="{}" rel="license">{}</a>').format(site.license.url, site.license.name)
    return {
        **{name: escape(said[name]) for name in ("menu", "sections", "colors", "changed", "suggest")},
        "offline": escape(strings.offline.title),
        "terms": str(said.terms(site=name, license=link)),
        "based": str(said.based(guide=_origin(site.based_on))) if site.based_on else "",
        "all": {
            escape(page.label): escape(said.all[page.address.rstrip("/")])
            for page in pages
            if page.kind == "section"
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


def _origin(origin: ParentGuide) -> Markup:
    return Markup('<a href="{}">{}</a>').format(origin.url, origin.name)


def _contact(contact: Contact, strings: Strings) -> dict[str, object]:
    ways = [{"link": escape(link), "words": escape(shown)} for link, shown in contact.ways]
    name = Markup("<strong>{}</strong>").format(contact.name)
    return {"name": str(strings.frame.contact(name=name)), "ways": ways}


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
