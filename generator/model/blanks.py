"""Things to fill in, and texts with blanks: `{offer}` in a text is the blank with the id offer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.model.fields import Text, mistake
from generator.model.record import Identified


class SheetField(Identified):
    """One thing to fill in."""

    label: Text
    """What stands beside the place to fill in."""
    help: Text | None = None
    """A word of advice, small, below the label."""


Pieces = tuple[str | SheetField, ...]
"""A text cut at its blanks: words and blanks in turn."""


def pieces(text: str, blanks: Sequence[SheetField]) -> Pieces:
    """Return `text` cut at its blanks."""
    marks = {f"{{{blank.id}}}": blank for blank in blanks}
    return tuple(marks.get(piece, piece) for piece in re.split(r"(\{[^{}]*\})", text) if piece)


def fit_blanks(texts: Sequence[str], blanks: Sequence[SheetField], often: bool = False) -> None:
    """Raise `PydanticCustomError` unless the blanks in `texts` and `blanks` are the same.

    Each blank stands in the texts once, or as `often` as they like, but at least once.
    """
    used = [id for text in texts for id in re.findall(r"\{([^{}]*)\}", text)]
    known = [blank.id for blank in blanks]
    if unknown := [id for id in used if id not in known]:
        raise mistake(
            "blank",
            f"the text has a blank {{{unknown[0]}}} that is not among the blanks",
            f"the blanks are {', '.join(known)}",
        )
    if unused := [id for id in known if id not in used or (used.count(id) > 1 and not often)]:
        wanted = "" if often else " exactly once"
        raise mistake(
            "blank",
            f"the blank “{unused[0]}” does not stand in the text{wanted}",
            f"write {{{unused[0]}}} at its place",
        )
