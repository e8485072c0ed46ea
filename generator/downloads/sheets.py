"""All downloads of a guide: worksheets in every edition, pictures, posters, collections, workshop files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product

from generator.downloads.combined_pdfs import FOLDER, AllSheetsJob, BookletJob
from generator.downloads.jobs import (
    AllPostersJob,
    BookletFrontJob,
    LengthJob,
    PicturesJob,
    PosterJob,
    RunSheetJob,
    SheetJob,
    cards_jobs,
    principles_with_posters,
)
from generator.downloads.make import Job, Made, download_of, in_language_of, run_jobs
from generator.downloads.zip_files import PackJob, SheetsZipJob
from generator.engine.disk_cache import Blobs, Caches
from generator.engine.lazy import Lazy, merged
from generator.load.strings import strings_of
from generator.model.fields import Slug
from generator.model.guide import Guide
from generator.model.paper_sizes import EDITIONS, PAPERS, PRINT
from generator.pages.page import Download, Downloads, Sheet, SheetPicture
from generator.paper.context import PrintContext
from generator.paper.sheet_data import stamp
from generator.problems import Refusal, did_you_mean
from generator.project import Project

CACHE = "sheets"
"""The name of the cache for everything on paper."""
UNMADE: Blobs = (b"", b"0")
"""In place of the result of a job that wasn't made."""


def make_downloads(
    guide: Guide,
    project: Project,
    caches: Caches,
    progress: Callable[[str], None],
) -> Downloads:
    """Return all downloads of `guide`; what's in `caches` and didn't change isn't made again.

    If it's a translation, what isn't translated completely has the files of the original.

    Raises `ContentError` with the problems of all worksheets: one doesn't fit its pages, has a character
    that can't be printed, or a template is broken. Raises `SystemFailure` when a template leaves out a field.
    """
    source, jobs = guide.original or guide, [*_jobs(guide)]
    made = _made(jobs, guide, project, caches, progress)
    files = dict[str, Callable[[], bytes]]()
    downloads = defaultdict[str, list[Download]](list)
    pictures = dict[str, tuple[SheetPicture, ...]]()
    for job in jobs:
        (folder, _), blobs = job.page(guide), made[job]
        if download := download_of(job, guide, blobs):
            downloads[folder].append(download)
        elif isinstance(job, PicturesJob):
            pictures[job.sheet], _ = _pictures(job.sheet, blobs)
        for name in _files(job, guide, blobs):
            files[folder + name] = lambda job=job, name=name: _files(job, guide, made[job])[name]  # type: ignore[misc]
    sheets = dict[str, Sheet]()
    for id in guide.outline.worksheets.show:
        offered = tuple(downloads[guide.worksheets[id].address])
        printed = source if offered[0].language else guide
        strings = strings_of(printed, project.templates)
        sheets[id] = Sheet(pictures[id], offered, stamp(printed.worksheets[id], printed, strings))
    offering = (
        *(guide.principles[id].address for id in principles_with_posters(guide)),
        *(guide.workshops[id].address for id in _workshops(guide)),
    )
    by_page = {address: tuple(downloads[address]) for address in offering}
    whole = frozenset(name for job in jobs for name in job.records(guide))
    return Downloads(sheets, tuple(downloads[guide.address_at(FOLDER)]), by_page, Lazy(files), whole)


def of_original(papers: Downloads, guide: Guide) -> Downloads:
    """Return `papers`, those of the original, as a translation `guide` offers them, without making any.

    They can be older than the guide, and have files that it no longer offers.
    """
    if not guide.translation:
        return papers
    here = dict[str, Download]()
    for job in _jobs(guide):
        if (original := job.download(UNMADE)) and (download := download_of(job, guide, UNMADE)):
            here[job.page(guide)[0] + original.file] = download

    def labeled(folder: str, some: Iterable[Download]) -> tuple[Download, ...]:
        pairs = ((one, here.get(folder + one.file, one)) for one in some)
        return tuple(replace(one, file=said.file, language=said.language) for one, said in pairs)

    sheets = {
        id: replace(sheet, downloads=labeled(guide.worksheets[Slug(id)].address, sheet.downloads))
        for id, sheet in papers.sheets.items()
        if id in guide.worksheets
    }
    by_page = {folder: labeled(folder, some) for folder, some in papers.by_page.items()}
    collections = labeled(guide.address_at(FOLDER), papers.collections)
    return replace(papers, sheets=sheets, by_page=by_page, collections=collections)


def offered(guide: Guide) -> Iterator[tuple[str, str, Download]]:
    """Yield each file for download of `guide`: its address, the title of its page, and what it is.

    Nothing is made, so nothing is known about how many pages and bytes it has.
    """
    for job in _jobs(guide):
        folder, title = job.page(guide)
        if download := download_of(job, guide, UNMADE):
            yield folder + download.file, title, download


def make_file(address: str, guide: Guide, project: Project) -> bytes | None:
    """Return the file at `address` on the site of `guide`; None if no page offers one there.

    Only what that file needs is typeset; raises as `make_downloads` does.
    """
    for job in _jobs(guide):
        folder, _ = job.page(guide)
        name, offered = address.removeprefix(folder), download_of(job, guide, UNMADE)
        pictures = isinstance(job, PicturesJob) and name.endswith(".webp")
        if address.startswith(folder) and (pictures or (offered and offered.file == name)):
            caches = Caches(project)
            made = _made([job], guide, project, caches, lambda step: None)
            return _files(job, guide, made[job]).get(name)
    return None


