"""What `advice lock` does: it writes new ids into the lock, and retires those that are gone for good."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.check.check import check
from generator.load import lock
from generator.load.loader import load
from generator.model.guide import Guide
from generator.model.ids import containers, names, renames, unlocked, updated, vanished
from generator.model.lock import LOCK_FILE, Lock
from generator.problems import ContentError, Refusal, did_you_mean
from generator.project import Project


@dataclass(frozen=True, slots=True)
class Locked:
    """What was written into the lock."""

    added: tuple[str, ...]
    retired: tuple[str, ...]
    held: int
    """Ids in the lock now, without the retired ones."""


def update_lock(project: Project, to_retire: Iterable[str] = ()) -> Locked:
    """Add the new ids of `project` to its lock and retire those `to_retire`, with all that lay in them.

    Raises `ContentError` while anything is wrong with the content, a vanished id included, `Refusal` for
    an id that cannot be retired, and `SystemFailure`; then the file is as it was.
    """
    draft = load(project)
    if draft.problems or not draft.guide:
        raise ContentError(draft.problems)
    before = draft.guide.lock or Lock()
    guide = replace(draft.guide, lock=before)
    retired = {name for given in to_retire for name in _retired(given, guide, before)}
    after = before.with_retired(retired)
    guide = check(replace(draft, guide=replace(guide, lock=after)))
    added = unlocked(guide)
    after = after.with_names(added)
    lock.write(after, project.root / LOCK_FILE)
    return Locked(tuple(added), tuple(sorted(retired)), len(after.names))


def _retired(given: str, guide: Guide, before: Lock) -> list[str]:
    """Return the vanished names that go when the one `given` is retired; raises `Refusal`."""
    if given in before.retired:
        return []
    if given in names(guide):
        raise Refusal(f"{given} is still in the guide; only what is gone from the content can be retired.")
    old, gone = renames(guide), vanished(guide)
    if found := [
        name for name in gone if given in {name, updated(name, old), *containers(updated(name, old))}
    ]:
        return found
    if given in old:
        raise Refusal(f"{given} is not gone: “was:” says that it is {old[given]} now.")
    hint = did_you_mean(given, gone) or "“advice check” tells the ids that are gone."
    raise Refusal(f"No id called {given} is gone; {hint}")
