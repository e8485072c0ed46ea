"""One piece of work on the sheets: a worksheet in one edition on one paper, or its pictures.

What sets type is imported only when there is something to set.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator.editions import EDITIONS
from generator.model import Guide
from generator.parallel import spread
from generator.problems import ContentError, Problem
from generator.sheet_cache import Parts, SheetCache, fingerprint, workshop
from generator.sheet_data import stamp

PaperId = Literal["a4", "letter"]

PICTURES = "pictures"
"""Stands in the place of an edition for pictures of the pages."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be made."""

    sheet: str
    paper: PaperId
    edition: str

    @property
    def name(self) -> str:
        """The name of the PDF, which tells all three even on a stick far from the site."""
        return f"{self.sheet}-{self.paper}-{self.edition}.pdf"


@dataclass(frozen=True, slots=True)
class Desk:
    """What all jobs have in common."""

    guide: Guide
    templates: Path

    def key(self, job: Job, made_with: str) -> str:
        """Return the fingerprint of all that makes the outcome of `job`."""
        sheet, site = self.guide.worksheets[job.sheet], self.guide.site
        return fingerprint(
            (
                *(made_with, job.sheet, job.paper, job.edition, str(self.guide.contents.updated)),
                # The stamp speaks for sources and the principle too, but it is short.
                *(stamp(sheet, self.guide), sheet.model_dump_json(), site.model_dump_json()),
            )
        )


def make(
    jobs: Sequence[Job], desk: Desk, cache: SheetCache, progress: Callable[[str], None]
) -> dict[Job, Parts]:
    """Return what each of `jobs` makes, in their order; only what changed is made anew.

    A PDF comes with the number of its pages; pictures come as (picture, half as wide, "width height")
    for each page. Raises `ContentError` with the problems of all the sheets, or `SystemFailure`.
    """
    made_with = workshop(desk.templates)
    keys = {job: desk.key(job, made_with) for job in jobs}
    kept = {job: parts for job in jobs if (parts := cache.read(keys[job]))}
    missing = [job for job in jobs if job not in kept]
    outcomes = spread(_work, desk, missing, _Counter(jobs, missing, desk.guide, progress).done)
    problems: list[Problem] = []
    for job, outcome in zip(missing, outcomes, strict=True):
        if isinstance(outcome, _Failed):
            problems += outcome.problems
        else:
            kept[job] = outcome
            cache.keep(keys[job], outcome)
    if problems:
        raise ContentError(problems)
    return {job: kept[job] for job in jobs}


class _Counter:
    """Tells of each worksheet that is done with."""

    def __init__(
        self, jobs: Iterable[Job], missing: Iterable[Job], guide: Guide, progress: Callable[[str], None]
    ) -> None:
        self._open = [job.sheet for job in missing]
        self._all = len({job.sheet for job in jobs})
        self._guide = guide
        self._progress = progress

    def done(self, job: Job) -> None:
        self._open.remove(job.sheet)
        if job.sheet not in self._open:
            number = self._all - len({*self._open})
            title = self._guide.worksheets[job.sheet].title
            self._progress(f"Setting the worksheets: {number} of {self._all} done ({title})")


@dataclass(frozen=True, slots=True)
class _Failed:
    """Why a job cannot be done; an error with several parts does not travel between processes."""

    problems: tuple[Problem, ...]


def _work(desk: Desk, job: Job) -> Parts | _Failed:
    try:
        return _pictures(desk, job) if job.edition == PICTURES else _pdf(desk, job)
    except ContentError as error:
        return _Failed(error.problems)


def _pdf(desk: Desk, job: Job) -> Parts:
    from generator.form_fields import to_form
    from generator.pdf_file import page_count, rewritten
    from generator.worksheets import PAPERS, pdf

    sheet, edition = desk.guide.worksheets[job.sheet], EDITIONS[job.edition]
    document = pdf(sheet, desk.guide, PAPERS[job.paper], desk.templates, edition)
    document = to_form(document, sheet) if edition.fillable else rewritten(document)
    return document, str(page_count(document)).encode()


def _pictures(desk: Desk, job: Job) -> Parts:
    from generator.worksheets import PAPERS, pictures

    parts: list[bytes] = []
    for page in pictures(desk.guide.worksheets[job.sheet], desk.guide, PAPERS[job.paper], desk.templates):
        parts += (page.webp, _half(page.webp), f"{page.width} {page.height}".encode())
    return tuple(parts)


def _half(webp: bytes) -> bytes:
    """Return a picture half as wide, for lists."""
    from PIL import Image

    small = io.BytesIO()
    with Image.open(io.BytesIO(webp)) as page:
        page.resize((page.width // 2, page.height // 2)).save(small, "WEBP", quality=80, method=6)
    return small.getvalue()
