"""The rules between records: what no single file can get wrong alone.

A rule is a generator that yields a problem for each breach; its docstring says what is wrong
when it is broken. To add one, write it and name it in `RULES`; generator/check/stories/ holds a story
for each.
"""

from __future__ import annotations

from collections.abc import Callable

from generator.check.references import Known, LinkUse, cited, links, references, wordless_links
from generator.model import markdown
from generator.model.ids import PermanentId, inside
from generator.model.page import Page
from generator.model.page_kinds import RESERVED_ADDRESSES
from generator.model.record import PAGE_ANCHORS, Record
from generator.problems import Location, Problem, Problems, did_you_mean


def missing_file(known: Known) -> Problems:
    """The contents name a record that has no file."""
    for folder, shown in known.shelves.items():
        for id in shown:
            if id not in known.ids(folder):
                if known.hidden(folder, id):
                    yield _hidden(known, folder, id, "missing-file", id.where)
                    continue
                fix = did_you_mean(id, known.ids(folder)) or f"write that file, or take {id} out of this list"
                yield Problem(id.where, "missing-file", f"there is no file content/{folder}/{id}.yml", fix)


def stray_record(known: Known) -> Problems:
    """A record is named nowhere in the contents, so no reader would find it."""
    for record in known.guide.records():
        if record.id not in known.shelves.get(record.folder, (record.id,)):
            yield Problem(
                record.id.where,
                "stray-record",
                f"no page shows the {record.word} “{record.title}”",
                f"add {record.id} to {record.folder} in {_order(known, record)}, or delete the file",
            )


def repeated_id(known: Known) -> Problems:
    """An id stands in two places where only one can be meant."""
    for folder, shown in known.shelves.items():
        places: dict[str, Location] = {}
        for id in shown:
            if (place := places.setdefault(id, id.where)) is not id.where:
                yield _repetition(id.where, f"“{id}” is listed twice among the {folder}", place)
    for record in known.guide.records():
        first: dict[str, PermanentId] = {}
        for one in inside(record):
            other = first.setdefault(one.name, one)
            if other is not one:
                owner = "fields of this section" if len(one.chain) > 1 else "parts of this page"
                message = f"two {owner} have the id “{one.part.id}”"
                if one.within != other.within:
                    message = f"joined with the ids around it, this makes “{one.inner}” a second time"
                yield _repetition(one.part.id.where, message, other.part.id.where)


def reserved_id(known: Known) -> Problems:
    """An id is taken already by a heading, the meaning of a word or an address of the site itself."""
    glossary = known.guide.glossary
    meanings = {f"{markdown.MEANING}{term.id}": term.term for term in glossary.terms} if glossary else {}
    for record in known.guide.records():
        for id in record.anchors:
            if id in PAGE_ANCHORS | record.headings:
                message = f"“{id}” is the address of a heading that every such page has"
                yield Problem(id.where, "reserved-id", message, "choose another id")
            elif id in meanings:
                message = (
                    f"“{id}” is the address of the meaning of “{meanings[id]}”, wherever that is linked to"
                )
                yield Problem(id.where, "reserved-id", message, "choose another id")
        if isinstance(record, Page) and record.id in RESERVED_ADDRESSES:
            message = f"“{record.id}” is an address that the site needs for itself"
            yield Problem(record.id.where, "reserved-id", message, "rename the file")


def reserved_source(known: Known) -> Problems:
    """A source is called like a part of the page that lists all sources."""
    for source in known.guide.sources.values():
        if source.id in PAGE_ANCHORS or source.id.startswith("kind-"):
            message = f"“{source.id}” is the address of a heading that every such page has"
            yield Problem(source.id.where, "reserved-id", message, "choose another id")


def same_title(known: Known) -> Problems:
    """Two records have the same title, so readers could not tell them apart in a list or a search."""
    first: dict[str, Record] = {}
    for record in known.guide.records():
        other = first.setdefault(record.title.casefold(), record)
        if other is not record:
            message = f"{other.id.where.file} has the title “{other.title}” too"
            yield Problem(record.title.where, "same-title", message, "give one of them another title")


def unknown_reference(known: Known) -> Problems:
    """A record refers to another that does not exist."""
    for folder, id in references(known.guide):
        if known.hidden(folder, id):
            yield _hidden(known, folder, id, "unknown-reference", id.where)
        elif id not in known.ids(folder):
            fix = did_you_mean(id, known.ids(folder)) or f"write content/{folder}/{id}.yml"
            message = f"no {folder.removesuffix('s')} is called “{id}”"
            yield Problem(id.where, "unknown-reference", message, fix)


