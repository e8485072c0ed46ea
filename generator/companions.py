"""Files beside the pages, for search engines, feed readers and other programs."""

from __future__ import annotations

from collections.abc import Sequence

from generator import feed, reuse
from generator.interface import Section
from generator.model import Guide
from generator.site_page import SitePage


def companions(guide: Guide, pages: Sequence[SitePage], words: Section) -> dict[str, bytes]:
    """Return the files by their address on the site; there is a feed when the guide tells of changes."""
    files = {
        "robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {guide.site.url}sitemap.xml\n".encode(),
        "guide.json": reuse.as_json(guide, pages),
        "llms.txt": reuse.for_language_models(guide, pages, words),
    }
    if guide.changes:
        files[feed.FILE] = feed.feed(guide.site, guide.changes)
    return files
