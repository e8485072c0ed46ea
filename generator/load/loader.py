"""Reads everything that an author wrote: content/ and site_config.yml."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NoReturn, ParamSpec, TypeVar

from pydantic_core import PydanticCustomError

from generator import __version__
from generator.engine.memo import Memo, digest
from generator.layers import Layers
from generator.load import lock, logo, own_kinds, own_styles, own_templates
from generator.load.answers import Answers
from generator.load.files import read_bytes
from generator.load.interface_catalog import is_complete, untranslated
from generator.load.interface_texts import ENGLISH
from generator.load.marks import read_marks
from generator.load.overlay import Overlay, read, read_as
from generator.load.progress import Translated
from generator.load.validate import every_field, fields_of, validate
from generator.load.yaml_nodes import YamlMapping, parse, parse_as
from generator.model.contacts import Contacts
from generator.model.fields import Language, SiteUrl, Slug
from generator.model.guide import KINDS, SINGLE_PAGES, Guide, GuideOutline, kinds_named
from generator.model.language import FOLDER as LANGUAGES
from generator.model.language_names import english_name
from generator.model.lock import LOCK_FILE, Lock
from generator.model.own_kinds import FOLDER as OWN_KINDS
from generator.model.own_kinds import OwnKind, OwnRecord, outline_with
from generator.model.record import Block, Record
from generator.model.settings import FittingVersions, SiteConfig
from generator.model.source import Source
from generator.model.source_text import SourceText
from generator.model.units import Translatable, passages, record_passages, sources_passages
from generator.model.words import with_article
from generator.problems import ContentError, Location, Problem, Problems, Refusal, closest
from generator.project import Project

UNSAID = "interface-unfinished"
"""The rule for a language that the program doesn't speak."""
SINGLE_FILES = ("guide.yml", "sources.yml", *(f"{name}.yml" for name in SINGLE_PAGES))
"""The files in content/ itself."""
HOMES: tuple[tuple[type[Block], str, str], ...] = (
    *((kind, f"page for {name}.yml", f"{name}.yml") for name, kind in SINGLE_PAGES.items()),
    (GuideOutline, "guide’s outline", "guide.yml"),
)
"""What a file that's there once can be by its fields, what it's called, and its place in content/."""
P = ParamSpec("P")
Value = TypeVar("Value")
AnyRecord = TypeVar("AnyRecord", bound=Record)


class OtherProgram(Exception):
    """A guide is for other versions of the program, so nothing else that's found says much."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


@dataclass(frozen=True, slots=True)
class Draft:
    """What could be read, and every problem found on the way."""

    guide: Guide | None
    """None if the settings, the outline or the sources couldn't be read."""
    problems: tuple[Problem, ...]
    unreadable: frozenset[str]
    """Files with errors: of records, as folder/id; of single pages, as the name of the file."""
    warnings: tuple[Problem, ...] = ()
    """About the guide's own templates whose originals the program has changed, and about a language
    of the guide that the program doesn't speak."""
    translations: tuple[Translated, ...] = ()
    """The guide in its other languages, once they're read."""

    @property
    def published(self) -> tuple[Translated, ...]:
        """The translations that readers see."""
        return tuple(one for one in self.translations if one.is_published)


def load(project: Project) -> Draft:
    """Read the guide of `project`; problems are collected, not raised.

    Raises `Refusal` for an address of the project that no site can have, and `OSError` for a folder that
    can't be opened: its files would seem to be missing.
    """
    for folder in (project.content, *project.templates.folders()):
        for _ in os.walk(folder, onerror=_raise):
            pass
    loader = _Loader(project)
    draft = loader.draft()
    problems, warnings = _own_templates(project.templates, loader.kinds)
    if draft.guide:
        warnings = (*warnings, *_unsaid(draft.guide.site.language, project.templates))
    draft = replace(draft, problems=(*draft.problems, *problems), warnings=warnings)
    if loader.overlay.root and draft.guide:
        base = _Loader(project).draft(with_overlay=False).guide
        return replace(draft, guide=replace(draft.guide, base=base))
    return draft


