"""The IDs that were published, as content/ids.lock lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.problems import Location

LOCK_FILE = "content/ids.lock"


@dataclass(frozen=True, slots=True)
class Lock:
    """The names in the lock file, and where each is in it."""

    names: Mapping[str, Location] = field(default_factory=dict)
    """Names in use, current and previous."""
    retired: Mapping[str, Location] = field(default_factory=dict)
    """Names of things that are gone for good; a name listed both ways counts as retired."""

    def with_names(self, names: Iterable[str]) -> Lock:
        """Return the lock with `names` added."""
        added = {name: Location(LOCK_FILE) for name in names if name not in self.retired}
        return Lock(added | dict(self.names), self.retired)

    def with_retired(self, names: Iterable[str]) -> Lock:
        """Return the lock with `names` retired."""
        gone = {name: self.names[name] for name in names}
        kept = {name: place for name, place in self.names.items() if name not in gone}
        return Lock(kept, gone | dict(self.retired))
