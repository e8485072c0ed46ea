"""Small pages at the previous addresses of records, which redirect to their new address."""

from __future__ import annotations

from jinja2 import Environment

from generator.model.guide import Guide
from generator.pages.templates import path_to_root, render


def redirect_pages(guide: Guide, jinja: Environment) -> dict[str, bytes]:
    """Return complete HTML files by their path on the site.

    They aren't pages of the guide, so no list, search or sitemap includes them.
    Raises `ContentError` for an error in the template.
    """
    files, moved = dict[str, bytes](), list[tuple[str, str, str]]()
    for kind in guide.kinds:
        if section := guide.outline.sections.get(kind.folder):
            moved += [(f"{home}/", f"{kind.home()}/", section.title) for home in kind.former_homes()]
    for record in guide.records():
        moved += [(old, record.address, record.title) for old in record.former_addresses()]
    for old, address, title in moved:
        values = {"guide": guide, "address": address, "title": title}
        html = render(jinja, ["redirect.html.j2"], path_to_root(old), **values)
        files[f"{old}index.html"] = html.encode()
    return files
