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
from generator.check.translations import warnings as about_translation
from generator.check.translations import warnings_after
from generator.downloads.archive import Patch
from generator.engine.build_result import BuildResult, Progress
from generator.engine.disk_cache import Caches, DiskCache
from generator.engine.files import walk
from generator.engine.memo import digest
from generator.engine.up_to_date import Inputs, all_contents, inputs, published
from generator.languages import LanguageSite, language_sites
from generator.load import own_templates
from generator.load.loader import UNSAID, Draft, load_edited, parse_record
from generator.load.progress import Coverage
from generator.load.translation import translated
from generator.load.translation_edit import Pairs, TranslationEdit, read_translation_edit
from generator.model.fields import Language
from generator.model.guide import Guide
from generator.model.language import FOLDER as LANGUAGES
from generator.model.reads import Read, differing, noting_reads
from generator.model.record import Record
from generator.pages.compiled_templates import CompiledTemplates
from generator.pages.exports import listings, record_json
from generator.pages.foreign_text import foreign_attributes
from generator.pages.page import OFFLINE_PAGE, Downloads, SitePage, offline_edition
from generator.pages.pages import PageBuilder
from generator.pages.templates import environment
from generator.problems import ContentError, Problem, Refusal
from generator.project import Project
from generator.publish import hosting, offline_copy
from generator.publish.built import BuiltSite
from generator.publish.finish import Finisher
from generator.publish.links import LinkCheck, twins
from generator.publish.new_site import NewSite
from generator.publish.offline_copy import OfflineCopy
from generator.publish.swap import MANIFEST, publishing
from generator.publish.write_site import write_lists, write_pages
from generator.site import social_cards
from generator.site.frames import Frames
from generator.site.mkdocs_config import siblings
from generator.site.stage import Stage


@dataclass(frozen=True, slots=True)
class SiteNote:
    """What a build knows about the site in one language. All of it is plain data."""

    records: Mapping[str, str]
    """Each record as in guide.json, by its address."""
    titles: Mapping[str, str]
    """That of each record, which any page could name, by the path of its file in content/."""
    reads: frozenset[Read]
    """What was read of the guide for everything that isn't a page of its own: papers, the menu, redirects."""
    papers: Downloads
    """Without the files."""
    built: BuiltSite


