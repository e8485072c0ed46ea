"""Whatever they contain, no stream in our PDFs ends in a way that checkers misread."""

from __future__ import annotations

import io
import zlib
from itertools import count

import pikepdf
import pytest

from generator.paper.pdf import file
from generator.paper.pdf.file import MISREAD, page_count, rewritten, written


def unlucky_text() -> bytes:
    """A text whose compressed form ends with a carriage return, as about one in 256 does."""
    return next(text for number in count() if zlib.compress(text := b"%% %d" % number).endswith(b"\r"))


def document(content: bytes) -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page()
        made.pages[0].Contents = made.make_stream(content)
        made.Root.Lang = pikepdf.String("en")
        saved = io.BytesIO()
        made.save(saved, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return saved.getvalue()


def test_a_stream_that_would_be_misread_gets_a_different_end() -> None:
    before = document(unlucky_text())
    assert MISREAD in before
    after = rewritten(before)
    assert MISREAD not in after
    with pikepdf.open(io.BytesIO(after)) as opened:
        assert opened.pages[0].Contents.read_bytes().rstrip(b"\n") == unlucky_text()
        assert opened.check_pdf_syntax() == []


def test_a_stream_that_was_just_added_ends_well_too() -> None:
    with pikepdf.open(io.BytesIO(document(b"% text"))) as opened:
        opened.pages[0].Contents = opened.make_stream(unlucky_text())
        after = written(opened)
    assert MISREAD not in after
    with pikepdf.open(io.BytesIO(after)) as opened:
        assert opened.pages[0].Contents.read_bytes().rstrip(b"\n") == unlucky_text()


def test_the_bytes_are_the_same_each_time() -> None:
    assert rewritten(document(b"% text")) == rewritten(document(b"% text"))


@pytest.mark.parametrize("tries", range(5))
def test_object_streams_are_made_again_until_they_end_well(
    tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_atomically, made = file._saved, list[bytes]()

    def unlucky(document: pikepdf.Pdf, mode: pikepdf.ObjectStreamMode) -> bytes:
        made.append(write_atomically(document, mode))
        return made[-1] + MISREAD if len(made) <= tries else made[-1]

    monkeypatch.setattr(file, "_saved", unlucky)
    after = rewritten(document(b"% text"))
    assert MISREAD not in after
    assert page_count(after) == 1
