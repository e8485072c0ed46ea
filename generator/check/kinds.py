"""The rules of kinds of pages: what a guide calls them, and where their pages are."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.references import References, Rule
from generator.model.fields import Slug
from generator.model.guide import Guide
from generator.model.page_kinds import RESERVED_ADDRESSES
from generator.model.record import Record
from generator.model.words import capital, with_article
from generator.problems import Problem, Problems, did_you_mean


def unknown_kind(references: References) -> Problems:
    """The guide gives a name to a kind that it doesn't have."""
    sections = references.guide.outline.sections
    words = [kind.word for kind in references.guide.kinds if kind.folder in sections]
    for word in references.guide.outline.kinds:
        if word not in words:
            fix = did_you_mean(word, words) or f"the kinds are {', '.join(words)}"
            yield Problem(word.where, "unknown-kind", f"there’s no kind called “{word}”", fix)


def address_taken(references: References) -> Problems:
    """A kind has the address of another kind, or one that the site uses itself."""
    taken = dict[str, str]()
    for kind in references.guide.kinds:
        taken[kind.folder] = f"where pages of the kind “{kind.word}” usually are"
    taken |= dict.fromkeys(references.languages, "where the guide in another language is")
    for kind, address in _addresses(references):
        if address == kind.folder and address not in references.languages:
            continue
        site = "an address that the site uses itself" if address in RESERVED_ADDRESSES else ""
        if use := taken.get(address) or site:
            message = f"“{address}” is {use}"
            yield Problem(address.where, "address-taken", message, "choose another address")
        taken.setdefault(address, f"already the address of the kind “{kind.word}”")


def same_kind_name(references: References) -> Problems:
    """Two kinds have the same name, so readers couldn't tell them apart in the menu."""
    names = {kind.folder: kind for kind in references.guide.kinds if not kind.named}
    for kind in references.guide.kinds:
        if kind.named:
            other = names.setdefault(kind.named.many.casefold(), kind)
            if other.folder != kind.folder:
                message = f"the kind “{other.word}” has the same name"
                fix = f"call {with_article(kind.word)} something else"
                yield Problem(kind.named.many.where, "same-kind-name", message, fix)


def usual_title(guide: Guide) -> Problems:
    """Yield a warning for each list that still has the usual title of a kind that the guide gave a name."""
    for kind in guide.kinds:
        section = guide.outline.sections.get(kind.folder)
        usual = f"{kind.word}s"
        if kind.named and section and section.title.casefold() == usual != kind.named.many.casefold():
            message = f"the guide calls these {kind.named.many}, but their list has its usual title"
            fix = f"write title: {capital(kind.named.many)}, or another title of your own"
            yield Problem(section.title.where, "usual-title", message, fix, "warning")


def _addresses(references: References) -> Iterator[tuple[type[Record], Slug]]:
    """Yield every address that the guide gives to a kind, or gave before, with the kind."""
    for kind in references.guide.kinds:
        if named := kind.named:
            yield from ((kind, one) for one in (named.address, *named.was) if one)


RULES: tuple[Rule, ...] = (unknown_kind, address_taken, same_kind_name)
