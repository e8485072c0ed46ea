"""What the page “My week” knows about the guide: what can be kept, has a day, and counts as filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.load.strings import Strings
from generator.model.contacts import Contacts, Occasion, Rhythm
from generator.model.guide import Guide
from generator.model.record import Identified
from generator.model.start import Start
from generator.model.worksheet import (
    AnySection,
    Balance,
    Bars,
    Column,
    Commitment,
    Rating,
    Table,
    TickBoxes,
    Timeline,
    Week,
    Worksheet,
)
from generator.paper.fillable_fields import fields
from generator.paper.sheet_data import printed_sections


def week_data(guide: Guide, strings: Strings) -> dict[str, Any]:
    """Return it as JSON values, for scripts/week.js."""
    outline = guide.outline
    worksheets = (guide.worksheets[id] for id in outline.worksheets.show)
    lists = (guide.checklists[id] for id in outline.checklists.show)
    messages = (guide.messages[id] for id in outline.messages.show) if outline.messages else ()
    moments = (guide.moments[id] for id in outline.moments.show) if outline.moments else ()
    return {
        "sheets": [_sheet(sheet, strings) for sheet in worksheets],
        "lists": [_form(_page(one.folder, one.id, one.title), one.items) for one in lists],
        "messages": [_form(_page(one.folder, one.id, one.title), one.blanks) for one in messages],
        "moments": [_page(one.folder, one.id, one.title) for one in moments],
        "plan": _plan(guide.start, guide, strings) if guide.start else None,
        "rhythm": rhythm(guide.contacts, strings) if guide.contacts else None,
    }


def paper_week(guide: Guide) -> Worksheet | None:
    """Return the first worksheet with a week to fill in, for readers with a pen, if there is one."""
    worksheets = (guide.worksheets[id] for id in guide.outline.worksheets.show)
    has_week = (sheet for sheet in worksheets if any(isinstance(part, Week) for part in sheet.sections))
    return next(has_week, None)


def _page(folder: str, id: str, title: str) -> dict[str, Any]:
    return {"page": f"{folder}/{id}", "title": title}


def _form(page: dict[str, Any], fields: Iterable[Identified]) -> dict[str, Any]:
    """Return `page` with the IDs of each of its `fields`, the current one first."""
    return {**page, "fields": [field.ids for field in fields]}


def _sheet(sheet: Worksheet, strings: Strings) -> dict[str, Any]:
    parts = [(part, len([*fields(part, strings)])) for part in printed_sections(sheet)]
    return {
        **_page(sheet.folder, sheet.id, sheet.title),
        "steps": [
            {"id": part.id, "title": part.title, "need": _enough(part, count)}
            for part, count in parts
            if count
        ],
        "dates": [dated for part, _ in parts for dated in _dates(part)],
    }


def _enough(section: AnySection, count: int) -> int:
    """Return how many of the `count` fields of `section` make it filled."""
    match section:
        case Table() | TickBoxes() | Balance() | Week():
            return 1
        case Rating():
            return len(section.statements)
        case Bars():
            return len(section.bars)
        case Commitment():
            return 2
    return (count + 1) // 2


def _dates(section: AnySection) -> Iterator[Mapping[str, Any]]:
    match section:
        case Commitment():
            yield {"section": section.id, "name": "with", "what": "act", "days": [["by", ""]]}
        case Table():
            days = [column for column in section.columns if column.type == "date"]
            due = days[1:] if isinstance(section, Timeline) else [column for column in days if column.due]
            texts = [column for column in section.columns if column.type == "text"]
            if due:
                person = next((column for column in texts if column.asks == "person"), None)
                name = person or (texts[0] if texts else None)
                yield {
                    "section": section.id,
                    "rows": True,
                    "name": name.id if name else "",
                    "what": "" if isinstance(section, Timeline) else _what(texts, due[0], name, section),
                    "days": [[column.id, column.label] for column in due],
                }


def _what(texts: list[Column], due: Column, name: Column | None, section: Table) -> str:
    """Return the ID of the column that says what is `due`: the last text before it, or else the first one."""
    others = [column for column in texts if column is not name]
    place = section.columns.index(due)
    before = section.columns[place - 1] if place else None
    return before.id if before in others else others[0].id if others else ""


def _plan(start: Start, guide: Guide, strings: Strings) -> dict[str, Any]:
    sheet = guide.worksheets[start.sheet]
    return {
        "page": f"{sheet.folder}/{sheet.id}",
        "again": start.again or 0,
        "parts": rated_parts(sheet, strings),
        "bands": [{"upTo": band.up_to, "say": ""} for band in start.bands],
        "habits": [
            {
                "part": habit.part,
                "steps": [
                    {"id": step.id, "day": step.day, "minutes": step.minutes, "do": step.do}
                    for step in habit.steps
                ],
            }
            for habit in start.habits
        ],
    }


def rated_parts(sheet: Worksheet, strings: Strings) -> list[dict[str, Any]]:
    """Return each rating of `sheet`, with its fields and the highest sum."""
    parts = []
    for section in sheet.sections:
        if isinstance(section, Rating):
            ids = [field.id for field in fields(section, strings)]
            highest = section.scale.steps * len(ids)
            parts.append({"id": section.id, "name": section.title, "highest": highest, "fields": ids})
    return parts


def rhythm(contacts: Contacts, strings: Strings) -> dict[str, Any]:
    """Return when to get in touch again and what to do then, by ring and by what happened, as JSON values."""

    def rule(one: Rhythm) -> dict[str, Any]:
        step = one.step if isinstance(one, Occasion) else strings.contacts.hello
        return {"id": one.id, "name": one.name, "ideal": one.ideal, "latest": one.latest, "step": step}

    return {
        "rings": [rule(one) for one in contacts.rings],
        "moments": [rule(one) for one in contacts.moments],
    }
