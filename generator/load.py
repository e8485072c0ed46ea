"""Reads everything that an author wrote: content/ and site_config.yml."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic_core import PydanticCustomError

from generator import lock
from generator.changes import Changes
from generator.contacts import Contacts
from generator.contents import Contents, SiteConfig
from generator.decode import Model, decode
from generator.fields import Slug, Written
from generator.glossary import Glossary
from generator.message import Message
from generator.model import Checklist, Guide, Page, Principle, Source, Worksheet
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
    return _Loader(project).draft()


class _Loader:
    """Reads the files one after another and collects their problems."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.problems: list[Problem] = []
        self.unread: set[str] = set()

    def draft(self) -> Draft:
        site = self._attempt(lambda: self._decoded(self.project.config, SiteConfig))
        contents = self._attempt(lambda: self._decoded(self.project.content / "guide.yml", Contents))
        sources = self._sources()
        self.problems += _strays(self.project)
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

    def _decoded(self, path: Path, model: type[Model]) -> Model:
        return decode(read(path, self.project), model)

    def _sources(self) -> dict[str, Source] | None:
        block = self._attempt(lambda: read(self.project.content / "sources.yml", self.project))
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
        path = self.project.content / name
        if not path.exists():
            return None
        page = self._attempt(lambda: self._record(path, kind))
        if page is None:
            self.unread.add(name)
        return page

    def _records(self, kind: type[Record]) -> dict[str, Record]:
        records = {}
        for path in sorted((self.project.content / kind.folder).glob("[!.]*.yml")):
            record = self._attempt(lambda path=path: self._record(path, kind))  # type: ignore[misc]
            if record is None:
                self.unread.add(f"{kind.folder}/{path.stem}")
            else:
                records[path.stem] = record
        return records

    def _record(self, path: Path, kind: type[AnyRecord]) -> AnyRecord:
        place = Place(self.project.relative(path))
        block = read(path, self.project)
        id = _named(Written.at(path.stem, place), block, f"the file name is the id of a {kind.word}")
        return decode(_with_id(block, id), kind)


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
            name, "missing-file", "this file is missing", "write it; CONTRIBUTING shows a blank to copy"
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


def _strays(project: Project) -> Iterator[Problem]:
    """Yield files in content/ that would never be read."""
    folders = {kind.folder: kind for kind in KINDS}
    for path in sorted(project.content.rglob("*")):
        inside = path.relative_to(project.content)
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
                f"move it into {', '.join(f'content/{name}' for name in folders)}",
            )
        elif len(inside.parts) > 1 and (len(inside.parts) > 2 or inside.parts[0] not in folders):
            yield Problem(
                place,
                "stray-file",
                "this folder is not read",
                f"move the file into {', '.join(f'content/{name}' for name in folders)}",
            )
