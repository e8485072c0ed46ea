"""What the scripts of the pages say, as modules from which they take it: one for each section of the texts.

A page then fetches no more words than its scripts may say.
"""

from __future__ import annotations

import json
from pathlib import Path

from generator.interface import interface


def modules(templates: Path, language: str) -> dict[str, str]:
    """Return the modules by their names beside the scripts in templates/assets/scripts.

    Each holds one constant, named for its section. Raises `ContentError` when the texts cannot be read.
    """
    sections = interface(templates, language).scripts.plain()
    return {
        f"interface-{section.replace('_', '-')}.js": f"export const {section} = {_json(texts)};\n"
        for section, texts in sections.items()
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
