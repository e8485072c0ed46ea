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
    files, moved = dict[str, bytes](), list[tuple[str, str, str, str]]()
    for kind in guide.kinds:
        if section := guide.outline.sections.get(kind.folder):
            moved += [("", f"{home}/", f"{kind.home()}/", section.title) for home in kind.former_homes()]
    for record in guide.records():
        folders = ("", EMBED) if guide.site.embed and record.folder in EMBEDDED else ("",)
        old_ones = record.former_addresses()
        moved += [(folder, old, record.address, record.title) for old in old_ones for folder in folders]
    for folder, old, address, title in moved:
        values = {"guide": guide, "folder": folder, "address": address, "title": title}
        here = path_to_root(f"{folder}{old}")
        html = render(jinja, ["redirect.html.j2"], {"here": here, **values})
        files[f"{folder}{old}index.html"] = html.encode()
    return files
