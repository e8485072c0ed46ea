"""What rules ask about a guide: what exists, what refers to what, and where it was written."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from generator import prose
from generator.fields import Link, Prose, Slug
from generator.load import SINGLE_PAGES
from generator.memory import MemoryOfThings
from generator.model import Guide
from generator.part import parts
from generator.problems import Place
from generator.record import Record


class Known:
    """The guide, and what is known to exist even where a file of it could not be read."""

    def __init__(self, guide: Guide, unread: frozenset[str]) -> None:
        self.guide = guide
        self.unread = unread
        self.shelves: dict[str, tuple[Slug, ...]] = {
            "principles": guide.contents.principles.show,
            "checklists": guide.contents.checklists.show,
            "worksheets": guide.contents.worksheets.show,
            "messages": guide.contents.messages.show if guide.contents.messages else (),
            "workshops": guide.contents.workshops.show if guide.contents.workshops else (),
            "pages": (*guide.contents.pages, *guide.contents.footer),
        }

    def ids(self, folder: str) -> set[str]:
        """Return the ids of all files in `folder`, readable or not."""
        records: dict[str, Record] = getattr(self.guide, folder)
        return {*records} | {file.split("/")[1] for file in self.unread if file.startswith(f"{folder}/")}

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


def cited(part: BaseModel) -> Iterator[Slug]:
    """Yield the ids of the sources that `part` and everything in it cites, with their places."""
    for inner in parts(part):
        yield from getattr(inner, "from_", ())


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


def links(guide: Guide) -> Iterator[tuple[Place, str]]:
    """Yield every link to a page of the guide, with its place."""
    for whole in (guide.contents, *guide.records()):
        yield from _led.of(whole, lambda whole=whole: tuple(_links(whole)))  # type: ignore[misc]


def wordless_links(guide: Guide) -> Iterator[tuple[Place, str]]:
    """Yield every link that has no words, with its place."""
    for whole in (guide.contents, *guide.records()):
        yield from _unseen.of(whole, lambda whole=whole: tuple(_wordless(whole)))  # type: ignore[misc]


Led = tuple[tuple[Place, str], ...]
_led: MemoryOfThings[Led] = MemoryOfThings()
_unseen: MemoryOfThings[Led] = MemoryOfThings()


def _links(whole: BaseModel) -> Iterator[tuple[Place, str]]:
    for value in _values(whole):
        if isinstance(value, Link):
            yield value.where, value
        elif isinstance(value, Prose):
            yield from _in_prose(value, prose.links(value))


def _wordless(whole: BaseModel) -> Iterator[tuple[Place, str]]:
    for value in _values(whole):
        if isinstance(value, Prose):
            yield from _in_prose(value, prose.wordless(value))


def _values(whole: BaseModel) -> Iterator[object]:
    for part in parts(whole):
        yield from (getattr(part, name) for name in type(part).model_fields)


def _in_prose(text: Prose, targets: Iterator[str]) -> Iterator[tuple[Place, str]]:
    """Yield each of `targets`, with the place of the whole text where a target is spelled in another way."""
    begin = 0
    for target in targets:
        if (found := text.find(f"]({target}", begin)) < 0:
            yield text.where, target
        else:
            begin = found + len("](")
            yield text.place(begin, begin + len(target)), target
