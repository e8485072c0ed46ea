"""Puts all the sheets together: one PDF for each size of paper, and one ZIP for a stick.

Whoever runs a group prints the PDF in one go; the ZIP goes where there is no network.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from generator.contents import Shelf
from generator.editions import EDITIONS
from generator.problems import ContentError, SystemFailure
from generator.sheet_cache import Parts, SheetCache, fingerprint, workshop
from generator.sheet_work import Desk, Job, PaperId
from generator.site import Download

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


def collections(
    printed: Sequence[Printed], desk: Desk, cache: SheetCache, progress: Callable[[str], None]
) -> Collections:
    """Return the files with all the sheets; what did not change comes from `cache`.

    Raises `ContentError` when a font lacks a character of the list of sheets, and `SystemFailure`
    when its template is broken.
    """
    made_with = workshop(desk.templates)
    downloads, files = [], dict[str, bytes]()
    for paper in desk.guide.site.papers:
        mine = [one for one in printed if (one.job.paper, one.job.edition) == (paper, BUNDLED)]
        digests = (hashlib.sha256(one.pdf).hexdigest() for one in mine)
        names = [desk.guide.worksheets[one.job.sheet] for one in mine]
        about = [_about(desk), [(sheet.title, sheet.outcome) for sheet in names]]
        key = fingerprint((made_with, "bundle", paper, json.dumps(about), *digests))
        parts = cache.read(key)
        if parts is None:
            progress(f"Putting all sheets into one PDF for {paper} paper")
            parts = _bundled(mine, desk, paper)
            cache.keep(key, parts)
        name = f"all-sheets-{paper}.pdf"
        files[name] = parts[0]
        downloads.append(Download(name, paper, int(parts[1]), len(parts[0]), "all"))
    files[ZIP] = _zipped({**files, **{f"{one.job.paper}/{one.job.name}": one.pdf for one in printed}}, desk)
    downloads.append(Download(ZIP, None, 0, len(files[ZIP]), "zip"))
    return Collections(tuple(downloads), {f"{FOLDER}/{name}": data for name, data in files.items()})


# One PDF


def _bundled(printed: Sequence[Printed], desk: Desk, paper: PaperId) -> Parts:
    from generator.merge import Chapter, merged, pages_before
    from generator.pdf_file import page_count
    from generator.sheet_fonts import missing_characters

    shelf = _shelf(desk)
    if problems := tuple(missing_characters((shelf.title, shelf.lead))):
        raise ContentError(problems)
    chapters = [Chapter(desk.guide.worksheets[one.job.sheet].title, one.pdf) for one in printed]
    ids = [one.job.sheet for one in printed]
    needed, front = 0, b""
    # The list stands before the pages that it counts, so it is set again when it turns out longer.
    while needed != (needed := page_count(front) if front else 1):
        starts = pages_before(chapters, needed)
        front = _contents(desk, paper, [*zip(ids, starts, strict=True)])
    whole = merged(Chapter(shelf.title, front), chapters)
    return whole, str(page_count(whole)).encode()


def _contents(desk: Desk, paper: PaperId, starts: list[tuple[str, int]]) -> bytes:
    """Return the list of the sheets as a PDF."""
    import typst

    from generator.sheet_fonts import fonts
    from generator.worksheets import PAPERS, STANDARDS

    size, sheets = PAPERS[paper], [(desk.guide.worksheets[id], page) for id, page in starts]
    data = {
        **_about(desk),
        "paper": {"width": size.width, "height": size.height, "turned": False},
        "entries": [{"title": sheet.title, "outcome": sheet.outcome, "page": page} for sheet, page in sheets],
    }
    template = desk.templates / "worksheet" / "contents.typ"
    try:
        compiler = typst.Compiler(
            template, font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"data": json.dumps(data)}
        )
        made, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=STANDARDS)
    except typst.TypstError as error:
        raise SystemFailure(f"{template} is broken. Typst says: {error.diagnostic}") from error
    if warnings:
        raise SystemFailure(f"{template} is broken. Typst says: {warnings[0].diagnostic}")
    assert isinstance(made, bytes)
    return made


def _about(desk: Desk) -> dict[str, Any]:
    """Return what the template is told of the guide; to it, the list of sheets looks like a sheet."""
    site, updated, shelf = desk.guide.site, desk.guide.contents.updated, _shelf(desk)
    return {
        "site": {"name": site.name, "language": site.language},
        "license": site.license.model_dump(),
        "principle": None,
        "sheet": {"title": shelf.title, "outcome": shelf.lead, "also": []},
        "updated": {"year": updated.year, "month": updated.month, "day": updated.day},
        "edition": {name.replace("_", "-"): value for name, value in asdict(EDITIONS[BUNDLED]).items()},
        "setting": {"size": TYPE_SIZE},
    }


def _shelf(desk: Desk) -> Shelf:
    return desk.guide.contents.worksheets


# One ZIP


def _zipped(files: Mapping[str, bytes], desk: Desk) -> bytes:
    """Return `files` as a ZIP with a word on what they are; the same bytes on every run."""
    archive = io.BytesIO()
    day = desk.guide.contents.updated
    with zipfile.ZipFile(archive, "w") as file:
        for name, data in {"read-me.txt": _read_me(desk), **files}.items():
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            # PDFs are packed already, and what is only stored does not depend on who packed it.
            file.writestr(entry, data, zipfile.ZIP_STORED)
    return archive.getvalue()


def _read_me(desk: Desk) -> bytes:
    """Return a plain text with the line ends that every editor on Windows knows."""
    return "\r\n".join(_lines(desk)).encode() + b"\r\n"


def _lines(desk: Desk) -> Iterator[str]:
    site = desk.guide.site
    yield f"{_shelf(desk).title} of {site.name}"
    yield f"As of {desk.guide.contents.updated.isoformat()}. The newest are at {site.url}"
    yield f"{site.license.name}: {site.license.url}"
    yield ""
    yield "A folder for each size of paper. A4 is for nearly the whole world, letter for the United"
    yield "States and Canada. The last word of a file name tells what the file is for:"
    yield ""
    for edition in EDITIONS.values():
        yield f"  {edition.id:<12}{edition.label}"
    yield ""
    for id in _shelf(desk).show:
        sheet = desk.guide.worksheets[id]
        yield f"  {id}: {sheet.title}. {sheet.outcome}"
