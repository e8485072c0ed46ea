"""Gives each worksheet its paper: every edition as a file of the site, and pictures that show them.

The files of workshops come along, for they hold the same sheets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, get_args

from generator.downloads.collections import Printed, all_sheets
from generator.downloads.jobs import PICTURES, Job
from generator.downloads.make import PrintContext, make
from generator.downloads.workshop_packs import jobs as workshop_jobs
from generator.downloads.workshop_packs import packs
from generator.engine.disk_cache import DiskCache, Parts
from generator.load.strings import load_strings
from generator.model.formats import PAPER_IDS, EditionId
from generator.model.guide import Guide
from generator.model.worksheet import Worksheet
from generator.pages.page import Download, Sheet, SheetPicture
from generator.paper.sheet_data import stamp
from generator.problems import Refusal, did_you_mean
from generator.project import Project

Name = TypeVar("Name", bound=str)


@dataclass(frozen=True, slots=True)
class Papers:
    """What was made for paper of all the worksheets and workshops."""

    sheets: Mapping[str, Sheet]
    """What pages say of each worksheet's paper, by its id."""
    collections: tuple[Download, ...]
    """Files with all the sheets in one, in the folder of the worksheets."""
    packs: Mapping[str, tuple[Download, ...]]
    """The files of each workshop, by its id, beside its page."""
    files: Mapping[str, bytes]
    """The files themselves, by their address on the site."""

    @property
    def printed(self) -> int:
        """How many PDFs are offered for the worksheets and workshops, one by one."""
        offered = (*(sheet.downloads for sheet in self.sheets.values()), *self.packs.values())
        return sum(1 for downloads in offered for download in downloads if download.paper)


def papers(guide: Guide, project: Project, progress: Callable[[str], None]) -> Papers:
    """Return every worksheet and workshop of `guide` on paper; what did not change is from the last build.

    Raises `ContentError` with the problems of all the sheets: one does not fit its pages, cannot be
    printed as written, or a template is broken. Raises `SystemFailure` when a template leaves a field out.
    """
    cache = _cache(project)
    desk = _desk(guide, project)
    every = make((*_jobs(guide), *workshop_jobs(guide)), desk, cache, progress)
    made = {job: parts for job, parts in every.items() if isinstance(job, Job)}
    sheets, files = dict[str, Sheet](), dict[str, bytes]()
    for id in guide.outline.worksheets.show:
        worksheet = guide.worksheets[id]
        mine = {job: parts for job, parts in made.items() if job.sheet == id}
        pictures, pictured = _pictures(worksheet, mine)
        sheets[id] = Sheet(pictures, tuple(_downloads(mine)), stamp(worksheet, guide, desk.strings))
        files |= pictured
        files |= {worksheet.address + job.name: parts[0] for job, parts in _pdfs(mine)}
    printed = tuple(Printed(job, *parts) for job, parts in _pdfs(made))
    together = all_sheets(printed, desk, cache, progress)
    files |= together.files
    stacks = packs(every, desk, cache, progress)
    for stack in stacks.values():
        files |= stack.files
    cache.prune()
    offered = {id: stack.downloads for id, stack in stacks.items()}
    return Papers(sheets, together.downloads, offered, files)


def wanted(
    guide: Guide, ids: Sequence[str], papers: Sequence[str], editions: Sequence[str]
) -> tuple[Job, ...]:
    """Return the jobs for the sheets, papers and editions that are named; none named means all.

    Raises `Refusal` for a name that there is not.
    """
    sheets = _known("worksheet", ids, guide.outline.worksheets.show)
    sizes = _known("paper", papers, guide.site.papers, PAPER_IDS)
    kinds = _known("edition", editions, guide.site.editions, get_args(EditionId))
    return tuple(Job(sheet, paper, edition) for sheet in sheets for edition in kinds for paper in sizes)


def _known(word: str, names: Sequence[str], usual: Sequence[Name], others: Iterable[Name] = ()) -> list[Name]:
    """Return what is meant by `names`, each once, or the `usual`; raises `Refusal` for an unknown one."""
    known = {str(one): one for one in (*usual, *others)}
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known).capitalize() or f"Choose from: {', '.join(known)}."
            raise Refusal(f"There’s no {word} “{name}”. {hint}")
    return [known[name] for name in dict.fromkeys(names)] or [*usual]


def chosen(
    jobs: tuple[Job, ...], guide: Guide, project: Project, progress: Callable[[str], None]
) -> dict[str, bytes]:
    """Return the PDFs that `jobs` make, by file name; raises as `papers` does."""
    made = make(jobs, _desk(guide, project), _cache(project), progress)
    return {job.name: parts[0] for job, parts in made.items()}


def _desk(guide: Guide, project: Project) -> PrintContext:
    return PrintContext(guide, project.templates, load_strings(project.templates, guide.site.language))


def _cache(project: Project) -> DiskCache:
    return DiskCache(project.build / "cache" / "sheets")


def _jobs(guide: Guide) -> Iterator[Job]:
    for id in guide.outline.worksheets.show:
        yield Job(id, guide.site.papers[0], PICTURES)
        for edition in guide.site.editions:
            for paper in guide.site.papers:
                yield Job(id, paper, edition)


def _pdfs(made: Mapping[Job, Parts]) -> Iterator[tuple[Job, Parts]]:
    return ((job, parts) for job, parts in made.items() if job.edition != PICTURES)


def _downloads(made: Mapping[Job, Parts]) -> Iterator[Download]:
    for job, (pdf, pages) in _pdfs(made):
        yield Download(job.name, job.paper, int(pages), len(pdf), job.edition)


def _pictures(
    worksheet: Worksheet, made: Mapping[Job, Parts]
) -> tuple[tuple[SheetPicture, ...], dict[str, bytes]]:
    (parts,) = (parts for job, parts in made.items() if job.edition == PICTURES)
    pictures, files = list[SheetPicture](), dict[str, bytes]()
    for number, start in enumerate(range(0, len(parts), 3), start=1):
        large, small, size = parts[start : start + 3]
        width, height = map(int, size.split())
        names = f"{worksheet.id}-{number}.webp", f"{worksheet.id}-{number}-small.webp"
        pictures.append(SheetPicture(names[0], width, height, names[1]))
        files |= {worksheet.address + names[0]: large, worksheet.address + names[1]: small}
    return tuple(pictures), files
