"""What of a guide can be said in another language.

A unit is known by its context and its text. The context is the permanent name of what the text belongs to,
and the field: `principles/ask-first#begin/how`. If an author changes the text, it's another unit, so that
an answer to the old one is never shown. IDs, links, numbers and dates are in no unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from generator.engine.memo import Identity, Memo
from generator.model.brand import Contact
from generator.model.descriptions import description_of
from generator.model.fields import FieldText, Prose, Summary, Text, Title
from generator.model.guide import Guide
from generator.model.ids import PermanentId, permanents
from generator.model.local_help import LocalHelp
from generator.model.markdown import TARGET
from generator.model.message import Blank, Message
from generator.model.outline import Remark, Search
from generator.model.own_kinds import OwnField, OwnKind, OwnRecord
from generator.model.record import Record
from generator.model.settings import HouseStyle, License, ParentGuide, Profile, TranslationElsewhere
from generator.model.source import Source
from generator.model.worksheet import Sentence

Key = tuple[str, str]
"""The context of a unit, and its text in the language of the original."""
TRANSLATED = (Prose, Summary, Text, Title)
SAME = (Contact, HouseStyle, License, LocalHelp, ParentGuide, Profile, TranslationElsewhere)
"""Blocks with names, which are the same in every language, or with what a language has of its own."""
SAME_FIELDS = {(Source, "cite"), (OwnField, "help")}
OWN_LISTS = {(Remark, "words"), (Search, "synonyms")}
"""Lists of words as readers type them. Each language has its own, so a list is one unit, with a line for each
word. The same goes for every field `also`."""
LETTER = frozenset(["subject", "body", "short", "text_message"])
"""The fields of a message that are sent."""
BLANK = re.compile(r"\{[^{}]*\}")
POINT = re.compile(r"\s*(?:[-*+]|\d+[.)])(?=\s|$)")
"""How an entry of a list starts."""
EMPTY_LINE = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Translatable:
    """The text in one place of the guide's files, or a list of words; it has one unit or several."""

    context: str
    parts: tuple[str, ...]
    """The paragraphs and lists of `Prose`; of all else, the one text."""
    texts: tuple[FieldText, ...]
    """The text itself; the words, if it's a list."""
    is_list: bool
    owner: BaseModel
    """The block that it's a field of."""
    field: str
    """The attribute of `owner`."""
    named: PermanentId | None
    """What gives it its name, unless that's a file that can't be renamed."""

    @property
    def units(self) -> Iterator[Key]:
        """Yield the keys of its units: parts with letters, besides those in blanks."""
        return ((self.context, part) for part in self.parts if has_letters(part))

    @property
    def former_contexts(self) -> Iterator[str]:
        """Yield the contexts that it had before something was renamed."""
        if self.named:
            rest = self.context.removeprefix(self.named.name)
            yield from (name + rest for name in self.named.previous())

    @property
    def letter(self) -> str:
        """The name of the text to send or say that it's part of; that is in one language as a whole."""
        match self.owner, self.named:
            case Blank(), PermanentId() as named:
                return named.container
            case Message(), PermanentId() as named if self.field in LETTER:
                return named.name
            case Sentence(), PermanentId() as named if self.field in ("text", "example"):
                return named.name
        return ""


def has_letters(part: str) -> bool:
    """Return whether there's anything to translate in a `part` of a text."""
    return any(map(str.isalpha, BLANK.sub("", part) if "{" in part else part))


@dataclass(frozen=True, slots=True)
class GuideUnit:
    """A text to translate, at the first place where the guide has it."""

    key: Key
    place: Translatable
    record: str
    """The permanent name of the record that it's in; else `site`, `guide` or `sources`, or the kind."""

    @property
    def context(self) -> str:
        return self.key[0]

    @property
    def text(self) -> str:
        return self.key[1]

    @property
    def file(self) -> str:
        """The path of the file with the original, from the project folder."""
        return self.place.texts[0].file

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    def notes(self, longer: float) -> Iterator[str]:
        """Yield what translators need to know, in sentences; `longer` is as in the language's settings."""
        place, kind = self.place, type(self.place.texts[0])
        if note := description_of(type(place.owner), place.field):
            yield note
        if place.is_list:
            yield "Your language’s own words, one on each line, as many as you like."
        elif issubclass(kind, Title | Summary):
            yield f"At most {int(kind.longest * longer)} characters."
        if blanks := dict.fromkeys(BLANK.findall(self.text)):
            yield f"Keep as they are: {' '.join(blanks)}"
        if links := dict.fromkeys(TARGET.findall(self.text)):
            yield f"Keep what’s in ( ) after ]: {', '.join(links)}"


