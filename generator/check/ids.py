"""The rules of permanent IDs: none that readers use is lost, and none comes back as something else."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter

from generator.check.references import References, Rule, repeats
from generator.model.guide import Guide
from generator.model.ids import containers, outermost, permanents, renames, unlocked, updated
from generator.model.lock import LOCK_FILE
from generator.model.record import Record
from generator.model.worksheet import Choice
from generator.problems import Location, Problem, Problems, closest


def vanished_id(references: References) -> Problems:
    """An ID that was locked is gone, and nothing says what became of it."""
    live, old = references.permanents, renames(references.guide)
    names = {*live, *old}
    # If a whole page is gone, that's one problem.
    gone_names = references.vanished
    lost = {name if (page := name.partition("#")[0]) in names else page for name in gone_names}
    gone = {name for name in lost if not _is_unreadable(updated(name, old), references)}
    for name in outermost(gone):
        current = updated(name, old)
        if current != name and current in gone:
            continue  # reported under that name
        container, id = _split(current, references, gone)
        owner = live.get(current.partition("#")[0])
        subject = f"the ID “{id}” is gone from this page" if owner else f"{name} is gone"
        message = f"{subject}, but readers’ answers, links and printed codes can depend on it"
        hint = _rename_hint(container, id, references)
        fix = f"{hint}; if it’s gone for good, run “advice lock --retire {name}”"
        place = owner.block.id.where if owner else _locked_at(name, references)
        yield Problem(place, "vanished-id", message, fix)


def id_used_again(references: References) -> Problems:
    """The ID of something that existed before is given to something new."""
    if not (lock := references.guide.lock):
        return
    live = references.permanents
    for name in outermost(name for name in live if name in lock.retired):
        id = live[name].block.id
        message = f"“{id}” was the ID of something that’s gone, and readers might still use it"
        yield Problem(id.where, "id-used-again", message, "choose an ID that was never used")
    for owner in live.values():
        for id, name in owner.abandoned():
            if owner.name in lock.names and name != owner.name and name in live:
                message = f"“{id}” was the previous ID of “{owner.block.id}”, and readers might still use it"
                line = f"line {id.where.line}" if owner.chain else f"line {id.where.line} of {id.where.file}"
                fix = f"choose an ID that was never used, or remove it from “was:” on {line}"
                yield Problem(live[name].block.id.where, "id-used-again", message, fix)


def old_id_in_use(references: References) -> Problems:
    """A previous ID is also a current ID."""
    lock, live = references.guide.lock, references.permanents
    for owner in live.values():
        for id, name in owner.abandoned():
            if name == owner.name:
                message = f"“{id}” is the current ID of this, not a previous one"
            elif name in live and not (lock and owner.name in lock.names):
                place = live[name].block.id.where
                current = f"a current ID, on line {place.line}" if owner.chain else f"the ID of {place.file}"
                message = f"“{id}” is still {current}"
            else:
                continue
            yield Problem(id.where, "old-id-in-use", message, "remove it from “was:”")


def old_id_twice(references: References) -> Problems:
    """Two things claim the same previous ID."""
    claims = (claim for owner in references.permanents.values() for claim in owner.abandoned())
    for (id, _), (first, _) in repeats(claims, itemgetter(1)):
        message = f"“{id}” is claimed twice as a previous ID; the first is on line {first.where.line}"
        message = message if first.where.file == id.where.file else f"{message} of {first.where.file}"
        yield Problem(id.where, "old-id-twice", message, "keep it where it belongs, and remove the other")


def old_address_taken(references: References) -> Problems:
    """The previous address of a page is the address of another page."""
    pages, reserved = {page.address: page for page in references.guide.records()}, references.reserved
    for record in references.guide.records():
        for id in record.was:
            address = record.address_of(id)
            other = pages.setdefault(address, record)
            if address.rstrip("/") in reserved:
                message = f"“{id}” is an address that the site uses itself"
            elif other.folder != record.folder:
                message = f"the page “{other.title}” has the address {address}"
            else:
                continue
            yield Problem(id.where, "old-address-taken", message, "remove it from “was:”")


def unlocked_id(guide: Guide, only: Iterable[Record] | None = None) -> Problems:
    """Yield a warning for each new ID in the guide or in `only` these records.

    There's only one for a whole page, or for a guide without a lock. Names from the overlay don't count: they
    are different for every organization.
    """
    fix = "run “advice lock” before you publish, and keep content/ids.lock with the guide"
    if not guide.lock:
        message = "no ID of this guide is locked yet, so no check would notice if one got lost"
        yield Problem(Location(LOCK_FILE), "unlocked-id", message, fix, "warning")
        return
    found = [*permanents((guide.base or guide).records() if only is None else only)]
    new = {one.name for one in found}.difference(guide.lock.names, guide.lock.retired)
    for one in found:
        if one.name in new and new.isdisjoint(containers(one.name)):
            message = "this ID isn’t locked yet, so no check would notice if it got lost"
            yield Problem(one.block.id.where, "unlocked-id", message, fix, "warning")


RULES: tuple[Rule, ...] = (vanished_id, id_used_again, old_id_in_use, old_id_twice, old_address_taken)


def _is_unreadable(name: str, references: References) -> bool:
    """Return whether `name` can be in a file that couldn't be read."""
    page = name.partition("#")[0]
    if page in references.ambiguous or page in references.unfounded:
        return True  # reported with its cause
    files = {*references.unreadable, *references.unreadable_pages}
    folder = f"{page.rpartition('/')[0]}/"
    other = page not in references.permanents and any(file.startswith(folder) for file in files)
    return page in files or other


def _split(name: str, references: References, gone: set[str]) -> tuple[str, str]:
    """Return what contained the vanished `name`, and its ID there."""
    was_section = any(name in containers(other) for other in gone)
    for outer in reversed(tuple(containers(name))):
        if outer in references.permanents and not (was_section and "#" in outer):
            return outer, name.removeprefix(outer)[1:]
    folder, _, id = name.rpartition("/")
    return folder, id


def _rename_hint(container: str, id: str, references: References) -> str:
    """Return what to do if the vanished `id` in `container` has become another ID."""
    fresh = [one for name in unlocked(references.guide) if (one := references.permanents.get(name))]
    new = {str(one.block.id): one.block for one in fresh if one.container == container}
    nearest = closest(id, new) or (next(iter(new)) if len(new) == 1 else None)
    if nearest is None:
        return f"if it has another ID now, add “was: [{id}]” next to that"
    block = new[nearest]
    place = block.id.where
    if isinstance(block, Choice):
        return f"if only its words changed, write {{id: {id}, label: {block.label}}} on line {place.line}"
    if not place.excerpt:  # the name of a file
        return f"if it’s {place.file} now, add “was: [{id}]” to that file"
    return f"if it’s called “{nearest}” now, add “was: [{id}]” next to that on line {place.line}"


def _locked_at(name: str, references: References) -> Location:
    """Return where the lock has `name`, or else something on its page."""
    assert references.guide.lock
    locked = references.guide.lock.names
    return next(place for other, place in locked.items() if other == name or name in containers(other))
