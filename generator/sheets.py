"""Gives each worksheet its paper: the PDFs to print and the pictures that show them, as files of the site."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf

from generator.model import Guide, Worksheet
from generator.site import Download, Picture, Sheet
from generator.worksheets import PAPERS, pdf, pictures


def papers(guide: Guide, templates: Path) -> tuple[dict[str, Sheet], dict[str, bytes]]:
    """Return what pages say of each worksheet's paper, by id, and the files themselves, by address.

    Raises `ContentError` when a sheet does not fit its pages or cannot be printed as written.
    """
    sheets: dict[str, Sheet] = {}
    files: dict[str, bytes] = {}
    for id in guide.contents.worksheets.show:
        worksheet = guide.worksheets[id]
        printed = {
            f"{id}-{paper}.pdf": pdf(worksheet, guide, PAPERS[paper], templates)
            for paper in guide.site.papers
        }
        drawn = _drawn(worksheet, guide, templates)
        sheets[id] = Sheet(
            tuple(picture for picture, _ in drawn),
            tuple(
                Download(name, paper, _pages(data), len(data))
                for (name, data), paper in zip(printed.items(), guide.site.papers, strict=True)
            ),
        )
        files |= {worksheet.address + name: data for name, data in printed.items()}
        files |= {worksheet.address + picture.file: data for picture, data in drawn}
    return sheets, files


def _drawn(worksheet: Worksheet, guide: Guide, templates: Path) -> list[tuple[Picture, bytes]]:
    paper = PAPERS[guide.site.papers[0]]
    return [
        (Picture(f"{worksheet.id}-{number}.webp", page.width, page.height), page.webp)
        for number, page in enumerate(pictures(worksheet, guide, paper, templates), start=1)
    ]


def _pages(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as document:
        return len(document.pages)
