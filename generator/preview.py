"""A guide as a site whose files are made when someone asks for them: what `advice serve` shows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from jinja2 import BytecodeCache

from generator.build import render
from generator.downloads import sheets
from generator.load.strings import Strings, load_strings
from generator.model.guide import Guide
from generator.model.reads import Read, noting_reads
from generator.pages import exports, redirects
from generator.pages.page import OFFLINE_PAGE, Downloads, SitePage, offline_zip
from generator.pages.pages import PageBuilder
from generator.pages.templates import environment, template_cache
from generator.problems import ContentError
from generator.project import Project
from generator.publish import service_worker
from generator.publish.finish import FinishedPage, Finisher, unsafe_problems
from generator.publish.links import LinkCheck
from generator.publish.write_site import write_site
from generator.site import material, search_index, stage, web_fonts
from generator.site.frames import Frames

NO_PAPERS = Downloads({}, (), {}, {})
_theme = threading.RLock()
"""Held while the theme is rendered: MkDocs reads settings from the environment of the whole process."""


def silent(step: str) -> None:
    """Report no progress."""


@dataclass(frozen=True, eq=False)
class Preview:
    """A guide without errors, as a site."""

    project: Project
    papers: Downloads
    """What pages say about files to print. It can be older than the guide; the files themselves never are."""
    strings: Strings
    compiled: BytecodeCache | None
    builder: PageBuilder
    pages: Mapping[str, Callable[[], SitePage]]
    stage: stage.Stage
    checked: dict[str, tuple[FinishedPage, frozenset[Read]]] = field(default_factory=dict)
    """Every page that was checked, without its HTML, and what it read of the guide, by address."""
    finishers: dict[Frames, Finisher] = field(default_factory=dict)

    @classmethod
    def of(cls, guide: Guide, project: Project, papers: Downloads) -> Preview:
        """Return the site of `guide`. Raises `ContentError` for templates that can't be used."""
        strings, compiled = (
            load_strings(project.templates, guide.site.language),
            template_cache(project.build),
        )
        jinja = environment(project.templates / "pages", strings, compiled)
        builder = PageBuilder(guide, papers.sheets, jinja, papers.collections, papers.packs)
        pages = dict(builder.pages())
        fonts = web_fonts.web_fonts(project.build / "cache")
        heads = tuple(make() for make in pages.values())
        staged = stage.stage(guide, heads, fonts, project.templates, strings)
        return cls(project, papers, strings, compiled, builder, pages, staged)

    def edited(self, guide: Guide, edits: frozenset[Read]) -> Preview | None:
        """Return the site of `guide`, which differs from this one in what finds out `edits`.

        Returns None if more than some pages are different, such as the menu.
        """
        builder = replace(self.builder, guide=guide)
        pages = dict(builder.pages())
        addresses, before = {address for address, _ in edits}, self.stage.pages
        heads = tuple(pages[page.address]() if page.address in addresses else page for page in before)
        if [page.label for page in heads] != [page.label for page in before]:
            return None
        staged = replace(self.stage, guide=guide, pages=heads)
        checked = {address: one for address, one in self.checked.items() if one[1].isdisjoint(edits)}
        return replace(self, builder=builder, pages=pages, stage=staged, checked=checked)

    @property
    def guide(self) -> Guide:
        return self.builder.guide

    @contextmanager
    def _opened(self) -> Iterator[tuple[Frames, Finisher]]:
        theme, updated = self.project.templates / "site/theme", self.guide.outline.updated
        with _theme, material.opened(self.stage, theme, updated, self.compiled) as frames:
            if frames not in self.finishers:
                self.finishers[frames] = Finisher(frames)
            yield frames, self.finishers[frames]

    def _finished(self, address: str) -> FinishedPage:
        with self._opened() as (_, finisher):
            return finisher.page(self.stage.staged(self.pages[address]()))

    def file(self, name: str) -> bytes | None:
        """Return the file `name` of the site, made again; None if there's none.

        Raises `ContentError` for an error in a template, or a sheet that can't be typeset.
        """
        address = name.removesuffix("index.html")
        if name in self._whole_names:
            return self._whole[name]
        if address != name and address in self.pages:
            return self._finished(address).html.encode()
        if name in search_index.FILES:
            return self._index[name]
        data = self._files.get(name)
        if data is not None and name.endswith(".html"):
            return self._whole_page(name, data).html.encode()
        return sheets.make_file(name, self.guide, self.project) if data is None else data

    def _whole_page(self, name: str, data: bytes) -> FinishedPage:
        with self._opened() as (_, finisher):
            return finisher.whole(name, data.decode())

    @cached_property
    def _files(self) -> Mapping[str, bytes]:
        """The files besides pages, sheets and the index of the search."""
        with self._opened() as (frames, _):
            theme = dict(frames.project.theme_files())
        redirect_pages = redirects.redirect_pages(self.guide, self.builder.jinja)
        records = exports.records_json(self.guide).values()
        listings = exports.export_files(self.guide, self.stage.pages, self.strings, records)
        return {**self.stage.files, **theme, **redirect_pages, **listings}

    @cached_property
    def _index(self) -> Mapping[str, bytes]:
        """The index of the search, for which all pages have to be made."""
        found = []
        for page in sorted(self.stage.pages, key=lambda page: page.address):
            made = self.checked.get(page.address) or (self._finished(page.address),)
            found += search_index.entries(page, made[0].sections, self.strings)
        with self._opened() as (frames, _):
            settings = search_index.settings(frames.project.search_config, self.guide, self.strings)
        return search_index.index_files(settings, map(search_index.compact_json, found))

    @cached_property
    def _whole_names(self) -> tuple[str, ...]:
        """What only the whole site knows: how large it is, and the digests of its files."""
        edition = f"{OFFLINE_PAGE}{offline_zip(self.guide.site.name)}.zip"
        offline = (f"{OFFLINE_PAGE}index.html", edition) if self.guide.site.offline else ()
        return (*offline, service_worker.FILE)

    @cached_property
    def _whole(self) -> Mapping[str, bytes]:
        papers = sheets.make_downloads(self.guide, self.project, lambda step: None)
        with _theme, TemporaryDirectory() as folder:
            staged = render(self.guide, self.project, self.strings, papers, exports.records_json(self.guide))
            write_site(staged, self.project.templates, self.strings, Path(folder), self.compiled, silent)
            return {name: Path(folder, name).read_bytes() for name in self._whole_names}

    def check(self) -> None:
        """Make the pages that weren't checked yet and follow all links; raises `ContentError`."""
        for head in self.stage.pages:
            if head.address not in self.checked:
                with _theme, noting_reads() as reads:
                    page, read = reads.of(lambda: self._finished(head.address))  # noqa: B023
                self.checked[head.address] = replace(page, html="", offline=""), read
        others = [
            self._whole_page(name, data) for name, data in self._files.items() if name.endswith(".html")
        ]
        pages = (*(page for page, _ in self.checked.values()), *others)
        names = {*self._files, *self.papers.files, *search_index.FILES, *self._whole_names}
        links = LinkCheck(names.union(page.name for page in pages), self.guide.site.url)
        for name, data in self._files.items():
            if name.endswith(".css"):
                links.add_style(name, data.decode("utf-8", "replace"))
        for page in pages:
            links.add_page(page.name, *([page.frame.facts] if page.frame else ()), page.facts)
        unsafe = [page.name for page in pages if page.is_unsafe]
        if problems := (*links.problems(self._text), *unsafe_problems(unsafe, self._text)):
            raise ContentError(problems)

    def _text(self, name: str) -> str:
        return (self.file(name) or b"").decode("utf-8", "replace")
