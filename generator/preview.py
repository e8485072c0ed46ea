"""A guide as a site whose files are made when someone asks for them: what `advice serve` shows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from generator.build import render
from generator.downloads import sheets
from generator.engine.disk_cache import Caches
from generator.load.strings import Strings, strings_of
from generator.load.translation import translated
from generator.model.fields import Language
from generator.model.guide import Guide
from generator.model.offered_language import OfferedLanguage
from generator.model.reads import Read, differing, noting_reads
from generator.pages import exports, redirects
from generator.pages.compiled_templates import CompiledTemplates
from generator.pages.page import EMBED, NOT_FOUND, OFFLINE_PAGE, Downloads, SitePage, offline_edition
from generator.pages.pages import PageBuilder, made
from generator.pages.templates import environment
from generator.problems import ContentError
from generator.project import Project
from generator.publish import service_worker
from generator.publish.finish import FinishedPage, Finisher
from generator.publish.links import LinkCheck, twins
from generator.publish.new_site import NewSite
from generator.publish.write_site import write_site
from generator.site import material, search_index, stage, web_fonts
from generator.site.assets import Files

NO_PAPERS = Downloads({}, (), {}, {})
_next, _turn = threading.Lock(), threading.Lock()
_translating = threading.Lock()
"""Held while a translation is made, so that requests at the same time don't make one each."""


def silent(step: str) -> None:
    """Report no progress."""


@contextmanager
def _in_turn() -> Iterator[None]:
    """Wait until no other thread renders or notes reads, which concern the whole process.

    A thread that asks again has to wait behind one that's waiting, so a check doesn't keep answers waiting.
    """
    with _next:
        _turn.acquire()
    try:
        yield
    finally:
        _turn.release()


