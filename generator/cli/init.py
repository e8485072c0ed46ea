"""What `advice init` writes: a whole small guide that can be built at once, to go on with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.problems import Refusal

FIRST = {
    "principle": "content/principles/first-principle.yml",
    "checklist": "content/checklists/first-checklist.yml",
    "worksheet": "content/worksheets/first-worksheet.yml",
}
"""The records of a new guide, by the kind of which each is a start."""
HIDDEN = frozenset(["gitignore", "pre-commit-config.yaml", "vscode"])
"""Files and folders of a guide whose names begin with a dot; with it they would count here."""


def starter_files(folder: Path, templates: Path, writing: Path, today: date) -> dict[str, bytes]:
    """Return the files of a new guide for `folder`, by their paths in it.

    `templates` is the program's folder of that name, and `writing` its document for authors.
    Raises `Refusal` when something lies there already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refusal(f"{folder} is not empty. Name a new folder, or one with nothing in it.")
    files = {name: text.encode() for name, text in _files(folder, templates / "starters", today)}
    return {**files, "WRITING.md": writing.read_bytes()}


def starting(starts: Path) -> Environment:
    """Return what fills in the starts in the folder `starts`."""
    return Environment(loader=FileSystemLoader(starts), undefined=StrictUndefined, keep_trailing_newline=True)


def _files(folder: Path, starts: Path, today: date) -> Iterator[tuple[str, str]]:
    jinja = starting(starts)
    known = {
        "name": _title(folder.resolve().name),
        "today": today.isoformat(),
        "source": "experience",
        "principle": "first-principle",
        "link": "checklists/first-checklist",
    }
    for path in sorted((starts / "guide").rglob("*")):
        if path.is_file():
            name = path.relative_to(starts / "guide").as_posix()
            begins = "." if name.partition("/")[0] in HIDDEN else ""
            yield f"{begins}{name}", jinja.get_template(f"guide/{name}").render(known)
    for kind, name in FIRST.items():
        id = Path(name).stem
        title = id.replace("-", " ").capitalize()
        yield name, jinja.get_template(f"{kind}.yml").render(known, id=id, title=title)


def _title(folder: str) -> str:
    """Return the name of the guide in `folder`; a plain one where that holds what no title may."""
    name = re.sub(r"[-_]+", " ", folder).strip().capitalize()
    return name if re.fullmatch(r"[\w '’.,&()!?-]*\w[\w '’.,&()!?-]*", name) else "My guide"
