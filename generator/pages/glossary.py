"""The entries of the glossary page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from generator.model.foreign import plain
from generator.model.glossary import Glossary, Term
from generator.model.guide import Guide
from generator.pages.titles import title_at


class Entry(NamedTuple):
    """A term, and where to read more about it."""

    term: Term
    see_title: str
    """The title of the page, or the other term if it's in the glossary; empty if there's no more to read."""
    see_address: str


def entries(glossary: Glossary, guide: Guide) -> Iterator[Entry]:
    """Yield the terms of the glossary of `guide` in alphabetical order."""
    for term in sorted(glossary.terms, key=_in_order):
        see = term.see
        yield Entry(term, title_at(see, guide), guide.address_at(see)) if see else Entry(term, "", "")


def _in_order(term: Term) -> str:
    """Return what a term is sorted by: its letters without accents."""
    letters = unicodedata.normalize("NFKD", plain(term.term).casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
