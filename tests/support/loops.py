"""A loop over nothing proves nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def every(things: Iterable[T]) -> list[T]:
    """Return all `things`, for a loop with assertions; the test fails if there are none."""
    found = list(things)
    assert found, "there’s nothing to look at"
    return found
