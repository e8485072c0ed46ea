"""The entries of the glossary page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
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
    for term in in_order(glossary.terms):
        see = term.see
        yield Entry(term, title_at(see, guide), guide.address_at(see)) if see else Entry(term, "", "")


def in_order(terms: Iterable[Term]) -> list[Term]:
    """Return `terms` in alphabetical order."""
    return sorted(terms, key=_sorted_by)


def _sorted_by(term: Term) -> str:
    """Return what a term is sorted by: its letters without accents.

    Only ñ is a letter of its own, after n, as dictionaries that have it say. Those of Swedish have ö at the
    end, and those of German don't, so it's where o is.
    """
    letters = unicodedata.normalize("NFKD", plain(term.term).casefold()).replace("n\u0303", "n~")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
