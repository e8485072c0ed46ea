"""Finds out whether a build would only make the same site again.

A record of the last build into each folder holds a digest of everything that went in, and one of the sizes
and times of what came out. Only Python's own library is imported: often this is the whole build.
"""

from __future__ import annotations

import json
import marshal
import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from generator.engine.build_result import BuildResult
from generator.engine.files import walk, write_atomically
from generator.engine.memo import digest
from generator.problems import Location, Problem, SystemFailure
from generator.project import PROGRAM, Project

NO_RECORDS = ("guide.yml", "sources.yml")
"""Files of content/ that everything depends on."""
KINDS, LANGUAGES = "kinds/", "languages/"
"""Folders of content/ with more of them, besides the translations of records."""
RECENT = 2_000_000_000
"""Nanoseconds within which two edits of a file can have the same time, on the coarsest disk."""
LARGEST_FILE = 16_000_000
"""Bytes of a file that is compared; a build refuses anything like that in a moment."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a site is made from, at one moment."""

    project: Project
    out: Path
    strict: bool
    compress: bool
    extra_paths: list[str]
    """Files and folders that the guide's settings name."""
    states: str
    """A digest of options, versions and the sizes and times of all files: differs after any edit."""
    settled: bool
    """Whether all files were edited so long ago that another edit would give them another time."""
    records: Mapping[str, str]
    """A digest of each file of a record, or with translations of records, by its path in content/."""
    rest: str
    """A digest of everything else: other bytes, the names of all files, options and versions."""
    contents: str
    """A digest of all that; empty if something isn't a file that can be read."""
    last: Mapping[str, Any]
    """The record of the last build; empty when there is none, or it's damaged."""


def inputs(
    project: Project, out: Path, strict: bool, compress: bool, extra_paths: Iterable[Path] | None = None
) -> Inputs:
    """Return what a build of `project` into `out` would be made from now.

    `extra_paths` are those that its settings name; by default, those they named at the last build. Then,
    files whose sizes and times are as in that build aren't read again.
    """
    out, last = out.absolute(), _record(project, out.absolute())
    named = sorted(last.get("extra_paths", []) if extra_paths is None else map(str, extra_paths))
    found, options = _states(project, named), _options(project, out, strict, compress)
    states = digest(*options, _as_bytes(found)).hex()
    newest = max((max(state[1:3]) for state in found.values() if state), default=0)
    settled = time.time_ns() - newest > RECENT
    if extra_paths is None and last.get("states") == states:
        return Inputs(project, out, strict, compress, named, states, settled, {}, "", last["inputs"], last)
    content, records, rest = f"{project.content}/", dict[str, str](), ""
    with suppress(OSError):
        # A pipe would never end, a link to a folder can hide anything, and a build refuses large files.
        if all(state and state[0] <= LARGEST_FILE for state in found.values()):
            files = list[bytes | str](found)
            for path in found:
                with open(path, "rb") as file:  # noqa: PTH123, there are thousands
                    data = file.read()
                name = path.removeprefix(content)
                if name != path and _is_record(name):
                    records[name] = digest(data).hex()
                else:
                    files.append(data)
            rest = digest(*options, *files).hex()
    contents = all_contents(rest, records.values())
    return Inputs(project, out, strict, compress, named, states, settled, records, rest, contents, last)


def _is_record(name: str) -> bool:
    if name.startswith(LANGUAGES):
        return name.endswith(".po")
    return name.endswith(".yml") and name not in NO_RECORDS and not name.startswith(KINDS)


def all_contents(rest: str, records: Iterable[str]) -> str:
    """Return the digest of everything a site is made from; the arguments are digests, as in `Inputs`."""
    return rest and digest(rest, *records).hex()


def published(now: Inputs) -> str | None:
    """Return `Inputs.contents` of the build that made the site; None if the site isn't as it was left."""
    contents = now.last.get("inputs")
    return contents if isinstance(contents, str) and _is_as_left(now.last) else None


def last_build(now: Inputs) -> BuildResult | None:
    """Return the result of the last build, if a build from `now` would only make the same again.

    None also if the site or the settings for servers aren't as that build left them.
    """
    record = now.last
    try:
        if not now.contents or record["inputs"] != now.contents or not _is_as_left(record):
            return None
        found = ({**one, "location": Location(**one["location"])} for one in record["warnings"])
        warnings = tuple(Problem(**one) for one in found)
        return BuildResult(now.out, record["url"], record["pages"], record["sheets"], 0.0, warnings, {})
    except (KeyError, TypeError, AttributeError):
        return None