def units(guide: Guide) -> Iterator[GuideUnit]:
    """Yield every unit of `guide` once, in the order of its files."""
    yield from _once(passages_of(guide))


def record_units(records: Iterable[Record]) -> Iterator[GuideUnit]:
    """Yield every unit of `records` once."""
    yield from _once((PermanentId(record, ()).name, record_passages(record)) for record in records)


def _once(named: Iterable[tuple[str, Iterable[Translatable]]]) -> Iterator[GuideUnit]:
    seen = set[Key]()
    for name, passages in named:
        for place in passages:
            for key in place.units:
                if key not in seen:
                    seen.add(key)
                    yield GuideUnit(key, place, name)


def passages_of(guide: Guide) -> Iterator[tuple[str, Iterable[Translatable]]]:
    """Yield each record or file of `guide`, by name, with its passages."""
    yield "site", passages(guide.site, "site")
    yield "guide", passages(guide.outline, "guide")
    for kind in guide.kinds:
        if own := own_kind_of(kind):
            name = f"kinds/{kind.word}"
            yield name, passages(own, name)
    for record in guide.records():
        yield PermanentId(record, ()).name, record_passages(record)
    yield "sources", sources_passages(guide.sources)


def own_kind_of(kind: type[Record]) -> OwnKind | None:
    """Return what the guide's own file says about a `kind`; None if the kind is one of the program's."""
    if not issubclass(kind, OwnRecord):
        return None
    names = (base.named for base in kind.__mro__ if issubclass(base, Record))
    return next((named for named in names if isinstance(named, OwnKind)), None)


def record_passages(record: Record) -> tuple[Translatable, ...]:
    """Return the passages of `record`, in the order of its fields."""
    return _memo.get_or_compute(Identity(record), lambda: tuple(_passages(record)))


_memo: Memo[tuple[Translatable, ...]] = Memo()
"""By record, because each language asks twice: to translate the record, and to count."""


def _passages(record: Record) -> Iterator[Translatable]:
    named = {id(one.block): one for one in permanents([record])}
    return _Walk(named).block(record, "")


def sources_passages(sources: Mapping[str, Source]) -> Iterator[Translatable]:
    """Yield the passages of all `sources`, which are by ID."""
    for id, source in sources.items():
        yield from passages(source, f"sources#{id}")


def passages(block: BaseModel, name: str) -> Iterator[Translatable]:
    """Yield the passages of a `block` with this `name`, in which nothing has a permanent name."""
    return _Walk({}).block(block, name)


class _Walk:
    """Goes through all values of a block."""

    def __init__(self, named: Mapping[int, PermanentId]) -> None:
        self._named = named
        """What has a permanent name, by the identity of its block."""
        self._in: PermanentId | None = None

    def block(self, block: BaseModel, name: str) -> Iterator[Translatable]:
        """Yield the passages of `block`; `name` is that of its field, for if it has none of its own."""
        before = self._in
        if found := self._named.get(id(block)):
            self._in, name = found, found.name
        elif own := getattr(block, "id", None):
            name = name if name.endswith(f"#{own}") else f"{name}/{own}"
        for attribute, field in type(block).model_fields.items():
            if (type(block), attribute) not in SAME_FIELDS:
                value = getattr(block, attribute)
                yield from self._value(value, f"{name}/{field.alias}", block, attribute)
        self._in = before

    def _value(self, value: object, context: str, owner: BaseModel, field: str) -> Iterator[Translatable]:
        match value:
            case Prose():
                parts = tuple(map(_unwrapped, EMPTY_LINE.split(value)))
                yield Translatable(context, parts, (value,), False, owner, field, self._in)
            case Summary() | Text() | Title():
                yield Translatable(context, (str(value),), (value,), False, owner, field, self._in)
            case tuple() if _is_own_list(value, owner, field):
                yield Translatable(context, ("\n".join(value),), value, True, owner, field, self._in)
            case tuple():
                for inner in value:
                    yield from self._value(inner, context, owner, field)
            case Mapping():
                for key, inner in value.items():
                    yield from self._value(inner, f"{context}/{key}", owner, field)
            case BaseModel() if not isinstance(value, SAME):
                yield from self.block(value, context)


def _is_own_list(value: tuple[object, ...], owner: BaseModel, field: str) -> bool:
    is_own = field == "also" or (type(owner), field) in OWN_LISTS
    return is_own and bool(value) and all(isinstance(one, Title) for one in value)


def _unwrapped(piece: str) -> str:
    """Return a paragraph or list without line breaks inside a sentence."""
    lines = list[str]()
    for line in piece.split("\n"):
        if lines and not POINT.match(line):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line.rstrip())
    return "\n".join(lines)
