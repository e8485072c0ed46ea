"""The lock of a guide, content/ids.lock: every permanent name that was ever published, one a line.

The program alone writes it, and people merge it, so it is read with care.
"""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import islice
from pathlib import Path

from generator.engine.files import write_atomically
from generator.load.encoding import MOST_PROBLEMS, decoded
from generator.model.lock import LOCK_FILE, Lock
from generator.problems import ContentError, Location, Problem, Problems

HEAD = """\
# The ids of this guide on which readers' answers, addresses, printed codes and forms hang.
# “advice lock” writes this file; “advice lock --help” tells what to do when an id has to go.
"""
RETIRED = "retired "
"""Stands before the name of something that is gone for good."""
LINE = re.compile(rf"({RETIRED})?([a-z0-9-]+(?:/[a-z0-9-]+)?(?:#[a-z0-9-]+)?)")
CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


def parse(data: bytes) -> Lock:
    """Read the bytes of a lock file; raises `ContentError` for anything but names, one a line."""
    lines = decoded(data, LOCK_FILE).split("\n")
    if problems := tuple(islice(_faults(lines), MOST_PROBLEMS)):
        raise ContentError(problems)
    found: dict[bool, dict[str, Location]] = {True: {}, False: {}}
    for number, line in enumerate(lines, start=1):
        if match := LINE.fullmatch(line.strip()):
            found[bool(match[1])].setdefault(match[2], _place(number, line))
    names = {name: place for name, place in found[False].items() if name not in found[True]}
    return Lock(names, found[True])


def text(lock: Lock) -> str:
    """Return what the file of `lock` says, in the order of names, so that a change is a line."""
    lines = [(name, name) for name in lock.names] + [(name, RETIRED + name) for name in lock.retired]
    return HEAD + "".join(f"{line}\n" for _, line in sorted(lines))


def write(lock: Lock, path: Path) -> None:
    """Put `lock` into the file at `path`, whole or not at all; raises `SystemFailure`."""
    data = text(lock).encode()
    with suppress(OSError):
        if path.read_bytes() == data:
            return
    write_atomically({path.name: data}, path.parent)


def _faults(lines: list[str]) -> Problems:
    for number, line in enumerate(lines, start=1):
        said = line.strip()
        if said.startswith(CONFLICT):
            yield Problem(
                _place(number, line),
                "merge-conflict",
                "two versions of this file were merged and nobody chose between them",
                "keep the names of both sides, and delete the lines with the signs",
            )
        elif said and not said.startswith("#") and not LINE.fullmatch(said):
            yield Problem(
                _place(number, line),
                "not-a-name",
                "this line names no id of the guide",
                "delete it; if names are missing then, “advice lock” adds them again",
            )


def _place(number: int, line: str) -> Location:
    start = len(line) - len(line.lstrip())
    return Location(LOCK_FILE, number, start + 1, max(1, len(line.strip())), line)