@dataclass(frozen=True, eq=False)
class Preview:
    """A guide without errors, as a site."""

    project: Project
    papers: Downloads
    """What pages say about files to print. It can be older than the guide; the files themselves never are."""
    strings: Strings
    compiled: CompiledTemplates
    builder: PageBuilder
    stage: stage.Stage
    shared: frozenset[Read]
    """What was read of the guide for what surrounds the pages."""
    finisher: Finisher
    files: Files
    """The files that no record changes: styles, scripts, fonts, and what the theme makes."""
    search: Mapping[str, object]
    """The settings of the search."""
    checked: dict[str, tuple[tuple[FinishedPage, ...], frozenset[Read]]] = field(default_factory=dict)
    """Every page that was checked, in each version without its HTML, and what it read of the guide, by
    address."""
    translations: dict[OfferedLanguage, Preview] = field(default_factory=dict)
    """The site in each other language that someone asked for; after an edit, as it was before."""
    good: dict[Language, Guide] = field(default_factory=dict)
    """Each translation that was found to have no errors, which stays when its files get some."""

    @classmethod
    def of(cls, guide: Guide, project: Project, papers: Downloads) -> Preview:
        """Return the site of `guide`. Raises `ContentError` for templates that can't be used."""
        strings = strings_of(guide, project.templates)
        compiled = CompiledTemplates(project.build)
        fonts = web_fonts.web_fonts(guide.site.language)
        jinja = environment(project.templates, strings, compiled)
        builder = PageBuilder(guide, papers.sheets, jinja, papers.collections, papers.by_page)
        updated = guide.outline.updated
        with _in_turn():
            pages = made(make for _, make in builder.pages())
            with noting_reads() as reads:
                staged, shared = reads.of(
                    lambda: stage.stage(guide, pages, fonts, project.templates, strings)
                )
            with material.opened(staged, project.templates, updated, compiled) as frames:
                files = {**staged.files, NOT_FOUND: frames.missing_page().encode()}
                search = search_index.settings(guide, strings)
                finisher = Finisher(frames)
        return cls(project, papers, strings, compiled, builder, staged, shared, finisher, files, search)

    def edited(self, guide: Guide) -> Preview | None:
        """Return the site of `guide`, of which some records differ from those of this one.

        Returns None if more than some pages are different, such as the menu.
        """
        pairs = zip(self.guide.records(), guide.records(), strict=True)
        edits = frozenset(read for old, new in pairs if old is not new for read in differing(old, new))
        guide = replace(guide, languages=self.guide.languages)
        builder = replace(self.builder, guide=guide)
        makers, pages = dict(builder.pages()), {page.address: page for page in self.stage.pages}
        with _in_turn():
            new = made(makers[one] for one, page in pages.items() if not page.reads.isdisjoint(edits))
        if not edits.isdisjoint(self.shared) or any(pages[page.address].label != page.label for page in new):
            return None
        pages |= {page.address: page for page in new}
        staged = replace(self.stage, guide=guide, pages=tuple(pages.values()))
        # A copy, because a thread can still be checking pages of this one.
        before = self.checked.copy().items()
        checked = {address: page for address, page in before if page[1].isdisjoint(edits)}
        others = self.translations.copy()
        return replace(self, builder=builder, stage=staged, checked=checked, translations=others, good={})

    @property
    def guide(self) -> Guide:
        return self.builder.guide

    @property
    def base(self) -> str:
        """The path of the home page, as on the published site."""
        return urlsplit(self.guide.site.url).path.rstrip("/") + "/"

    def file(self, name: str) -> bytes | None:
        """Return the file `name` of the site, made again; None if there's none.

        Raises `ContentError` for an error in a template or a translation, or a sheet that can't be typeset.
        """
        if language := self._language(name):
            return self.translated(language).file(name.removeprefix(language.folder))
        address = name.removesuffix("index.html")
        if name in self._whole_names:
            return self._whole[name]
        if address != name and address.removeprefix(EMBED) in self._makers:
            page = self._page(address.removeprefix(EMBED), name)
            return page.html.encode() if page else None
        if name in search_index.FILES:
            # Every page asks for the first one, which is small.
            found = self._entries() if name == search_index.WHOLE else ()
            entries = (search_index.compact_json(entry).encode() for entry in found)
            return search_index.index_files(self.search, entries)[name]
        data = self.files.get(name)
        if data is None:
            data = sheets.make_file(name, self.guide, self.project)
        if data is None:
            data = self._listings.get(name)
        if data is not None and name.endswith(".html"):
            return self.finisher.whole(name, data.decode()).html.encode()
        return data

    def missing(self, name: str) -> str:
        """Return which file is shown instead of the file `name`, which doesn't exist."""
        language = self._language(name)
        return f"{language.folder}{NOT_FOUND}" if language else NOT_FOUND

    def _language(self, name: str) -> OfferedLanguage | None:
        """Return the language in whose folder the file `name` is; None if that's the one of this guide."""
        others = () if self.guide.depth else (one for _, one in self.guide.ways)
        return next((one for one in others if name.startswith(one.folder)), None)

    def translated(self, language: OfferedLanguage) -> Preview:
        """Return the site in another `language`; raises `ContentError` for errors in the translation."""
        with _translating:
            known = self.translations.get(language)
            if known and known.guide.original is self.guide:
                return known
            good = self.good.get(language.code)
            if not good:
                found = translated(self.guide, self.project, language.code)
                if found.problems or not found.guide:
                    raise ContentError(found.problems)
                good = found.guide
            guide = replace(good, languages=self.guide.languages, original=self.guide)
            papers = sheets.of_original(self.papers, guide)
            new = known.edited(guide) if known and known.papers == papers else None
            self.translations[language] = new or Preview.of(guide, self.project, papers)
            return self.translations[language]

    @cached_property
    def _makers(self) -> Mapping[str, Callable[[], SitePage]]:
        return {address: make for address, make in self.builder.pages() if address != NOT_FOUND}

    def _page(self, address: str, name: str) -> FinishedPage | None:
        """Return the version of a page that's in the file `name`, if there is one."""
        with _in_turn(), material.rendering(self.guide.outline.updated):
            return next((page for page in self._finished(address) if page.name == name), None)

    def _finished(self, address: str) -> Iterator[FinishedPage]:
        return map(self.finisher.page, self.stage.versions(self._makers[address]()))

    def _checked(self, address: str) -> tuple[FinishedPage, ...]:
        """Return each version of a page without its HTML, and remember them."""
        if address not in self.checked:
            with _in_turn(), material.rendering(self.guide.outline.updated), noting_reads() as reads:
                versions, read = reads.of(lambda: [*self._finished(address)])
            self.checked[address] = tuple(replace(one, html="") for one in versions), read
        return self.checked[address][0]

    def _entries(self) -> Iterator[object]:
        """Yield what the search finds, for which all pages have to be made."""
        for page in sorted(self.stage.pages, key=lambda page: search_index.place(page.address)):
            yield from search_index.entries(page, self._checked(page.address)[0].sections, self.strings)

    @cached_property
    def _listings(self) -> Files:
        """The files that list every page, and redirects."""
        records = exports.records_json(self.guide).values()
        listings = exports.export_files(self.guide, self.stage.pages, self.strings, records)
        return {**redirects.redirect_pages(self.guide, self.builder.jinja), **listings}

    @cached_property
    def _whole_names(self) -> tuple[str, ...]:
        """What only the whole site knows: how large it is, and the digests of its files."""
        edition = offline_edition(self.guide)
        offline = (f"{OFFLINE_PAGE}index.html", edition) if edition else ()
        return (*offline, service_worker.FILE)

    @cached_property
    def _whole(self) -> Files:
        caches = Caches(self.project)
        papers = sheets.make_downloads(self.guide, self.project, caches, silent)
        records = exports.records_json(self.guide)
        with _in_turn(), TemporaryDirectory() as folder:
            staged = render(self.guide, self.project, caches, self.strings, papers, records)
            write_site(staged, self.project.templates, self.strings, Path(folder), self.compiled)
            return {name: Path(folder, name).read_bytes() for name in self._whole_names}

    def check(self, goes_on: Callable[[], bool]) -> None:
        """Make the pages that weren't checked yet, and follow all links, as long as `goes_on()`.

        Raises `ContentError` for broken links, broken templates and what browsers would block.
        """
        for page in self.stage.pages:
            if not goes_on():
                return
            self._checked(page.address)
        files = {**self.files, **self._listings}
        versions = (one for page in self.stage.pages for one in self.stage.versions(page))
        pages = (f"{one.page.address}index.html" for one in versions)
        names = frozenset((*files, *pages, *self.papers.files, *search_index.FILES, *self._whole_names))
        site = _Unwritten(self, names)
        for finished in [one for versions, _ in self.checked.copy().values() for one in versions]:
            site.write_page(finished)
        for name, data in files.items():
            site.write(name, data)
        if problems := tuple(site.problems()):
            raise ContentError(problems)


class _Unwritten(NewSite):
    """A new site that's checked, but not written."""

    def __init__(self, preview: Preview, names: frozenset[str]) -> None:
        links = LinkCheck(names.union(twins(preview.guide, names)), preview.guide.site.url)
        super().__init__(Path(), preview.finisher, links, None)
        self._preview = preview

    def write_file(self, name: str, data: bytes) -> None:
        pass

    def _text(self, name: str) -> str:
        return (self._preview.file(name) or b"").decode("utf-8", "replace")
