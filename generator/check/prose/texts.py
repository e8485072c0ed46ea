"""Every text of a guide that its readers see, one after another, with what in it is not words hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from generator.check.prose.words import HIDDEN, Word, keys, words
from generator.engine.memo import IdentityMemo
from generator.model.fields import FieldText, Prose, Summary, Text, Title
from generator.model.guide import Guide
from generator.model.outline import Remark
from generator.model.record import Block
from generator.model.settings import HouseStyle, Profile, Translation
from generator.model.source import Source
from generator.problems import Location

Use = Literal["running", "example", "search", "reference"]
"""What a text is for: to be read, to show what not to say, to be searched for, to name a work."""
USES: Mapping[str, Use] = {"avoid": "example", "also": "search", "synonyms": "search"}
"""Fields whose texts are not the running text of a page, whatever block they stand in."""
USES_IN: Mapping[tuple[type[Block], str], Use] = {
    (Remark, "words"): "search",
    (Profile, "name"): "reference",
    (Translation, "name"): "reference",
    (Source, "cite"): "reference",
    (Source, "label"): "reference",
}
LINK_TARGET = re.compile(r"(?<=\])\([^()\s]*\)")
NOT_WORDS = re.compile(
    r"""
      (?:https?://|www\.)\S+            # an address on the web
    | (?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+   # an address for mail
    | (?<![\w.-])(?:[\w-]++\.)+(?:[a-z]{2,3}|info|example)\b(?:/\S*)?   # the same without its beginning
    | \{[^{}]*\}                        # a blank
    """,
    re.VERBOSE,
)
MAY_BE_NO_WORDS = re.compile(r"\{|[:.@]\S")
"""Stands somewhere in all of these, and in few texts."""


@dataclass(frozen=True)
class TextUse:
    """One text, and what it is for."""

    text: FieldText
    use: Use

    @cached_property
    def plain(self) -> str:
        """The text with link targets, addresses and blanks hidden; as long as the text itself."""
        hidden = LINK_TARGET.sub(_hidden, self.text) if isinstance(self.text, Prose) else self.text
        return NOT_WORDS.sub(_hidden, hidden) if MAY_BE_NO_WORDS.search(hidden) else hidden

    @property
    def words(self) -> Iterator[Word]:
        """Its words, with their places in it."""
        return words(self.plain)

    def place(self, start: int, end: int) -> Location:
        """Return the place of a stretch of the text in its file."""
        return self.text.place(start, end)


@dataclass(frozen=True, eq=False)
class RecordTexts:
    """The texts of one record, or of one file of another kind."""

    texts: tuple[TextUse, ...]

    @cached_property
    def worded(self) -> tuple[TextUse, ...]:
        """Those in which every word is the author's: all but the names of works."""
        return tuple(shown for shown in self.texts if shown.use != "reference")

    @cached_property
    def running(self) -> tuple[TextUse, ...]:
        """Those that are read from the first word to the last."""
        return tuple(shown for shown in self.texts if shown.use == "running")

    @cached_property
    def keys(self) -> frozenset[str]:
        """The author's words as a dictionary has them."""
        return keys(shown.plain for shown in self.worded)


@dataclass(frozen=True)
class ProseCorpus:
    """All texts of a guide, and what is known about it."""

    guide: Guide
    whole: bool
    """Whether nothing is missing from it that could not be read."""
    leaves: tuple[RecordTexts, ...]

    @classmethod
    def of(cls, guide: Guide, whole: bool) -> ProseCorpus:
        """Return the texts of `guide`; `whole` says whether every file of it could be read."""
        return cls(guide, whole, tuple(_leaves(guide)))

    @property
    def style(self) -> HouseStyle:
        """The wishes of the guide; a guide without any wants no list of words and no grade."""
        return self.guide.site.prose or HouseStyle()

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every word of the authors as a dictionary has it."""
        return frozenset().union(*(leaf.keys for leaf in self.leaves))


_known: IdentityMemo[RecordTexts] = IdentityMemo()
"""The texts of each record that was read."""


def _leaves(guide: Guide) -> Iterator[RecordTexts]:
    for page in (guide.site, guide.outline, *guide.records(), *guide.sources.values()):
        yield _known.of(page, lambda: RecordTexts(tuple(_in_value(page, "running"))))  # noqa: B023


def _in_value(value: object, use: Use) -> Iterator[TextUse]:
    if isinstance(value, Text | Title | Summary | Prose):
        yield TextUse(value, use)
    elif isinstance(value, tuple):
        for entry in value:
            yield from _in_value(entry, use)
    elif isinstance(value, Mapping):
        for entry in value.values():
            yield from _in_value(entry, use)
    elif isinstance(value, Block) and not isinstance(value, HouseStyle):
        for name in type(value).model_fields:
            own = USES_IN.get((type(value), name)) or USES.get(name, use)
            yield from _in_value(getattr(value, name), own)


def _hidden(match: re.Match[str]) -> str:
    """Return as many signs as were found, so that every other keeps its index."""
    return HIDDEN * len(match[0])
