"""Makes a typeset worksheet fillable: finds the links that mark its blanks, and turns them into form fields.

The template marks a blank by a link to `field:<id>`, or `field:<id>:<choice>`. So Typst itself writes the
rectangle and its place in the reading order, and only the meaning changes here, from link to form field. No
coordinate is computed and nothing is drawn on top of the page, so the tags stay right. `widgets` builds each
field.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Object, Pdf, String

from generator.load.strings import Strings
from generator.model.worksheet import Worksheet
from generator.paper.fillable_fields import FormField, sheet_fields
from generator.paper.pdf.file import as_list, is_tag, kids, link_target, tags, written
from generator.paper.pdf.widgets import FormBuilder
from generator.problems import SystemFailure

MARK = "field:"
"""How the target of a link starts that marks a blank."""
PAGE = "/Worksheet"
"""The key of the document's information that names the page on which a filled form can be opened."""


def to_form(pdf: bytes, sheet: Worksheet, strings: Strings) -> bytes:
    """Return `pdf` with a form field for every field of `sheet`, named by `strings`; always the same bytes.

    Raises `SystemFailure` when the template marks a blank that isn't a field, or leaves a field out.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fields = {field.id: field for field in sheet_fields(sheet, strings)}
        every_tag = tuple(tags(document.Root.StructTreeRoot))
        blanks = tuple(_blanks(every_tag))
        _check(blanks, fields, sheet)
        form = FormBuilder(document, strings)
        for blank in blanks:
            form.add(blank.reference.Obj, fields[blank.field], blank.choice)
            _tag(document, blank)
        form.finish()
        document.docinfo[PAGE] = String(f"{sheet.folder}/{sheet.id}")
        _make_row_headers(every_tag)
        _drop_empty_labels(every_tag)
        return written(document)


@dataclass(frozen=True, slots=True)
class _MarkedBlank:
    """A link of the template that marks a blank."""

    field: str
    choice: str
    """Empty if the field has no choices, or one rectangle for all of them."""
    tag: Object
    """The tag of the link, which gives its place in the reading order."""
    reference: Object
    """The reference from the tag to the link's annotation."""


def _blanks(every_tag: Iterable[Object]) -> Iterator[_MarkedBlank]:
    for tag in every_tag:
        for kid in kids(tag):
            if _is_reference(kid) and (target := link_target(kid.Obj)).startswith(MARK):
                field, _, choice = unquote(target.removeprefix(MARK)).partition(":")
                yield _MarkedBlank(field, choice, tag, kid)


def _is_reference(kid: Object) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR


def _check(blanks: tuple[_MarkedBlank, ...], fields: dict[str, FormField], sheet: Worksheet) -> None:
    """Raise `SystemFailure` unless the template marks each field once, and nothing else."""
    marked = [(blank.field, blank.choice) for blank in blanks]
    required = set[tuple[str, str]]()
    for id, field in fields.items():
        choices = field.choices if field.choices and (id, "") not in marked else ("",)
        required |= {(id, choice) for choice in choices}
    faults = {
        "marks no blank for": required - {*marked},
        "marks a blank that isn’t a field": {*marked} - required,
        "marks more than one blank for": {one for one in marked if marked.count(one) > 1},
    }
    for fault, found in faults.items():
        if found:
            names = ", ".join(":".join(filter(None, one)) for one in sorted(found))
            raise SystemFailure(
                f"The worksheet template {fault}: {names}, on “{sheet.title}” ({sheet.id}). "
                "The content is fine; fix templates/paper/sections.typ."
            )


# Tags


def _tag(document: Pdf, blank: _MarkedBlank) -> None:
    """Turn the tag of a link into the tag of a form field, which can only contain the field.

    What the template drew in the link, such as the number in a ring, is read before the field.
    """
    link = blank.tag
    content = [kid for kid in kids(link) if not _is_reference(kid)]
    if not content:
        link.S = Name.Form
        return
    link.S = Name.Div if any(map(is_tag, content)) else Name.Span
    link.K = Array(content)
    parent = link.P
    form = document.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Form, P=parent, K=Array([blank.reference]))
    )
    siblings = kids(parent)
    after = next(
        index for index, kid in enumerate(siblings, start=1) if is_tag(kid) and kid.objgen == link.objgen
    )
    parent.K = Array([*siblings[:after], form, *siblings[after:]])
    NumberTree(document.Root.StructTreeRoot.ParentTree)[int(blank.reference.Obj.StructParent)] = form


def _make_row_headers(every_tag: Iterable[Object]) -> None:
    """Make the first cell of each table row the header of that row, which Typst can't do yet."""
    for body in [tag for tag in every_tag if tag.get("/S") == Name.TBody]:
        for row in kids(body):
            first, *others = kids(row)
            if first.get("/S") != Name.TD or not kids(first):
                continue
            first.S = Name.TH
            for cell in (first, *others):
                # Lists of headers would name only the columns; without them, each header's scope counts.
                if "/Headers" in (attributes := _table_attributes(cell)):
                    del attributes["/Headers"]
            _table_attributes(first).Scope = Name.Row


def _table_attributes(cell: Object) -> Object:
    """Return the attributes of `cell` as a part of its table, which are separate from those of its layout."""
    every = as_list(cell.get("/A"))
    for attributes in every:
        if attributes.get("/O") == Name.Table:
            return attributes
    added = Dictionary(O=Name.Table)
    cell.A = Array([*every, added])
    return added


def _drop_empty_labels(every_tag: Iterable[Object]) -> None:
    """Remove the tags of list markers that are only drawn, which Typst leaves empty."""
    for item in [tag for tag in every_tag if tag.get("/S") == Name.LI]:
        item.K = Array(kid for kid in kids(item) if kid.get("/S") != Name.Lbl or kids(kid))
