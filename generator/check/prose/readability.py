"""Measures how hard a text is to read, as a US school grade: the Flesch-Kincaid grade level.

    0.39 × words / sentences + 11.8 × syllables / words - 15.59

from Kincaid, J. P., Fishburne, R. P., Rogers, R. L., & Chissom, B. S. (1975), Derivation of New
Readability Formulas for Navy Enlisted Personnel (Research Branch Report 8-75).

It considers only the length of sentences and words: a short rare word counts as easy, a long common one as
hard, and nonsense in short sentences as good. Syllables are counted by the rules of English spelling, which
are off by one in about one word of twenty, so a grade can differ by a few tenths from another program's. It
means nothing for other languages, or for a few lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

LANGUAGES = frozenset({"en"})
"""The languages that the formula was made for."""
LEAST_WORDS = 100
"""With fewer words, one long sentence would change the grade by whole years."""
LABEL = 5
"""Words of a title or label at most. As short sentences, they would make a page of long ones look easy."""
BLOCK = re.compile(r"\n\s*\n|\n\s*(?:[-*+]|\d+[.)])\s")
"""A new paragraph or list item, which ends a sentence even without a period."""
SENTENCE_END = re.compile(
    r"""
    [.!?…](?<!\b[A-Z].)(?<!\b(?:Mr|Ms|Dr|St|vs).)(?<!\b(?:Mrs|e\.g|i\.e).)(?<![.!?…].)
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
VOWELS = "aeiouyàáâäãåæèéêëìíîïòóôöõøœùúûü"
SOUNDED = re.compile(f"[{VOWELS}]+")
SILENT = re.compile(
    rf"""
      (?<=[^{VOWELS}l])e$                       # note, but not table
    | (?<=[{VOWELS}][lr])e$ | (?<=ll)e$         # rule, here
    | (?<=[^{VOWELS}sxzcghl])es$                # notes, but not boxes
    | (?<=[{VOWELS}]l)es$ | (?<=th)es$          # rules, clothes
    | (?<=[^{VOWELS}tdl])ed$                    # asked, but not wanted
    | (?<=[{VOWELS}lrw]l)ed$                    # called, but not settled
    | (?<=[^{VOWELS}])e(?=(?:ly|ments?|ful|fully|less|ness|where|body|times?|thing)$)   # likely, everybody
    | (?<=ev)e(?=ry)                            # everyone
    """,
    re.VERBOSE,
)
PARTED = re.compile(
    r"""
      (?<![ctg])i(?=a(?!ge)) | (?<=[ct])i(?=at[ei])      # media, appreciate; not social
    | (?<![ctgsx])i(?=o) | (?<=[^st][st])i(?=od)         # period, curious; not action
    | (?<![ctf])(?<!fr)i(?=en) | i(?=et)                 # experience, quiet; not friend
    | (?<=[^y][^aeiouy])i(?=er$|est$)                    # easier; not pier
    | (?<![gq])u(?=al|at[ei]|ary) | (?<=cr)e(?=at)       # usual, January, create
    | [eouy](?=ing) | y(?=er|on[de]) | s(?=ms?$)         # being, player, anyone, criticism
    | (?<=[^aeiou])o(?=e[mt]) | (?<=d)e(?=o$)            # poem, video
    """,
    re.VERBOSE,
)
IRREGULAR = {
    **dict.fromkeys("business evening hundred maybe science something".split(), 2),
    **dict.fromkeys("area areas businesses idea ideas recipe".split(), 3),
    **dict.fromkeys("reality society".split(), 4),
}


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


def grade(sentences: Sequence[PlainSentence]) -> float | None:
    """Return the reading grade of `sentences` without labels, or None if they have too few words."""
    whole = [sentence.words for sentence in sentences if not sentence.is_label]
    words = [word for sentence in whole for word in sentence]
    if len(words) < LEAST_WORDS:
        return None
    return 0.39 * len(words) / len(whole) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@cache
def syllables(word: str) -> int:
    """Return roughly how many syllables an English `word` has; a number counts as one."""
    whole, _, end = word.lower().replace("’", "'").partition("'")
    more = end == "t" and whole.endswith(("dn", "sn"))  # didn't
    if whole in IRREGULAR:
        return IRREGULAR[whole] + more
    counted = len(SOUNDED.findall(whole)) - len(SILENT.findall(whole)) + len(PARTED.findall(whole))
    return max(1, counted) + more
