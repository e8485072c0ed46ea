"""Writes the list of what readers may keep on their device, and the worker that keeps it.

Last of all that changes pages, since the list holds a digest of each. A site that offers this no more gets
a worker that takes away what was kept.
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
"""At the top of the site, since a worker cares for what lies below it."""
DIGITS = 16
"""Of each digest; enough to tell what changed and what was tampered with on its way by chance."""


def write(site: Path, guide: Guide, templates: Path, words: Strings) -> None:
    """Put the worker at the top of `site`, and the true numbers into the page that offers it."""
    if not guide.site.offline:
        (site / FILE).write_text(_script(templates / "publish/worker/remove.js"), encoding="utf-8")
        return
    names = [*offline_copy.made_of(site), search_index.FILE, search_index.WHOLE]
    pages = sum(1 for name in names if name.endswith(".html"))
    size = file_size([sum((site / name).stat().st_size for name in names)], words)
    edition = site / OFFLINE_PAGE / f"{offline_zip(guide.site.name)}.zip"
    zipped = file_size([edition.stat().st_size], words)
    _fill(site / OFFLINE_PAGE / "index.html", str(pages), size, zipped)
    listed = {
        "updated": format_day(guide.outline.updated, words),
        "pages": pages,
        "size": size,
        "files": {_address(name): _digest((site / name).read_bytes()) for name in names},
    }
    script = _script(templates / "publish/worker/keep.js")
    version = _digest(json.dumps([listed, script]).encode())
    told = json.dumps({"version": version, **listed}, ensure_ascii=False, separators=(",", ":"))
    (site / FILE).write_text(f"const LIST={told};\n{script}\n", encoding="utf-8")


def _fill(page: Path, pages: str, size: str, edition: str) -> None:
    text = page.read_text(encoding="utf-8")
    for name, words in {"pages": pages, "size": size, "edition": edition}.items():
        text = re.sub(rf'(<span data-filled="{name}">)[^<]*', rf"\g<1>{words}", text)
    page.write_text(text, encoding="utf-8")


def _address(name: str) -> str:
    """Return the address under which readers ask for a file."""
    return (
        name.removesuffix("index.html") if name.endswith("/index.html") else name.removeprefix("index.html")
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:DIGITS]


def _script(path: Path) -> str:
    return str(rjsmin.jsmin(path.read_text(encoding="utf-8")))
