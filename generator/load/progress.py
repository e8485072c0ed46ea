"""How far a guide is translated into a language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields

from generator.model.fields import Language
from generator.model.guide import Guide
from generator.model.source_text import SourceText
from generator.model.units import GuideUnit
from generator.problems import Problem


@dataclass(frozen=True, slots=True)
class Stale:
    """A text that changed after it was translated."""

    unit: GuideUnit
    """As it is now."""
    before: str
    """The text of the original that was translated."""
    answer: str
    """Its translation."""


@dataclass
class Coverage:
    """How much of something is translated."""

    texts: int = 0
    words: int = 0
    """Of the original."""
    done_texts: int = 0
    done_words: int = 0
    stale_texts: int = 0
    """Those that changed after they were translated."""

    @classmethod
    def sum(cls, parts: Iterable[Coverage]) -> Coverage:
        """Return how much of all `parts` together is translated."""
        every = [*parts]
        return cls(*(sum(getattr(one, each.name) for one in every) for each in fields(cls)))

    def count(self, unit: GuideUnit, is_done: bool) -> None:
        """Count `unit` in."""
        self.texts += 1
        self.words += unit.words
        if is_done:
            self.done_texts += 1
            self.done_words += unit.words

    @property
    def is_whole(self) -> bool:
        return self.texts == self.done_texts

    @property
    def missing_texts(self) -> int:
        """How many were never translated."""
        return self.texts - self.done_texts - self.stale_texts

    @property
    def is_enough(self) -> bool:
        """Whether half of the words are translated."""
        return 2 * self.done_words >= self.words


@dataclass
class Progress:
    """How far a language is."""

    language: Language
    file: str
    """The path of its catalog, from the project folder."""
    records: dict[str, Coverage] = field(default_factory=lambda: defaultdict(Coverage))
    """By the permanent name of the record; also `site`, `guide` and `sources`."""
    done: list[tuple[GuideUnit, SourceText]] = field(default_factory=list)
    """What's translated, with the translation."""
    missing: list[GuideUnit] = field(default_factory=list)
    """What was never translated."""
    stale: list[Stale] = field(default_factory=list)

    @property
    def total(self) -> Coverage:
        """The same for everything."""
        return Coverage.sum(self.records.values())

    @property
    def whole(self) -> frozenset[str]:
        """The names of the records all of whose texts are translated."""
        return frozenset(name for name, coverage in self.records.items() if coverage.is_whole)

    @property
    def kinds(self) -> dict[str, Coverage]:
        """The same by folder of content/; what isn't in a folder counts by itself."""
        parts = defaultdict[str, list[Coverage]](list)
        for name, one in self.records.items():
            parts[name.partition("/")[0]].append(one)
        return {kind: Coverage.sum(some) for kind, some in parts.items()}


@dataclass(frozen=True, slots=True)
class Translated:
    """A guide in another language."""

    language: Language
    guide: Guide | None
    """None if it couldn't be read, and there are problems, or if nothing is translated."""
    progress: Progress | None
    """None if its settings or its catalog couldn't be read."""
    problems: tuple[Problem, ...]
    unsaid: tuple[str, ...] = ()
    """What the program doesn't say in the language yet: the names that lead to each of its texts."""
    reworded: tuple[str, ...] = ()
    """What it says in its own words, since those of the guide aren't translated."""

    @property
    def is_published(self) -> bool:
        """Whether readers see it: the program speaks the language, and half of the words are translated."""
        total = self.progress.total if self.progress else Coverage()
        return self.guide is not None and not self.unsaid and total.is_enough
