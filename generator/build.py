"""The whole run, from what authors write to the published site."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from generator.check.check import adding_warnings, check, warnings
from generator.check.ids import unlocked_id
from generator.downloads import sheets
from generator.engine import memo
from generator.engine.build_result import BuildResult, Engine, Progress
from generator.engine.disk_cache import Caches
from generator.engine.lazy import merged
from generator.engine.workers import Background, in_turns
from generator.languages import LanguageSite, language_sites
from generator.load.loader import Draft, load
from generator.load.strings import Strings
from generator.load.translation import with_translations
from generator.model.guide import Guide
from generator.model.reads import Read, Reads, noting_reads
from generator.pages import exports, redirects
from generator.pages.compiled_templates import CompiledTemplates
from generator.pages.page import Downloads
from generator.pages.pages import guide_pages, titles_of
from generator.pages.templates import environment
from generator.problems import ContentError, Problem, Refusal
from generator.project import Project
from generator.publish import content_security, hosting
from generator.publish.built import BuiltSite
from generator.publish.swap import MANIFEST, ensure_ours, manifest, publishing
from generator.publish.write_site import write_site
from generator.rebuild import CHANGED, Note, SiteNote
from generator.site import social_cards, stage, web_fonts
from generator.site.engines import ensure_possible

PendingWarnings = Callable[[], tuple[Problem, ...]]
"""Returns the warnings about wording; waits for them if they aren't there yet."""


def build(
    project: Project,
    out: Path,
    progress: Progress,
    strict: bool = False,
    compress: bool = False,
    is_unchanged: Callable[[], bool] = lambda: True,
    staging: Path | None = None,
    keep: Callable[[Note], None] = lambda note: None,
    engine: Engine = "mkdocs",
) -> BuildResult:
    """Publish the guide of `project` in the folder `out`; if `strict`, only if there are no warnings.

    The folder `staging`, if given, gets the original as an MkDocs project; `engine` frames the pages. Asks
    `is_unchanged` at the end whether the inputs are still those the build started with. Calls `keep` with a
    note for the next build. Raises `ContentError`, `Refusal` or `SystemFailure`; `out` is as it was then.
    """
    started = time.monotonic()
    memo.next_generation()
    caches = Caches(project)
    with publishing(out, project, staging) as new, noting_reads() as reads, ExitStack() as with_warnings:
        progress("Reading content")
        draft, pending = load_and_proofread(project)
        with_warnings.enter_context(adding_warnings(pending))
        guide, checked = reads.of(lambda: check(draft))
        if strict and pending():
            raise ContentError(())
        ensure_possible(engine, guide.site)
        ensure_ours(out, project, guide.site.overlay, staging)
        hosting.rendered(guide.site.url, "", guide.site.embed, project)  # before what takes long
        sites = language_sites(guide, draft.published, project.templates)
        ready = [StagedSite.of(one, project, caches, progress, staging, reads) for one in sites]
        progress("Building the site")
        written = [*in_turns(lambda one: one.write(new, project, engine), ready)]
        snippets = _write_headers(sites, (hashes for _, hashes in written), new, project)
        if compress:
            progress("Compressing pages")
            hosting.compress(new)
        found = pending()
        if not is_unchanged():
            raise Refusal(CHANGED)
    caches.prune()
    notes = {one.language: one.note(built) for one, (built, _) in zip(ready, written, strict=True)}
    covered = {str(one.language): one.progress.records for one in draft.translations if one.progress}
    keep(note := Note(notes, covered, checked, found, tuple(unlocked_id(guide))))
    return BuildResult(out, guide.site.url, *note.counts, time.monotonic() - started, found, snippets)


@dataclass(frozen=True, slots=True)
class StagedSite:
    """The site of a guide in one language as a project, with what the next build has to know about it."""

    site: LanguageSite
    stage: stage.Stage
    records: Mapping[str, str]
    """Each record as JSON, by its address."""
    reads: frozenset[Read]
    """What was read of the guide for everything that isn't a page of its own."""
    papers: Downloads

    @classmethod
    def of(
        cls,
        site: LanguageSite,
        project: Project,
        caches: Caches,
        progress: Progress,
        staging: Path | None,
        reads: Reads,
    ) -> StagedSite:
        """Typeset the papers of `site` and prepare its pages; that in the original language is staged, too.

        The project in the folder `staging` has no links to other languages, since those aren't in it. Raises
        as `build` does.
        """
        guide, progress = site.guide, site.reporting(progress)
        progress("Typesetting worksheets")
        papers, printed = reads.of(lambda: sheets.make_downloads(guide, project, caches, progress))
        progress("Rendering pages")
        records = exports.records_json(guide)
        staged, shared = reads.of(lambda: render(guide, project, caches, site.strings, papers, records))
        if staging and not site.folder:
            alone = render(replace(guide, languages=()), project, caches, site.strings, papers, records)
            stage.write({MANIFEST: manifest(stage.PROJECT), **alone.project_files()}, staging)
        return cls(site, staged, records, printed | shared, papers)

    @property
    def language(self) -> str:
        """Its code."""
        return str(self.site.guide.site.language)

    def write(self, new: Path, project: Project, engine: Engine) -> tuple[BuiltSite, frozenset[str]]:
        """Write the site into its place in the folder `new`; returns and raises what `write_site` does.

        Changes nothing else, so another process can do it.
        """
        folder = new / self.site.folder
        if self.site.folder:
            shutil.rmtree(folder, ignore_errors=True)  # left by a process that was killed
            folder.mkdir()
        compiled = CompiledTemplates(project.build)
        return write_site(self.stage, project.templates, self.site.strings, folder, compiled, engine)

    def note(self, built: BuiltSite) -> SiteNote:
        """Return what's known about the site, which was `built`."""
        titles = titles_of(self.site.guide)
        return SiteNote(self.records, titles, self.reads, replace(self.papers, files={}), built)


def _write_headers(
    sites: Sequence[LanguageSite], hashes: Iterable[frozenset[str]], new: Path, project: Project
) -> dict[str, bytes]:
    """Write the headers of all `sites`, whose scripts have these `hashes`; return snippets for servers."""
    policy = content_security.policy(frozenset().union(*hashes))
    top, folders = sites[0].guide.site, [one.folder for one in sites]
    return hosting.write_headers(new, top.url, policy, top.embed, project, folders)


def load_checked(project: Project) -> Guide:
    """Return the guide of `project`; raises `ContentError` with every error in it."""
    return check(load(project))


def load_and_proofread(project: Project) -> tuple[Draft, PendingWarnings]:
    """Return the guide of `project` as far as it could be read, and its warnings."""
    draft = with_translations(load(project), project)
    return draft, Background(lambda: warnings(draft)).result


def render(
    guide: Guide,
    project: Project,
    caches: Caches,
    strings: Strings,
    papers: Downloads,
    records: Mapping[str, str],
) -> stage.Stage:
    """Return the site as an MkDocs project; `records` are those of the guide as JSON.

    Raises `ContentError` for templates that can't be used.
    """
    jinja = environment(project.templates, strings, CompiledTemplates(project.build))
    pages = guide_pages(guide, papers.sheets, jinja, papers.collections, papers.by_page)
    attachments = merged(
        papers.files,
        web_fonts.web_fonts(guide.site.language),
        redirects.redirect_pages(guide, jinja),
        exports.export_files(guide, pages, strings, records.values()),
        social_cards.pictures(guide.site, pages, project, caches, strings),
    )
    return stage.stage(guide, pages, attachments, project.templates, strings)
