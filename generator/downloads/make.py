"""Runs the jobs that make files for download: only what changed, on all cores.

Modules that typeset are imported only when there is something to typeset, because they are slow to load.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import ClassVar, Protocol

from generator.downloads.fingerprint import tools_fingerprint
from generator.engine.disk_cache import Blobs, DiskCache, fingerprint
from generator.engine.lazy import Lazy
from generator.engine.workers import map_items
from generator.model.foreign import OPEN, plain
from generator.model.guide import Guide
from generator.pages.page import Download
from generator.paper.context import PrintContext
from generator.problems import ContentError, Problem, Refusal


class Job(Protocol):
    """Makes one download, or a part of several. Jobs that are equal make the same bytes."""

    step: ClassVar[str] = "Typesetting worksheets"
    """What progress messages call jobs of this kind."""

    @property
    def batch(self) -> object:
        """Jobs with equal batches, which are hashable, run in one process and can share a layout."""
        return self

    def page(self, guide: Guide) -> tuple[str, str]:
        """Return the address and the title of the page that offers the result."""

    def records(self, guide: Guide) -> Iterable[str]:
        """Yield the permanent names of the records it prints, except those of `needs`."""
        return ()

    def texts(self, guide: Guide) -> Iterable[str]:
        """Yield the texts it prints of other records."""
        return ()

    def needs(self, guide: Guide) -> Iterable[Job]:
        """Yield the jobs whose results this one combines."""
        return ()

    def inputs(self, context: PrintContext) -> Iterable[str]:
        """Yield what the result depends on, except what all results do, this value, and those of `needs`."""

    def make(self, context: PrintContext, made: Made) -> Blobs:
        """Return the result; `made` holds those of `needs`. Raises `ContentError` or `SystemFailure`."""

    def download(self, blobs: Blobs) -> Download | None:
        """Return what the page of the original says about the result, or None if it isn't a download."""
        return None


def in_language_of(guide: Guide, job: Job) -> bool:
    """Return whether all that `job` prints is in the language of `guide`, even if that's a translation."""
    if not guide.translation:
        return True
    needed = (in_language_of(guide, other) for other in job.needs(guide))
    is_own = guide.translation.whole.issuperset(job.records(guide)) and all(needed)
    return is_own and not any(OPEN in text for text in job.texts(guide))


def download_of(job: Job, guide: Guide, blobs: Blobs) -> Download | None:
    """Return what pages of `guide` say about the result of `job`; None if it isn't a download by itself.

    A translation names the language of its own files, and says which are in that of the original.
    """
    download = job.download(blobs)
    if not download or not guide.translation:
        return download
    if not in_language_of(guide, job):
        return replace(download, language=guide.translation.source)
    stem, _, ending = download.file.rpartition(".")
    return replace(download, file=f"{stem}{guide.file_suffix}.{ending}")


Made = Mapping[Job, Blobs]
"""The results of jobs."""
_Result = tuple[Blobs, tuple[Problem, ...]]
"""What a job made, or its problems."""


def run_jobs(
    jobs: Sequence[Job], context: PrintContext, cache: DiskCache, progress: Callable[[str], None]
) -> Made:
    """Return the result of each of `jobs`, in order, from `cache` where nothing changed; it's read on demand.

    Each job has to come after those it needs. Raises `ContentError` with the problems of all jobs,
    `SystemFailure`, or `Refusal` when a template changed in the meantime.
    """
    made_with, updated = tools_fingerprint(context), str(context.guide.outline.updated)
    needs = {job: tuple(job.needs(context.guide)) for job in jobs}
    keys = dict[Job, str]()
    for job in jobs:
        inputs = (*job.inputs(context), *(keys[needed] for needed in needs[job]))
        keys[job] = fingerprint((made_with, updated, repr(job), *inputs))
    made = Lazy({job: partial(cache.stored, keys[job]) for job in jobs})
    missing = [job for job in jobs if not cache.read(keys[job])]
    every, new = (Counter(job.step for job in some) for some in (jobs, missing))
    for step in new:
        if reused := every[step] - new[step]:
            progress(f"{step}: {reused} of {every[step]} files are reused")
    report = JobProgress(jobs, missing, context.guide, progress)
    while missing:
        ready, waiting = defaultdict[object, list[Job]](list), {*missing}
        for job in missing:
            if waiting.isdisjoint(needs[job]):
                ready[job.batch].append(job)
        batches = [*ready.values()]
        results = map_items(_run_batch, (context, made), batches, report.done)
        if tools_fingerprint(context) != made_with:
            # If cached, a result made with the new templates would be reused once the old ones are back.
            raise Refusal(
                "The templates changed while worksheets were being typeset, so nothing was kept. "
                "Run the command again."
            )
        problems = list[Problem]()
        for job, (blobs, found) in zip(chain(*batches), chain(*results), strict=True):
            problems += found
            if not found:
                cache.put(keys[job], blobs)
        if problems:
            raise ContentError(problems)
        waiting = waiting.difference(*batches)
        missing = [job for job in missing if job in waiting]
    return made


class JobProgress:
    """Reports the title of each page when its last job of a step is done."""

    def __init__(
        self, jobs: Iterable[Job], missing: Iterable[Job], guide: Guide, progress: Callable[[str], None]
    ) -> None:
        self._guide = guide
        self._progress = progress
        self._left = Counter(map(self._topic, missing))
        self._totals = Counter(step for step, *_ in {*map(self._topic, jobs)})

    def done(self, batch: Iterable[Job]) -> None:
        """Count the jobs of `batch` as done."""
        for topic in map(self._topic, batch):
            self._left[topic] -= 1
            if not self._left[topic]:
                step, _, title = topic
                left = sum(count > 0 for (other, *_), count in self._left.items() if other == step)
                self._progress(
                    f"{step}: {self._totals[step] - left} of {self._totals[step]} ({plain(title)})"
                )

    def _topic(self, job: Job) -> tuple[str, str, str]:
        return job.step, *job.page(self._guide)


def _run_batch(shared: tuple[PrintContext, Made], batch: Iterable[Job]) -> list[_Result]:
    return [_run(job, *shared) for job in batch]


def _run(job: Job, context: PrintContext, made: Made) -> _Result:
    try:
        return job.make(context, made), ()
    except ContentError as error:
        return (), error.problems  # the error itself can't be sent from another process
