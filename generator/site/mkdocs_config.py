"""Writes mkdocs.yml: the settings of the site, its navigation, and what the theme shows around every page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from urllib.parse import urlsplit

from markupsafe import Markup

from generator.load.strings import Strings
from generator.model.brand import Contact
from generator.model.fields import Url
from generator.model.guide import Guide
from generator.model.language_names import name_in
from generator.model.page_kinds import page_kind
from generator.model.settings import Profile, Repository, SiteConfig, TranslationElsewhere
from generator.pages import feedback
from generator.pages.exports import FEED
from generator.pages.page import NOT_FOUND, SitePage
from generator.pages.templates import format_day
from generator.site import assets, search_index, site_map

OVERRIDES = "overrides"
"""The folder of a staged project with our changes to the theme."""
MOST_SIBLINGS = 40
"""Pages of a section that are listed next to each other; longer lists help no one and make pages heavier."""


def source_path(page: SitePage) -> str:
    """Return the path of the staged source of `page`, within docs/."""
    return f"{page.address}index.md"


def navigation(pages: tuple[SitePage, ...]) -> list[dict[str, object]]:
    """Return `nav` of mkdocs.yml: every page there is, with each section beginning with its own page."""
    navigation: list[dict[str, object]] = []
    for page in pages:
        entry = {escape(page.label): source_path(page)}
        if page.kind == "section":
            section: list[dict[str, str]] = [entry]
            navigation.append({escape(page.label): section})
        elif page_kind(page.kind).in_section:
            section.append(entry)
        elif page.address != NOT_FOUND:
            navigation.append({**entry})
    return navigation


def siblings(pages: tuple[SitePage, ...]) -> dict[str, tuple[int, int]]:
    """Return the range of siblings to list on each page of a section that is too long to list whole.

    Keys are page addresses. A range counts from 0, the page of the section itself; its end is exclusive.
    """
    sections: list[list[SitePage]] = []
    for page in pages:
        if page.kind == "section":
            sections.append([page])
        elif page_kind(page.kind).in_section:
            sections[-1].append(page)
    ranges = {}
    for section in sections:
        if len(section) > MOST_SIBLINGS + 1:
            last = len(section) - MOST_SIBLINGS
            for index, page in enumerate(section):
                first = min(max(1, index - MOST_SIBLINGS // 2), last)
                ranges[page.address] = (first, first + MOST_SIBLINGS)
    return ranges


BRANDS = (
    *("bitbucket.org", "facebook.com", "github.com", "gitlab.com", "instagram.com", "linkedin.com"),
    *("mastodon.social", "threads.com", "tiktok.com", "vimeo.com", "whatsapp.com", "youtube.com"),
)
ICONS = {
    **{host: f"fontawesome/brands/{host.partition('.')[0]}" for host in BRANDS},
    "bsky.app": "fontawesome/brands/bluesky",
    "codeberg.org": "simple/codeberg",
    "x.com": "fontawesome/brands/x-twitter",
}
"""Icons of Material, by host; those of `BRANDS` have the name of their host."""
LINK = "material/link-variant"
REPOSITORY = "material/source-repository"
SPACES = re.compile(r"[\t\r\n\f][ \t\r\n\f]*| [ \t\r\n\f]+")
"""Everything that isn't a single space already."""


def one_line(html: str) -> str:
    """Return `html` on one line; none of our elements preserve line breaks."""
    return SPACES.sub(" ", html).strip()


def mkdocs_yml(
    guide: Guide, pages: tuple[SitePage, ...], assets_folder: str, touch_icon: str | None, strings: Strings
) -> bytes:
    """Return the file mkdocs.yml, as JSON, which is valid YAML and leaves nothing to interpretation.

    `assets_folder` and `touch_icon` are addresses on the site. Themes don't escape texts, so we do.
    """
    site = guide.site
    missing = next(page for page in pages if page.address == NOT_FOUND)
    settings = {
        "site_name": escape(site.name),
        "site_url": site.public_url,
        "site_description": escape(site.description),
        "nav": navigation(pages),
        "use_directory_urls": True,
        "theme": {
            "name": "material",
            "custom_dir": OVERRIDES,
            "language": site.language,
            "font": False,
            "favicon": assets.favicon_address(site, assets_folder),
            "palette": [
                {
                    "media": f"(prefers-color-scheme: {preferred})",
                    "scheme": scheme,
                    "primary": "custom",
                    "accent": "custom",
                }
                for preferred, scheme in (("light", "paper"), ("dark", "night"))
            ],
        },
        "extra_css": [f"{assets_folder}/guide.css"],
        "extra_javascript": [{"path": f"{assets_folder}/guide.js", "type": "module"}],
        "markdown_extensions": [],
        "plugins": [{"search": search_index.SETTINGS}],
        "validation": {
            "nav": dict.fromkeys(("omitted_files", "not_found", "absolute_links"), "warn"),
            "links": dict.fromkeys(("not_found", "anchors", "absolute_links", "unrecognized_links"), "warn"),
        },
        "extra": {
            "generator": False,
            "assets": assets_folder,
            "base": urlsplit(site.url).path,
            "up": ("../" * guide.depth).removesuffix("/"),
            "touch_icon": touch_icon,
            **assets.theme_context(site, assets_folder),
            "contact": _contact(site.contact, strings) if site.contact else None,
            "links": list(_links(site)),
            "privacy": escape(site.privacy),
            "updated": format_day(guide.outline.updated, strings),
            "strings": _theme_strings(guide, pages, strings),
            "changes": guide.changes.address if guide.changes else None,
            "feed": FEED if guide.changes and site.public_url else None,
            "tabs": site_map.tabs(guide, pages, strings),
            "groups": site_map.groups(guide, pages, strings),
            "languages": list(_languages(guide)),
            "translated": _translated(guide, strings),
            "help": guide.help and {"title": escape(guide.help.title), "url": guide.help.address},
            "missing": {"title": escape(missing.title), "body": one_line(missing.render())},
        },
    }
    return (json.dumps(settings, ensure_ascii=False, indent=2) + "\n").encode()


