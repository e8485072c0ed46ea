"""What readers get of Material, whichever program makes the frames: its script, search worker and styles.

Only this file knows where they are. They need nothing else of Material, so they can become files of ours
(docs/decisions/0088-after-material.md).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from generator.site.assets import Files

SCRIPTS = {
    "assets/theme/bundle.js": "javascripts/bundle.*.js",
    "assets/theme/search.js": "javascripts/workers/search.*.js",
}
"""The script of every page, and the search worker that ours loads: our addresses, and Material's names."""


def theme_scripts() -> Files:
    """Return the scripts of Material that pages use, unchanged, by address on the site."""
    return {address: material_file(name) for address, name in SCRIPTS.items()}


@cache
def material_file(pattern: str) -> bytes:
    """Return the one file of Material's assets with a name like `pattern`."""
    folder, _, name = pattern.rpartition("/")
    (found,) = Path(str(files("material") / "templates/assets" / folder)).glob(name)
    return found.read_bytes()
