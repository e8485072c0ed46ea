"""Small pages at the previous addresses of records, which redirect to their new address."""

from __future__ import annotations

from jinja2 import Environment

from generator.model.guide import Guide
from generator.model.page_kinds import EMBEDDED
from generator.pages.page import EMBED
from generator.pages.templates import path_to_root, render


def redirect_pages(guide: Guide, jinja: Environment) -> dict[str, bytes]:
    """Return complete HTML files by their path on the site.

    They aren't pages of the guide, so no list, search or sitemap includes them.
    Raises `ContentError` for an error in the template.
    """
    files = {}
    for record in guide.records():
        for id in record.was:
            for folder in ("", EMBED) if guide.site.embed and record.folder in EMBEDDED else ("",):
                address, values = record.address_of(id), {"guide": guide, "record": record}
                here = path_to_root(f"{folder}{address}")
                html = render(jinja, "redirect.html.j2", here, folder=folder, **values)
                files[f"{folder}{address}index.html"] = html.encode()
    return files
