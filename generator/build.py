"""The whole line, from what authors write to the published site; read it as a table of contents.

load → check → sheets → render → stage → publish. Values travel between the steps; only the two
ends touch the disk.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from generator.check.check import beside, check, warnings
from generator.engine.build_result import Built, Progress
from generator.engine.workers import Background
from generator.load.loader import load
from generator.model.guide import Guide
from generator.problems import ContentError, Problem, Refusal
from generator.project import Project
from generator.publish.swap import MANIFEST, ensure_ours, manifest, publishing

PendingWarnings = Callable[[], tuple[Problem, ...]]
"""Tells what was found by reading proofs; waits for it if need be."""


def load_checked(project: Project) -> Guide:
    """Return the guide of `project`; raises `ContentError` with every problem in it."""
    return check(load(project))


def load_and_proofread(project: Project) -> tuple[Guide, PendingWarnings]:
    """Return the guide of `project`, and what tells what could be worded better in it.

    Raises `ContentError` with every mistake in the content, and with what could be worded better.
    """
    draft = load(project)
    noted = Background(lambda: warnings(draft)).result
    with beside(noted):
        return check(draft), noted


def check_all(project: Project) -> tuple[Guide, tuple[Problem, ...]]:
    """Return the guide of `project`, and its warnings, after all that can be told without setting sheets.

    Raises `ContentError` for mistakes in content, for characters that no sheet can print, and for
    mistakes in page templates. Whether a sheet fits its pages is told when it is built.
    """
    from generator.downloads import collections
    from generator.load.strings import load_strings
    from generator.pages import redirects, templates
    from generator.pages.pages import guide_pages
    from generator.pages.templates import compiled
    from generator.paper import run_sheet, worksheet

    guide, noted = load_and_proofread(project)
    with beside(noted):
        strings = load_strings(project.templates, guide.site.language)
        problems = [
            *(
                one
                for sheet in guide.worksheets.values()
                for one in worksheet.unprintable(sheet, guide, strings)
            ),
            *(one for workshop in guide.workshops.values() for one in run_sheet.unprintable(workshop, guide)),
            *collections.unprintable(guide),
        ]
        if problems:
            raise ContentError(problems)
        jinja = templates.environment(project.templates / "pages", strings, compiled(project.build))
        for _ in guide_pages(guide, {}, jinja):
            pass
        redirects.redirect_pages(guide, jinja)
    return guide, noted()


def build(
    project: Project,
    out: Path,
    progress: Progress,
    strict: bool = False,
    packed: bool = False,
    steady: Callable[[], bool] = lambda: True,
) -> Built:
    """Publish the guide of `project` in the folder `out`; not if it is `strict` and there are warnings.

    If it is `packed`, compressed files lie beside those that get smaller. Once all is made, `steady` tells
    whether it was made from one state of the guide.

    Raises `ContentError`, `Refusal` or `SystemFailure`; then the site in `out` is as it was.
    """
    # Imported here, so that `check` starts without the libraries that only a build needs.
    from generator.downloads import sheets
    from generator.engine import memo
    from generator.load.strings import load_strings
    from generator.pages import exports, redirects, templates
    from generator.pages.pages import guide_pages
    from generator.pages.templates import compiled
    from generator.publish import content_security, hosting, html, links, offline_copy, service_worker
    from generator.site import material, search_index, social_cards, stage, web_fonts

    started = time.monotonic()
    memo.age()
    with publishing(out, project) as new, ExitStack() as told_together:
        progress("Reading the content")
        guide, noted = load_and_proofread(project)
        if strict and noted():
            raise ContentError(noted())
        ensure_ours(out, project, guide.site.overlay)
        told_together.enter_context(beside(noted))
        progress("Typesetting worksheets")
        papers = sheets.make_downloads(guide, project, progress)
        progress("Laying out the pages")
        strings = load_strings(project.templates, guide.site.language)
        jinja = templates.environment(project.templates / "pages", strings, compiled(project.build))
        fonts = web_fonts.web_fonts(project.build / "cache")
        pages = tuple(guide_pages(guide, papers.sheets, jinja, papers.collections, papers.packs))
        attachments = {
            **papers.files,
            **fonts,
            **redirects.redirect_pages(guide, jinja),
            **exports.export_files(guide, pages, strings),
            **social_cards.pictures(guide.site, pages, project, strings),
        }
        staging = project.build / "staging"
        ensure_ours(staging, project)
        files = stage.project(guide, pages, attachments, project.templates, strings)
        ours = {name.partition("/")[0] for name in files}
        stage.write({MANIFEST: manifest(ours), **files}, staging)
        count, printed = len(pages), papers.printed
        del files, attachments, papers  # all of it lies on the disk now
        progress("Building the site")
        material.build(staging, new, guide.outline.updated, compiled(project.build))
        search_index.refine(new / search_index.FILE, pages, guide.outline.search.synonyms, strings)
        del pages
        edition = Background(lambda: offline_copy.make(new, guide, project.templates, strings))
        html.read_all(new)
        edition.result()
        search_index.defer(new)
        progress("Following every link")
        # Before the policy goes into the pages, which both would have to read anew behind it.
        if problems := tuple(links.broken_links(new, guide.site.url)):
            raise ContentError(problems)
        allowed = content_security.add_policy(new)
        service_worker.write(new, guide, project.templates, strings)
        sent = hosting.headers(new, guide.site.url, allowed)
        (new / hosting.FILE).write_bytes(hosting.for_static_hosts(sent))
        if packed:
            progress("Packing the pages")
            hosting.compress(new)
        told = noted()
        if not steady():
            raise Refusal(
                "The guide was changed while the site was built from it, so some pages may be older than "
                "others. Nothing was published; run the command again."
            )
    seconds = time.monotonic() - started
    return Built(out, guide.site.url, count, printed, seconds, told, hosting.server_snippets(sent))
