"""The rules between records: what no single file can get wrong by itself.

To add one, write it and add it to `RULES`; generator/check/stories/ has a story for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from generator.check.prose.rules import UNFINISHED
from generator.check.references import LinkUse, References, Rule, repeats, uses, ways
from generator.model import markdown
from generator.model.fields import Slug
from generator.model.ids import PermanentId, inside
from generator.model.moment import CheckStep, Moment, MomentStep, PersonStep
from generator.model.page import Page
from generator.model.principle import Principle
from generator.model.record import PAGE_ANCHORS, Record
from generator.model.start import Start
from generator.model.words import with_article
from generator.model.worksheet import Rating, Worksheet
from generator.problems import Location, Problem, Problems, closest, did_you_mean

Step = TypeVar("Step", bound=MomentStep)
SITE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:/|$)")
"""The address of a site without its beginning."""
OWNERS = {1: "parts of this page", 2: "fields of this section", 3: "choices of this column"}
"""What a permanent ID names, by how many IDs its name consists of besides that of its page."""


def missing_file(references: References) -> Problems:
    """The outline lists a record that has no file."""
    for folder, shown in references.shown.items():
        for id in shown:
            if references.is_hidden(folder, id):
                yield _hidden(references, folder, id, "missing-file", id.where)
            elif (name := f"{folder}/{id}") in references.unfounded:
                overlay, meant = references.guide.site.overlay, references.unfounded[name]
                parent = overlay if id.where.file.startswith(f"{overlay}/") else "content"
                fix = (
                    f"did you mean “{meant}”?"
                    if meant
                    else f"create that file, or remove {id} from this list"
                )
                if meant and name in references.vanished:
                    back = f"rename the file {meant}.yml to {id}.yml"
                    fix = f"{back}; or write {meant} here, and add “was: [{id}]” to that file"
                yield Problem(id.where, "missing-file", f"there’s no file {parent}/{folder}/{id}.yml", fix)


def stray_record(references: References) -> Problems:
    """A record isn't listed in the outline, so no reader would find it."""
    for record in references.guide.records():
        shown = references.shown.get(record.folder, (record.id,))
        if record.id not in shown and record.id not in references.unfounded.values():
            message = f"no page shows the {record.noun()} “{record.title}”"
            outline = _outline(references, record)
            fix = f"add {record.id} to {record.folder} in {outline}, or delete the file"
            if not shown:
                section = f"{record.folder}: {{title: …, lead: …, show: [{record.id}]}}"
                fix = f"add “{section}” to {outline}, or delete the file"
            yield Problem(record.id.where, "stray-record", message, fix)


def repeated_id(references: References) -> Problems:
    """An ID is used twice where only one thing can have it."""
    for folder, shown in references.shown.items():
        for id, first in repeats(shown, str):
            yield _repetition(id, f"“{id}” is listed twice in {folder}", first)
    for record in references.guide.records():
        for one, other in repeats(inside(record), lambda one: one.name):
            owner = OWNERS[len(one.chain)]
            message = f"two {owner} have the ID “{one.block.id}”"
            if one.container != other.container:
                message = f"together with the IDs around it, this makes “{one.inner}” a second time"
            yield _repetition(one.block.id, message, other.block.id)


def _repetition(id: Slug, message: str, first: Slug) -> Problem:
    message = f"{message}; the first is on line {first.where.line}"
    return Problem(id.where, "repeated-id", message, "delete or rename one of them")


def reserved_id(references: References) -> Problems:
    """An ID is already used by a heading, by the meaning of a word or by a page of the site itself."""
    glossary = references.guide.glossary
    reserved = references.reserved
    meanings = {f"{markdown.MEANING}{term.id}": term.term for term in glossary.terms} if glossary else {}
    for record in references.guide.records():
        for id in record.anchors:
            if id in PAGE_ANCHORS | record.headings:
                yield _reserved_anchor(id)
            elif id in meanings:
                use = f"the anchor for the meaning of “{meanings[id]}” on every page that links it"
                yield Problem(id.where, "reserved-id", f"“{id}” is {use}", "choose another ID")
        if isinstance(record, Page) and record.id in reserved:
            message = f"“{record.id}” is an address that the site uses itself"
            yield Problem(record.id.where, "reserved-id", message, "rename the file")
    for source in references.guide.sources.values():
        if source.id in PAGE_ANCHORS or source.id.startswith("kind-"):
            yield _reserved_anchor(source.id)


def _reserved_anchor(id: Slug) -> Problem:
    message = f"“{id}” is the anchor of a heading that every page of this kind has"
    return Problem(id.where, "reserved-id", message, "choose another ID")