def _made(
    jobs: Sequence[Job],
    guide: Guide,
    project: Project,
    caches: Caches,
    progress: Callable[[str], None],
) -> Made:
    """Return the results of `jobs` and of those they need: in the language of `guide`, or of its original."""
    parts = list[Made]()
    for printed, is_own in ((guide.original or guide, False), (guide, True)):
        some = (job for job in jobs if in_language_of(guide, job) == is_own)
        every = [*dict.fromkeys(needed for job in some for needed in _with_needs(job, printed))]
        if every:
            context = PrintContext(printed, project.templates, strings_of(printed, project.templates))
            parts.append(run_jobs(every, context, caches.of(CACHE), progress))
    # What's whole is needed by what isn't, too, but there in the other language.
    return merged(*parts)


def _with_needs(job: Job, guide: Guide) -> Iterator[Job]:
    for needed in job.needs(guide):
        yield from _with_needs(needed, guide)
    yield job


def select(
    guide: Guide, ids: Sequence[str], papers: Sequence[str], editions: Sequence[str]
) -> tuple[SheetJob, ...]:
    """Return the jobs for the given worksheets, paper sizes, and editions; an empty list means all.

    All means those the guide offers; of a translation, those that are in its language. Raises `Refusal` for
    a name that doesn't exist, and for a worksheet that isn't translated completely.
    """
    sheets = _selected("worksheet", ids, guide.outline.worksheets.show)
    if guide.translation:
        whole = [id for id in sheets if in_language_of(guide, SheetJob(id, guide.site.papers[0], PRINT.id))]
        if missing := ", ".join(id for id in sheets if id not in whole and (ids or not whole)):
            language = guide.site.language
            raise Refusal(f"Not every text of these worksheets is translated into “{language}”: {missing}.")
        sheets = whole
    sizes = _selected("paper", papers, guide.site.papers, PAPERS)
    kinds = _selected("edition", editions, guide.site.editions, EDITIONS)
    return tuple(SheetJob(sheet, paper, edition) for sheet in sheets for edition in kinds for paper in sizes)


def make_sheets(
    jobs: tuple[SheetJob, ...], guide: Guide, project: Project, progress: Callable[[str], None]
) -> dict[str, bytes]:
    """Return the PDFs that `jobs` make, by file name; raises as `make_downloads` does."""
    made = _made(jobs, guide, project, Caches(project), progress)
    return {name: data for job in jobs for name, data in _files(job, guide, made[job]).items()}


def _selected(
    word: str, names: Sequence[str], defaults: Sequence[str], others: Iterable[str] = ()
) -> list[str]:
    """Return `names`, each once, or `defaults` if there are none; raises `Refusal` for one in no list."""
    choices = dict.fromkeys((*defaults, *others))
    for name in names:
        if name not in choices:
            hint = did_you_mean(name, choices).capitalize() or f"Choose from: {', '.join(choices)}."
            raise Refusal(f"There’s no {word} “{name}”. {hint}")
    return [*(dict.fromkeys(names) or defaults)]


def _jobs(guide: Guide) -> Iterator[Job]:
    """Yield every job, each after those it needs."""
    for id in guide.outline.worksheets.show:
        yield PicturesJob(id, guide.site.papers[0], PRINT.id)
        for edition, paper in product(guide.site.editions, guide.site.papers):
            yield SheetJob(id, paper, edition)
    yield from cards_jobs(guide, guide.outline.worksheets.show)
    posters = principles_with_posters(guide)
    for id, paper in product(posters, guide.site.papers):
        yield PosterJob(id, paper)
    yield from map(AllSheetsJob, guide.site.papers)
    yield from map(AllPostersJob, guide.site.papers if posters else ())
    yield SheetsZipJob()
    for id in _workshops(guide):
        kinds: tuple[type[LengthJob], ...] = (RunSheetJob, BookletFrontJob, BookletJob)
        for kind, paper, length in product(kinds, guide.site.papers, guide.workshops[id].lengths):
            yield kind(id, paper, length)
        yield PackJob(id)


def _workshops(guide: Guide) -> tuple[Slug, ...]:
    """Return the ids of the workshops that the guide shows."""
    return guide.outline.workshops.show if guide.outline.workshops else ()


def _files(job: Job, guide: Guide, blobs: Blobs) -> dict[str, bytes]:
    """Return the files for readers of `guide` in what `job` made, by name."""
    if isinstance(job, PicturesJob):
        return _pictures(job.sheet, blobs)[1]
    return {download.file: blobs[0]} if (download := download_of(job, guide, blobs)) else {}


def _pictures(id: str, blobs: Blobs) -> tuple[tuple[SheetPicture, ...], dict[str, bytes]]:
    """Return the pictures of the worksheet `id` as pages show them, and their files by name."""
    pictures, files = list[SheetPicture](), dict[str, bytes]()
    parts = zip(blobs[::3], blobs[1::3], blobs[2::3], strict=True)
    for number, (large, small, size) in enumerate(parts, start=1):
        width, height = map(int, size.split())
        names = f"{id}-{number}.webp", f"{id}-{number}-small.webp"
        pictures.append(SheetPicture(names[0], width, height, names[1]))
        files |= dict(zip(names, (large, small), strict=True))
    return tuple(pictures), files
