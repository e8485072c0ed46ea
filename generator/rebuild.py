"""Builds a site again after an edit: only what the edit changes, with the rest taken from the last build.

A build notes what it knows about its site, and what each page read of the guide. The note counts only as long
as everything but the files of records is the same, and the site is as that build left it. An edit that
changes more than some pages (the menu, a sheet, which pages there are) needs a whole build. So does one with
a problem, which a whole build reports. The site has the same bytes as if it was built from nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from posixpath import dirname

from pydantic import TypeAdapter, ValidationError

from generator.check.check import check, warnings
from generator.check.ids import unlocked_id
from generator.check.prose import rules
from generator.check.prose.texts import ProseCorpus
from generator.downloads.archive import Patch
from generator.engine.build_result import BuildResult, Progress
from generator.engine.disk_cache import Caches, DiskCache
from generator.engine.files import walk
from generator.engine.memo import digest
from generator.engine.up_to_date import Inputs, all_contents, inputs, published
from generator.load import own_templates
from generator.load.loader import Draft, load_edited, parse_record
from generator.load.strings import Strings, strings_of
from generator.load.translation import languages
from generator.model.guide import SINGLE_PAGES, Guide
from generator.model.reads import Read, differing, noting_reads
from generator.model.record import Record
from generator.pages.exports import listings, record_json
from generator.pages.foreign_text import foreign_attributes
from generator.pages.page import OFFLINE_PAGE, Downloads, SitePage, offline_edition
from generator.pages.pages import PageBuilder
from generator.pages.templates import environment, template_cache
from generator.problems import ContentError, Problem, Refusal
from generator.project import Project
from generator.publish import hosting, offline_copy
from generator.publish.built import BuiltSite
from generator.publish.finish import Finisher
from generator.publish.links import LinkCheck
from generator.publish.new_site import NewSite
from generator.publish.offline_copy import OfflineCopy
from generator.publish.swap import MANIFEST, publishing
from generator.publish.write_site import write_lists, write_pages
from generator.site import social_cards
from generator.site.frames import Frames
from generator.site.mkdocs_config import siblings
from generator.site.stage import Stage


@dataclass(frozen=True, slots=True)
class Note:
    """What a build knows about its site and its guide. All of it is plain data."""

    records: Mapping[str, str]
    """Each record as in guide.json, by its address."""
    reads: frozenset[Read]
    """What was read of the guide for everything that isn't a page of its own: papers, the menu, redirects."""
    checked: frozenset[Read]
    """What the rules read."""
    papers: Downloads
    """Without the files."""
    site: BuiltSite
    warnings: tuple[Problem, ...]
    unlocked: tuple[Problem, ...]
    """Warnings about IDs that aren't locked, which only a check reports."""
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The digest and the text of each file of a record, by its path in content/."""


PROBLEM = "only that finds every problem"
CHANGED = "The content changed during the build, so nothing was published. Run the command again."


class WholeBuildNeeded(LookupError):
    """An edit changes more than some pages, or it has a problem; the message follows “because”."""


_notes: TypeAdapter[Note] = TypeAdapter(Note)


def remember(note: Note, of: Inputs) -> None:
    """Keep the note of a build from the inputs `of` for the next build, if that's possible."""
    files = dict[str, tuple[str, str]]()
    with suppress(OSError, UnicodeDecodeError):  # a file that an overlay hides can be anything
        for path, checksum in of.records.items():
            if note.files.get(path, ("", ""))[0] == checksum:
                files[path] = note.files[path]
                continue
            data = (of.project.content / path).read_bytes()
            if digest(data).hex() != checksum:
                return  # it's being edited
            files[path] = checksum, data.decode()
        cache = _cache(of)
        cache.put(of.rest, [_notes.dump_json(replace(note, files=files))])
        cache.used.add(of.rest)
        cache.prune()


def remembered(now: Inputs) -> Note | None:
    """Return the note of the build that made the site, if nothing but files of records has changed since."""
    if now.rest and (blobs := _cache(now).read(now.rest)):
        with suppress(ValidationError):
            note = _notes.validate_json(blobs[0])
            contents = all_contents(now.rest, (checksum for checksum, _ in note.files.values()))
            return note if contents == published(now) else None
    return None


def _cache(of: Inputs) -> DiskCache:
    return DiskCache(of.project.build / "cache" / "notes")