def same_title(references: References) -> Problems:
    """Two records have the same title, so readers couldn't tell them apart in a list or a search."""
    for record, other in repeats(references.guide.records(), lambda record: record.title.casefold()):
        message = f"{other.id.where.file} also has the title “{other.title}”"
        yield Problem(record.title.where, "same-title", message, "give one of them another title")


def unknown_reference(references: References) -> Problems:
    """A record refers to another that doesn't exist."""
    for record in references.guide.records():
        for id in uses(record).records:
            if references.is_hidden(id.folder, id):
                yield _hidden(references, id.folder, id, "unknown-reference", id.where)
            elif references.lacks(id.folder, id) and f"{id.folder}/{id}" not in references.unfounded:
                fix = did_you_mean(id, references.ids[id.folder]) or f"create content/{id.folder}/{id}.yml"
                message = f"no {references.guide.kind(id.folder).noun()} is named “{id}”"
                yield Problem(id.where, "unknown-reference", message, fix)


def unknown_source(references: References) -> Problems:
    """Advice cites a source that isn't in the bibliography."""
    sources = references.guide.sources
    for record in references.guide.records():
        for id in uses(record).sources:
            if id not in sources and references.guide.base and id in references.guide.base.sources:
                yield _hidden(references, "sources", id, "unknown-source", id.where)
            elif id not in sources:
                fix = did_you_mean(id, sources) or "add it to content/sources.yml"
                yield Problem(id.where, "unknown-source", f"no source is named “{id}”", fix)


def idle_source(references: References) -> Problems:
    """A source is never cited, unless it's still being written."""
    if references.unreadable:
        return  # the record that cites it could be one that can't be read yet
    cited = {id for record in references.guide.records() for id in uses(record).sources}
    for source in references.guide.sources.values():
        if source.id not in cited and not UNFINISHED.search(source.cite):
            message = f"nothing cites “{source.label}”"
            yield Problem(source.id.where, "idle-source", message, "cite it with “from:”, or delete it")


def unknown_link(references: References) -> Problems:
    """A link points to a page, or to a part of one, that doesn't exist."""
    for written in (references.guide.outline, *references.guide.records()):
        for link in uses(written).links:
            yield from _broken_link(references, link)


def _broken_link(references: References, link: LinkUse) -> Problems:
    page, _, anchor = link.target.partition("#")
    folder, _, id = page.rpartition("/")
    folder = folder or Page.folder
    if page in references.unreadable_pages:
        return
    if page in references.lists:
        anchors = references.guide.sources if page == "sources" else {}
        if anchor and anchor not in anchors:
            fix = did_you_mean(anchor, anchors) or f"leave out #{anchor}"
            yield Problem(link.where, "unknown-link", f"the page “{page}” has no part “{anchor}”", fix)
    elif record := references.guide.record_at(page):
        name = PermanentId(record, ()).name
        lost = name in references.ambiguous or f"{name}#{anchor}" in references.vanished
        if anchor and anchor not in {*record.anchors, *record.headings} and not lost:
            parts = sorted(record.anchors or record.headings)
            fix = did_you_mean(anchor, parts) or f"its parts are {', '.join(parts)}"
            message = f"the page “{record.title}” has no part “{anchor}”"
            yield Problem(link.where, "unknown-link", message, fix)
    elif folder in references.ids and references.is_hidden(folder, id):
        yield _hidden(references, folder, id, "unknown-link", link.where)
    elif folder not in references.ids or (references.lacks(folder, id) and page not in references.unfounded):
        pages = [f"{folder}/{id}" for folder, ids in references.ids.items() for id in sorted(ids)]
        homes = {home: moved for moved, home in references.guide.moved}
        meant = f"{homes[folder]}/{id}" if folder in homes else homes.get(page, "")
        fix = f"write “{meant}”: links name folders of content/" if meant else did_you_mean(page, pages)
        start = "mailto:" if "@" in page else "https://" if SITE.match(page) else ""
        elsewhere = f"write {start}{link.target} if that’s where it leads" if start else ""
        fix = fix or elsewhere or "write it as folder/id, such as principles/name-of-the-file"
        message = f"the link “{link.target}” doesn’t lead to a page of this guide"
        yield Problem(link.where, "unknown-link", message, fix)


def wordless_link(references: References) -> Problems:
    """A link has no text, so no one could see it, click it or hear it read."""
    for written in (references.guide.outline, *references.guide.records()):
        for link in uses(written).wordless:
            message = f"the link to “{link.target}” has no text"
            fix = "write some text between the brackets, or delete the link"
            yield Problem(link.where, "wordless-link", message, fix)


def own_link(references: References) -> Problems:
    """What to do next leads to the page that readers are on already."""
    for record in references.guide.records():
        for part, link in ways(record):
            page, _, anchor = link.partition("#")
            if references.guide.record_at(page) is record:
                elsewhere = part and anchor != part and anchor in record.anchors
                if not elsewhere:
                    message = f"“{link}” leads to where readers are already"
                    yield Problem(link.where, "own-link", message, "lead to the page that helps next")


