"""Merges tagged PDFs into one, tags included.

Pages are easily joined. But screen readers follow a separate tree of tags, whose numbers and ids have to be
made unique first, or those of the second document would point into the first.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, Object, OutlineItem, Pdf, String

from generator.load.strings import Strings
from generator.paper.pdf.file import as_list, kids, link_target, page_count, tags, written

JUMP = "page:"
"""How the target of a link starts that becomes a jump to a page, by its number from 1."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One of the documents to merge."""

    title: str
    pdf: bytes
    name: str = ""
    """What viewers call its pages, followed by the number of the page; empty for the number only."""


def pages_before(chapters: Sequence[Chapter], first: int) -> Iterator[int]:
    """Yield the page, from 1, on which each chapter starts after `first` pages: always a right-hand page."""
    pages = first
    for chapter in chapters:
        pages += pages % 2
        yield pages + 1
        pages += page_count(chapter.pdf)


def merged(front: Chapter, chapters: Sequence[Chapter], strings: Strings, tabs: bytes = b"") -> bytes:
    """Return `front` and `chapters` as one PDF with an outline, page labels, and the metadata of `front`.

    Every chapter starts on a right-hand page, so printed on both sides, each is a sheet of its own. `tabs`
    is a PDF with a page to draw over each page of each chapter, in order.
    """
    with pikepdf.open(io.BytesIO(front.pdf)) as book:
        starts, drawn_over = [1], list[pikepdf.Page]()
        for number, chapter in enumerate(chapters, start=1):
            with pikepdf.open(io.BytesIO(chapter.pdf)) as document:
                if len(book.pages) % 2:
                    _, _, width, height = map(float, book.pages[-1].mediabox)
                    book.add_blank_page(page_size=(width, height)).obj.Tabs = Name.S
                starts.append(len(book.pages) + 1)
                _append(book, document, number)
                drawn_over += book.pages[starts[-1] - 1 :]
        # pikepdf takes a `SourceText` for a list of characters.
        titles = [str(chapter.title) for chapter in (front, *chapters)]
        _make_jumps(book, dict(zip(starts, titles, strict=True)), strings)
        _label(book, dict(zip(starts, (front.name, *(chapter.name for chapter in chapters)), strict=True)))
        if tabs:
            _draw_over(book, drawn_over, tabs)
        with book.open_outline() as outline:
            outline.root[:] = [
                OutlineItem(title, start - 1, "XYZ", top=_top(book, start))
                for title, start in zip(titles, starts, strict=True)
            ]
        return written(book)


def _append(book: Pdf, document: Pdf, number: int) -> None:
    """Add the pages of `document` to `book`, and its tags as one part of those of `book`."""
    root = book.Root.StructTreeRoot
    offset = int(root.ParentTreeNextKey)
    first = len(book.pages)
    book.pages.extend(document.pages)
    # Pages come first, so that the copied tags point to the copied pages.
    added = book.copy_foreign(document.Root.StructTreeRoot)
    for page in book.pages[first:]:
        # Pages and annotations have a number by which their tags are found.
        for holder in (page.obj, *page.obj.get("/Annots", ())):
            for key in {"/StructParents", "/StructParent"} & holder.keys():
                holder[key] = int(holder[key]) + offset
    parents = NumberTree(root.ParentTree)
    for parent_key, parent in NumberTree(added.ParentTree).items():
        parents[int(parent_key) + offset] = parent
    root.ParentTreeNextKey = offset + int(added.ParentTreeNextKey)
    _rename(added, f"{number}-")
    if "/IDTree" in added:
        ids = NameTree(root.IDTree) if "/IDTree" in root else NameTree.new(book)
        for id, tag in NameTree(added.IDTree).items():
            ids[f"{number}-{id!s}"] = tag
        root.IDTree = ids.obj
    (whole,) = kids(root)
    for part in kids(added):
        part.S = Name.Part
        part.P = whole
        whole.K = Array([*kids(whole), part])


def _rename(root: Object, prefix: str) -> None:
    """Put `prefix` before the ids of table cells, and before the references to them as headers."""
    for tag in tags(root):
        if "/ID" in tag:
            tag.ID = String(f"{prefix}{tag.ID}")
        for attributes in as_list(tag.get("/A")):
            if isinstance(attributes, Dictionary) and "/Headers" in attributes:
                attributes.Headers = Array(String(f"{prefix}{id}") for id in as_list(attributes.Headers))


def _make_jumps(book: Pdf, titles: dict[int, str], strings: Strings) -> None:
    """Turn links to `page:<number>` into jumps within the file, described by the title on that page."""
    for page in book.pages:
        for annotation in page.obj.get("/Annots", ()):
            if (target := link_target(annotation)).startswith(JUMP):
                number = int(target.removeprefix(JUMP))
                del annotation["/A"]
                annotation.Contents = String(strings.fields.jump(title=titles[number], page=number))
                page_and_place = [book.pages[number - 1].obj, Name.XYZ, None, _top(book, number), None]
                annotation.Dest = Array(page_and_place)


def _label(book: Pdf, names: Mapping[int, str]) -> None:
    """Label each page with the name of its chapter and its number; `names` has the first page of each."""
    labels = NumberTree.new(book)
    for start, name in names.items():
        # Numbers count from the first page of the file, as on the tabs and in the table of contents.
        labels[start - 1] = Dictionary(S=Name.D, P=String(f"{name} " if name else ""), St=start)
    book.Root.PageLabels = labels.obj


def _draw_over(book: Pdf, pages: Sequence[pikepdf.Page], tabs: bytes) -> None:
    """Draw a page of `tabs` over each of `pages`; to screen readers, it isn't there."""
    with pikepdf.open(io.BytesIO(tabs)) as document:
        for number, (page, tab) in enumerate(zip(pages, document.pages, strict=True)):
            # Pages can share their resources, so each drawing has a name of its own.
            name = Name(f"/Tab{number}")
            page.add_resource(book.copy_foreign(tab.as_form_xobject()), Name.XObject, name)
            page.contents_add(b"q", prepend=True)
            page.contents_add(f"Q {name} Do".encode())


def _top(book: Pdf, number: int) -> float:
    return float(book.pages[number - 1].mediabox[3])
