"""Puts tagged PDFs one after the other into one, tags and all.

Pages alone are easily joined; what screen readers follow is a tree beside them, whose numbers and
names have to be made different first, or the second document would answer for the first.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, Object, OutlineItem, Pdf, String

from generator.load.strings import Strings
from generator.paper.pdf.file import written

JUMP = "page:"
"""How the target of a link begins that is to lead to a page of the file, by its number from 1."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One document among those that are put together."""

    title: str
    pdf: bytes


def pages_before(chapters: Sequence[Chapter], first: int) -> Iterator[int]:
    """Yield on which page, from 1, each chapter begins after `first` pages: always on a front side."""
    pages = first
    for chapter in chapters:
        pages += pages % 2
        yield pages + 1
        with pikepdf.open(io.BytesIO(chapter.pdf)) as document:
            pages += len(document.pages)


def merged(front: Chapter, chapters: Sequence[Chapter], strings: Strings) -> bytes:
    """Return `front` and `chapters` as one PDF with an outline, under the name of `front`.

    What listeners hear of a jump to a page is said in `strings`.
    Printed on both sides, every chapter is a sheet of its own: it begins on a front side.
    """
    with pikepdf.open(io.BytesIO(front.pdf)) as book:
        starts = [1]
        for number, chapter in enumerate(chapters, start=1):
            with pikepdf.open(io.BytesIO(chapter.pdf)) as document:
                if len(book.pages) % 2:
                    _add_blank_page(book)
                starts.append(len(book.pages) + 1)
                _append(book, document, number)
        # pikepdf takes a text that remembers its place for a list of letters.
        titles = [str(chapter.title) for chapter in (front, *chapters)]
        _make_jumps(book, dict(zip(starts, titles, strict=True)), strings)
        with book.open_outline() as outline:
            outline.root[:] = [
                OutlineItem(title, start - 1, "XYZ", top=_top(book, start))
                for title, start in zip(titles, starts, strict=True)
            ]
        return written(book)


def _append(book: Pdf, document: Pdf, number: int) -> None:
    """Add the pages of `document` to `book`, and its tags as one part of those of `book`."""
    tags = book.Root.StructTreeRoot
    offset = int(tags.ParentTreeNextKey)
    first = len(book.pages)
    book.pages.extend(document.pages)
    # Pages come first: then the tags, which point to pages, are copied so that they point to these.
    added = book.copy_foreign(document.Root.StructTreeRoot)
    for page in book.pages[first:]:
        for holder, number_of in _numbered(page.obj):
            holder[number_of] = int(holder[number_of]) + offset
    parents = NumberTree(tags.ParentTree)
    for key, parent in NumberTree(added.ParentTree).items():
        parents[int(key) + offset] = parent
    tags.ParentTreeNextKey = offset + int(added.ParentTreeNextKey)
    _rename(added, f"{number}-")
    if "/IDTree" in added:
        ids = NameTree(tags.IDTree) if "/IDTree" in tags else NameTree.new(book)
        for id, element in NameTree(added.IDTree).items():
            ids[f"{number}-{id!s}"] = element
        tags.IDTree = ids.obj
    (whole,) = _kids(tags)
    for part in _kids(added):
        part.S = Name.Part
        part.P = whole
        whole.K = Array([*_kids(whole), part])


def _numbered(page: Object) -> Iterator[tuple[Object, str]]:
    """Yield what carries a number under which its tag is found, and the name of that number."""
    if "/StructParents" in page:
        yield page, "/StructParents"
    for annotation in page.get("/Annots", ()):
        if "/StructParent" in annotation:
            yield annotation, "/StructParent"


def _rename(element: Object, prefix: str) -> None:
    """Put `prefix` before the ids of table cells, and wherever a cell names them as its heads."""
    for kid in _kids(element):
        if not isinstance(kid, Dictionary) or "/S" not in kid:
            continue
        if "/ID" in kid:
            kid.ID = String(f"{prefix}{kid.ID}")
        for attributes in _list(kid.get("/A")):
            if isinstance(attributes, Dictionary) and "/Headers" in attributes:
                attributes.Headers = Array(String(f"{prefix}{id}") for id in _list(attributes.Headers))
        _rename(kid, prefix)


def _kids(element: Object) -> list[Object]:
    return _list(element.get("/K"))


def _list(value: Object | None) -> list[Object]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _make_jumps(book: Pdf, titles: dict[int, str], strings: Strings) -> None:
    """Turn links to `page:<number>` into jumps within the file, named by the title that is there."""
    for page in book.pages:
        for annotation in page.obj.get("/Annots", ()):
            target = str(annotation.get("/A", Dictionary()).get("/URI", ""))
            if target.startswith(JUMP):
                number = int(target.removeprefix(JUMP))
                del annotation["/A"]
                annotation.Contents = String(strings.fields.jump(title=titles[number], page=number))
                annotation.Dest = Array(
                    [book.pages[number - 1].obj, Name.XYZ, None, _top(book, number), None]
                )


def _top(book: Pdf, number: int) -> float:
    return float(book.pages[number - 1].mediabox[3])


def _add_blank_page(book: Pdf) -> None:
    _, _, width, height = map(float, book.pages[-1].mediabox)
    book.add_blank_page(page_size=(width, height)).obj.Tabs = Name.S
