"""Reads everything that an author wrote: content/ and site_config.yml."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pydantic_core import PydanticCustomError

from generator import lock
from generator.changes import Changes
from generator.contacts import Contacts
from generator.contents import Contents, SiteConfig
from generator.decode import decode
from generator.fields import Folder, Slug, Written
from generator.glossary import Glossary
from generator.message import Message
from generator.model import Checklist, Guide, Page, Principle, Source, Worksheet
from generator.overlay import hidden, merged, nothing_beneath
from generator.problems import ContentError, Place, Problem
from generator.project import Project
from generator.questions import Questions
from generator.record import Record
from generator.start import Start
from generator.workshop import Workshop
from generator.yaml_file import Block, parse

KINDS: tuple[type[Record], ...] = (Principle, Checklist, Worksheet, Message, Workshop, Page)
SINGLE_PAGES = {
    "start.yml": "start",
    "contacts.yml": "tools/contacts",
    "questions.yml": "questions",
    "glossary.yml": "glossary",
    "changes.yml": "changes",
}
"""Files of pages that are one of a kind and that a guide can do without, and where they stand."""
SINGLE_FILES = ("guide.yml", "sources.yml", *SINGLE_PAGES)

Value = TypeVar("Value")
Single = TypeVar("Single", Start, Contacts, Questions, Glossary, Changes)
AnyRecord = TypeVar("AnyRecord", bound=Record)


@dataclass(frozen=True, slots=True)
class Draft:
    """What could be read, and every problem met on the way."""

    guide: Guide | None
    """None when the site's settings, the contents or the sources could not be read."""
    problems: tuple[Problem, ...]
    unread: frozenset[str]
    """Files of records, as folder/id, and of single pages, as file names, that hold mistakes."""


def load(project: Project) -> Draft:
    """Read the guide of `project`; mistakes are collected, not raised."""
    loader = _Loader(project)
    draft = loader.draft()
    if loader.changes and draft.guide:
        beneath = _Loader(project).draft(changed=False)
        return replace(draft, guide=replace(draft.guide, beneath=beneath.guide))
    return draft


def changes_of(project: Project) -> Path | None:
    """Return the folder of changes that the settings of `project` name, if there is one."""
    try:
        site = decode(read(project.config, project), SiteConfig)
    except ContentError:
        return None
    folder = project.root / site.overlay if site.overlay else None
    return folder if folder and folder.is_dir() else None