def unknown_source(known: Known) -> Problems:
    """Advice cites a source that is not in the bibliography."""
    sources = known.guide.sources
    for record in known.guide.records():
        for id in cited(record):
            if id not in sources:
                fix = did_you_mean(id, sources) or "add it to content/sources.yml"
                yield Problem(id.where, "unknown-source", f"no source is called “{id}”", fix)


def idle_source(known: Known) -> Problems:
    """A source is cited nowhere."""
    if known.unread:
        return  # the record that cites it may be the one that cannot be read yet
    used = {id for record in known.guide.records() for id in cited(record)}
    for source in known.guide.sources.values():
        if source.id not in used:
            message = f"nothing cites “{source.label}”"
            yield Problem(source.id.where, "idle-source", message, "cite it with “from:”, or delete it")


def unknown_link(known: Known) -> Problems:
    """A link leads to a page, or to a part of one, that does not exist."""
    for link in links(known.guide):
        page, _, anchor = link.target.partition("#")
        folder, _, id = page.rpartition("/")
        if known.unreadable(page):
            continue
        if not folder and id in known.sections:
            parts_of = known.guide.sources if id == "sources" else {}
            if anchor and anchor not in parts_of:
                fix = did_you_mean(anchor, parts_of) or f"leave out #{anchor}"
                yield Problem(link.where, "unknown-link", f"the page “{id}” has no part “{anchor}”", fix)
            continue
        single, folder = known.single(page), folder or "pages"
        if single:
            yield from _unknown_anchor(single, link, anchor)
        elif known.hidden(folder, id):
            yield _hidden(known, folder, id, "unknown-link", link.where)
        elif folder not in known.shelves or id not in known.ids(folder):
            pages = [f"{shelf}/{id}" for shelf in known.shelves for id in sorted(known.ids(shelf))]
            fix = (
                did_you_mean(page, pages) or "write it as folder/id, such as principles/the-name-of-its-file"
            )
            yield Problem(
                link.where, "unknown-link", f"the link “{link.target}” leads to no page of this guide", fix
            )
        elif record := known.record(folder, id):
            yield from _unknown_anchor(record, link, anchor)


def wordless_link(known: Known) -> Problems:
    """A link has no words, so it would be a place on the page that nobody can see, press or hear of."""
    for link in wordless_links(known.guide):
        message = f"the link to “{link.target}” has no words to press"
        yield Problem(
            link.where, "wordless-link", message, "write some between the brackets, or delete the link"
        )


def _unknown_anchor(record: Record, link: LinkUse, anchor: str) -> Problems:
    if anchor and anchor not in {*record.anchors, *record.headings}:
        parts_of = sorted({*record.anchors} or record.headings)
        fix = did_you_mean(anchor, parts_of) or f"its parts are {', '.join(parts_of)}"
        message = f"the page “{record.title}” has no part “{anchor}”"
        yield Problem(link.where, "unknown-link", message, fix)


def _order(known: Known, record: Record) -> str:
    """Return the file that says which records are shown, as far as it is up to whoever wrote `record`."""
    over = known.guide.site.overlay
    shown = known.shelves.get(record.folder, ())
    written = (record.id.where.file, *(id.where.file for id in shown[:1]))
    own = over and any(file.startswith(f"{over}/") for file in written)
    return f"{over}/guide.yml" if own else "content/guide.yml"


def _hidden(known: Known, folder: str, id: str, rule: str, place: Location) -> Problem:
    """Return the problem of naming, at `place`, a record that the changes hide."""
    over = known.guide.site.overlay
    named = place.file.removeprefix("content/").removeprefix(f"{over}/")
    message = f"{over}/{folder}/{id}.yml hides “{id}”, and this leads to it"
    return Problem(place, rule, message, f"word this otherwise in {over}/{named}, or do not hide it")


def _repetition(place: Location, message: str, first: Location) -> Problem:
    told = f"{message}; the first is on line {first.line}"
    return Problem(place, "repeated-id", told, "delete or rename one of them")


RULES: tuple[Callable[[Known], Problems], ...] = (
    missing_file,
    stray_record,
    repeated_id,
    reserved_id,
    reserved_source,
    same_title,
    unknown_reference,
    unknown_source,
    idle_source,
    unknown_link,
    wordless_link,
)
