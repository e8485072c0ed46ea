"""What the page of words shows of each, in the order of a dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.glossary import Term
from generator.model.guide import Guide
from generator.pages.templates import address_of


@dataclass(frozen=True, slots=True)
class More:
    """The place in the guide that says more about a word."""

    title: str
    """Of the page; of a place on the page of words itself, the other word."""
    address: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A word as the page shows it."""

    term: Term
    more: More | None


def entries(guide: Guide) -> Iterator[Entry]:
    """Yield the words of `guide` in alphabetical order, whatever their order in the file."""
    if guide.glossary:
        titles = dict(_titles(guide))
        for term in sorted(guide.glossary.terms, key=lambda term: term.term.casefold()):
            yield Entry(term, _more(address_of(term.see), titles) if term.see else None)


def _more(address: str, titles: dict[str, str]) -> More:
    return More(titles.get(address) or titles[address.partition("#")[0]], address)


def _titles(guide: Guide) -> Iterator[tuple[str, str]]:
    """Yield the address and the title of all that a link can lead to; of words, each has its own."""
    for record in guide.records():
        yield record.address, record.title
    for folder in ("principles", "checklists", "worksheets", "messages", "workshops", "sources"):
        if heading := getattr(guide.outline, folder):
            yield f"{folder}/", heading.title
    if guide.glossary:
        yield from ((f"{guide.glossary.address}#{term.id}", term.term) for term in guide.glossary.terms)
