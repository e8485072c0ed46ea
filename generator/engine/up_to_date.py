"""Tells whether all is as the last build found and left it; then there is nothing to build.

What went in counts as the same when size, times and number of each file are, or else its content; what came
out, when sizes and times are. A note of both is kept for each folder that was published. Nothing but
Python's own library is loaded for it: often it is the whole of a build.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from generator.engine.build_result import Built
from generator.engine.files import write_atomically
from generator.problems import Location, Problem, SystemFailure
from generator.project import PROGRAM, Project

RECENT = 2_000_000_000
"""Nanoseconds within which a file may change twice and bear the same time."""
Stamps = Mapping[str, list[int]]
"""Size, times and number of files, by their paths; empty for what is not a plain file."""


@dataclass(frozen=True, slots=True)
class Ingredients:
    """All that a site is made from, as it stood at one moment."""

    project: Project
    out: Path
    strict: bool
    packed: bool
    tools: list[str]
    """The versions of what builds."""
    beside: list[str]
    """Files and folders that the settings of the project name."""
    stamps: Stamps
    new: Mapping[str, str]
    """Digests of the files that changed a moment before, whose stamps say nothing."""

    @property
    def wishes(self) -> list[object]:
        """What was asked for, and of whom."""
        return [str(self.out), self.strict, self.packed, *self.tools]


def ingredients(
    project: Project, out: Path, strict: bool, packed: bool, beside: Iterable[Path] | None = None
) -> Ingredients:
    """Return what a build of `project` into `out` would be made from now.

    `beside` is what its settings name; by default what they named at the last build.
    """
    out = out.absolute()
    named = _note(project, out).get("beside", []) if beside is None else sorted(map(str, beside))
    folders = [project.content, project.templates, PROGRAM, *map(Path, named)]
    at = time.time_ns()
    stamps = {str(project.config): _stamp(project.config.stat())}
    for folder in folders:
        # What an editor or a system leaves for itself begins with a dot, and is never read.
        stamps |= {
            path: stamp for path, stamp in _stamps(folder).items() if "/." not in path[len(str(folder)) :]
        }
    new = {path: _digest(path) for path, stamp in stamps.items() if stamp and max(stamp[1:3]) > at - RECENT}
    return Ingredients(project, out, strict, packed, [sys.version, *_packages()], named, stamps, new)


def last_build(now: Ingredients) -> Built | None:
    """Return what the last build told, if one from `now` would only make the same again.

    None too when the site or the settings for servers are no longer as that build left them.
    """
    note = _note(now.project, now.out)
    try:
        if note["wishes"] != now.wishes or note["made"] != _made(now):
            return None
        if not _same(note["stamps"], note["digests"], now):
            return None
        warnings = tuple(
            Problem(**(told | {"place": Location(**told["place"])})) for told in note["warnings"]
        )
        return Built(now.out, note["url"], note["pages"], note["sheets"], 0.0, warnings, {})
    except (KeyError, TypeError, AttributeError):
        return None


def remember(before: Ingredients, built: Built) -> None:
    """Note that `built` was made from what was there `before`, unless that has changed meanwhile.

    A disk that cannot be written is no reason to fail: then the next build is a whole one.
    """
    with suppress(OSError, SystemFailure):
        digests = {path: before.new.get(path) or _digest(path) for path in before.stamps}
        if changed_since(before):
            return
        note = {
            "wishes": before.wishes,
            "beside": before.beside,
            "stamps": {path: stamp for path, stamp in before.stamps.items() if path not in before.new},
            "digests": digests,
            "made": _made(before),
            "url": built.url,
            "pages": built.pages,
            "sheets": built.sheets,
            "warnings": [asdict(warning) for warning in built.warnings],
        }
        write_atomically({_name(before.out): json.dumps(note).encode()}, _folder(before.project))


def changed_since(before: Ingredients) -> bool:
    """Tell whether anything of what a site is made from is no longer as it was `before`."""
    beside = map(Path, before.beside)
    now = ingredients(before.project, before.out, before.strict, before.packed, beside)
    return now.stamps != before.stamps or any(
        (now.new.get(path) or _digest(path)) != digest for path, digest in before.new.items()
    )


def _same(stamps: Mapping[str, list[int]], digests: Mapping[str, str], now: Ingredients) -> bool:
    """Tell whether files with `stamps` and `digests` are those of `now`, a stamp being quicker to compare."""
    if digests.keys() != now.stamps.keys() or not all(now.stamps.values()):
        return False
    moved = (path for path, stamp in now.stamps.items() if stamps.get(path) != stamp or path in now.new)
    return all(digests[path] == (now.new.get(path) or _digest(path)) for path in moved)


def _made(ingredients: Ingredients) -> str:
    """Return one digest of the sizes and times of all that was published."""
    folders = (ingredients.out, ingredients.project.build / "hosting")
    found = {path: stamp for folder in folders for path, stamp in _stamps(folder).items()}
    return blake2b(json.dumps(found, sort_keys=True).encode(), digest_size=20).hexdigest()


def _stamps(place: Path) -> Stamps:
    """Return the stamps of the files in the folder `place`, or of `place` itself; none if it is missing."""
    if not place.is_dir():
        return {str(place): _stamp(place.stat())} if place.exists() else {}
    return dict(_walk(str(place)))


def _walk(folder: str) -> Iterator[tuple[str, list[int]]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _walk(entry.path)
            else:
                dead_link = entry.is_symlink() and not Path(entry.path).exists()
                yield entry.path, _stamp(entry.stat(follow_symlinks=not dead_link))


def _stamp(told: os.stat_result) -> list[int]:
    plain = stat.S_ISREG(told.st_mode)
    return [told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino, told.st_mode] if plain else []


def _digest(path: str) -> str:
    return blake2b(Path(path).read_bytes(), digest_size=20).hexdigest()


def _packages() -> Iterator[str]:
    """Yield the names under which pip notes what is installed; they hold the versions."""
    for folder in map(Path, sys.path):
        if folder.name in ("site-packages", "dist-packages") and folder.is_dir():
            with os.scandir(folder) as entries:
                yield from sorted(entry.name for entry in entries if entry.name.endswith(".dist-info"))


def _folder(project: Project) -> Path:
    return project.build / "cache" / "builds"


def _name(out: Path) -> str:
    return blake2b(str(out).encode(), digest_size=10).hexdigest() + ".json"


def _note(project: Project, out: Path) -> dict[str, Any]:
    """Return what was noted of the last build into `out`; nothing when that cannot be read."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        note = json.loads((_folder(project) / _name(out)).read_bytes())
        if isinstance(note, dict) and all(isinstance(path, str) for path in note["beside"]):
            return note
    return {}