def unknown_mark(references: References) -> Problems:
    """A mark is named for a principle or worksheet that doesn't exist, so no reader would see it."""
    folders = (Principle.folder, Worksheet.folder)
    for id, mark in references.guide.marks.items():
        if all(references.lacks(folder, id) and not references.is_hidden(folder, id) for folder in folders):
            message = f"no principle or worksheet is named “{id}”"
            fix = "rename it to the ID of one, or delete it"
            if other := next((folder for folder, ids in references.ids.items() if id in ids), None):
                noun = with_article(references.guide.kind(other).noun())
                message = f"“{id}” is {noun}, and only principles and worksheets have marks"
                fix = "delete it"
            elif meant := closest(id, (one for folder in folders for one in references.ids[folder])):
                fix = f"did you mean “{meant}.svg”?"
            yield Problem(Location(mark.file), "unknown-mark", message, fix)


# The start page and the worksheet whose ratings it asks for


def unknown_part(references: References) -> Problems:
    """The start page names a part that its worksheet doesn't have, or leaves one out."""
    for start, sheet, ratings in _start(references):
        ids, parts = [rating.id for rating in ratings], [habit.part for habit in start.habits]
        unknown = [part for part in parts if part not in ids]
        for part in unknown:
            message = f"the worksheet “{sheet.title}” has no rating called “{part}”"
            fix = did_you_mean(part, ids) or f"its ratings are {', '.join(ids) or 'none'}"
            yield Problem(part.where, "unknown-part", message, fix)
        for id in ids:
            if id not in parts and not unknown:  # or else one of those is meant
                message = f"no habit belongs to the part “{id}” of the worksheet “{sheet.title}”"
                yield Problem(start.sheet.where, "unknown-part", message, f"add a habit with “part: {id}”")


def twice_rated(references: References) -> Problems:
    """The start page's worksheet asks for two ratings of each statement, which don't add up to one score."""
    for rating in (rating for _, _, ratings in _start(references) for rating in ratings if rating.twice):
        message = f"the part “{rating.title}” is rated twice, so it has no single score for the start page"
        yield Problem(rating.id.where, "twice-rated", message, "write “twice: no”")


def band_too_short(references: References) -> Problems:
    """No band covers the longest bar."""
    for start, sheet, ratings in _start(references):
        highest = max((rating.scale.steps * len(rating.statements) for rating in ratings), default=0)
        if highest > start.bands[-1].up_to:
            bar = f"a bar of the worksheet “{sheet.title}” can reach {highest}"
            message, fix = f"{bar}, but the last band ends earlier", f"write “up-to: {highest}” here"
            yield Problem(start.bands[-1].say.where, "band-too-short", message, fix)


def _start(references: References) -> Iterator[tuple[Start, Worksheet, list[Rating]]]:
    """Yield the start page, its worksheet and the ratings in it, unless one of the two is missing."""
    guide = references.guide
    if guide.start and (sheet := guide.worksheets.get(guide.start.sheet)):
        yield guide.start, sheet, [section for section in sheet.sections if isinstance(section, Rating)]


# Moments, and the checklists and contacts that they use


def unknown_item(references: References) -> Problems:
    """A step of a moment shows a box that its checklist doesn't have."""
    for _, step in _steps(references, CheckStep):
        if checklist := references.guide.checklists.get(step.checklist):
            items = [item.id for item in checklist.items]
            for id in step.items:
                if id not in items:
                    message = f"the checklist “{checklist.title}” has no item “{id}”"
                    fix = did_you_mean(id, items) or f"its items are {', '.join(items)}"
                    yield Problem(id.where, "unknown-item", message, fix)


def no_contacts(references: References) -> Problems:
    """A moment adds a person to the reader's contacts, but the guide has no page for them."""
    if references.guide.contacts or "contacts.yml" in references.unreadable:
        return
    base, message = references.guide.base, "this step adds a person to the reader’s contacts"
    for moment, step in _steps(references, PersonStep):
        fix = "delete this step, or add content/contacts.yml"
        if base and base.contacts:
            own = f"{references.guide.site.overlay}/{moment.folder}/{moment.id}.yml"
            fix = f"hide this step, too, in {own}, or don’t hide that page"
        yield Problem(step.id.where, "no-contacts", f"{message}, and the guide has no page for those", fix)


def unknown_occasion(references: References) -> Problems:
    """A moment names an occasion that isn't among the moments of the contacts page."""
    if contacts := references.guide.contacts:
        occasions = [occasion.id for occasion in contacts.moments]
        for _, step in _steps(references, PersonStep):
            if step.occasion and step.occasion not in occasions:
                message = f"the page “{contacts.title}” has no moment “{step.occasion}”"
                known = f"its moments are {', '.join(occasions)}" if occasions else "leave out “occasion”"
                fix = did_you_mean(step.occasion, occasions) or known
                yield Problem(step.occasion.where, "unknown-occasion", message, fix)


