"""What search engines are told of a page: an article, and the way to it (schema.org, as JSON-LD)."""

from __future__ import annotations

import json
from typing import Any

from generator.model.guide import Guide
from generator.pages.page import Kind, SitePage

ARTICLES: frozenset[Kind] = frozenset(
    ["principle", "checklist", "worksheet", "message", "workshop", "page", "questions"]
)
"""Kinds of pages that are read as articles; the others are lists and tools."""


def structured(page: SitePage, guide: Guide, shelf: SitePage | None) -> str:
    """Return the JSON of `page`, with signs that could end a script element escaped.

    `shelf` is the page of the section in which it stands, None for a page of its own.
    """
    site = guide.site
    url = site.url + page.address
    graph: list[dict[str, Any]] = []
    if page.kind in ARTICLES:
        graph.append(
            {
                "@type": "Article",
                "headline": page.title,
                "description": page.description,
                "url": url,
                "inLanguage": site.language,
                "dateModified": guide.outline.updated.isoformat(),
                "license": site.license.url,
                "author": {"@type": "Organization", "name": site.name, "url": site.url},
            }
        )
    if page.address:
        way: list[tuple[str, str]] = [(site.name, site.url)]
        if shelf:
            way.append((shelf.title, site.url + shelf.address))
        steps = enumerate((*way, (page.title, url)), start=1)
        graph.append(
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {"@type": "ListItem", "position": number, "name": name, "item": address}
                    for number, (name, address) in steps
                ],
            }
        )
    else:
        graph.append(
            {"@type": "WebSite", "name": site.name, "url": url, "description": page.description}
            | {"inLanguage": site.language, "license": site.license.url}
        )
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
