"""The whole run, from what authors write to the published site."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from generator.check.check import adding_warnings, check, warnings
from generator.downloads import sheets
from generator.engine import memo
from generator.engine.build_result import BuildResult, Progress
from generator.engine.workers import Background
from generator.load.loader import load
from generator.load.strings import Strings, load_strings
from generator.model.guide import Guide
from generator.pages import exports, redirects
from generator.pages.page import SitePage
from generator.pages.pages import guide_pages
from generator.pages.templates import environment, template_cache
from generator.problems import ContentError, Problem, Refusal
from generator.project import Project
from generator.publish import content_security, hosting, html, links, offline_copy, service_worker
from generator.publish.swap import MANIFEST, ensure_ours, manifest, publishing
from generator.site import material, search_index, social_cards, stage, web_fonts

PendingWarnings = Callable[[], tuple[Problem, ...]]
"""Returns the warnings about wording; waits for them if they aren't there yet."""
CHANGED = "The content changed during the build, so nothing was published. Run the command again."


def build(
    project: Project,
    out: Path,
    progress: Progress,
    strict: bool = False,
    compress: bool = False,
    is_unchanged: Callable[[], bool] = lambda: True,
) -> BuildResult:
    """Publish the guide of `project` in the folder `out`; if `strict`, only if there are no warnings.

    Asks `is_unchanged` at the end whether the inputs are still those the build started with. Raises
    `ContentError`, `Refusal` or `SystemFailure`; then the site in `out` is as it was.
    """
    started = time.monotonic()
    memo.next_generation()
    with publishing(out, project) as new, ExitStack() as with_warnings:
        progress("Reading content")
        guide, pending = load_and_proofread(project)
        if strict and pending():
            raise ContentError(pending())
        ensure_ours(out, project, guide.site.overlay)
        with_warnings.enter_context(adding_warnings(pending))
        progress("Typesetting worksheets")
        papers = sheets.make_downloads(guide, project, progress)
        progress("Rendering pages")
        strings = load_strings(project.templates, guide.site.language)
        pages = _render_and_stage(guide, project, strings, papers)
        counts = len(pages), papers.printed
        del papers  # on disk now, and large
        progress("Building the site")
        material.build(project.build / "staging", new, guide.outline.updated, template_cache(project.build))
        search_index.refine(new / search_index.FILE, pages, guide, strings)
        del pages
        _add_offline_copy(guide, project, strings, new)
        progress("Checking links")  # before policies go into the pages, which would have to be read again
        if problems := tuple(links.broken_links(new, guide.site.url)):
            raise ContentError(problems)
        snippets = _secure(guide, project, strings, new)
        if compress:
            progress("Compressing pages")
            hosting.compress(new)
        found = pending()
        if not is_unchanged():
            raise Refusal(CHANGED)
    return BuildResult(out, guide.site.url, *counts, time.monotonic() - started, found, snippets)


def _render_and_stage(
    guide: Guide, project: Project, strings: Strings, papers: sheets.Downloads
) -> tuple[SitePage, ...]:
    """Write the MkDocs project of the site into the staging folder; return the pages in it."""
    jinja = environment(project.templates / "pages", strings, template_cache(project.build))
    pages = tuple(guide_pages(guide, papers.sheets, jinja, papers.collections, papers.packs))
    attachments = {
        **papers.files,
        **web_fonts.web_fonts(project.build / "cache"),
        **redirects.redirect_pages(guide, jinja),
        **exports.export_files(guide, pages, strings),
        **social_cards.pictures(guide.site, pages, project, strings),
    }
    staging = project.build / "staging"
    ensure_ours(staging, project)
    files = stage.project(guide, pages, attachments, project.templates, strings)
    ours = {name.partition("/")[0] for name in files}
    stage.write({MANIFEST: manifest(ours), **files}, staging)
    return pages


def load_checked(project: Project) -> Guide:
    """Return the guide of `project`; raises `ContentError` with every error in it."""
    return check(load(project))


def load_and_proofread(project: Project) -> tuple[Guide, PendingWarnings]:
    """Return the guide of `project` and its warnings; raises `ContentError` with both errors and warnings."""
    draft = load(project)
    pending = Background(lambda: warnings(draft)).result
    with adding_warnings(pending):
        return check(draft), pending


def _add_offline_copy(guide: Guide, project: Project, strings: Strings, new: Path) -> None:
    """Write the offline copy of the site in `new`; meanwhile, read its pages for the steps that follow."""
    offline = Background(lambda: offline_copy.make(new, guide, project.templates, strings))
    html.read_pages(new)
    offline.result()
    search_index.defer(new)  # not before: the offline copy needs the whole index


def _secure(guide: Guide, project: Project, strings: Strings, new: Path) -> dict[str, bytes]:
    """Add policies, the service worker and headers to the site in `new`; return snippets for web servers."""
    policy = content_security.add_policy(new)
    service_worker.write(new, guide, project.templates, strings)
    return hosting.write_headers(new, guide.site.url, policy, project.templates)
