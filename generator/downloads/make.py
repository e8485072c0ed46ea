"""Where everything printed is made: only what changed, on all cores of the machine.

What sets type is imported only when there is something to set.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Protocol, TypeVar

from generator.downloads.fingerprint import tools
from generator.engine.disk_cache import DiskCache, Parts, fingerprint
from generator.engine.workers import map_items
from generator.load.strings import Strings
from generator.model.guide import Guide
from generator.model.record import Record
from generator.paper.layout import SheetLayouts
from generator.problems import ContentError, Problem, Refusal


@dataclass(frozen=True, slots=True)
class PrintContext:
    """What all jobs have in common."""

    guide: Guide
    templates: Path
    strings: Strings
    """What the program itself says on paper."""
    settings: SheetLayouts = field(default_factory=dict)
    """What one job found out, for others of its batch."""

    @property
    def made_with(self) -> str:
        """The fingerprint of all with which things are printed, but not of what is printed."""
        labels = json.dumps(self.strings.fields.plain())
        return fingerprint((tools(self.templates, self.guide.site.language), labels))


class Work(Protocol):
    """One piece of work; two that are equal make the same."""

    def record(self, guide: Guide) -> Record:
        """Return the record that is printed."""

    def ingredients(self, desk: PrintContext) -> Iterable[str]:
        """Yield all that makes the outcome, but for the tools."""

    def parts(self, desk: PrintContext) -> Parts:
        """Return what is made; raises `ContentError` or `SystemFailure`."""

    @property
    def batch(self) -> Hashable:
        """What is shared by work that one process does more quickly than two."""

    def __hash__(self) -> int: ...


SomeWork = TypeVar("SomeWork", bound=Work)


def make(
    jobs: Sequence[SomeWork], desk: PrintContext, cache: DiskCache, progress: Callable[[str], None]
) -> dict[SomeWork, Parts]:
    """Return what each of `jobs` makes, in their order; only what changed is made anew.

    Raises `ContentError` with the problems of all the jobs, `SystemFailure`, or `Refusal` when a template
    was changed meanwhile.
    """
    made_with = desk.made_with
    keys = {job: fingerprint((made_with, *job.ingredients(desk))) for job in jobs}
    kept = {job: parts for job in jobs if (parts := cache.read(keys[job]))}
    missing = [job for job in jobs if job not in kept]
    batches = _batches(missing)
    made = map_items(_work, desk, batches, _Counter(jobs, missing, desk.guide, progress).done)
    outcomes = dict(zip(chain(*batches), chain(*made), strict=True))
    if missing and desk.made_with != made_with:
        # Kept, it would be taken for what the templates of before make, whenever they come back.
        raise Refusal(
            "What sheets are printed with was changed while they were being set. Nothing was kept of them; "
            "run the command again."
        )
    problems: list[Problem] = []
    for job in missing:
        outcome = outcomes[job]
        if isinstance(outcome, _Failed):
            problems += outcome.problems
        else:
            kept[job] = outcome
            cache.keep(keys[job], outcome)
    if problems:
        raise ContentError(problems)
    return {job: kept[job] for job in jobs}


class _Counter:
    """Tells of each record that is done with."""

    def __init__(
        self, jobs: Iterable[Work], missing: Iterable[Work], guide: Guide, progress: Callable[[str], None]
    ) -> None:
        self._guide = guide
        self._progress = progress
        self._open = [self._address(job) for job in missing]
        self._all = len({self._address(job) for job in jobs})

    def done(self, batch: Iterable[Work]) -> None:
        for job in batch:
            self._done(job)

    def _done(self, job: Work) -> None:
        self._open.remove(self._address(job))
        if self._address(job) not in self._open:
            number = self._all - len({*self._open})
            title = job.record(self._guide).title
            self._progress(f"Setting the sheets: {number} of {self._all} done ({title})")

    def _address(self, job: Work) -> str:
        return job.record(self._guide).address


@dataclass(frozen=True, slots=True)
class _Failed:
    """Why a job cannot be done; an error with several parts does not travel between processes."""

    problems: tuple[Problem, ...]


def _batches(jobs: Iterable[SomeWork]) -> list[tuple[SomeWork, ...]]:
    batches = dict[Hashable, list[SomeWork]]()
    for job in jobs:
        batches.setdefault(job.batch, []).append(job)
    return [*map(tuple, batches.values())]


def _work(desk: PrintContext, batch: Iterable[Work]) -> list[Parts | _Failed]:
    return [_outcome(desk, job) for job in batch]


def _outcome(desk: PrintContext, job: Work) -> Parts | _Failed:
    try:
        return job.parts(desk)
    except ContentError as error:
        return _Failed(error.problems)
