"""The reading grade of English texts, a US school grade: the Flesch-Kincaid grade level.

    0.39 × words / sentences + 11.8 × syllables / words - 15.59

from Kincaid, J. P., Fishburne, R. P., Rogers, R. L., & Chissom, B. S. (1975), Derivation of New
Readability Formulas for Navy Enlisted Personnel (Research Branch Report 8-75).

Syllables are counted by the rules of English spelling, which are off by one in about one word of twenty, so a
grade can differ by a few tenths from another program's.
"""

from __future__ import annotations

import re
from functools import cache

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


def grade(words: float, syllables: float) -> float:
    """Return the grade of a text with that many `words` per sentence and `syllables` per word."""
    return 0.39 * words + 11.8 * syllables - 15.59


@cache
def syllables(word: str) -> int:
    """Return roughly how many syllables an English `word` has; a number counts as one."""
    whole, _, end = word.lower().replace("’", "'").partition("'")
    more = end == "t" and whole.endswith(("dn", "sn"))  # didn't
    if whole in IRREGULAR:
        return IRREGULAR[whole] + more
    counted = len(SOUNDED.findall(whole)) - len(SILENT.findall(whole)) + len(PARTED.findall(whole))
    return max(1, counted) + more