def rebuild(
    note: Note | None,
    now: Inputs,
    progress: Progress,
    is_unchanged: Callable[[], bool],
    keep: Callable[[Note], None],
) -> BuildResult:
    """Publish what an edit since `note` changes; `now` are the inputs, the rest is as in `build`.

    Raises `WholeBuildNeeded`, and otherwise what `build` does.
    """
    started = time.monotonic()
    if languages(now.project):
        raise WholeBuildNeeded("each language shows what was edited")
    if not note:
        raise WholeBuildNeeded("no earlier build had the same settings, templates and program")
    with publishing(now.out, now.project) as new:
        progress("Building what changed")
        try:
            edit = Edit.read(note, now)
            found = edit.warnings()
            if found and now.strict:
                raise WholeBuildNeeded("there are warnings")
            after = edit.write(new, progress)
        except WholeBuildNeeded:
            raise
        except (ContentError, LookupError) as error:
            raise WholeBuildNeeded(PROBLEM) from error
        if not is_unchanged():
            raise Refusal(CHANGED)
    keep(replace(after, warnings=found, unlocked=edit.unlocked()))
    counts = len(note.site.pages) + 1, note.papers.printed
    seconds = time.monotonic() - started
    return BuildResult(now.out, edit.guide.site.url, *counts, seconds, found, {})


def checked_edit(project: Project) -> tuple[Edit, tuple[Problem, ...]] | None:
    """Return what changed since the last build into the usual folder, and all warnings about the guide.

    None if there was no such build, or if only a whole check can find all problems.
    """
    if languages(project):
        return None
    now = inputs(project, project.build / "site", strict=False, compress=False)
    if note := remembered(now):
        with suppress(ContentError, LookupError):
            edit = Edit.read(note, now)
            for page in edit.pages(strings_of(edit.guide, project.templates))[1]:
                page.check()
            return edit, tuple(sorted((*edit.warnings(), *edit.unlocked())))
    return None


@dataclass(frozen=True, slots=True)
class Edit:
    """The records that changed since a build."""

    note: Note
    now: Inputs
    guide: Guide
    """As it is now."""
    pairs: Mapping[str, tuple[Record, Record]]
    """Each record that was edited, before and after, by the path of its file in content/."""
    reads: frozenset[Read]
    """What would be read differently now."""

    @classmethod
    def read(cls, note: Note, now: Inputs) -> Edit:
        """Return what changed between `note` and `now`; raises `WholeBuildNeeded` or `ContentError`."""
        project = now.project
        paths = [path for path, digest in now.records.items() if note.files[path][0] != digest]
        draft = load_edited(project, paths)
        if draft.problems or not draft.guide:
            raise WholeBuildNeeded(PROBLEM)
        guide, files = draft.guide, note.files
        pairs = {path: (_before(files[path][1], path, guide), _record(guide, path)) for path in paths}
        if any(_newly_named(*pair, note) for pair in pairs.values()):
            raise WholeBuildNeeded("other texts could name the new title")
        reads = frozenset[Read]().union(*(differing(*pair) for pair in pairs.values()))
        if not reads.isdisjoint(note.reads):
            raise WholeBuildNeeded("more than some pages show what was edited")
        if not reads.isdisjoint(note.checked):
            check(draft)
        return cls(note, now, draft.guide, pairs, reads)

    def warnings(self) -> tuple[Problem, ...]:
        """Return the warnings about the whole guide, sorted by place."""
        outdated = tuple(one for one in self.note.warnings if one.rule == own_templates.CHANGED)
        draft = Draft(self.guide, (), frozenset(), outdated)
        corpus = ProseCorpus(self.guide, complete=False)
        kept = self._about_others(self.note.warnings)
        about_others = [one for one in self.note.warnings if one not in kept and one.rule == "same-summary"]
        concerns = [tuple(rules.concern_others(one, corpus) for one in pair) for pair in self.pairs.values()]
        if about_others or any(before != after for before, after in concerns):
            return warnings(draft)
        found = warnings(draft, tuple(after for _, after in self.pairs.values()))
        return tuple(sorted({*kept, *found}))

    def unlocked(self) -> tuple[Problem, ...]:
        """Return the warnings about IDs that aren't locked, sorted by place."""
        found = unlocked_id(self.guide, [after for _, after in self.pairs.values()])
        return tuple(sorted({*self._about_others(self.note.unlocked), *found}))

    def _about_others(self, warnings: tuple[Problem, ...]) -> list[Problem]:
        """Return the `warnings` that aren't about an edited file."""
        files = {f"content/{path}" for path in self.pairs}
        return [warning for warning in warnings if warning.location.file not in files]

    def write(self, new: Path, progress: Progress) -> Note:
        """Write the site into the empty folder `new`; what hasn't changed is linked from the last site.

        Returns the note of the new site. Raises `LookupError` if more than some pages are different, and
        `ContentError` for an error in a template.
        """
        note, guide, out, project = self.note, self.guide, self.now.out, self.now.project
        strings = strings_of(guide, project.templates)
        pages, made = self.pages(strings)
        edited = ", ".join(f"content/{path}" for path in self.pairs)
        progress(f"Building what changed: {len(made)} of {len(pages)} pages, because of {edited}")
        drawn = social_cards.pictures(guide.site, made, project, Caches(project), strings)
        names = {name for name in walk(out) if name != MANIFEST}
        if not names.isdisjoint({*map(social_cards.address, made)} - drawn.keys()):
            raise WholeBuildNeeded("a title can’t be drawn, so there’s no card any more")
        files = dict.fromkeys(names.union(drawn), b"")
        stage = Stage(guide, b"", {}, files, tuple(pages), siblings(tuple(pages)))
        archive, offline = None, None
        if edition := offline_edition(guide):
            archive = Patch(out / edition, Path(edition).stem)
            offline = OfflineCopy(archive, names, guide, project.templates)
        frames = Frames(None, stage.pages, note.site.frames, foreign_attributes(guide))
        finisher = Finisher(frames, offline)
        ids = {f"{address}index.html": page.ids for address, page in note.site.pages.items()}
        site = NewSite(new, finisher, LinkCheck(names, guide.site.url, ids), offline, note.site)
        rewritten = dict(write_pages(stage, made, site, finisher, strings))
        for address, page in rewritten.items():
            last = note.site.pages[address]
            # A link elsewhere could lead to what's gone, and servers send the hashes of all scripts.
            if not {*page.ids}.issuperset(last.ids) or page.scripts != last.scripts:
                raise WholeBuildNeeded("a page lost an ID or has another script")
        built = note.site._replace(
            pages={**note.site.pages, **rewritten}, digests=site.digests, sizes=site.sizes
        )
        records = {**note.records, **dict(self._records())}
        for name, data in {**drawn, **listings(guide, pages, strings, records.values())}.items():
            site.write(name, data)
        if archive and offline:
            offline.add(offline_copy.INDEX, built.offline_index)
            (new / OFFLINE_PAGE).mkdir(exist_ok=True)
            archive.write(new / edition)
        write_lists(site, finisher, stage, built, new, project.templates, strings)
        if any(site.problems()):
            raise WholeBuildNeeded(PROBLEM)
        written = {*walk(new)} - {MANIFEST}
        if self.now.compress:
            hosting.compress(new)
        # A compressed copy of a file that was written is out of date; its ending has three characters.
        _link([name for name in names if written.isdisjoint((name, name[:-3]))], out, new)
        return replace(note, records=records, site=built)

    def pages(self, strings: Strings) -> tuple[list[SitePage], list[SitePage]]:
        """Return all pages, of which most can only be listed, and those that have to be made."""
        project, papers = self.now.project, self.note.papers
        jinja = environment(project.templates, strings, template_cache(project.build))
        makers = dict(
            PageBuilder(self.guide, papers.sheets, jinja, papers.collections, papers.by_page).pages()
        )
        pages, made = [], []
        with noting_reads() as reads:
            for address, last in self.note.site.pages.items():
                page = last.head(address)
                if address == OFFLINE_PAGE or not self.reads.isdisjoint(last.reads):
                    page, read = reads.of(makers[address])
                    if page.label != last.label:
                        raise WholeBuildNeeded("the menu is on every page")
                    page = replace(page, reads=read)
                    made.append(page)
                pages.append(page)
        return pages, made

    def _records(self) -> Iterator[tuple[str, str]]:
        """Yield the address of each edited record, and the record as JSON."""
        for _, record in self.pairs.values():
            yield str(record.address), record_json(record, self.guide.site)


