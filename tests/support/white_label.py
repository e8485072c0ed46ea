"""A guide under another name, as docs/white-label.md describes it."""

from __future__ import annotations

import re

from tests.support.paths import ROOT

LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 40">
<path d="M4 34L20 6l16 28z" fill="#8a1c4a"/><circle cx="58" cy="20" r="14"/></svg>
"""


def documented_files() -> dict[str, str]:
    """Return the files that an adopter of this guide has after following the document, by their paths."""
    document = (ROOT / "docs/white-label.md").read_text("utf-8")
    files = {"site_config.yml": (ROOT / "site_config.yml").read_text("utf-8"), "brand/logo.svg": LOGO}
    for name, block in re.findall(
        r"(?:^`((?:overlays|templates)/[^`]+)`[^`]*?)?^```yaml\n(.*?)^```", document, re.M | re.S
    ):
        # A block without a file name is part of the settings.
        files[name or "site_config.yml"] = files.get(name or "site_config.yml", "") + block
    return files
