"""The scripts of pages: modules with the program's strings, and bundles that need no imports.

Browsers refuse modules on pages opened from a disk, so the offline edition bundles them. Our scripts use
little of modules: named imports from the same folder, `await import("./x.js")` for what most visits don't
need, and exports of constants, functions and classes where they're declared. guide.js is one folder up and
imports only `./scripts/x.js`, and only so. `import("./x.js").catch(…)` is for what needs a server: it stays,
and browsers refuse it on a disk. Anything else is an error with its place, rather than a wrong bundle.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache

import rjsmin

from generator.load.strings import Strings
from generator.problems import ContentError, Location, Problem

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+\.js)";$', re.MULTILINE)
LATER = re.compile(r'\bawait import\("\./(?:scripts/)?([\w-]+\.js)"\)')
EXPORT = re.compile(r"^export (?=(?:const|class|function\*?|async function) ([\w$]+))", re.MULTILINE)
OTHER = re.compile(r"(?<![-.\w$])(?:import|export)\b(?!\s*:|\(\"\./(?:scripts/)?[\w-]+\.js\"\)\.catch\()")
ADDRESS = "import.meta.url"


def modules(strings: Strings, depth: int) -> dict[str, str]:
    """Return modules with what scripts say, by file name in templates/site/assets/scripts.

    Each exports one constant, named after its section. If the site is in a folder of another one, `depth`
    folders down, there's also the one that says where that is.
    """
    sections = strings.scripts.plain()
    compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
    found = {
        f"interface-{section.replace('_', '-')}.js": f"export const {section} = {compact.encode(texts)};\n"
        for section, texts in sections.items()
    }
    if depth:
        up = "../" * (3 + depth)
        found["top.js"] = f'export const TOP = new URL("{up}", {ADDRESS}).pathname;\n'
    return found


def bundle_modules(name: str, scripts: Mapping[str, str], address: str) -> str:
    """Return the script `name` and everything it imports from `scripts` as one script, without comments.

    `address` replaces the address of their folder wherever they use it. Raises `ContentError` for other forms
    of import and export, and for circular imports.
    """
    bodies = [_body(one, scripts, address) for one in _order(name, scripts, ())]
    bundle = str(rjsmin.jsmin('"use strict";(() => {\n' + "\n".join(bodies) + "\n})();\n"))
    if other := OTHER.search(bundle):
        excerpt = bundle[other.start() : other.start() + 40]
        raise _cannot_bundle(name, f"“{excerpt}” can’t be bundled for the offline edition")
    return bundle


def _order(name: str, scripts: Mapping[str, str], importers: tuple[str, ...]) -> list[str]:
    """Return `name` and everything it imports, each script before those that import it."""
    if name in importers:
        through = " and ".join(importers[importers.index(name) + 1 :])
        raise _cannot_bundle(name, f"it imports itself, through {through}")
    if name not in scripts:
        raise _cannot_bundle(
            importers[-1] if importers else name, f"it imports “{name}”, which doesn’t exist"
        )
    found: list[str] = []
    for other in _imports(scripts[name]):
        found += _order(other, scripts, (*importers, name))
    return list(dict.fromkeys([*found, name]))


@lru_cache(maxsize=256)
def _imports(script: str) -> tuple[str, ...]:
    """Return what `script` imports; cached, because most scripts are in several bundles and languages."""
    return *(one for _, one in IMPORT.findall(script)), *LATER.findall(script)


def _body(name: str, scripts: Mapping[str, str], address: str) -> str:
    """Return a script as a constant that holds its exports, taking its imports from such constants."""

    def replacement(match: re.Match[str]) -> str:
        names, other = match.groups()
        missing = {one.split()[0] for one in names.split(",") if one.strip()} - {
            *EXPORT.findall(scripts[other])
        }
        if missing:
            raise _cannot_bundle(name, f"it imports “{min(missing)}”, which {other} doesn’t export")
        return f"const {{{names.replace(' as ', ': ')}}} = {_constant(other)};"

    text = EXPORT.sub("", IMPORT.sub(replacement, scripts[name]))
    text = LATER.sub(lambda match: _constant(match[1]), text)
    text = text.replace(ADDRESS, json.dumps(address + name))
    exports = ", ".join(EXPORT.findall(scripts[name]))
    return f"const {_constant(name)} = (() => {{\n{text}\nreturn {{{exports}}};\n}})();"


def _constant(name: str) -> str:
    return "from_" + name.removesuffix(".js").replace("-", "_")


def _cannot_bundle(name: str, message: str) -> ContentError:
    place = Location(f"templates/site/assets/scripts/{name}")
    fix = (
        "import names from the same folder, and export constants, functions and classes in their declaration"
    )
    return ContentError([Problem(place, "template", message, fix)])
