"""The whole run, from what authors write to the published site."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from generator.check.check import adding_warnings, check, warnings
from generator.check.ids import unlocked_id
from generator.downloads import sheets
from generator.engine import memo
from generator.engine.build_result import BuildResult, Engine, Progress
from generator.engine.lazy import merged
from generator.engine.workers import Background
from generator.load.loader import Draft, load
from generator.load.strings import Strings, strings_of
from generator.load.translation import with_translations
from generator.model.guide import Guide
from generator.model.reads import noting_reads
from generator.pages import exports, redirects
from generator.pages.page import Downloads
from generator.pages.pages import guide_pages
from generator.pages.templates import environment, template_cache
from generator.problems import ContentError, Problem, Refusal
from generator.project import Project
from generator.publish import hosting
from generator.publish.swap import MANIFEST, ensure_ours, manifest, publishing
from generator.publish.write_site import write_site
from generator.rebuild import CHANGED, Note
from generator.site import social_cards, stage, web_fonts

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

    The folder `staging`, if given, gets the same site as an MkDocs project; `engine` frames the pages. Asks
    `is_unchanged` at the end whether the inputs are still those the build started with. Calls `keep` with a
    note for the next build. Raises `ContentError`, `Refusal` or `SystemFailure`; `out` is as it was then.
    """
    started = time.monotonic()
    memo.next_generation()
    with publishing(out, project, staging) as new, noting_reads() as reads, ExitStack() as with_warnings:
        progress("Reading content")
        draft, pending = load_and_proofread(project)
        with_warnings.enter_context(adding_warnings(pending))
        guide, checked = reads.of(lambda: check(draft))
        if strict and pending():
            raise ContentError(())
        ensure_ours(out, project, guide.site.overlay, staging)
        progress("Typesetting worksheets")
        papers, printed = reads.of(lambda: sheets.make_downloads(guide, project, progress))
        progress("Rendering pages")
        strings, records = strings_of(guide, project.templates), exports.records_json(guide)
        staged, shared = reads.of(lambda: render(guide, project, strings, papers, records))
        counts, papers = (len(staged.pages) + 1, papers.printed), replace(papers, files={})
        if staging:
            stage.write({MANIFEST: manifest(stage.PROJECT), **staged.project_files()}, staging)
        compiled = template_cache(project.build)
        built, snippets = write_site(staged, project.templates, strings, new, compiled, progress, engine)
        del staged
        if compress:
            progress("Compressing pages")
            hosting.compress(new)
        found = pending()
        if not is_unchanged():
            raise Refusal(CHANGED)
    keep(Note(records, printed | shared, checked, papers, built, found, tuple(unlocked_id(guide))))
    return BuildResult(out, guide.site.url, *counts, time.monotonic() - started, found, snippets)


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
    strings: Strings,
    papers: Downloads,
    records: Mapping[str, str],
) -> stage.Stage:
    """Return the site as an MkDocs project; `records` are those of the guide as JSON.

    Raises `ContentError` for templates that can't be used.
    """
    hosting.rendered(guide.site.url, "", guide.site.embed, project.templates)  # before what takes long
    jinja = environment(project.templates, strings, template_cache(project.build))
    pages = guide_pages(guide, papers.sheets, jinja, papers.collections, papers.packs)
    attachments = merged(
        papers.files,
        web_fonts.web_fonts(project.build / "cache"),
        redirects.redirect_pages(guide, jinja),
        exports.export_files(guide, pages, strings, records.values()),
        social_cards.pictures(guide.site, pages, project, strings),
    )
    return stage.stage(guide, pages, attachments, project.templates, strings)
