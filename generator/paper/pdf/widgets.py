"""Builds the fields of a PDF form one by one: their names, appearance, and possible values.

Everything is written out: each field has its appearance, each box its empty state, each group of choices its
value. Viewers differ in what they add where something is missing. `form` finds where the fields belong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from generator.load.strings import Strings
from generator.model.language_names import text_direction
from generator.paper.fillable_fields import FieldKind, FormField
from generator.paper.pdf.field_font import field_font

INK = "0.114 0.149 0.141"
"""Red, green, and blue of what readers enter: the `ink` of templates/paper/style.typ."""
FONT = "Field"
"""The font's name among the form's resources."""
TYPE_SIZE, SMALL_TYPE_SIZE, DATE_TYPE_SIZE = 11, 9.5, 8
"""Points of what is typed: usually, in fields narrower than `NARROW`, and for a date in `NARROW_DATE`."""
NARROW, NARROW_DATE = 110, 56
"""Points. A date of ten characters is 51 points wide in the small type, and viewers add two on each side."""
PADDING, LINES_PADDING = 1, 2
"""Points between the drawn blank and what is typed, for one line and for several."""
YES = "Yes"
"""The value of a checked box."""
PRINTED = 1 << 2
MULTILINE = 1 << 12
RADIO = 1 << 15
COMBO = 1 << 17
"""Flags of ISO 32000-1, tables 165, 228, 226 and 230."""
FROM_THE_RIGHT = 2
"""Where lines start, in table 222."""
LINK_KEYS = {"/A", "/Border", "/BS", "/C", "/Contents", "/Dest", "/H", "/QuadPoints"}
"""Keys that a link has, but a field does not."""


def tooltip(field: FormField, strings: Strings) -> str:
    """Return what a screen reader announces for `field`."""
    return str(strings.fields.dated(label=field.label)) if field.kind == "date" else field.label


def state(field: FormField, choice: str) -> str:
    """Return the value of `field` for `choice`: a plain word, which is safe as a name in every viewer.

    Some viewers take a number for a position in a list, so a number becomes “choice-” and its position.
    """
    words = [re.sub(r"[^A-Za-z0-9]+", "-", one).strip("-") for one in field.choices]
    index = field.choices.index(choice)
    word = words[index]
    plain = word and not word[0].isdigit() and words.count(word) == 1 and word != "Off"
    return word if plain else f"choice-{index + 1}"


class FormBuilder:
    """Adds a form to a document, field by field."""

    def __init__(self, document: Pdf, strings: Strings) -> None:
        self._document = document
        self._strings = strings
        self._language = str(document.Root.Lang)
        self._font = field_font(document, self._language)
        self._fields: dict[str, Object] = {}
        """By id, in reading order; a group of choices is one field."""
        # Hundreds of rings share one drawing.
        self._mark = cache(partial(_drawing, document, Dictionary()))

    def add(self, annotation: Object, field: FormField, choice: str) -> None:
        """Turn a link into `field`, or into one of its choices."""
        for key in LINK_KEYS & annotation.keys():
            del annotation[key]
        annotation.Subtype = Name.Widget
        annotation.F = PRINTED
        if choice:
            self._add_choice(annotation, field, choice)
            return
        annotation.T = String(field.id)
        annotation.TU = String(tooltip(field, self._strings))
        self._fields[field.id] = annotation
        if field.kind == "check":
            annotation.FT = Name.Btn
            annotation.V = Name.Off
            self._set_states(annotation, YES, _check_mark)
            return
        annotation.FT = Name.Ch if field.kind == "choice" else Name.Tx
        if field.kind == "lines":
            annotation.Ff = MULTILINE
        elif field.kind == "choice":
            annotation.Ff = COMBO
            pairs = zip(field.choices, field.labels, strict=True)
            annotation.Opt = Array(String(a) if a == b else Array(map(String, (a, b))) for a, b in pairs)
        self._set_text(annotation, field.kind)

    def finish(self) -> None:
        """Register the form in the document, and make the Tab key follow the tags."""
        root = self._document.Root
        form = Dictionary(Fields=Array(self._fields.values()), DR=self._resources(), DA=_typeface(TYPE_SIZE))
        if text_direction(self._language) == "rtl":
            form.Q = FROM_THE_RIGHT
        root.AcroForm = self._document.make_indirect(form)
        for page in self._document.pages:
            page.obj.Tabs = Name.S

    def _add_choice(self, annotation: Object, field: FormField, choice: str) -> None:
        """Add one of several buttons, whose value only their group has."""
        label = tooltip(field, self._strings)
        if field.id not in self._fields:
            buttons = Dictionary(
                FT=Name.Btn, Ff=RADIO, T=String(field.id), TU=String(label), V=Name.Off, Kids=Array()
            )
            self._fields[field.id] = self._document.make_indirect(buttons)
        group = self._fields[field.id]
        group.Kids.append(annotation)
        annotation.Parent = group
        annotation.TU = String(self._strings.fields.choice(label=label, choice=choice))
        self._set_states(annotation, state(field, choice), _dot)

    def _set_text(self, annotation: Object, kind: FieldKind) -> None:
        padding = LINES_PADDING if kind == "lines" else PADDING
        left, bottom, right, top = _corners(annotation)
        # Lines start at the edge of their rectangle, which the first letter would touch; cells have padding.
        at_sides = padding if right - left >= NARROW else 0
        inner = (left + at_sides, bottom + padding, right - at_sides, top - padding)
        annotation.Rect = Array(round(value, 2) for value in inner)
        annotation.V = String("")
        annotation.DA = _typeface(_type_size(right - left, kind))
        # One for each field, because programs that fill in forms draw into it.
        empty = _drawing(self._document, self._resources(), *_size(annotation), "/Tx BMC EMC")
        annotation.AP = Dictionary(N=empty)

    def _set_states(self, annotation: Object, on: str, mark: Callable[[float, float], str]) -> None:
        width, height = _size(annotation)
        drawings = {on: mark(width, height), "Off": ""}
        states = {f"/{name}": self._mark(width, height, drawn) for name, drawn in drawings.items()}
        annotation.AS = Name.Off
        annotation.AP = Dictionary(N=Dictionary(states))

    def _resources(self) -> Dictionary:
        return Dictionary(Font=Dictionary({f"/{FONT}": self._font}))


def _drawing(document: Pdf, resources: Dictionary, width: float, height: float, operators: str) -> Object:
    box = Array([0, 0, width, height])
    form = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=resources)
    return document.make_indirect(Stream(document, operators.encode("ascii"), form))


def _corners(annotation: Object) -> tuple[float, float, float, float]:
    left, bottom, right, top = map(float, annotation.Rect)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _size(annotation: Object) -> tuple[float, float]:
    left, bottom, right, top = _corners(annotation)
    return round(right - left, 2), round(top - bottom, 2)


def _type_size(width: float, kind: FieldKind) -> float:
    if width >= NARROW:
        return TYPE_SIZE
    return DATE_TYPE_SIZE if kind == "date" and width < NARROW_DATE else SMALL_TYPE_SIZE


def _typeface(size: float) -> String:
    return String(f"{INK} rg /{FONT} {size:g} Tf")


def _check_mark(width: float, height: float) -> str:
    """Return a check mark as drawing operators: a path, because a glyph would need a font."""
    points = [(0.22, 0.52), (0.42, 0.28), (0.80, 0.76)]
    start, *rest = [f"{x * width:.2f} {y * height:.2f}" for x, y in points]
    return f"q {INK} RG 1.5 w 1 J 1 j {start} m {' '.join(f'{point} l' for point in rest)} S Q"


def _dot(width: float, height: float) -> str:
    """Return the dot of a choice as drawing operators."""
    x, y, radius = width / 2, height / 2, min(width, height) * 0.27
    handle = radius * 0.5523  # the length of a curve's handles, of four that make a circle
    curves = [
        (x + radius, y + handle, x + handle, y + radius, x, y + radius),
        (x - handle, y + radius, x - radius, y + handle, x - radius, y),
        (x - radius, y - handle, x - handle, y - radius, x, y - radius),
        (x + handle, y - radius, x + radius, y - handle, x + radius, y),
    ]
    drawn = " ".join(" ".join(f"{value:.2f}" for value in curve) + " c" for curve in curves)
    return f"q {INK} rg {x + radius:.2f} {y:.2f} m {drawn} f Q"
