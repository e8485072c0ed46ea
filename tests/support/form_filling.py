"""Fills in a PDF form as three engines do, and reads what is then in the file.

pypdf represents programs, PDFium Chrome and Edge, pdf.js Firefox. Each saves the form, and
what was saved is read from the file itself, not from what the engine remembers.
"""

from __future__ import annotations

import ctypes
import io
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pikepdf
import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from generator.paper.pdf.form import MARK
from tests.support.paths import NODE

Values = Mapping[str, str | bool]
"""By name of the field: a text, True for a tick, or the value of a choice."""


def saved_values(document: bytes) -> dict[str, str]:
    """Return the value of each field in the file; a name of PDF without its slash."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        return {str(field.T): str(field.get("/V", "")).removeprefix("/") for field in every_field(opened)}


def marked_places(document: bytes) -> list[str]:
    """The ids of all places that a template marked as fields, in the order in which they are drawn."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        targets = [unquote(str(note.A.URI)) for page in opened.pages for note in page.get("/Annots", [])]
    return [target.removeprefix(MARK) for target in targets if target.startswith(MARK)]


def every_field(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    yield from document.Root.AcroForm.Fields


def widgets(field: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield the places of a field on the pages."""
    yield from field.get("/Kids", [field])


# Programs


def with_pypdf(document: bytes, values: Values) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(document))
    named = {name: value if isinstance(value, str) else "/Yes" for name, value in values.items()}
    buttons = {name for name, field in (writer.get_fields() or {}).items() if field.get("/FT") == "/Btn"}
    named |= {name: f"/{value.removeprefix('/')}" for name, value in named.items() if name in buttons}
    for page in writer.pages:
        # pypdf compares each place on a page with each name.
        places = [place.get_object() for place in page.get("/Annots", [])]
        here = {str(place.get("/T") or place.get("/Parent", {}).get("/T")) for place in places}
        mine = {name: value for name, value in named.items() if name in here}
        writer.update_page_form_field_values(page, mine, auto_regenerate=False)
    saved = io.BytesIO()
    writer.write(saved)
    return saved.getvalue()


# Chrome


def with_pdfium(document: bytes, values: Values) -> bytes:
    """Click and type, as a reader does."""
    opened = pypdfium2.PdfDocument(document)
    opened.init_forms()
    form = opened.formenv.raw
    for index, acts in _acts(document, values).items():
        page = opened[index]
        for x, y, act in acts:
            pdfium.FORM_OnMouseMove(form, page.raw, 0, x, y)
            pdfium.FORM_OnLButtonDown(form, page.raw, 0, x, y)
            pdfium.FORM_OnLButtonUp(form, page.raw, 0, x, y)
            if isinstance(act, int):
                pdfium.FORM_SetIndexSelected(form, page.raw, act, True)
            elif act is not None:
                pdfium.FORM_SelectAllText(form, page.raw)
                pdfium.FORM_ReplaceSelection(form, page.raw, _wide(act))
            pdfium.FORM_ForceToKillFocus(form)
    saved = io.BytesIO()
    opened.save(saved)
    opened.close()
    return saved.getvalue()


def listed_choices(field: Any) -> list[tuple[str, str]]:
    """Return the value and the label of each choice in a list."""
    pairs = ([str(one)] * 2 if isinstance(one, pikepdf.String) else [*map(str, one)] for one in field.Opt)
    return [(value, label) for value, label in pairs]


def _acts(document: bytes, values: Values) -> dict[int, list[tuple[float, float, str | int | None]]]:
    """Return for each page where to click, and then what to type or the place in the list to take."""
    acts: dict[int, list[tuple[float, float, str | int | None]]] = {}
    with pikepdf.open(io.BytesIO(document)) as opened:
        pages = {
            annotation.objgen: number
            for number, page in enumerate(opened.pages)
            for annotation in page.obj.get("/Annots", [])
        }
        for field in every_field(opened):
            for widget in widgets(field):
                value = values.get(str(field.T))
                if value is None or ("/Parent" in widget and f"/{value}" not in widget.AP.N):
                    continue
                left, bottom, right, top = map(float, widget.Rect)
                act = {"/Btn": None, "/Tx": str(value)}.get(str(field.FT), 0)
                if str(field.FT) == "/Ch":
                    act = [value for value, _ in listed_choices(field)].index(str(value))
                acts.setdefault(pages[widget.objgen], []).append(
                    ((left + right) / 2, (bottom + top) / 2, act)
                )
    return acts


def _wide(text: str) -> Any:
    encoded = (text + "\0").encode("utf-16-le")
    return ctypes.cast(ctypes.create_string_buffer(encoded), pdfium.FPDF_WIDESTRING)


# Firefox


@cache
def _pdfjs() -> subprocess.Popen[str]:
    """One pdf.js for all forms, because loading it takes longer than filling in a form."""
    return subprocess.Popen(
        [shutil.which("node") or "node", NODE / "fill.mjs"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=NODE,
    )  # fmt: skip


def with_pdfjs(document: bytes, values: Values) -> bytes:
    """Save with pdf.js, which reads its own file again and has to find the same values."""
    running = _pdfjs()
    assert running.stdin
    assert running.stdout
    with tempfile.TemporaryDirectory() as folder:
        form, filled = Path(folder, "form.pdf"), Path(folder, "filled.pdf")
        form.write_bytes(document)
        running.stdin.write(json.dumps({"source": str(form), "target": str(filled), "values": values}) + "\n")
        running.stdin.flush()
        answer = running.stdout.readline()
        assert answer, "pdf.js ended; it printed why to stderr"
        read = json.loads(answer)
        expected = {name: "Yes" if value is True else value for name, value in values.items()}
        assert {name: read[name] for name in expected} == expected
        return filled.read_bytes()


ENGINES = {"pypdf": with_pypdf, "PDFium": with_pdfium, "pdf.js": with_pdfjs}
