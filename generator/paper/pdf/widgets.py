"""The fields of a PDF form, one by one: what they are called, how they look, what they can hold.

Everything is written out, and nothing left for viewers to make up: each field has its appearance,
each box its empty state, each group of choices its value. What is missing there gets lost in one
viewer or another.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from generator.load.strings import Strings
from generator.paper.form_fields import FieldKind, FormField
from generator.paper.pdf.font import field_font

INK = "0.114 0.149 0.141"
"""Red, green and blue of what readers enter; the `ink` of templates/paper/style.typ."""
FONT = "Field"
"""Name of the font among the form's resources."""
TYPE_SIZE, SMALL_TYPE_SIZE, DATE_TYPE_SIZE = 11, 9.5, 8
"""Points of what is typed: usually, in places narrower than `NARROW`, and for a date in `NARROW_DATE`."""
NARROW, NARROW_DATE = 110, 56
"""Points; a date of ten signs is 51 points wide in the small type, and viewers keep two on each side."""
PADDING, LINES_PADDING = 1, 2
"""Points between the place as drawn and what is typed, in one line and in several."""
YES = "Yes"
"""The value of a ticked box."""
PRINTED = 1 << 2
MULTILINE = 1 << 12
RADIO = 1 << 15
COMBO = 1 << 17
"""Flags of ISO 32000-1, tables 165, 228, 226 and 230."""
STALE = ("/A", "/Border", "/BS", "/C", "/Contents", "/Dest", "/H", "/QuadPoints")
"""What a link says and a field does not."""


def resolved_language(field: FormField, words: Strings) -> str:
    """Return what a screen reader says at `field`."""
    return str(words.fields.dated(label=field.label)) if field.kind == "date" else field.label


def state(field: FormField, choice: str) -> str:
    """Return the value of `field` when `choice` is chosen: a plain word, safe as a name in every viewer.

    Some viewers read a bare number as the place in a list, so a number gets a word before it.
    """
    words = [re.sub(r"[^A-Za-z0-9]+", "-", one).strip("-") for one in field.choices]
    place = field.choices.index(choice)
    word = words[place]
    plain = word and not word[0].isdigit() and words.count(word) == 1 and word != "Off"
    return word if plain else f"choice-{place + 1}"


