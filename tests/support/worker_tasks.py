"""Work for other processes, which read this file and nothing else of the tests."""

from __future__ import annotations

import os
import sys

from generator.problems import SystemFailure


def double(by: int, item: int) -> int:
    return by * item


def end(by: int, item: int) -> int:
    os._exit(1)


def fail(by: int, item: int) -> int:
    raise SystemFailure(f"{item} cannot be done")


def knows(module: str, item: int) -> bool:
    """Tell whether a module is loaded."""
    return module in sys.modules
