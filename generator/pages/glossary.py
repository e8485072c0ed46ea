"""The entries of the glossary page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.model.glossary import Glossary, Term
from generator.model.guide import Guide
from generator.pages.templates import address_of


class Entry(NamedTuple):
    """A term, and where to read more about it."""

    term: Term
    see_title: str
    """The title of the page, or the other term if it's in the glossary; empty if there's no more to read."""
    see_address: str


def entries(glossary: Glossary, guide: Guide) -> Iterator[Entry]:
    """Yield the terms of the glossary of `guide` in alphabetical order."""
    titles = dict(_titles(glossary, guide))
    for term in sorted(glossary.terms, key=lambda term: term.term.casefold()):
        address = address_of(term.see) if term.see else ""
        yield Entry(term, titles.get(address) or titles[address.partition("#")[0]], address)


def _titles(glossary: Glossary, guide: Guide) -> Iterator[tuple[str, str]]:
    """Yield the address and title of everything a term can refer to."""
    yield "", ""
    for record in guide.records():
        yield record.address, record.title
    for folder in ("principles", "checklists", "worksheets", "messages", "workshops", "sources"):
        if heading := getattr(guide.outline, folder):
            yield f"{folder}/", heading.title
    yield from ((f"{glossary.address}#{term.id}", term.term) for term in glossary.terms)
