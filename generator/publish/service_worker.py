"""Writes the service worker, which lets readers keep the guide on their device.

This is the last step that depends on pages, because the worker lists a digest of each. If a site no longer
offers this, its worker deletes what was kept.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import rjsmin

from generator.load.strings import Strings
from generator.model.guide import Guide
from generator.pages.page import OFFLINE_PAGE, offline_zip
from generator.pages.templates import file_size, format_day
from generator.publish import offline_copy
from generator.site import search_index

FILE = "sw.js"
"""At the top of the site, because a worker serves only the folder it's in."""
DIGITS = 16
"""Of each digest: enough to notice a change, whether published or accidental."""


def write(site: Path, guide: Guide, templates: Path, strings: Strings) -> None:
    """Write the worker to the top of `site`, and the current numbers into the page that offers it."""
    if not guide.site.offline:
        (site / FILE).write_text(_script(templates / "publish/worker/remove.js"), encoding="utf-8")
        return
    names = [*offline_copy.page_files(site), search_index.FILE, search_index.WHOLE]
    pages = sum(1 for name in names if name.endswith(".html"))
    size = file_size([sum((site / name).stat().st_size for name in names)], strings)
    edition = site / OFFLINE_PAGE / f"{offline_zip(guide.site.name)}.zip"
    edition_size = file_size([edition.stat().st_size], strings)
    _fill(site / OFFLINE_PAGE / "index.html", {"pages": str(pages), "size": size, "edition": edition_size})
    contents = {
        "updated": format_day(guide.outline.updated, strings),
        "pages": pages,
        "size": size,
        # By the address at which browsers request the file.
        "files": {
            re.sub(r"(^|/)index\.html$", r"\1", name): _digest((site / name).read_bytes()) for name in names
        },
    }
    script = _script(templates / "publish/worker/keep.js")
    version = _digest(json.dumps([contents, script]).encode())
    data = json.dumps({"version": version, **contents}, ensure_ascii=False, separators=(",", ":"))
    (site / FILE).write_text(f"const LIST={data};\n{script}\n", encoding="utf-8")


def _fill(page: Path, numbers: dict[str, str]) -> None:
    text = page.read_text(encoding="utf-8")
    filled = re.sub(r'(<span data-filled="(\w+)">)[^<]*', lambda match: match[1] + numbers[match[2]], text)
    page.write_text(filled, encoding="utf-8")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:DIGITS]


def _script(path: Path) -> str:
    return str(rjsmin.jsmin(path.read_text(encoding="utf-8")))
