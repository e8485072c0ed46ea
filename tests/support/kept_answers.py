"""What the guide keeps in a browser."""

from __future__ import annotations

from collections.abc import Mapping


def written(answers: Mapping[str, str]) -> dict[str, str]:
    """Return what the reader wrote, without the notes of scripts."""
    return {id: text for id, text in answers.items() if not id.startswith("~")}
