"""Gives each workshop its files: the run sheets, the booklet for those who take part, and all in one ZIP."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.downloads.jobs import Front, Job, RunSheet
from generator.downloads.make import PrintContext
from generator.downloads.zip_file import papers, zipped
from generator.engine.disk_cache import DiskCache, Parts, fingerprint
from generator.model.formats import PaperId
from generator.model.guide import Guide
from generator.model.workshop import Workshop
from generator.pages.page import Download

Made = Mapping[Job | RunSheet | Front, Parts]
"""What was made of everything printed."""
BOUND = "print"
"""The edition of the worksheets in a booklet."""
LARGE = "large-print"
PACKED = (BOUND, LARGE)
"""The editions of the worksheets in a ZIP: in any group somebody may need large letters."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What there is of one workshop on paper."""

    downloads: tuple[Download, ...]
    files: Mapping[str, bytes]
    """By address on the site."""


def jobs(guide: Guide) -> Iterator[RunSheet | Front]:
    """Yield what is to be set for the workshops of `guide`, beside their worksheets."""
    for workshop in _shown(guide):
        for paper in guide.site.papers:
            for length in workshop.lengths:
                yield RunSheet(workshop.id, paper, length)
            yield Front(workshop.id, paper)


def packs(
    made: Made, desk: PrintContext, cache: DiskCache, progress: Callable[[str], None]
) -> dict[str, Pack]:
    """Return the files of every workshop, by its id; booklets that did not change come from `cache`."""
    made_with = desk.made_with
    found = dict[str, Pack]()
    for workshop in _shown(desk.guide):
        stack = PackBuilder(workshop, made, desk)
        for paper in desk.guide.site.papers:
            stack.add_run_sheets(paper)
        for paper in desk.guide.site.papers:
            key = fingerprint((made_with, "booklet", paper, *stack.digests(paper)))
            parts = cache.read(key)
            if parts is None:
                progress(f"Putting the booklet “{workshop.title}” together for {paper} paper")
                parts = stack.bound(paper)
                cache.keep(key, parts)
            stack.add_booklet(paper, parts)
        stack.add_zip()
        found[workshop.id] = Pack(
            tuple(stack.downloads), {workshop.address + name: data for name, data in stack.files.items()}
        )
    return found


def _shown(guide: Guide) -> Iterator[Workshop]:
    if shelf := guide.outline.workshops:
        yield from (guide.workshops[id] for id in shelf.show)


class PackBuilder:
    """The files of one workshop, as they come."""

    def __init__(self, workshop: Workshop, made: Made, desk: PrintContext) -> None:
        self._workshop = workshop
        self._made = made
        self._guide = desk.guide
        self._strings = desk.strings
        self.downloads: list[Download] = []
        self.files: dict[str, bytes] = {}
        """By name, beside the page of the workshop."""

    def add_run_sheets(self, paper: PaperId) -> None:
        for length in self._workshop.lengths:
            job = RunSheet(self._workshop.id, paper, length)
            self._add(job.name, paper, self._made[job], "run", length)

    def add_booklet(self, paper: PaperId, parts: Parts) -> None:
        self._add(f"{self._workshop.id}-booklet-{paper}.pdf", paper, parts, "booklet")

    def add_zip(self) -> None:
        """Add everything there is so far, with the single worksheets, as one file."""
        packed = {f"{one.paper}/{one.file}": self.files[one.file] for one in self.downloads}
        for paper in self._guide.site.papers:
            for edition in self._editions:
                sheets = self._sheets(paper, edition)
                packed |= {f"{paper}/{job.name}": self._made[job][0] for job in sheets}
        # By paper, as they lie in their folders.
        packed = dict(sorted(packed.items(), key=lambda item: PurePosixPath(item[0]).parent))
        name, workshop = f"{self._workshop.id}-pack.zip", self._workshop
        title = self._strings.read_me.workshop(title=workshop.title)
        about = (*papers(self._strings), *self._lines())
        data = zipped(workshop.id, title, about, packed, self._guide, self._strings)
        self.files[name] = data
        self.downloads.append(Download(name, None, 0, len(data), "pack"))

    @property
    def _editions(self) -> tuple[str, ...]:
        """The editions of the worksheets in the ZIP that are made."""
        return tuple(edition for edition in PACKED if edition in self._guide.site.editions)

    def digests(self, paper: PaperId) -> Iterator[str]:
        """Yield all that makes the booklet, but for the tools."""
        for title, pdf in self._chapters(paper):
            yield from (title, hashlib.sha256(pdf).hexdigest())

    def bound(self, paper: PaperId) -> Parts:
        """Return the booklet, and how many pages it has."""
        from generator.paper.pdf.file import page_count
        from generator.paper.pdf.merge import Chapter, merged

        front, *sheets = (Chapter(title, pdf) for title, pdf in self._chapters(paper))
        whole = merged(front, sheets, self._strings)
        return whole, str(page_count(whole)).encode()

    def _chapters(self, paper: PaperId) -> Iterator[tuple[str, bytes]]:
        yield self._workshop.title, self._made[Front(self._workshop.id, paper)][0]
        for job in self._sheets(paper):
            yield job.record(self._guide).title, self._made[job][0]

    def _sheets(self, paper: PaperId, edition: str = BOUND) -> Iterator[Job]:
        return (Job(id, paper, edition) for id in self._workshop.sheets)

    def _add(self, name: str, paper: PaperId, parts: Parts, edition: str, length: int | None = None) -> None:
        self.files[name] = parts[0]
        self.downloads.append(Download(name, paper, int(parts[1]), len(parts[0]), edition, length))

    def _lines(self) -> Iterator[str]:
        """Yield what the ZIP says of the files in it."""
        id, said = self._workshop.id, self._strings.read_me
        yield said.leads
        yield ""
        for length in self._workshop.lengths:
            yield "  " + said.run(count=length, file=f"{id}-{length}")
        yield ""
        yield said.takes_part
        yield ""
        yield "  " + said.booklet(file=f"{id}-booklet")
        sheet_said = said.sheet_too if LARGE in self._editions else said.sheet
        for sheet in self._workshop.sheets:
            yield "  " + sheet_said(file=sheet, title=self._guide.worksheets[sheet].title)
