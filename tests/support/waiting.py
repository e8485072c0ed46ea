"""Waits until something is true, however slow the machine is. No test waits for a fixed time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PATIENCE = 60
"""Seconds to wait on a busy machine."""


def wait_until(found: Callable[[], T | None], what: str) -> T:
    """Return the first true result of `found`; the test fails if `what` it waits for doesn't happen."""
    until = time.monotonic() + PATIENCE
    while not (result := found()):
        assert time.monotonic() < until, f"this never happened: {what}"
        time.sleep(0.01)
    return result
