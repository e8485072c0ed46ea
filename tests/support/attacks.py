"""A small guide with an attack of tests/support/attacks.yml in every text, each with its own mark.

Texts are found by the types of the model, so a new field is attacked, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import yaml
from pydantic import BaseModel

from generator.check.check import check
from generator.downloads import combined_pdfs
from generator.load.loader import load
from generator.load.strings import load_strings
from generator.load.yaml_nodes import Node, Series, YamlMapping, parse
from generator.model.brand import Mail, Phone
from generator.model.fields import FieldText, Prose, Summary, Text, Title, Url
from generator.model.guide import Guide
from generator.model.outline import Doors
from generator.model.record import Record
from generator.model.settings import HouseStyle, SiteConfig
from generator.paper import run_sheet, worksheet
from generator.problems import ContentError, Problem
from generator.project import Project
from tests.support.paths import TESTS

KINDS_OF_TEXT = (Text, Title, Summary, Prose, Url, Mail, Phone)
"""The types of what readers see; other types are ids, numbers and choices."""
MARK = re.compile(r"kx[0-9]+z")

Path_ = tuple[str, ...]


@dataclass(frozen=True)
class Attack:
    """A hostile text."""

    name: str
    text: str
    ends: bool
    """Whether it has to be at the end of a text."""


def attacks() -> tuple[Attack, ...]:
    """Return the attacks in their order."""
    listed = yaml.safe_load((TESTS / "support/attacks.yml").read_text("utf-8"))
    return tuple(
        Attack(name, text, place == "end")
        for place in ("begin", "end")
        for name, text in listed[place].items()
    )


# Where texts are


@dataclass(frozen=True)
class Slot:
    """A text of the guide."""

    file: str
    path: Path_
    """The names of fields and the indexes of entries that lead to it."""
    kind: type[FieldText]
    field: str
    """Its class and name, such as `Practice.do`."""
    text: str
    """The original text."""


def slots(guide: Guide) -> Iterator[Slot]:
    """Yield every text of `guide` that readers can see."""
    yield from _texts(guide.site, "site_config.yml")
    yield from _texts(guide.outline, "content/guide.yml")
    for id, source in guide.sources.items():
        yield from _texts(source, "content/sources.yml", (id,))
    for record in guide.records():
        yield from _texts(record, record.id.where.file)


def _texts(value: object, file: str, path: Path_ = (), field: str = "") -> Iterator[Slot]:
    match value:
        case FieldText():
            if type(value) in KINDS_OF_TEXT:
                yield Slot(file, path, type(value), field, str(value))
        case HouseStyle():
            return  # settings of the checks, which no reader sees
        case BaseModel():
            for name, about in type(value).model_fields.items():
                inner, alias = getattr(value, name), about.alias or name
                yield from _texts(inner, file, (*path, alias), f"{type(value).__name__}.{alias}")
        case Mapping():
            for key, inner in value.items():
                yield from _texts(inner, file, (*path, str(key)), field)
        case tuple():
            for number, inner in enumerate(value):
                yield from _texts(inner, file, (*path, str(number)), field)


def every_field() -> set[str]:
    """Return the name of each field of the model that can hold such a text, as in `Slot.field`."""
    found = dict.fromkeys(_models({SiteConfig, *_inside(get_type_hints(Guide))}))
    names = set[str]()
    for model in (queue := list(found)):
        for name, about in model.model_fields.items():
            types = set(_inside(about.annotation))
            if types & {*KINDS_OF_TEXT}:
                names.add(f"{model.__name__}.{about.alias or name}")
            for inner in _models(types):
                if inner not in found:
                    found[inner] = None
                    queue.append(inner)
    return names


def _models(types: set[type]) -> Iterator[type[BaseModel]]:
    # A guide has either doors or moments, and doors only have titles and links like those of other blocks.
    # All records are of some kind; tests/test_own_kinds.py attacks those of a guide's own.
    return (one for one in types if issubclass(one, BaseModel) and one not in (HouseStyle, Doors, Record))


def _inside(annotation: Any) -> Iterator[type]:
    """Yield every class in `annotation`."""
    if isinstance(annotation, type):
        yield annotation
    inner = annotation.values() if isinstance(annotation, dict) else get_args(annotation)
    for argument in inner:
        yield from _inside(argument)


# A guide with an attack in each text


@dataclass(frozen=True)
class Refused:
    """An attack that a field refuses."""

    slot: Slot
    attack: Attack
    problem: Problem


@dataclass(frozen=True)
class Attacked:
    """A guide with attacks that passes the checks."""

    folder: Path
    typed: Mapping[str, tuple[Slot, Attack, str]]
    """For each mark, its text, the attack next to it, and what the text is now."""
    refused: tuple[Refused, ...]


UNUSED_FIELDS: Mapping[str, Mapping[str, Any]] = {
    "site_config.yml": {
        "contact": {
            "name": "Open House", "mail": "hello@feedback.example", "phone": "+1 555 0100",
            "url": "https://house.example/",
        },
        "based-on": {"name": "An older guide", "url": "https://older.example/"},
        "repository": {"url": "https://code.example/guide", "edit": "edit/main"},
        "social": [{"name": "Elsewhere", "url": "https://elsewhere.example/"}],
        "country": "IE",
        "local-help": {
            "country": "IE", "language": "en", "checked": "2026-11-01", "entries": [
                {
                    "kind": "crisis", "say": "If it’s too much", "name": "Line", "phone": "+1 555 0101",
                    "text": "+1 555 0102", "url": "https://line.example/", "mail": "line@help.example",
                    "hours": "any time",
                }
            ],
        },
        "translations": [{"name": "Deutsch", "url": "https://de.example/", "language": "de"}],
    },
    "content/guide.yml": {
        "search": {"care": ["lost"], "synonyms": [["talk", "conversation"]]},
        "kinds": {"message": {"one": "letter", "many": "letters", "hint": "to send"}},
    },
    "content/changes.yml": {"also": ["news"]},
    "content/glossary.yml": {"also": ["dictionary"]},
    "content/pages/why-it-is-hard.yml": {"also": ["fears"]},
    "content/worksheets/one-talk.yml": {"also": ["preparing"], "local-help": ["crisis"]},
}  # fmt: skip
"""Fields that the small guide doesn't use."""


