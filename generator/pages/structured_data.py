"""What search engines read about a page: an article, and its breadcrumbs (schema.org, as JSON-LD)."""

from __future__ import annotations

import json
from typing import Any

from generator.model.foreign import plain
from generator.model.guide import Guide
from generator.model.page_kinds import page_kind
from generator.pages.page import SitePage


def json_ld(page: SitePage, guide: Guide) -> str:
    """Return the JSON of `page`, with characters that could end a script element escaped."""
    site = guide.site
    url = site.url + page.address
    graph: list[dict[str, Any]] = []
    if page_kind(page.kind).article:
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
        crumbs = [(site.name, site.url), (page.title, url)]
        if page_kind(page.kind).in_section:
            kind = next(kind for kind in guide.kinds if kind.word == page.kind)
            section = guide.outline.sections[kind.folder]
            assert section
            crumbs.insert(1, (section.title, f"{site.url}{kind.home()}/"))
        graph.append(
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {"@type": "ListItem", "position": number, "name": name, "item": address}
                    for number, (name, address) in enumerate(crumbs, start=1)
                ],
            }
        )
    else:
        graph.append(
            {"@type": "WebSite", "name": site.name, "url": url, "description": page.description}
            | {"inLanguage": site.language, "license": site.license.url}
        )
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return plain(text).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
