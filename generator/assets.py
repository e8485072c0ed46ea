"""What lies in templates/assets and templates/theme, as readers fetch it.

Style sheets are joined, and neither they nor scripts carry the comments that only we read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import rcssmin
import rjsmin

from generator.problems import ContentError, Place, Problem

Files = dict[str, bytes]
"""Paths with forward slashes, and what stands there."""


def assets(folder: Path, made: Mapping[str, bytes] | None = None) -> Files:
    """Return the files of `folder` by their address on the site, the style sheets as two.

    `made` are more files, by their path in the folder, that the program writes.
    Those in a folder tools/ are for pages on which readers fill in or fetch something. They are joined in
    the order of their names. Raises `ContentError` as `files` does.
    """
    found = {**files(folder), **(made or {})}
    styles: dict[str, list[bytes]] = {"guide.css": [], "tools.css": []}
    for name in sorted(name for name in found if name.endswith(".css")):
        styles["tools.css" if "/tools/" in name else "guide.css"].append(found.pop(name))
    scripts = {name: rjsmin.jsmin(data) for name, data in found.items() if name.endswith(".js")}
    joined = {name: rcssmin.cssmin(b"\n".join(sheets)) for name, sheets in styles.items()}
    return {f"assets/{name}": data for name, data in {**found, **scripts, **joined}.items()}


def stamped(files: Files) -> tuple[str, Files]:
    """Return a folder of the site named for what is in `files`, and them with it in their addresses.

    Browsers may keep what lies there for good: when a file changes, all of them get a new address. They
    share one folder so that scripts that import one another, and fonts that a style names, never mix.
    """
    digest = hashlib.sha256()
    for address, data in sorted(files.items()):
        digest.update(f"{address}\0{len(data)}\0".encode() + data)
    folder = f"assets/{digest.hexdigest()[:8]}"
    return folder, {f"{folder}/{address.removeprefix('assets/')}": data for address, data in files.items()}


def files(folder: Path) -> Files:
    """Return what lies below `folder`, but for hidden files and editors' copies.

    Raises `ContentError` for a link that leads out of it, which would publish somebody's file.
    """
    if strays := [path for path in _below(folder) if not path.resolve().is_relative_to(folder.resolve())]:
        raise ContentError(
            Problem(
                Place(path.relative_to(folder.parent.parent).as_posix()),
                "outside",
                "this is a link to a file outside the project",
                "put the file itself here",
            )
            for path in strays
        )
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in _below(folder)}


def _below(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".") and not path.name.endswith("~")
    )