def _own_templates(
    templates: Layers, kinds: tuple[type[Record], ...]
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Return the errors and the warnings about the guide's own templates as files."""
    used = {f"pages/{name}.html.j2" for kind in kinds for name in (kind.word, kind.folder)}
    try:
        unused = (name for name in own_templates.unused(templates) if name not in used)
        names = (name for name in unused if not name.startswith(own_templates.THEME))
        strays = (own_templates.stray(name, templates) for name in names)
        problems = (*strays, *own_templates.undecodable(templates), *own_styles.problems(templates))
        return problems, tuple(own_templates.changed(templates))
    except ContentError as error:
        return error.problems, ()


def _unsaid(language: Language, templates: Layers) -> Problems:
    """Warn of what the program says in English to readers of a guide in another `language`."""
    if language == ENGLISH or is_complete(templates, language):
        return
    with suppress(ContentError):  # whoever uses the texts reports it
        if untranslated(templates, language)[0]:
            message = "readers see words of the program, such as those on buttons, in English"
            message = f"{message}: not all are translated into {english_name(language)}"
            fix = f"“advice translate {language} --interface” writes a file to translate them in"
            yield Problem(language.where, UNSAID, message, fix, "warning")


def read_own_kinds(project: Project) -> tuple[type[OwnRecord], ...]:
    """Return the kinds that the guide of `project` adds; raises `ContentError` if they have problems."""
    loader = _Loader(project)
    site = loader._attempt(read_as, project.config, project, partial(validate, model=SiteConfig), ())
    if site and site.overlay:
        loader._attempt(loader.overlay.open, site.overlay)
    if (own := loader.own_kinds()) is None:
        raise ContentError(loader.problems)
    return own


def reread(draft: Draft, project: Project, paths: Iterable[Path]) -> Draft | None:
    """Return `draft` with the records in the files `paths` read again.

    Returns None if it had problems, if it has an overlay, or if a path is anything but the file of a record
    of `draft`: then everything has to be read again. Its translations aren't read.
    """
    guide = draft.guide
    if not guide or draft.problems or guide.base:
        return None
    loader, folders, pages = _Loader(project), dict[str, Mapping[str, Record]](), dict[str, Record | None]()
    loader.kinds = guide.kinds
    for path in paths:
        if not path.is_file() or not path.is_relative_to(project.content):
            return None
        folder, _, id = path.relative_to(project.content).with_suffix("").as_posix().rpartition("/")
        if path.suffix == ".yml" and id in guide.folder(folder):
            if record := loader.record(f"{folder}/{path.name}", guide.kind(folder)):
                folders[folder] = {**folders.get(folder, guide.folder(folder)), id: record}
        elif not folder and getattr(guide, id, None) and id in SINGLE_PAGES and id != "contacts":
            pages[id] = loader.record(path.name, SINGLE_PAGES[id])
        else:
            return None
    found = {name: page for name, page in pages.items() if page}
    own = {**guide.own, **{name: folders.pop(name) for name in guide.own if name in folders}}
    guide = replace(guide, own=own, **folders, **found)  # type: ignore[arg-type]
    return replace(
        draft,
        guide=guide,
        problems=tuple(loader.problems),
        unreadable=frozenset(loader.unreadable),
        translations=(),
    )


def _raise(error: OSError) -> NoReturn:
    raise error


def named_by(project: Project) -> Iterator[Path]:
    """Yield the paths that the settings of `project` name and that exist: the overlay and the logo."""
    try:
        site = validate(read(project.config, project), SiteConfig)
    except ContentError:
        return
    yield from (path for name in (site.overlay, site.logo) if name and (path := project.root / name).exists())


def load_translated(project: Project, answers: Answers) -> Draft:
    """Return the guide of `project`, which has no errors, with `answers` in place of its texts."""
    return _Loader(project, answers=answers).draft()


def load_edited(project: Project, edited: Collection[str], answers: Answers | None = None) -> Draft:
    """Return the guide of `project`, of which only the files `edited` of content/ have changed since a build.

    The others had no problems, so each is only read when someone asks for its record. A guide with an overlay
    can't be read like that: then there's no guide. With `answers`, it's translated.
    """
    loader = _Loader(project, edited, answers)
    draft = loader.draft()
    return replace(draft, guide=None) if loader.overlay.root else draft


def parse_record(
    data: bytes,
    file: str,
    kind: type[AnyRecord],
    answers: Answers | None = None,
    parsed: Callable[[YamlMapping], object] = lambda block: None,
) -> AnyRecord:
    """Return the record of a `kind` in `data`, the content of a `file`; raises `ContentError`.

    With `answers`, it's translated; then the original has to be without errors. Calls `parsed` with the
    block that was read first, and, after an error, with others that could be meant.
    """

    def build(block: YamlMapping) -> AnyRecord:
        parsed(block)
        return _validated(block, file, kind)

    record = parse_as(data, file, build, every_field(kind))
    return _in_language(record, parse(data, file), file, answers) if answers else record


def _in_language(original: AnyRecord, block: YamlMapping, file: str, answers: Answers) -> AnyRecord:
    """Return the record `original`, which is in the `block` of a `file`, with `answers`."""
    return _validated(answers.put_into(block, record_passages(original)), file, type(original))


def _said(
    block: YamlMapping,
    build: Callable[[YamlMapping], Value],
    passages: Callable[[Value], Iterable[Translatable]],
    answers: Answers,
) -> Value:
    """Return what `build` makes of `block` in another language; `passages` are those of the original."""
    return build(answers.put_into(block, passages(build(block))))


class _Unread(Mapping[str, Record]):
    """The records of a folder by ID. Each is read when someone asks for it."""

    def __init__(self, loader: _Loader, kind: type[Record], ids: Iterable[str]) -> None:
        self._loader, self._kind = loader, kind
        self._records: dict[str, Record | None] = dict.fromkeys(ids)

    def __getitem__(self, id: str) -> Record:
        record = self._records[id] or self._loader.record(f"{self._kind.folder}/{id}.yml", self._kind)
        if record is None:
            raise LookupError(f"{id} changed meanwhile")
        self._records[id] = record
        return record

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


class _Loader:
    """Reads one file after another and collects their problems."""

    def __init__(
        self, project: Project, edited: Collection[str] | None = None, answers: Answers | None = None
    ) -> None:
        """Prepare to read every file; or, if it's known which were `edited`, others only when needed.

        With `answers`, the guide is read in another language.
        """
        self.project = project
        self.edited = edited
        self.answers = answers
        self.is_translated = (project.content / LANGUAGES).is_dir()
        self.problems: list[Problem] = []
        self.unreadable: set[str] = set()
        self.overlay = Overlay(project)
        self.kinds = KINDS
        """Those of the guide, once its outline is read."""

    def draft(self, with_overlay: bool = True) -> Draft:
        """Return what could be read, with or without the overlay that the settings name."""
        try:
            site = self._attempt(self._site)
        except OtherProgram as other:
            return Draft(None, (other.problem,), frozenset())
        site = site and _at_its_address(site, self.project)
        site = self.answers.site(site) if site and self.answers else site
        if site and site.overlay and with_overlay:
            self._attempt(self.overlay.open, site.overlay)
        if site and site.logo:
            site = self._attempt(_with_logo, site, self.project) or site
        if (own := self.own_kinds()) is None:
            # Everything else depends on what these files say.
            return Draft(None, tuple(self.problems), frozenset())
        self.kinds = (*self.kinds, *own)
        model = outline_with(own)
        as_outline = partial(validate, model=model)
        named = partial(passages, name="guide")
        outline = self._attempt(self._merged, "guide.yml", as_outline, named, every_field(model))
        self.kinds = kinds_named(self.kinds, outline.kinds) if outline else self.kinds
        names = every_field(Source)
        sources = self._attempt(self._merged, "sources.yml", _sources, sources_passages, names)
        is_first = self.edited is None and not self.answers
        for folder in filter(None, (self.project.content, self.overlay.root) if is_first else ()):
            strays = [*self._stray_files(folder)]
            self.problems += strays
        records = {kind.folder: self._records(kind) for kind in self.kinds}
        pages = {
            name: self.record(file, kind) if self.overlay.exists(file := f"{name}.yml") else None
            for name, kind in SINGLE_PAGES.items()
        }
        guide = None
        if site and outline and sources is not None:
            if isinstance(contacts := pages["contacts"], Contacts):
                pages["contacts"] = contacts.with_cadences(site.cadence)
            once = {"marks": read_marks(self.overlay, self.project, self.problems), "lock": self._lock()}
            added = {kind.folder: records.pop(kind.folder) for kind in own}
            every = {"kinds": self.kinds, "own": added, **once, **records, **pages}
            guide = Guide(site=site, outline=outline, sources=sources, **every)  # type: ignore[arg-type]
        return Draft(guide, (*self.problems, *self.overlay.redundant), frozenset(self.unreadable))

    def _site(self) -> SiteConfig:
        config = self.project.config
        if not self.answers:
            return read_as(config, self.project, _settings, every_field(SiteConfig))
        named = partial(passages, name="site")
        site: SiteConfig = _said(read(config, self.project), _settings, named, self.answers)
        return site

    def _merged(
        self,
        file: str,
        build: Callable[[YamlMapping], Value],
        passages: Callable[[Value], Iterable[Translatable]],
        names: Sequence[str] = (),
    ) -> Value:
        """Return what `build` makes of a `file` of content/, in the language of this loader."""
        if not self.answers:
            return self.overlay.merged(file, build, names)
        block = self.overlay.merged(file, lambda block: block, ())
        return _said(block, build, passages, self.answers)

    def own_kinds(self) -> tuple[type[OwnRecord], ...] | None:
        """Return the kinds that the guide adds; None if one of them has a problem."""
        found, before = dict[str, OwnKind](), len(self.problems)
        folders = filter(None, self.overlay.paths(OWN_KINDS))
        for name in sorted({path.name for folder in folders for path in folder.glob("[!.]*.yml")}):
            if kind := self._attempt(self._own_kind, name):
                found[name.removesuffix(".yml")] = kind
        self.problems += own_kinds.problems(found, self.project.templates.program)
        return None if len(self.problems) > before else own_kinds.classes(found)

    def _own_kind(self, name: str) -> OwnKind | None:
        file = f"{OWN_KINDS}/{name}"
        path, changes = self.overlay.paths(file)
        if problem := self._misnamed(changes or path):
            raise ContentError([problem])
        if self.overlay.hides(file):
            return None
        named = partial(passages, name=file.removesuffix(".yml"))
        as_kind = partial(validate, model=OwnKind)
        kind: OwnKind = self._merged(file, as_kind, named, every_field(OwnKind))
        return kind

    def _attempt(self, read: Callable[P, Value], *args: P.args, **named: P.kwargs) -> Value | None:
        try:
            return read(*args, **named)
        except ContentError as error:
            self.problems += error.problems
            return None

    def _lock(self) -> Lock | None:
        path = self.project.root / LOCK_FILE
        if not path.exists() and not path.is_symlink():
            return None
        return self._attempt(lambda: lock.parse(read_bytes(path, self.project)))

    def _records(self, kind: type[Record]) -> Mapping[str, Record]:
        folders = filter(None, self.overlay.paths(kind.folder))
        names = sorted({path.name for folder in folders for path in folder.glob("[!.]*.yml")})
        if self.edited is not None:
            unread = _Unread(self, kind, (name.removesuffix(".yml") for name in names))
            for file in (name for name in names if f"{kind.folder}/{name}" in self.edited):
                self._attempt(unread.__getitem__, file.removesuffix(".yml"))
            return unread
        records = (self.record(f"{kind.folder}/{name}", kind) for name in names)
        return {str(record.id): record for record in records if record}

    def record(self, file: str, kind: type[AnyRecord]) -> AnyRecord | None:
        """Return the record in `file` of content/; None if it has errors or the overlay hides it."""
        path, changes = self.overlay.paths(file)
        path = changes or path
        if file not in SINGLE_FILES and (problem := self._misnamed(path)):
            self._miss(file)
            self.problems.append(problem)
            return None
        try:
            return None if self.overlay.hides(file) else self._read(file, kind)
        except ContentError as error:
            own = f"{kind.folder}/{path.name}".lstrip("/")
            wrong_fields = not {"unknown-field", "missing-field"}.isdisjoint(
                one.rule for one in error.problems
            )
            why = f"it’s where {with_article(kind.noun())} belongs"
            misplaced = wrong_fields and self._misplaced(path, own, why)
            self.problems += (
                (misplaced,) if misplaced else map(partial(self._for_another, file), error.problems)
            )
            self.unreadable.add(file if file in SINGLE_FILES else file.removesuffix(".yml"))
            return None

    def _for_another(self, file: str, problem: Problem) -> Problem:
        """Return `problem`, and what to do if `file` of the overlay was meant to change a record."""
        path, changes = self.overlay.paths(file)
        meant = closest(path.stem, (other.stem for other in path.parent.glob("*.yml")))
        if not changes or path.exists() or problem.rule != "missing-field" or not meant:
            return problem
        return replace(
            problem, fix=f"if it changes {meant}, rename it to {meant}.yml; if it’s new, {problem.fix}"
        )

    @property
    def _folders(self) -> tuple[str, ...]:
        return tuple(kind.folder for kind in self.kinds)

    def _stray_files(self, folder: Path) -> Iterator[Problem]:
        """Yield files in `folder`, content/ or an overlay, that would never be read."""
        folders = ", ".join(f"{self.project.relative(folder)}/{name}" for name in self._folders)
        for path in sorted(folder.rglob("*")):
            *outer, name = path.relative_to(folder).parts
            ending = re.search(r"\.ya?ml(\W.*)?$", name, re.IGNORECASE)
            if not ending or any(part.startswith(".") for part in (*outer, name)):
                continue
            place = Location(self.project.relative(path))
            meant = path.with_name(f"{name[: ending.start()]}.yml")
            if ending[0] != ".yml":
                if ending[1] and meant.exists():
                    continue  # a copy that an editor left
                self._miss("/".join((*outer, meant.name)))
                fix = f"rename it to {meant.name}"
                yield Problem(place, "stray-file", "only files that end in .yml are read", fix)
            elif "/".join(outer) not in (*self._folders, OWN_KINDS, LANGUAGES, "") or (
                not outer and name not in SINGLE_FILES
            ):
                why = "this folder isn’t read" if outer else "no record belongs here"
                fix = f"move the file to {folders}"
                fix += f"; a kind of your own needs a file in content/{OWN_KINDS}" if outer else ""
                yield self._misplaced(path, "", why) or Problem(place, "stray-file", why, fix)

    def _misnamed(self, path: Path) -> Problem | None:
        """Return the problem of a file of a record whose name can't be an ID."""
        try:
            Slug.parse(path.stem)
        except PydanticCustomError as error:
            better = Slug.like(path.stem)
            taken = f"{better}.yml" in (other.name for other in path.parent.iterdir())
            fix = f"rename the file to {better}.yml" if better else "give the file another name"
            fix = f"give the file another name, or delete it; {better}.yml already exists" if taken else fix
            message = (error.context or {})["message"]
            return Problem(Location(self.project.relative(path)), "bad-id", message, fix)
        return None

    def _misplaced(self, path: Path, own: str, why: str) -> Problem | None:
        """Return the problem of a file that has the fields of another kind than the place `own` is for."""
        try:
            fields = {str(name) for name in read(path, self.project)}
        except ContentError:
            return None
        records = ((kind, kind.noun(), f"{kind.folder}/{{}}") for kind in self.kinds)
        homes = [
            (word, home.format(path.name))
            for model, word, home in (*records, *HOMES)
            if {name for name, needed in fields_of(model).items() if needed}
            <= fields
            <= fields_of(model).keys()
        ]
        once = [("file that a guide has once", path.name)] if path.name in SINGLE_FILES else []
        for word, home in homes + once:
            if home != own and not self.overlay.exists(home):
                self._miss(home)
                message, fix = f"this is {with_article(word)}, but {why}", f"move it to content/{home}"
                return Problem(Location(self.project.relative(path)), "stray-file", message, fix)
        return None

    def _miss(self, home: str) -> None:
        """Expect no file at `home` in content/: it's elsewhere, and what follows from that isn't reported."""
        self.unreadable.add(home if home in SINGLE_FILES else f"{home.split('/')[0]}/*")
        self.problems = [one for one in self.problems if one.location.file != f"content/{home}"]

    def _read(self, file: str, kind: type[AnyRecord]) -> AnyRecord:
        path, changes = self.overlay.paths(file)
        if changes:
            where = path if path.exists() else changes
            name = self.project.relative(where)
            return self._merged(file, lambda block: _validated(block, name, kind), record_passages)
        data, name = read_bytes(path, self.project), self.project.relative(path)
        key = (kind, name, digest(data), b"")

        def keep(block: YamlMapping) -> None:
            if self.is_translated:
                _blocks.get_or_compute(key, lambda: block)

        record = _memo.get_or_compute(key, lambda: parse_record(data, name, kind, parsed=keep))
        if answers := self.answers:
            original, block = record, _blocks.get_or_compute(key, lambda: parse(data, name))
            own_key = (*key[:3], answers.digest)
            record = _memo.get_or_compute(own_key, lambda: _in_language(original, block, name, answers))
        assert isinstance(record, kind)
        return record


_memo: Memo[Record] = Memo()
"""The records that were read, by kind, file, content of the file and answers of a language."""
_blocks: Memo[YamlMapping] = Memo()
"""What they're made of, by the key of the original, if the guide has other languages: each needs it."""


def _validated(block: YamlMapping, file: str, kind: type[AnyRecord]) -> AnyRecord:
    name = SourceText(PurePosixPath(file).stem, Location(file))
    return validate(_with_id(block, name, f"the file name is the ID of {with_article(kind.noun())}"), kind)


def _settings(block: YamlMapping) -> SiteConfig:
    """Return the settings in `block`; raises `ContentError`, or `OtherProgram` if they're for another one."""
    with suppress(PydanticCustomError):
        required = block.get(SourceText("requires"))
        requires = FittingVersions.parse(required) if required is not None else None
        if requires and not requires.fits(__version__):
            message = f"this guide needs version {requires} of the program, but this is {__version__}"
            fix = "install one that fits; if this one is newer, “advice upgrade” adapts the guide to it"
            raise OtherProgram(Problem(requires.where, "other-program", message, fix))
    return validate(block, SiteConfig)


def _at_its_address(site: SiteConfig, project: Project) -> SiteConfig:
    """Return `site` with the address given for this run or, if its own is a placeholder, with the host's.

    Raises `Refusal` for an address that no site can have.
    """
    given = project.url or ("" if site.public_url else project.host_url)
    try:
        url = SiteUrl.parse(SourceText(given, site.url.where)) if given else site.url
    except PydanticCustomError as error:
        context = error.context or {}
        message = f"The address given for this guide can’t be used: {context['message']}; {context['fix']}."
        raise Refusal(message) from None
    return site.model_copy(update={"url": url})


def _with_logo(site: SiteConfig, project: Project) -> SiteConfig:
    """Return `site` with the content of its logo file; raises `ContentError`."""
    assert site.logo
    path = project.root / site.logo
    if not path.exists():
        message, fix = f"there’s no file {site.logo}", "put it there, or delete this line"
        raise ContentError([Problem(site.logo.where, "missing-logo", message, fix)])
    return site.model_copy(update={"logo": logo.read(site.logo, read_bytes(path, project))})


def _sources(block: YamlMapping) -> dict[str, Source]:
    """Return all sources; raises `ContentError` with the problems of all of them."""
    sources, problems = dict[str, Source](), list[Problem]()
    for key in block:
        try:
            sources[str(key)] = _source(key, block)
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return sources


def _source(key: SourceText, block: YamlMapping) -> Source:
    entry = block[key]
    if not isinstance(entry, YamlMapping):
        message = f"“{key}” has no fields"
        raise ContentError([Problem(entry.where, "wrong-shape", message, "indent its fields below it")])
    entry = _with_id(entry, key, "the key above is the ID of a source")
    return validate(entry, Source, f"the source “{key}”")


def _with_id(block: YamlMapping, name: SourceText, reason: str) -> YamlMapping:
    """Return `block` with the ID that its file name or key gives it.

    Raises `ContentError` if `name` can't be an ID, or if the block already has one; `reason` says why not.
    """
    problems = []
    if "id" in block:
        place = block.key("id").where
        problems.append(Problem(place, "id-given", f"don’t write an ID here: {reason}", "delete this line"))
    try:
        id = Slug.parse(name)
    except PydanticCustomError as error:
        context = error.context or {}
        problems.append(Problem(name.where, "bad-id", context["message"], context["fix"]))
    if problems:
        raise ContentError(problems)
    return YamlMapping({SourceText("id"): id, **block}).placed_as(block)
