"""Merges a guide with its overlay: a folder of changes that adds, rewords or hides parts of it.

Files are matched by their names, fields by theirs, and entries of a list by their IDs. What the overlay says
replaces what the base says, and `hide: yes` removes it. Each value keeps the place where it was written, so
later problems are reported there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from generator.load.files import read_bytes
from generator.load.yaml_nodes import Node, Series, Value, YamlMapping, parse_as
from generator.model.fields import Folder
from generator.model.mark import FOLDER as MARKS
from generator.model.numbers import parse_yes_or_no
from generator.model.source_text import SourceText
from generator.problems import ContentError, Location, Problem, did_you_mean
from generator.project import Project, exists

HIDE = "hide"


def merge(base: YamlMapping, override: YamlMapping) -> YamlMapping:
    """Return `base` with all changes of `override`; raises `ContentError` if something can't be hidden."""
    problems: list[Problem] = []
    shown = _without_hide_no(override)
    assert isinstance(shown, YamlMapping)
    merged = _merge_blocks(base, shown, problems)
    if problems:
        raise ContentError(problems)
    return merged


def _hides(override: Node, problems: list[Problem]) -> bool:
    """Return whether `override` hides what it overrides; adds a problem unless it says yes or no."""
    if not isinstance(override, YamlMapping) or HIDE not in override:
        return False
    answer = override[SourceText(HIDE)]
    try:
        return parse_yes_or_no(answer)
    except PydanticCustomError as error:
        context = error.context or {}
        problems.append(Problem(answer.where, error.type, context["message"], context["fix"]))
        return True


def _nothing_to_hide(name: SourceText, existing: Iterable[str]) -> Problem:
    """Return the problem of hiding something called `name` that isn't among the `existing`."""
    fix = did_you_mean(name, existing) or "delete this; there’s nothing to hide"
    return Problem(name.where, "nothing-to-hide", f"there’s no “{name}” in the original guide", fix)


def _merge(base: Node, override: Node, problems: list[Problem]) -> Node:
    if isinstance(base, YamlMapping) and isinstance(override, YamlMapping):
        return _merge_blocks(base, override, problems)
    if isinstance(base, Series) and isinstance(override, Series) and override and all(map(_id, override)):
        return _merge_lists(base, override, problems)
    return override


def _merge_blocks(base: YamlMapping, override: YamlMapping, problems: list[Problem]) -> YamlMapping:
    merged = _merge_entries(base, override.items(), problems)
    # A dictionary keeps the key that came first, and so the wrong place.
    keys = {key: key for key in override}
    return YamlMapping((keys.get(key, key), value) for key, value in merged.items()).placed_as(override)


def _merge_lists(base: Series, override: Series, problems: list[Problem]) -> Series:
    """Merge two lists by the IDs of their entries; new ones come last."""
    problems += (*_repeated_ids(base), *_repeated_ids(override))
    entries = {_id(entry) or index: entry for index, entry in enumerate(base)}
    changes = ((id, entry) for entry in override if (id := _id(entry)))
    return Series(_merge_entries(entries, changes, problems).values()).placed_as(override)


def _merge_entries(
    base: Mapping[Any, Node], changes: Iterable[tuple[SourceText, Node]], problems: list[Problem]
) -> dict[Any, Node]:
    """Merge the fields of a block by their names, or the entries of a list by their IDs."""
    merged = dict(base)
    for key, value in ((key, _without_hide_no(value)) for key, value in changes):
        if not _hides(value, problems):
            merged[key] = _merge(merged[key], value, problems) if key in merged else value
        elif merged.pop(key, None) is None:
            problems.append(_nothing_to_hide(key, map(str, base)))
    return merged


def _repeated_ids(entries: Series) -> Iterator[Problem]:
    first: dict[str, SourceText] = {}
    for id in filter(None, map(_id, entries)):
        if first.setdefault(id, id) is not id:
            message = f"“{id}” is already used on line {first[id].where.line}"
            yield Problem(id.where, "repeated-id", message, "choose another ID, or delete one of the two")


