"""The starter of a record of a kind that a guide adds, made from the fields that its file names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date

from generator.model.guide import Guide
from generator.model.own_kinds import OwnField, OwnRecord

HEAD = """\
# yaml-language-server: $schema=../../schemas/{word}.json
# Your editor explains each field if it supports the schema, which “advice schema” writes.
# Replace every text that starts with “TODO:”. “advice check” lists what’s left.
title: {title}
summary: "TODO: what “{title}” is about, in one sentence."
"""
END = """\
# The one thing to do afterward, in a few words, and its page.
next: {{say: "TODO: what to do next", to: {link}}}
"""


def own_starter(kind: type[OwnRecord], id: str, title: str, link: str, guide: Guide) -> str:
    """Return the text of a new record of this `kind`, called `id`; what’s next after it is at `link`.

    A field that has to name a record of the same kind names the new one if it’s the first.
    """
    ids = {one.word: next(iter(guide.folder(one.folder)), "the-id-of-one") for one in guide.kinds}
    if not guide.folder(kind.folder):
        ids[kind.word] = id
    lines = (line for name, field in kind.declared.items() for line in _lines(name, field, guide, ids))
    return HEAD.format(word=kind.word, title=title) + "".join(lines) + END.format(link=link)


def _lines(name: str, field: OwnField, guide: Guide, ids: Mapping[str, str]) -> Iterator[str]:
    if field.help:
        yield f"# {field.help}\n"
    if field.optional:
        yield f"# {name}: …  # you can leave this out\n"
        return
    todo = json.dumps(f"TODO: {field.label or name.replace('-', ' ')}", ensure_ascii=False)
    match field.type:
        case "paragraphs":
            yield f"{name}: |\n  {json.loads(todo)}\n"
        case "list":
            yield f"{name}:\n  - {todo}\n"
        case "date":
            yield f"{name}: {date.today().isoformat()}\n"
        case "number":
            yield f"{name}: 1\n"
        case "choice":
            yield f"{name}: {json.dumps(field.choices[0].says, ensure_ascii=False)}\n"
        case "web-address":
            yield f"{name}: https://example.org/\n"
        case "link":
            yield f"{name}: principles/{guide.outline.principles.show[0]}\n"
        case "record":
            assert field.kind, "a field of this type has a kind"
            yield f"{name}: {ids[field.kind]}\n"
        case _:
            yield f"{name}: {todo}\n"
