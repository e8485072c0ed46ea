"""Writes the service worker, which lets readers keep the guide on their device.

This is the last step that depends on pages, because the worker lists a digest of each. If a site no longer
offers this, its worker deletes what was kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import rjsmin
from markupsafe import Markup

from generator.layers import Layers
from generator.load.strings import Strings
from generator.model.guide import Guide
from generator.pages.page import SitePage
from generator.pages.templates import format_day
from generator.publish.new_site import short_digest

FILE = "sw.js"
"""At the top of the site, because a worker serves only the folder it's in."""
FILLED = re.compile(r'(<span data-filled="(\w+)">)[^<]*')
"""A number that only the finished site knows."""


def fill(page: SitePage, numbers: Mapping[str, str]) -> SitePage:
    """Return the page that offers the guide offline, with the current `numbers`."""
    filled = FILLED.sub(lambda match: match[1] + numbers[match[2]], page.render())
    return replace(page, render=lambda: Markup(filled))


def worker(digests: Mapping[str, str], size: str, guide: Guide, templates: Layers, strings: Strings) -> str:
    """Return the worker, for files with these `digests` by path, and of this `size` in words.

    If the guide isn't offered offline, the worker deletes what was kept.
    """
    if not guide.site.offline:
        return _script(templates.file("publish/worker/remove.js"))
    contents = {
        "updated": format_day(guide.outline.updated, strings),
        "pages": count_pages(digests),
        "size": size,
        # By the address at which browsers request the file.
        "files": {
            re.sub(r"(^|/)index\.html$", r"\1", name): digest for name, digest in sorted(digests.items())
        },
    }
    script = _script(templates.file("publish/worker/keep.js"))
    version = short_digest(json.dumps([contents, script]).encode())
    data = json.dumps({"version": version, **contents}, ensure_ascii=False, separators=(",", ":"))
    return f"const LIST={data};\n{script}\n"


def count_pages(names: Iterable[str]) -> int:
    """Return how many of the files called `names` are pages."""
    return sum(name.endswith(".html") for name in names)


def _script(path: Path) -> str:
    return str(rjsmin.jsmin(path.read_text(encoding="utf-8")))
