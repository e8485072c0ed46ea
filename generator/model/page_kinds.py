"""The kinds of pages on the site, and everything that depends on the kind of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKind:
    """What follows from the kind of a page."""

    address: str = ""
    """The first part of the addresses of these pages, which no page of running text can have."""
    listing: str = ""
    """The heading in llms.txt that lists them, a key of `listing` in the strings; empty if none does. Pages
    in a section are listed under its name."""
    in_section: bool = False
    """Whether they're in a section: a list at their address leads to them, and they lead to each other."""
    article: bool = False
    """Whether search engines should treat them as articles; the others are lists and tools."""
    boost: float = 1
    """How much they count in the site's search: a word that several pages share finds advice first."""
    tools: bool = False
    """Whether readers fill in or download something on them; only these pages load the styles for that."""
    style: str = ""
    """A style sheet of their own in place of that for tools: its folder in templates/site/assets/style/."""
    embedded: bool = False
    """Whether other sites can show them in a frame, if the host allows it."""
    script: str | None = None
    """The script in templates/site/assets/scripts that they start; without it, they can still be read."""


_record_page = partial(PageKind, in_section=True, article=True, tools=True)
PAGE_KINDS: Mapping[str, PageKind] = MappingProxyType(
    {
        "home": PageKind(style="home"),
        "start": PageKind(address="start", listing="begin", boost=2, tools=True, script="start"),
        "section": PageKind(tools=True),
        "moment": _record_page(
            address="moments", boost=3, tools=False, style="moments", script="moment", embedded=True
        ),
        "principle": _record_page(address="principles", boost=4, tools=False),
        "checklist": _record_page(address="checklists", boost=2, script="checklist", embedded=True),
        "worksheet": _record_page(address="worksheets", boost=2, script="sheet", embedded=True),
        "message": _record_page(address="messages", boost=2, script="message"),
        "workshop": _record_page(address="workshops", boost=0.5, script="workshop"),
        "contacts": PageKind(address="tools", listing="tools", boost=2, tools=True, script="contacts"),
        "my-week": PageKind(address="my-week", listing="tools", style="week", script="my-week"),
        "questions": PageKind(address="questions", listing="more", article=True, boost=3),
        "glossary": PageKind(address="glossary", listing="more"),
        "page": PageKind(listing="more", article=True),
        "sources": PageKind(address="sources", listing="more"),
        "changes": PageKind(address="changes", listing="more"),
        "offline": PageKind(address="offline", listing="more", tools=True, script="offline"),
        "not-found": PageKind(address="404"),
    }
)
"""Every kind of page by its name; llms.txt has its headings in this order."""
OWN_KIND = _record_page()
"""What follows from any kind that a guide adds."""


def page_kind(name: str) -> PageKind:
    """Return what follows from the kind called `name`: a row of the table, or one that the guide adds."""
    return PAGE_KINDS.get(name, OWN_KIND)


class TemplateValues(NamedTuple):
    """What the template of every record and list knows, by these names."""

    here: str
    """The start of the page's links."""
    guide: Any
    sheets: Mapping[str, Any]
    """The pictures and files of each worksheet, by ID."""
    named: Mapping[str, Any]
    """Every record by its title."""
    address: str
    embedded: bool
    """Whether it's the page for a frame on another site."""
    feedback: Any
    """Returns how readers can write about the page."""


TABS = (
    ("start",),
    ("moment", "checklist"),
    ("principle",),
    ("worksheet",),
    ("message",),
    ("workshop",),
    ("my-week",),
)
"""The kinds that the tabs at the top of every page lead to, or to their list. Of the kinds that share a tab,
the first that a guide has gets it. Kinds that a guide adds have tabs before the last, if there's room."""
MOST_TABS = 7
"""More wouldn't fit next to each other."""
GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "do": ("start", "moment", "my-week", "contacts"),
        "read": ("principle", "questions", "page"),
        "print": ("worksheet", "checklist", "message"),
        "groups": ("workshop",),
        "about": ("sources", "glossary", "changes", "offline"),
    }
)
"""The kinds in each group of links at the foot of every page; the groups are keys of `map` in the strings."""
OWN_GROUP = "read"
"""The group of the kinds that a guide adds."""
LISTED = "principle"
"""The kind whose pages are links of their own in their group, unless there are many."""
EMBEDDED = frozenset(kind.address for kind in PAGE_KINDS.values() if kind.embedded)
"""The first parts of the addresses of pages that other sites can show in a frame."""
RESERVED_ADDRESSES = frozenset(
    {kind.address for kind in PAGE_KINDS.values() if kind.address}
    | {"assets", "embed", "index", "search", "sitemap", "social"}
)
"""Addresses that the site needs for itself, so no page of running text can have them."""
