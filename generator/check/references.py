"""What rules ask about a guide: what exists, what refers to what, and where it was written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel

from generator.engine.memo import Identity, Memo
from generator.load.loader import SINGLE_PAGES
from generator.model import markdown
from generator.model.fields import FieldText, Link, Prose, Slug
from generator.model.guide import Guide
from generator.model.record import Record, parts
from generator.problems import Location


class Known:
    """The guide, and what is known to exist even where a file of it could not be read."""

    def __init__(self, guide: Guide, unread: frozenset[str]) -> None:
        self.guide = guide
        self.unread = unread
        self._ids: dict[str, frozenset[str]] = {}
        self.shelves: dict[str, tuple[Slug, ...]] = {
            "principles": guide.outline.principles.show,
            "checklists": guide.outline.checklists.show,
            "worksheets": guide.outline.worksheets.show,
            "messages": guide.outline.messages.show if guide.outline.messages else (),
            "workshops": guide.outline.workshops.show if guide.outline.workshops else (),
            "pages": (*guide.outline.pages, *guide.outline.footer),
        }

    def ids(self, folder: str) -> frozenset[str]:
        """Return the ids of all files in `folder`, readable or not."""
        if folder not in self._ids:
            records: dict[str, Record] = getattr(self.guide, folder)
            unread = (file.split("/")[1] for file in self.unread if file.startswith(f"{folder}/"))
            self._ids[folder] = frozenset((*records, *unread))
        return self._ids[folder]

    def hidden(self, folder: str, id: str) -> bool:
        """Tell whether the changes that lie over the guide hide the file `id` of `folder`."""
        beneath: dict[str, Record] = getattr(self.guide.beneath, folder, {})
        return id in beneath and id not in self.ids(folder)

    @property
    def sections(self) -> set[str]:
        """Pages that no record makes; links may lead to them."""
        return {"sources"} | {folder for folder, shown in self.shelves.items() if shown and folder != "pages"}

    def single(self, address: str) -> Record | None:
        """Return the page that is one of a kind and stands at `address`, if it could be read."""
        pages = (page for page in self.guide.singles() if page.address.rstrip("/") == address)
        return next(pages, None)

    def unreadable(self, address: str) -> bool:
        """Tell whether a page that is one of a kind would stand at `address` if it could be read."""
        return any(SINGLE_PAGES.get(file) == address for file in self.unread)

    def record(self, folder: str, id: str) -> Record | None:
        """Return a record that could be read."""
        records: dict[str, Record] = getattr(self.guide, folder)
        return records.get(id)


def cited(record: Record) -> tuple[Slug, ...]:
    """Return the ids of the sources that `record` and everything in it cites, with their places."""
    return _cited.get_or_compute(
        Identity(record), lambda: tuple(id for part in parts(record) for id in getattr(part, "from_", ()))
    )


_cited: Memo[tuple[Slug, ...]] = Memo()


def references(guide: Guide) -> Iterator[tuple[str, Slug]]:
    """Yield the folder and the id of every record that another names."""
    for principle in guide.principles.values():
        yield from (("worksheets", id) for id in principle.sheets)
        yield from (("checklists", id) for id in principle.checklists)
    for checklist in guide.checklists.values():
        yield from (("principles", id) for id in checklist.principles)
    for sheet in guide.worksheets.values():
        if sheet.principle:
            yield "principles", sheet.principle
    for message in guide.messages.values():
        yield "principles", message.principle
    for workshop in guide.workshops.values():
        yield from (("principles", id) for id in workshop.principles)
        yield from (("worksheets", step.sheet) for step in workshop.activities if step.sheet)
    if guide.start:
        yield "worksheets", guide.start.sheet
        for habit in guide.start.habits:
            yield "principles", habit.principle
            yield "worksheets", habit.sheet
    if guide.contacts and guide.contacts.sheet:
        yield "worksheets", guide.contacts.sheet


class LinkUse(NamedTuple):
    """A link, and where it stands."""

    target: str
    text: FieldText
    """The text that holds it, or that it is."""
    start: int
    end: int

    @property
    def where(self) -> Location:
        """The place of its target, or that of the whole text where the target is spelled in another way."""
        return self.text.place(self.start, self.end)


def links(guide: Guide) -> Iterator[LinkUse]:
    """Yield every link to a page of the guide."""
    for whole in (guide.outline, *guide.records()):
        yield from _links(whole).led


def wordless_links(guide: Guide) -> Iterator[LinkUse]:
    """Yield every link that has no words."""
    for whole in (guide.outline, *guide.records()):
        yield from _links(whole).wordless


class _Links(NamedTuple):
    """The links of one record: those to a page of the guide, and those without words."""

    led: tuple[LinkUse, ...]
    wordless: tuple[LinkUse, ...]


_known: Memo[_Links] = Memo()


def _links(whole: BaseModel) -> _Links:
    return _known.get_or_compute(Identity(whole), lambda: _read(whole))


def _read(whole: BaseModel) -> _Links:
    led, wordless = list[LinkUse](), list[LinkUse]()
    for part in parts(whole):
        for name in type(part).model_fields:
            value = getattr(part, name)
            if isinstance(value, Link):
                led.append(LinkUse(value, value, 0, 0))
            elif isinstance(value, Prose):
                found = tuple(markdown.links(value))
                led += _in_prose(value, (link.target for link in found if link.inside))
                wordless += _in_prose(value, (link.target for link in found if not link.worded))
    return _Links(tuple(led), tuple(wordless))


def _in_prose(text: Prose, targets: Iterator[str]) -> Iterator[LinkUse]:
    begin = 0
    for target in targets:
        if (found := text.find(f"]({target}", begin)) < 0:
            yield LinkUse(target, text, 0, 0)
        else:
            begin = found + len("](")
            yield LinkUse(target, text, begin, begin + len(target))
