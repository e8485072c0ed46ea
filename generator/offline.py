"""Where the guide lies that is read without a connection, and which files of the site that takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from generator import tree
from generator.site_page import CARDS, MISSING

PAGE = "offline/"
"""The address of the page on which readers take the guide with them."""

READ = (".css", ".html", ".ico", ".js", ".png", ".svg", ".webp", ".woff2")
"""What pages are made of."""


def edition(name: str) -> str:
    """Return what the offline edition of the guide called `name` is called, as a file name without ending."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    return f"{slug or 'guide'}-offline"


def made_of(site: Path) -> Iterator[str]:
    """Yield the files of `site` that its pages are made of, as paths on it, sorted.

    Left out are the page that only servers show, and the pictures that other sites show of pages.
    """
    for name in tree.names(site):
        left_out = name in (MISSING, "sw.js") or name.startswith(CARDS)
        if name.endswith(READ) and not left_out:
            yield name