def _without_hide_no(value: Node) -> Node:
    """Return `value` without “hide: no”, which changes nothing."""
    if not isinstance(value, YamlMapping) or value.get(SourceText(HIDE)) not in ("no", "false"):
        return value
    return YamlMapping((key, inner) for key, inner in value.items() if key != HIDE).placed_as(value)


def _id(node: Node) -> SourceText | None:
    id = node.get(SourceText("id")) if isinstance(node, YamlMapping) else None
    return id if isinstance(id, SourceText) else None


class Overlay:
    """The content of a project, with its overlay once that is opened."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.root: Path | None = None
        """The folder of the overlay."""
        self.redundant: list[Problem] = []
        """Files of the overlay that change nothing, as far as they were read."""

    def open(self, name: Folder) -> None:
        """Use the overlay in the folder `name`; raises `ContentError` if there's none."""
        folder = self.project.root / name
        if not folder.is_dir():
            rule, message = "missing-folder", f"there’s no folder {name}"
            fix = "create it, or delete this line"
        elif not folder.resolve().is_relative_to(self.project.root):
            rule, message = "outside", f"{name} is a link to a folder outside the project"
            fix = "put the folder itself here"
        elif not any((*folder.rglob("[!.]*.yml"), *folder.glob(f"{MARKS}/[!.]*.svg"))):
            rule, message = "changes-nothing", f"there are no changes in {name}"
            fix = "add one, or delete this line"
        else:
            self.root = folder
            return
        raise ContentError([Problem(name.where, rule, message, fix)])

    def paths(self, name: str) -> tuple[Path, Path | None]:
        """Return where the file or folder `name` of content/ is, and where the overlay has it, if it does."""
        changes = self.root / name if self.root else None
        return self.project.content / name, changes if changes and exists(changes) else None

    def exists(self, name: str) -> bool:
        """Return whether content/ or the overlay has a file `name`."""
        path, changes = self.paths(name)
        return bool(changes) or path.exists()

    def merged(self, name: str, build: Callable[[YamlMapping], Value], names: Sequence[str]) -> Value:
        """Return what `build` makes of the file `name` with the changes of the overlay; see `parse_as`."""
        path, changes = self.paths(name)
        return build(self._merged(path, changes)) if changes else read_as(path, self.project, build, names)

    def _merged(self, path: Path, changes: Path) -> YamlMapping:
        override = read(changes, self.project)
        if not path.exists():
            return override
        base = read(path, self.project)
        merged = merge(base, override)
        if merged == base:
            place = Location(self.project.relative(changes))
            message = f"everything in this file is the same in {self.project.relative(path)}"
            fix = "keep only what differs, or delete the file"
            self.redundant.append(Problem(place, "changes-nothing", message, fix))
        return merged

    def hides(self, name: str) -> bool:
        """Return whether the overlay hides the whole file `name`; raises `ContentError`."""
        path, changes = self.paths(name)
        problems = list[Problem]()
        if not changes or not _hides(override := read(changes, self.project), problems):
            return False
        if not problems and not path.exists():
            existing = (other.stem for other in path.parent.glob("*.yml"))
            problems.append(_nothing_to_hide(SourceText(path.stem, override.where), existing))
        if problems:
            raise ContentError(problems)
        return True


def read(path: Path, project: Project) -> YamlMapping:
    """Return the block in one YAML file of `project`; raises `ContentError`."""
    return read_as(path, project, lambda block: block)


def read_as(
    path: Path, project: Project, build: Callable[[YamlMapping], Value], names: Sequence[str] = ()
) -> Value:
    """Return what `build` makes of one YAML file of `project`; see `parse_as`. Raises `ContentError`."""
    return parse_as(read_bytes(path, project), project.relative(path), build, names)
