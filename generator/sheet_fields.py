"""The one list of what can be filled in on a worksheet, from which every face of it is made.

The page, the browser form, the printed sheet, the fillable PDF and the large print all ask this
module, so none can lack a field that another has. Ids are made of authored ids alone: they are
names of form fields and keys of what readers keep, and so outlive any change of wording.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from generator.sections import (
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
    Table,
    TickBoxes,
    TwoColumns,
)

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
    """Ids under which readers may have kept it before."""


COMMITMENT = {"act": "I will", "with": "with", "by": "by (date)", "asker": "Who will ask me about it"}
"""The blanks of a commitment, by id, as the sheet words them."""

WEEK = "week"
"""Stands in the id of a week's count, before its number."""


def header_fields() -> Iterator[FormField]:
    """Yield what stands at the head of every sheet."""
    yield FormField("name", "text", "Your name")
    yield FormField("date", "date", "Date")


def fields(section: AnySection) -> Iterator[FormField]:
    """Yield the fields of `section` in the order in which they are read."""
    match section:
        case Prompts():
            for prompt in section.prompts:
                yield FormField(f"{section.id}-{prompt.id}", "lines", prompt.label, lines=prompt.lines)
        case TickBoxes():
            for item in section.items:
                yield FormField(f"{section.id}-{item.id}", "check", item.label)
        case Rating():
            yield from _rating(section)
        case Table():
            yield from _table(section)
        case TwoColumns():
            for side in (section.left, section.right):
                yield FormField(f"{section.id}-{side.id}", "lines", side.label, lines=section.lines)
        case Sentence():
            for blank in section.blanks:
                yield FormField(f"{section.id}-{blank.id}", "text", blank.label)
            yield FormField(f"{section.id}-whole", "lines", f"{section.title}, written out", lines=3)
        case Drawing():
            yield FormField(f"{section.id}-drawing", "lines", section.label, lines=section.height)
        case Balance():
            yield from _balance(section)
        case Bars():
            for bar in section.bars:
                yield FormField(f"{section.id}-{bar.id}", "text", f"{bar.label}, of {section.highest}")
        case Commitment():
            for id, label in COMMITMENT.items():
                kind: FieldKind = "date" if id == "by" else "text"
                yield FormField(f"{section.id}-{id}", kind, f"{section.title}: {label}")
        case Handout() | Facilitation():
            return


def _rating(section: Rating) -> Iterator[FormField]:
    steps = tuple(str(step) for step in range(1, section.scale.steps + 1))
    for statement in section.statements:
        id = f"{section.id}-{statement.id}"
        if not section.twice:
            yield FormField(id, "choice", statement.label, steps)
            continue
        yield FormField(f"{id}-today", "choice", f"{statement.label}, today", steps)
        yield FormField(f"{id}-again", "choice", f"{statement.label}, again in some weeks", steps)


def _table(section: Table) -> Iterator[FormField]:
    for row in range(1, section.rows + 1):
        for column in section.columns:
            kind: FieldKind = column.type
            label = f"{section.title}, row {row}: {column.label}"
            yield FormField(f"{section.id}-{row}-{column.id}", kind, label, column.options)


def _balance(section: Balance) -> Iterator[FormField]:
    for week in range(1, section.weeks + 1):
        for side in (section.given, section.asked):
            yield FormField(f"{section.id}-{WEEK}-{week}-{side.id}", "text", f"Week {week}: {side.label}")