class Form:
    """The form of one document while it is made."""

    def __init__(self, document: Pdf, words: Strings) -> None:
        self._document = document
        self._words = words
        self._font = field_font(document)
        self._fields: dict[str, Object] = {}
        """In the order of reading; a group of choices is one."""
        self._marks: dict[tuple[float, float, str], Object] = {}
        """Drawings by size: hundreds of rings share one."""

    def add(self, annotation: Object, field: FormField, choice: str) -> None:
        """Make of a link the place of `field`, or of one of its choices."""
        for key in STALE:
            if key in annotation:
                del annotation[key]
        annotation.Subtype = Name.Widget
        annotation.F = PRINTED
        if choice:
            self._add_choice(annotation, field, choice)
            return
        annotation.T = String(field.id)
        annotation.TU = String(resolved_language(field, self._words))
        self._fields[field.id] = annotation
        match field.kind:
            case "check":
                annotation.FT = Name.Btn
                annotation.V = Name.Off
                self._set_states(annotation, YES, _tick)
            case "choice":
                annotation.FT = Name.Ch
                annotation.Ff = COMBO
                annotation.Opt = Array(map(String, field.choices))
                self._set_text(annotation, field.kind)
            case "lines":
                annotation.FT = Name.Tx
                annotation.Ff = MULTILINE
                self._set_text(annotation, field.kind)
            case "text" | "date":
                annotation.FT = Name.Tx
                self._set_text(annotation, field.kind)

    def finish(self) -> None:
        """Tell the document about its form, and that the tags lead the tab key."""
        root = self._document.Root
        root.AcroForm = self._document.make_indirect(
            Dictionary(Fields=Array(self._fields.values()), DR=self._resources(), DA=_typeface(TYPE_SIZE))
        )
        for page in self._document.pages:
            page.obj.Tabs = Name.S

    def _add_choice(self, annotation: Object, field: FormField, choice: str) -> None:
        """Add one of the places of which a reader marks one; the value lies in their group alone."""
        if field.id not in self._fields:
            self._fields[field.id] = self._document.make_indirect(
                Dictionary(
                    FT=Name.Btn,
                    Ff=RADIO,
                    T=String(field.id),
                    TU=String(resolved_language(field, self._words)),
                    V=Name.Off,
                    Kids=Array(),
                )
            )
        group = self._fields[field.id]
        group.Kids.append(annotation)
        annotation.Parent = group
        annotation.TU = String(
            self._words.fields.choice(label=resolved_language(field, self._words), choice=choice)
        )
        self._set_states(annotation, state(field, choice), _dot)

    def _set_text(self, annotation: Object, kind: FieldKind) -> None:
        padding = LINES_PADDING if kind == "lines" else PADDING
        left, bottom, right, top = _corners(annotation)
        # Lines reach to the edge of their place, and the first letter would touch one; cells have room.
        aside = padding if right - left >= NARROW else 0
        inner = (left + aside, bottom + padding, right - aside, top - padding)
        annotation.Rect = Array(round(value, 2) for value in inner)
        annotation.V = String("")
        annotation.DA = _typeface(_type_size(right - left, kind))
        # One for each field: programs that fill in forms draw into it.
        empty = self._drawing(*_size(annotation), "/Tx BMC EMC", self._resources())
        annotation.AP = Dictionary(N=empty)

    def _set_states(self, annotation: Object, on: str, mark: Callable[[float, float], str]) -> None:
        width, height = _size(annotation)
        shown = {f"/{on}": mark(width, height), "/Off": ""}
        annotation.AS = Name.Off
        annotation.AP = Dictionary(
            N=Dictionary({name: self._mark(width, height, drawing) for name, drawing in shown.items()})
        )

    def _mark(self, width: float, height: float, operators: str) -> Object:
        key = (width, height, operators)
        if key not in self._marks:
            self._marks[key] = self._drawing(width, height, operators, Dictionary())
        return self._marks[key]

    def _drawing(self, width: float, height: float, operators: str, resources: Dictionary) -> Object:
        drawing = Stream(self._document, operators.encode("ascii"))
        drawing.Type = Name.XObject
        drawing.Subtype = Name.Form
        drawing.BBox = Array([0, 0, width, height])
        drawing.Resources = resources
        return self._document.make_indirect(drawing)

    def _resources(self) -> Dictionary:
        return Dictionary(Font=Dictionary({f"/{FONT}": self._font}))


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


def _tick(width: float, height: float) -> str:
    """Return a tick as drawing operators: a path, since a letter would need a font of its own."""
    points = [(0.22, 0.52), (0.42, 0.28), (0.80, 0.76)]
    start, *rest = [f"{x * width:.2f} {y * height:.2f}" for x, y in points]
    return f"q {INK} RG 1.5 w 1 J 1 j {start} m {' '.join(f'{point} l' for point in rest)} S Q"


def _dot(width: float, height: float) -> str:
    """Return the dot of a choice as drawing operators."""
    return f"q {INK} rg {_circle(width / 2, height / 2, min(width, height) * 0.27)} f Q"


def _circle(x: float, y: float, radius: float) -> str:
    bow = radius * 0.5523  # how far the handles of four curves reach that make a circle
    curves = [
        (x + radius, y + bow, x + bow, y + radius, x, y + radius),
        (x - bow, y + radius, x - radius, y + bow, x - radius, y),
        (x - radius, y - bow, x - bow, y - radius, x, y - radius),
        (x + bow, y - radius, x + radius, y - bow, x + radius, y),
    ]
    drawn = " ".join(" ".join(f"{value:.2f}" for value in curve) + " c" for curve in curves)
    return f"{x + radius:.2f} {y:.2f} m {drawn}"
