"""Puts the answers of a catalog into the blocks of a guide's files, in place of the texts.

That's done before the blocks are validated. So all that holds for a text of the original holds for its
translation, and what's wrong with one is reported at its line of the catalog.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from pydantic import BaseModel

from generator.engine.memo import digest
from generator.load.answer_faults import faults
from generator.load.catalog import Catalog
from generator.load.yaml_nodes import Node, Series, YamlMapping
from generator.model.fields import FieldText, Language, SiteUrl
from generator.model.foreign import marked
from generator.model.language import LanguageSettings
from generator.model.local_help import HelpEntry, LocalHelp
from generator.model.own_kinds import OwnChoice
from generator.model.settings import HouseStyle, SiteConfig
from generator.model.source_text import SourceFile, SourceText
from generator.model.units import Key, Translatable, has_letters
from generator.model.worksheet import Choice
from generator.problems import Location, Problem

PARAGRAPHS = "\n\n"
Spot = tuple[str, int]
"""The file of a text, and where it starts there."""


class Piece(NamedTuple):
    """A part of a text in another language."""

    text: str
    answer: SourceText | None
    """What it's from; None if it's in the language of the original."""
    start: int = 0
    """The index in the answer at which it starts; below 0 if it has something before the answer."""


class Woven(SourceFile):
    """A text put together from pieces: a file of its own, whose places are those of the answers."""

    is_yaml = False

    def __init__(self, pieces: Sequence[Piece], original: FieldText, longer: float) -> None:
        """Join `pieces`; what has no answer is at the place of the `original`."""
        joined = PARAGRAPHS.join(piece.text for piece in pieces)
        # In quotes, no word of another language means something in YAML.
        super().__init__(f'"{joined}"', next(piece.answer.file for piece in pieces if piece.answer))
        self.longer = longer
        self.whole = SourceText(joined, self, 0, len(self.text), '"')
        """The text, as if it was typed in this file."""
        self._pieces = pieces
        self._starts = [*accumulate((len(piece.text) + len(PARAGRAPHS) for piece in pieces), initial=1)]
        self._original = original

    def at(self, index: int, length: int = 1) -> Location:
        number = max(0, bisect_right(self._starts, index, hi=len(self._pieces)) - 1)
        piece = self._pieces[number]
        if not piece.answer:
            return self._original.where
        start = max(0, piece.start + index - self._starts[number])
        return piece.answer.place(start, min(start + length, len(piece.answer)))


class Answers:
    """The answers of one language, as far as they can be used."""

    def __init__(self, language: Language, settings: LanguageSettings, catalogs: Sequence[Catalog]) -> None:
        """Take answers from `catalogs`; those of a later one come first."""
        self.language = language
        self.settings = settings
        self.catalogs = catalogs
        parts = str(language), settings.model_dump_json()
        self.digest = digest(*parts, *(catalog.digest for catalog in catalogs))
        """Stands for everything that a translated record depends on, besides the original."""
        self.problems: list[Problem] = []
        """What's wrong with the answers that were looked at and can't be used."""
        self._found: dict[Key, SourceText | None] = {}

    def find(self, place: Translatable, part: str) -> SourceText | None:
        """Return the answer to a `part` of `place`; None without one that can be used."""
        key = place.context, part
        if key not in self._found:
            answer = self._in_catalogs(place, part)
            wrong = list(faults(place, part, answer)) if answer else []
            self.problems += wrong
            self._found[key] = None if wrong else answer
        return self._found[key]

    def _in_catalogs(self, place: Translatable, part: str) -> SourceText | None:
        for context in chain([place.context], place.former_contexts) if self.catalogs else ():
            for catalog in reversed(self.catalogs):
                if answer := catalog.answer((context, part)):
                    return answer
        return None

    def site(self, site: SiteConfig) -> SiteConfig:
        """Return the settings of the `site` for this language.

        Raises `PydanticCustomError` if the address of its folder is longer than an address can be.
        """
        own = self.settings
        url = SiteUrl.parse(SourceText(f"{site.url}{self.language}/", site.url.where))
        names = site.prose.words if site.prose else ()
        words = {"words": (*names, *own.words), "banned": own.banned, "grade": own.grade}
        update = {
            "url": url,
            "language": self.language,
            "prose": HouseStyle().model_copy(update=words),
            "country": own.country or site.country,
        }
        help_near = own.local_help or (site.local_help and _foreign(site.local_help))
        return site.model_copy(update={**update, "local_help": help_near})

    def put_into(self, block: YamlMapping, passages: Iterable[Translatable]) -> YamlMapping:
        """Return `block` with an answer to each of its `passages`, or with the marks of the original."""
        every = list(passages)
        unfinished = {one.letter for one in every if one.letter and not self._is_whole(one)}
        nodes = dict[Spot, Node]()
        for place in every:
            is_shown = place.letter not in unfinished
            if any(place.units) and (spot := _spot(place.texts[0])):
                nodes[spot] = self._node(place, is_shown)
        replaced = _replaced(block, nodes)
        assert isinstance(replaced, YamlMapping)
        return replaced

    def _is_whole(self, place: Translatable) -> bool:
        return all(self.find(place, part) for _, part in place.units)

    def _node(self, place: Translatable, is_shown: bool) -> Node:
        """Return what's in place of `place`: its answers, if they can be shown."""
        first = place.texts[0]
        answers = [self.find(place, part) if is_shown else None for part in place.parts]
        if place.is_list:
            return self._list(place, answers[0])
        pieces = [*map(_piece, place.parts, answers)]
        text = (
            Woven(pieces, first, self.settings.longer).whole
            if any(answers)
            else _like(first, PARAGRAPHS.join(piece.text for piece in pieces))
        )
        if name := _made_of_words(place.owner):
            kept, label = SourceText(name), SourceText("label")
            return YamlMapping({kept: _like(first, getattr(place.owner, name)), label: text}).placed_as(first)
        return text

    def _list(self, place: Translatable, answer: SourceText | None) -> Series:
        first = place.texts[0]
        if not answer:
            return Series(_like(text, marked(text)) for text in place.texts).placed_as(first)
        lines = answer.split("\n")
        starts = accumulate((len(line) + 1 for line in lines), initial=0)
        pieces = [
            Piece(line, answer, start) for line, start in zip(lines, starts, strict=False) if line.strip()
        ]
        longer = self.settings.longer
        return Series(Woven([piece], first, longer).whole for piece in pieces).placed_as(
            Woven([Piece(answer, answer)], first, longer).whole
        )


