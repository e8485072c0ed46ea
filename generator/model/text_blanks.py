"""Fields to fill in, and texts with blanks: `{offer}` in a text is the blank with the ID offer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from generator.model.fields import Text, invalid
from generator.model.record import Identified
from generator.problems import did_you_mean

BLANK = re.compile(r"\{([^{}]*)\}")


class SheetField(Identified):
    """One field to fill in."""

    label: Text
    """What the field is called."""
    help: Text | None = None
    """A word of advice; in small type below the label."""
    # Nothing printed depends on it, so it isn't dumped.
    asks: Annotated[Literal["person", "me"] | None, Field(exclude=True)] = None
    """Whose name it asks for, if it does: with `person`, the page proposes the people in the reader's
    contacts, and with `me`, the reader's own name."""


Pieces = tuple[str | SheetField, ...]
"""A text split at its blanks: words and blanks in turn."""


def pieces(text: str, blanks: Sequence[SheetField]) -> Pieces:
    """Return `text` split at its blanks."""
    by_mark = {f"{{{blank.id}}}": blank for blank in blanks}
    return tuple(by_mark.get(piece, piece) for piece in re.split(r"(\{[^{}]*\})", text) if piece)


def check_blanks(texts: Sequence[Text], blanks: Sequence[SheetField], repeatable: bool = False) -> None:
    """Raise `PydanticCustomError` unless the blanks in `texts` and `blanks` are the same.

    Each blank has to appear exactly once in the texts, or at least once if it is `repeatable`.
    """
    used, ids = blanks_in(texts, blanks), [blank.id for blank in blanks]
    if unused := [id for id in ids if id not in used or (used.count(id) > 1 and not repeatable)]:
        times = "" if repeatable else " exactly once"
        message = f"the blank “{unused[0]}” has to appear in the text{times}"
        raise invalid("blank", message, f"write {{{unused[0]}}} where it belongs", unused[0].where)


def blanks_in(texts: Sequence[Text], blanks: Sequence[SheetField]) -> list[str]:
    """Return the IDs of the blanks in `texts`; raises `PydanticCustomError` unless all are in `blanks`."""
    used, ids = list[str](), [blank.id for blank in blanks]
    for text in texts:
        for match in BLANK.finditer(text):
            if match[1] not in ids:
                message = f"the text has a blank {match[0]} that isn’t listed under “blanks”"
                fix = did_you_mean(match[1], ids) or f"the blanks are {', '.join(ids)}"
                raise invalid("blank", message, fix, text.place(*match.span()))
            used.append(match[1])
    return used
