"""Reads and writes content/ids.lock: every permanent name that was ever published, one per line.

Only the program writes it, but people merge it, so it is validated like any other file.
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
# The IDs of this guide that readers' answers, addresses, printed codes and forms depend on.
# “advice lock” writes this file. If an ID has to go, see “advice lock --help”.
"""
RETIRED = "retired "
"""Precedes the name of something that is gone for good."""
LINE = re.compile(rf"({RETIRED})?([a-z0-9-]+(?:/[a-z0-9-]+)?(?:#[a-z0-9-]+)?)")
CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


def parse(data: bytes) -> Lock:
    """Read the bytes of a lock file; raises `ContentError` for anything but names, one per line."""
    lines = decoded(data, LOCK_FILE).split("\n")
    if problems := tuple(islice(_problems(lines), MOST_PROBLEMS)):
        raise ContentError(problems)
    found: dict[bool, dict[str, Location]] = {True: {}, False: {}}
    for number, line in enumerate(lines, start=1):
        if match := LINE.fullmatch(line.strip()):
            found[bool(match[1])].setdefault(match[2], _place(number, line))
    names = {name: place for name, place in found[False].items() if name not in found[True]}
    return Lock(names, found[True])


def text(lock: Lock) -> str:
    """Return the content of the file for `lock`, sorted by name, so that a change is a line."""
    lines = [(name, name) for name in lock.names] + [(name, RETIRED + name) for name in lock.retired]
    return HEAD + "".join(f"{line}\n" for _, line in sorted(lines))


def write(lock: Lock, path: Path) -> None:
    """Write `lock` to the file at `path`, all or nothing; raises `SystemFailure`."""
    data = text(lock).encode()
    with suppress(OSError):
        if path.read_bytes() == data:
            return
    write_atomically({path.name: data}, path.parent)


def _problems(lines: list[str]) -> Problems:
    for number, line in enumerate(lines, start=1):
        entry = line.strip()
        if entry.startswith(CONFLICT):
            message = "this file has unresolved merge conflicts"
            fix = "keep the names of both sides, and delete the lines with <, |, = and >"
            yield Problem(_place(number, line), "merge-conflict", message, fix)
        elif entry and not entry.startswith("#") and not LINE.fullmatch(entry):
            fix = "delete it; “advice lock” adds names that are missing"
            yield Problem(_place(number, line), "not-a-name", "this line isn’t the name of an ID", fix)


def _place(number: int, line: str) -> Location:
    start = len(line) - len(line.lstrip())
    return Location(LOCK_FILE, number, start + 1, max(1, len(line.strip())), line)