def _before(text: str, path: str, guide: Guide) -> Record:
    """Return the record in the file `path` of content/ when its text was this."""
    return parse_record(text.encode(), f"content/{path}", _kind(path, guide))


def _newly_named(before: Record, after: Record, note: Note) -> bool:
    """Return whether a new title could be named by pages, which didn't read it then."""
    quoted = json.dumps(f"“{after.title}", ensure_ascii=False)[1:-1]
    return before.title != after.title and any(quoted in text for text in note.records.values())


def _record(guide: Guide, path: str) -> Record:
    """Return the record that the file `path` of content/ contains; raises `LookupError` if there's none."""
    folder, _, name = path.removesuffix(".yml").rpartition("/")
    record: Record | None = guide.folder(folder)[name] if folder else getattr(guide, name)
    if record is None:
        raise WholeBuildNeeded(PROBLEM)
    return record


def _kind(path: str, guide: Guide) -> type[Record]:
    folder, _, name = path.removesuffix(".yml").rpartition("/")
    return guide.kind(folder) if folder else SINGLE_PAGES[name]


def _link(names: Collection[str], old: Path, new: Path) -> None:
    """Put the files `names` of the folder `old` into the folder `new`, too."""
    for folder in sorted({dirname(name) for name in names}):
        (new / folder).mkdir(parents=True, exist_ok=True)
    for name in names:
        try:
            os.link(f"{old}/{name}", f"{new}/{name}")
        except OSError:  # not every disk can have a file in two folders
            shutil.copyfile(old / name, new / name)
