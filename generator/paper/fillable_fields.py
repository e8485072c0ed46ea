"""The fields of a worksheet, from the model: the same for the web page, the browser form, and every PDF.

Because all of them use this list, none can lack a field that another has. A field's id consists only of ids
that authors wrote. It's the name of the form field and the key of saved answers, so it survives rewording.
How a PDF gets its form is in `pdf.form`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from generator.load.strings import Strings
from generator.model.record import Identified
from generator.model.text_blanks import SheetField
from generator.model.worksheet import (
    PEOPLE,
    PROMISE,
    AnySection,
    Balance,
    Bars,
    Cards,
    Chart,
    Commitment,
    Drawing,
    DrawnSection,
    Facilitation,
    Handout,
    OwnWords,
    Prompts,
    Rating,
    Sentence,
    SheetSection,
    Table,
    TickBoxes,
    TwoColumns,
    Week,
    Worksheet,
)


def sheet_fields(sheet: Worksheet, strings: Strings) -> Iterator[FormField]:
    """Yield every field of `sheet`, in reading order."""
    yield from header_fields(strings)
    for section in sheet.sections:
        for field in fields(section, strings):
            # One word alone says too little to people who jump from field to field.
            if " " not in field.label:
                field = replace(field, label=strings.fields.alone(section=section.title, label=field.label))
            yield field


FieldKind = Literal["text", "lines", "date", "check", "choice"]


@dataclass(frozen=True, slots=True)
class FormField:
    """Something that a reader fills in."""

    id: str
    """Unique on its worksheet; letters, digits, and hyphens."""
    kind: FieldKind
    label: str
    """What a screen reader announces: a phrase that makes sense without context."""
    choices: tuple[str, ...] = ()
    """For `choice`: the values of the choices, in order."""
    lines: int = 1
    """For `lines`: the number of writing lines on paper."""
    was: tuple[str, ...] = ()
    """Previous ids, by which saved answers still find it."""
    labels: tuple[str, ...] = ()
    """For a list of choices: what it shows for each."""
    asks: Literal["person", "me"] | None = None
    """Whose name it asks for, if it does."""


def commitment(strings: Strings) -> dict[str, str]:
    """Return the labels of a commitment's blanks, by id."""
    return {id: str(strings.fields.promise[id]) for id in PROMISE}


def header_fields(strings: Strings) -> Iterator[FormField]:
    """Yield the fields at the top of every worksheet."""
    yield FormField("name", "text", str(strings.fields.name), asks="me")
    yield FormField("date", "date", str(strings.fields.date))


def fields(section: AnySection, strings: Strings) -> Iterator[FormField]:
    """Yield the fields of `section` in reading order, with labels from `strings`."""
    texts = strings.fields
    match section:
        case Prompts():
            for prompt in section.prompts:
                yield _field(section, prompt, "lines", prompt.label, lines=prompt.lines)
        case TickBoxes():
            for item in section.items:
                yield _field(section, item, "check", item.label)
        case Rating():
            steps = tuple(str(step) for step in range(1, section.scale.steps + 1))
            for statement in section.statements:
                if not section.twice:
                    yield _field(section, statement, "choice", statement.label, steps)
                    continue
                for time in ("today", "again"):
                    label = texts[time](statement=statement.label)
                    yield _field(section, statement, "choice", label, steps, shape=f"{{}}-{time}")
        case Table():
            for row, column in product(range(1, section.rows + 1), section.columns):
                label = texts.cell(title=section.title, row=row, column=column.label)
                ids = tuple(option.id for option in column.options)
                field = _field(section, column, column.type, label, ids, shape=f"{row}-{{}}")
                yield replace(field, labels=tuple(option.label for option in column.options))
        case TwoColumns():
            for side in (section.left, section.right):
                yield _field(section, side, "lines", side.label, lines=section.lines)
        case Sentence():
            for blank in section.blanks:
                yield _field(section, blank, "text", blank.label)
            if section.words:
                yield _field(section, "whole", "lines", texts.whole(title=section.title), lines=3)
        case OwnWords():
            label = texts.whole(title=section.title)
            yield _field(section, "whole", "lines", label, lines=section.lines)
        case DrawnSection():
            for part, lines in section.parts:
                yield _field(section, part, "lines" if lines > 1 else "text", part.label, lines=lines)
                if isinstance(section, Week):
                    label = texts.alone(section=part.label, label=section.done)
                    yield _field(section, part, "check", label, shape="{}-done")
        case Drawing():
            yield _field(section, "drawing", "lines", section.label, lines=section.height)
        case Balance():
            for week, side in product(range(1, section.weeks + 1), (section.given, section.asked)):
                label = texts.week(number=week, label=side.label)
                yield _field(section, side, "text", label, shape=f"week-{week}-{{}}")
        case Bars():
            for bar in section.bars:
                yield _field(section, bar, "text", texts.score(label=bar.label, highest=section.highest))
                if section.start:
                    label = texts.alone(section=bar.label, label=section.start)
                    yield _field(section, bar, "check", label, shape="{}-start")
        case Cards():
            for card in section.cards:
                for blank in card.blanks:
                    label = texts.alone(section=card.title, label=blank.label)
                    yield _field(section, blank, "text", label)
        case Commitment():
            for id, label in commitment(strings).items():
                kind: FieldKind = "date" if id == "by" else "text"
                field = _field(section, id, kind, texts.alone(section=section.title, label=label))
                yield replace(field, asks="person" if id in PEOPLE else None)
        case Handout() | Chart() | Facilitation():
            return


def _field(
    section: SheetSection,
    inner: Identified | str,
    kind: FieldKind,
    label: str,
    choices: tuple[str, ...] = (),
    lines: int = 1,
    shape: str = "{}",
) -> FormField:
    """Return the field for `inner`, which is a block with an id, or the id itself of a field that we add.

    Its id is that of the section, and `shape` filled with that of `inner`.
    """
    tails = (inner,) if isinstance(inner, str) else inner.ids
    id, *was = (f"{head}-{shape.format(tail)}" for head in section.ids for tail in tails)
    asks = inner.asks if isinstance(inner, SheetField) else None
    return FormField(id, kind, label, choices, lines, tuple(was), asks=asks)
