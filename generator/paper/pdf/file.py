"""Writes a PDF to bytes: the same on every run, and in a way that no checker misreads.

A stream that happens to end with a carriage return is followed by the line feed of the file, and
checkers take the pair for one end of line and the stream's length for wrong. So no stream of ours
ends like that. It would happen by chance, to one stream in 256.
"""

from __future__ import annotations

import io

import pikepdf
from pikepdf import ObjectStreamMode, Pdf, Stream

MISREAD = b"\r\nendstream"
MOVABLE = ("/Lang", "/MarkInfo", "/ViewerPreferences")
"""Small things that may stand in the head of a document, or as objects of their own."""


def rewritten(pdf: bytes) -> bytes:
    """Return `pdf`, written anew; that also makes half of it, for small objects are packed."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return written(document)


def page_count(pdf: bytes) -> int:
    """Return how many pages `pdf` has."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def written(document: Pdf) -> bytes:
    """Return `document` as bytes."""
    for stream in document.objects:
        if isinstance(stream, Stream):
            _lengthen(stream)
    # Small objects are packed into streams too, which are only made now. One object more gives every
    # other a new number, and so all those streams another end; unpacked, the file would be twice as large.
    for key in ("", *MOVABLE):
        if key and key in document.Root:
            document.Root[key] = document.make_indirect(document.Root[key])
        if MISREAD not in (packed := _saved(document, ObjectStreamMode.generate)):
            return packed
    return _saved(document, ObjectStreamMode.disable)


def _lengthen(stream: Stream) -> None:
    """Add line feeds to what is in `stream`, which no reader minds, until its packed form ends well."""
    while stream.read_raw_bytes().endswith(b"\r"):
        stream.write(stream.read_bytes() + b"\n")


def _saved(document: Pdf, mode: ObjectStreamMode) -> bytes:
    file = io.BytesIO()
    document.save(file, deterministic_id=True, fix_metadata_version=False, object_stream_mode=mode)
    return file.getvalue()
