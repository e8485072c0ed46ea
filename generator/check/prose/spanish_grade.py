"""The reading grade of Spanish texts, from the reading ease of Fernández Huerta.

    206.84 - 60 × syllables / words - 1.02 × words / sentences

from Fernández Huerta, J. (1959), Medidas sencillas de lecturabilidad, Consigna 214, pages 29-32, who adapted
the formula of Flesch to Spanish. His table says which school grade can read each ease: from grade 4, over 7
and 8 for usual texts, to the university. Between its limits, we draw straight lines.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

GRADES = ((90, 4), (80, 5), (70, 6), (60, 8), (50, 12), (30, 16))
"""The lowest ease of each range, and the last grade there; 12 is the year before the university."""
SILENT = re.compile(r"(?<=q)u|(?<=g)u(?=[eiéí])")
STRONG = re.compile(r"[aeoáéíóú]")
"""Vowels of which each has a syllable of its own."""
WEAK = re.compile(r"(?<![aeiouáéíóúü])(?:[iuü]|y(?![aeiouáéíóúü]))+(?![aeiouyáéíóú])")
"""Other vowels, where no strong one is next to them."""


@cache
def syllables(word: str) -> int:
    """Return how many syllables a Spanish `word` has; a number counts as one."""
    sounded = SILENT.sub("", word.lower())
    return max(1, len(STRONG.findall(sounded)) + len(WEAK.findall(sounded)))


def grade(words: float, syllables: float) -> float:
    """Return the grade of a text with that many `words` per sentence and `syllables` per word."""
    ease = 206.84 - 60 * syllables - 1.02 * words
    for (easier, lower), (harder, higher) in pairwise(GRADES):
        if ease >= harder:
            return lower + (higher - lower) * max(0, easier - ease) / (easier - harder)
    return GRADES[-1][1]
