"""Writes the whole site into a folder, with its search, its offline edition and what servers need."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

from jinja2 import BytecodeCache

from generator.downloads.archive import Archive
from generator.engine.build_result import Engine
from generator.engine.lazy import merged
from generator.engine.workers import in_turns
from generator.layers import Layers
from generator.load.strings import Strings
from generator.model.guide import Guide
from generator.model.reads import noting_reads
from generator.pages.page import NOT_FOUND, OFFLINE_PAGE, SitePage, offline_edition
from generator.pages.templates import file_size
from generator.problems import ContentError
from generator.publish import offline_copy, service_worker
from generator.publish.built import BuiltPage, BuiltSite
from generator.publish.finish import FinishedPage, Finisher
from generator.publish.links import LinkCheck, twins
from generator.publish.new_site import NewSite, Weighed
from generator.publish.offline_copy import OfflineCopy
from generator.site import search_index
from generator.site.engines import ENGINES
from generator.site.stage import Stage

TURN = 32
"""Pages in a turn of a process. After it, what their templates leave behind is removed, since commands run
without a collector."""


def write_site(
    staged: Stage,
    templates: Layers,
    strings: Strings,
    folder: Path,
    compiled: BytecodeCache | None,
    engine: Engine = "mkdocs",
) -> tuple[BuiltSite, frozenset[str]]:
    """Write the site of the project `staged` into the `folder`, where nothing of it is yet.

    `compiled` keeps compiled templates; `engine` makes what surrounds the pages. Returns what's known about
    the site, and the hashes of all scripts in its pages. Raises `ContentError` for broken links, broken
    templates and what browsers would block, and `SystemFailure` with all warnings of the engine.
    """
    guide = staged.guide
    updated, url = guide.outline.updated, guide.site.url
    edition = offline_edition(guide)
    with ENGINES[engine](staged, templates, updated, compiled) as frames:
        files = merged(staged.files, {NOT_FOUND: frames.missing_page().encode()})
        pages = (f"{one.page.address}index.html" for page in staged.pages for one in staged.versions(page))
        names = frozenset((*files, *pages, *search_index.FILES, *filter(None, [edition])))
        with _offline_copy(folder / edition, names, guide, templates, strings) as offline:
            finisher = Finisher(frames, offline)
            site = NewSite(folder, finisher, LinkCheck(names.union(twins(guide, names)), url), offline)
            for page in staged.pages:  # before there are two processes, so that each frame is made once
                for version in staged.versions(page):
                    finisher.prepare(version)
            written = dict(write_pages(staged, staged.pages, site, finisher, strings))
            for name, data in files.items():  # not before: pages name the scripts that the edition bundles
                site.write(name, data)
            search = search_index.settings(guide, strings)
            built = BuiltSite(written, site.digests, site.sizes, search, frames.html)
            if offline:
                offline.finish(built.offline_index)
        write_lists(site, finisher, staged, built, folder, templates, strings)
    if problems := tuple(site.problems()):
        raise ContentError(problems)
    return built, frozenset(site.hashes)


def write_lists(
    site: NewSite,
    finisher: Finisher,
    staged: Stage,
    built: BuiltSite,
    folder: Path,
    templates: Layers,
    strings: Strings,
) -> None:
    """Write what lists pages or files, after everything else: the search, the worker, what they weigh.

    The offline edition is in `folder` already.
    """
    for name, data in search_index.index_files(built.search, built.entries).items():
        site.write(name, data)
    size = file_size([sum(site.sizes.values())], strings)
    if edition := offline_edition(staged.guide):
        numbers = {"pages": str(service_worker.count_pages(site.digests)), "size": size}
        numbers["edition"] = file_size([(folder / edition).stat().st_size], strings)
        page = next(page for page in staged.pages if page.address == OFFLINE_PAGE)
        site.write_page(finisher.page(staged.staged(service_worker.fill(page, numbers))))
    worker = service_worker.worker(site.digests, size, staged.guide, templates, strings)
    site.write(service_worker.FILE, worker.encode())


def write_pages(
    staged: Stage, pages: Sequence[SitePage], site: NewSite, finisher: Finisher, strings: Strings
) -> Iterator[tuple[str, BuiltPage]]:
    """Write `pages`; yield their addresses with what's known about them."""

    def turn(some: Sequence[SitePage]) -> list[tuple[list[tuple[FinishedPage, Weighed | None]], BuiltPage]]:
        found = []
        with noting_reads() as reads:
            for page in some:
                made, read = reads.of(lambda: [*map(finisher.page, staged.versions(page))])  # noqa: B023
                built = BuiltPage.of(page, made[0], page.reads | read, strings)
                files = [(one, site.write_file(one.name, one.html.encode())) for one in made]
                found.append(([(replace(one, html="", sections=()), file) for one, file in files], built))
        gc.collect(0)
        return found

    gc.freeze()
    turns = [pages[number : number + TURN] for number in range(0, len(pages), TURN)]
    try:
        for some, made in zip(turns, in_turns(turn, turns), strict=True):
            for page, (written, built) in zip(some, made, strict=True):
                for finished, file in written:
                    site.add_page(finished, file)
                yield page.address, built
    finally:
        gc.unfreeze()


@contextmanager
def _offline_copy(
    file: Path, names: frozenset[str], guide: Guide, templates: Layers, strings: Strings
) -> Iterator[OfflineCopy | None]:
    """Give the offline edition to write in `file`, or None if the guide has none."""
    if not guide.site.offline:
        yield None
        return
    file.parent.mkdir(parents=True)
    with ZipFile(file, "w") as archive:
        name, updated = file.stem, guide.outline.updated
        read_me = offline_copy.read_me(guide, strings)
        yield OfflineCopy(Archive(archive, name, read_me, updated), names, guide, templates)