TERM = "See [remark](glossary#remark)."
"""Added to prose next to attacks: a link that brings the meaning of a term to the page."""


class Target:
    """A guide that can be attacked, round after round."""

    def __init__(self, folder: Path, more: Callable[[Path], None]) -> None:
        """Use the guide in `folder`, to which `more` adds the records it lacks."""
        more(folder)
        self.folder = folder
        self.project = Project.at(folder)
        guide = check(load(self.project))
        files = dict.fromkeys(slot.file for slot in slots(guide))
        self.data = {file: _plain(parse((folder / file).read_bytes(), file)) for file in files}
        for file, fields in UNUSED_FIELDS.items():
            self.data[file] |= fields
        self.data["content/sources.yml"]["stone-heen-2014"]["url"] = "https://book.example/"
        for file, data in self.data.items():
            _relax_limits(data)
            if "/worksheets/" in file:
                data["pages"] = "6"
        self._write({})
        found = tuple(slots(check(load(self.project))))
        self._put({slot: TERM for slot in found if slot.kind is Prose}, self.data)
        self._write({})
        self.slots = tuple(slots(check(load(self.project))))
        self.strings = load_strings(self.project.templates, "en")

    def plain(self) -> None:
        """Restore the original texts."""
        self._write({})

    def attack(self, round: int) -> Attacked:
        """Put an attack into each text, a different one in each round.

        If a field refuses it, try the same with entities, or else restore the original text.
        """
        listed = attacks()
        given = {slot: listed[(at + round) % len(listed)] for at, slot in enumerate(self.slots)}
        values = {slot: _typed(slot, attack, at) for at, (slot, attack) in enumerate(given.items())}
        refused: list[Refused] = []
        while problems := self._problems(values):
            reported = [(slot, problem) for problem in problems for slot in self._owners(problem, values)]
            unowned = {*problems} - {problem for _, problem in reported}
            assert not unowned, unowned
            refused += [Refused(slot, given[slot], problem) for slot, problem in reported]
            for slot, problem in dict(reported).items():
                escaped = values.pop(slot).replace("<", "&lt;").replace(">", "&gt;")
                if problem.rule == "angle-bracket" and len(escaped) <= slot.kind.longest:
                    values[slot] = escaped
        marks = {f"kx{at}z": (slot, given[slot]) for at, slot in enumerate(self.slots)}
        typed = {
            # A page splits a text at its blanks.
            mark: (
                slot,
                attack,
                " ".join(values[slot].replace(slot.text if _has_blanks(slot) else "\0", "").split()),
            )
            for mark, (slot, attack) in marks.items()
            if slot in values and _takes_words(slot)
        }
        return Attacked(self.folder, typed, tuple(refused))

    def _problems(self, values: Mapping[Slot, str]) -> tuple[Problem, ...]:
        self._write(values)
        try:
            guide = check(load(self.project))
        except ContentError as error:
            return error.problems
        sheets = (worksheet.unprintable(sheet, guide, self.strings) for sheet in guide.worksheets.values())
        runs = (run_sheet.unprintable(workshop, guide) for workshop in guide.workshops.values())
        return tuple(
            problem for found in (*sheets, *runs, combined_pdfs.unprintable(guide)) for problem in found
        )

    def _write(self, values: Mapping[Slot, str]) -> None:
        marks = {f"kx{at}z": slot for at, slot in enumerate(values)}
        self._lines = {
            (file, line): marks[mark]
            for file, text in self._dumped({slot: mark for mark, slot in marks.items()}).items()
            for line, held in enumerate(text.split("\n"), start=1)
            for mark in MARK.findall(held)
        }
        for file, text in self._dumped(values).items():
            (self.folder / file).write_text(text, "utf-8")

    @staticmethod
    def _put(values: Mapping[Slot, str], files: Mapping[str, Any]) -> None:
        for slot, value in values.items():
            holder, path = files[slot.file], slot.path
            while len(path) > 1 and not isinstance(inner := holder[_step(holder, path[0])], str):
                holder, path = inner, path[1:]
            # Of a choice, only the label may be written, so a text can take the place of its fields.
            holder[_step(holder, path[0])] = value

    def _dumped(self, values: Mapping[Slot, str]) -> dict[str, str]:
        """Return the files with `values` in them, each on a line of its own."""
        whole = {file: _copied(data) for file, data in self.data.items()}
        self._put(values, whole)
        return {
            file: yaml.safe_dump(data, default_style='"', allow_unicode=True, sort_keys=False, width=10**9)
            for file, data in whole.items()
        }

    def _owners(self, problem: Problem, values: Mapping[Slot, str]) -> list[Slot]:
        """Return the texts `problem` is about; those with blanks are reported at the start of the block."""
        if slot := self._lines.get((problem.location.file, problem.location.line)):
            return [slot] if slot in values else []
        fields = LOCATED_AT_BLOCK.get(problem.rule, ())
        return [
            slot
            for slot, value in values.items()
            if slot.file == problem.location.file
            and slot.field in fields
            and (problem.rule != "blank" or value.count("{") > slot.text.count("{"))
        ]