@dataclass(frozen=True, slots=True)
class Note:
    """What a build knows about its guide and its sites. All of it is plain data."""

    sites: Mapping[str, SiteNote]
    """By the codes of their languages, that of the original first."""
    coverage: Mapping[str, Mapping[str, Coverage]]
    """How much of each record is translated, by language, even if it isn't published, and by name."""
    checked: frozenset[Read]
    """What the rules read."""
    warnings: tuple[Problem, ...]
    unlocked: tuple[Problem, ...]
    """Warnings about IDs that aren't locked, which only a check reports."""
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The digest and the text of each file of a record and of translations, by its path in content/."""

    @property
    def records(self) -> int:
        """How many records the guide has."""
        return len(next(iter(self.sites.values())).records)

    @property
    def counts(self) -> tuple[int, int]:
        """How many pages and how many printable sheets there are."""
        sites = self.sites.values()
        return sum(len(one.built.pages) + 1 for one in sites), sum(one.papers.printed for one in sites)


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
    seconds = time.monotonic() - started
    return BuildResult(now.out, edit.guide.site.url, *note.counts, seconds, found, {})


def checked_edit(project: Project) -> tuple[Edit, tuple[Problem, ...]] | None:
    """Return what changed since the last build into the usual folder, and all warnings about the guide.

    None if there was no such build, or if only a whole check can find all problems.
    """
    now = inputs(project, project.build / "site", strict=False, compress=False)
    if note := remembered(now):
        with suppress(ContentError, LookupError):
            edit = Edit.read(note, now)
            for page in (page for site in edit.sites for page in site.pages(project)[1]):
                page.check()
            return edit, tuple(sorted((*edit.warnings(), *edit.unlocked())))
    return None


@dataclass(frozen=True, slots=True)
class Edit:
    """The records that changed since a build, and those whose translations did."""

    note: Note
    now: Inputs
    guide: Guide
    """As it is now."""
    pairs: Pairs
    """The records that were edited."""
    translations: tuple[TranslationEdit, ...]
    """The same in each other language, published or not."""
    sites: tuple[SiteEdit, ...]
    """What changes on the site in each language."""

    @classmethod
    def read(cls, note: Note, now: Inputs) -> Edit:
        """Return what changed between `note` and `now`; raises `WholeBuildNeeded` or `ContentError`."""
        project, texts = now.project, {path: text for path, (_, text) in note.files.items()}
        paths = [path for path in _edited(note, now) if path.endswith(".yml")]
        draft = load_edited(project, paths)
        if draft.problems or not (guide := draft.guide):
            raise WholeBuildNeeded(PROBLEM)
        pairs = {
            path: (parse_record(texts[path].encode(), f"content/{path}", guide.kind_in(path)), after)
            for path in paths
            for after in [guide.record_in(path)]
        }
        try:
            translations = tuple(
                read_translation_edit(guide, project, Language(code), pairs, texts, coverage)
                for code, coverage in note.coverage.items()
            )
        except LookupError as error:
            raise WholeBuildNeeded("more than records is translated in another way") from error
        published = [one.translated for one in translations if one.translated.language in note.sites]
        languages = language_sites(guide, published, project.templates)
        every = {one.translated.language: one for one in translations}
        sites = tuple(
            SiteEdit.of(site, known, pairs, every.get(site.guide.site.language))
            for site, known in zip(languages, note.sites.values(), strict=True)
        )
        edit = cls(note, now, guide, pairs, translations, sites)
        edit._ensure_the_same_is_shown()
        if not edit._reads.isdisjoint(note.checked):
            check(replace(draft, translations=tuple(one.translated for one in translations)))
        return edit

    @property
    def because(self) -> str:
        """The files that were edited."""
        return ", ".join(f"content/{path}" for path in _edited(self.note, self.now))

    @property
    def _reads(self) -> frozenset[Read]:
        """What would be read differently now, in whatever language."""
        every = (self.pairs, *(one.pairs for one in self.translations))
        return frozenset[Read]().union(*(differing(*pair) for pairs in every for pair in pairs.values()))

    def _ensure_the_same_is_shown(self) -> None:
        """Raise `WholeBuildNeeded` if more than some pages change."""
        for one in self.translations:
            before = Coverage.sum(self.note.coverage[one.translated.language].values())
            if before.is_enough != one.now.total.is_enough:
                raise WholeBuildNeeded("it changes which languages are published")
        for site in self.sites:
            site.ensure_the_same_is_shown()

    def warnings(self) -> tuple[Problem, ...]:
        """Return the warnings about the whole guide, sorted by place."""
        found = {*self._own_warnings()}
        for one in self.translations:
            start = f"content/{LANGUAGES}/{one.translated.language}."
            known = [warning for warning in self.note.warnings if warning.location.file.startswith(start)]
            after = warnings_after(one, known)
            if after is None:
                whole = translated(self.guide, self.now.project, one.translated.language)
                after = frozenset(about_translation(whole))
            found |= after
        return tuple(sorted(found))

    def _own_warnings(self) -> tuple[Problem, ...]:
        """Return those about the original."""
        start = f"content/{LANGUAGES}/"
        known = tuple(one for one in self.note.warnings if not one.location.file.startswith(start))
        outdated = tuple(one for one in known if one.rule in (own_templates.CHANGED, UNSAID))
        draft = Draft(self.guide, (), frozenset(), outdated)
        corpus = ProseCorpus(self.guide, complete=False)
        kept = self._about_others(known)
        about_others = [one for one in known if one not in kept and one.rule == "same-summary"]
        concerns = [tuple(rules.concern_others(one, corpus) for one in pair) for pair in self.pairs.values()]
        if about_others or any(before != after for before, after in concerns):
            return warnings(draft)
        return (*kept, *warnings(draft, tuple(after for _, after in self.pairs.values())))

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
        out = self.now.out
        sites = {
            str(one.site.guide.site.language): one.write(new, out, self.now.project, self.because, progress)
            for one in self.sites
        }
        written = {*walk(new)} - {MANIFEST}
        if self.now.compress:
            hosting.compress(new)
        names = {name for name in walk(out) if name != MANIFEST}
        # A compressed copy of a file that was written is out of date; its ending has three characters.
        _link([name for name in names if written.isdisjoint((name, name[:-3]))], out, new)
        coverage = {str(one.translated.language): one.now.records for one in self.translations}
        return replace(self.note, sites=sites, coverage=coverage)


def _edited(note: Note, now: Inputs) -> list[str]:
    return [path for path, digest in now.records.items() if note.files[path][0] != digest]


@dataclass(frozen=True, slots=True)
class SiteEdit:
    """What an edit changes on the site in one language."""

    site: LanguageSite
    note: SiteNote
    pairs: Pairs
    """The records that were edited, in this language."""
    reads: frozenset[Read]
    """What would be read differently now."""
    whole: frozenset[str]
    """The names of the records that were translated completely and aren't now, and of those that now are."""

    @classmethod
    def of(cls, site: LanguageSite, note: SiteNote, pairs: Pairs, edit: TranslationEdit | None) -> SiteEdit:
        """Return what an edit changes; `pairs` are those of the original, `edit` is that of a translation."""
        own = edit.pairs if edit else pairs
        # Papers of a translation can be in the language of the original.
        reads = (differing(*pair) for pair in (*pairs.values(), *own.values()))
        return cls(site, note, own, frozenset[Read]().union(*reads), edit.whole if edit else frozenset())

    def ensure_the_same_is_shown(self) -> None:
        """Raise `WholeBuildNeeded` if more than some pages change."""
        if any(_newly_named(*pair, self.note) for pair in self.pairs.values()):
            raise WholeBuildNeeded("other texts could name the new title")
        if not self.reads.isdisjoint(self.note.reads):
            raise WholeBuildNeeded("more than some pages show what was edited")
        if not self.whole.isdisjoint(self.note.papers.whole):
            raise WholeBuildNeeded("something on paper changes its language")

    def write(self, new: Path, out: Path, project: Project, because: str, progress: Progress) -> SiteNote:
        """Write what changed into its place in the folder `new`; the last site is in the folder `out`.

        `because` names what was edited. Returns the note of the new site; raises as `Edit.write` does.
        """
        note, guide, strings = self.note, self.site.guide, self.site.strings
        others = tuple(way for way, _ in guide.ways if not way.startswith(".."))
        new, out = new / self.site.folder, out / self.site.folder
        pages, made = self.pages(project)
        say = self.site.reporting(progress)
        say(f"Building what changed: {len(made)} of {len(pages)} pages, because of {because}")
        drawn = social_cards.pictures(guide.site, made, project, Caches(project), strings)
        names = {name for name in walk(out) if name != MANIFEST and not name.startswith(others)}
        if not names.isdisjoint({*map(social_cards.address, made)} - drawn.keys()):
            raise WholeBuildNeeded("a title can’t be drawn, so there’s no card any more")
        files = dict.fromkeys(names.union(drawn), b"")
        stage = Stage(guide, b"", {}, files, tuple(pages), siblings(tuple(pages)))
        archive, offline = None, None
        if edition := offline_edition(guide):
            archive = Patch(out / edition, Path(edition).stem)
            offline = OfflineCopy(archive, names, guide, project.templates)
        frames = Frames(None, stage.pages, note.built.frames, foreign_attributes(guide))
        finisher = Finisher(frames, offline)
        ids = {f"{address}index.html": page.ids for address, page in note.built.pages.items()}
        links = LinkCheck(names.union(twins(guide, names)), guide.site.url, ids)
        site = NewSite(new, finisher, links, offline, note.built)
        rewritten = dict(write_pages(stage, made, site, finisher, strings))
        for address, page in rewritten.items():
            last = note.built.pages[address]
            # A link elsewhere could lead to what's gone, and servers send the hashes of all scripts.
            if not {*page.ids}.issuperset(last.ids) or page.scripts != last.scripts:
                raise WholeBuildNeeded("a page lost an ID or has another script")
        built = note.built._replace(
            pages={**note.built.pages, **rewritten}, digests=site.digests, sizes=site.sizes
        )
        records = {**note.records, **dict(self._records())}
        for name, data in {**drawn, **listings(guide, pages, strings, records.values())}.items():
            site.write(name, data)
        if archive and offline:
            offline.add(offline_copy.INDEX, built.offline_index)
            (new / OFFLINE_PAGE).mkdir(parents=True, exist_ok=True)
            archive.write(new / edition)
        write_lists(site, finisher, stage, built, new, project.templates, strings)
        if any(site.problems()):
            raise WholeBuildNeeded(PROBLEM)
        return replace(note, records=records, titles=self._titles, built=built)

    def pages(self, project: Project) -> tuple[list[SitePage], list[SitePage]]:
        """Return all pages, of which most can only be listed, and those that have to be made."""
        guide, papers = self.site.guide, self.note.papers
        jinja = environment(project.templates, self.site.strings, CompiledTemplates(project.build))
        files = papers.sheets, papers.collections, papers.by_page
        makers = dict(PageBuilder(guide, files[0], jinja, *files[1:], self._titles).pages())
        pages, made = [], []
        with noting_reads() as reads:
            for address, last in self.note.built.pages.items():
                page = last.head(address)
                if address == OFFLINE_PAGE or not self.reads.isdisjoint(last.reads):
                    page, read = reads.of(makers[address])
                    if page.label != last.label:
                        raise WholeBuildNeeded("the menu is on every page")
                    page = replace(page, reads=read)
                    made.append(page)
                pages.append(page)
        return pages, made

    @property
    def _titles(self) -> Mapping[str, str]:
        return {**self.note.titles, **{path: str(after.title) for path, (_, after) in self.pairs.items()}}

    def _records(self) -> Iterator[tuple[str, str]]:
        """Yield the address of each edited record, and the record as JSON."""
        for _, record in self.pairs.values():
            yield str(record.address), record_json(record, self.site.guide.site)


def _newly_named(before: Record, after: Record, note: SiteNote) -> bool:
    """Return whether a new title could be named by pages, which didn't read it then."""
    quoted = json.dumps(f"“{after.title}", ensure_ascii=False)[1:-1]
    return before.title != after.title and any(quoted in text for text in note.records.values())


def _link(names: Collection[str], old: Path, new: Path) -> None:
    """Put the files `names` of the folder `old` into the folder `new`, too."""
    for folder in sorted({dirname(name) for name in names}):
        (new / folder).mkdir(parents=True, exist_ok=True)
    for name in names:
        try:
            os.link(f"{old}/{name}", f"{new}/{name}")
        except OSError:  # not every disk can have a file in two folders
            shutil.copyfile(old / name, new / name)
