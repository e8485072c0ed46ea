"""Collects every text of a guide that readers see, with everything that isn't words hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from generator.check.prose.words import HIDDEN
from generator.model import foreign
from generator.model.fields import FieldText, Prose, ReaderText, Title
from generator.model.guide import Guide
from generator.model.language import FOLDER
from generator.model.local_help import HelpEntry
from generator.model.markdown import TARGET
from generator.model.outline import Remark
from generator.model.own_kinds import OwnKind
from generator.model.page import Page
from generator.model.record import Block
from generator.model.settings import HouseStyle, Profile, TranslationElsewhere
from generator.model.source import Source

Use = Literal["running", "example", "search", "reference"]
"""What a text is for: to be read, to show what not to say, to be searched for, or to name a work."""
USES: Mapping[str, Use] = {"avoid": "example", "also": "search", "care": "search", "synonyms": "search"}
"""Fields whose texts aren't running text, in any block."""
USES_IN: Mapping[tuple[type[Block], str], Use] = {
    (Remark, "words"): "search",
    (HelpEntry, "name"): "reference",
    (Profile, "name"): "reference",
    (TranslationElsewhere, "name"): "reference",
    (Source, "cite"): "reference",
    (Source, "label"): "reference",
}
NOT_WORDS = re.compile(
    r"""
      (?:https?://|www\.)\S+            # a web address
    | (?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+   # an email address
    | (?<![\w.-])(?:[\w-]++\.)+(?:[a-z]{2,3}|info|example)\b(?:/\S*)?   # a web address without its beginning
    | \{[^{}]*\}                        # a blank
    """,
    re.VERBOSE,
)
MAYBE_NOT_WORDS = re.compile(r"\{|[:.@]\S")
"""Matches in all of these, and in few other texts."""


@dataclass(frozen=True)
class TextUse:
    """One text, and what it's for."""

    value: FieldText
    use: Use
    field: str = ""
    """The name of the field that it’s in."""

    @cached_property
    def plain(self) -> str:
        """The text with all that isn’t words of its language hidden; as long as the text itself."""
        hidden = foreign.MARKED.sub(_hidden, self.value) if foreign.OPEN in self.value else self.value
        hidden = TARGET.sub(_hidden, hidden) if isinstance(self.value, Prose) else hidden
        return NOT_WORDS.sub(_hidden, hidden) if MAYBE_NOT_WORDS.search(hidden) else hidden


@dataclass(frozen=True, eq=False)
class RecordTexts:
    """The texts of one record, or of one file of another kind."""

    record: Block

    @cached_property
    def texts(self) -> tuple[TextUse, ...]:
        """All its texts, in order."""
        found: list[TextUse] = []
        _collect(self.record, "running", "", found)
        return tuple(found)

    @cached_property
    def spelled(self) -> tuple[TextUse, ...]:
        """Texts to spellcheck: all but the names of works."""
        return tuple(text for text in self.texts if text.use != "reference")

    @cached_property
    def running(self) -> tuple[TextUse, ...]:
        """Texts that are read from start to finish."""
        return tuple(text for text in self.texts if text.use == "running")


@dataclass(frozen=True)
class ProseCorpus:
    """All texts of a guide."""

    guide: Guide
    complete: bool
    """Whether every file of the guide could be read, and is to be proofread."""
    only: tuple[Block, ...] | None = None
    """The records to proofread; None for all of them."""

    @property
    def records(self) -> Iterator[RecordTexts]:
        """The texts of each record, of the settings and of the outline. They’re large, so none is kept."""
        if self.only is not None:
            return map(RecordTexts, self.only)
        guide = self.guide
        kinds = (kind.named for kind in guide.kinds if isinstance(kind.named, OwnKind))
        blocks = (guide.site, guide.outline, *kinds, *guide.records(), *guide.sources.values())
        return map(RecordTexts, blocks)

    @property
    def language(self) -> str:
        """The language of the texts to proofread."""
        return str(self.guide.site.language)

    @property
    def settings(self) -> str:
        """The file with the settings for wording."""
        return f"content/{FOLDER}/{self.language}.yml" if self.guide.translation else "site_config.yml"

    @property
    def words(self) -> tuple[Title, ...]:
        """The allowed words in that file. `style` allows those of the original, too: most are names."""
        translation = self.guide.translation
        return translation.settings.words if translation else self.style.words

    @property
    def style(self) -> HouseStyle:
        """The guide's settings for wording; by default no allowed words, banned phrases or grade."""
        return self.guide.site.prose or HouseStyle()

    @cached_property
    def pages(self) -> frozenset[str]:
        """What a link into the guide can start with: a folder, or the address of a single page."""
        guide = self.guide
        folders = (kind.folder for kind in guide.kinds if kind is not Page and guide.folder(kind.folder))
        singles = (page.address.rstrip("/") for page in guide.single_pages())
        return frozenset(("sources", *folders, *guide.pages, *singles))


def _collect(value: object, use: Use, field: str, found: list[TextUse]) -> None:
    if isinstance(value, ReaderText):
        found.append(TextUse(value, use, field))
    elif isinstance(value, Block) and not isinstance(value, HouseStyle):
        for name, own in _uses(type(value)):
            _collect(getattr(value, name), own or use, name, found)
    elif isinstance(value, tuple):
        for entry in value:
            _collect(entry, use, field, found)
    elif isinstance(value, dict):
        _collect(tuple(value.values()), use, field, found)


@cache
def _uses(kind: type[Block]) -> tuple[tuple[str, Use | None], ...]:
    """Return the fields of a block, and what the texts in each are for, if that’s special."""
    return tuple((name, USES_IN.get((kind, name)) or USES.get(name)) for name in kind.model_fields)


def _hidden(match: re.Match[str]) -> str:
    """Return as many characters as were matched, so that all others keep their positions."""
    return HIDDEN * len(match[0])