LOCATED_AT_BLOCK = {
    "blank": ("Message.subject", "Message.body", "Message.short", "Message.text-message", "Sentence.text"),
}
"""Fields that have to fit others, by the rule that is reported at the start of their block."""


def _has_blanks(slot: Slot) -> bool:
    return slot.field in LOCATED_AT_BLOCK["blank"] and "{" in slot.text


def _takes_words(slot: Slot) -> bool:
    return slot.kind in (Text, Title, Summary, Prose)


def _typed(slot: Slot, attack: Attack, number: int) -> str:
    if not _takes_words(slot):
        return attack.text
    # A text has to keep its blanks and its link to a term.
    rest = slot.text if _has_blanks(slot) or slot.kind is Prose else ""
    gap = "\n\n" if slot.kind is Prose else " "
    parts = [rest, f"kx{number}z", attack.text] if attack.ends else [attack.text, f"kx{number}z", rest]
    return gap.join(filter(None, parts))


def _plain(node: Node) -> Any:
    if isinstance(node, YamlMapping):
        return {str(key): _plain(value) for key, value in node.items()}
    return [_plain(value) for value in node] if isinstance(node, Series) else str(node)


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def _relax_limits(value: Any) -> None:
    """Raise word limits to the maximum, because length isn't tested here."""
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _relax_limits(inner)
    if isinstance(value, dict) and isinstance(value.get("words"), str):
        value["words"] = "200"


def _step(holder: Any, step: str) -> Any:
    return int(step) if isinstance(holder, list) else step
