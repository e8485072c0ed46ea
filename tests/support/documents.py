"""Where the links of a Markdown document lead."""

from __future__ import annotations

import re
from pathlib import Path


def missing_targets(document: Path) -> list[str]:
    """Return the links of `document` to files, or to headings in them, that don't exist."""
    text = re.sub(r"`[^`]*`", "", document.read_text("utf-8"))
    missing = []
    for name, anchor in re.findall(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)", text):
        if workflow := re.match(r"\.\./\.\./actions/workflows/([\w.]+)", name):  # a page of GitHub
            name = f".github/workflows/{workflow[1]}"
        target = document.parent / name if name else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            missing.append(f"{name}#{anchor}".rstrip("#"))
    return missing


def anchors(document: Path) -> set[str]:
    """Return the anchors that GitHub gives to the headings of `document`."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