class _Loader:
    """Reads the files one after another and collects their problems."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.problems: list[Problem] = []
        self.unread: set[str] = set()
        self.changes: Path | None = None
        """The folder that lies over content/, when the settings name one and it is wanted."""

    def draft(self, changed: bool = True) -> Draft:
        """Return what could be read, with the changes that the settings name, if wanted."""
        site = self._attempt(lambda: decode(read(self.project.config, self.project), SiteConfig))
        if site and site.overlay and changed:
            self.changes = self._folder(site.overlay)
        contents = self._attempt(lambda: decode(self._block("guide.yml"), Contents))
        sources = self._sources()
        for folder in filter(None, (self.project.content, self.changes)):
            self.problems += _strays(folder, self.project)
        records = {kind.folder: self._records(kind) for kind in KINDS}
        guide = None
        if site and contents and sources is not None:
            guide = Guide(
                site=site,
                contents=contents,
                sources=sources,
                start=self._single("start.yml", Start),
                contacts=self._single("contacts.yml", Contacts),
                questions=self._single("questions.yml", Questions),
                glossary=self._single("glossary.yml", Glossary),
                changes=self._single("changes.yml", Changes),
                lock=self._lock(),
                **records,  # type: ignore[arg-type]
            )
        return Draft(guide, tuple(self.problems), frozenset(self.unread))

    def _attempt(self, read: Callable[[], Value]) -> Value | None:
        try:
            return read()
        except ContentError as error:
            self.problems += error.problems
            return None

    def _folder(self, name: Folder) -> Path | None:
        folder = self.project.root / name
        if folder.is_dir():
            return folder
        self.problems.append(
            Problem(
                name.where, "missing-folder", f"there is no folder {name}", "make it, or delete this line"
            )
        )
        return None

    def _files(self, name: str) -> tuple[Path, Path | None]:
        """Return where the file `name` stands, and where its changes would."""
        return self.project.content / name, self.changes / name if self.changes else None

    def _is_there(self, name: str) -> bool:
        return any(path and path.exists() for path in self._files(name))

    def _block(self, name: str) -> Block:
        """Read the file `name` with the changes to it; raises `ContentError`."""
        path, changes = self._files(name)
        if not changes or not changes.exists():
            return read(path, self.project)
        above = read(changes, self.project)
        if not path.exists():
            return above
        return merged(read(path, self.project), above)

    def _sources(self) -> dict[str, Source] | None:
        block = self._attempt(lambda: self._block("sources.yml"))
        if block is None:
            return None
        sources = {key: self._attempt(lambda key=key: _source(key, block)) for key in block}  # type: ignore[misc]
        known = {str(key): source for key, source in sources.items() if source}
        return known if len(known) == len(block) else None

    def _lock(self) -> lock.Lock | None:
        path = self.project.root / lock.FILE
        if not path.exists() and not path.is_symlink():
            return None
        return self._attempt(lambda: lock.parse(read_bytes(path, self.project)))

    def _single(self, name: str, kind: type[Single]) -> Single | None:
        if not self._is_there(name) or self._attempt(lambda: self._hides(name)):
            return None
        page = self._attempt(lambda: self._record(name, kind))
        if page is None:
            self.unread.add(name)
        return page

    def _records(self, kind: type[Record]) -> dict[str, Record]:
        records = {}
        folders = filter(None, self._files(kind.folder))
        for name in sorted({path.name for folder in folders for path in folder.glob("[!.]*.yml")}):
            file, id = f"{kind.folder}/{name}", name.removesuffix(".yml")
            if self._attempt(lambda file=file: self._hides(file)):  # type: ignore[misc]
                continue
            record = self._attempt(lambda file=file: self._record(file, kind))  # type: ignore[misc]
            if record is None:
                self.unread.add(f"{kind.folder}/{id}")
            else:
                records[id] = record
        return records

    def _record(self, name: str, kind: type[AnyRecord]) -> AnyRecord:
        path, changes = self._files(name)
        place = Place(self.project.relative(changes if changes and not path.exists() else path))
        block = self._block(name)
        id = _named(Written.at(path.stem, place), block, f"the file name is the id of a {kind.word}")
        return decode(_with_id(block, id), kind)

    def _hides(self, name: str) -> bool:
        """Tell whether the changes take away the whole file `name`; raises `ContentError`."""
        path, changes = self._files(name)
        if not changes or not changes.exists() or not hidden(above := read(changes, self.project)):
            return False
        if not path.exists():
            beneath = (other.stem for other in path.parent.glob("*.yml"))
            raise ContentError([nothing_beneath(Written.at(path.stem, above.where), beneath)])
        return True


def read(path: Path, project: Project) -> Block:
    """Read one YAML file of `project`; raises `ContentError`."""
    return parse(read_bytes(path, project), project.relative(path))


def read_bytes(path: Path, project: Project) -> bytes:
    """Return what stands in a file of `project`; raises `ContentError`.

    Only regular files inside the project are read, never what a link points to elsewhere.
    """
    name = project.relative(path)
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(project.root):
            raise _unreadable(
                name, "outside", "this is a link to a file outside the project", "put the file itself here"
            )
        if not stat.S_ISREG(real.stat().st_mode):
            raise _unreadable(name, "not-a-file", "this is not a plain file", "put a text file here")
        return real.read_bytes()
    except FileNotFoundError:
        raise _unreadable(
            name, "missing-file", "this file is missing", "write it; “advice init” shows one in a new folder"
        ) from None
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "it is a link to itself"
        raise _unreadable(
            name, "not-a-file", f"this file cannot be read: {reason}", "put a file here that can be read"
        ) from None


def _unreadable(name: str, rule: str, message: str, fix: str) -> ContentError:
    return ContentError([Problem(Place(name), rule, message, fix)])


def _source(key: Written, block: Block) -> Source:
    entry = block[key]
    if not isinstance(entry, Block):
        raise ContentError(
            [Problem(entry.where, "wrong-shape", f"“{key}” has no fields", "indent its fields below it")]
        )
    id = _named(key, entry, "the key above is the id of a source")
    return decode(_with_id(entry, id), Source, f"the source “{key}”")


def _named(name: Written, block: Block, reason: str) -> Slug:
    """Return `name` as an id; raises `ContentError` when it cannot be one or the block has another."""
    problems = []
    if "id" in block:
        problems.append(
            Problem(block.key("id").where, "id-given", f"no id is written here: {reason}", "delete this line")
        )
    try:
        id = Slug.parse(name)
    except PydanticCustomError as error:
        context = error.context or {}
        problems.append(Problem(name.where, "bad-id", context["message"], context["fix"]))
    if problems:
        raise ContentError(problems)
    return id


def _with_id(block: Block, id: Slug) -> Block:
    """Return `block` with the id that its file name or key gives it."""
    named = Block({Written("id"): id, **block})
    named.where = block.where
    return named


def _strays(folder: Path, project: Project) -> Iterator[Problem]:
    """Yield files in `folder`, content/ or changes to it, that would never be read."""
    folders = {kind.folder: kind for kind in KINDS}
    places = ", ".join(f"{project.relative(folder)}/{name}" for name in folders)
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if any(part.startswith(".") for part in inside.parts) or path.suffix.lower() not in (".yml", ".yaml"):
            continue
        place = Place(project.relative(path))
        if path.suffix != ".yml":
            yield Problem(
                place,
                "stray-file",
                "only files that end in .yml are read",
                "rename it so that it ends in .yml",
            )
        elif len(inside.parts) == 1 and path.name not in SINGLE_FILES:
            yield Problem(
                place,
                "stray-file",
                "no record belongs here",
                f"move it into {places}",
            )
        elif len(inside.parts) > 1 and (len(inside.parts) > 2 or inside.parts[0] not in folders):
            yield Problem(
                place,
                "stray-file",
                "this folder is not read",
                f"move the file into {places}",
            )
