"""The rules of permanent ids: none is lost that readers may hold, and none comes back as something else."""

from __future__ import annotations

from collections.abc import Callable

from generator.check.references import Known
from generator.load.loader import SINGLE_PAGES
from generator.model.ids import (
    PermanentId,
    lies_in,
    outermost,
    permanents,
    renames,
    renewed,
    unlocked,
    vanished,
)
from generator.model.page_kinds import RESERVED_ADDRESSES
from generator.model.record import Record
from generator.problems import Location, Problem, Problems, closest


def vanished_id(known: Known) -> Problems:
    """An id that was locked is gone, and nothing says what became of it."""
    old, pages = renames(known.guide), _pages(known)
    lost = {_page_if_gone(name, {*pages, *old}) for name in vanished(known.guide)}
    gone = {name for name in lost if not _unread(renewed(name, old), known)}
    for name in outermost(gone):
        today = renewed(name, old)
        if today != name and today in gone:
            continue  # it is told under that name
        container, id = _split(today, known, gone)
        page = pages.get(today.partition("#")[0])
        held = "readers' answers, links and printed codes may hang on it"
        yield Problem(
            page.id.where if page else _locked_at(name, known),
            "vanished-id",
            f"the id “{id}” is gone from this page, and {held}" if page else f"{name} is gone, and {held}",
            f"{_where_it_may_be(container, id, known)}; if it is gone for good, "
            f"run “advice lock --retire {name}”",
        )


def id_used_again(known: Known) -> Problems:
    """An id that stands for something of the past is given to something new."""
    if not (lock := known.guide.lock):
        return
    live = _live(known)
    for name in outermost(name for name in live if name in lock.retired):
        part = live[name].part
        message = f"“{part.id}” was the id of something that is gone, and readers may still hold on to that"
        yield Problem(part.id.where, "id-used-again", message, "choose an id that was never used")
    for owner in live.values():
        for id, name in owner.given_up():
            if owner.name in lock.names and name != owner.name and name in live:
                message = (
                    f"“{id}” was the id of “{owner.part.id}” before, and readers may still hold on to that"
                )
                fix = f"choose an id that was never used, or leave it out of “was:” on line {id.where.line}"
                fix = fix if owner.chain else f"{fix} of {id.where.file}"
                yield Problem(live[name].part.id.where, "id-used-again", message, fix)


def old_id_in_use(known: Known) -> Problems:
    """A former id is an id of today as well."""
    lock, live = known.guide.lock, _live(known)
    for owner in live.values():
        for id, name in owner.given_up():
            if name == owner.name:
                message = f"“{id}” is the id that this has today, and not a former one"
            elif name in live and not (lock and owner.name in lock.names):
                message = f"“{id}” is still an id of today, on line {live[name].part.id.where.line}"
                message = (
                    message if owner.chain else f"“{id}” is still the id of {live[name].part.id.where.file}"
                )
            else:
                continue
            yield Problem(id.where, "old-id-in-use", message, "leave it out of “was:”")


def old_id_twice(known: Known) -> Problems:
    """Two things claim the same former id."""
    first: dict[str, Location] = {}
    for owner in _live(known).values():
        for id, name in owner.given_up():
            if (place := first.setdefault(name, id.where)) is not id.where:
                message = f"“{id}” is claimed twice as a former id; the first is on line {place.line}"
                message = message if place.file == id.where.file else f"{message} of {place.file}"
                yield Problem(
                    id.where, "old-id-twice", message, "leave it where it was, and out of the other"
                )


def old_address_taken(known: Known) -> Problems:
    """A former address of a page is the address of another page."""
    standing = {page.address: page for page in known.guide.records()}
    for record in known.guide.records():
        for id in record.was:
            address = record.stands_at(id)
            other = standing.setdefault(address, record)
            if address.rstrip("/") in RESERVED_ADDRESSES:
                message = f"“{id}” is an address that the site needs for itself"
            elif other.folder != record.folder:
                message = f"the page “{other.title}” has the address {address}"
            else:
                continue
            yield Problem(id.where, "old-address-taken", message, "leave it out of “was:”")


RULES: tuple[Callable[[Known], Problems], ...] = (
    vanished_id,
    id_used_again,
    old_id_in_use,
    old_id_twice,
    old_address_taken,
)


def _live(known: Known) -> dict[str, PermanentId]:
    return {permanent.name: permanent for permanent in permanents(known.guide)}


def _pages(known: Known) -> dict[str, Record]:
    return {one.name: one.record for one in permanents(known.guide) if not one.chain}


def _page_if_gone(name: str, pages: set[str]) -> str:
    """Return `name`, or that of its page when the page is gone with all that was on it."""
    page = name.partition("#")[0]
    return name if page in pages else page


def _unread(name: str, known: Known) -> bool:
    """Tell whether `name` may be in a file that could not be read."""
    page = name.partition("#")[0]
    files = {SINGLE_PAGES.get(file, file) for file in known.unread}
    folder = f"{page.rpartition('/')[0]}/"
    return page in files or (page not in _pages(known) and any(file.startswith(folder) for file in files))


def _split(name: str, known: Known, gone: set[str]) -> tuple[str, str]:
    """Return what the vanished `name` lay in, and its id there."""
    live = _live(known)
    was_section = any(name in lies_in(other) for other in gone)
    for outer in reversed(tuple(lies_in(name))):
        if outer in live and not (was_section and "#" in outer):
            return outer, name.removeprefix(outer)[1:]
    folder, _, id = name.rpartition("/")
    return folder, id


def _where_it_may_be(container: str, id: str, known: Known) -> str:
    """Return what to do if the vanished `id` in `container` has become another id."""
    fresh = set(unlocked(known.guide))
    new = [one.part.id for one in permanents(known.guide) if one.within == container and one.name in fresh]
    likely = closest(id, new) or (new[0] if len(new) == 1 else None)
    if likely is None:
        return f"if it has another id now, write “was: [{id}]” beside that"
    place = next(one.where for one in new if one == likely)
    if not place.excerpt:  # the name of a file
        return f"if it is {place.file} now, write “was: [{id}]” in that"
    return f"if it is called “{likely}” now, write “was: [{id}]” beside that on line {place.line}"


def _locked_at(name: str, known: Known) -> Location:
    """Return where the lock holds `name`, or else something on its page."""
    assert known.guide.lock
    locked = known.guide.lock.names
    return next(place for held, place in locked.items() if held == name or name in lies_in(held))
