"""Marks around texts of a translated guide that are still in the language it was written in."""

from __future__ import annotations

OPEN, CLOSE = "\ue002", "\ue003"


def plain(text: str) -> str:
    """Return `text` without the marks."""
    return text.replace(OPEN, "").replace(CLOSE, "")
