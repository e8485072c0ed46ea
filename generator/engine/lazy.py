"""Values that aren't kept in memory, because they're large and needed once, such as files in a cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value", covariant=True)


class Lazy(Mapping[Key, Value]):
    """A mapping that reads a value each time someone asks for it."""

    def __init__(self, readers: Mapping[Key, Callable[[], Value]]) -> None:
        self._readers = readers

    def __getitem__(self, key: Key) -> Value:
        return self._readers[key]()

    def __contains__(self, key: object) -> bool:
        return key in self._readers

    def __iter__(self) -> Iterator[Key]:
        return iter(self._readers)

    def __len__(self) -> int:
        return len(self._readers)


def merged(*parts: Mapping[Key, Value]) -> Mapping[Key, Value]:
    """Return what `{**first, **second}` would, without reading the values."""
    return Lazy({key: partial(part.__getitem__, key) for part in parts for key in part})
