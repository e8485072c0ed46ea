"""Puts the templates for Typst into one folder, because that's what it reads, wherever they come from."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

from generator.engine.files import write_atomically
from generator.engine.memo import digest
from generator.layers import PROGRAM_PREFIX, Layers

IMPORT = re.compile(rb'(#(?:import|include) )"(?=[\w-]+\.typ")')
"""Of a file in the same folder."""
UNUSED = 86_400
"""Seconds after its last use after which a folder of earlier templates is removed."""


def typst_files(templates: Layers, folder: str) -> dict[str, bytes]:
    """Return the files with which the templates in `folder` are typeset, by their paths in it, sorted.

    If the guide has files of its own there, the folder `PROGRAM_PREFIX` has those of the program. What these
    import is the guide's, where it has its own.
    """
    files = {name: path.read_bytes() for name, path in templates.files(folder).items()}
    if templates.own_files(folder):
        files |= dict(_programs(templates.program / folder))
    return dict(sorted(files.items()))


def typst_folder(templates: Layers, folder: str) -> Path:
    """Return a folder with `typst_files` that stays as it is, even if a template is edited meanwhile.

    The folder is the program's if the guide has no files of its own there. Raises `SystemFailure` if the
    disk can't be written.
    """
    if not templates.merged or not templates.own_files(folder):
        return templates.program / folder
    files = typst_files(templates, folder)
    key = digest(*(part for pair in files.items() for part in pair)).hex()[:20]
    whole = templates.merged / key
    made = whole / "templates" / folder
    if not all(_has(made / name, data) for name, data in files.items()):
        # Several workers need it at once, so each makes its own, and the first one stays.
        own = templates.merged / f"{key}.{os.getpid()}"
        write_atomically(files, own / "templates" / folder)
        try:
            own.rename(whole)
        except OSError:
            # It's there, but someone damaged it.
            for name in files:
                (made / name).parent.mkdir(parents=True, exist_ok=True)
                (own / "templates" / folder / name).replace(made / name)
        rmtree(own, ignore_errors=True)
        _remove_unused(templates.merged)
    with suppress(OSError):
        os.utime(whole)
    return made


def _has(path: Path, data: bytes) -> bool:
    """Return whether `path` is a file with the content `data`."""
    return path.is_file() and path.read_bytes() == data


def _programs(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.glob("*.typ"):
        yield f"{PROGRAM_PREFIX}/{path.name}", IMPORT.sub(rb'\1"../', path.read_bytes())


def _remove_unused(folder: Path) -> None:
    with suppress(OSError):
        for path in folder.iterdir():
            if time.time() - path.stat().st_mtime > UNUSED:
                rmtree(path, ignore_errors=True)
