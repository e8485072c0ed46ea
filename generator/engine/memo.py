"""Remembers what was worked out, by what it was worked out from, until the build after next.

`advice serve` builds over and over in one process, and an edit changes little. What no build asked for is
forgotten with the next, so memory does not grow with the edits. Long texts are remembered only there.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Hashable
from hashlib import blake2b
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")
PACKING = 1
"""How hard texts are packed, from 1 to 9: hardly, since every page is packed in every build."""


class Memo(Generic[Value]):
    """Values of one kind; whoever asks gives a key that tells apart all that they depend on."""

    def __init__(self) -> None:
        self._now: dict[Hashable, Value] = {}
        self._before: dict[Hashable, Value] = {}
        _every.append(self)

    def of(self, key: Hashable, work: Callable[[], Value]) -> Value:
        """Return the value for `key`, from `work` if it was not worked out before."""
        if key in self._now:
            return self._now[key]
        value = self._before[key] if key in self._before else work()
        self._now[key] = value
        return value

    def known(self, key: Hashable) -> Value | None:
        """Return the value for `key`, if it was worked out before."""
        return self._now.get(key, self._before.get(key))

    def age(self) -> None:
        """Forget what nobody asked for since this was done last."""
        self._before, self._now = self._now, {}


class IdentityMemo(Generic[Value]):
    """Values of things that never change, each found by the thing itself and kept with it."""

    def __init__(self) -> None:
        self._pairs: Memo[tuple[object, Value]] = Memo()

    def of(self, thing: object, work: Callable[[], Value]) -> Value:
        """Return the value of `thing`, from `work` if it was not worked out before."""
        # As long as a thing is kept, no other can have its id.
        return self._pairs.of(id(thing), lambda: (thing, work()))[1]


class TextMemo:
    """Long texts, packed, so that a large guide does not stand in memory twice; see `expect_more_builds`."""

    def __init__(self) -> None:
        self._packed: Memo[bytes] = Memo()

    def known(self, key: Hashable) -> str | None:
        """Return the text for `key`, if it was worked out before."""
        packed = self._packed.known(key)
        return None if packed is None else zlib.decompress(packed).decode()

    def of(self, key: Hashable, work: Callable[[], str]) -> str:
        """Return the text for `key`, from `work` if it was not worked out before."""
        if not _more_builds:
            return work()
        text = self.known(key)
        if text is None:
            text = work()
        self._packed.of(key, lambda: zlib.compress(text.encode(), PACKING))
        return text


_every: list[Memo[Any]] = []
_more_builds = False


def expect_more_builds() -> None:
    """Remember texts too from now on, since this process builds more than once."""
    global _more_builds
    _more_builds = True


def age() -> None:
    """Forget everywhere what the build before did not ask for; to be done when a build begins."""
    for memory in _every:
        memory.age()


def digest(*parts: bytes | str) -> bytes:
    """Return a key for texts that are too long to be kept."""
    found = blake2b(digest_size=20)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        found.update(len(data).to_bytes(8, "big"))
        found.update(data)
    return found.digest()
