"""Writes the whole site into a folder, with its search, its offline edition and what servers need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

from jinja2 import BytecodeCache

from generator.downloads import zip_files
from generator.load.strings import Strings
from generator.model.guide import Guide
from generator.pages.page import OFFLINE_PAGE, offline_zip
from generator.pages.templates import file_size
from generator.problems import ContentError
from generator.publish import content_security, hosting, offline_copy, service_worker
from generator.publish.links import LinkCheck
from generator.publish.new_site import NewSite
from generator.publish.offline_copy import OfflineCopy
from generator.site import material, search_index
from generator.site.stage import Stage


def write_site(
    guide: Guide,
    staged: Stage,
    templates: Path,
    strings: Strings,
    folder: Path,
    compiled: BytecodeCache | None,
    progress: Callable[[str], None],
) -> dict[str, bytes]:
    """Write the site of the project `staged` into the empty `folder`; return snippets for web servers.

    `compiled` keeps compiled templates. Raises `ContentError` for broken links, broken templates and what
    browsers would block, and `SystemFailure` with all warnings of MkDocs.
    """
    updated, url = guide.outline.updated, guide.site.url
    edition = f"{OFFLINE_PAGE}{offline_zip(guide.site.name)}.zip" if guide.site.offline else ""
    with material.opened(staged, templates / "site/theme", updated, compiled) as frames:
        files = {**staged.files, **dict(frames.project.theme_files())}
        pages = {f"{page.page.address}index.html": page for page in staged.pages}
        names = frozenset((*files, *pages, *search_index.FILES, *filter(None, [edition])))
        with _offline_copy(folder / edition, names, guide, templates, strings) as offline:
            site = NewSite(folder, frames, LinkCheck(names, url), offline)
            sections = {page.page.address: site.write_page(page) for page in staged.pages}
            for name, data in files.items():  # not before: pages name the scripts that the edition bundles
                site.write(name, data)
            shown = tuple(page.page for page in staged.pages)
            index = search_index.whole_index(frames.project.search_config, sections, shown, guide, strings)
            if offline:
                offline.finish(files, index)
        for name, data in search_index.index_files(index).items():
            site.write(name, data)
        size = file_size([sum(site.sizes.values())], strings)
        if edition:
            numbers = {"pages": str(service_worker.count_pages(site.digests)), "size": size}
            numbers["edition"] = file_size([(folder / edition).stat().st_size], strings)
            site.write_page(service_worker.fill(pages[f"{OFFLINE_PAGE}index.html"], numbers))
    worker = service_worker.worker(site.digests, size, guide, templates, strings)
    site.write(service_worker.FILE, worker.encode())
    progress("Checking links")
    if problems := tuple(site.problems()):
        raise ContentError(problems)
    return hosting.write_headers(folder, url, content_security.header(site.hashes), templates)


@contextmanager
def _offline_copy(
    file: Path, names: frozenset[str], guide: Guide, templates: Path, strings: Strings
) -> Iterator[OfflineCopy | None]:
    """Give the offline edition to write in `file`, or None if the guide has none."""
    if not guide.site.offline:
        yield None
        return
    file.parent.mkdir()
    with ZipFile(file, "w") as archive:
        name, updated = file.stem, guide.outline.updated
        read_me = offline_copy.read_me(guide, strings)
        yield OfflineCopy(zip_files.Archive(archive, name, read_me, updated), names, guide, templates)