def remember(before: Inputs, result: BuildResult) -> None:
    """Record that `result` was made from the inputs `before`, unless they have changed since.

    If the disk can't be written, nothing is recorded, and the next build does everything again.
    """
    with suppress(OSError, SystemFailure):
        if not before.contents or changed_since(before):
            return
        paths = _published(before)
        record = {
            "inputs": before.contents,
            "states": before.states if before.settled else "",
            "extra_paths": before.extra_paths,
            "paths": paths,
            "outputs": _outputs(paths),
            "url": result.url,
            "pages": result.pages,
            "sheets": result.sheets,
            "warnings": [asdict(warning) for warning in result.warnings],
        }
        file = _record_file(before.project, before.out)
        write_atomically({file.name: json.dumps(record).encode()}, file.parent)


def changed_since(before: Inputs) -> bool:
    """Return whether anything a site is made from has been edited since `before`, even if that was undone."""
    options = _options(before.project, before.out, before.strict, before.compress)
    found = _states(before.project, before.extra_paths)
    return digest(*options, _as_bytes(found)).hex() != before.states


def _states(project: Project, named: Iterable[str]) -> dict[str, list[int]]:
    """Return the size and times of each file that a site is made from, by path."""
    folders = [project.config, project.content, *project.templates.folders(), PROGRAM, *map(Path, named)]
    return {path: _file_state(path) for folder in folders for path in _input_files(folder)}


def _published(of: Inputs) -> list[str]:
    """Return the paths of all folders and files that were published."""
    walked = (one for top in (of.out, of.project.build / "hosting") for one in os.walk(top))
    return [path for folder, _, names in walked for path in (folder, *(f"{folder}/{name}" for name in names))]


def _outputs(paths: Iterable[str]) -> str:
    """Return a digest of the sizes and times of `paths`; those of a folder change with the names in it."""
    return digest(_as_bytes([(path, _state(path)) for path in paths])).hex()


def _as_bytes(states: Any) -> bytes:
    """Return bytes that are the same for equal `states`, four times as fast as `repr` would."""
    return marshal.dumps(states, 2)  # later versions also say which objects are the same one


def _is_as_left(record: Mapping[str, Any]) -> bool:
    """Return whether everything that was published is as the build left it of which this is the `record`."""
    return bool(record) and record.get("outputs") == _outputs(record["paths"])


def _input_files(folder: Path) -> list[str]:
    """Return the files in `folder` that a build reads: not what editors and Python leave there."""
    start = len(str(folder))
    return [path for path in _files(folder) if "/." not in path[start:] and "/__pycache__/" not in path]


def _files(path: Path) -> list[str]:
    """Return the paths of all files in the folder `path`, or `path` itself if it's something else."""
    return [f"{path}/{name}" for name in walk(path)] if path.is_dir() else [str(path)]


def _file_state(path: str) -> list[int]:
    """Return what changes with each edit of the file at `path`; nothing if it isn't a plain file."""
    state = _state(path)
    return state if state and stat.S_ISREG(state[-1]) else []


def _state(path: str) -> list[int]:
    try:
        found = os.stat(path)  # noqa: PTH116, there are thousands
    except (OSError, ValueError):  # of a damaged record, for example
        return []
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_mode]


def _options(*options: object) -> tuple[str, ...]:
    """Return what a site depends on besides files of the guide and of the program."""
    return repr(options), sys.version, *_packages()


def _packages() -> Iterator[str]:
    """Yield the names of pip's folders about what's installed; they contain the versions."""
    for folder in map(Path, sys.path):
        if folder.name in ("site-packages", "dist-packages") and folder.is_dir():
            yield from sorted(path.name for path in folder.iterdir() if path.suffix == ".dist-info")


def _record_file(project: Project, out: Path) -> Path:
    return project.build / "cache" / "builds" / f"{digest(str(out)).hex()[:20]}.json"


def _record(project: Project, out: Path) -> dict[str, Any]:
    """Return the record of the last build into `out`; empty when there is none, or it's damaged."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        record = json.loads(_record_file(project, out).read_bytes())
        paths = *record["extra_paths"], *record["paths"]
        if isinstance(record, dict) and all(isinstance(path, str) for path in paths):
            return record
    return {}