def _theme_strings(guide: Guide, pages: tuple[SitePage, ...], strings: Strings) -> dict[str, object]:
    """Return the strings of the theme as HTML; the theme itself fills in the date."""
    frame, site = strings.frame, guide.site
    name = Markup("<strong>{}</strong>").format(site.name)
    link = Markup('<a href="{}" rel="license">{}</a>').format(site.license.url, site.license.name)
    parent = site.based_on and Markup('<a href="{}">{}</a>').format(site.based_on.url, site.based_on.name)
    return {
        **{
            name: escape(frame[name])
            for name in (
                "menu",
                "sections",
                "map",
                "others",
                "colors",
                "changed",
                "suggest",
                "help",
                "languages",
                "whole",
                "new_tabs",
            )
        },
        "exact": escape(frame.search.exact),
        "more": escape(frame.search.more),
        "terms": str(frame.terms(site=name, license=link)),
        "based": str(frame.based(guide=parent)) if parent else "",
        "all": {
            escape(page.label): escape(frame.all(many=strings.names[guide.listed_at(page.address).folder]))
            for page in pages
            if page.kind == "section"
        },
        # Material's own names. Unescaped, because it puts some into a script.
        "theme": {
            "action.skip": frame.skip,
            "search.placeholder": frame.search.placeholder,
            "search.result.initializer": frame.search.begin,
            "search.result.placeholder": frame.search.begin,
            "search.result.none": frame.search.none,
            "search.result.one": frame.search.page,
            "search.result.other": frame.search.pages,
            "search.result.more.one": frame.search.place,
            "search.result.more.other": frame.search.places,
        },
    }


def _contact(contact: Contact, strings: Strings) -> dict[str, object]:
    ways = [{"url": escape(url), "name": escape(name)} for url, name in contact.ways]
    name = Markup("<strong>{}</strong>").format(contact.name)
    return {"name": str(strings.frame.contact(name=name)), "ways": ways}


def _languages(guide: Guide) -> Iterator[dict[str, str]]:
    """Yield what the theme says about each language of the site: none if it has only one."""
    home = guide.site.public_url.removesuffix(guide.folder_on_site)
    ways = {one.code: way for way, one in guide.ways}
    for one in guide.languages:
        address = {"address": home + one.folder} if home else {}
        way = {"way": ways[one.code]} if one.code in ways else {}
        yield {"code": one.code, "direction": one.direction, "name": escape(one.name), **address, **way}


def _translated(guide: Guide, strings: Strings) -> dict[str, str] | None:
    """Return what the foot of each page says about the translation; None if `guide` is none."""
    if not guide.translation:
        return None
    frame, review = strings.frame, guide.translation.settings.reviewed
    source = name_in(guide.translation.source, guide.site.language)
    reviewed = (
        frame.reviewed(name=review.by, day=format_day(review.on, strings)) if review else frame.unreviewed
    )
    report = feedback.report(guide, strings)
    link = {"report": escape(report), "place": feedback.PAGE, "ask": escape(frame.report)} if report else {}
    return {"text": escape(f"{frame.translated(language=source)} {reviewed}"), **link}


def _links(site: SiteConfig) -> Iterator[dict[str, str]]:
    """Yield the links to translations, profiles and the repository in the footer."""
    for translation in site.translations:
        yield _link(translation, language=translation.language)
    for profile in site.social:
        yield _link(profile, rel="me", icon=icon(profile.url, LINK))
    if site.repository:
        yield _link(site.repository, icon=icon(site.repository.url, REPOSITORY))


def _link(to: TranslationElsewhere | Profile | Repository, **attributes: str) -> dict[str, str]:
    return {"url": escape(to.url), "name": escape(to.name), **attributes}


def icon(url: Url, default: str) -> str:
    """Return the name of the icon for the host of `url`, or `default`."""
    host = urlsplit(url).hostname or ""
    return next((icon for site, icon in ICONS.items() if f".{host}".endswith(f".{site}")), default)
