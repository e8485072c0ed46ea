"""The links to the whole guide on every page: a few tabs at its top, everything else at its foot."""

from __future__ import annotations

from html import escape

from generator.load.strings import Strings
from generator.model.guide import Guide
from generator.model.page_kinds import GROUPS, LISTED, PAGE_KINDS, TABS
from generator.pages.page import OFFLINE_PAGE, SitePage

MOST_LISTED = 8
"""Pages of the kind `LISTED` that have links of their own. A longer list is only a page."""
Link = dict[str, object]
"""The address and the title of a link, escaped, and what themes have to know about it."""


def tabs(pages: tuple[SitePage, ...], strings: Strings) -> list[Link]:
    """Return the tabs of a guide with these `pages`, in order, each with a hint about what's there."""
    entries = {_kind(page): page for page in pages if not PAGE_KINDS[page.kind].in_section}
    links = list[Link]()
    for kinds in TABS:
        if kind := next((kind for kind in kinds if kind in entries), None):
            page, frame = entries[kind], strings.frame
            link = _link(page.address, _text(frame.tabs, kind, page.label))
            links.append({**link, "hint": escape(_text(frame.hints, kind, ""))})
    return links


def groups(guide: Guide, pages: tuple[SitePage, ...], strings: Strings) -> list[dict[str, object]]:
    """Return the groups of links at the foot of every page, those that have any."""
    found: dict[str, list[Link]] = {group: [] for group in GROUPS}
    top = {tab["url"] for tab in tabs(pages, strings)}
    each = sum(page.kind == LISTED for page in pages) <= MOST_LISTED
    for page in pages:
        if group := _group(page, guide, each=each):
            link = _link(page.address, page.label)
            # A page of a section shares its frame with the others, which can't say that they're current.
            facts = {
                "shared": PAGE_KINDS[page.kind].in_section,
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
    kind = _kind(page)
    if PAGE_KINDS[kind].in_section and (page.kind == "section") == (kind == LISTED and each):
        return ""
    return next((group for group, kinds in GROUPS.items() if kind in kinds), "")


def _text(texts: Strings, kind: str, otherwise: str) -> str:
    """Return the one of `texts` for `kind`, if there is one."""
    if kind in texts:
        return str(texts[kind])
    return otherwise


def _kind(page: SitePage) -> str:
    """Return the kind of `page`, or of the pages that it lists."""
    return _BY_LIST.get(page.address, page.kind)


_BY_LIST = {f"{kind.address}/": name for name, kind in PAGE_KINDS.items() if kind.in_section}


def _link(url: str, title: str) -> Link:
    return {"url": url, "title": escape(title)}
