"""The ids that readers hold on to, as content/ids.lock lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.problems import Location

LOCK_FILE = "content/ids.lock"


@dataclass(frozen=True, slots=True)
class Lock:
    """What the file says: names, and where each stands in it."""

    names: Mapping[str, Location] = field(default_factory=dict)
    """Those in use, today's and former ones."""
    retired: Mapping[str, Location] = field(default_factory=dict)
    """Those of things that are gone for good; a name among both counts as retired."""

    def with_names(self, names: Iterable[str]) -> Lock:
        """Return the lock with `names` added."""
        added = {name: Location(LOCK_FILE) for name in names if name not in self.retired}
        return Lock(added | dict(self.names), self.retired)

    def with_retired(self, names: Iterable[str]) -> Lock:
        """Return the lock with `names` retired."""
        gone = {name: self.names[name] for name in names}
        kept = {name: place for name, place in self.names.items() if name not in gone}
        return Lock(kept, gone | dict(self.retired))
