"""The links to the whole guide on every page: a few tabs at its top, everything else at its foot."""

from __future__ import annotations

from html import escape

from generator.load.strings import Strings
from generator.model.guide import Guide
from generator.model.page_kinds import GROUPS, LISTED, MOST_TABS, OWN_GROUP, PAGE_KINDS, TABS, page_kind
from generator.pages.page import OFFLINE_PAGE, SitePage

MOST_LISTED = 8
"""Pages of the kind `LISTED` that have links of their own. A longer list is only a page."""
Link = dict[str, object]
"""The address and the title of a link, escaped, and what themes have to know about it."""


def tabs(guide: Guide, pages: tuple[SitePage, ...], strings: Strings) -> list[Link]:
    """Return the tabs of a guide with these `pages`, in order, each with a hint about what's there."""
    entries = {_kind(page, guide): page for page in pages if not page_kind(page.kind).in_section}
    found = [kind for kinds in TABS if (kind := next((one for one in kinds if one in entries), None))]
    own = [kind.word for kind in guide.kinds if kind.word not in PAGE_KINDS]
    shown = [*found[:-1], *own[: max(0, MOST_TABS - len(found))], *found[-1:]]
    return [_tab(kind, entries[kind], strings) for kind in shown if kind in entries]


def _tab(kind: str, page: SitePage, strings: Strings) -> Link:
    link = _link(page.address, _text(strings.frame.tabs, kind, page.label))
    return {**link, "hint": escape(_text(strings.frame.hints, kind, ""))}


def groups(guide: Guide, pages: tuple[SitePage, ...], strings: Strings) -> list[dict[str, object]]:
    """Return the groups of links at the foot of every page, those that have any."""
    found: dict[str, list[Link]] = {group: [] for group in GROUPS}
    top = {tab["url"] for tab in tabs(guide, pages, strings)}
    each = sum(page.kind == LISTED for page in pages) <= MOST_LISTED
    for page in pages:
        if group := _group(page, guide, each=each):
            link = _link(page.address, page.label)
            # A page of a section shares its frame with the others, which can't say that they're current.
            facts = {
                "shared": page_kind(page.kind).in_section,
                "tab": page.address in top,
                "online": page.address == OFFLINE_PAGE,
            }
            found[group].append({**link, **{name: fact for name, fact in facts.items() if fact}})
    for whole in pages:
        for part in whole.parts:
            found[part.group].append(_link(f"{whole.address}#{part.anchor}", part.label))
    return [{"title": escape(strings.map[group]), "links": links} for group, links in found.items() if links]


def _group(page: SitePage, guide: Guide, *, each: bool) -> str:
    """Return the group that leads to `page`; empty if none does. `each` is whether pages are listed."""
    if page.in_footer:
        # There's a line of its own for readers in distress.
        return "" if guide.help and page.address == guide.help.address else "about"
    kind = _kind(page, guide)
    if page_kind(kind).in_section and (page.kind == "section") == (kind == LISTED and each):
        return ""
    own = "" if kind in PAGE_KINDS else OWN_GROUP
    return next((group for group, kinds in GROUPS.items() if kind in kinds), own)


def _text(texts: Strings, kind: str, otherwise: str) -> str:
    """Return the one of `texts` for `kind`, if there is one."""
    if kind in texts:
        return str(texts[kind])
    return otherwise


def _kind(page: SitePage, guide: Guide) -> str:
    """Return the kind of `page`, or of the pages that it lists."""
    return guide.listed_at(page.address).word if page.kind == "section" else page.kind


def _link(url: str, title: str) -> Link:
    return {"url": url, "title": escape(title)}
