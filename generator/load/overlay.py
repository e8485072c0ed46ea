"""Lays a folder of changes over the advice of a guide: what somebody adds, words otherwise or leaves out.

Files are matched by their names, fields by theirs, and parts of a list by their ids. What is written on top
replaces what lies beneath, and `hide: yes` takes it away. Each value keeps the place where it was written,
so that later mistakes are told there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic_core import PydanticCustomError

from generator.load.files import read_bytes
from generator.load.yaml_nodes import Node, Series, YamlMapping, parse
from generator.model.fields import Folder
from generator.model.numbers import parse_yes_or_no
from generator.model.source_text import SourceText
from generator.problems import ContentError, Location, Problem, did_you_mean
from generator.project import Project

HIDE = "hide"


def merged(beneath: YamlMapping, above: YamlMapping) -> YamlMapping:
    """Return `beneath` with all changes of `above`; raises `ContentError` with all that hides nothing."""
    problems: list[Problem] = []
    shown = _without_answer(above)
    assert isinstance(shown, YamlMapping)
    both = _block(beneath, shown, problems)
    if problems:
        raise ContentError(problems)
    return both


def hidden(above: Node) -> bool:
    """Tell whether `above` takes away what lies beneath; raises `ContentError` for another answer."""
    if not isinstance(above, YamlMapping) or HIDE not in above:
        return False
    answer = above[SourceText(HIDE)]
    try:
        return parse_yes_or_no(answer)
    except PydanticCustomError as error:
        told = error.context or {}
        raise ContentError([Problem(answer.where, error.type, told["message"], told["fix"])]) from None


def nothing_beneath(name: SourceText, known: Iterator[str]) -> Problem:
    """Return the problem of hiding something called `name` that is not among the `known`."""
    fix = did_you_mean(name, known) or "delete it; there is nothing to hide"
    return Problem(name.where, "nothing-to-hide", f"nothing called “{name}” lies beneath this", fix)


def _block(beneath: YamlMapping, above: YamlMapping, problems: list[Problem]) -> YamlMapping:
    both = dict(beneath)
    for key, value in ((key, _without_answer(value)) for key, value in above.items()):
        if _taken_away(value, problems):
            if key in both:
                del both[key]
            else:
                problems.append(nothing_beneath(key, map(str, beneath)))
        elif key in both:
            both[key] = _node(both[key], value, problems)
        else:
            both[key] = value
    # A dictionary holds on to the key that came first, and with it to a place that is not to blame.
    keys = {key: key for key in above}
    changed = YamlMapping((keys.get(key, key), value) for key, value in both.items())
    changed.where = above.where
    return changed


def _node(beneath: Node, above: Node, problems: list[Problem]) -> Node:
    if isinstance(beneath, YamlMapping) and isinstance(above, YamlMapping):
        return _block(beneath, above, problems)
    if isinstance(beneath, Series) and isinstance(above, Series) and above and all(map(_id, above)):
        return _series(beneath, above, problems)
    return above


def _series(beneath: Series, above: Series, problems: list[Problem]) -> Series:
    """Merge two lists of parts by their ids; what is new comes last."""
    problems += (*_repeated(beneath), *_repeated(above))
    parts = {_id(entry) or index: entry for index, entry in enumerate(beneath)}
    for entry in map(_without_answer, above):
        id = _id(entry)
        assert id
        if _taken_away(entry, problems):
            if id in parts:
                del parts[id]
            else:
                problems.append(nothing_beneath(id, (str(known) for known in parts)))
        else:
            parts[id] = _node(parts[id], entry, problems) if id in parts else entry
    both = Series(parts.values())
    both.where = above.where
    return both


def _repeated(parts: Series) -> Iterator[Problem]:
    first: dict[str, SourceText] = {}
    for id in filter(None, map(_id, parts)):
        if first.setdefault(id, id) is not id:
            message = f"“{id}” stands in line {first[id].where.line} already"
            yield Problem(id.where, "repeated-id", message, "choose another id, or delete one of the two")


def _without_answer(value: Node) -> Node:
    """Return `value` without “hide: no”, which asks for nothing."""
    if (
        not isinstance(value, YamlMapping)
        or HIDE not in value
        or value[SourceText(HIDE)] not in ("no", "false")
    ):
        return value
    shown = YamlMapping((key, inner) for key, inner in value.items() if key != HIDE)
    shown.where = value.where
    return shown


def _taken_away(value: Node, problems: list[Problem]) -> bool:
    try:
        return hidden(value)
    except ContentError as error:
        problems += error.problems
        return True


def _id(node: Node) -> SourceText | None:
    id = node.get(SourceText("id")) if isinstance(node, YamlMapping) else None
    return id if isinstance(id, SourceText) else None


class Layers:
    """The content of a project and, once they are laid over it, the changes to it."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.changes: Path | None = None
        """The folder of changes."""
        self.idle: list[Problem] = []
        """Changes that change nothing, as far as they were read."""

    def folder(self, name: Folder) -> Path:
        """Return the folder of changes called `name`; raises `ContentError` when there are none in it."""
        folder = self.project.root / name
        if not folder.is_dir():
            told, fix = f"there is no folder {name}", "make it, or delete this line"
            raise ContentError([Problem(name.where, "missing-folder", told, fix)])
        if not folder.resolve().is_relative_to(self.project.root):
            told, fix = f"{name} is a link to a folder outside the project", "put the folder itself here"
            raise ContentError([Problem(name.where, "outside", told, fix)])
        if not any(folder.rglob("[!.]*.yml")):
            told, fix = f"there is no change in {name}", "write one, or delete this line"
            raise ContentError([Problem(name.where, "changes-nothing", told, fix)])
        return folder

    def files(self, name: str) -> tuple[Path, Path | None]:
        """Return where the file `name` stands, and where its changes would."""
        return self.project.content / name, self.changes / name if self.changes else None

    def is_there(self, name: str) -> bool:
        """Tell whether there is a file `name`, or one of changes."""
        return any(path and path.exists() for path in self.files(name))

    def block(self, name: str) -> YamlMapping:
        """Read the file `name` with the changes to it; raises `ContentError`."""
        path, changes = self.files(name)
        if not changes or not changes.exists():
            return read(path, self.project)
        above = read(changes, self.project)
        if not path.exists():
            return above
        beneath = read(path, self.project)
        both = merged(beneath, above)
        if both == beneath:
            place = Location(self.project.relative(changes))
            told = f"all that stands here stands in {self.project.relative(path)} too"
            self.idle.append(
                Problem(place, "changes-nothing", told, "write what is different, or delete the file")
            )
        return both

    def hides(self, name: str) -> bool:
        """Tell whether the changes take away the whole file `name`; raises `ContentError`."""
        path, changes = self.files(name)
        if not changes or not changes.exists() or not hidden(above := read(changes, self.project)):
            return False
        if not path.exists():
            beneath = (other.stem for other in path.parent.glob("*.yml"))
            raise ContentError([nothing_beneath(SourceText.at(path.stem, above.where), beneath)])
        return True


def read(path: Path, project: Project) -> YamlMapping:
    """Read one YAML file of `project`; raises `ContentError`."""
    return parse(read_bytes(path, project), project.relative(path))
