"""Finds a guide’s own templates that nothing uses, and those whose originals the program has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.layers import ORIGINALS, Layers, template_path
from generator.load.po_file import locale_of, read_po_file
from generator.load.yaml_nodes import YamlMapping, parse
from generator.model.source_text import SourceText
from generator.problems import Location, Problem, Problems, closest

LANGUAGES = "strings/"
THEME = "site/theme/"
"""Only a build knows which files the theme has."""
STYLES = "site/assets/"
"""Where all style sheets of a folder are used, whatever their names are."""
BY_NAME = ("pages/", "paper/", "site/")
"""Folders in which a file can be there for another one that names it."""
TEXTS = (".css", ".html", ".j2", ".js", ".svg")
"""Endings of files whose words are read; the encoding of strings and contents has its own rules."""
CHANGED = "template-changed"


def unused(templates: Layers) -> Iterator[str]:
    """Yield the guide's own files that neither the program nor another file of the guide's uses.

    Those in `THEME` can be the theme's.
    """
    if not (own := templates.own_files()):
        return
    names = (name for name in templates.changeable() if name.startswith(STYLES) and name.endswith(".css"))
    styles = {name.rpartition("/")[0] for name in names}
    for name in own:
        folder, _, file = name.rpartition("/")
        if (templates.program / name).is_file() or (name.startswith(LANGUAGES) and _is_language(file)):
            continue
        if folder in styles and name.endswith(".css"):
            continue
        others = (path for other, path in own.items() if other != name)
        named = name.startswith(BY_NAME) and any(file.encode() in path.read_bytes() for path in others)
        if not named:
            yield name


def stray(name: str, templates: Layers) -> Problem:
    """Return the problem that nothing uses the guide's own file called `name`."""
    programs = [*templates.changeable()]
    file = name.rpartition("/")[2]
    language, _, ending = file.partition(".")
    if name.startswith(LANGUAGES) and ending == "yml" and _is_language(f"{language}.po"):
        message = "texts in other languages than English are in PO files"
        fix = f"run “advice translate {language} --interface”, and fill in templates/strings/{language}.po"
        return Problem(Location(f"templates/{name}"), "stray-template", message, fix)
    same = [one for one in programs if one.rpartition("/")[2] == file]
    meant = closest(name, same) or closest(name, programs) or next(iter(same), "")
    hint = "“advice templates” lists the files you can change; delete this one if you don’t need it"
    fix = f"did you mean “templates/{meant}”?" if meant else hint
    message = "nothing uses this file: the program has no file with this name, and no other file refers to it"
    return Problem(Location(f"templates/{name}"), "stray-template", message, fix)


def undecodable(templates: Layers) -> Problems:
    """Yield a problem for each of the guide's own templates, styles and scripts that isn't UTF-8."""
    for name, path in templates.own_files().items():
        if path.suffix in TEXTS:
            try:
                path.read_bytes().decode()
            except UnicodeDecodeError:
                message, fix = "this file isn’t saved as UTF-8", "save it again as UTF-8"
                yield Problem(Location(f"templates/{name}"), "template", message, fix)


def changed(templates: Layers) -> Problems:
    """Yield a warning for everything the program has changed since the guide made it its own.

    Raises `ContentError` for a file of strings that can't be read.
    """
    for name in templates.own_files() if templates.folders(ORIGINALS) else ():
        original, now = templates.original(name), templates.program / name
        if not original or not now.is_file() or original.read_bytes() == now.read_bytes():
            continue
        if name.startswith(LANGUAGES):
            texts = (one for one in rewordings(name, templates) if one.then != one.now)
            yield from (_changed(one.where, name, f"“{one.key}”") for one in texts)
        else:
            yield _changed(Location(f"templates/{name}"), name, "this file")


@dataclass(frozen=True, slots=True)
class Rewording:
    """A text of the program that the guide words differently."""

    key: str
    """The names that lead to it, such as `frame.menu`."""
    where: Location
    own: str
    then: str
    """The program's text when the guide's began, or else as it is now; empty if there was none."""
    now: str
    """The program's text."""


def rewordings(name: str, templates: Layers) -> Iterator[Rewording]:
    """Yield each text in the guide's own file of strings; raises `ContentError` if it can't be read."""
    own, now = _texts(templates.file(name)), _texts(templates.program / name)
    then = _texts(original) if (original := templates.original(name)) else now
    for key, text in own.items():
        yield Rewording(key, text.where, str(text), str(then.get(key, "")), str(now.get(key, "")))


def _changed(place: Location, name: str, what: str) -> Problem:
    message = f"the program’s version of {what} has changed since yours was made"
    fix = f"run “advice templates --diff {name}”, and then “advice templates --seen {name}”"
    return Problem(place, CHANGED, message, fix, "warning")


def _texts(path: Path) -> dict[str, SourceText]:
    """Return each text in a file of strings by the names that lead to it."""
    if path.suffix == ".po" and path.is_file():
        file = read_po_file(path.read_bytes(), template_path(path), path.stem)
        return {one.context.replace("/", "."): one.said[0] for one in file.entries if one.said}
    block = parse(path.read_bytes(), template_path(path)) if path.is_file() else YamlMapping()
    return dict(_leaves(block, ""))


def _leaves(block: YamlMapping, above: str) -> Iterator[tuple[str, SourceText]]:
    for key, value in block.items():
        if isinstance(value, YamlMapping):
            yield from _leaves(value, f"{above}{key}.")
        elif isinstance(value, SourceText):
            yield f"{above}{key}", value


def _is_language(file: str) -> bool:
    code, _, ending = file.partition(".")
    try:
        return ending == "po" and bool(locale_of(code))
    except ValueError:
        return False
