"""The permanent names of a guide: of every ID that addresses, forms and what readers keep depend on.

A name is plain text that doesn't depend on how many rows a table has: `worksheets/one-talk` is a record,
`worksheets/one-talk#camera` a section of it, `worksheets/one-talk#camera-seen` a field to fill in there, and
`worksheets/one-talk#camera-seen-yes` a choice in it,
`principles/ask-first#take-no` a practice. Sources, and remarks on messages, have none: nothing that
readers keep depends on them.
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
from generator.model.reads import derived
from generator.model.record import Identified, Record, blocks
from generator.model.worksheet import Choice, Worksheet


@dataclass(frozen=True)
class PermanentId:
    """One thing with a permanent name."""

    record: Record
    chain: tuple[Identified, ...]
    """The blocks in the record whose IDs make up the name; none for the record itself."""

    @property
    def block(self) -> Identified:
        """The block whose own ID ends the name."""
        return self.chain[-1] if self.chain else self.record

    @cached_property
    def name(self) -> str:
        return next(self._spellings())

    @property
    def inner(self) -> str:
        """The name without the page: its anchor there, or what the ID of its form field is made of."""
        return self.name.partition("#")[2]

    @property
    def container(self) -> str:
        """The name of what contains it; of a record, its folder."""
        return PermanentId(self.record, self.chain[:-1]).name if self.chain else self.record.folder

    def previous(self) -> Iterator[str]:
        """Yield every name it can have had before, from previous IDs of itself and its containers."""
        return islice(self._spellings(), 1, None)

    def abandoned(self) -> Iterator[tuple[Slug, str]]:
        """Yield each previous ID of its own, with the name that it would make now."""
        for id in self.block.was:
            ids = [block.id for block in (self.record, *self.chain)]
            yield id, self._spelled((*ids[:-1], id))

    def _spellings(self) -> Iterator[str]:
        return map(self._spelled, product(*(block.ids for block in (self.record, *self.chain))))

    def _spelled(self, ids: tuple[str, ...]) -> str:
        record, *inner = ids
        page = f"{self.record.folder}/{record}".lstrip("/")
        return f"{page}#{'-'.join(inner)}" if inner else page


def permanents(records: Iterable[Record]) -> Iterator[PermanentId]:
    """Yield everything in `records` that has a permanent name, in the order of the files."""
    for record in records:
        yield from _permanents(record)


def inside(record: Record) -> Iterator[PermanentId]:
    """Yield everything inside `record` that has a permanent name."""
    return islice(_permanents(record), 1, None)


_memo: Memo[tuple[PermanentId, ...]] = Memo()
"""Each record, and what has a name in it."""


@derived(lambda found: [(one.name, *one.previous()) for one in found])
def _permanents(record: Record) -> tuple[PermanentId, ...]:
    return _memo.get_or_compute(Identity(record), lambda: (PermanentId(record, ()), *_inside(record)))


def _inside(record: Record) -> Iterator[PermanentId]:
    if isinstance(record, Worksheet):
        for section in record.sections:
            yield PermanentId(record, (section,))
            for field in _identified(section):
                if not isinstance(field, Choice):
                    yield PermanentId(record, (section, field))
                    yield from (PermanentId(record, (section, field, one)) for one in _identified(field))
    else:
        yield from (PermanentId(record, (block,)) for block in _identified(record))


def _identified(outer: Identified) -> Iterator[Identified]:
    return (block for block in blocks(outer) if isinstance(block, Identified) and block is not outer)


def names(guide: Guide) -> Iterator[str]:
    """Yield every permanent name of `guide`."""
    return (permanent.name for permanent in permanents(guide.records()))


def renames(guide: Guide) -> dict[str, str]:
    """Return the current name for each previous name."""
    current = set(names(guide))
    return {
        old: permanent.name
        for permanent in permanents(guide.records())
        for old in permanent.previous()
        if old not in current
    }


def unlocked(guide: Guide) -> list[str]:
    """Return the names that aren't in the lock of `guide` yet.

    Names from the overlay don't count: they are different for every organization.
    """
    lock = guide.lock or Lock()
    own = names(guide.base or guide)
    return sorted({name for name in own if name not in lock.names and name not in lock.retired})


def vanished(guide: Guide) -> list[str]:
    """Return the locked names that nothing in `guide` has or had. What an overlay hides isn't gone."""
    if not (lock := guide.lock):
        return []
    hidden = names(guide.base) if guide.base else ()
    return sorted(set(lock.names).difference(names(guide), renames(guide), hidden))


def containers(name: str) -> Iterator[str]:
    """Yield the names of what can contain the thing called `name`: its record, a section of its worksheet."""
    page, mark, inner = name.partition("#")
    if mark:
        yield page
    if page.startswith(f"{Worksheet.folder}/"):
        words = inner.split("-")
        yield from (f"{page}#{'-'.join(words[:count])}" for count in range(1, len(words)))


def updated(name: str, renames: Mapping[str, str]) -> str:
    """Return `name` with the current names of its containers, even if they no longer contain such a thing."""
    for outer in reversed(tuple(containers(name))):
        if outer in renames:
            return renames[outer] + name.removeprefix(outer)
    return name


def outermost(names: Iterable[str]) -> list[str]:
    """Return those of `names` that no other of them contains, in order."""
    every = set(names)
    return sorted(name for name in every if every.isdisjoint(containers(name)))
