"""Reads everything that an author wrote: content/ and site_config.yml."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import NoReturn, TypeVar

from pydantic_core import PydanticCustomError

from generator.engine.memo import Memo, digest
from generator.load import lock, logo
from generator.load.files import read_bytes
from generator.load.overlay import Layers, read
from generator.load.validate import decode
from generator.load.yaml_nodes import YamlMapping, parse
from generator.model.changes import Changes
from generator.model.checklist import Checklist
from generator.model.contacts import Contacts
from generator.model.fields import Slug
from generator.model.glossary import Glossary
from generator.model.guide import Guide
from generator.model.lock import LOCK_FILE, Lock
from generator.model.message import Message
from generator.model.outline import GuideOutline
from generator.model.page import Page
from generator.model.principle import Principle
from generator.model.questions import Questions
from generator.model.record import Record
from generator.model.settings import SiteConfig
from generator.model.source import Source
from generator.model.source_text import SourceText
from generator.model.start import Start
from generator.model.worksheet import Worksheet
from generator.model.workshop import Workshop
from generator.problems import ContentError, Location, Problem
from generator.project import Project

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
    """Read the guide of `project`; mistakes are collected, not raised.

    Raises `OSError` for a folder that cannot be looked into: what is in it would pass for missing.
    """
    for folder in (project.content, project.templates):
        for _ in os.walk(folder, onerror=_raise):
            pass
    loader = _Loader(project)
    draft = loader.draft()
    if loader.layers.changes and draft.guide:
        beneath = _Loader(project).draft(changed=False)
        return replace(draft, guide=replace(draft.guide, beneath=beneath.guide))
    return draft


def _raise(error: OSError) -> NoReturn:
    raise error


def named_by(project: Project) -> Iterator[Path]:
    """Yield what the settings of `project` name and is there: the folder of changes, and the logo."""
    try:
        site = decode(read(project.config, project), SiteConfig)
    except ContentError:
        return
    yield from (path for name in (site.overlay, site.logo) if name and (path := project.root / name).exists())


class _Loader:
    """Reads the files one after another and collects their problems."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.problems: list[Problem] = []
        self.unread: set[str] = set()
        self.layers = Layers(project)

    def draft(self, changed: bool = True) -> Draft:
        """Return what could be read, with the changes that the settings name, if wanted."""
        site = self._attempt(lambda: decode(read(self.project.config, self.project), SiteConfig))
        overlay = site.overlay if site and changed else None
        if overlay:
            self.layers.changes = self._attempt(lambda: self.layers.folder(overlay))
        if site and site.logo:
            site = self._attempt(lambda site=site: _with_logo(site, self.project)) or site  # type: ignore[misc]
        order = self._attempt(lambda: decode(self.layers.block("guide.yml"), GuideOutline))
        sources = self._sources()
        for folder in filter(None, (self.project.content, self.layers.changes)):
            self.problems += _strays(folder, self.project)
        records = {kind.folder: self._records(kind) for kind in KINDS}
        contacts = self._single("contacts.yml", Contacts)
        guide = None
        if site and order and sources is not None:
            guide = Guide(
                site=site,
                outline=order,
                sources=sources,
                start=self._single("start.yml", Start),
                contacts=contacts.kept_to(site.cadence) if contacts else None,
                questions=self._single("questions.yml", Questions),
                glossary=self._single("glossary.yml", Glossary),
                changes=self._single("changes.yml", Changes),
                lock=self._lock(),
                **records,  # type: ignore[arg-type]
            )
        return Draft(guide, (*self.problems, *self.layers.idle), frozenset(self.unread))

    def _attempt(self, read: Callable[[], Value]) -> Value | None:
        try:
            return read()
        except ContentError as error:
            self.problems += error.problems
            return None

    def _sources(self) -> dict[str, Source] | None:
        block = self._attempt(lambda: self.layers.block("sources.yml"))
        if block is None:
            return None
        sources = {key: self._attempt(lambda key=key: _source(key, block)) for key in block}  # type: ignore[misc]
        known = {str(key): source for key, source in sources.items() if source}
        return known if len(known) == len(block) else None

    def _lock(self) -> Lock | None:
        path = self.project.root / LOCK_FILE
        if not path.exists() and not path.is_symlink():
            return None
        return self._attempt(lambda: lock.parse(read_bytes(path, self.project)))

    def _single(self, name: str, kind: type[Single]) -> Single | None:
        if not self.layers.is_there(name) or self._hides(name):
            return None
        page = self._attempt(lambda: self._record(name, kind))
        if page is None:
            self.unread.add(name)
        return page

    def _hides(self, name: str) -> bool:
        """Tell whether changes take away the file `name`, or want to and say it wrong."""
        try:
            return self.layers.hides(name)
        except ContentError as error:
            self.problems += error.problems
            self.unread.add(name if name in SINGLE_FILES else name.removesuffix(".yml"))
            return True

    def _records(self, kind: type[Record]) -> dict[str, Record]:
        records = {}
        folders = filter(None, self.layers.files(kind.folder))
        for name in sorted({path.name for folder in folders for path in folder.glob("[!.]*.yml")}):
            file, id = f"{kind.folder}/{name}", name.removesuffix(".yml")
            if self._hides(file):
                continue
            record = self._attempt(lambda file=file: self._record(file, kind))  # type: ignore[misc]
            if record is None:
                self.unread.add(f"{kind.folder}/{id}")
            else:
                records[id] = record
        return records

    def _record(self, name: str, kind: type[AnyRecord]) -> AnyRecord:
        path, changes = self.layers.files(name)
        if changes and changes.exists():
            where = path if path.exists() else changes
            return _decoded(self.layers.block(name), self.project.relative(where), kind)
        data, told = read_bytes(path, self.project), self.project.relative(path)
        record = _known.get_or_compute(
            (kind, told, digest(data)), lambda: _decoded(parse(data, told), told, kind)
        )
        assert isinstance(record, kind)
        return record


_known: Memo[Record] = Memo()
"""The records that were read, by kind, file and what stands in it."""


def _decoded(block: YamlMapping, file: str, kind: type[AnyRecord]) -> AnyRecord:
    name = SourceText.at(PurePosixPath(file).stem, Location(file))
    return decode(_with_id(block, _named(name, block, f"the file name is the id of a {kind.word}")), kind)


def _with_logo(site: SiteConfig, project: Project) -> SiteConfig:
    """Return `site` with what the file of its logo holds; raises `ContentError`."""
    assert site.logo
    path = project.root / site.logo
    if not path.exists():
        problem = Problem(site.logo.where, "missing-logo", f"there is no file {site.logo}", "put it there")
        raise ContentError([problem])
    return site.model_copy(update={"logo": logo.read(site.logo, read_bytes(path, project))})


def _source(key: SourceText, block: YamlMapping) -> Source:
    entry = block[key]
    if not isinstance(entry, YamlMapping):
        raise ContentError(
            [Problem(entry.where, "wrong-shape", f"“{key}” has no fields", "indent its fields below it")]
        )
    id = _named(key, entry, "the key above is the id of a source")
    return decode(_with_id(entry, id), Source, f"the source “{key}”")


def _named(name: SourceText, block: YamlMapping, reason: str) -> Slug:
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


def _with_id(block: YamlMapping, id: Slug) -> YamlMapping:
    """Return `block` with the id that its file name or key gives it."""
    named = YamlMapping({SourceText("id"): id, **block})
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
        place = Location(project.relative(path))
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
