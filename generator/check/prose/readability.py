"""Measures how hard a text is to read, as a school grade, by the formula of its language.

A formula considers only the length of sentences and words: a short rare word counts as easy, a long common
one as hard, and nonsense in short sentences as good. It means nothing for a few lines. Languages without a
formula have no grade.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from generator.check.prose import english_grade, spanish_grade


class Formula(Protocol):
    """Turns what was counted in a text into a grade."""

    def syllables(self, word: str) -> int:
        """Return how many syllables `word` has; a number counts as one."""

    def grade(self, words: float, syllables: float) -> float:
        """Return the grade of a text with that many `words` per sentence and `syllables` per word."""


FORMULAS: Mapping[str, Formula] = {"en": english_grade, "es": spanish_grade}
"""By language."""
LEAST_WORDS = 100
"""With fewer words, one long sentence would change the grade by whole years."""
LABEL = 5
"""Words of a title or label at most. As short sentences, they would make a page of long ones look easy."""
BLOCK = re.compile(r"\n\s*\n|\n\s*(?:[-*+]|\d+[.)])\s")
"""A new paragraph or list item, which ends a sentence even without a period."""
SENTENCE_END = re.compile(
    r"""
    [.!?…](?<!\b[A-Z].)(?<!\b(?:Mr|Ms|Dr|St|vs|Sr|EE|UU|ej).)(?<!\b(?:Mrs|Sra|Dra|e\.g|i\.e).)(?<![.!?…].)
    [.!?…]*+[”’"')\]*]*+(?=\s)
    """,
    re.VERBOSE,
)
"""Initials, titles of people and some abbreviations don't end a sentence.

What comes before the period is checked after it, because a pattern that starts with a character is several
times as fast.
"""
CLOSED = re.compile(r"[”’\"')\]*]*[.!?…:]")
"""What follows the last word of a sentence, but not of a label."""
WORD = re.compile(r"[^\W\d_]++(?:[’'][^\W\d_]++)*|\d++(?:[.,:]\d++)*")


class PlainSentence(NamedTuple):
    """A sentence, or a title or list item that counts as one."""

    start: int
    """Position of its first word in the text."""
    end: int
    words: list[str]
    is_label: bool
    """Whether it's a few words without a period."""


def sentences(text: str) -> Iterator[PlainSentence]:
    """Yield the sentences of `text` that contain words, in order."""
    cuts = sorted(match.span() for cut in (BLOCK, SENTENCE_END) for match in cut.finditer(text))
    begin = 0
    for end, next_begin in (*cuts, (len(text), len(text))):
        if words := WORD.findall(text, begin, end):
            # All letters and digits belong to words, so the first match is the word itself.
            start, last = text.index(words[0], begin), text.rindex(words[-1], begin, end)
            after = last + len(words[-1])
            yield PlainSentence(start, after, words, len(words) <= LABEL and not CLOSED.match(text, after))
        begin = next_begin


def grade(sentences: Sequence[PlainSentence], language: str) -> float | None:
    """Return the reading grade of `sentences` without labels, by the formula of `language`.

    It's None if there's no formula, or if there are too few words.
    """
    whole = [sentence.words for sentence in sentences if not sentence.is_label]
    words = [word for sentence in whole for word in sentence]
    formula = FORMULAS.get(language)
    if not formula or len(words) < LEAST_WORDS:
        return None
    return formula.grade(len(words) / len(whole), sum(map(formula.syllables, words)) / len(words))
