"""Turns the marked places of a sheet into fields that can be filled in on a screen.

The template marks a place by a link to `field:<id>`, or `field:<id>:<choice>`. So the engine itself
writes the rectangle and its place in the reading order; here only its meaning changes, from link to
form field. No coordinate is computed and nothing is laid over the page, so the tags stay true.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Object, Pdf

from generator.load.strings import Strings
from generator.model.worksheet import Worksheet
from generator.paper.form_fields import FormField, sheet_fields
from generator.paper.pdf.file import written
from generator.paper.pdf.widgets import Form
from generator.problems import SystemFailure

MARK = "field:"
"""How the target of a link begins that marks a place to fill in."""


def to_form(pdf: bytes, sheet: Worksheet, strings: Strings) -> bytes:
    """Return `pdf` with a form field for every field of `sheet`, named in `strings`; always the same bytes.

    Raises `SystemFailure` when the template marks a place that is no field, or leaves one out.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        listed = {field.id: field for field in sheet_fields(sheet, strings)}
        elements = tuple(_elements(document))
        places = tuple(_places(elements))
        _check(places, listed, sheet)
        form = Form(document, strings)
        for place in places:
            form.add(place.annotation, listed[place.field], place.choice)
            _tag(document, place)
        form.finish()
        _name_rows(elements)
        _drop_empty_labels(elements)
        return written(document)


# The marked places


@dataclass(frozen=True, slots=True)
class _FieldRectangle:
    """A link of the template that marks a place."""

    field: str
    choice: str
    """Empty where nothing is chosen, or where all choices share the place."""
    annotation: Object
    element: Object
    """The link among the tags, where it is read."""
    reference: Object
    """What leads from there to the annotation."""


def _places(elements: Iterable[Object]) -> Iterator[_FieldRectangle]:
    for element in elements:
        for kid in _kids(element):
            if _is_reference(kid) and (target := _target(kid.Obj)).startswith(MARK):
                field, _, choice = unquote(target.removeprefix(MARK)).partition(":")
                yield _FieldRectangle(field, choice, kid.Obj, element, kid)


def _target(annotation: Object) -> str:
    action = annotation.get("/A")
    return str(action.get("/URI", "")) if isinstance(action, Dictionary) else ""


def _check(places: tuple[_FieldRectangle, ...], listed: dict[str, FormField], sheet: Worksheet) -> None:
    """Raise `SystemFailure` unless the template marks each listed field once, and no other."""
    marked = [(place.field, place.choice) for place in places]
    wanted = set[tuple[str, str]]()
    for id, field in listed.items():
        each = field.choices if field.choices and (id, "") not in marked else ("",)
        wanted |= {(id, choice) for choice in each}
    faults = {
        "marks no place for": wanted - {*marked},
        "marks a place for what is no field": {*marked} - wanted,
        "marks more than one place for": {one for one in marked if marked.count(one) > 1},
    }
    for fault, found in faults.items():
        if found:
            names = ", ".join(":".join(filter(None, one)) for one in sorted(found))
            raise SystemFailure(
                f"The worksheet template {fault}: {names}, on the sheet “{sheet.title}” ({sheet.id}). "
                "The content is not to blame; see templates/paper/sections.typ."
            )


# The tags


def _elements(document: Pdf) -> Iterator[Object]:
    """Yield every tag of `document`, in the order of reading."""

    def below(parent: Object) -> Iterator[Object]:
        for kid in _kids(parent):
            if _is_element(kid):
                yield kid
                yield from below(kid)

    return below(document.Root.StructTreeRoot)


def _kids(element: Object) -> list[Object]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _role(element: Object) -> str:
    return str(element.get("/S", "")).removeprefix("/")


def _is_element(kid: Object) -> bool:
    return isinstance(kid, Dictionary) and "/S" in kid


def _is_reference(kid: Object) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR


def _tag(document: Pdf, place: _FieldRectangle) -> None:
    """Make the tag of a link the tag of a form field, which has nothing in it but the field.

    What the template drew in the link, such as the number in a ring, is read before the field.
    """
    link, reference = place.element, place.reference
    content = [kid for kid in _kids(link) if not _is_reference(kid)]
    if not content:
        link.S = Name.Form
        return
    link.S = Name.Div if any(map(_is_element, content)) else Name.Span
    link.K = Array(content)
    parent = link.P
    form = document.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Form, P=parent, K=Array([reference]))
    )
    siblings = _kids(parent)
    after = next(index for index, kid in enumerate(siblings, start=1) if _same(kid, link))
    parent.K = Array([*siblings[:after], form, *siblings[after:]])
    NumberTree(document.Root.StructTreeRoot.ParentTree)[int(place.annotation.StructParent)] = form


def _same(one: Object, other: Object) -> bool:
    return _is_element(one) and one.objgen == other.objgen


def _name_rows(elements: Iterable[Object]) -> None:
    """Make the first cell of each row in a table the head of its row; Typst cannot say so yet."""
    for body in [element for element in elements if _role(element) == "TBody"]:
        for row in _kids(body):
            first, *others = _kids(row)
            if _role(first) != "TD" or not _kids(first):
                continue
            first.S = Name.TH
            for cell in (first, *others):
                # Lists of heads would name the columns alone; without them each head's scope counts.
                if "/Headers" in (about := _about_cell(cell)):
                    del about["/Headers"]
            _about_cell(first).Scope = Name.Row


def _about_cell(cell: Object) -> Object:
    """Return what is said of `cell` as a part of its table; of its layout it is said apart."""
    attributes = cell.get("/A")
    every = list(attributes) if isinstance(attributes, Array) else [attributes] if attributes else []
    for about in every:
        if about.get("/O") == Name.Table:
            return about
    about = Dictionary(O=Name.Table)
    cell.A = Array([*every, about])
    return about


def _drop_empty_labels(elements: Iterable[Object]) -> None:
    """Remove the tags of list marks that are only drawn: Typst leaves them there, empty."""
    for item in [element for element in elements if _role(element) == "LI"]:
        item.K = Array(kid for kid in _kids(item) if _role(kid) != "Lbl" or _kids(kid))
