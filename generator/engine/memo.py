"""Remembers results between the builds of one process, such as those of `advice serve`.

An edit changes little, so most results of a build are needed again in the next one. What a whole build didn't
ask for is forgotten with the build after it, so memory doesn't grow with the number of edits.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from hashlib import blake2b
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class Memo(Generic[Value]):
    """Results by key. A key has to contain everything that its result depends on."""

    def __init__(self) -> None:
        self._current: dict[Hashable, Value] = {}
        self._previous: dict[Hashable, Value] = {}
        _all_memos.append(self)

    def get_or_compute(self, key: Hashable, compute: Callable[[], Value]) -> Value:
        """Return the result for `key`, from `compute` if there is none yet."""
        current, previous = self._current, self._previous  # another thread can start a generation meanwhile
        if key in current:
            return current[key]
        self._current[key] = value = previous[key] if key in previous else compute()
        return value


class Identity:
    """A key that stands for one object and equals no key of another, even an equal one.

    It keeps the object alive, so that no other object can get the same id.
    """

    __slots__ = ("_object",)

    def __init__(self, object: object) -> None:
        self._object = object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Identity) and self._object is other._object

    def __hash__(self) -> int:
        return id(self._object)


_all_memos: list[Memo[Any]] = []


def next_generation() -> None:
    """Forget, in every memo, what the last build didn't ask for; call this when a build starts."""
    for memo in _all_memos:
        memo._previous, memo._current = memo._current, {}


def digest(*parts: bytes | str) -> bytes:
    """Return a short key for `parts`, which are too long to be kept as keys themselves."""
    result = blake2b(digest_size=20)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        result.update(len(data).to_bytes(8, "big"))  # so that “ab”, “c” differs from “a”, “bc”
        result.update(data)
    return result.digest()
