"""Notes what a page reads of the guide while it's rendered, so that an edit renders only what it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from pydantic import BaseModel

from generator.model.record import Record

Value = TypeVar("Value")
EVERYTHING = "*"
"""Stands for all fields of a record, which were read together."""
Read = tuple[str, str]
"""The address of a record, and the name of one of its fields."""


class Reads:
    """What is read while a function runs."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str], Record] = {}

    def of(self, function: Callable[[], Value]) -> tuple[Value, frozenset[Read]]:
        """Return what `function` returns, and the fields of records that it read."""
        self._found = {}
        value = function()
        # Asking a record for its address reads it, too.
        found, self._found = self._found, {}
        return value, frozenset((record.address, _field(record, name)) for (_, name), record in found.items())

    def note(self, record: Record, name: str) -> None:
        """Note that the attribute `name` of `record` is read."""
        self._found[id(record), name] = record


@contextmanager
def noting_reads() -> Iterator[Reads]:
    """Give what notes reads until the block ends. Without one, reading a field costs nothing."""
    reads = Reads()

    def read(record: Record, name: str) -> object:
        if name[:1] != "_" or name == "__dict__":
            reads.note(record, name)
        return object.__getattribute__(record, name)

    Record.__getattribute__ = read  # type: ignore[assignment, method-assign]
    try:
        yield reads
    finally:
        del Record.__getattribute__


def _field(record: Record, name: str) -> str:
    """Return what was read if the attribute `name` was: methods of pydantic read every field."""
    return EVERYTHING if name == "__dict__" or hasattr(BaseModel, name) else name


def differing(old: Record, new: Record) -> frozenset[Read]:
    """Return the reads of `old` that would find something else in `new`."""
    names = [name for name in type(new).model_fields if getattr(old, name) != getattr(new, name)]
    return frozenset((new.address, name) for name in (*names, *((EVERYTHING,) if names else ())))
