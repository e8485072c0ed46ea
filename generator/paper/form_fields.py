"""The one list of what can be filled in on a worksheet, from which every face of it is made.

The page, the browser form, the printed sheet, the fillable PDF and the large print all ask this
module, so none can lack a field that another has. Ids are made of authored ids alone: they are
names of form fields and keys of what readers keep, and so outlive any change of wording.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from generator.load.strings import Strings
from generator.model.record import Identified
from generator.model.worksheet import (
    AnySection,
    Balance,
    Bars,
    Commitment,
    Drawing,
    Facilitation,
    Handout,
    Prompts,
    Rating,
    Sentence,
    SheetSection,
    Table,
    TickBoxes,
    TwoColumns,
    Worksheet,
)


def sheet_fields(sheet: Worksheet, strings: Strings) -> Iterator[FormField]:
    """Yield everything that is filled in on `sheet`, in the order in which it is read."""
    yield from header_fields(strings)
    for section in sheet.sections:
        for field in fields(section, strings):
            # One word says too little to those who jump from field to field.
            alone = " " in field.label
            label = strings.fields.alone(section=section.title, label=field.label)
            yield field if alone else replace(field, label=label)


FieldKind = Literal["text", "lines", "date", "check", "choice"]


@dataclass(frozen=True, slots=True)
class FormField:
    """One thing that a reader fills in."""

    id: str
    """Unique on its sheet; letters, digits and hyphens."""
    kind: FieldKind
    label: str
    """What a screen reader says: a whole phrase that stands alone."""
    choices: tuple[str, ...] = ()
    """For `choice`: what can be chosen, in order."""
    lines: int = 1
    """For `lines`: writing lines on paper."""
    was: tuple[str, ...] = ()
    """Ids that it had before, by which what readers kept still finds it."""


COMMITMENT = ("act", "with", "by", "asker")
"""The ids of the blanks of a commitment."""
WEEK = "week"
"""Stands in the id of a week's count, before its number."""


def commitment(strings: Strings) -> dict[str, str]:
    """Return the blanks of a commitment, by id, as the sheet words them."""
    return {id: str(strings.fields.promise[id]) for id in COMMITMENT}


def header_fields(strings: Strings) -> Iterator[FormField]:
    """Yield what stands at the head of every sheet."""
    yield FormField("name", "text", str(strings.fields.name))
    yield FormField("date", "date", str(strings.fields.date))


def fields(section: AnySection, strings: Strings) -> Iterator[FormField]:
    """Yield the fields of `section` in the order in which they are read, named in `strings`."""
    said = strings.fields
    match section:
        case Prompts():
            for prompt in section.prompts:
                yield _field(section, prompt, "lines", prompt.label, lines=prompt.lines)
        case TickBoxes():
            for item in section.items:
                yield _field(section, item, "check", item.label)
        case Rating():
            yield from _rating(section, strings)
        case Table():
            yield from _table(section, strings)
        case TwoColumns():
            for side in (section.left, section.right):
                yield _field(section, side, "lines", side.label, lines=section.lines)
        case Sentence():
            for blank in section.blanks:
                yield _field(section, blank, "text", blank.label)
            yield _field(section, "whole", "lines", said.whole(title=section.title), lines=3)
        case Drawing():
            yield _field(section, "drawing", "lines", section.label, lines=section.height)
        case Balance():
            yield from _balance(section, strings)
        case Bars():
            for bar in section.bars:
                yield _field(section, bar, "text", said.score(label=bar.label, highest=section.highest))
        case Commitment():
            for id, label in commitment(strings).items():
                kind: FieldKind = "date" if id == "by" else "text"
                yield _field(section, id, kind, said.alone(section=section.title, label=label))
        case Handout() | Facilitation():
            return


def _rating(section: Rating, strings: Strings) -> Iterator[FormField]:
    steps = tuple(str(step) for step in range(1, section.scale.steps + 1))
    for statement in section.statements:
        said = statement.label
        if not section.twice:
            yield _field(section, statement, "choice", said, steps)
            continue
        for time in ("today", "again"):
            label = strings.fields[time](statement=said)
            yield _field(section, statement, "choice", label, steps, shape=f"{{}}-{time}")


def _table(section: Table, strings: Strings) -> Iterator[FormField]:
    for row in range(1, section.rows + 1):
        for column in section.columns:
            label = strings.fields.cell(title=section.title, row=row, column=column.label)
            yield _field(section, column, column.type, label, column.options, shape=f"{row}-{{}}")


def _balance(section: Balance, strings: Strings) -> Iterator[FormField]:
    for week in range(1, section.weeks + 1):
        for side in (section.given, section.asked):
            label = strings.fields.week(number=week, label=side.label)
            yield _field(section, side, "text", label, shape=f"{WEEK}-{week}-{{}}")


def _field(
    section: SheetSection,
    inner: Identified | str,
    kind: FieldKind,
    label: str,
    choices: tuple[str, ...] = (),
    lines: int = 1,
    shape: str = "{}",
) -> FormField:
    """Return the field of `inner`, a block with an id or the bare id of a field that we add.

    `shape` is what its id looks like after that of the section.
    """
    tails = (inner,) if isinstance(inner, str) else inner.ids
    id, *was = (f"{head}-{shape.format(tail)}" for head in section.ids for tail in tails)
    return FormField(id, kind, label, choices, lines, tuple(was))