def _steps(references: References, kind: type[Step]) -> Iterator[tuple[Moment, Step]]:
    """Yield every step of this kind, with its moment."""
    for moment in references.guide.moments.values():
        yield from ((moment, step) for step in moment.steps if isinstance(step, kind))


# Workshops, and the worksheets that they use


def minutes_do_not_add_up(references: References) -> Problems:
    """The activities of a workshop take more or less time than it has."""
    for workshop in references.guide.workshops.values():
        for length in workshop.lengths:
            if over := sum(slot.minutes for slot in workshop.run(length)) - length:
                total = f"{length + over} minutes in total"
                message = f"the activities of the {length}-minute workshop take {total}"
                fix = f"take {over} minutes away" if over > 0 else f"add {-over} minutes"
                yield Problem(workshop.id.where, "minutes-do-not-add-up", message, fix)


def unknown_length(references: References) -> Problems:
    """An activity, or a thing to bring, names a length that the workshop doesn't have."""
    for workshop in references.guide.workshops.values():
        named: list[tuple[Location, str, str, Iterable[int]]] = [
            (one.id.where, one.title, "has minutes", one.minutes) for one in workshop.activities
        ]
        named += [(one.id.where, one.title, "has turns", one.turns) for one in workshop.activities]
        named += [(one.what.where, one.what, "is listed", one.lengths) for one in workshop.bring]
        fix = f"the lengths are {', '.join(map(str, workshop.lengths))}"
        for place, title, has, lengths in named:
            for length in lengths:
                if length not in workshop.lengths:
                    message = f"“{title}” {has} for a length of {length}"
                    yield Problem(place, "unknown-length", message, fix)


def turns_too_long(references: References) -> Problems:
    """The turns in an activity take longer than the activity."""
    for workshop in references.guide.workshops.values():
        for activity in workshop.activities:
            for length, turns in activity.turns.items():
                if length in activity.minutes and turns > (minutes := activity.minutes[length]):
                    total = f"take {turns} of its {minutes} minutes"
                    message = f"in the {length}-minute workshop, the turns in “{activity.title}” {total}"
                    fix = "turns are a part of “minutes”: leave time to explain them"
                    yield Problem(activity.id.where, "turns-too-long", message, fix)


def unknown_section(references: References) -> Problems:
    """An activity uses a section that its worksheet doesn't have, or has no worksheet at all."""
    for workshop in references.guide.workshops.values():
        for activity in workshop.activities:
            sheet = references.guide.worksheets.get(activity.sheet or "")
            if activity.sheet and not sheet:
                continue  # reported as an unknown reference, or as a file that can't be read
            existing = list(sheet.anchors) if sheet else []
            for id in activity.sections:
                if id not in existing:
                    message = f"this activity has no worksheet, so it has no section “{id}”"
                    fix = "add “sheet:”"
                    if sheet:
                        message = f"the worksheet “{sheet.title}” has no section “{id}”"
                        fix = did_you_mean(id, existing) or f"its sections are {', '.join(existing)}"
                    yield Problem(id.where, "unknown-section", message, fix)


def _outline(references: References, record: Record) -> str:
    """Return the file in which whoever wrote `record` lists it: the guide's or the overlay's."""
    overlay = references.guide.site.overlay
    shown = references.shown.get(record.folder, ())
    files = (record.id.where.file, *(id.where.file for id in shown[:1]))
    own = overlay and any(file.startswith(f"{overlay}/") for file in files)
    return f"{overlay}/guide.yml" if own else "content/guide.yml"


def _hidden(references: References, folder: str, id: str, rule: str, place: Location) -> Problem:
    """Return the problem of naming, at `place`, a record that the overlay hides."""
    overlay = references.guide.site.overlay
    file = place.file.removeprefix("content/").removeprefix(f"{overlay}/")
    hiding = folder if folder == "sources" else f"{folder}/{id}"
    message = f"this refers to “{id}”, which {overlay}/{hiding}.yml hides"
    return Problem(place, rule, message, f"change this in {overlay}/{file}, or don’t hide “{id}”")


RULES: tuple[Rule, ...] = (
    missing_file,
    stray_record,
    repeated_id,
    reserved_id,
    same_title,
    unknown_reference,
    unknown_source,
    idle_source,
    unknown_link,
    wordless_link,
    own_link,
    unknown_mark,
    unknown_part,
    twice_rated,
    band_too_short,
    unknown_item,
    no_contacts,
    unknown_occasion,
    minutes_do_not_add_up,
    unknown_length,
    turns_too_long,
    unknown_section,
)
