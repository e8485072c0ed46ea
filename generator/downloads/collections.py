"""Puts all the sheets together: one PDF for each size of paper, and one ZIP for a stick.

Whoever runs a group prints the PDF in one go; the ZIP goes where there is no network.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.downloads.jobs import Job
from generator.downloads.make import PrintContext
from generator.downloads.zip_file import papers, zipped
from generator.engine.disk_cache import DiskCache, Parts, fingerprint
from generator.model.formats import EDITIONS, PaperId
from generator.model.guide import Guide
from generator.model.outline import SiteSection
from generator.pages.page import Download
from generator.paper.sheet_data import common, with_date
from generator.problems import ContentError, Problems

FOLDER = "worksheets"
"""Of the collections on the site, and in the ZIP."""
ZIP = "sheets.zip"
BUNDLED = "print"
"""The edition of which one PDF holds all sheets."""
TYPE_SIZE = 12
"""Points of the text on the page that tells what is in it."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A sheet as it was made."""

    job: Job
    pdf: bytes
    pages: bytes
    """How many, in digits."""


@dataclass(frozen=True, slots=True)
class Collections:
    """All sheets together, in several files."""

    downloads: tuple[Download, ...]
    files: Mapping[str, bytes]
    """By address on the site."""


def all_sheets(
    printed: Sequence[Printed], desk: PrintContext, cache: DiskCache, progress: Callable[[str], None]
) -> Collections:
    """Return the files with all the sheets; what did not change comes from `cache`.

    Raises `ContentError` when a font lacks a character of the list of sheets, or when its template is
    broken.
    """
    made_with = desk.made_with
    downloads, files = [], dict[str, bytes]()
    for paper in desk.guide.site.papers:
        mine = [one for one in printed if (one.job.paper, one.job.edition) == (paper, BUNDLED)]
        digests = (hashlib.sha256(one.pdf).hexdigest() for one in mine)
        names = [desk.guide.worksheets[one.job.sheet] for one in mine]
        told = [_about(desk), [(sheet.title, sheet.outcome) for sheet in names]]
        key = fingerprint((made_with, "bundle", paper, json.dumps(told), *digests))
        parts = cache.read(key)
        if parts is None:
            progress(f"Putting all sheets into one PDF for {paper} paper")
            parts = _bundled(mine, desk, paper)
            cache.keep(key, parts)
        name = f"all-sheets-{paper}.pdf"
        files[name] = parts[0]
        downloads.append(Download(name, paper, int(parts[1]), len(parts[0]), "all"))
    packed = {**files, **{f"{one.job.paper}/{one.job.name}": one.pdf for one in printed}}
    about = (*papers(desk.strings), *_lines(desk))
    files[ZIP] = zipped(FOLDER, _shelf(desk).title, about, packed, desk.guide, desk.strings)
    downloads.append(Download(ZIP, None, 0, len(files[ZIP]), "zip"))
    return Collections(tuple(downloads), {f"{FOLDER}/{name}": data for name, data in files.items()})


def unprintable(guide: Guide) -> Problems:
    """Yield a problem for each character that a font lacks of what the list of sheets says itself."""
    from generator.paper.fonts import missing_characters

    shelf = guide.outline.worksheets
    yield from missing_characters((shelf.title, shelf.lead))


def _bundled(printed: Sequence[Printed], desk: PrintContext, paper: PaperId) -> Parts:
    from generator.paper.pdf.file import page_count
    from generator.paper.pdf.merge import Chapter, merged, pages_before

    if problems := tuple(unprintable(desk.guide)):
        raise ContentError(problems)
    chapters = [Chapter(desk.guide.worksheets[one.job.sheet].title, one.pdf) for one in printed]
    ids = [one.job.sheet for one in printed]
    needed, front = 0, b""
    # The list stands before the pages that it counts, so it is set again when it turns out longer.
    while needed != (needed := page_count(front) if front else 1):
        starts = pages_before(chapters, needed)
        front = _contents(desk, paper, [*zip(ids, starts, strict=True)])
    whole = merged(Chapter(_shelf(desk).title, front), chapters, desk.strings)
    return whole, str(page_count(whole)).encode()


def _contents(desk: PrintContext, paper: PaperId, starts: list[tuple[str, int]]) -> bytes:
    """Return the list of the sheets as a PDF."""
    from generator.model.formats import PAPERS
    from generator.paper.strings import with_words
    from generator.paper.typesetting import paper_data, set_pdf

    sheets = [(desk.guide.worksheets[id], page) for id, page in starts]
    data = {
        **_about(desk),
        "paper": paper_data(PAPERS[paper]),
        "entries": [{"title": sheet.title, "outcome": sheet.outcome, "page": page} for sheet, page in sheets],
    }
    return set_pdf(desk.templates / "paper" / "contents.typ", with_words(data, desk.templates))


def _about(desk: PrintContext) -> dict[str, Any]:
    """Return what the template is told of the guide; to it, the list of sheets looks like a sheet."""
    shelf = _shelf(desk)
    return {
        **common(desk.guide),
        **with_date(desk.guide, EDITIONS[BUNDLED]),
        "principle": None,
        "sheet": {"title": shelf.title, "outcome": shelf.lead, "also": []},
        "setting": {"size": TYPE_SIZE},
    }


def _shelf(desk: PrintContext) -> SiteSection:
    return desk.guide.outline.worksheets


def _lines(desk: PrintContext) -> Iterator[str]:
    """Yield what the ZIP says of the files in it."""
    said = desk.strings.read_me
    yield said.editions
    yield ""
    for edition in desk.guide.site.editions:
        yield f"  {edition:<12}{said[edition]}"
    yield ""
    for id in _shelf(desk).show:
        sheet = desk.guide.worksheets[id]
        yield f"  {id}: {sheet.title}. {sheet.outcome}"
