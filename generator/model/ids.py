"""The permanent names of a guide: of every id on which addresses, forms and what readers keep hang.

A name is a plain text that does not depend on how many rows a table has: `worksheets/one-talk` is a
record, `worksheets/one-talk#camera` a section of it, `worksheets/one-talk#camera-seen` what is to be
filled in there, `principles/ask-first#take-no` a practice. Sources, and remarks on messages, have none:
nothing of readers' hangs on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product

from generator.engine.memo import Identity, Memo
from generator.model.fields import Slug
from generator.model.guide import Guide
from generator.model.lock import Lock
from generator.model.record import Identified, Record, parts
from generator.model.worksheet import Worksheet


@dataclass(frozen=True)
class PermanentId:
    """One thing with a permanent name."""

    record: Record
    chain: tuple[Identified, ...]
    """The blocks in the record whose ids make up the name; none for the record itself."""

    @property
    def part(self) -> Identified:
        """The block whose own id ends the name."""
        return self.chain[-1] if self.chain else self.record

    @cached_property
    def name(self) -> str:
        return next(self._spellings())

    @property
    def inner(self) -> str:
        """The name from the page on: its anchor there, or what the id of its field is made of."""
        return self.name.partition("#")[2]

    @property
    def within(self) -> str:
        """The name of what it lies in; of a record, its folder."""
        return PermanentId(self.record, self.chain[:-1]).name if self.chain else self.record.folder

    def former(self) -> Iterator[str]:
        """Yield every name it may have had before, by its own old ids and those of what it lies in."""
        return islice(self._spellings(), 1, None)

    def given_up(self) -> Iterator[tuple[Slug, str]]:
        """Yield each old id of its own, and the name that it would make today."""
        for id in self.part.was:
            ids = [block.id for block in (self.record, *self.chain)]
            yield id, self._spelled((*ids[:-1], id))

    def _spellings(self) -> Iterator[str]:
        return map(self._spelled, product(*(block.ids for block in (self.record, *self.chain))))

    def _spelled(self, ids: tuple[str, ...]) -> str:
        record, *inner = ids
        page = f"{self.record.folder}/{record}".lstrip("/")
        return f"{page}#{'-'.join(inner)}" if inner else page


def permanents(guide: Guide) -> Iterator[PermanentId]:
    """Yield everything in `guide` that has a permanent name, in the order in which authors wrote it."""
    for record in guide.records():
        yield from _permanents(record)


def inside(record: Record) -> Iterator[PermanentId]:
    """Yield everything in `record` that has a permanent name."""
    return islice(_permanents(record), 1, None)


_known: Memo[tuple[PermanentId, ...]] = Memo()
"""Each record, and what has a name in it."""


def _permanents(record: Record) -> tuple[PermanentId, ...]:
    return _known.get_or_compute(Identity(record), lambda: (PermanentId(record, ()), *_inside(record)))


def _inside(record: Record) -> Iterator[PermanentId]:
    if isinstance(record, Worksheet):
        for section in record.sections:
            yield PermanentId(record, (section,))
            yield from (PermanentId(record, (section, field)) for field in _named(section))
    else:
        yield from (PermanentId(record, (part,)) for part in _named(record))


def names(guide: Guide) -> Iterator[str]:
    """Yield every permanent name of `guide`."""
    return (permanent.name for permanent in permanents(guide))


def renames(guide: Guide) -> dict[str, str]:
    """Return, for each name that something had before, its name of today."""
    today = set(names(guide))
    return {
        old: permanent.name
        for permanent in permanents(guide)
        for old in permanent.former()
        if old not in today
    }


def unlocked(guide: Guide) -> list[str]:
    """Return the names that the lock of `guide` does not hold yet.

    Those of changes that lie over the guide are not its own: each place has others.
    """
    lock = guide.lock or Lock()
    own = names(guide.beneath or guide)
    return sorted({name for name in own if name not in lock.names and name not in lock.retired})


def vanished(guide: Guide) -> list[str]:
    """Return the names that are locked, and that nothing in `guide` has or had.

    What is only hidden by changes that lie over the guide is not gone.
    """
    if not (lock := guide.lock):
        return []
    hidden = names(guide.beneath) if guide.beneath else ()
    return sorted(set(lock.names).difference(names(guide), renames(guide), hidden))


def lies_in(name: str) -> Iterator[str]:
    """Yield the names of whatever the thing called `name` may lie in: its record, a section of its sheet."""
    page, mark, inner = name.partition("#")
    if mark:
        yield page
    if page.startswith(f"{Worksheet.folder}/"):
        words = inner.split("-")
        yield from (f"{page}#{'-'.join(words[:count])}" for count in range(1, len(words)))


def renewed(name: str, renames: Mapping[str, str]) -> str:
    """Return `name` with the names of today for what it lies in, even if there is no such thing in it."""
    for outer in reversed(tuple(lies_in(name))):
        if outer in renames:
            return renames[outer] + name.removeprefix(outer)
    return name


def outermost(names: Iterable[str]) -> list[str]:
    """Return those of `names` that lie in no other of them, in order."""
    every = set(names)
    return sorted(name for name in every if every.isdisjoint(lies_in(name)))


def _named(block: Identified) -> Iterator[Identified]:
    return (part for part in parts(block) if isinstance(part, Identified) and part is not block)
