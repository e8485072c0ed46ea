"""What the scripts of the pages say, as the script from which they take it."""

from __future__ import annotations

import json
from pathlib import Path

from generator.interface import interface, spoken

NAME = "interface.js"
"""Beside the scripts that lie in templates/assets/scripts."""


def script(templates: Path, language: str) -> str:
    """Return the texts as constants of a module, and the language that they are in.

    Raises `ContentError` when they cannot be read.
    """
    texts = interface(templates, language).scripts.plain()
    told = {"language": spoken(templates, language), "texts": texts}
    return "".join(f"export const {name} = {_json(value)};\n" for name, value in told.items())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
