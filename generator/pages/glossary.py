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
    outline = guide.outline
    sections = ("moments", "principles", "checklists", "worksheets", "messages", "workshops", "sources")
    titles = {f"{name}/": heading.title for name in sections if (heading := getattr(outline, name))}
    titles |= {record.address: record.title for record in guide.records()}
    titles |= {f"{glossary.address}#{term.id}": term.term for term in glossary.terms}
    for term in sorted(glossary.terms, key=lambda term: term.term.casefold()):
        address = address_of(term.see) if term.see else ""
        yield Entry(term, titles.get(address) or titles.get(address.partition("#")[0], ""), address)
