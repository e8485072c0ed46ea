"""Joins a script with all that it imports into one that needs no import, for pages opened from a disk.

Browsers refuse modules there. What our scripts use of modules is little: named imports of files beside
them, and exports of constants, functions and classes where they are declared. Anything else is refused,
with its place, rather than joined wrongly.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import rjsmin

from generator.load.strings import load_strings
from generator.problems import ContentError, Location, Problem

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+\.js)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:const|class|function\*?|async function) ([\w$]+))", re.MULTILINE)
OTHER = re.compile(r"(?<![-.\w$])(?:import|export)\b(?!\s*:)")
ADDRESS = "import.meta.url"


def bundle_modules(name: str, scripts: Mapping[str, str], address: str) -> str:
    """Return the script `name` and what it imports of `scripts` as one, without comments.

    `address` stands for the folder that they lie in, wherever they ask for it. Raises `ContentError` for
    a form of import or export that is not known here, and for scripts that import one another in a ring.
    """
    bodies = [_body(one, scripts, address) for one in _order(name, scripts, ())]
    whole = str(rjsmin.jsmin('"use strict";(() => {\n' + "\n".join(bodies) + "\n})();\n"))
    if stray := OTHER.search(whole):
        relative_to_cwd = whole[stray.start() : stray.start() + 40]
        raise _refusal(name, f"“{relative_to_cwd}” cannot be joined for the offline edition")
    return whole


def _order(name: str, scripts: Mapping[str, str], above: tuple[str, ...]) -> list[str]:
    """Return `name` and all that it imports, each before those that import it."""
    if name in above:
        raise _refusal(name, f"it imports itself, through {' and '.join(above[above.index(name) + 1 :])}")
    if name not in scripts:
        raise _refusal(above[-1] if above else name, f"it imports “{name}”, which does not exist")
    found: list[str] = []
    for _, other in IMPORT.findall(scripts[name]):
        found += _order(other, scripts, (*above, name))
    return list(dict.fromkeys([*found, name]))


def _body(name: str, scripts: Mapping[str, str], address: str) -> str:
    """Return a script as a constant that holds its exports, with its imports taken from such constants."""

    def imported(match: re.Match[str]) -> str:
        names, other = match.groups()
        missing = {one.split()[0] for one in names.split(",") if one.strip()} - {*_exports(scripts[other])}
        if missing:
            raise _refusal(name, f"it imports “{min(missing)}”, which {other} does not export")
        return f"const {{{names.replace(' as ', ': ')}}} = {_constant(other)};"

    text = EXPORT.sub("", IMPORT.sub(imported, scripts[name]))
    text = text.replace(ADDRESS, json.dumps(address + name))
    exports = ", ".join(_exports(scripts[name]))
    return f"const {_constant(name)} = (() => {{\n{text}\nreturn {{{exports}}};\n}})();"


def _exports(text: str) -> list[str]:
    return EXPORT.findall(text)


def _constant(name: str) -> str:
    return "from_" + name.removesuffix(".js").replace("-", "_")


def _refusal(name: str, message: str) -> ContentError:
    fix = "import names from files beside it, and export what is constant where it is declared"
    return ContentError(
        [Problem(Location(f"templates/site/assets/scripts/{name}"), "template", message, fix)]
    )


def modules(templates: Path, language: str) -> dict[str, str]:
    """Return the modules by their names beside the scripts in templates/site/assets/scripts.

    Each holds one constant, named for its section. Raises `ContentError` when the texts cannot be read.
    """
    sections = load_strings(templates, language).scripts.plain()
    return {
        f"interface-{section.replace('_', '-')}.js": f"export const {section} = {_json(texts)};\n"
        for section, texts in sections.items()
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