def _made_of_words(owner: BaseModel) -> str:
    """Return which field of a choice is made of its words, and remains that of the original; or nothing."""
    match owner:
        case Choice() if isinstance(owner.id.source, Location):
            return "id"
        case OwnChoice() if owner.is_one_text:
            return "says"
    return ""


def _piece(part: str, answer: SourceText | None) -> Piece:
    if answer:
        # What continues an entry of a list is indented, whatever the answer is.
        indent, words = part[: len(part) - len(part.lstrip())], answer.lstrip()
        return Piece(f"{indent}{words}", answer, len(answer) - len(words) - len(indent))
    return Piece(marked(part) if has_letters(part) else part, None)


def _like(original: SourceText, text: str) -> SourceText:
    """Return `text` at the place of the `original`."""
    return SourceText(text, original.source, original.start, original.length, original.style)


def _spot(text: SourceText) -> Spot | None:
    return None if isinstance(text.source, Location) else (text.source.name, text.start)


def _replaced(node: Node, nodes: Mapping[Spot, Node]) -> Node:
    """Return `node` with those of `nodes` that belong in it; a list of words is known by its first."""
    if isinstance(node, YamlMapping):
        return YamlMapping((key, _replaced(value, nodes)) for key, value in node.items()).placed_as(node)
    if isinstance(node, Series):
        if node and isinstance(node[0], SourceText) and (spot := _spot(node[0])):
            found = nodes.get(spot)
            if isinstance(found, Series):
                return found
        return Series(_replaced(one, nodes) for one in node).placed_as(node)
    spot = _spot(node)
    return nodes.get(spot, node) if spot else node


def _foreign(help_near: LocalHelp) -> LocalHelp:
    """Return the help that the original names, with marks around what it says."""
    return help_near.model_copy(update={"entries": tuple(map(_foreign_entry, help_near.entries))})


def _foreign_entry(entry: HelpEntry) -> HelpEntry:
    texts = {name: value for name in ("name", "say", "hours") if (value := getattr(entry, name))}
    return entry.model_copy(
        update={name: type(text)(marked(text), text.where) for name, text in texts.items()}
    )
