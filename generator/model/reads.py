"""Notes what a page reads of the guide while it's rendered, so that an edit renders only what it changes."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from sys import intern
from threading import get_ident
from typing import Any, TypeVar

from pydantic import BaseModel

Value = TypeVar("Value")
Result = TypeVar("Result")
Owner = TypeVar("Owner", bound=BaseModel)
EVERYTHING = "*"
"""Stands for all fields of a record, which were read together."""
Read = tuple[str, str]
"""The address of a record, and the name of one of its fields."""


class Tracked(BaseModel):
    """A record, whose reads can be tracked."""

    @property
    @abstractmethod
    def address(self) -> str:
        """The page's path on the site, with a trailing slash."""


class Reads:
    """What this thread reads while a function runs."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, str], Tracked] = {}
        """The records that were read, by their identity and the name of the attribute."""
        self.thread = get_ident()
        self._reads: dict[tuple[int, str], tuple[Tracked, Read | None]] = {}
        """What each of `found` reads, with the record: its identity is no one else’s as long as it’s here."""

    def of(self, function: Callable[[], Value]) -> tuple[Value, frozenset[Read]]:
        """Return what `function` returns, and the fields of records that it read."""
        self.found.clear()
        value, found = function(), set[Read]()
        reads = self._reads
        # Asking a record for its address reads it, too.
        for key, record in self.found.copy().items():
            if key not in reads:
                name = _field(record, key[1])
                reads[key] = record, (intern(str(record.address)), name) if name else None
            if read := reads[key][1]:
                found.add(read)
        return value, frozenset(found)

    def note_only(self, record: Tracked, name: str, function: Callable[[], Value]) -> Value:
        """Return what `function` returns, and note that as one read of `record`, called `name`."""
        before = len(self.found)
        try:
            return function()
        finally:
            while len(self.found) > before:
                self.found.popitem()
            self.found[id(record), name] = record


_noting: Reads | None = None
_derived: dict[str, Callable[[Any], object]] = {}
"""What counts as one read of a record, by name: functions that return what matters to those who ask."""


def derived(
    matters: Callable[[Any], object],
) -> Callable[[Callable[[Owner], Result]], Callable[[Owner], Result]]:
    """Make a function of one record count as one read of it, and not as one of each field that it needs.

    `matters` returns what of its result matters to those who ask for it: values that can be compared.
    """

    def decorator(function: Callable[[Owner], Result]) -> Callable[[Owner], Result]:
        name = f"{function.__module__}.{function.__qualname__}"
        _derived[name] = lambda record: matters(function(record))

        @wraps(function)
        def counted(record: Owner) -> Result:
            if _noting and _noting.thread == get_ident() and isinstance(record, Tracked):
                return _noting.note_only(record, name, lambda: function(record))
            return function(record)

        return counted

    return decorator


@contextmanager
def noting_reads() -> Iterator[Reads]:
    """Give what notes reads until the block ends, which nothing around it notes, too.

    Only one thread at a time can note. Without one, reading a field costs nothing.
    """
    global _noting
    before, outer = vars(Tracked).get("__getattribute__"), _noting
    reads = _noting = Reads()
    found, thread, get = reads.found, reads.thread, object.__getattribute__

    def read(record: Tracked, name: str) -> object:
        if (name[0] != "_" or name == "__dict__") and get_ident() == thread:
            found[id(record), name] = record
        return get(record, name)

    Tracked.__getattribute__ = read  # type: ignore[assignment, method-assign]
    try:
        yield reads
    finally:
        del Tracked.__getattribute__
        if before:
            Tracked.__getattribute__ = before  # type: ignore[method-assign]
        _noting = outer


def unnoted(record: Tracked, name: str) -> object:
    """Return the field `name` of `record`; no one notes that it was read."""
    return object.__getattribute__(record, name)


def _field(record: Tracked, name: str) -> str:
    """Return which field was read if the attribute `name` was: methods of pydantic read them all."""
    if name in type(record).model_fields or name in _derived:
        return name
    return EVERYTHING if name == "__dict__" or hasattr(BaseModel, name) else ""


def differing(old: Tracked, new: Tracked) -> frozenset[Read]:
    """Return the reads of `old` that would find something else in `new`."""
    names = [name for name in type(new).model_fields if getattr(old, name) != getattr(new, name)]
    names += [name for name, matters in _derived.items() if names and matters(old) != matters(new)]
    names += [EVERYTHING] if names else []
    return frozenset((new.address, name) for name in names)
