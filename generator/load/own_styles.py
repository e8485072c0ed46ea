"""Checks what a guide’s own style sheets fetch, which has to be a file of the site."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from generator.layers import Layers
from generator.problems import Location, Problem, Problems

ADDRESS = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)|@import\s+['\"]([^'\"]+)['\"]")
"""An address in a style sheet: in its first group, or in the second if a whole sheet is imported."""
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
IMPORT = re.compile(r"@import\b[^;]*", re.IGNORECASE)
ASSETS = "site/assets"
"""The folder from which style sheets name files, whatever folder in it they are in."""
ELSEWHERE = ("fonts/", "../")
"""How addresses begin of which only a build knows whether they lead to something."""
RULE = "style-address"


def problems(templates: Layers) -> Problems:
    """Yield a problem for each address in the guide's own style sheets that leads to nothing."""
    assets = {*templates.files(ASSETS)}
    for name, path in templates.own_files().items():
        if name.startswith("site/") and name.endswith(".css"):
            yield from _in_sheet(f"templates/{name}", path.read_bytes().decode("utf-8", "replace"), assets)


def _in_sheet(name: str, text: str, assets: Collection[str]) -> Problems:
    readable = COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for found in IMPORT.finditer(readable):
        message = "style sheets become one, in which @import doesn’t work"
        fix = "put those rules into a file of their own next to this one, without @import"
        yield Problem(_place(name, text, found), RULE, message, fix)
    for found in ADDRESS.finditer(IMPORT.sub(lambda found: " " * len(found[0]), readable)):
        for message, fix in _wrong(found[1], assets):
            yield Problem(_place(name, text, found), RULE, message, fix)


def _wrong(target: str, assets: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield what's wrong with an address, if anything, and a fix."""
    try:
        address = urlsplit(target.strip())
    except ValueError:
        yield f"“{target}” isn’t an address", "name a file of the folder templates/site/assets"
        return
    path = normpath(unquote(address.path))
    if address.scheme not in ("", "data") or address.netloc:
        file = path.rpartition("/")[2].lstrip(".")
        fix = "save the file in templates/site/assets"
        fix = f"{fix}, and name it here: url({file})" if file else fix
        yield f"“{target}” is on another site, and pages fetch nothing from there", fix
    elif not address.scheme and address.path and path not in assets:
        if (inside := path.removeprefix("../")) in assets:
            yield f"“{target}” leads to nothing", f"name it from templates/site/assets: url({inside})"
        elif not path.startswith(ELSEWHERE):
            fix = f"save the file as templates/site/assets/{path.lstrip('/')}, or name one that’s there"
            yield f"“{target}” leads to nothing", fix


def _place(name: str, text: str, found: re.Match[str]) -> Location:
    start = text.rfind("\n", 0, found.start()) + 1
    line = text[start:].partition("\n")[0].rstrip("\r")
    column = found.start() - start + 1
    length = max(1, min(len(found[0]), len(line) - column + 1))
    return Location(name, text.count("\n", 0, found.start()) + 1, column, length, line)
