"""The whole line, from what authors write to the published site; read it as a table of contents.

load → check → sheets → render → stage → publish. Values travel between the steps; only the two
ends touch the disk.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator.check import check
from generator.load import load
from generator.model import Guide
from generator.problems import ContentError
from generator.project import Project
from generator.publish import MARKER, guard, marker, publishing

Progress = Callable[[str], None]
"""Is told, in a few words, what begins now."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    site: Path
    url: str
    """Where it will be published."""
    pages: int
    sheets: int
    """PDFs: every worksheet in every edition and size of paper."""
    seconds: float


def checked(project: Project) -> Guide:
    """Return the guide of `project`; raises `ContentError` with every problem in it."""
    return check(load(project))


def examined(project: Project) -> Guide:
    """Return the guide of `project` after everything that can be told without setting sheets.

    Raises `ContentError` for mistakes in content, for characters that no sheet can print, and for
    mistakes in page templates. Whether a sheet fits its pages is told when it is built.
    """
    from generator import moved, render, site, worksheets

    guide = checked(project)
    shown = (guide.worksheets[id] for id in guide.contents.worksheets.show)
    if problems := [problem for sheet in shown for problem in worksheets.unprintable(sheet, guide)]:
        raise ContentError(problems)
    jinja = render.environment(project.templates / "site")
    for _ in site.pages(guide, {}, jinja):
        pass
    moved.signposts(guide, jinja)
    return guide


def build(project: Project, out: Path, progress: Progress) -> Built:
    """Publish the guide of `project` in the folder `out`.

    Raises `ContentError`, `Refusal` or `SystemFailure`; then the site in `out` is as it was.
    """
    # Imported here, so that `check` starts without the libraries that only a build needs.
    from generator import links, material, moved, render, search_index, sheets, site, stage, web_fonts

    started = time.monotonic()
    with publishing(out, project) as new:
        progress("Reading the content")
        guide = checked(project)
        progress("Setting the worksheets")
        papers = sheets.papers(guide, project, progress)
        progress("Laying out the pages")
        jinja = render.environment(project.templates / "site")
        fonts = web_fonts.web_fonts(project.build / "cache")
        attachments = {**papers.files, **fonts, **moved.signposts(guide, jinja)}
        pages = tuple(site.pages(guide, papers.sheets, jinja, papers.collections))
        staging = project.build / "staging"
        guard(staging, project)
        files = stage.project(guide, pages, attachments, project.templates)
        ours = {name.partition("/")[0] for name in files}
        stage.write({MARKER: marker(ours), **files}, staging)
        progress("Building the site")
        material.build(staging, new, guide.contents.updated)
        search_index.refine(new / search_index.FILE, pages, guide.contents.search.synonyms)
        progress("Following every link")
        if problems := tuple(links.broken_links(new, guide.site.url)):
            raise ContentError(problems)
    count = sum(len(sheet.downloads) for sheet in papers.sheets.values())
    return Built(out, guide.site.url, len(pages), count, time.monotonic() - started)
