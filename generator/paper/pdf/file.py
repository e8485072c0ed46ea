"""Reads and writes PDFs; the same bytes on every run, which no validator misreads.

If a stream ends with a carriage return, that and the line feed after the stream look like one line end, and
validators report a wrong stream length. That happens by chance in one of 256 streams, so it's prevented here.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, Stream

MISREAD = b"\r\nendstream"
MOVABLE = ("/Lang", "/MarkInfo", "/ViewerPreferences")
"""Small values of a document's catalog that can also be objects of their own."""


def rewritten(pdf: bytes) -> bytes:
    """Return `pdf` written again, which halves its size because small objects are compressed."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return written(document)


def page_count(pdf: bytes) -> int:
    """Return how many pages `pdf` has."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Return the width and height of each page of `pdf`, in points."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        boxes = [[float(side) for side in page.mediabox] for page in document.pages]
    return [(right - left, top - bottom) for left, bottom, right, top in boxes]


def written(document: Pdf) -> bytes:
    """Return `document` as bytes."""
    if MISREAD not in (packed := _saved(document, ObjectStreamMode.generate)):
        return packed
    for stream in document.objects:
        if isinstance(stream, Stream) and (stream.read_raw_bytes().endswith(b"\r") or _is_new(stream)):
            _end_well(stream)
    # Saving also packs small objects into streams. One more object renumbers all others, which changes how
    # these streams end. Unpacked, the file would be twice as large.
    for key in ("", *MOVABLE):
        if key and key in document.Root:
            document.Root[key] = document.make_indirect(document.Root[key])
        if MISREAD not in (packed := _saved(document, ObjectStreamMode.generate)):
            return packed
    return _saved(document, ObjectStreamMode.disable)


def _is_new(stream: Stream) -> bool:
    """Return whether `stream` was added to the document, so that saving it will compress it."""
    return "/Filter" not in stream and stream.get("/Type") != Name.Metadata


def _end_well(stream: Stream) -> None:
    """Compress `stream` so that it doesn't end with a carriage return.

    Line feeds at the end change nothing for viewers, but the compressed stream ends differently.
    """
    data = stream.read_bytes()
    while (packed := zlib.compress(data)).endswith(b"\r"):
        data += b"\n"
    stream.write(packed, filter=Name.FlateDecode)


def _saved(document: Pdf, mode: ObjectStreamMode) -> bytes:
    file = io.BytesIO()
    document.save(file, deterministic_id=True, fix_metadata_version=False, object_stream_mode=mode)
    return file.getvalue()


# Tags and links


def link_target(annotation: Object) -> str:
    """Return the address that a link opens; empty if `annotation` isn't such a link."""
    return str(annotation.get("/A", Dictionary()).get("/URI", ""))


def as_list(value: Object | None) -> list[Object]:
    """Return `value`, which in a PDF can be left out, one object, or an array, as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def kids(tag: Object) -> list[Object]:
    """Return what is in `tag`: other tags, and references to content."""
    return as_list(tag.get("/K"))


def is_tag(kid: Object) -> bool:
    """Return whether `kid` is a tag rather than a reference to content."""
    return isinstance(kid, Dictionary) and "/S" in kid


def tags(parent: Object) -> Iterator[Object]:
    """Yield every tag below `parent`, in reading order."""
    for kid in kids(parent):
        if is_tag(kid):
            yield kid
            yield from tags(kid)
