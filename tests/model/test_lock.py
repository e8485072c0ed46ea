"""The lock keeps the place of each name, and what's retired stays retired."""

from __future__ import annotations

from generator.model.lock import LOCK_FILE, Lock
from generator.problems import Location

LOCK = Lock({"pages/a": Location("a", 1), "pages/b": Location("b", 2)}, {"pages/c": Location("c", 3)})


def test_new_names_are_added_unless_they_are_there_or_retired() -> None:
    after = LOCK.with_names(["pages/a", "pages/c", "pages/d"])
    assert after == Lock({**LOCK.names, "pages/d": Location(LOCK_FILE)}, LOCK.retired)


def test_retired_names_keep_their_places() -> None:
    after = LOCK.with_retired(["pages/b"])
    assert after == Lock({"pages/a": Location("a", 1)}, {"pages/b": Location("b", 2), **LOCK.retired})
