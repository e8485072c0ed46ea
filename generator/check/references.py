"""What the rules ask about a guide: what exists, what refers to what, and where it was written."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from generator.engine.memo import Identity, Memo
from generator.model import markdown
from generator.model.fields import FieldText, Link, Prose
from generator.model.guide import SINGLE_PAGES, Guide
from generator.model.ids import PermanentId, inside, permanents, vanished
from generator.model.page import Page
from generator.model.page_kinds import RESERVED_ADDRESSES
from generator.model.reads import derived
from generator.model.record import Identified, Record, Ref, SinglePage, SourceRef, blocks, find
from generator.problems import Location, Problems, closest

Thing = TypeVar("Thing")


class References:
    """A guide, and which records exist in it even if their files couldn't be read."""

    def __init__(
        self, guide: Guide, unreadable: frozenset[str], languages: frozenset[str] = frozenset()
    ) -> None:
        """Take the `unreadable` files as `loader.Draft` names them, and the `languages` of translations."""
        self.guide = guide
        self.unreadable = unreadable
        self.languages = languages
        self.shown = guide.outline.shown
        self.ids = {folder: self._ids(folder) for folder in (kind.folder for kind in guide.kinds)}
        """The IDs of all files in each folder, readable or not."""

    def _ids(self, folder: str) -> frozenset[str]:
        unreadable = (file.split("/")[1] for file in self.unreadable if file.startswith(f"{folder}/"))
        return frozenset((*self.guide.folder(folder), *unreadable)) - {"*"}

    def lacks(self, folder: str, id: str) -> bool:
        """Return whether no file of `folder` can be the record `id`."""
        return id not in self.ids[folder] and f"{folder}/*" not in self.unreadable

    @cached_property
    def unfounded(self) -> dict[str, str | None]:
        """The records that the outline lists without a file, and the unlisted file that's likely meant."""
        found = dict[str, str | None]()
        for folder, shown in self.shown.items():
            missing = [id for id in shown if self.lacks(folder, id) and not self.is_hidden(folder, id)]
            unlisted = sorted(self.ids[folder].difference(shown))
            only = unlisted[0] if len(unlisted) == len(missing) == 1 else None
            found.update({f"{folder}/{id}": closest(id, unlisted) or only for id in missing})
        return found

    @cached_property
    def vanished(self) -> frozenset[str]:
        """Locked names that nothing has anymore."""
        return frozenset(vanished(self.guide))

    @cached_property
    def ambiguous(self) -> frozenset[str]:
        """The pages on which an ID is used twice."""
        return frozenset(
            PermanentId(record, ()).name
            for record in self.guide.records()
            if any(repeats(inside(record), lambda one: one.name))
        )

    def is_hidden(self, folder: str, id: str) -> bool:
        """Return whether the overlay hides the record `id` of `folder`."""
        base = self.guide.base
        return base is not None and id in base.folder(folder) and id not in self.ids[folder]

    @cached_property
    def permanents(self) -> dict[str, PermanentId]:
        """Everything with a permanent name, by that name."""
        return {one.name: one for one in permanents(self.guide.records())}

    @property
    def reserved(self) -> frozenset[str]:
        """First parts of addresses that no page of text can have."""
        homes = (home for kind in self.guide.kinds for home in (kind.home(), *kind.former_homes()))
        return RESERVED_ADDRESSES.union(self.languages, (home for home in homes if home != Page.folder))

    @property
    def lists(self) -> set[str]:
        """Addresses of pages that list things and that no record makes; links can point to them."""
        return {"sources"} | {
            folder for folder, shown in self.shown.items() if shown and folder != Page.folder
        }

    @cached_property
    def unreadable_pages(self) -> frozenset[str]:
        """The addresses of single pages whose files couldn't be read."""
        pages = SINGLE_PAGES.items()
        return frozenset(
            kind.address_of(name).rstrip("/") for name, kind in pages if f"{name}.yml" in self.unreadable
        )


Rule = Callable[[References], Problems]
"""Yields a problem for each violation; its docstring says what's wrong."""


def repeats(things: Iterable[Thing], key: Callable[[Thing], Hashable]) -> Iterator[tuple[Thing, Thing]]:
    """Yield each of `things` that has the same `key` as an earlier one, and the first that has it."""
    first: dict[Hashable, Thing] = {}
    for thing in things:
        if (other := first.setdefault(key(thing), thing)) is not thing:
            yield thing, other


class LinkUse(NamedTuple):
    """A link, and where it was written."""

    target: str
    text: FieldText
    """The text that holds it, or that it is."""
    start: int
    end: int

    @property
    def where(self) -> Location:
        """The place of its target, or that of the whole text if the target is spelled differently there."""
        return self.text.place(self.start, self.end)


class Uses(NamedTuple):
    """What one record, or the outline of the guide, refers to."""

    records: tuple[Ref, ...]
    sources: tuple[SourceRef, ...]
    links: tuple[LinkUse, ...]
    """Links to pages of the guide."""
    wordless: tuple[LinkUse, ...]
    """Links without any text."""


_uses: Memo[Uses] = Memo()


@derived(lambda found: (*found[:2], *([link.target for link in links] for links in found[2:])))
def uses(record: BaseModel) -> Uses:
    """Return everything that `record` and the blocks inside it refer to."""
    return _uses.get_or_compute(Identity(record), lambda: _find_uses(record))


@derived(list)
def ways(record: Record) -> list[tuple[str, Link]]:
    """Return where `record`, or each part of a page that exists once, leads next, with the ID of the part.

    The ID is empty for the record itself.
    """
    inside = blocks(record) if isinstance(record, SinglePage) else (record,)
    parts = (one for one in inside if isinstance(one, Identified))
    found = ((one, getattr(getattr(one, "next", one), "to", None)) for one in parts)
    return [("" if one is record else one.id, to) for one, to in found if to]


def _find_uses(record: BaseModel) -> Uses:
    texts = tuple(find(record, FieldText))
    links = [LinkUse(link, link, 0, 0) for link in texts if isinstance(link, Link)]
    wordless = list[LinkUse]()
    for text in (text for text in texts if isinstance(text, Prose)):
        end = 0
        for link in markdown.links(text):
            use = LinkUse(link.target, text, 0, 0)
            if (found := text.find(f"]({link.target}", end)) >= 0:
                start = found + len("](")
                end = start + len(link.target)
                use = LinkUse(link.target, text, start, end)
            if link.inside:
                links.append(use)
            if not link.worded:
                wordless.append(use)
    records = tuple(text for text in texts if isinstance(text, Ref))
    sources = tuple(text for text in texts if isinstance(text, SourceRef))
    return Uses(records, sources, tuple(links), tuple(wordless))
